"""One file of changes taken into the records, within one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, func, insert, select, update

from curbside.library.forms import learned
from curbside.library.reading import Generation
from curbside.library.records import (
    ABBREVIATIONS,
    DOCUMENTS,
    FOREVER,
    GENERATIONS,
    MARKS,
    MODULUS,
    PASSAGES,
    SUPERSESSIONS,
    chunks,
    digest_of,
    edition_of,
    mark_digest,
    record_of,
    uniform_name,
)
from curbside.model import Add, BadInputError, Change, Mark, Passage, Remove

_BATCH_CHANGES, _BATCH_PASSAGES = 1000, 2000


class _Held(NamedTuple):
    """A document as the records hold it now."""

    row: int
    since: int
    digest: str
    passages: int


@dataclass(slots=True)
class _Rows:
    """What one batch adds to each table."""

    documents: list[dict[str, Any]] = field(default_factory=list)
    passages: list[dict[str, Any]] = field(default_factory=list)
    abbreviations: list[dict[str, Any]] = field(default_factory=list)
    supersessions: list[dict[str, Any]] = field(default_factory=list)
    retired: list[int] = field(default_factory=list)
    dropped: list[int] = field(default_factory=list)


class Gathering:
    """Takes the changes of one file into the records of the generation after `before`, and counts them."""

    def __init__(self, connection: Connection, before: Generation, *, name: str, duplicates_allowed: bool) -> None:
        self._connection, self._before, self._name = connection, before, name
        self._duplicates_allowed = duplicates_allowed
        self._seen: set[str] = set()
        self._next_row = (connection.scalar(select(func.max(DOCUMENTS.c.row))) or 0) + 1
        self.number = before.number + 1
        self.documents, self.passages, self.marks = before.documents, before.passages, before.marks
        self._total = before.total
        self.added = self.replaced = self.removed = self.marked = self.passages_added = 0
        self.changed = False
        """Whether the records now differ from those before."""
        self.indexed = False
        """Whether passages came or went, so that the index has something to follow."""
        self.displaced = False
        """Whether passages that the index holds went."""

    def take(self, changes: Iterable[Change], batch_taken: Callable[[int], None]) -> None:
        """Write the changes in batches; `batch_taken` is told after each how many changes were taken so far."""
        taken = 0
        for batch in self._batches(changes):
            self._write(batch)
            taken += len(batch)
            batch_taken(taken)

    def finish(self) -> None:
        """Record the new generation and its edition."""
        edition = edition_of(self._total, self.documents, self.passages, self.marks)
        values = {"number": self.number, "edition": edition, "total": f"{self._total:064x}"}
        values |= {"documents": self.documents, "passages": self.passages, "marks": self.marks}
        self._connection.execute(insert(GENERATIONS).values(values))

    def _batches(self, changes: Iterable[Change]) -> Iterator[list[Change]]:
        batch: list[Change] = []
        waiting = 0
        for change in changes:
            if isinstance(change, Add):
                self._check(change)
                waiting += len(change.passages)
            batch.append(change)
            if len(batch) >= _BATCH_CHANGES or waiting >= _BATCH_PASSAGES:
                yield batch
                batch, waiting = [], 0
        if batch:
            yield batch

    def _check(self, add: Add) -> None:
        id_ = add.document.id
        if not self._duplicates_allowed:
            if id_ in self._seen:
                raise BadInputError(self._name, id_, "a duplicate id")
            self._seen.add(id_)
        if any(passage.document.id != id_ for passage in add.passages):
            raise BadInputError(self._name, id_, "a passage of another document")

    def _write(self, batch: list[Change]) -> None:
        last: dict[str, Add | Remove] = {}
        marks = {}
        for change in batch:
            if isinstance(change, Mark):
                marks[(uniform_name(change.document), change.standing.value, change.by)] = change
            else:
                last[change.document.id if isinstance(change, Add) else change.document] = change
        self._write_documents(last)
        self._write_marks(sorted(marks))
        self.marked += sum(isinstance(change, Mark) for change in batch)

    def _write_documents(self, last: dict[str, Add | Remove]) -> None:
        held = self._held(last)
        rows = _Rows()
        for id_, change in last.items():
            if isinstance(change, Add):
                self._add(change, held.get(id_), rows)
            elif id_ in held:
                self._retire(held[id_], rows)
                self.removed += 1
        self._insert(rows)

    def _held(self, ids: Iterable[str]) -> dict[str, _Held]:
        columns = (DOCUMENTS.c.id, DOCUMENTS.c.row, DOCUMENTS.c.since, DOCUMENTS.c.digest, DOCUMENTS.c.passages)
        query = select(*columns).where(DOCUMENTS.c.until == FOREVER)
        found = {}
        for chunk in chunks(ids):
            for id_, *rest in self._connection.execute(query.where(DOCUMENTS.c.id.in_(chunk))):
                found[id_] = _Held(*rest)
        return found

    def _add(self, add: Add, held: _Held | None, rows: _Rows) -> None:
        record = record_of(add.document)
        try:
            passages = {passage.id: passage for passage in add.passages}
            digest = digest_of(record, tuple(passages.values()))
        except UnicodeEncodeError as error:
            raise BadInputError(self._name, add.document.id, "half a character, which is no text") from error
        if held is not None and held.digest == digest:
            return
        if held is None:
            self.added += 1
        else:
            self._retire(held, rows)
            self.replaced += held.since != self.number
        self._count(digest, 1, len(passages))
        self.passages_added += len(passages)
        self._rows_of(add, record, digest, passages, rows)

    def _rows_of(self, add: Add, record: str, digest: str, passages: dict[str, Passage], rows: _Rows) -> None:
        row, document = self._next_row, add.document
        self._next_row += 1
        rows.documents.append(
            {"row": row, "id": document.id, "since": self.number, "until": FOREVER, "kind": document.kind.value}
            | {"digest": digest, "passages": len(passages), "record": record}
        )
        rows.passages += [
            {"document": row, "position": position, "id": id_, "section": p.section, "text": p.text}
            for position, (id_, p) in enumerate(passages.items())
        ]
        rows.abbreviations += [
            {"document": row, "short": short, "long": long, "short_written": as_short, "long_written": as_long}
            for short, long, as_short, as_long in learned((document.title, *(p.text for p in passages.values())))
        ]
        older = dict.fromkeys(map(uniform_name, document.supersedes))
        rows.supersessions += [{"document": row, "name": name} for name in older]

    def _retire(self, held: _Held, rows: _Rows) -> None:
        self._count(held.digest, -1, held.passages)
        if held.since == self.number:
            # Written by this very file: nobody has seen it, and it must not stand beside its successor.
            rows.dropped.append(held.row)
            return
        rows.retired.append(held.row)
        self.displaced = self.displaced or held.passages > 0

    def _count(self, digest: str, sign: int, passages: int) -> None:
        self._total = (self._total + sign * int(digest, 16)) % MODULUS
        self.documents += sign
        self.passages += sign * passages
        self.changed = True
        self.indexed = self.indexed or passages > 0

    def _insert(self, rows: _Rows) -> None:
        for chunk in chunks(rows.dropped):
            self._connection.execute(delete(DOCUMENTS).where(DOCUMENTS.c.row.in_(chunk)))
        for chunk in chunks(rows.retired):
            self._connection.execute(update(DOCUMENTS).where(DOCUMENTS.c.row.in_(chunk)).values(until=self.number))
        for table, new in (
            (DOCUMENTS, rows.documents),
            (PASSAGES, rows.passages),
            (ABBREVIATIONS, rows.abbreviations),
            (SUPERSESSIONS, rows.supersessions),
        ):
            if new:
                self._connection.execute(insert(table), new)

    def _write_marks(self, marks: list[tuple[str, str, str]]) -> None:
        known: set[tuple[str, str, str]] = set()
        query = select(MARKS.c.name, MARKS.c.standing, MARKS.c.by)
        for chunk in chunks(dict.fromkeys(name for name, _, _ in marks)):
            known |= {tuple(row) for row in self._connection.execute(query.where(MARKS.c.name.in_(chunk)))}
        new = [mark for mark in marks if mark not in known]
        for mark in new:
            self._total = (self._total + int(mark_digest(*mark), 16)) % MODULUS
        if new:
            rows = [{"name": name, "standing": s, "by": by, "since": self.number} for name, s, by in new]
            self._connection.execute(insert(MARKS), rows)
            self.marks += len(new)
            self.changed = True


def purge(connection: Connection, number: int) -> None:
    """Delete the rows that no reader of this generation or a later one can see."""
    connection.execute(delete(DOCUMENTS).where(DOCUMENTS.c.until <= number))
