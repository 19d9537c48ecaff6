"""How well abbreviations are expanded: against a glossary, and by their company in the library's own texts."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from curbside.evaluation.report import SEED
from curbside.model import BadInputError, Passage

Glossary = Mapping[str, tuple[str, ...]]
"""The meanings of each abbreviation, as written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expander:
    """What is measured: the meanings held texts give an abbreviation, with counts; which one it is read as; likeness.

    `defined` gives the pairs of short and long that a text defines, `words` the words of a text. `read` takes an
    abbreviation, the words beside it, and a meaning of which one document is left out of account.
    """

    expansions: Callable[[str], Sequence[tuple[str, int]]]
    defined: Callable[[str], Sequence[tuple[str, str]]]
    words: Callable[[str], Sequence[str]]
    read: Callable[[str, Sequence[str], str], str]
    same: Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class Case:
    """An abbreviation in the title of a held document that defines it, the other words there, and what it means."""

    short: str
    beside: tuple[str, ...]
    meaning: str


def read_glossary(folder: Path) -> Glossary:
    """The meanings by abbreviation in the CSV files of a folder; BadInputError names the file that is none."""
    files = sorted(folder.glob("*.csv")) if folder.is_dir() else [folder]
    if not files:
        raise BadInputError(str(folder), "", "no CSV file")
    found: dict[str, list[str]] = {}
    for path in files:
        for short, long in _rows(path):
            found.setdefault(short, []).append(long)
    return {short: tuple(dict.fromkeys(meanings)) for short, meanings in sorted(found.items())}


def _rows(path: Path) -> Iterable[tuple[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            lines = list(csv.reader(stream))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadInputError(str(path), "", f"no CSV file: {error}") from error
    if not lines or len(lines[0]) < 2 or "abbreviation" not in lines[0][0].lower():
        raise BadInputError(str(path), "line 1", "the columns must be an abbreviation and its meaning")
    yield from ((line[0].strip(), line[1].strip()) for line in lines[1:] if len(line) > 1 and line[0].strip())


def against_glossary(glossary: Glossary, reader: Expander) -> dict[str, object]:
    """How many abbreviations of a glossary the library defines, and how often it reads them as the glossary does.

    An abbreviation counts that two held documents or more define. "known" is the share of them of which some held
    meaning is in the glossary; "read alike" that of those whose reading, without company, is.
    """
    found_of = {short: reader.expansions(short) for short in glossary if len(short) > 1}
    held = {short: found for short, found in found_of.items() if found and found[0][1] > 1}

    def given(short: str, long: str) -> bool:
        return any(reader.same(long, meaning) for meaning in glossary[short])

    known = [short for short, found in held.items() if any(given(short, long) for long, _ in found)]
    alike = [short for short in known if given(short, reader.read(short.lower(), (), ""))]
    several = [short for short in known if len(glossary[short]) > 1]
    return {
        "abbreviations in the glossary": len(glossary),
        "defined by two held documents or more": len(held),
        "known": _share(len(known), len(held)),
        "read alike": _share(len(alike), len(known)),
        "read alike, of those with several meanings in the glossary": _share(
            len(set(alike) & set(several)), len(several)
        ),
    }


def cases_of(passages: Iterable[Passage], reader: Expander, *, most: int, least: int = 2) -> tuple[Case, ...]:
    """Cases from passages that define an abbreviation with two held meanings or more, each in so many documents.

    The words beside it are those of the title that the meaning does not hold. At most `most`, drawn by a fixed seed.
    """
    found: list[Case] = []
    ambiguous: dict[str, bool] = {}
    for passage in passages:
        for short, long in reader.defined(passage.text):
            short = short[:-1] if short.endswith("s") and short[:-1].isupper() else short
            if short.lower() not in ambiguous:
                ambiguous[short.lower()] = _several(reader, short, least)
            beside = _beside(reader.words(passage.document.title), reader.words(long), short)
            if ambiguous[short.lower()] and beside:
                found.append(Case(short.lower(), beside, long.lower()))
    cases = sorted(dict.fromkeys(found), key=lambda c: (c.short, c.meaning, c.beside))
    return tuple(random.Random(SEED).sample(cases, most)) if len(cases) > most else tuple(cases)


def _several(reader: Expander, short: str, least: int) -> bool:
    kept: list[str] = []
    for long, count in reader.expansions(short):
        if count >= least and not any(reader.same(long, k) for k in kept):
            kept.append(long)
    return len(kept) > 1


_PLAIN = frozenset(
    "a an and as at between by for from in into of on or the to with without during after before among versus vs "
    "study trial randomized randomised controlled review systematic meta-analysis patients effect effects clinical "
    "analysis results using role case cohort treatment therapy disease".split()
)


def _beside(title: Sequence[str], long: Sequence[str], short: str) -> tuple[str, ...]:
    own = {*long, short.lower()}
    return tuple(w for w in dict.fromkeys(title) if w not in own | _PLAIN and len(w) > 2)


def by_company(cases: Sequence[Case], reader: Expander) -> dict[str, object]:
    """How often an ambiguous abbreviation is read as its own document means it, that document left out of account.

    "by company" goes by the other words of the title; "most frequent" always takes the commonest meaning.
    """
    right = [c for c in cases if reader.same(c.meaning, reader.read(c.short, c.beside, c.meaning))]
    common = [c for c in cases if reader.same(c.meaning, reader.read(c.short, (), c.meaning))]
    return {
        "cases": len(cases),
        "abbreviations": len({c.short for c in cases}),
        "by company": _share(len(right), len(cases)),
        "most frequent": _share(len(common), len(cases)),
    }


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0
