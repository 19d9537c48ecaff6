"""Where a text gives a dose: a patient is sent to the care team instead."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curbside.text import quantities

_AMOUNT = re.compile(
    r"(?:\u00b5|\u03bc|mc|m|k|n)?g|MG|MCG|micrograms?|milligrams?|grams?|IU|U|units?|[mdc]?[lL]|ML|mEq|mmol"
)
_CONCENTRATION = re.compile(r"/\s?(?:100 ?|1000 ?)?(?:[mdu\u00b5\u03bc]?[lL]|mm|cm|creatinine)\b")
_RATE = re.compile(r"/\s?(?:kg|m2|m\u00b2|min|h|hr|hour|d|day|dose|week|wk)\b")
_NOT_GIVEN = re.compile(
    r"(?:weigh\w*|birth ?weight|loss|lost|output|volume|excretion|proteinuria|level|levels|concentrations?|below|above|"
    r"density|deposit|contain\w*|blood)[^.;]{0,24}$",
    re.IGNORECASE,
)
_HOW_OFTEN = re.compile(
    r"(?:\s?PE(?:/kg)?|/(?:\d+ ?)?(?:kg|day|d|h|hr|min|week|dose)\b|"
    r"[ ,]*(?:(?:given |taken )?(?:once|twice|thrice|\w+ times)"
    r"(?: (?:a|per) (?:day|week)|[ -]daily| weekly)?|daily|weekly|per (?:day|week|dose|kg|hour)|"
    r"(?:every|each) \d[\d\u2013-]* ?(?:h|hours?|days?|weeks?|months?)|q\d+ ?h|"
    r"(?:for|over)(?: the first)? \d[\d\u2013-]*(?: to \d+)?[ -](?:minutes?|hours?|h|days?|weeks?|months?)|[bt]id))+",
    re.IGNORECASE,
)
_RANGE_BEFORE = re.compile(r"(?:\d+(?:[.,]\d+)*(?:\s?(?:-|\u2013|to|or|and|/)\s?))+$")
BARE = r"(?<![\w.<>=-])0\.\d+(?!\s?(?:%|\d))"
"""A small bare figure: beside a dose it is most often another dose whose unit is left to the reader."""
_SCHEDULE = re.compile(
    r"\b(?:tablets?|capsules?|puffs?|drops?|sprays?|injections?|doses?)\b"
    r"[^.;]{0,30}\b(?:once|twice|\d+ times|daily|every \d)|"
    r"\b\d+ (?:tablets?|capsules?|puffs?|drops?|sprays?)\b",
    re.IGNORECASE,
)


def doses(text: str) -> Iterator[tuple[int, int]]:
    """The places of doses in a text: an amount to be given with its unit, how often, and the brackets around it.

    Concentrations in blood, weights at birth and losses are measured, not given, and stay.
    """
    last = 0
    for quantity in quantities(text):
        if quantity.start < last or not _given(text, quantity.start, quantity.end, quantity.unit):
            continue
        before = _RANGE_BEFORE.search(text[: quantity.start])
        start = max(before.start() if before else quantity.start, last)
        often = _HOW_OFTEN.match(text, quantity.end)
        end = often.end() if often else quantity.end
        start, end = _with_brackets(text, start, end)
        yield max(start, last), end
        last = end


def _given(text: str, start: int, end: int, unit: str) -> bool:
    whole = unit + text[end : end + 12]
    if not _AMOUNT.match(unit) or not _AMOUNT.fullmatch(re.split(r"[/ ]", unit)[0]):
        return False
    if _CONCENTRATION.search(whole.split(" ")[0]) and not _RATE.search(whole.split(" ")[0]):
        return False
    return bool(_RATE.search(unit)) or not _NOT_GIVEN.search(text[:start])


def _with_brackets(text: str, start: int, end: int) -> tuple[int, int]:
    """The place, widened to the brackets where nothing but the dose stands in them."""
    left = re.search(r"\((?:max(?:imum|\.)?|up to|about|dose:?|at|=)?\s*$", text[:start], re.IGNORECASE)
    right = re.match(r"[^()\d]{0,14}\)", text[end:])
    return (left.start(), end + right.end()) if left and right else (start, end)


def regimen(text: str) -> bool:
    """Whether a sentence is about doses above all: several of them, or one with figures that lean on it."""
    found = list(doses(text))
    if len(found) >= 3:
        return True
    return bool(found and re.search(BARE, text)) or bool(_SCHEDULE.search(text) and re.search(r"\d", text))
