"""What every catalogue shares: where it is reached, pages of changes, and JSON read with its changes of shape told."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from typing import TypeVar

from curbside.model import Change
from curbside.settings import Settings
from curbside.sources.fetching import Reply, Request, Send

T = TypeVar("T")
Object = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """How a site reaches the catalogues: the client, its own addresses, and what it tells them of itself."""

    send: Send
    addresses: dict[str, str] = field(default_factory=dict)
    contact: str | None = None
    ncbi_key: str | None = None

    def address(self, name: str, usual: str) -> str:
        """The address of a catalogue without a slash at its end: the site's own, else the usual one."""
        return self.addresses.get(name, usual).rstrip("/")


def site_of(settings: Settings, send: Send) -> Site:
    """The site that the settings describe, asking through a client."""
    key = settings.ncbi_key.get_secret_value() if settings.ncbi_key else None
    return Site(send=send, addresses=settings.addresses, contact=settings.contact, ncbi_key=key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A record that was not taken, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One reply as changes: a name for it, the SHA-256 of what it was made from, what was skipped, and what to tell.

    `found` is how many records the catalogue has for the request in all, where it says so.
    """

    name: str
    digest: str
    changes: tuple[Change, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[str, ...] = ()
    found: int | None = None


def digest_of(body: bytes) -> str:
    """The SHA-256 of a reply."""
    return hashlib.sha256(body).hexdigest()


def stream_of(reply: Reply) -> BytesIO:
    """The body as a stream."""
    return BytesIO(reply.body)


def asked_json(site: Site, request: Request) -> Object:
    """The JSON object that answers a request; FetchError where the reply is none."""
    reply = site.send(request)
    try:
        found = json.loads(reply.body)
    except (ValueError, RecursionError):
        raise request.failed("the reply is not JSON") from None
    if not isinstance(found, dict):
        raise request.failed("the reply has changed: not a JSON object")
    return found


def at(found: Object, path: str, kind: type[T], failed: Callable[[str], Exception]) -> T:
    """What stands under a path such as "esearchresult.count"; the error names the path where the shape has changed."""
    here: object = found
    for name in path.split("."):
        here = here.get(name) if isinstance(here, dict) else None
    if not isinstance(here, kind):
        raise failed(f"the reply has changed: no {path} that is a {kind.__name__}")
    return here


def text_at(found: object, path: str) -> str | None:
    """The text or number under a path, None where there is none: for what a record may lack."""
    here: object = found
    for name in path.split("."):
        here = here.get(name) if isinstance(here, dict) else None
    return str(here).strip() or None if isinstance(here, str | int) and not isinstance(here, bool) else None


def objects_at(found: object, path: str) -> list[Object]:
    """The objects in the list under a path, none where there is no such list: for what a record may lack."""
    here: object = found
    for name in path.split("."):
        here = here.get(name) if isinstance(here, dict) else None
    return [one for one in here if isinstance(one, dict)] if isinstance(here, list) else []


def texts_at(found: object, path: str) -> tuple[str, ...]:
    """The texts in the list under a path, none where there is no such list."""
    here: object = found
    for name in path.split("."):
        here = here.get(name) if isinstance(here, dict) else None
    return tuple(one.strip() for one in here if isinstance(one, str) and one.strip()) if isinstance(here, list) else ()
