"""The desk: cases and the record of what was done to them, kept in one database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import Column, Connection, Engine, Integer, String, Table, Text, insert, select, update

from curbside.database import migrate, writing
from curbside.model import Person
from curbside.review import record
from curbside.review.cases import Case, advanced, fold
from curbside.review.record import AUTOMATIC, READER, Event, Happening, Head, RecordError
from curbside.review.rules import Action, NotAllowedError, Terms, hold

ROOM = "desk"

CASES = Table(
    "cases",
    record.METADATA,
    Column("id", String, primary_key=True),
    Column("question", Text, nullable=False),
    Column("stage", String, nullable=False),
    Column("position", Integer, nullable=False),
)
"""What lists look for; the events say it too, and the audit holds the two against each other."""

DELIVERIES = Table(
    "deliveries",
    record.METADATA,
    Column("url", String, primary_key=True),
    Column("number", Integer, nullable=False),
)
"""Up to which event each webhook was told."""


def _first_tables(connection: Connection) -> None:
    record.METADATA.create_all(connection)


STEPS = (_first_tables,)
"""The migrations of the desk, each applied once and never edited."""


Also = Callable[[Connection], object]
"""What is kept together with an event, on the connection that keeps it."""


def moment(at: datetime) -> str:
    """A moment as the record writes it: ISO 8601 in UTC, to the second. Two compare as their texts do."""
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


class Desk:
    """The cases of one database; threads may share it. Every act is one transaction: kept as a whole, or not at all."""

    def __init__(self, engine: Engine, terms: Terms | None = None) -> None:
        self.engine, self.terms = engine, terms or Terms()
        migrate(engine, STEPS, ROOM)

    # Looking

    def case(self, id_: str) -> Case | None:
        """A case as it stands, or None."""
        with self.engine.connect() as connection:
            return fold(record.events(connection, id_))

    def cases(self) -> list[Case]:
        """Every case, in the order of the ids."""
        found: dict[str, list[Event]] = {}
        with self.engine.connect() as connection:
            known = set(connection.scalars(select(CASES.c.id)))
            for event in record.events(connection):
                if event.case in known:
                    found.setdefault(event.case, []).append(event)
        folded = (fold(found[id_]) for id_ in sorted(found))
        return [c for c in folded if c is not None]

    def events(self, case: str | None = None, *, after: int = 0) -> list[Event]:
        """The record of one case, or of everything, in its order."""
        with self.engine.connect() as connection:
            return list(record.events(connection, case, after=after))

    def prove(self, noted: str = "") -> Head:
        """Where the record ends, once every link and the state of every case is proven; RecordError where it is not."""
        with self.engine.connect() as connection:
            end = record.prove(connection, noted)
            rows = {r.id: (r.stage, r.position) for r in connection.execute(select(CASES))}
        told = {c.id: (c.stage.value, c.position) for c in self.cases()}
        for id_ in sorted({*rows, *told}):
            if rows.get(id_) != told.get(id_):
                raise RecordError(
                    f"record: case {id_}: listed as {rows.get(id_)}, where its events say {told.get(id_)}"
                )
        return end

    # Acting

    def open(self, id_: str, words: Mapping[str, object], *, by: Person | None, at: datetime) -> Case:
        """The case of that id, opened now with these words where there was none; `editing.words_of` gives them."""
        with writing(self.engine) as connection:
            record.lock(connection)
            known = fold(record.events(connection, id_))
            return known or _add(connection, None, _happening(id_, "opened", words, by, at))

    def act(self, id_: str, action: Action, by: Person, *, at: datetime, also: Also | None = None) -> Case:
        """The case after a person acted on it; NotAllowedError or StaleError where not, and then nothing was done.

        `also` keeps what belongs to the act in the same transaction.
        """
        with writing(self.engine) as connection:
            record.lock(connection)
            case = _known(connection, id_)
            hold(case, action, by)
            what = {**action.what, "needed": self.terms.approvals} if action.kind == "approved" else action.what
            if also is not None:
                also(connection)
            return _add(connection, case, _happening(id_, action.kind, what, by, at))

    def note(
        self, case: Case, kind: str, what: Mapping[str, object], *, at: datetime, also: Also | None = None
    ) -> Case:
        """The case after something happened to it by itself; as they left it where somebody acted since it was seen."""
        with writing(self.engine) as connection:
            record.lock(connection)
            now = _known(connection, case.id)
            if now.position != case.position:
                return now
            if also is not None:
                also(connection)
            return _add(connection, now, _happening(case.id, kind, what, None, at))

    def hear(self, id_: str, what: Mapping[str, object], *, at: datetime) -> Case:
        """The case after a reader without account said something of it; `what` holds sort, text and digest."""
        happened = Happening(case=id_, kind="feedback", by=READER, at=moment(at), what=what)
        with writing(self.engine) as connection:
            record.lock(connection)
            return _add(connection, _known(connection, id_), happened)


def _happening(id_: str, kind: str, what: Mapping[str, object], by: Person | None, at: datetime) -> Happening:
    told = {**what, "person": person_told(by)} if by else what
    return Happening(case=id_, kind=kind, by=by.id if by else AUTOMATIC, at=moment(at), what=told)


def _add(connection: Connection, before: Case | None, happened: Happening) -> Case:
    event = record.append(connection, happened)
    after = fold([event]) if before is None else advanced(before, event)
    assert after is not None
    row = {"question": after.question, "stage": after.stage.value, "position": after.position}
    if before is None:
        connection.execute(insert(CASES).values(id=after.id, **row))
    else:
        connection.execute(update(CASES).where(CASES.c.id == after.id).values(**row))
    return after


def person_told(person: Person) -> dict[str, str]:
    """A person as the record keeps them: as they described themselves when they acted."""
    fields = ("id", "name", "credentials", "affiliation", "conflicts")
    return {f: getattr(person, f) for f in fields}


def _known(connection: Connection, id_: str) -> Case:
    case = fold(record.events(connection, id_))
    if case is None:
        raise NotAllowedError(f"case {id_}: there is no such case")
    return case
