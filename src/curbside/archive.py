"""Keeps the answers that were given: each as its canonical JSON, under a name made from it.

An answer's id is the beginning of the hash of its text, so a link always opens the words it was made for, and the same
question of the same edition is kept once. Nothing is overwritten; a later answer to the same question stands beside it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Engine,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Row,
    String,
    Table,
    Text,
    and_,
    func,
    insert,
    or_,
    select,
)

from curbside.database import migrate, open_engine, writing
from curbside.model import Answer, CurbsideError, Role

_ROOM = "archive"
_ID = 16
"""Hexadecimal digits of an id: at a million answers the chance of two alike is one in thirty-seven million."""

_METADATA = MetaData()
ANSWERS = Table(
    "answers",
    _METADATA,
    Column("row", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("hash", String, nullable=False),
    Column("family", String, nullable=False),
    Column("question", Text, nullable=False),
    Column("topic", String, nullable=False),
    Column("bottom_line", Text, nullable=False),
    Column("sought", Text, nullable=False),
    Column("edition", String, nullable=False),
    Column("given", String, nullable=False),
    Column("after", String),
    Column("text", Text, nullable=False),
    Index("answers_by_family", "family", "row"),
    Index("answers_by_topic", "topic", "row"),
)
"""One row an answer; `row` is the order in which they were given, `sought` the words under which it is searched."""

CITED = Table(
    "answers_cite",
    _METADATA,
    Column("answer", ForeignKey(ANSWERS.c.row), primary_key=True),
    Column("document", String, primary_key=True),
    Index("answers_cite_by_document", "document", "answer"),
)


def _first_tables(connection: Connection) -> None:
    _METADATA.create_all(connection)


STEPS = (_first_tables,)
"""The migrations of the archive, each applied once and never edited."""

_ANSWER = TypeAdapter(Answer)


class DamagedAnswerError(CurbsideError):
    """An answer's text is not the one it was kept under."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a list shows of an answer; `given` is an ISO 8601 date and time, `after` the answer it followed up."""

    id: str
    hash: str
    question: str
    topic: str
    bottom_line: str
    edition: str
    given: str
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An answer as it was given, with its entry."""

    entry: Entry
    answer: Answer


def canonical(answer: Answer) -> str:
    """The whole answer as JSON text: the same answer always gives the same bytes, and `restored` gives it back."""
    # Left out where none is named, so that answers given before there were any keep their ids and their approvals.
    left_out = None if answer.trials else {"gaps": {"__all__": {"trials"}}}
    return _ANSWER.dump_json(answer, exclude=left_out).decode()


def restored(text: str) -> Answer:
    """The answer that a canonical text was made from."""
    return _ANSWER.validate_json(text)


def digest(text: str) -> str:
    """Sixty-four hexadecimal digits that stand for a text (SHA-256)."""
    return hashlib.sha256(text.encode()).hexdigest()


class Archive:
    """The answers given, in one database; threads may share it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        migrate(engine, STEPS, _ROOM)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def keep(self, answer: Answer, *, given: str, after: str | None = None) -> Entry:
        """The entry of an answer, given now (ISO 8601) or, where the very same was given before, then."""
        text = canonical(answer)
        if (known := self.entry(digest(text)[:_ID])) is not None:
            return known
        with writing(self._engine) as connection:
            id_ = keep_on(connection, answer, given=given, after=after)
        entry = self.entry(id_)
        assert entry is not None
        return entry

    def entry(self, id_: str) -> Entry | None:
        """The entry of an answer, or None where no such answer was given."""
        found = self._entries(ANSWERS.c.id == id_, limit=1)
        return found[0] if found else None

    def get(self, id_: str) -> Kept | None:
        """The answer under an id, or None; DamagedAnswerError where it is not the one that was kept."""
        with self._engine.connect() as connection:
            row = connection.execute(select(ANSWERS).where(ANSWERS.c.id == id_)).one_or_none()
        if row is None:
            return None
        if digest(row.text) != row.hash or row.hash[:_ID] != row.id:
            raise DamagedAnswerError(f"answer {id_}: the text kept is not the one that was given")
        return Kept(entry=_entry(row), answer=restored(row.text))

    def versions(self, entry: Entry) -> tuple[Entry, ...]:
        """Every answer given to the same question, understood alike; the latest first."""
        family = select(ANSWERS.c.family).where(ANSWERS.c.id == entry.id).scalar_subquery()
        return self._entries(ANSWERS.c.family == family, limit=100)

    def search(
        self, words: str = "", *, topic: str | None = None, limit: int = 20, offset: int = 0
    ) -> tuple[Entry, ...]:
        """Answers whose question, topic or bottom line holds every one of the words; the latest first."""
        return self._entries(_sought(words, topic), limit=limit, offset=offset)

    def count(self, words: str = "", *, topic: str | None = None) -> int:
        """How many answers `search` would find."""
        with self._engine.connect() as connection:
            return connection.scalar(select(func.count()).select_from(ANSWERS).where(_sought(words, topic))) or 0

    def topics(self, *, limit: int = 200) -> tuple[tuple[str, int], ...]:
        """The topics answered on, with the number of answers, most first."""
        number = func.count().label("number")
        query = select(ANSWERS.c.topic, number).group_by(ANSWERS.c.topic)
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(number.desc(), ANSWERS.c.topic).limit(limit))
            return tuple((row.topic, row.number) for row in rows)

    def citing(self, document: str, *, limit: int = 50) -> tuple[Entry, ...]:
        """The answers that cite a document, or list it as searched; the latest first."""
        answers = select(CITED.c.answer).where(CITED.c.document == document)
        return self._entries(ANSWERS.c.row.in_(answers), limit=limit)

    def cited(self, ids: Sequence[str]) -> dict[str, frozenset[str]]:
        """The documents that each of these answers cites or lists, by its id."""
        query = select(ANSWERS.c.id, CITED.c.document).join(CITED, CITED.c.answer == ANSWERS.c.row)
        found: dict[str, set[str]] = {id_: set() for id_ in ids}
        with self._engine.connect() as connection:
            for id_, document in connection.execute(query.where(ANSWERS.c.id.in_(ids))):
                found[id_].add(document)
        return {id_: frozenset(documents) for id_, documents in found.items()}

    def changed(self, *, limit: int = 50) -> tuple[Entry, ...]:
        """Answers to questions that had been answered before; the latest first."""
        first = select(func.min(ANSWERS.c.row)).group_by(ANSWERS.c.family)
        return self._entries(ANSWERS.c.row.not_in(first), limit=limit)

    def _entries(self, where: ColumnElement[bool], *, limit: int, offset: int = 0) -> tuple[Entry, ...]:
        columns = [c for c in ANSWERS.c if c.name not in ("text", "family", "sought")]
        query = select(*columns).where(where).order_by(ANSWERS.c.row.desc()).limit(limit).offset(offset)
        with self._engine.connect() as connection:
            return tuple(_entry(row) for row in connection.execute(query))


def keep_on(connection: Connection, answer: Answer, *, given: str, after: str | None = None) -> str:
    """The id of an answer, kept with whatever else the transaction of a connection keeps."""
    text = canonical(answer)
    whole = digest(text)
    row = _row(answer, text, whole) | {"given": given, "after": after}
    if connection.scalar(select(ANSWERS.c.row).where(ANSWERS.c.id == row["id"])) is None:
        made = connection.execute(insert(ANSWERS).values(**row)).inserted_primary_key
        assert made is not None
        documents = [{"answer": made[0], "document": d.id} for d in answer.references]
        if documents:
            connection.execute(insert(CITED), documents)
    return whole[:_ID]


def id_of(answer: Answer) -> str:
    """The id an answer has, or would have, in any archive."""
    return digest(canonical(answer))[:_ID]


def open_archive(url: str) -> Archive:
    """The archive at a database URL, made where there is none yet."""
    return Archive(open_engine(url))


_ENTRY = tuple(Entry.__dataclass_fields__)


def _entry(row: Row[Any]) -> Entry:
    return Entry(**{name: row._mapping[name] for name in _ENTRY})


def _row(answer: Answer, text: str, whole: str) -> dict[str, Any]:
    topic = answer.topic
    condition, intervention = topic.condition, topic.concept(Role.INTERVENTION)
    named = next((c.text for c in (condition, intervention) if c is not None), "Other questions")
    understood = [topic.question.text, topic.purpose.value, *(f"{c.role.value}:{c.text}" for c in topic.concepts)]
    forms = [c.forms[0] for c in topic.concepts if c.forms]
    return {
        "id": whole[:_ID],
        "hash": whole,
        "family": digest(json.dumps([*topic.question.earlier, *understood])),
        "question": topic.question.text,
        "topic": named,
        "bottom_line": answer.bottom_line.text,
        "sought": " ".join((topic.question.text, answer.bottom_line.text, named, *forms)).lower(),
        "edition": answer.edition,
        "text": text,
    }


def _sought(words: str, topic: str | None) -> ColumnElement[bool]:
    wanted = [ANSWERS.c.sought.contains(word, autoescape=True) for word in _few(words.lower().split())]
    if topic is not None:
        wanted.append(ANSWERS.c.topic == topic)
    return and_(*wanted) if wanted else or_(ANSWERS.c.row >= 0)


def _few(words: Sequence[str]) -> Sequence[str]:
    """So many words as one would type; each costs a look at every row."""
    return words[:12]
