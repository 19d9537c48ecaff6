"""What one generation of the records holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, func, inspect, select

from curbside.library.forms import most_frequent, natural_order, uniform_long, uniform_short
from curbside.library.index import Entry
from curbside.library.records import (
    ABBREVIATIONS,
    CHUNK,
    CITES,
    DOCUMENTS,
    FILES,
    GENERATIONS,
    HEADINGS,
    INDEX_COMMITS,
    MARKS,
    PASSAGES,
    STATE,
    chunks,
    document_of,
    title_and_depth,
)
from curbside.library.standings import in_force, of_names
from curbside.model import Add, Document, Kind, Passage, Standing, is_inside


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """One state of a library: its number, its edition and how much it holds; `total` is the sum of all digests."""

    number: int
    edition: str
    documents: int
    passages: int
    marks: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats:
    """How much a library holds, and of what; `settled` tells that its scores no longer show its history."""

    edition: str
    documents: int
    passages: int
    kinds: tuple[tuple[Kind, int], ...]
    marks: int
    files: int
    abbreviations: int
    settled: bool


def generation(connection: Connection, number: int | None = None) -> Generation:
    """A generation by its number, the latest by default."""
    query = select(GENERATIONS).order_by(GENERATIONS.c.number.desc()).limit(1)
    row = connection.execute(query if number is None else query.where(GENERATIONS.c.number == number)).one()
    return Generation(**{**row._mapping, "total": int(row.total, 16)})


def state(connection: Connection, name: str) -> str | None:
    """A word the library keeps about itself, or None."""
    return connection.scalar(select(STATE.c.value).where(STATE.c.name == name))


def generation_of_index(connection: Connection, directory: str, stamp: int) -> int | None:
    """The generation that a commit of an index was recorded for, or None where it was not recorded."""
    query = select(INDEX_COMMITS.c.generation)
    return connection.scalar(query.where(INDEX_COMMITS.c.directory == directory, INDEX_COMMITS.c.stamp == stamp))


def applied_digest(connection: Connection, name: str) -> str | None:
    """The digest of the file last applied under a name, or None."""
    return connection.scalar(select(FILES.c.digest).where(FILES.c.name == name))


def states(connection: Connection, prefix: str) -> dict[str, str]:
    """The words the library keeps about itself under names that begin so."""
    query = select(STATE.c.name, STATE.c.value).where(STATE.c.name.startswith(prefix, autoescape=True))
    return {row.name: row.value for row in connection.execute(query.order_by(STATE.c.name))}


def wordless(connection: Connection, number: int) -> tuple[str, ...]:
    """The ids of the documents without a passage."""
    query = select(DOCUMENTS.c.id).where(*_held(number), DOCUMENTS.c.passages == 0).order_by(DOCUMENTS.c.id)
    return tuple(connection.scalars(query))


def citing(connection: Connection, number: int) -> list[tuple[str, str]]:
    """Each held document with each name among its references that is kept."""
    query = select(DOCUMENTS.c.id, CITES.c.name).join(CITES, CITES.c.document == DOCUMENTS.c.row).where(*_held(number))
    return [(id_, name) for id_, name in connection.execute(query.order_by(DOCUMENTS.c.id, CITES.c.name))]


def applied_names(connection: Connection, prefix: str) -> tuple[str, ...]:
    """The names of the files applied that begin so, sorted."""
    query = select(FILES.c.name).where(FILES.c.name.startswith(prefix, autoescape=True)).order_by(FILES.c.name)
    return tuple(connection.scalars(query))


def _held(number: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return DOCUMENTS.c.since <= number, DOCUMENTS.c.until > number


def _standing_now(connection: Connection, number: int, found: Sequence[Document]) -> list[Document]:
    standings = in_force(connection, number, found)
    return [d if d.standing is standings[d.id] else replace(d, standing=standings[d.id]) for d in found]


# Made once: making a statement anew takes longer than asking it of SQLite.
_PASSAGES = (
    select(PASSAGES.c.id, PASSAGES.c.document, PASSAGES.c.section, PASSAGES.c.text)
    .join(DOCUMENTS)
    .where(
        DOCUMENTS.c.since <= bindparam("number"),
        DOCUMENTS.c.until > bindparam("number"),
        PASSAGES.c.id.in_(bindparam("ids", expanding=True)),
    )
)
_DOCUMENTS = select(DOCUMENTS.c.row, DOCUMENTS.c.record).where(DOCUMENTS.c.row.in_(bindparam("rows", expanding=True)))


def passages(connection: Connection, number: int, ids: Sequence[str]) -> tuple[Passage, ...]:
    """The passages with these ids, in this order, each with its document in the standing in force."""
    found: dict[str, Row[Any]] = {}
    for chunk in chunks(dict.fromkeys(ids)):
        found |= {row.id: row for row in connection.execute(_PASSAGES, {"number": number, "ids": chunk})}
    owners = _by_row(connection, number, sorted({row.document for row in found.values()}))
    made = {
        id_: Passage(document=owners[row.document], section=row.section, text=row.text) for id_, row in found.items()
    }
    return tuple(made[id_] for id_ in ids if id_ in made)


def held(connection: Connection, number: int, ids: Sequence[str], kinds: frozenset[Kind] | None) -> tuple[str, ...]:
    """Those of the passage ids that are held, in this order, in documents of some kinds."""
    query = select(PASSAGES.c.id).join(DOCUMENTS).where(*_held(number))
    if kinds is not None:
        query = query.where(DOCUMENTS.c.kind.in_(sorted(kinds)))
    found: set[str] = set()
    for chunk in chunks(dict.fromkeys(ids)):
        found |= set(connection.scalars(query.where(PASSAGES.c.id.in_(chunk))))
    return tuple(id_ for id_ in ids if id_ in found)


def _by_row(connection: Connection, number: int, rows: Sequence[int]) -> dict[int, Document]:
    found: dict[int, Document] = {}
    for chunk in chunks(rows):
        found |= {row: document_of(record) for row, record in connection.execute(_DOCUMENTS, {"rows": chunk})}
    return dict(zip(found, _standing_now(connection, number, list(found.values())), strict=True))


def documents_by_id(connection: Connection, number: int, ids: Iterable[str]) -> dict[str, Document]:
    """The held documents among these ids, each with its own standing, by id."""
    query = select(DOCUMENTS.c.record).where(*_held(number))
    found = {}
    for chunk in chunks(dict.fromkeys(ids)):
        for record in connection.scalars(query.where(DOCUMENTS.c.id.in_(chunk))):
            document = document_of(record)
            found[document.id] = document
    return found


def document(connection: Connection, number: int, id_: str) -> Document | None:
    """The document in the standing in force, or None."""
    found = list(documents_by_id(connection, number, [id_]).values())
    return _standing_now(connection, number, found)[0] if found else None


def document_passages(connection: Connection, number: int, id_: str) -> tuple[Passage, ...]:
    """The passages of a document in their order; none where it is not held."""
    query = select(PASSAGES.c.id).join(DOCUMENTS).where(*_held(number), DOCUMENTS.c.id == id_)
    return passages(connection, number, connection.scalars(query.order_by(PASSAGES.c.position)).all())


def recorded(connection: Connection, number: int, id_: str) -> Add | None:
    """What was taken of a document: its record, its passages in their order, and what it cites; None without it."""
    query = select(DOCUMENTS.c.row, DOCUMENTS.c.record).where(*_held(number), DOCUMENTS.c.id == id_)
    found = connection.execute(query).one_or_none()
    if found is None:
        return None
    document = document_of(found.record)
    held = document_passages(connection, number, id_)
    cites = select(CITES.c.name).where(CITES.c.document == found.row).order_by(CITES.c.name)
    return Add(
        document=document,
        passages=tuple(replace(passage, document=document) for passage in held),
        cites=tuple(connection.scalars(cites)),
    )


def documents(
    connection: Connection, number: int, kind: Kind | None, *, after: str, limit: int
) -> tuple[Document, ...]:
    """The next documents after an id, in the order of their ids."""
    query = select(DOCUMENTS.c.record).where(*_held(number), DOCUMENTS.c.id > after)
    if kind is not None:
        query = query.where(DOCUMENTS.c.kind == kind.value)
    records = connection.scalars(query.order_by(DOCUMENTS.c.id).limit(limit))
    return tuple(_standing_now(connection, number, [document_of(record) for record in records]))


def standing(connection: Connection, number: int, ids: Sequence[str]) -> dict[str, Standing]:
    """The standing in force of each id; of one that is not held, as far as marks tell it."""
    held = documents_by_id(connection, number, ids)
    told = in_force(connection, number, held.values())
    told |= of_names(connection, number, [id_ for id_ in ids if id_ not in held])
    return {id_: told[id_] for id_ in ids}


def expansions(connection: Connection, number: int, short: str) -> tuple[tuple[str, int], ...]:
    """The long forms of a short one and how many documents define each."""
    columns = (ABBREVIATIONS.c.long, ABBREVIATIONS.c.long_written)
    query = _forms(number, *columns).where(ABBREVIATIONS.c.short.in_([short.lower(), uniform_short(short)]))
    return most_frequent(connection.execute(query))


def shortenings(connection: Connection, number: int, long: str) -> tuple[tuple[str, int], ...]:
    """The short forms of a long one and how many documents define each."""
    columns = (ABBREVIATIONS.c.short, ABBREVIATIONS.c.short_written)
    query = _forms(number, *columns).where(ABBREVIATIONS.c.long == uniform_long(long))
    return most_frequent(connection.execute(query))


def synonyms(connection: Connection, number: int, name: str) -> tuple[str, ...]:
    """The other names of the heading that goes by a name, the heading's own first; none where two headings do."""
    if not inspect(connection).has_table(HEADINGS.name):
        return ()
    visible, name = HEADINGS.c.since <= number, natural_order(name)
    ids = connection.scalars(select(HEADINGS.c.id).where(visible, HEADINGS.c.name == uniform_long(name))).all()
    if len(set(ids)) != 1:
        return ()
    rows = connection.execute(select(HEADINGS.c.written, HEADINGS.c.name).where(visible, HEADINGS.c.id == ids[0]))
    return tuple(sorted(written for written, uniform in rows if uniform != uniform_long(name)))


def _forms(number: int, uniform: ColumnElement[str], written: ColumnElement[str]) -> Select[str, str, int]:
    query = select(uniform, written, func.count()).join(DOCUMENTS, DOCUMENTS.c.row == ABBREVIATIONS.c.document)
    return query.where(*_held(number)).group_by(uniform, written)


def stats(connection: Connection, held: Generation) -> Stats:
    """How much a generation holds, and of what."""
    by_kind = select(DOCUMENTS.c.kind, func.count()).where(*_held(held.number)).group_by(DOCUMENTS.c.kind)
    kinds = sorted((Kind(kind), count) for kind, count in connection.execute(by_kind))
    learned = select(func.count(ABBREVIATIONS.c.short.distinct())).join(DOCUMENTS).where(*_held(held.number))
    return Stats(
        edition=held.edition,
        documents=held.documents,
        passages=held.passages,
        kinds=tuple(kinds),
        marks=connection.scalar(select(func.count()).select_from(MARKS)) or 0,
        files=connection.scalar(select(func.count()).select_from(FILES)) or 0,
        abbreviations=connection.scalar(learned) or 0,
        settled=state(connection, "unsettled") is None,
    )


def entries(connection: Connection, number: int, *, new_only: bool) -> Iterator[Entry]:
    """What the index takes of each passage: of the new ones of a generation as they came, or of all by document id.

    New ones are not sorted, as SQLite would write all their texts to a temporary file for that; no score shows it.
    """
    columns = (DOCUMENTS.c.id, DOCUMENTS.c.kind, DOCUMENTS.c.record, PASSAGES.c.id, PASSAGES.c.section, PASSAGES.c.text)
    query = select(*columns).select_from(PASSAGES).join(DOCUMENTS).where(*_held(number))
    if new_only:
        query = query.where(DOCUMENTS.c.since == number)
    order = DOCUMENTS.c.row if new_only else DOCUMENTS.c.id
    ordered = query.order_by(order, PASSAGES.c.position).execution_options(yield_per=1000)
    for _, rows in groupby(connection.execute(ordered), itemgetter(0)):
        held = list(rows)
        owner, kind, record = held[0][:3]
        yield from entries_of(owner, kind, record, (row[3:] for row in held))


def entries_of(owner: str, kind: str, record: str, passages: Iterable[Sequence[str]]) -> Iterator[Entry]:
    """What the index takes of each passage of a document; of a passage are told its id, section and text."""
    title, depth = title_and_depth(record)
    for id_, section, text in passages:
        yield id_, owner, kind, title, section, text, is_inside(Kind(kind), depth, section)


def unmoved(connection: Connection, number: int) -> frozenset[str]:
    """The ids of documents that a generation replaced while all that the index holds of them stayed the same.

    Told from the records alone, so that whoever goes on after a kill finds the same.
    """
    old, new = DOCUMENTS.alias(), DOCUMENTS.alias()
    columns = (old.c.id, old.c.row, new.c.row.label("now"), old.c.record, new.c.record.label("record_now"))
    both = select(*columns).join(new, (new.c.id == old.c.id) & (new.c.since == number))
    alike = both.where(old.c.until == number, old.c.kind == new.c.kind, old.c.passages == new.c.passages)
    found = [
        (row.id, row.row, row.now)
        for row in connection.execute(alike.where(new.c.passages > 0))
        if title_and_depth(row.record) == title_and_depth(row.record_now)
    ]
    same: set[str] = set()
    for chunk in chunks(found, CHUNK // 2):
        held = _passages_of(connection, [row for _, *rows in chunk for row in rows])
        same.update(id_ for id_, was, now in chunk if held[was] == held[now])
    return frozenset(same)


def _passages_of(connection: Connection, rows: Sequence[int]) -> dict[int, set[str]]:
    """The ids of the passages of some rows of documents; an id stands for the section and the text."""
    found: dict[int, set[str]] = {row: set() for row in rows}
    query = select(PASSAGES.c.document, PASSAGES.c.id).where(PASSAGES.c.document.in_(rows))
    for row, id_ in connection.execute(query):
        found[row].add(id_)
    return found


def moved(connection: Connection, number: int) -> tuple[bool, bool]:
    """Whether a generation brought the index passages, and whether it took any from it."""
    same = len(unmoved(connection, number))
    with_words = select(func.count()).select_from(DOCUMENTS).where(DOCUMENTS.c.passages > 0)
    came = connection.scalar(with_words.where(DOCUMENTS.c.since == number)) or 0
    went = connection.scalar(with_words.where(DOCUMENTS.c.until == number)) or 0
    return came > same, went > same


def retired(connection: Connection, number: int) -> list[str]:
    """The ids of the documents that a generation took out or replaced."""
    return list(connection.scalars(select(DOCUMENTS.c.id).where(DOCUMENTS.c.until == number).order_by(DOCUMENTS.c.id)))
