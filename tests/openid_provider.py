"""A small real OpenID Connect provider on loopback: discovery, sign-in, tokens with a real signature, keys."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "curbside", "between the two houses"


@dataclass
class OpenIdProvider:
    """Signs in whoever comes, as `subject`; `spoil` may change the claims before they are signed."""

    now: int
    subject: str = "ada-at-the-hospital"
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, parameters={"kid": "one"}))
    sign_with: Any = None
    algorithm: str = "RS256"
    spoil: Callable[[dict[str, Any]], None] = lambda claims: None
    published: list[Any] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    issuer: str = ""

    def __enter__(self) -> OpenIdProvider:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                provider.answer(self)

            def do_POST(self) -> None:
                provider.answer(self)

            def log_message(self, *_: object) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        parts = urlsplit(request.path)
        if parts.path == "/.well-known/openid-configuration":
            ends = {f"{n}_endpoint": f"{self.issuer}/{n}" for n in ("authorization", "token")}
            self._send(request, {"issuer": self.issuer, "jwks_uri": f"{self.issuer}/keys", **ends})
        elif parts.path == "/keys":
            self._send(request, {"keys": [*self.published, self.key.as_dict(private=False)]})
        elif parts.path == "/authorization":
            self._authorize(request, {k: v[0] for k, v in parse_qs(parts.query).items()})
        else:
            length = int(request.headers["Content-Length"])
            self._token(request, {k: v[0] for k, v in parse_qs(request.rfile.read(length).decode()).items()})

    def _authorize(self, request: BaseHTTPRequestHandler, asked: dict[str, str]) -> None:
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        request.send_response(302)
        request.send_header("Location", f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}")
        request.end_headers()

    def _token(self, request: BaseHTTPRequestHandler, form: dict[str, str]) -> None:
        asked = self.codes.pop(form.get("code", ""), None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if (
            asked is None
            or (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET)
            or form.get("redirect_uri") != asked["redirect_uri"]
            or challenge.rstrip(b"=").decode() != asked["code_challenge"]
        ):
            self._send(request, {"error": "invalid_grant"}, 400)
            return
        claims: dict[str, Any] = {"iss": self.issuer, "sub": self.subject, "aud": CLIENT, "nonce": asked["nonce"]}
        claims |= {"iat": self.now, "exp": self.now + 300}
        self.spoil(claims)
        header = {"alg": self.algorithm, "kid": "one"}
        token = jwt.encode(header, claims, self.sign_with or self.key, algorithms=[self.algorithm])
        self._send(request, {"id_token": token, "access_token": "unused", "token_type": "Bearer"})

    @staticmethod
    def _send(request: BaseHTTPRequestHandler, value: object, status: int = 200) -> None:
        body = json.dumps(value).encode()
        request.send_response(status)
        request.send_header("Content-Type", "application/json")
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)
