"""What two printed pages hold of an answer: every warning, then what leads each section, as far as there is room."""

from __future__ import annotations

from collections.abc import Sequence

from curbside.web.rendering import Value

ROOM = 7600
"""Characters of ordinary size that fit on two pages beside headings; smaller print is counted by its share."""

_SMALL, _SMALLEST = 0.6, 0.45
_LINE = 45
"""A statement's own line breaks, in characters."""

MOST = 2
"""Statements of one section, warnings apart."""


def printed(told: Value, citations: Sequence[str], warnings: set[str]) -> set[str]:
    """The ids of the statements that a handout holds, from what is told, its references' texts, and its warnings' ids.

    A warning is never left out for want of room.
    """
    sections: list[list[Value]] = [s["statements"] for tier in ("guidelines", "research") for s in told[tier]]
    every = [s for section in sections for s in section]
    chosen = {s["id"]: s for s in every if s["id"] in warnings}
    listed = {n for s in chosen.values() for n in s["references"]}
    left = ROOM - _fixed(told) - sum(_size(s) for s in chosen.values()) - _listing(listed, citations)
    for place in range(MOST):
        for statement in (section[place] for section in sections if len(section) > place):
            fresh = set(statement["references"]) - listed
            cost = _size(statement) + _listing(fresh, citations)
            if statement["id"] not in chosen and cost <= left:
                chosen[statement["id"]] = statement
                listed |= fresh
                left -= cost
    return set(chosen)


def _fixed(told: Value) -> float:
    """What stands on every handout: bottom line, gaps, conflicts, help, and a line for each section."""
    texts = [
        told["strength"],
        *told["help"],
        *(g["text"] for g in told["gaps"]),
        *(t["text"] for g in told["gaps"] for t in g["trials"]),
        *(c["text"] for c in told["conflicts"]),
    ]
    titles = [s["title"] for tier in ("guidelines", "research") for s in told[tier]]
    return 1.3 * len(told["bottom_line"]) + 0.8 * sum(map(len, texts)) + sum(len(t) + _LINE for t in titles)


def _size(statement: Value) -> float:
    notes = sum(len(n["about"]) + len(n["text"]) + 4 for n in statement["notes"])
    small = notes + sum(map(len, (*statement["about"], *statement["asides"])))
    quoted = len("In the source's words: ") if statement["quoted"] else 0
    return len(statement["text"]) + quoted + _SMALL * small + _LINE


def _listing(numbers: set[int], citations: Sequence[str]) -> float:
    return sum(_SMALLEST * len(citations[n - 1]) + _LINE / 2 for n in numbers)
