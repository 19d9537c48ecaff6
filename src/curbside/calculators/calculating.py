"""One calculation: what was given, what came out, what it means in the source's words, and what is still possible."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypedDict

from curbside.calculators.conditions import edges, holds
from curbside.calculators.forms import Alternative, Band, Calculator, Choice, Day, Flag, Input, Number, Outcome, Range
from curbside.calculators.points import NUDGE
from curbside.calculators.reading import Given, Reading, read


@dataclass(frozen=True, slots=True)
class Calculation:
    """A score for one patient: the reading of the inputs, the outcome, its bands, and the range where inputs lack.

    `range` is over every input that was not given, `still` are the bands it reaches.
    """

    calculator: Calculator
    reading: Reading
    outcome: Outcome
    bands: tuple[Band, ...]
    range: Range | None
    still: tuple[Band, ...]

    @property
    def complete(self) -> bool:
        """Whether nothing without which there is no result is missing."""
        return not self.reading.missing


def calculate(calculator: Calculator, given: Mapping[str, Given]) -> Calculation:
    """One score from what was given; BadInputError names score and input, and what was expected."""
    reading = read(calculator, given)
    method = calculator.method
    ends = method.bounds(reading.values, reading.open) if reading.open else None
    outcome = method.partly(reading.values, reading.missing) if reading.missing else method.work(reading.values)
    value = outcome.value
    bands = tuple(b for b in calculator.bands if value is not None and holds(b.when, value))
    return Calculation(calculator, reading, outcome, bands, ends, _reached(calculator, ends))


def _reached(calculator: Calculator, ends: Range | None) -> tuple[Band, ...]:
    if ends is None:
        return ()
    reached = []
    for band in calculator.bands:
        places = [ends.lowest, ends.highest, *(e + d for e in edges(band.when) for d in (-NUDGE, 0.0, NUDGE))]
        if any(ends.lowest <= p <= ends.highest and holds(band.when, p) for p in places):
            reached.append(band)
    return tuple(reached)


class Marks(TypedDict):
    """The ends of a scale, and the edges of its bands within them, the ends too."""

    low: float
    high: float
    edges: list[float]


def scale_marks(calculator: Calculator, calculation: Calculation) -> Marks | None:
    """Where a drawn scale begins, ends and turns; None for a score without one, or with nothing to mark."""
    if calculator.scale is None or (calculation.outcome.value is None and calculation.range is None):
        return None
    low, high = calculator.scale
    turns = {e for band in calculator.bands for e in edges(band.when) if low <= e <= high}
    return {"low": low, "high": high, "edges": sorted(turns | {low, high})}


def calculation_object(calculation: Calculation) -> dict[str, object]:
    """A calculation as plain objects, the contract that others script against; keys in a fixed order."""
    score, reading, outcome = calculation.calculator, calculation.reading, calculation.outcome
    ends = calculation.range
    return {
        "calculator": score.id,
        "name": score.name,
        "version": score.version,
        "provisional": score.provisional or None,
        "complete": calculation.complete,
        "inputs": {k: _plain(v) for k, v in reading.values.held().items() if k not in reading.assumed},
        "converted": dict(reading.converted),
        "assumed": {k: _plain(v) for k, v in reading.assumed.items()},
        "missing": [i.key for i in reading.missing],
        "result": {k: _plain(v) for k, v in outcome.result.items()},
        "value": outcome.value,
        "unit": score.unit or None,
        "interpretation": [{"when": b.when, "name": b.name or None, "text": b.text} for b in calculation.bands],
        "range": None if ends is None else {"lowest": ends.lowest, "highest": ends.highest},
        "still_possible": [b.text for b in calculation.still],
        "steps": [{"label": s.label, "found": s.found, "points": s.points} for s in outcome.steps],
        "remarks": [*([score.precondition] if score.precondition else []), *outcome.remarks, *score.notes],
        "ambiguities": list(score.ambiguities),
        "successor": score.successor or None,
        "sources": [_source(score, n) for n in range(len(score.sources))],
    }


def _source(score: Calculator, number: int) -> dict[str, object]:
    source = score.sources[number]
    return {
        "citation": source.citation,
        "seen": source.seen,
        "pmid": source.pmid,
        "doi": source.doi,
        "url": source.url,
    }


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return {k: _plain(v) for k, v in value.items()} if isinstance(value, dict) else value


def calculator_object(score: Calculator) -> dict[str, object]:
    """A score as plain objects: its inputs with units and plausible ranges, its rules, words and sources."""
    return {
        "calculator": score.id,
        "name": score.name,
        "version": score.version,
        "specialty": score.specialty,
        "purpose": score.purpose,
        "provisional": score.provisional or None,
        "precondition": score.precondition or None,
        "inputs": [input_object(i) for i in score.inputs],
        "alternatives": [_alternative(a) for a in score.alternatives],
        "rules": [{"label": label, "rule": rule} for label, rule in score.method.table()],
        "interpretation": [{"when": b.when, "name": b.name or None, "text": b.text} for b in score.bands],
        "notes": list(score.notes),
        "ambiguities": list(score.ambiguities),
        "successor": score.successor or None,
        "scale": list(score.scale) if score.scale else None,
        "aliases": list(score.aliases),
        "sources": [_source(score, n) for n in range(len(score.sources))],
        "examples": [
            {"given": dict(e.given), "expected": dict(e.expected), "working": e.working} for e in score.examples
        ],
    }


def _alternative(alternative: Alternative) -> dict[str, object]:
    return {"for": alternative.key, "inputs": [input_object(i) for i in alternative.inputs]}


def input_object(wanted: Input) -> dict[str, object]:
    """An input as plain objects."""
    found: dict[str, object] = {"key": wanted.key, "label": wanted.label, "type": "", "unit": None}
    found |= {"plausible": None, "options": None}
    match wanted:
        case Number():
            found |= {"type": "whole number" if wanted.whole else "number", "unit": wanted.unit or None}
            found |= {"plausible": [wanted.low, wanted.high]}
        case Flag():
            found |= {"type": "yes or no"}
        case Choice():
            found |= {"type": "choice", "options": list(wanted.options)}
        case Day():
            found |= {"type": "day"}
    default = _plain(wanted.default)
    needed = wanted.default is None and not wanted.optional
    return {**found, "needed": needed, "default": default, "note": wanted.note or None, "aliases": list(wanted.aliases)}
