"""How hard tellings are to read, over many questions."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from curbside.evaluation.cases import Row, rows
from curbside.model import BadInputError, Measured, Readability, Telling

AIM = 8.0
"""The grade a telling for a patient aims at."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was measured of one telling, and how many statements it tells."""

    measured: Measured
    statements: int


def questions_of(path: Path) -> list[str]:
    """The questions of a file: JSON Lines with "question", "Question", "body" or "text", or one object of names."""
    if path.suffix == ".json":
        return list(_named(path).values())
    return [_question(row, path, number) for number, row in rows(path)]


def _question(row: Row, path: Path, number: int) -> str:
    for name in ("question", "Question", "body", "text"):
        if isinstance(row.get(name), str) and str(row[name]).strip():
            return str(row[name])
    raise BadInputError(str(path), f"line {number}", 'no "question", "Question", "body" or "text"')


def _named(path: Path) -> dict[str, str]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise BadInputError(str(path), "", "not JSON") from error
    except OSError as error:
        raise BadInputError(str(path), "", error.strerror or "cannot be read") from error
    if not isinstance(found, dict) or not all(isinstance(v, str) for v in found.values()):
        raise BadInputError(str(path), "", "not one object of questions by name")
    return found


def readings(asked: Iterable[str], tell: Callable[[str], Telling]) -> Iterator[Reading]:
    """What is measured of the telling of each question."""
    for question in asked:
        telling = tell(question)
        if telling.measured is not None:
            yield Reading(telling.measured, len(telling.statements))


def summary(found: Sequence[Reading]) -> dict[str, object]:
    """Grades over all tellings: in our words, of the statements among them, and of what could only be quoted."""
    told = [g for r in found if (g := r.measured.told.grade) is not None]
    answered = [r for r in found if r.statements]
    grades = [g for r in answered if (g := r.measured.told.grade) is not None]
    statements = sum(r.statements for r in found)
    quoted = sum(r.measured.quoted_statements for r in found)
    return {
        "questions": len(found),
        "answered": len(answered),
        "told: median grade": round(median(told), 1) if told else None,
        "told: share at grade 8 or below": _share(told),
        "answered: median grade": round(median(grades), 1) if grades else None,
        "answered: share at grade 8 or below": _share(grades),
        "grade of the statements told, together": _together([r.measured.statements for r in found]),
        "grade of the statements quoted, together": _together([r.measured.quoted for r in found]),
        "statements": statements,
        "statements quoted": quoted,
        "share of statements quoted": round(quoted / statements, 3) if statements else None,
        "statements with a dose withheld": sum(r.measured.withheld_doses for r in found),
    }


def _share(grades: Sequence[float]) -> float | None:
    return round(sum(g <= AIM for g in grades) / len(grades), 3) if grades else None


def _together(parts: Sequence[Readability]) -> float | None:
    return Readability(
        words=sum(p.words for p in parts),
        sentences=sum(p.sentences for p in parts),
        syllables=sum(p.syllables for p in parts),
    ).grade
