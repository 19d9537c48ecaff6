"""Scores that are a formula: its outcome, and between which ends it lies while numbers are missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import islice, product

from curbside.calculators.forms import Day, Input, Outcome, Range, Step, Values
from curbside.calculators.points import candidates, told

_MOST_CORNERS = 20_000


@dataclass(frozen=True, slots=True)
class Formula:
    """The method of a score that is one formula.

    `monotone` says that the value only rises or only falls in each number while the others stay, so that its ends lie
    at the ends of the plausible ranges; `turns` are the places where it may turn nevertheless.
    """

    compute: Callable[[Values], Outcome]
    written: tuple[tuple[str, str], ...]
    keys: tuple[str, ...]
    monotone: bool = True
    turns: Mapping[str, tuple[float, ...]] = field(default_factory=dict)

    def work(self, values: Values) -> Outcome:
        """What the formula gives."""
        return self.compute(values)

    def partly(self, values: Values, missing: tuple[Input, ...]) -> Outcome:
        """Nothing yet: a formula needs all its numbers."""
        return Outcome(dict.fromkeys(self.keys), None, ())

    def bounds(self, values: Values, missing: tuple[Input, ...]) -> Range | None:
        """The lowest and highest value at the corners of what is missing, or None where it may lie outside them."""
        if not self.monotone or any(isinstance(i, Day) for i in missing):
            return None
        each = [candidates(i, self.turns.get(i.key, ())) for i in missing]
        found = []
        for held in islice(product(*each), _MOST_CORNERS):
            more = {i.key: v for i, v in zip(missing, held, strict=True) if v is not None}
            value = self.compute(values.having(more)).value
            if value is not None:
                found.append(value)
        return Range(min(found), max(found)) if found else None

    def table(self) -> tuple[tuple[str, str], ...]:
        """The formula as written."""
        return self.written


def single(
    key: str,
    compute: Callable[[Values], float],
    written: str,
    *,
    digits: int = 3,
    monotone: bool = True,
    turns: Mapping[str, tuple[float, ...]] | None = None,
) -> Formula:
    """The method of a score that is one expression with one result, rounded to so many digits."""

    def outcome(values: Values) -> Outcome:
        found = round(compute(values), digits)
        shown = ", ".join(f"{name} {told(values, (name,))}" for name in values.held())
        return Outcome(
            {key: found}, found, (Step("Formula", written), Step("With", shown), Step("Gives", f"{found:g}"))
        )

    return Formula(outcome, ((key, written),), (key,), monotone, turns or {})
