"""Whether a reworded statement may be called plain; where it may not, the source's own words are shown as such."""

from __future__ import annotations

import re

from curbside.model import Rewording
from curbside.readers.readability import readability

HARDEST = 12.0
"""Grade above which a statement is not called plain: more than a school leaver reads with ease."""
_UNOPENED = re.compile(r"(?<![\w-])(?:[A-Z][a-z]?){2,}[A-Z\d]*(?![\w])")
_MOST_UNOPENED = 1


def plain_enough(rewording: Rewording) -> bool:
    """Whether what is told reads below the hardest grade and leaves at most one abbreviation unopened."""
    kept = " ".join(rewording.source[p.start : p.end] for p in rewording.pieces if p.turn.value == "kept")
    grade = readability(rewording.body).grade
    return len(set(_UNOPENED.findall(kept))) <= _MOST_UNOPENED and (grade is None or grade <= HARDEST)
