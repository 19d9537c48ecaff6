"""Yes, no and maybe, measured on cases in the shape of PubMedQA: a title that asks, and its abstract."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from curbside.evaluation.cases import Row, field, rows
from curbside.evaluation.measures import Pair
from curbside.model import BadInputError

_ANSWERS = frozenset({"yes", "no", "maybe"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A question, the abstract of its article without the conclusion, and the known answer."""

    id: str
    question: str
    text: str
    known: str


def read_cases(path: Path) -> tuple[Case, ...]:
    """The cases of a file; BadInputError names the line that is none."""
    found = tuple(_case(row, path, number) for number, row in rows(path))
    if not found:
        raise BadInputError(str(path), "", "the file holds no case")
    return found


def _case(row: Row, path: Path, number: int) -> Case:
    known = field(row, "final_decision", path, number)
    if known not in _ANSWERS:
        raise BadInputError(str(path), f"line {number}", f"'final_decision' is {known!r}, not yes, no or maybe")
    return Case(
        id=field(row, "pmid", path, number),
        question=field(row, "QUESTION", path, number),
        text=_text(row, path, number),
        known=known,
    )


def _text(row: Row, path: Path, number: int) -> str:
    """The parts of the abstract, a line each, with their labels where each has one."""
    parts, labels = row.get("CONTEXTS"), row.get("LABELS")
    if not isinstance(parts, list) or not all(isinstance(p, str) for p in parts):
        raise BadInputError(str(path), f"line {number}", "'CONTEXTS' is no list of texts")
    if isinstance(labels, list) and len(labels) == len(parts):
        return "\n".join(f"{label}: {part}" for label, part in zip(labels, parts, strict=True))
    return "\n".join(parts)


def answered(cases: Sequence[Case], reply: Callable[[str, str], str]) -> tuple[tuple[str, Pair], ...]:
    """For each case its id, and the known answer with the one given to its question and text."""
    return tuple((c.id, (c.known, reply(c.question, c.text))) for c in cases)
