"""Answers measured on questions in the shape of BioASQ: what they cite, what they cover, and whether yes is yes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from curbside.evaluation.cases import Row, field, rows
from curbside.evaluation.measures import Pair
from curbside.model import Answer, BadInputError, Direction, Evidence

T = TypeVar("T")
_COVERED = 0.5
"""Share of a snippet's words that one statement must hold to cover it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question with the documents and snippets that answer it, and "yes" or "no" where it asks for one, else ""."""

    id: str
    text: str
    documents: frozenset[str]
    snippets: tuple[str, ...]
    known: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What one answer was given, cites and covers, each with what it is a part of, and the pair of known and said.

    `given` counts the documents of the direct evidence that the composer was given.
    """

    given: int
    given_gold: int
    cited: int
    cited_gold: int
    snippets: int
    covered: int
    yes_no: Pair | None


def read_questions(path: Path) -> tuple[Question, ...]:
    """The questions of a file of {id, body, documents, snippets, exact_answer}; BadInputError names a bad line."""
    found = tuple(_question(row, path, number) for number, row in rows(path))
    if not found:
        raise BadInputError(str(path), "", "the file holds no question")
    return found


def _question(row: Row, path: Path, number: int) -> Question:
    documents, snippets = row.get("documents"), row.get("snippets")
    if not isinstance(documents, list) or not isinstance(snippets, list):
        raise BadInputError(str(path), f"line {number}", "'documents' or 'snippets' is no list")
    exact = row.get("exact_answer")
    return Question(
        id=field(row, "id", path, number),
        text=field(row, "body", path, number),
        documents=frozenset(f"pmid:{str(d).rstrip('/').rpartition('/')[2]}" for d in documents),
        snippets=tuple(str(s.get("text") or "") for s in snippets if isinstance(s, dict)),
        known=exact if row.get("type") == "yesno" and exact in ("yes", "no") else "",
    )


def sampled(questions: Sequence[T], most: int) -> tuple[T, ...]:
    """At most so many questions, taken evenly over the whole file."""
    if most >= len(questions):
        return tuple(questions)
    return tuple(questions[i * len(questions) // most] for i in range(most))


def counted(question: Question, answer: Answer, evidence: Sequence[Evidence] = ()) -> Counts:
    """What an answer was given and cites of the known documents, and covers of the known snippets."""
    given = {e.passage.document.id for e in evidence if e.direct}
    cited = {c.passage.document.id for s in answer.statements for c in s.citations}
    told = [_tokens(s.text) for s in answer.statements]
    snippets = [found for s in question.snippets if (found := _tokens(s))]
    return Counts(
        given=len(given),
        given_gold=len(given & question.documents),
        cited=len(cited),
        cited_gold=len(cited & question.documents),
        snippets=len(snippets),
        covered=sum(any(len(s & t) > _COVERED * len(s) for t in told) for s in snippets),
        yes_no=(question.known, said(answer)) if question.known else None,
    )


_NO = frozenset({Direction.AGAINST, Direction.NO_DIFFERENCE})
_NEITHER = frozenset({Direction.UNCERTAIN, Direction.MIXED, Direction.UNSTATED})


def said(answer: Answer) -> str:
    """Yes, no or "unsaid": by the bottom line, else by most of the statements that point any way."""
    if answer.bottom_line.direction not in _NEITHER:
        return "no" if answer.bottom_line.direction in _NO else "yes"
    points = [s.direction in _NO for s in answer.statements if s.direction not in _NEITHER]
    if not points:
        return "unsaid"
    return "no" if sum(points) * 2 > len(points) else "yes"


def shares(counts: Sequence[Counts]) -> dict[str, float]:
    """Of all documents given and cited the share that is known to answer, and of all snippets the share covered."""
    given = sum(c.given for c in counts)
    cited, snippets = sum(c.cited for c in counts), sum(c.snippets for c in counts)
    return {
        "questions": len(counts),
        "answered": sum(c.cited > 0 for c in counts),
        "given_documents_gold": round(sum(c.given_gold for c in counts) / given, 4) if given else 0.0,
        "cited_documents_gold": round(sum(c.cited_gold for c in counts) / cited, 4) if cited else 0.0,
        "snippets_covered": round(sum(c.covered for c in counts) / snippets, 4) if snippets else 0.0,
    }


def _tokens(text: str) -> frozenset[str]:
    return frozenset(w for w in re.findall(r"[^\W_]+", text.lower()) if len(w) > 2)
