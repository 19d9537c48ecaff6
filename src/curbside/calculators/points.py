"""Scores that add points: criteria, their sum, and between which sums a score lies while inputs are missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

from curbside.calculators.conditions import edges, first
from curbside.calculators.forms import Choice, Day, Flag, Input, Number, Outcome, Range, Step, Value, Values

NUDGE = 1e-6
"""How far beside an edge is looked for other points: less than any laboratory reports, more than rounding errs."""
Verdict = Callable[[float, Mapping[str, float], Values], Mapping[str, object]]
"""From the sum, the points by criterion and the values to further keys of the result."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of a score: what it needs, how its points follow, the rule as printed, and where numbers turn."""

    key: str
    label: str
    needs: tuple[str, ...]
    points: Callable[[Values], float]
    rule: str
    turns: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    unit: str = ""


def banded(key: str, label: str, table: Mapping[str, float], unit: str = "") -> Criterion:
    """A criterion on one number: the first condition of the table that it meets gives the points, else none."""
    return Criterion(
        key=key,
        label=label,
        needs=(key,),
        points=lambda values: first(table, values.number(key))[1],
        rule="; ".join(f"{condition}{' ' + unit if unit else ''}: {_plain(p)}" for condition, p in table.items()),
        turns={key: tuple(e for condition in table for e in edges(condition))},
        unit=unit,
    )


def flagged(key: str, label: str, points: float = 1, otherwise: float = 0) -> Criterion:
    """A criterion on a yes or no."""
    rule = f"yes: {_plain(points)}; no: {_plain(otherwise)}"
    return Criterion(key, label, (key,), lambda values: points if values.flag(key) else otherwise, rule)


def chosen(key: str, label: str, table: Mapping[str, float]) -> Criterion:
    """A criterion on one of several options."""
    rule = "; ".join(f"{option}: {_plain(p)}" for option, p in table.items())
    return Criterion(key, label, (key,), lambda values: table[values.choice(key)], rule)


@dataclass(frozen=True, slots=True)
class Points:
    """The method of a score that adds points.

    `total` names the key of the sum. `components` names a key under which the points by criterion stand too. `limits`
    hold the sum. `alone` gives each criterion's points under its own key instead of a sum, for scores not seen whole.
    """

    criteria: tuple[Criterion, ...]
    verdict: Verdict = lambda total, points, values: {}
    total: str = "score"
    components: str = ""
    limits: tuple[float, float] | None = None
    alone: bool = False

    def work(self, values: Values) -> Outcome:
        """The points by criterion, their sum, and what follows."""
        found = {c.key: c.points(values) for c in self.criteria}
        return self._outcome(found, values)

    def partly(self, values: Values, missing: tuple[Input, ...]) -> Outcome:
        """The points of those criteria that what is missing cannot change, and the sum where that is all of them."""
        ends = {c.key: self._ends(c, values, list(missing)) for c in self.criteria}
        known = {key: low for key, (low, high) in ends.items() if low == high}
        certain = len(known) == len(self.criteria) and not any(isinstance(i, Choice) for i in missing)
        if self.alone or certain:
            return self._outcome(known, values)
        result: dict[str, object] = {self.total: None}
        if self.components:
            result[self.components] = {k: whole(p) for k, p in known.items()}
        return Outcome(result, None, self._steps(known, values))

    def bounds(self, values: Values, missing: tuple[Input, ...]) -> Range | None:
        """The lowest and the highest sum over all plausible values of what is missing."""
        if self.alone:
            return None
        shared, own = self._split(missing)
        lowest: list[float] = []
        highest: list[float] = []
        for held in _every(shared, self._turns()):
            ends = [self._ends(c, values.having(held), own) for c in self.criteria]
            lowest.append(self._limited(sum(low for low, _ in ends)))
            highest.append(self._limited(sum(high for _, high in ends)))
        return Range(whole(min(lowest)), whole(max(highest)))

    def table(self) -> tuple[tuple[str, str], ...]:
        """The criteria with their rules."""
        return tuple((c.label, c.rule) for c in self.criteria)

    def _outcome(self, found: Mapping[str, float], values: Values) -> Outcome:
        if self.alone:
            shown = {key: whole(p) for key, p in found.items()}
            return Outcome(shown, None, self._steps(found, values))
        total = whole(self._limited(sum(found.values())))
        result: dict[str, object] = {self.total: total, **self.verdict(total, found, values)}
        if self.components:
            result[self.components] = {k: whole(p) for k, p in found.items()}
        return Outcome(result, total, self._steps(found, values))

    def _limited(self, total: float) -> float:
        low, high = self.limits or (total, total)
        return min(max(total, low), high)

    def _steps(self, found: Mapping[str, float], values: Values) -> tuple[Step, ...]:
        return tuple(
            Step(c.label, f"{told(values, c.needs)} {c.unit}".rstrip(), whole(found[c.key]))
            for c in self.criteria
            if c.key in found
        )

    def _split(self, missing: tuple[Input, ...]) -> tuple[list[Input], list[Input]]:
        """Missing inputs that several criteria need, and those that one needs."""
        uses = {i.key: sum(i.key in c.needs for c in self.criteria) for i in missing}
        return [i for i in missing if uses[i.key] > 1], [i for i in missing if uses[i.key] == 1]

    def _turns(self) -> dict[str, tuple[float, ...]]:
        turns: dict[str, tuple[float, ...]] = {}
        for criterion in self.criteria:
            for key, places in criterion.turns.items():
                turns[key] = turns.get(key, ()) + places
        return turns

    def _ends(self, criterion: Criterion, values: Values, missing: list[Input]) -> tuple[float, float]:
        lacking = [i for i in missing if i.key in criterion.needs]
        possible = [criterion.points(values.having(held)) for held in _every(lacking, criterion.turns)]
        return min(possible), max(possible)


def _every(inputs: list[Input], turns: Mapping[str, tuple[float, ...]]) -> Iterator[dict[str, Value]]:
    """Every combination of values that can make a difference to points."""
    each = [candidates(i, turns.get(i.key, ())) for i in inputs]
    for held in product(*each):
        yield {i.key: value for i, value in zip(inputs, held, strict=True) if value is not None}


def candidates(wanted: Input, turns: Iterable[float]) -> list[Value | None]:
    """Values of an input on both sides of every edge and at its plausible ends; None too where it may stay unknown."""
    match wanted:
        case Flag():
            return [False, True]
        case Choice(options=options):
            return list(options)
        case Day():
            raise ValueError("a day has no ends")
        case Number(low=low, high=high, whole=is_whole):
            nudge = 1.0 if is_whole else NUDGE
            around = {t + d for t in turns for d in (-nudge, 0.0, nudge)}
            places: list[Value | None] = [*sorted(p for p in around | {low, high} if low <= p <= high)]
            return [*places, None] if wanted.optional else places
    raise TypeError(f"{wanted} is no input")


def told(values: Values, keys: Iterable[str]) -> str:
    """What is held of some inputs, as words."""
    shown = [shown_value(value) for key in keys if (value := values.get(key)) is not None]
    return ", ".join(shown) or "not given"


def shown_value(value: Value) -> str:
    """A value as one reads it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return _plain(value) if isinstance(value, (int, float)) else str(value)


def whole(number: float) -> float:
    """A number that is whole as an integer, so that it prints as one."""
    return int(number) if float(number).is_integer() else number


def _plain(number: float) -> str:
    return f"{number:.12g}"
