"""Reads evidence cards: short summaries of single sources, one JSON object a line, figures as the source gives them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO, TypeVar

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
from curbside.sources.lines import documents, text_of
from curbside.text import normalise

_KINDS = {
    "guideline": Kind.GUIDELINE,
    "label": Kind.LABEL,
    "systematic_review": Kind.SYSTEMATIC_REVIEW,
    "meta_analysis": Kind.SYSTEMATIC_REVIEW,
    "rct": Kind.TRIAL,
    "observational": Kind.OBSERVATIONAL,
    "case_report": Kind.CASE_REPORT,
    "narrative_review": Kind.REVIEW,
}
_DEPTHS = {
    "abstract": Depth.ABSTRACT,
    "full summary": Depth.SUMMARY,
    "opening": Depth.EXCERPT,
    "excerpt": Depth.EXCERPT,
    "table": Depth.EXCERPT,
    "retraction notice": Depth.RECORD,
}
_STANDINGS = {True: Standing.RETRACTED, False: Standing.CURRENT, "unknown": Standing.UNKNOWN}
_TYPES = {"recommendation", "finding", "dose", "risk", "monitoring", "definition", "mechanism", "limitation"}
K = TypeVar("K")
V = TypeVar("V")
_PICO = ("population", "intervention", "comparator")


def read(stream: BinaryIO, *, file: str, kind: Kind | None = None) -> Iterator[Change]:
    """One document with one passage for each card; BadInputError names the line of a faulty one."""
    return documents(stream, file, kind, _change)


def _change(row: dict[str, object], file: str, place: str, kind: Kind | None) -> Add:
    found = _words(row, file, place)
    statements = _statements(row, file, place)
    document = Document(
        id=f"card:{_needed(found, 'id', file, place)}",
        kind=kind or _one_of(_KINDS, found.get("kind"), "kind", (file, place)),
        title=found.get("title") or _untitled(found),
        authors=_authors(found.get("authors")),
        issuer=found.get("issuing_body"),
        journal=found.get("journal"),
        volume=found.get("volume"),
        pages=found.get("pages"),
        published=_year(row, file, place),
        identifiers=Identifiers(pmid=found.get("pmid"), pmcid=found.get("pmcid"), doi=found.get("doi")),
        depth=_depth(found.get("depth"), file, place),
        held=found.get("depth"),
        standing=_one_of(_STANDINGS, row.get("retracted", "unknown"), "retracted", (file, place)),
        types=(found["kind"],) if "kind" in found else (),
    )
    lines = [f"{name.capitalize()}: {found[name]}" for name in _PICO if name in found]
    text = normalise("\n".join([*lines, *statements]))
    return Add(document=document, passages=(Passage(document=document, section="Summary", text=text),))


def _words(row: dict[str, object], file: str, place: str) -> dict[str, str]:
    keys = (*_PICO, "id", "kind", "title", "authors", "issuing_body", "journal", "volume", "pages", "pmid", "pmcid")
    found = {key: text_of(row, key, file, place) for key in (*keys, "doi", "depth")}
    return {key: value.strip() for key, value in found.items() if value and value.strip()}


def _needed(found: dict[str, str], key: str, file: str, place: str) -> str:
    if key not in found:
        raise BadInputError(file, place, f'a card without "{key}"')
    return found[key]


def _one_of(allowed: Mapping[K, V], value: object, key: str, where: tuple[str, str]) -> V:
    try:
        return allowed[value]  # type: ignore[index]
    except (KeyError, TypeError):
        names = ", ".join(str(name) for name in allowed)
        raise BadInputError(*where, f'"{key}" is {value!r}, not one of {names}') from None


def _untitled(found: dict[str, str]) -> str:
    names = (f"PMID {found['pmid']}" if "pmid" in found else "", found.get("pmcid"), found.get("doi"), found.get("id"))
    return f"{next(name for name in names if name)} (title not seen)"


def _authors(authors: str | None) -> tuple[str, ...]:
    """The authors as given, cut at commas: "Wada H, et al" gives "Wada H" and "et al"."""
    return tuple(part.strip() for part in re.split(r"[,;]", authors or "") if part.strip())


def _year(row: dict[str, object], file: str, place: str) -> str | None:
    year = row.get("year")
    if year is None or (isinstance(year, int) and not isinstance(year, bool) and 1000 <= year <= 9999):
        return None if year is None else str(year)
    raise BadInputError(file, place, f'"year" is {year!r}, not a year of four digits')


def _depth(words: str | None, file: str, place: str) -> Depth:
    for opening, depth in _DEPTHS.items():
        if (words or "").lower().startswith(opening):
            return depth
    raise BadInputError(file, place, f'"depth" is {words!r}, which does not begin with one of {", ".join(_DEPTHS)}')


def _statements(row: dict[str, object], file: str, place: str) -> list[str]:
    given = row.get("statements")
    if not isinstance(given, list) or not given:
        raise BadInputError(file, place, 'a card without "statements"')
    return [_statement(one, file, f"{place}, statement {number}") for number, one in enumerate(given, start=1)]


def _statement(one: object, file: str, place: str) -> str:
    if not isinstance(one, dict):
        raise BadInputError(file, place, "not a JSON object")
    words, name = text_of(one, "text", file, place), text_of(one, "type", file, place)
    if not words or not words.strip():
        raise BadInputError(file, place, "a statement without text")
    if name not in _TYPES:
        raise BadInputError(file, place, f'"type" is {name!r}, not one of {", ".join(sorted(_TYPES))}')
    strength = text_of(one, "strength", file, place)
    return f"{name.capitalize()}{f' ({strength})' if strength else ''}: {words}"
