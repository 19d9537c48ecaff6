"""Cue words: a pattern, tried only where a word of the sentence starts as one of its words would."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from curbside.text import lowered

_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Cue:
    """A pattern in lower case and the first letters of the words it can begin with; none: it is always tried."""

    pattern: re.Pattern[str]
    starts: frozenset[str]

    def search(self, text: str, starts: frozenset[str]) -> re.Match[str] | None:
        """The first match in a text, whose words start with the letters given; what it matched is in lower case."""
        if self.starts and self.starts.isdisjoint(starts):
            return None
        return self.pattern.search(lowered(text))


def cue(pattern: str, starts: str = "") -> Cue:
    """A cue from a pattern (case ignored) and the starts of its words, separated by blanks."""
    return Cue(re.compile(_CAPITAL.sub(_small, pattern)), frozenset(starts.split()))


_CAPITAL = re.compile(r"\\.|[A-Z]")


def _small(match: re.Match[str]) -> str:
    """A capital as a small letter; what a backslash makes a class of its own stays."""
    found = match.group()
    return found if found.startswith("\\") else found.lower()


def starts_of(found: Iterable[str]) -> frozenset[str]:
    """The first letters of words in lower case, those of the parts of hyphenated ones too."""
    return frozenset(part[:_LETTERS] for word in found for part in (word.split("-") if "-" in word else (word,)))
