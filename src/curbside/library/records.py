"""The tables of a library, and how a document becomes a row and a row a document."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Column, Connection, ForeignKey, Index, Integer, MetaData, String, Table, Text, insert
from sqlalchemy.schema import CreateIndex, CreateTable

from curbside.model import Depth, Document, Identifiers, Kind, Passage, Standing

FOREVER = 2**31 - 1
"""The `until` of a row that nothing has replaced yet."""

MODULUS = 2**256
CHUNK = 500
"""Parameters in one statement, at most: SQLite and PostgreSQL both have a limit."""

_METADATA = MetaData()

GENERATIONS = Table(
    "generations",
    _METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("edition", String, nullable=False),
    Column("documents", Integer, nullable=False),
    Column("passages", Integer, nullable=False),
    Column("marks", Integer, nullable=False),
    Column("total", String, nullable=False),
)
"""Each state the library went through: what it held, and the sum of the digests of all it held."""

STATE = Table(
    "state",
    _METADATA,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
)
INDEX_COMMITS = Table(
    "index_commits",
    _METADATA,
    Column("directory", String, primary_key=True),
    Column("stamp", Integer, primary_key=True, autoincrement=False),
    Column("generation", Integer, nullable=False),
)
"""Which state each commit of an index belongs to."""

DOCUMENTS = Table(
    "documents",
    _METADATA,
    Column("row", Integer, primary_key=True, autoincrement=False),
    Column("id", String, nullable=False),
    Column("since", Integer, nullable=False),
    Column("until", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("digest", String, nullable=False),
    Column("passages", Integer, nullable=False),
    Column("record", Text, nullable=False),
    Index("documents_by_id", "id", "until"),
    Index("documents_by_since", "since"),
    Index("documents_by_until", "until"),
)
"""A document as it stood from generation `since` until before `until`."""


def _document_row(*, primary_key: bool = False) -> Column[int]:
    return Column("document", ForeignKey(DOCUMENTS.c.row, ondelete="CASCADE"), primary_key=primary_key, nullable=False)


PASSAGES = Table(
    "passages",
    _METADATA,
    _document_row(primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("id", String, nullable=False),
    Column("section", String, nullable=False),
    Column("text", Text, nullable=False),
    Index("passages_by_id", "id"),
)
ABBREVIATIONS = Table(
    "abbreviations",
    _METADATA,
    _document_row(),
    Column("short", String, nullable=False),
    Column("long", String, nullable=False),
    Column("short_written", String, nullable=False),
    Column("long_written", String, nullable=False),
    Index("abbreviations_by_document", "document"),
    Index("abbreviations_by_short", "short"),
    Index("abbreviations_by_long", "long"),
)
"""What a document's own words define: made uniform, and as written."""

SUPERSESSIONS = Table(
    "supersessions",
    _METADATA,
    _document_row(),
    Column("name", String, nullable=False),
    Index("supersessions_by_document", "document"),
    Index("supersessions_by_name", "name"),
)
MARKS = Table(
    "marks",
    _METADATA,
    Column("name", String, primary_key=True),
    Column("standing", String, primary_key=True),
    Column("by", String, primary_key=True),
    Column("since", Integer, nullable=False),
)
FILES = Table(
    "files",
    _METADATA,
    Column("name", String, primary_key=True),
    Column("digest", String, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("documents", Integer, nullable=False),
    Column("passages", Integer, nullable=False),
)

CITES = Table(
    "cites",
    MetaData(),
    Column("document", Integer, primary_key=True, autoincrement=False),
    Column("name", String, primary_key=True),
    Index("cites_by_name", "name"),
)
"""The articles among the references of guidelines and systematic reviews."""


_THESAURUS = MetaData()
HEADINGS = Table(
    "headings",
    _THESAURUS,
    Column("id", String, primary_key=True),
    Column("name", String, primary_key=True),
    Column("written", String, nullable=False),
    Column("since", Integer, nullable=False),
    Index("headings_by_name", "name"),
)
"""The names of each heading of a thesaurus, made uniform and as written, the heading's own among them.

The table is made when the first heading comes: a library without a thesaurus needs none, whatever release wrote it.
"""


def _first_tables(connection: Connection) -> None:
    _METADATA.create_all(connection)
    empty = {"number": 0, "documents": 0, "passages": 0, "marks": 0, "total": f"{0:064x}"}
    connection.execute(insert(GENERATIONS).values(edition=edition_of(0, 0, 0, 0), **empty))


def _citations(connection: Connection) -> None:
    connection.execute(CreateTable(CITES))
    for index in CITES.indexes:
        connection.execute(CreateIndex(index))
    # A trigger and no foreign key, as the first tables are another release's and are not altered.
    connection.exec_driver_sql(
        "CREATE TRIGGER cites_go AFTER DELETE ON documents BEGIN DELETE FROM cites WHERE document = OLD.row; END"
    )


STEPS = (_first_tables, _citations)
"""The migrations of a library, each applied once and never edited."""

_Item = TypeVar("_Item")


def chunks(items: Iterable[_Item], size: int = CHUNK) -> Iterator[list[_Item]]:
    """The items in lists of at most `size`."""
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk


def names(document: Document) -> tuple[str, ...]:
    """Every name under which a mark can mean this document: its id and its identifiers, written uniformly."""
    known = document.identifiers
    found = [uniform_name(document.id)]
    found += [
        uniform_name(f"{prefix}:{value}")
        for prefix, value in (("pmid", known.pmid), ("pmc", known.pmcid), ("doi", known.doi), ("nct", known.nct))
        if value
    ]
    return tuple(dict.fromkeys(found))


_FOLDED = ("doi", "pmid", "pmc", "nct")


def uniform_name(name: str) -> str:
    """A document's name with its prefix in lower case, a DOI without case, a PubMed Central number without "PMC"."""
    prefix, colon, rest = name.partition(":")
    prefix, rest_folded = prefix.lower(), rest.strip().lower()
    if not colon or prefix not in _FOLDED:
        return name
    if prefix == "pmc":
        rest_folded = rest_folded.removeprefix("pmc")
    return f"{prefix}:{rest_folded}"


_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


_IDENTIFIERS = ("pmid", "pmcid", "doi", "nct")
_OF_GUIDELINES = ("topic", "version", "scheme")
_TEXTS = ("title", "issuer", "journal", "volume", "pages", "published", "jurisdiction", "licence", "language", "held")
_LISTS = ("authors", "supersedes", "types", "headings")
_NAMES = (*_TEXTS, *_OF_GUIDELINES, *_LISTS, "link", "local", "id")


def record_of(document: Document) -> str:
    """The document as JSON with sorted keys; what is empty is left out, so that a new field changes no old record."""
    fields: dict[str, Any] = {name: value for name in _NAMES if (value := getattr(document, name))}
    identifiers = {name: value for name in _IDENTIFIERS if (value := getattr(document.identifiers, name))}
    if identifiers:
        fields["identifiers"] = identifiers
    fields |= {"kind": document.kind.value, "depth": document.depth.value, "standing": document.standing.value}
    return _json(fields)


def document_of(record: str) -> Document:
    """The document that a record was made from, with its own standing."""
    fields = json.loads(record)
    fields["kind"] = Kind(fields["kind"])
    fields["depth"] = Depth(fields["depth"])
    fields["standing"] = Standing(fields["standing"])
    fields["identifiers"] = Identifiers(**fields.get("identifiers", {}))
    for name in _LISTS:
        fields[name] = tuple(fields.get(name, ()))
    return Document(**{"title": "", **fields})


def title_and_depth(record: str) -> tuple[str, Depth]:
    """The title and depth of a document, which is all the index needs of it."""
    return _value_of(record, "title"), Depth(_value_of(record, "depth"))


_string_at = json.JSONDecoder().raw_decode


def _value_of(record: str, name: str) -> str:
    """One text of a record, "" where it has none, without reading the others.

    Inside a text every quotation mark stands after a backslash, so that a bare one can only be the record's own.
    """
    place = record.find(f'"{name}":"')
    return str(_string_at(record, place + len(name) + 3)[0]) if place >= 0 else ""


def digest_of(record: str, passages: Sequence[Passage], cites: Sequence[str] = ()) -> str:
    """Sixty-four hexadecimal digits that stand for a document, its passages in their order, and what it cites."""
    # Left out where it is empty, so that it changes no old digest.
    cited = [list(cites)] if cites else []
    whole = _json([record, [[p.section, p.text] for p in passages], *cited])
    return hashlib.sha256(whole.encode()).hexdigest()


def heading_digest(id_: str, written: str) -> str:
    """Sixty-four hexadecimal digits that stand for a name of a heading."""
    return hashlib.sha256(_json({"heading": [id_, written]}).encode()).hexdigest()


def mark_digest(name: str, standing: str, by: str) -> str:
    """Sixty-four hexadecimal digits that stand for a mark."""
    return hashlib.sha256(_json({"mark": [name, standing, by]}).encode()).hexdigest()


def edition_of(total: int, documents: int, passages: int, marks: int) -> str:
    """Sixteen hexadecimal digits that stand for all a library holds.

    `total` is the sum of the digests modulo 2**256, so neither the order in which things came nor their history shows.
    """
    whole = f"{total:064x} {documents} {passages} {marks}"
    return hashlib.sha256(whole.encode()).hexdigest()[:16]
