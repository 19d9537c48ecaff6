"""A level measured in the blood, as a condition: "K 6.8" is hyperkalaemia, and a note says that it was read so."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class _Level:
    """What is written for a level in mmol/l, from which value (or below which) it is a condition, and by whose word."""

    written: re.Pattern[str]
    bound: float
    above: bool
    condition: str
    told: str


_NO_DOSE = (
    r"(?! ?(?:[mk]?g|mcg|ml|mmol(?!/l)|meq(?!/l)|tablets?|units?|daily|bd|tds|times|days?|weeks?|months?|years?)\b)"
    r"(?: ?(?:mmol|meq)/l)?"
)
_LEVELS = (
    # Severe hyperkalaemia from 6.5, hyperkalaemia from 5.5: primarycarenotebook.com/pages/renal-medicine/hyperkalemia.
    _Level(
        re.compile(
            r"(?<![\w-])(?<!vitamin )(?<!vit )(?:k\+?|potassium)(?: of| is|:|=)? ?(?P<value>\d{1,2}(?:\.\d)?)(?![\w.%])"
            + _NO_DOSE,
            re.IGNORECASE,
        ),
        5.5,
        above=True,
        condition="hyperkalaemia",
        told="potassium of 5.5 mmol/l or more (UK Kidney Association, Management of Hyperkalaemia in Adults, 2023)",
    ),
    # As the trial with PMC4301837 defines it.
    _Level(
        re.compile(
            r"(?<![\w-])(?:na\+?|sodium)(?: of| is|:|=)? ?(?P<value>1[0-4]\d)(?![\w.%])" + _NO_DOSE, re.IGNORECASE
        ),
        135,
        above=False,
        condition="hyponatraemia",
        told="sodium below 135 mmol/l (as in PMC4301837)",
    ),
)
_MOST_POTASSIUM = 12.0
"""mmol/l, above which a figure behind "k" is none of potassium; the calculators take no more."""


def measured(question: str) -> tuple[str, tuple[str, ...]]:
    """The question with levels of potassium and sodium as the condition they are, and a note on each."""
    notes = []
    for level in _LEVELS:
        match = level.written.search(question)
        if match and _has(level, float(match["value"])):
            question = f"{question[: match.start()]}{level.condition}{question[match.end() :]}"
            notes.append(f"'{match.group()}' was read as {level.condition}: {level.told}.")
    return question, tuple(notes)


def _has(level: _Level, value: float) -> bool:
    return level.bound <= value <= _MOST_POTASSIUM if level.above else value < level.bound
