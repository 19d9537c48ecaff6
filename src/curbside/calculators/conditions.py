"""Conditions on a number as tables print them, ">=50 and <100", read once and asked often."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from functools import cache

_TESTS: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
}
_PART = re.compile(r"(<=|>=|<|>|=)\s*(-?\d+(?:\.\d+)?)")


@cache
def parts(condition: str) -> tuple[tuple[str, float], ...]:
    """The comparisons of a condition joined by "and"; ValueError where it is none."""
    found = []
    for part in condition.split(" and "):
        match = _PART.fullmatch(part.strip())
        if match is None:
            raise ValueError(f"{condition!r} is no condition such as '>=50 and <100'")
        found.append((match[1], float(match[2])))
    return tuple(found)


def holds(condition: str, value: float) -> bool:
    """Whether a value meets a condition."""
    return all(_TESTS[sign](value, edge) for sign, edge in parts(condition))


def edges(condition: str) -> tuple[float, ...]:
    """The values at which a condition turns."""
    return tuple(edge for _, edge in parts(condition))


def first(table: Mapping[str, float], value: float) -> tuple[str, float]:
    """The first line of a table whose condition a value meets, with its points; ("", 0) where none is met."""
    return next(((condition, points) for condition, points in table.items() if holds(condition, value)), ("", 0.0))
