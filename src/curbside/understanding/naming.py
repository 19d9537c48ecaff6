"""A part of a question, named: every form under which texts may speak of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from curbside.model import Concept, Role
from curbside.text import words
from curbside.understanding.concepts import Part
from curbside.understanding.forms import equivalents, spellings, within
from curbside.understanding.special_populations import forms_of_people


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What the library's own texts teach about words.

    `expansions` gives the long forms of an abbreviation with the number of documents that define it so, most frequent
    first; `shortenings` the other way round; `frequency` the passages that hold a word.
    """

    expansions: Callable[[str], Sequence[tuple[str, int]]]
    shortenings: Callable[[str], Sequence[tuple[str, int]]]
    frequency: Callable[[str], int]


_PEOPLE_ALONE = re.compile(
    r"(?:(?:patients?|people|adults?|individuals?|persons?|men|women|males?|females?|children|child|infants?|neonates?|"
    r"newborns?|adolescents?|older|elderly|young|healthy|pregnant|community-dwelling|postmenopausal|breastfeeding|lactating|the|in|and|over|"
    r"under|aged|years?|old|\d+|to|or) ?)+"
)
_EPISODE = re.compile(
    r"(?:.*\b)?(?:episodes?|attacks?|exacerbations?|flares?|relapses?|symptoms|signs) of (?:an? |the )?(?P<of>.+)"
)
_BRACKET = re.compile(r"\s*\([^()]*\)")


def concept_of(part: Part, defined: dict[str, str], vocabulary: Vocabulary) -> tuple[Concept, str]:
    """A concept with every form it goes by, and a note where its abbreviation is ambiguous."""
    name = _BRACKET.sub("", part.text).strip() or part.text.strip("()")
    core = name.lower()
    expanded, note = _expanded(core, defined, vocabulary)
    forms = [core, *_defined(core, defined), *expanded, *_narrowed(core)]
    for form in tuple(forms):
        forms += equivalents(form) or within(form)
    for form in tuple(forms):
        forms += [s.lower() for s, n in vocabulary.shortenings(form)[:2] if n > 1 and _means(s, form, vocabulary)]
    if not note:
        forms += [
            long.lower()
            for f in tuple(forms)
            if f.isalnum() and len(f) <= 6
            for long, _ in _agreeing(f, forms, vocabulary)
        ]
    for form in tuple(forms):
        forms += spellings(form)
    if name == core and len(core) <= 6 and core.isalnum() and any(" " in f and _spells(core, f) for f in forms):
        name = core.upper()
    people = part.role is Role.POPULATION and bool(_PEOPLE_ALONE.fullmatch(core))
    if people:
        forms += forms_of_people(core)
    return Concept(role=part.role, text=name, forms=tuple(dict.fromkeys(f for f in forms if f)), people=people), note


def _spells(short: str, long: str) -> bool:
    """Whether the letters of a short form stand in a long one in order, from its first: "dic", but not "stroke"."""
    letters = iter(long)
    return long[:1] == short[:1] and all(letter in letters for letter in short)


def _defined(core: str, defined: dict[str, str]) -> list[str]:
    """Both forms of a name whose abbreviation the question itself explains."""
    return [form for short, long in defined.items() if core in (short, long.lower()) for form in (long.lower(), short)]


def _expanded(core: str, defined: dict[str, str], vocabulary: Vocabulary) -> tuple[list[str], str]:
    """The long form held texts mostly give a name, and a note where they give it others."""
    known = vocabulary.expansions(core) if len(core) <= 10 and " " not in core and core not in defined else ()
    return ([known[0][0].lower()], _ambiguity(core, known)) if known else ([], "")


def _narrowed(core: str) -> list[str]:
    """The condition without "episodes of" before it."""
    tail = _EPISODE.match(core)
    return [tail["of"]] if tail else []


def _means(short: str, long: str, vocabulary: Vocabulary) -> bool:
    """Whether a short form stands for this long one more than for any other: "BC" is not breast cancer everywhere."""
    known = vocabulary.expansions(short)
    return len(short) > 2 and bool(known) and bool(set(words(known[0][0])) & set(words(long)))


def _agreeing(short: str, forms: Sequence[str], vocabulary: Vocabulary) -> list[tuple[str, int]]:
    """Expansions of a short form that share a word with a form already known."""
    known = {w for f in forms if " " in f for w in words(f)}
    return [(long, count) for long, count in vocabulary.expansions(short)[:4] if known & set(words(long))]


def _ambiguity(short: str, known: Sequence[tuple[str, int]]) -> str:
    first, count = known[0]
    others = [long for long, n in known[1:4] if n * 4 >= count and not set(words(long)) & set(words(first))]
    if not others:
        return ""
    return f"{short.upper()} was read as {first}; in this library it also stands for {', '.join(others)}."
