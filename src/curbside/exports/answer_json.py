"""An answer as one JSON object, the contract that others script against."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from curbside.exports.words import disclaimer, follow_up_words, status
from curbside.model import (
    Answer,
    Citation,
    Concept,
    Conflict,
    Document,
    Gap,
    OngoingTrial,
    Review,
    Role,
    Section,
    Statement,
)

Scores = Sequence[Mapping[str, str]]
"""The scores that an answer names: for each its id, its name and the path of its page."""


def answer_object(answer: Answer, review: Review | None = None, scores: Scores = ()) -> dict[str, object]:
    """The answer as plain objects, keys in a fixed order; what was refused is not in it, as it is not in an answer."""
    numbers = {d.id: n for n, d in enumerate(answer.references, start=1)}
    return {
        "question": answer.topic.question.text,
        "understood": _understood(answer),
        "emergency": answer.topic.emergency,
        "bottom_line": {
            "text": answer.bottom_line.text,
            "direction": answer.bottom_line.direction.value,
            "strength": answer.bottom_line.strength,
            "direct": answer.bottom_line.direct,
            "statements": list(answer.bottom_line.statements),
        },
        "guidelines": [_section(s, numbers) for s in answer.guidelines],
        "research": [_section(s, numbers) for s in answer.research],
        "gaps": [_gap(g, numbers) for g in answer.gaps],
        "conflicts": [_conflict(c) for c in answer.conflicts],
        "references": [reference_object(d, n) for n, d in enumerate(answer.references, start=1)],
        "calculators": [dict(s) for s in scores],
        "follow_ups": list(answer.follow_ups),
        "disclaimer": disclaimer(answer),
        "status": status(review),
        "review": review_object(review) if review else None,
        "edition": answer.edition,
        "composer": answer.composer,
    }


def answer_json(answer: Answer, review: Review | None = None, scores: Scores = ()) -> str:
    """The answer as JSON text with a final line break; the same answer always gives the same bytes."""
    return json.dumps(answer_object(answer, review, scores), ensure_ascii=False, indent=2) + "\n"


def review_object(review: Review) -> dict[str, object]:
    """How far the words shown have been reviewed; those who approved stand in it only while their approval holds."""
    return {
        "case": review.case,
        "stage": review.stage.value,
        "reason": review.reason,
        "since": review.since,
        "expires": review.expires,
        "approvals": [
            {
                "name": a.person.name,
                "credentials": a.person.credentials,
                "affiliation": a.person.affiliation,
                "conflicts": a.person.conflicts,
                "at": a.at,
            }
            for a in review.approvals
            if review.approved
        ],
    }


def _understood(answer: Answer) -> dict[str, object]:
    topic = answer.topic
    return {
        **{role.value: _concept(topic.concept(role)) for role in Role},
        "kind": topic.purpose.value,
        "terms": list(topic.terms),
        "notes": list(topic.notes),
        "newest": topic.newest,
        "follow_up": _follow_up(answer),
    }


def _follow_up(answer: Answer) -> dict[str, object] | None:
    """How the question was completed from those before it; null where it stands by itself."""
    followed = answer.topic.follow_up
    if followed is None:
        return None
    return {
        "asked": followed.asked,
        "earlier": list(answer.topic.question.earlier),
        "understood_as": answer.topic.question.text,
        "inherited": [{"role": c.role.value, "text": c.text} for c in followed.inherited],
        "changed": [{"role": c.role.value, "text": c.text} for c in followed.changed],
        "replaced": [{"role": c.role.value, "text": c.text} for c in followed.replaced],
        "kind_inherited": followed.purpose_inherited,
        "text": follow_up_words(answer.topic),
    }


def _concept(concept: Concept | None) -> dict[str, object] | None:
    return None if concept is None else {"text": concept.text, "forms": list(concept.forms)}


def _section(section: Section, numbers: dict[str, int]) -> dict[str, object]:
    return {"title": section.title, "statements": [_statement(s, numbers) for s in section.statements]}


def _statement(statement: Statement, numbers: dict[str, int]) -> dict[str, object]:
    return {
        "id": statement.id,
        "text": statement.text,
        "facet": statement.facet.value,
        "direction": statement.direction.value,
        "direct": statement.direct,
        "relation": statement.relation.value,
        "studied_in": statement.studied_in,
        "certainty": statement.grade.certainty.value,
        "grade": {
            "stated": statement.grade.stated,
            "scheme": statement.grade.scheme,
            "strength": statement.grade.strength.value,
            "certainty": statement.grade.certainty.value,
            "machine_suggested": statement.grade.suggested,
        },
        "outcome": statement.outcome,
        "design": statement.design,
        "population": statement.population,
        "size": statement.size,
        "effects": [asdict(e) for e in statement.effects],
        "citations": [_citation(c, numbers) for c in statement.citations],
        "check": {"verdict": "passed" if statement.check else "unchecked", "passed": list(statement.check)},
    }


def _citation(citation: Citation, numbers: dict[str, int]) -> dict[str, object]:
    return {
        "reference": numbers[citation.passage.document.id],
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "passage": citation.passage.id,
        "section": citation.passage.section,
    }


def _gap(gap: Gap, numbers: dict[str, int]) -> dict[str, object]:
    return {
        "text": gap.text,
        "looked_for": gap.looked_for,
        "references": [numbers[d.id] for d in gap.documents],
        "trials": [_trial(t, numbers) for t in gap.trials],
    }


def _trial(trial: OngoingTrial, numbers: dict[str, int]) -> dict[str, object]:
    """A trial under way: what its record says of it, and the statement that was checked against the record."""
    return {
        "number": trial.number,
        "status": trial.status.value,
        "completion": trial.completion or None,
        "updated": trial.updated or None,
        **_statement(trial.statement, numbers),
    }


def _conflict(conflict: Conflict) -> dict[str, object]:
    return {"text": conflict.text, "on": conflict.on, "statements": list(conflict.statements)}


def reference_object(document: Document, number: int | None = None) -> dict[str, object]:
    """A document as the contract gives a reference; the number is left out where there is none."""
    found: dict[str, object] = {"number": number} if number is not None else {}
    return {
        **found,
        "id": document.id,
        "title": document.title,
        "authors": list(document.authors),
        "journal": document.journal,
        "issuer": document.issuer,
        "year": document.year,
        "volume": document.volume,
        "pages": document.pages,
        "kind": document.kind.value,
        "design": document.types[0] if document.types else None,
        "identifiers": {k: v for k, v in asdict(document.identifiers).items() if v},
        "depth": document.depth.value,
        "held": document.held,
        "standing": document.standing.value,
        "url": document.url,
    }
