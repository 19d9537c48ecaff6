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
_NUMBER = r"(?:\d+(?:[.,]\d+)*|half|one|two|three|four|five|six|eight|ten)"
_SPAN = rf"{_NUMBER}(?:\s?(?:-|\u2013|to|or)\s?{_NUMBER})?"
_TIMES = (
    rf"(?:once|twice|thrice|{_SPAN}[ -]times) ?(?:a|per|each|every)? ?(?:daily|day|night|weekly|week)\b|"
    rf"every {_SPAN}[ -]?(?:h|hrs?|hours?|minutes?|mins?)\b|{_NUMBER}[ -]hourly\b|q\d+ ?h\b|"
    r"(?:b\.i\.d|t\.i\.d|q\.i\.d|t\.d\.s|b\.d|bid|tid|qid|tds|qds)\b\.?"
)
_FORMS = (
    rf"{_SPAN} (?:tablets?|tabs?|capsules?|caps|pills?|puffs?|drops?|sprays?|teaspoons?(?:ful)?|sachets?|vials?|"
    r"ampoules?|suppositor(?:y|ies)|lozenges?)\b|\d+(?:\.\d+)? ?(?:Gy|mCi|MBq|cc)\b|\d+(?:[.,]\d+)? ?mg[ .\u00b7]kg"
)
_SCHEDULE = re.compile(rf"(?<![\w.])(?:{_TIMES}|{_FORMS})", re.IGNORECASE)
"""How often and in what form a drug is taken: a dose even where no amount stands beside it."""
_HOW_OFTEN = re.compile(
    r"(?:\s?PE(?:/kg)?|/(?:\d+ ?)?(?:kg|day|d|h|hr|min|week|dose)\b|"
    rf"[ ,]*(?:{_TIMES}|(?:given |taken )?(?:daily|weekly|nightly|hourly)\b|per (?:day|week|dose|kg|hour)\b|"
    r"(?:bd|od|nocte|stat|tablets?|capsules?)\b|(?:every|each) \d[\d\u2013-]* ?(?:days?|weeks?|months?)\b|"
    r"(?:for|over)(?: about)?(?: the first)? \d[\d.]*(?:\s?(?:-|\u2013|to|or)\s?\d[\d.]*)?[ -]"
    r"(?:minutes?|hours?|h|days?|weeks?|months?)\b))+",
    re.IGNORECASE,
)
_RANGE_BEFORE = re.compile(rf"(?:(?<![\w.])(?:{_NUMBER}[ ]|\d+(?:[.,]\d+)*(?:\s?(?:-|\u2013|to|or|and|/)\s?)))+$")
_BETWEEN = re.compile(
    r"(?:[\s,]|\d|\b(?:for|about|of|and|or|then|given|taken|as|an?|in|to|at|divided|single|per|the|first|minutes?|hours?|"
    r"days?|weeks?|followed by|up)\b)*"
)
"""What may stand between two parts of one dose: words that join, never the name of a drug."""
BARE = r"(?<![\w.<>=-])0\.\d+(?!\s?(?:%|\d))"
"""A small bare figure: beside a dose it is most often another dose whose unit is left to the reader."""
_MANY = re.compile(r"(?<=[lLgG])s\b")


def doses(text: str) -> Iterator[tuple[int, int]]:
    """The places of doses in a text: an amount to be given with its unit, how often, and the brackets around it.

    Concentrations in blood, weights at birth and losses are measured, not given, and stay.
    """
    found: list[tuple[int, int]] = []
    for start, end in sorted([*_amounts(text), *((m.start(), m.end()) for m in _SCHEDULE.finditer(text))]):
        often = _HOW_OFTEN.match(text, end)
        end = often.end() if often else end
        if found and (start <= found[-1][1] or _BETWEEN.fullmatch(text, found[-1][1], start)):
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    last = 0
    for start, end in (_with_brackets(text, *span) for span in found):
        yield max(start, last), end
        last = end


def _amounts(text: str) -> Iterator[tuple[int, int]]:
    for quantity in quantities(_MANY.sub(" ", text)):
        if _given(text, quantity.start, quantity.end, quantity.unit):
            before = _RANGE_BEFORE.search(text[: quantity.start])
            many = quantity.end + (text[quantity.end : quantity.end + 1] == "s")
            yield before.start() if before else quantity.start, many


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
    return len(found) >= 3 or bool(found and re.search(BARE, text))
