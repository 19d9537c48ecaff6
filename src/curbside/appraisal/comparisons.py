"""Which way an outcome goes in one arm against the other, read from sentences that compare the two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp

from curbside.appraisal.arms import arms, mentions
from curbside.appraisal.clauses import Clause, parts, row
from curbside.appraisal.differences import ARMS_NAMED, NONE_BY_INTERVAL, ONE_BY_INTERVAL, differences
from curbside.appraisal.learned import DIFFERENCE, SIDE
from curbside.appraisal.sides import sides
from curbside.model import Direction


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What is asked of a text: an outcome, in one arm against another."""

    intervention: str
    comparator: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Clues:
    """What a text tells of a comparison: clues on whether the arms differ, and on which of them has more."""

    difference: Mapping[str, float]
    side: Mapping[str, float]


def clues(text: str, asked: Comparison) -> Clues:
    """The clues of the clause that speaks most of the outcome, and of the whole text, each by its name."""
    named = arms(asked.intervention, asked.comparator, text, asked.outcome)
    line = row(text)
    difference, side = dict[str, float](), dict[str, float]()
    read = dict[str, tuple[Mapping[str, float], Mapping[str, float]]]()
    for where, part in zip(_VIEWS, (parts(line, asked.outcome)[0], line), strict=True):
        if part not in read:
            clause = Clause(part, mentions(part, named), asked.outcome)
            told = sides(clause)
            read[part] = (differences(clause) | _side_told(told), told)
        difference |= {f"{where}: {name}": value for name, value in read[part][0].items()}
        side |= {f"{where}: {name}": value for name, value in read[part][1].items()}
    return Clues(difference, side)


_VIEWS = ("clause", "text")
_TOLD = ("the first significant cue", "the first comparing cue", "figures beside the arms", "an effect")


def _side_told(told: Mapping[str, float]) -> dict[str, float]:
    return {
        "a side": 1.0 if "a word of amount" in told or "a word of worth" in told else 0.0,
        "no side": 0.0 if told else 1.0,
    } | {n: 1.0 for n in _TOLD if n in told}


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each clue counts for a difference (with a constant, named "") and for the first arm."""

    difference: Mapping[str, float]
    side: Mapping[str, float]


_LEARNED = Weights(DIFFERENCE, SIDE)


def compared(text: str, asked: Comparison) -> Direction:
    """Which way the asked outcome goes in the intervention against the comparator; UNSTATED where it is silent."""
    return decided(clues(text, asked), _LEARNED)


def decided(found: Clues, weights: Weights) -> Direction:
    """The direction that the clues make likeliest; UNSTATED where none tells which arm has more, or of a difference."""
    if not found.side and not any(n.removeprefix("text: ") in _TELLS for n in found.difference):
        return Direction.UNSTATED
    if f"clause: {NONE_BY_INTERVAL}" in found.difference:
        return Direction.NO_DIFFERENCE
    if f"clause: {ONE_BY_INTERVAL}" in found.difference and _EFFECT in found.side:
        return Direction.HIGHER if found.side[_EFFECT] > 0 else Direction.LOWER
    differs = _chance(weights.difference[""] + _sum(found.difference, weights.difference))
    first = _chance(_sum(found.side, weights.side))
    if differs * max(first, 1 - first) <= 1 - differs:
        return Direction.NO_DIFFERENCE
    if not found.side:
        return Direction.UNSTATED
    return Direction.HIGHER if first > 1 / 2 else Direction.LOWER


_TELLS = frozenset(
    {"says the same", "tested and not shown", "tested and shown", "not", "nothing was seen", "either arm"}
)
_EFFECT = "clause: an effect"
"""An interval without a p-value decides by itself: its meaning is not a matter of how often."""


def difference_told(text: str, outcome: str) -> float | None:
    """How far a sentence tells of any difference, association or effect, -1 (of none) to 1; None where it is silent."""
    clause = Clause(text, (), outcome)
    told = sides(clause)
    found = differences(clause) | _side_told(told)
    if not told and _TELLS.isdisjoint(found):
        return None
    named = {n: v for n, v in found.items() if not n.startswith(ARMS_NAMED)}
    return 2 * _chance(sum(_sum({f"{w}: {n}": v for n, v in named.items()}, DIFFERENCE) for w in _VIEWS)) - 1


def _sum(found: Mapping[str, float], weights: Mapping[str, float]) -> float:
    return sum(weights.get(name, 0.0) * value for name, value in found.items())


def _chance(odds: float) -> float:
    return 1 / (1 + exp(-odds))
