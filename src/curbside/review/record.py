"""The record: events that are only ever added, each bound to the one before it by its hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Column, Connection, Index, Integer, MetaData, String, Table, Text, insert, select, text

from curbside.model import CurbsideError

BEGINNING = "0" * 64
"""What stands before the first event."""
AUTOMATIC = "curbside"
"""Who acted where nobody did: Curbside itself."""
READER = "reader"
"""Who acted where a reader without account did."""

METADATA = MetaData()
EVENTS = Table(
    "events",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("case", String, nullable=False),
    Column("position", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("by", String, nullable=False),
    Column("at", String, nullable=False),
    Column("what", Text, nullable=False),
    Column("previous", String, nullable=False),
    Column("hash", String, nullable=False),
    Index("events_by_case", "case", "position", unique=True),
)
HEAD = Table(
    "record_head",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
    Column("hash", String, nullable=False),
)
"""How many events there are and the hash of the last: without it, events cut off at the end would not be missed."""


class RecordError(CurbsideError):
    """The record does not hold: where, and what is wrong with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened to a case: who did what, when (ISO 8601, UTC), and the particulars in `what`.

    `number` counts in the whole record, `position` within the case, both from one. `case` is "accounts" for what
    happened to accounts.
    """

    number: int
    case: str
    position: int
    kind: str
    by: str
    at: str
    what: Mapping[str, object]
    previous: str
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """What is about to be recorded: `by` is the id of an account, "curbside" or "reader"."""

    case: str
    kind: str
    by: str
    at: str
    what: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Head:
    """How many events a record holds and the hash of the last; noted elsewhere, it proves the record later."""

    number: int
    hash: str


def canonical(value: object) -> str:
    """JSON with sorted keys and no blanks: the same value always gives the same text."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256(written: str) -> str:
    """Sixty-four hexadecimal digits that stand for a text."""
    return hashlib.sha256(written.encode()).hexdigest()


def lock(connection: Connection) -> None:
    """Wait until nobody else adds to the record. Must come before anything is read in the transaction.

    SQLite has one writer at a time anyway; PostgreSQL takes its view of the tables with the first query, so a look
    before the lock would be a look at the past.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE events IN EXCLUSIVE MODE"))


def head(connection: Connection) -> Head:
    """Where the record ends."""
    row = connection.execute(select(HEAD.c.number, HEAD.c.hash)).one_or_none()
    return Head(row.number, row.hash) if row else Head(0, BEGINNING)


def append(connection: Connection, happened: Happening) -> Event:
    """Add an event at the end; the connection must be in a transaction that holds the lock."""
    last = head(connection)
    of_case = select(EVENTS.c.position).where(EVENTS.c.case == happened.case)
    position = connection.scalar(of_case.order_by(EVENTS.c.position.desc()).limit(1))
    written = canonical(happened.what)
    fields = {
        "number": last.number + 1,
        "case": happened.case,
        "position": (position or 0) + 1,
        "kind": happened.kind,
        "by": happened.by,
        "at": happened.at,
        "what": written,
        "previous": last.hash,
    }
    fields["hash"] = sha256(canonical(fields))
    connection.execute(insert(EVENTS).values(fields))
    ahead = {"number": fields["number"], "hash": fields["hash"]}
    if last.number:
        connection.execute(HEAD.update().values(ahead))
    else:
        connection.execute(insert(HEAD).values(id=1, **ahead))
    return Event(**{**fields, "what": json.loads(written)})


def events(connection: Connection, case: str | None = None, *, after: int = 0) -> Iterator[Event]:
    """The events in their order, of one case or of all, those after a number only."""
    wanted = select(EVENTS).where(EVENTS.c.number > after).order_by(EVENTS.c.number)
    if case is not None:
        wanted = wanted.where(EVENTS.c.case == case)
    for row in connection.execute(wanted):
        yield Event(**{**row._mapping, "what": json.loads(row.what)})


def prove(connection: Connection, noted: str = "") -> Head:
    """Where the record ends, every link of it proven; RecordError names the first event that does not hold.

    `noted` is the hash of a head that was written down before: it must still stand in the record.
    """
    last, seen = Head(0, BEGINNING), not noted or noted == BEGINNING
    for row in connection.execute(select(EVENTS).order_by(EVENTS.c.number)):
        if row.number != last.number + 1:
            raise RecordError(f"record: event {last.number + 1}: it is missing; event {row.number} follows")
        if row.previous != last.hash:
            raise RecordError(f"record: event {row.number}: it does not follow from event {last.number}")
        if row.hash != sha256(canonical({k: v for k, v in row._mapping.items() if k != "hash"})):
            raise RecordError(f"record: event {row.number}: its words are not those that were recorded")
        last = Head(row.number, row.hash)
        seen = seen or last.hash == noted
    if last != head(connection):
        raise RecordError(
            f"record: event {last.number + 1}: events at the end are missing or were added beside the desk"
        )
    if not seen:
        raise RecordError(f"record: the head {noted} that was noted is not in it")
    return last


def line(event: Event) -> str:
    """An event as one line of JSON, with all that its hash was made of."""
    fields = {name: getattr(event, name) for name in Event.__slots__}
    return json.dumps(fields, ensure_ascii=False)
