"""Whether a reworded statement may be called plain; where it may not, the source's own words are shown as such."""

from __future__ import annotations

import re

from curbside.model import Facet, Rewording, Turn
from curbside.readers.readability import readability, syllables_of

HARDEST = 20.0
"""Grade above which a statement is not called plain, whatever its words: it is too long to follow."""
HARDEST_WARNING = 25.0
"""The same for warnings, which matter most: even a long one is understood better in everyday words."""
_WARNINGS = frozenset({Facet.CONTRAINDICATION, Facet.HARM})
MOST_HARD = 3
"""Hard words that a statement may keep: abbreviations that stay closed and words of many syllables."""
_LONG = 5
_STATISTIC = re.compile(r"\b(?:a?HR|a?OR|RR|CI|S?MD|WMD|IQR|SD|AUC)\b(?=[ =:,]*[-\u2212]?\d)")
_UNOPENED = re.compile(r"(?<![\w-])(?:[A-Z][a-z]?){2,}[A-Z\d]*(?![\w])")
_WORD = re.compile(r"[A-Za-z]{4,}")


def plain_enough(rewording: Rewording, facet: Facet) -> bool:
    """Whether what is told keeps few words that only professionals know, no bare statistic, and is not too long."""
    kept = " ".join(rewording.source[p.start : p.end] for p in rewording.pieces if p.turn is Turn.KEPT)
    if _STATISTIC.search(kept):
        return False
    hard = {*_UNOPENED.findall(kept), *(w.lower() for w in _WORD.findall(kept) if syllables_of(w) >= _LONG)}
    grade = readability(rewording.body).grade
    ceiling = HARDEST_WARNING if facet in _WARNINGS else HARDEST
    return len(hard) <= MOST_HARD and (grade is None or grade <= ceiling)
