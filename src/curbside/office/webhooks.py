"""Tells other systems what happened to answers: one signed form for each event, to addresses the settings name."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, insert, select, update

from curbside.database import writing
from curbside.house import identifiers
from curbside.model import FetchError
from curbside.office.opening import Office
from curbside.review import Case, Event
from curbside.review.desk import DELIVERIES
from curbside.review.record import canonical
from curbside.sources.fetching import PassingError, Request, Send, policy_of, straight

TOLD = frozenset({"approved", "recalled", "rerun", "edited", "withdrawn", "expired"})
"""What happened to an answer that others should know of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What came of telling one address: how many events it took, and why it took no more, or an empty string."""

    url: str
    told: int
    trouble: str = ""


def deliver(office: Office) -> Iterator[Delivery]:
    """Tell every webhook what it has not been told yet, in order; one that fails is told again the next time."""
    for url in office.settings.webhooks:
        with _wire(office, url) as send:
            yield _deliver(office, url, send)


@contextmanager
def _wire(office: Office, url: str) -> Iterator[Send]:
    policy = policy_of(office.settings, identifiers)
    with straight(replace(policy, hosts=frozenset({urlsplit(url).hostname or ""}))) as send:
        yield send


def _deliver(office: Office, url: str, send: Send) -> Delivery:
    told = 0
    for event in office.desk.events(after=_reached(office, url)):
        case = office.desk.case(event.case) if event.kind in TOLD else None
        if case is not None:
            try:
                reply = send(_request(office, url, event, case))
            except (FetchError, PassingError) as error:
                return Delivery(url=url, told=told, trouble=str(error))
            if not 200 <= reply.status < 300:
                return Delivery(url=url, told=told, trouble=f"it answered {reply.status}")
            told += 1
        _reach(office, url, event.number)
    return Delivery(url=url, told=told)


def _request(office: Office, url: str, event: Event, case: Case) -> Request:
    what: Any = event.what
    base = office.settings.public_url.rstrip("/")
    body = canonical(
        {
            "number": event.number,
            "kind": event.kind,
            "at": event.at,
            "case": case.id,
            "question": case.question,
            "stage": case.stage.value,
            "reason": what.get("reason", ""),
            "link": f"{base}/answers/{case.version.answer}",
            "hash": event.hash,
        }
    )
    secret = office.settings.webhook_secret.get_secret_value().encode()
    signature = hmac.new(secret, body.encode(), hashlib.sha256).hexdigest()
    return Request(service="webhook", url=url, params={"event": body, "signature": signature}, post=True, fresh=True)


def _reached(office: Office, url: str) -> int:
    with office.desk.engine.connect() as connection:
        return connection.scalar(select(DELIVERIES.c.number).where(DELIVERIES.c.url == url)) or 0


def _reach(office: Office, url: str, number: int) -> None:
    with writing(office.desk.engine) as connection:
        _set(connection, url, number)


def _set(connection: Connection, url: str, number: int) -> None:
    if not connection.execute(update(DELIVERIES).where(DELIVERIES.c.url == url).values(number=number)).rowcount:
        connection.execute(insert(DELIVERIES).values(url=url, number=number))
