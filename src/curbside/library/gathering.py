"""One file of changes taken into the records, within one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Dialect, Table, delete, func, insert, select, update

from curbside.library.forms import natural_order, uniform_long
from curbside.library.indexing import Ahead
from curbside.library.preparing import Prepared, Ready, ready
from curbside.library.reading import Generation, entries_of
from curbside.library.records import (
    ABBREVIATIONS,
    CITES,
    DOCUMENTS,
    FOREVER,
    GENERATIONS,
    HEADINGS,
    MARKS,
    MODULUS,
    PASSAGES,
    SUPERSESSIONS,
    chunks,
    edition_of,
    heading_digest,
    mark_digest,
    uniform_name,
)
from curbside.model import BadInputError, Change, Heading, Mark, Remove

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

    documents: list[tuple[Any, ...]] = field(default_factory=list)
    passages: list[tuple[Any, ...]] = field(default_factory=list)
    abbreviations: list[tuple[Any, ...]] = field(default_factory=list)
    supersessions: list[tuple[Any, ...]] = field(default_factory=list)
    cites: list[tuple[Any, ...]] = field(default_factory=list)
    new: list[Prepared] = field(default_factory=list)
    retired: list[int] = field(default_factory=list)
    dropped: list[int] = field(default_factory=list)


class Gathering:
    """Takes the changes of one file into the records of the generation after `before`, and counts them.

    The passages go to the index `ahead` of the records' commit, until the first document that does more than come new.
    """

    def __init__(
        self,
        ahead: Ahead,
        connection: Connection,
        before: Generation,
        *,
        name: str,
        duplicates_allowed: bool,
        renews: str = "",
    ) -> None:
        self._ahead, self._connection, self._before, self._name = ahead, connection, before, name
        self._duplicates_allowed = duplicates_allowed
        self._renews = renews
        self._said: set[tuple[str, str, str]] = set()
        self._seen: set[str] = set()
        self._next_row = (connection.scalar(select(func.max(DOCUMENTS.c.row))) or 0) + 1
        self.number = before.number + 1
        self.documents, self.passages, self.marks = before.documents, before.passages, before.marks
        self._total = before.total
        self.added = self.replaced = self.removed = self.marked = self.headings = self.passages_added = 0
        self.changed = False
        """Whether the records now differ from those before."""
        self.indexed = False
        """Whether passages came or went, so that the index has something to follow."""
        self.displaced = False
        """Whether passages that the index holds went."""

    def take(self, changes: Iterable[Change | Prepared], batch_taken: Callable[[int], None]) -> None:
        """Write the changes in batches; `batch_taken` is told after each how many changes were taken so far."""
        taken = 0
        for batch in self._batches(changes):
            self._write(batch)
            taken += len(batch)
            batch_taken(taken)
        if self._renews:
            self._withdraw()

    def finish(self) -> None:
        """Record the new generation and its edition."""
        edition = edition_of(self._total, self.documents, self.passages, self.marks)
        values = {"number": self.number, "edition": edition, "total": f"{self._total:064x}"}
        values |= {"documents": self.documents, "passages": self.passages, "marks": self.marks}
        self._connection.execute(insert(GENERATIONS).values(values))

    def _batches(self, changes: Iterable[Change | Prepared]) -> Iterator[list[Ready]]:
        batch: list[Ready] = []
        waiting = 0
        for change in changes:
            taken = change if isinstance(change, Prepared) else ready(change, self._name)
            if isinstance(taken, Prepared):
                self._check(taken)
                waiting += len(taken.passages)
            batch.append(taken)
            if len(batch) >= _BATCH_CHANGES or waiting >= _BATCH_PASSAGES:
                yield batch
                batch, waiting = [], 0
        if batch:
            yield batch

    def _check(self, add: Prepared) -> None:
        if not self._duplicates_allowed:
            if add.id in self._seen:
                raise BadInputError(self._name, add.id, "a duplicate id")
            self._seen.add(add.id)

    def _write(self, batch: list[Ready]) -> None:
        last: dict[str, Prepared | Remove] = {}
        marks = {}
        headings: dict[tuple[str, str], str] = {}
        for change in batch:
            if isinstance(change, Heading):
                told = [natural_order(n) for n in reversed((change.name, *change.names))]
                headings |= {(change.id, uniform_long(n)): n for n in told}
            elif isinstance(change, Mark):
                marks[(uniform_name(change.document), change.standing.value, change.by)] = change
            else:
                last[change.id if isinstance(change, Prepared) else change.document] = change
        self._write_documents(last)
        self._write_marks(sorted(marks))
        self._write_headings(headings)
        self.marked += sum(isinstance(change, Mark) for change in batch)

    def _write_documents(self, last: dict[str, Prepared | Remove]) -> None:
        held = self._held(last)
        rows = _Rows()
        for id_, change in last.items():
            if isinstance(change, Prepared):
                self._add(change, held.get(id_), rows)
            elif id_ in held:
                self._retire(held[id_], rows)
                self.removed += 1
        self._insert(rows)
        if rows.retired or rows.dropped:
            self._ahead.forgo()
        for new in (add for add in rows.new if add.passages):
            self._ahead.add(entries_of(new.id, new.kind, new.record, new.passages))

    def _held(self, ids: Iterable[str]) -> dict[str, _Held]:
        columns = (DOCUMENTS.c.id, DOCUMENTS.c.row, DOCUMENTS.c.since, DOCUMENTS.c.digest, DOCUMENTS.c.passages)
        query = select(*columns).where(DOCUMENTS.c.until == FOREVER)
        found = {}
        for chunk in chunks(ids):
            for id_, *rest in self._connection.execute(query.where(DOCUMENTS.c.id.in_(chunk))):
                found[id_] = _Held(*rest)
        return found

    def _add(self, add: Prepared, held: _Held | None, rows: _Rows) -> None:
        if held is not None and held.digest == add.digest:
            return
        if held is None:
            self.added += 1
        else:
            self._retire(held, rows)
            self.replaced += held.since != self.number
        self._count(add.digest, 1, len(add.passages))
        self.passages_added += len(add.passages)
        self._rows_of(add, rows)

    def _rows_of(self, add: Prepared, rows: _Rows) -> None:
        row = self._next_row
        self._next_row += 1
        count = len(add.passages)
        rows.new.append(add)
        rows.documents.append((row, add.id, self.number, FOREVER, add.kind, add.digest, count, add.record))
        rows.passages += [(row, position, *passage) for position, passage in enumerate(add.passages)]
        rows.abbreviations += [(row, *form) for form in add.abbreviations]
        rows.supersessions += [(row, name) for name in add.supersedes]
        rows.cites += [(row, name) for name in add.cites]

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
            (CITES, rows.cites),
        ):
            if new:
                self._connection.exec_driver_sql(_insertion(table, self._connection.dialect), new)

    def _withdraw(self) -> None:
        """Take back the marks that the same source set before and does not repeat: it has changed its mind."""
        query = select(MARKS.c.name, MARKS.c.standing, MARKS.c.by)
        query = query.where(MARKS.c.by.startswith(self._renews, autoescape=True))
        gone = [mark for row in self._connection.execute(query) if (mark := tuple(row)) not in self._said]
        for name, standing, by in gone:
            self._total = (self._total - int(mark_digest(name, standing, by), 16)) % MODULUS
            same = (MARKS.c.name == name, MARKS.c.standing == standing, MARKS.c.by == by)
            self._connection.execute(delete(MARKS).where(*same))
        self.marks -= len(gone)
        self.changed = self.changed or bool(gone)

    def _write_headings(self, names: dict[tuple[str, str], str]) -> None:
        if not names:
            return
        HEADINGS.create(self._connection, checkfirst=True)
        known: set[tuple[str, str]] = set()
        query = select(HEADINGS.c.id, HEADINGS.c.name)
        for chunk in chunks(dict.fromkeys(id_ for id_, _ in names)):
            known |= {tuple(row) for row in self._connection.execute(query.where(HEADINGS.c.id.in_(chunk)))}
        new = [(id_, name, names[id_, name]) for id_, name in sorted(names) if (id_, name) not in known]
        for id_, _, written in new:
            self._total = (self._total + int(heading_digest(id_, written), 16)) % MODULUS
        if new:
            rows = [{"id": id_, "name": name, "written": w, "since": self.number} for id_, name, w in new]
            self._connection.execute(insert(HEADINGS), rows)
            self.headings += len({id_ for id_, _, _ in new})
            self.changed = True

    def _write_marks(self, marks: list[tuple[str, str, str]]) -> None:
        known: set[tuple[str, str, str]] = set()
        query = select(MARKS.c.name, MARKS.c.standing, MARKS.c.by)
        for chunk in chunks(dict.fromkeys(name for name, _, _ in marks)):
            known |= {tuple(row) for row in self._connection.execute(query.where(MARKS.c.name.in_(chunk)))}
        if self._renews:
            self._said.update(marks)
        new = [mark for mark in marks if mark not in known]
        for mark in new:
            self._total = (self._total + int(mark_digest(*mark), 16)) % MODULUS
        if new:
            rows = [{"name": name, "standing": s, "by": by, "since": self.number} for name, s, by in new]
            self._connection.execute(insert(MARKS), rows)
            self.marks += len(new)
            self.changed = True


@cache
def _insertion(table: Table, dialect: Dialect) -> str:
    """The statement itself, for rows in the order of the columns: a fifth of writing went into naming each value."""
    return str(insert(table).compile(dialect=dialect))


def purge(connection: Connection, number: int) -> None:
    """Delete the rows that no reader of this generation or a later one can see."""
    connection.execute(delete(DOCUMENTS).where(DOCUMENTS.c.until <= number))
