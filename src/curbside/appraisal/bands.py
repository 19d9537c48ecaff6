"""Bands of weight and age, as the rows of a table of doses write them, and whether who is asked about falls in one."""

from __future__ import annotations

import math
import re

_N = r"(\d{1,3}(?:\.\d+)?)"
_UNIT = r"(kg|days?|weeks?|months?|years?|yrs?)\b"
_FROM_TO = re.compile(rf"{_N} ?(?:{_UNIT})? ?(?:-+|\u2013|\u2014|to) ?(<)? ?{_N} ?{_UNIT}", re.IGNORECASE)
_MORE = re.compile(rf"(?:>|\u2265|\bover|\babove|\bat least|\bolder than) ?{_N} ?{_UNIT}", re.IGNORECASE)
_AND_MORE = re.compile(rf"{_N} ?{_UNIT} (?:and|or) (?:above|over|more|older)", re.IGNORECASE)
_LESS = re.compile(rf"(?:(<)|\u2264|\bunder|\bbelow|\bup to|\bless than|\byounger than) ?{_N} ?{_UNIT}", re.IGNORECASE)
_ONE = re.compile(rf"(?<![\d./]){_N}[ -]?{_UNIT}(?!/)", re.IGNORECASE)
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
    """The one weight or age of a question as a band; newborns are those of less than 28 days. None for none or two."""
    found = {_size(m[1], m[2]) for m in _ONE.finditer(text) if _is_weight(m[2]) is weight}
    if not found and not weight and _NEWBORN.search(text):
        return 0.0, _size("28", "day")
    return (low := found.pop(), low) if len(found) == 1 else None


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
