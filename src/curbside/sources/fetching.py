"""The one polite client: asks services of the world, slowly, within limits, and only those a site allows.

A request goes through layers, each a function around the next and each with the same signature: allowed, kept in the
cache, tried again, paced, sent. Only the innermost speaks to the network.
"""

from __future__ import annotations

import hashlib
import ipaddress
import json
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from curbside import __version__
from curbside.model import FetchError
from curbside.settings import Settings

MOST_BYTES = 64 * 1024**2
"""Most bytes of one reply, unpacked."""

MOST_SECONDS = 300.0
"""Longest time that one reply may take in all."""

_SILENCE = 30.0  # seconds without a byte
_TRIES = 5
_LONGEST_WAIT = 120.0  # seconds; a service that asks for more is given up and named
_MOST_REDIRECTS = 3
_TRY_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_MOVED = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a service is asked: `words` come from a person and are looked through for identifiers, `params` are ours.

    `secrets` are sent, but never kept, shown or part of what tells two requests apart. With `post` all of them go in
    the body. `fresh` asks anew whatever the cache holds; `most` are the bytes that a reply may have where they are not
    the usual ones.
    """

    service: str
    url: str
    words: Mapping[str, str] = field(default_factory=dict)
    params: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)
    post: bool = False
    fresh: bool = False
    most: int | None = None

    @property
    def shown(self) -> str:
        """The address with all that may be shown."""
        asked = {**self.words, **self.params}
        return f"{self.url}?{urlencode(asked)}" if asked else self.url

    def failed(self, reason: str, status: int | None = None) -> FetchError:
        """The error that names the service, the request and the reason."""
        return FetchError(self.service, self.shown, reason, status=status)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a service answered; `held` is true where it came from the cache."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    held: bool = False


Send = Callable[[Request], Reply]
Notice = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How a site lets the world be asked; `pauses` are the least seconds between two requests, by host.

    `identifiers` names the kinds of identifiers of a patient that a text holds.
    """

    network: bool
    hosts: frozenset[str]
    private: bool = False
    contact: str | None = None
    cache: Path | None = None
    keep_seconds: float = 24 * 3600.0
    pauses: Mapping[str, float] = field(default_factory=dict)
    first_wait: float = 1.0
    silence: float = _SILENCE
    identifiers: Callable[[str], tuple[str, ...]]


def policy_of(settings: Settings, identifiers: Callable[[str], tuple[str, ...]]) -> Policy:
    """The policy that the settings ask for; NCBI allows three requests a second, and ten with a key."""
    # A little below what is allowed, as two clocks never agree.
    ncbi = 0.105 if settings.ncbi_key else 0.35
    hosts = {*settings.network_hosts, *(urlsplit(a).hostname or "" for a in settings.addresses.values())}
    eutils = urlsplit(settings.addresses.get("pubmed", "https://eutils.ncbi.nlm.nih.gov")).hostname or ""
    return Policy(
        network=settings.network,
        hosts=frozenset(hosts),
        private=settings.network_private,
        contact=settings.contact,
        cache=settings.cache,
        keep_seconds=settings.cache_hours * 3600,
        pauses={eutils: ncbi},
        identifiers=identifiers,
    )


@contextmanager
def client(policy: Policy, notice: Notice = lambda _: None) -> Iterator[Send]:
    """What asks services under a policy, all layers in place; `notice` is told of waits and retries."""
    with _network(policy) as sent:
        yield allowed(policy, cached(policy, time.time, tried_again(policy, paced(policy, sent), notice=notice)))


@contextmanager
def straight(policy: Policy) -> Iterator[Send]:
    """What speaks to services once, within a policy, without cache or pauses; whatever status comes back is given."""
    with _network(policy) as sent:
        yield allowed(policy, sent)


def allowed(policy: Policy, send: Send) -> Send:
    """Refuses, before anything is looked up or sent: a network that is off, another host, words about a patient."""

    def asked(request: Request) -> Reply:
        if not policy.network:
            raise FetchError(request.service, "", "the network is off; CURBSIDE_NETWORK=true turns it on")
        _check_address(policy, request, request.url)
        for words in request.words.values():
            if found := policy.identifiers(words):
                raise FetchError(request.service, "", f"the words hold {' and '.join(found)}; nothing was sent")
        return send(request)

    return asked


def _check_address(policy: Policy, request: Request, url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme != "https" and not (policy.private and parts.scheme == "http"):
        raise FetchError(request.service, url, "only https is allowed")
    if parts.hostname not in policy.hosts:
        raise FetchError(request.service, url, "this host is not among CURBSIDE_NETWORK_HOSTS")
    if parts.username or parts.password:
        raise FetchError(request.service, url, "an address with a password in it")


# The cache


def cached(policy: Policy, now: Callable[[], float], send: Send) -> Send:
    """Keeps good replies on the disk until they expire; what expired is deleted at the first request."""
    folder = policy.cache
    if folder is None or policy.keep_seconds <= 0:
        return send
    swept: list[bool] = []

    def asked(request: Request) -> Reply:
        if not swept:
            swept.append(_sweep(folder, now() - policy.keep_seconds))
        path = folder / _name(request)
        if not request.fresh and (body := _held(path, now() - policy.keep_seconds)) is not None:
            return Reply(status=200, body=body, held=True)
        reply = send(request)
        _keep(path, reply.body)
        return reply

    return asked


def _name(request: Request) -> str:
    whole = [request.url, sorted({**request.words, **request.params}.items()), request.post]
    return f"{hashlib.sha256(json.dumps(whole).encode()).hexdigest()}.reply"


def _sweep(folder: Path, before: float) -> bool:
    for path in folder.glob("*.reply") if folder.is_dir() else ():
        if path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
    return True


def _held(path: Path, not_before: float) -> bytes | None:
    """The body kept, None where there is none, it expired or its digest does not fit."""
    try:
        if path.stat().st_mtime < not_before:
            return None
        digest, _, body = path.read_bytes().partition(b"\n")
    except FileNotFoundError:
        return None
    return body if hashlib.sha256(body).hexdigest().encode() == digest else None


def _keep(path: Path, body: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # Written beside and moved, so that a killed run leaves no half reply under this name.
    part = path.with_suffix(f".{os.getpid()}.part")
    part.write_bytes(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
    part.replace(path)


# Trying again, and slowly


def tried_again(
    policy: Policy, send: Send, *, sleep: Callable[[float], None] = time.sleep, notice: Notice = lambda _: None
) -> Send:
    """Tries again after a busy or broken reply: after the pause the service names, else twice as long each time."""

    def asked(request: Request) -> Reply:
        for tried in range(1, _TRIES + 1):
            reply, reason = _attempt(send, request)
            if reply is not None and reason is None:
                return reply
            wait = _pause(reply, policy.first_wait * 2 ** (tried - 1))
            status = reply.status if reply is not None else None
            if tried == _TRIES or wait > _LONGEST_WAIT:
                told = f"{reason} (it asks to wait {wait:,.0f} s)" if wait > _LONGEST_WAIT else reason
                raise request.failed(f"{told}; given up after {tried} {'try' if tried == 1 else 'tries'}", status)
            notice(f"{request.service}: {reason}; trying again in {wait:g} s")
            sleep(wait)
        raise AssertionError("the last try returns or raises")

    return asked


class PassingError(Exception):
    """A request failed in a way that may pass: no answer, an answer cut short, too slow."""


def _attempt(send: Send, request: Request) -> tuple[Reply | None, str | None]:
    """The reply, and why it is none to be content with where trying again may help; FetchError where it cannot."""
    try:
        reply = send(request)
    except PassingError as error:
        return None, str(error)
    if reply.status in _TRY_AGAIN:
        return reply, f"HTTP {reply.status}"
    if reply.status != 200:
        raise request.failed(f"HTTP {reply.status}{_said(reply)}", reply.status)
    return reply, None if reply.body.strip() else "an empty reply"


def _said(reply: Reply) -> str:
    """The opening of what the service says of a refusal, where it is plain text."""
    text = " ".join(reply.body[:300].decode("utf-8", "replace").split())
    return f" ({text[:200]})" if text and not text.startswith("<") else ""


def _pause(reply: Reply | None, otherwise: float) -> float:
    """Seconds to wait: those of Retry-After, in seconds or as a date, where it can be read."""
    told = reply.headers.get("retry-after", "") if reply is not None else ""
    if told.strip().isdigit():
        return float(told)
    try:
        until = parsedate_to_datetime(told)
    except ValueError:
        return min(otherwise, _LONGEST_WAIT)
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())


def paced(
    policy: Policy,
    send: Send,
    *,
    now: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> Send:
    """Leaves the least pause between the requests to a host, also where threads share the client."""
    free: dict[str, float] = {}
    lock = threading.Lock()

    def asked(request: Request) -> Reply:
        host = urlsplit(request.url).hostname or ""
        with lock:
            wait = max(0.0, free.get(host, 0.0) - now())
            free[host] = now() + wait + policy.pauses.get(host, 0.1)
        if wait:
            sleep(wait)
        return send(request)

    return asked


# The network itself


@contextmanager
def _network(policy: Policy) -> Iterator[Send]:
    if not policy.network:
        yield lambda request: Reply(status=503, body=b"")  # never reached: the outermost layer has refused
        return
    try:
        import httpx2  # only here: answering from the library must not wait for it
    except ImportError:
        raise FetchError("network", "", "the extra 'gather' is not installed: pip install 'curbside[gather]'") from None
    agent = f"curbside/{__version__}" + (f" (mailto:{policy.contact})" if policy.contact else "")
    with httpx2.Client(
        headers={"User-Agent": agent}, timeout=policy.silence, follow_redirects=False, trust_env=False
    ) as wire:

        def sent(request: Request) -> Reply:
            url, get_again = request.url, False
            for _ in range(_MOST_REDIRECTS + 1):
                _check_address(policy, request, url)
                try:
                    reply, onward = _exchange(wire, policy, request, url, first=not get_again)
                except httpx2.RequestError as error:
                    raise PassingError(_told(error)) from error
                if onward is None:
                    return reply
                url, get_again = onward, True
            raise request.failed(f"more than {_MOST_REDIRECTS} redirects")

        yield sent


def _told(error: Exception) -> str:
    name = type(error).__name__
    if "Timeout" in name:
        return "too slow to answer"
    return f"the connection broke ({str(error) or name})"


def _exchange(
    wire: Any,  # noqa: ANN401  # httpx2 is an extra and imported late
    policy: Policy,
    request: Request,
    url: str,
    *,
    first: bool,
) -> tuple[Reply, str | None]:
    """One exchange with the address looked up and checked, and where it sends us on to."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    asked = {**request.words, **request.params, **request.secrets} if first else {}
    # The connection goes to the very address that was checked, so that a name cannot change its mind in between.
    address = _address(policy, request, host, parts.port or (443 if parts.scheme == "https" else 80))
    literal = f"[{address}]" if ":" in address else address
    target = parts._replace(netloc=f"{literal}:{parts.port}" if parts.port else literal).geturl()
    named = {"headers": {"Host": parts.netloc}, "extensions": {"sni_hostname": host}}
    body = {"data": asked} if request.post and first else {"params": asked} if asked else {}
    with wire.stream("POST" if request.post and first else "GET", target, **body, **named) as answer:
        headers = {name.lower(): value for name, value in answer.headers.items()}
        if answer.status_code in _MOVED:
            return Reply(status=answer.status_code, body=b""), urljoin(url, headers.get("location", ""))
        return Reply(status=answer.status_code, body=_body(answer, request), headers=headers), None


def _address(policy: Policy, request: Request, host: str, port: int) -> str:
    """The first address of a host; refused where any of them is no address of the public internet."""
    try:
        found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except OSError as error:
        raise PassingError(f"the name {host} cannot be looked up ({error.strerror or error})") from error
    if not policy.private:
        for address in found:
            if not ipaddress.ip_address(address.partition("%")[0]).is_global:
                raise request.failed(f"{host} has the private address {address}, and those are not allowed")
    return found[0]


def _body(answer: Any, request: Request) -> bytes:  # noqa: ANN401  # httpx2 is an extra and imported late
    began, read, size, most = time.monotonic(), [], 0, request.most or MOST_BYTES
    for chunk in answer.iter_bytes():
        size += len(chunk)
        if size > most:
            raise request.failed(f"the reply is larger than {most // 1024**2} MB")
        if time.monotonic() - began > MOST_SECONDS:
            raise PassingError(f"the reply took more than {MOST_SECONDS:.0f} s")
        read.append(chunk)
    return b"".join(read)
