"""Reads JSON lines of {_id, title, text}, the shape of retrieval test sets, with more about each record where given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from curbside.model import (
    Add,
    BadInputError,
    Change,
    Depth,
    Document,
    Identifiers,
    Kind,
    Passage,
    Standing,
)
from curbside.sources.designs import kind_of
from curbside.sources.lines import documents, text_of
from curbside.sources.pieces import pieces
from curbside.text import normalise

_NOT_RESEARCH = {Kind.GUIDELINE, Kind.LABEL}
_LONGEST_TITLE = 300
_UNCUT = 400  # words; one passage for a whole abstract finds better than its parts
_PIECE = 200
_LABEL = re.compile(r"^(TITLE|ABSTRACT|BODY)(?:\.([^\n]{1,120}?))?[.:]?[ ]*\n", re.MULTILINE)
_TITLE_LABEL = re.compile(r"^\s*TITLE[.:]\s*")


def read(stream: BinaryIO, *, file: str, kind: Kind | None = None) -> Iterator[Change]:
    """One document for each line; BadInputError names the line of a faulty, repeated or empty record."""
    return documents(stream, file, kind, _change)


def _change(row: dict[str, object], file: str, place: str, kind: Kind | None) -> Add:
    name, title, text = (_needed(row, key, file, place) for key in ("_id", "title", "text"))
    title, text = normalise(title), text.strip()
    if not title and not text:
        raise BadInputError(file, place, "a record without a title and without text")
    title = title or _first_line(text)
    kind = kind or _given_kind(row, file, place) or kind_of((), title, text)
    sections = _sections(title, text, kind)
    document = _document(row, (file, place), name=name, title=title, kind=kind, depth=_depth(sections, kind))
    passages = (Passage(document=document, section=section, text=part) for section, part in dict.fromkeys(sections))
    return Add(document=document, passages=tuple(passages))


def _needed(row: dict[str, object], key: str, file: str, place: str) -> str:
    if key not in row:
        raise BadInputError(file, place, "a record without a title" if key == "title" else f'a record without "{key}"')
    value = row[key]
    if not isinstance(value, str):
        raise BadInputError(file, place, f'"{key}" is not a text')
    return value


def _first_line(text: str) -> str:
    """The first line of the text as a title, cut at a word's end."""
    line = normalise(_TITLE_LABEL.sub("", text, count=1).lstrip().partition("\n")[0])
    if len(line) <= _LONGEST_TITLE:
        return line
    return line[: _LONGEST_TITLE + 1].rpartition(" ")[0] or line[:_LONGEST_TITLE]


def _sections(title: str, text: str, kind: Kind) -> list[tuple[str, str]]:
    """The passages as (section, text): one for a short record, pieces of about 200 words for a long one."""
    if not text:
        return [("Title", title)]
    whole = "Text" if kind in _NOT_RESEARCH else "Abstract"
    parts = _labelled(text, whole) if _LABEL.match(text) else [(whole, normalise(text))]
    found = []
    for section, part in parts:
        found += [(section, piece) for piece in (pieces(part, _PIECE) if len(part.split()) > _UNCUT else [part])]
    return found or [("Title", title)]


def _labelled(text: str, whole: str) -> list[tuple[str, str]]:
    """The parts of a text that labels its lines TITLE, ABSTRACT.METHODS, BODY.RESULTS; the title is left out."""
    labels = list(_LABEL.finditer(text))
    ends = [label.start() for label in labels[1:]] + [len(text)]
    abstract, body = [], []
    for label, end in zip(labels, ends, strict=True):
        part, name = normalise(text[label.end() : end]), label.group(2) or ""
        if not part or label.group(1) == "TITLE":
            continue
        if label.group(1) == "ABSTRACT":
            abstract.append(f"{name.strip('.: ')}: {part}" if name else part)
        else:
            path = (one.strip(": ").capitalize() for one in name.split(".") if one.strip(": "))
            body.append((" > ".join(path) or "Text", part))
    return ([(whole, "\n".join(abstract))] if abstract else []) + body


def _depth(sections: list[tuple[str, str]], kind: Kind) -> Depth:
    names = {section for section, _ in sections}
    if names == {"Title"}:
        return Depth.RECORD
    if names - {"Abstract", "Text"}:
        return Depth.FULL_TEXT
    return Depth.EXCERPT if kind in _NOT_RESEARCH else Depth.ABSTRACT


def _document(
    row: dict[str, object], where: tuple[str, str], *, name: str, title: str, kind: Kind, depth: Depth
) -> Document:
    return Document(
        id=name,
        kind=kind,
        title=title,
        authors=_authors(row, *where),
        issuer=text_of(row, "issuer", *where),
        journal=text_of(row, "journal", *where),
        published=_published(row, *where),
        identifiers=_identifiers(row, name, *where),
        licence=text_of(row, "licence", *where),
        depth=depth,
        standing=_standing(row, *where),
        link=text_of(row, "url", *where),
    )


def _given_kind(row: dict[str, object], file: str, place: str) -> Kind | None:
    value = text_of(row, "kind", file, place)
    if value is None or value in set(Kind):
        return Kind(value) if value else None
    raise BadInputError(file, place, f'"kind" is {value!r}, not one of {", ".join(Kind)}')


def _standing(row: dict[str, object], file: str, place: str) -> Standing:
    value = text_of(row, "standing", file, place) or Standing.UNKNOWN
    if value in set(Standing):
        return Standing(value)
    raise BadInputError(file, place, f'"standing" is {value!r}, not one of {", ".join(Standing)}')


def _authors(row: dict[str, object], file: str, place: str) -> tuple[str, ...]:
    value = row.get("authors")
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(";") if part.strip())
    if value is None:
        return ()
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(one.strip() for one in value if one.strip())
    raise BadInputError(file, place, '"authors" is neither a text nor a list of texts')


def _published(row: dict[str, object], file: str, place: str) -> str | None:
    year = row.get("year")
    if isinstance(year, int) and not isinstance(year, bool):
        row = {**row, "year": str(year)}
    return text_of(row, "published", file, place) or text_of(row, "year", file, place) or None


def _identifiers(row: dict[str, object], name: str, file: str, place: str) -> Identifiers:
    """The identifiers given; an id "pmid:1" or "pmc:1" is one, too."""
    source, _, number = name.partition(":")
    of_id = {source: number} if number.isdigit() else {}
    return Identifiers(
        pmid=text_of(row, "pmid", file, place) or of_id.get("pmid"),
        pmcid=text_of(row, "pmcid", file, place) or (f"PMC{of_id['pmc']}" if "pmc" in of_id else None),
        doi=text_of(row, "doi", file, place),
    )
