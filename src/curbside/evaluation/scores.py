"""Scores computed from rows of MedCalc-Bench, within each row's limits, a calculator at a time."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from curbside.evaluation.cases import rows
from curbside.model import BadInputError

Compute = Callable[[str, Mapping[str, object]], Mapping[str, object]]
"""From a calculator's name and what is given to a calculation as plain objects; BadInputError where it is refused."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: who computed what from which entities, the answer it is labelled with, and the limits around it."""

    number: str
    calculator: str
    entities: Mapping[str, object]
    answer: str
    lowest: str
    highest: str


@dataclass(frozen=True, slots=True)
class Compared:
    """One row, what came out, and whether that lies within the row's limits."""

    row: Row
    found: str
    agrees: bool


def read_rows(path: Path) -> tuple[Row, ...]:
    """The rows of a file of JSON Lines, plain or gzip; BadInputError names file and line."""
    return tuple(_row(path, number, row) for number, row in rows(path))


def _row(path: Path, number: int, row: Mapping[str, object]) -> Row:
    try:
        entities = ast.literal_eval(str(row["Relevant Entities"]))
        ends = (str(row["Lower Limit"]), str(row["Upper Limit"]))
        answer, name = str(row["Ground Truth Answer"]), str(row["Calculator Name"])
        return Row(str(row["Row Number"]), name, dict(entities), answer, *ends)
    except (ValueError, SyntaxError, KeyError, TypeError) as error:
        raise BadInputError(str(path), f"line {number}", f"no row of MedCalc-Bench ({error!r})") from error


def compared(cases: Sequence[Row], compute: Compute) -> tuple[Compared, ...]:
    """Every row with what came out of it, in the order of the rows."""
    return tuple(_compared(row, compute) for row in cases)


def _compared(row: Row, compute: Compute) -> Compared:
    try:
        calculation = compute(row.calculator, row.entities)
    except BadInputError as error:
        return Compared(row, f"refused: {error}", agrees=False)
    value, result = calculation["value"], calculation["result"]
    assert isinstance(result, Mapping)
    if {"weeks", "days"} <= result.keys():
        found = f"({result['weeks']} weeks, {result['days']} days)"
        return Compared(row, found, _weeks(row.answer) == (result["weeks"], result["days"]))
    if value is None:
        shown = next((v for v in result.values() if isinstance(v, str)), None)
        if shown is None:
            return Compared(row, f"left open: {calculation['missing']} missing", agrees=False)
        return Compared(row, shown, _day(row.answer) == shown)
    return Compared(row, str(value), _within(row, value))


def _within(row: Row, value: object) -> bool:
    try:
        return isinstance(value, (int, float)) and float(row.lowest) <= value <= float(row.highest)
    except ValueError:
        return False


def _day(answer: str) -> str | None:
    try:
        return datetime.strptime(answer, "%m/%d/%Y").date().isoformat()  # noqa: DTZ007
    except ValueError:
        return None


def _weeks(answer: str) -> tuple[int, int] | None:
    digits = [int(word.split()[0]) for word in ast.literal_eval(answer)] if answer.startswith("(") else []
    return (digits[0], digits[1]) if len(digits) == 2 else None


@dataclass(frozen=True, slots=True)
class Judgement:
    """Who is right about a row by the published formula: "score", "label" or "neither", and why."""

    right: str
    why: str


def judgements() -> dict[str, Judgement]:
    """By row number, for rows whose label was compared with the published formula by hand."""
    found = json.loads((Path(__file__).parent / "medcalc_judged.json").read_text(encoding="utf-8"))
    return {str(number): Judgement(*told) for number, told in found.items()}


def by_calculator(found: Sequence[Compared], judged: Mapping[str, Judgement]) -> list[dict[str, object]]:
    """Rows, agreements and accuracy a calculator, by name, and of all together; wrong labels by hand apart."""
    names = sorted({c.row.calculator for c in found})
    lines = [_line(name, [c for c in found if c.row.calculator == name], judged) for name in names]
    return [*lines, _line("all", found, judged)]


def _line(name: str, found: Sequence[Compared], judged: Mapping[str, Judgement]) -> dict[str, object]:
    agreeing = sum(c.agrees for c in found)
    wrong = sum(not c.agrees and c.row.number in judged and judged[c.row.number].right == "score" for c in found)
    sound = len(found) - wrong
    return {
        "calculator": name,
        "rows": len(found),
        "within limits": agreeing,
        "accuracy": round(agreeing / len(found), 3) if found else None,
        "labels against the formula": wrong,
        "accuracy without them": round(agreeing / sound, 3) if sound else None,
    }


def disagreement(one: Compared, judged: Mapping[str, Judgement]) -> dict[str, object]:
    """One row on which score and label disagree, as plain objects."""
    judgement = judged.get(one.row.number, Judgement("not judged", ""))
    return {
        "row": one.row.number,
        "calculator": one.row.calculator,
        "found": one.found,
        "label": one.row.answer,
        "right": judgement.right,
        "why": judgement.why,
    }


def score_table(lines: Sequence[Mapping[str, object]]) -> str:
    """The measures as a table of Markdown."""
    keys = list(lines[0])
    rows_ = [keys, ["---"] * len(keys), *([str(line[k]) for k in keys] for line in lines)]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows_)


def told_apart(found: Mapping[str, object]) -> str:
    """A disagreement as one line."""
    why = f" ({found['why']})" if found["why"] else ""
    return f"found {found['found']}, labelled {found['label']}; right by the formula: {found['right']}{why}"
