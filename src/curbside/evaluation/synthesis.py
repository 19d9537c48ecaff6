"""Syntheses of several abstracts, measured on questions in the shape of MedEvidence."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from curbside.evaluation.cases import Row, field, rows
from curbside.evaluation.measures import Pair
from curbside.model import BadInputError

UNSURE = frozenset({"uncertain effect", "insufficient data"})
"""The answers that say that the sources do not settle the question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question, the texts of its sources by their ids, and the known answer where the file has one, else ""."""

    id: str
    text: str
    sources: Mapping[str, str]
    known: str


def read_questions(path: Path) -> tuple[Question, ...]:
    """The questions of a file; BadInputError names the line that is none and the id that stands twice."""
    found: dict[str, Question] = {}
    for number, row in rows(path):
        question = Question(
            id=field(row, "question_id", path, number),
            text=field(row, "question", path, number),
            sources=_sources(row, path, number),
            known=str(row.get("answer") or ""),
        )
        if question.id in found:
            raise BadInputError(str(path), f"line {number}", f"a duplicate question_id {question.id!r}")
        found[question.id] = question
    if not found:
        raise BadInputError(str(path), "", "the file holds no question")
    return tuple(found.values())


def _sources(row: Row, path: Path, number: int) -> dict[str, str]:
    sources = row.get("sources")
    if not isinstance(sources, dict):
        raise BadInputError(str(path), f"line {number}", "'sources' is no object of {id: {content}}")
    found = {}
    for id_, source in sources.items():
        content = source.get("content") if isinstance(source, dict) else None
        if not isinstance(content, str):
            raise BadInputError(str(path), f"line {number}", f"source {id_!r} has no text 'content'")
        found[str(id_)] = content
    return found


def answered(
    questions: Sequence[Question], synthesise: Callable[[str, Mapping[str, str]], str]
) -> tuple[tuple[Question, str], ...]:
    """Each question with the answer that is read from its sources."""
    return tuple((q, synthesise(q.text, q.sources)) for q in questions)


def answer_lines(answers: Iterable[tuple[Question, str]]) -> str:
    """The answers as JSON Lines of {question_id, answer}."""
    return "".join(json.dumps({"question_id": q.id, "answer": said}) + "\n" for q, said in answers)


def pairs(answers: Iterable[tuple[Question, str]]) -> tuple[tuple[str, Pair], ...]:
    """For each question whose answer is known its id, and the known answer with the one given."""
    return tuple((q.id, (q.known, said)) for q, said in answers if q.known)


def overclaimed(found: Mapping[Pair, int]) -> float:
    """Of the questions that the sources do not settle, the share that was answered as if they did."""
    unsettled = sum(n for (known, _), n in found.items() if known in UNSURE)
    certain = sum(n for (known, said), n in found.items() if known in UNSURE and said not in UNSURE)
    return certain / unsettled if unsettled else 0.0
