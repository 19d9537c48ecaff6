"""Bands of weight and age, as the rows of a table of doses write them, and whether who is asked about falls in one."""

from __future__ import annotations

import math
import re

_N = r"(\d{1,3}(?:\.\d+)?)"
_UNIT = r"(kg|days?|weeks?|months?|years?|yrs?)\b"
_FROM_TO = re.compile(rf"{_N} ?(?:{_UNIT})? ?(?:-+|\u2013|\u2014|to) ?(<)? ?{_N} ?{_UNIT}", re.IGNORECASE)
_MORE = re.compile(rf"(?:>|\u2265|\bover|\babove|\bat least|\bolder than) ?{_N} ?{_UNIT}", re.IGNORECASE)
_AND_MORE = re.compile(rf"{_N} ?{_UNIT} (?:and|or) (?:above|over|more|older)", re.IGNORECASE)
_LESS = re.compile(rf"(?:(<|\bunder|\bbelow|\bless than|\byounger than)|\u2264|\bup to) ?{_N} ?{_UNIT}", re.IGNORECASE)
_ONE = re.compile(rf"(?<![\d./]){_N}[ -]?{_UNIT}(?!/)", re.IGNORECASE)
_PERSON = (
    r"(?:child(?:ren)?|infants?|bab(?:y|ies)|newborns?|neonates?|toddlers?|boys?|girls?|m[ae]n|wom[ae]n|males?|females?|"
    r"patients?|adults?|kids?)"
)
_BEFORE_AGE = re.compile(rf"\b(?:aged|ages?|{_PERSON}(?: of| aged)?)\b(?:(?!\bfor\b)[^.;,]){{0,12}}$", re.IGNORECASE)
_BEHIND_AGE = re.compile(rf"[ -]?(?:olds?\b|of age\b|{_PERSON}\b)", re.IGNORECASE)
_AGED_PEOPLE = re.compile(rf"\b(?:aged|{_PERSON})\b(?:(?!\bfor\b)[^.;,]){{0,25}}", re.IGNORECASE)
"""What stands before or behind an age; for days, months and years alone may be how long a drug is given."""
_NEWBORN = re.compile(r"\b(?:neonat\w+|new-?borns?|preterms?)\b", re.IGNORECASE)
_MONTHS = {"day": 12 / 365, "week": 12 * 7 / 365, "month": 1.0, "year": 12.0, "yr": 12.0}

_Band = tuple[float, float]
"""From a weight in kg or an age in months, included, to another, left out."""


def falls_in(asked: str, key: str) -> bool:
    """Whether the weight and the age of a question, where it has one, fall in the bands of a row's first cell.

    True where either says none. A band "11-20 kg" ends where the next whole kilogram begins, as one of ages does.
    """
    return all(
        told is None or band is None or (told[0] < band[1] and band[0] <= told[1])
        for weight in (True, False)
        for told, band in ((_asked(asked, weight=weight), _band(key, weight=weight)),)
    )


def _asked(text: str, *, weight: bool) -> _Band | None:
    """The one weight or age of a question as a band; newborns are those of less than 28 days. None for none or two.

    "Under 5 years" is anybody below that.
    """
    people = None if weight else _AGED_PEOPLE.search(text)
    said = text if weight else people.group() if people else ""
    if band := _band(said, weight=weight):
        return band[0], math.nextafter(band[1], 0.0) if band[1] < math.inf else band[1]
    found = {
        _size(m[1], m[2])
        for m in _ONE.finditer(text)
        if _is_weight(m[2]) is weight and (weight or _is_age(text, m.span()))
    }
    if not found and not weight and _NEWBORN.search(text):
        return 0.0, _size("28", "day")
    return (low := found.pop(), low) if len(found) == 1 else None


def _is_age(text: str, place: tuple[int, int]) -> bool:
    """Whether a number of days, weeks, months or years is how old somebody is."""
    before = text[max(0, place[0] - _NEAR) : place[0]]
    return bool(_BEFORE_AGE.search(before) or _BEHIND_AGE.match(text, place[1]))


_NEAR = 25
"""Characters before an age within which it says whose it is."""


def _band(key: str, *, weight: bool) -> _Band | None:
    for m in _FROM_TO.finditer(key):
        if _is_weight(m[5]) is weight:
            return _size(m[1], m[2] or m[5]), _size(m[4], m[5]) + (0.0 if m[3] else _size("1", m[5]))
    for m in (*_MORE.finditer(key), *_AND_MORE.finditer(key)):
        if _is_weight(m[2]) is weight:
            return _size(m[1], m[2]), math.inf
    for m in _LESS.finditer(key):
        if _is_weight(m[3]) is weight:
            return 0.0, _size(m[2], m[3]) + (0.0 if m[1] else 0.001)
    return None


def _is_weight(unit: str) -> bool:
    return unit.lower() == "kg"


def _size(number: str, unit: str) -> float:
    return float(number) * (1.0 if _is_weight(unit) else _MONTHS[unit.lower().rstrip("s")])
