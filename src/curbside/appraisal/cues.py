"""Cue words: a pattern, tried only where a word of the sentence starts as one of its words would."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Cue:
    """A pattern and the first letters of the words it can begin with; none means that it is always tried."""

    pattern: re.Pattern[str]
    starts: frozenset[str]

    def search(self, text: str, starts: frozenset[str]) -> re.Match[str] | None:
        """The first match in a text, whose words start with the letters given."""
        if self.starts and self.starts.isdisjoint(starts):
            return None
        return self.pattern.search(text)


def cue(pattern: str, starts: str = "") -> Cue:
    """A cue from a pattern (case ignored) and the starts of its words, separated by blanks."""
    return Cue(re.compile(pattern, re.IGNORECASE), frozenset(starts.split()))


def starts_of(found: Iterable[str]) -> frozenset[str]:
    """The first letters of words in lower case, those of the parts of hyphenated ones too."""
    return frozenset(part[:_LETTERS] for word in found for part in (word.split("-") if "-" in word else (word,)))
