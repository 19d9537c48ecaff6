"""What goes with every page: where anything on it may come from, and how many are let in at once."""

from __future__ import annotations

import json
from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""Nothing inline and nothing from anywhere else: what a source or a question holds can never run."""

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
}
LARGEST = 1_000_000
"""Bytes of a form: a question of 20,000 characters in any script takes less than a quarter of it."""

WAIT = 5
"""Seconds after which someone sent away may come again."""


def sealed(app: ASGIApp) -> ASGIApp:
    """The application, with the headers above on whatever it answers."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        await app(scope, receive, send_sealed)

    return answer


_READING, _ASKING = "reading", "/ask"


class Turnstile:
    """Lets in so many readers and, among them, so many askers at once; asks the others to come back in a moment."""

    def __init__(self, app: ASGIApp, *, readers: int, askers: int, sorry: Callable[[Scope, int, str], bytes]) -> None:
        self._app, self._sorry = app, sorry
        self._room = {_READING: readers, _ASKING: askers}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or turn it away."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        posted = scope["method"] == "POST"
        # Only a question costs what few can be given at once; whoever works at the desk is not sent away with a form.
        kind = _ASKING if posted and scope["path"].removesuffix(".json") == _ASKING else _READING
        if posted and (refused := _too_large(Headers(scope=scope))):
            await self._turn_away(scope, send, *refused)
        elif self._room[kind] < 1:
            await self._turn_away(scope, send, 503, "Many people are here right now. Please try again in a moment.")
        else:
            await self._let_in(kind, scope, receive, send)

    async def _let_in(self, kind: str, scope: Scope, receive: Receive, send: Send) -> None:
        self._room[kind] -= 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._room[kind] += 1

    async def _turn_away(self, scope: Scope, send: Send, status: int, told: str) -> None:
        as_json = scope["path"].endswith(".json")
        body = json.dumps({"error": told, "status": status}).encode() if as_json else self._sorry(scope, status, told)
        kind = "application/json" if as_json else "text/html; charset=utf-8"
        headers = [(b"content-type", kind.encode()), (b"content-length", str(len(body)).encode())]
        if status == 503:
            headers.append((b"retry-after", str(WAIT).encode()))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def _too_large(headers: Headers) -> tuple[int, str] | None:
    """Why a form is not read at all, or None."""
    length = headers.get("content-length", "")
    if not length.isdigit():
        return 411, "A form has to say how long it is."
    return (413, f"This is more than the {LARGEST:,} bytes that are read.") if int(length) > LARGEST else None
