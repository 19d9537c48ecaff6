"""Whether words are about a concept: by one of its forms, or by all the words of its name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from curbside.model import Concept, Role, Topic
from curbside.text import words

_LIGHT = frozenset(
    "of the in with and or for to a an by on at from type disease syndrome disorder therapy treatment".split()
)


_OF_SOMETHING_ELSE = re.compile(
    r" (?:scores?|criteria|cohort|study|trial|scoring|index|questionnaire)\b", re.IGNORECASE
)
"""A "DIC score" is measured in other conditions too; it does not make a text about DIC."""


_LEFT_OUT = re.compile(
    r"(?:(?<!or )(?<!and )\bwithout (?:(?:any|concomitant|concurrent|simultaneous|prior|previous|added|additional) )+|"
    r"\bnot (?:receiving|given|taking|on|treated with) (?:any |concomitant |concurrent |prior |previous )*)$",
    re.IGNORECASE,
)
"""Before a name: those who were "without concomitant heparin" tell nothing of heparin. "Without heparin" alone does: it
is the other arm, or advice."""
_LONGEST_BEFORE = 50
_ALLERGIC = re.compile(r"[ -]?(?:allerg(?:ic|y|ies)|intoleran(?:t|ce))\b", re.IGNORECASE)
_ALLERGIC_TO = re.compile(r"\b(?:allergic|allergy|intolerant) (?:to|of) (?:the )?$", re.IGNORECASE)
_WARNS = re.compile(r"contra-?indicat|caution|\bavoid|should not|do not|reaction|cause", re.IGNORECASE)
"""What is given to those allergic to a drug is no advice on that drug; that it is not for them is."""


@dataclass(frozen=True, slots=True)
class Matcher:
    """Finds one concept in texts. `loose` are the stems that must all be there where no form stands as a phrase."""

    concept: Concept
    pattern: re.Pattern[str]
    hints: frozenset[str]
    abbreviations: frozenset[str]
    loose: frozenset[str]
    spread: tuple[frozenset[str], ...]

    def stands_in(self, text: str) -> bool:
        """Whether a form of the concept stands in the text; an abbreviation counts only when written in capitals."""
        return self.place(text) is not None

    def place(self, text: str) -> tuple[int, int] | None:
        """The first place (start, end) of a form of the concept in the text, or None."""
        for match in self.pattern.finditer(text):
            found = match.group()
            if found.lower() in self.abbreviations and sum(c.isupper() for c in found) < 2:
                continue
            if _OF_SOMETHING_ELSE.match(text, match.end()):
                continue
            return match.span()
        return None

    def named_in(self, text: str, held: frozenset[str]) -> bool:
        """Whether a text whose stems are given names the concept, by a form or by all words of its name."""
        named = self.scattered_in(held) or (not self.hints.isdisjoint(held) and self.stands_in(text))
        return named and not self.only_left_out(text)

    def only_left_out(self, text: str) -> bool:
        """Whether a text names a treatment, and only as one that people did not have."""
        if self.concept.role not in (Role.INTERVENTION, Role.COMPARATOR):
            return False
        low = text.lower()
        if not any(cue in low for cue in ("without", "not ", "allerg", "intoleran")):
            return False
        allergic = _WARNS.search(text) is None
        found = [m.span() for m in self.pattern.finditer(text)]
        return bool(found) and all(_is_left_out(text, place, allergic=allergic) for place in found)

    def count(self, text: str) -> int:
        """How often a form of the concept stands in the text, none counted that is part of another name."""
        return sum(1 for m in self.pattern.finditer(text) if self.place(text[m.start() : m.end() + 14]))

    def scattered_in(self, stems: frozenset[str]) -> bool:
        """Whether all words of the concept's name are among the stems, in whatever order."""
        return bool(self.loose) and self.loose <= stems

    def may_stand_in(self, stems: frozenset[str]) -> bool:
        """Whether all words of any of its forms are among the stems: what silence must be able to rule out (law 3)."""
        return any(form <= stems for form in self.spread)


def _is_left_out(text: str, place: tuple[int, int], *, allergic: bool) -> bool:
    """Whether a treatment named here is one that people did not have, or that they are allergic to."""
    start, end = place
    before = text[max(0, start - _LONGEST_BEFORE) : start]
    to_it = allergic and (_ALLERGIC.match(text, end) or _ALLERGIC_TO.search(before))
    return bool(_LEFT_OUT.search(before) or to_it)


def matcher(concept: Concept) -> Matcher:
    """The matcher of a concept."""
    forms = sorted({f for f in concept.forms if f}, key=lambda f: (-len(f), f))
    alternatives = "|".join(_form(f) for f in forms)
    pattern = re.compile(rf"(?<![^\W_])(?:{alternatives})(?![^\W_])", re.IGNORECASE)
    spelt = [f for f in forms if " " in f]
    short = frozenset(f for f in forms if len(f) <= 4 and f.isalpha() and any(s[0] == f[0] for s in spelt))
    spread = tuple(frozenset(stems(words(f))) for f in forms if f not in short)
    hints = frozenset(s for f in forms for s in stems(words(f)))
    name = concept.forms[0] if concept.forms else ""
    # "Vitamin D" is not named by "Grade D" beside "vitamin E": a single letter must stand where it is written.
    apart = " " in name or len(name) > _SHORTEST
    loose = stems(words(name)) if apart and not _LETTER.search(name) else frozenset[str]()
    return Matcher(concept, pattern, hints, short, loose, tuple(s for s in spread if s))


_LETTER = re.compile(r"(?<![^\W_])\w(?![^\W_])")
_SHORTEST = 4
"""Letters up to which a single word must stand as written; longer ones may take another ending."""


def matchers(topic: Topic) -> dict[Role, Matcher]:
    """A matcher for the first concept in each role that the question names."""
    found: dict[Role, Matcher] = {}
    for concept in topic.concepts:
        if concept.forms and not concept.people and concept.role not in found:
            found[concept.role] = matcher(concept)
    return found


def _form(form: str) -> str:
    parts = [re.escape(p) for p in re.split(r"[\s-]+", form) if p]
    if len(form) > _SHORTEST + 1 and form.endswith("s") and form[-2] not in "sui":
        parts[-1] = parts[-1][:-1]
    return r"[\s-]+".join(parts) + r"(?:e?s)?"


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """A word without the endings that do not change what it is about; rough on purpose, the same on both sides."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


_ENDINGS = ("ations", "ation", "ities", "ity", "ments", "ment", "ies", "ing", "ed", "es", "s", "e", "y")


@lru_cache(maxsize=100_000)
def _stems(word: str) -> tuple[str, ...]:
    parts = {word, *re.split(r"[-/]", word)} if "-" in word or "/" in word else {word}
    return tuple(stem(p) for p in parts if p and p not in _LIGHT)


def stems(found: Iterable[str]) -> frozenset[str]:
    """The stems of the words that carry a subject; hyphenated words count whole and in parts."""
    return frozenset(chain.from_iterable(map(_stems, found)))
