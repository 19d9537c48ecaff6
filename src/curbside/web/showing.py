"""An answer as a page tells it: the contract's object, and beside it what the page adds for one reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from curbside.archive import Entry, Kept
from curbside.exports.answer_json import answer_object, reference_object
from curbside.exports.licences import limits, shown_whole
from curbside.exports.plain import about_parts
from curbside.exports.vancouver import vancouver
from curbside.exports.words import emergency_advice
from curbside.house import CHECKED, House, scores_named
from curbside.model import (
    Answer,
    Citation,
    Document,
    Facet,
    Kind,
    Measured,
    Purpose,
    Reader,
    Review,
    Role,
    Standing,
    Statement,
    Telling,
    Told,
    ToldSection,
    Verified,
)
from curbside.web.handout import printed
from curbside.web.plots import forest_plots, short_name
from curbside.web.readership import DISCLAIMERS
from curbside.web.rendering import Value, path_of

SOUND = (Standing.CURRENT, Standing.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrait:
    """An answer as it was kept, as it stands today, and the answers it belongs with."""

    kept: Kept
    today: Verified
    versions: Sequence[Entry]
    earlier: Sequence[Entry]
    telling: Telling
    review: Review | None = None

    @property
    def answer(self) -> Answer:
        """What a reader may see today."""
        return self.today.answer


def answer_value(portrait: Portrait, house: House) -> Value:
    """Everything the answer page tells, and its twin."""
    answer, entry = portrait.answer, portrait.kept.entry
    numbers = {d.id: n for n, d in enumerate(answer.references, start=1)}
    told = _told(portrait.telling, entry.id, numbers)
    references = [reference_value(d, n) for d, n in zip(answer.references, numbers.values(), strict=True)]
    on_paper = printed(told, [r["citation"] for r in references], _warnings(answer))
    return {
        "title": answer.topic.question.text,
        "id": entry.id,
        "path": path_of("answers", entry.id),
        "hash": entry.hash,
        "given": entry.given,
        "reader": portrait.telling.reader.value,
        **answer_object(answer, portrait.review, scores_named(answer)),
        "advice": emergency_advice(answer.topic.emergency) if answer.topic.emergency else "",
        "caution": list(DISCLAIMERS[portrait.telling.reader]),
        "told": told,
        "references": references,
        "handout": sorted(on_paper),
        "plots": [] if portrait.telling.reader is Reader.PATIENT else forest_plots(answer),
        "since": _since(portrait, house),
        "versions": [entry_value(e) for e in portrait.versions],
        "conversation": [entry_value(e) for e in portrait.earlier],
        "purposes": [p.value for p in Purpose],
        "asked": answer.topic.follow_up.asked if answer.topic.follow_up else answer.topic.question.text,
        "parts": {role.value: _text(answer, role) for role in Role},
        "named": [
            {"role": c.role.value, "text": c.text} for role in Role for c in answer.topic.concepts if c.role is role
        ],
    }


def entry_value(entry: Entry) -> Value:
    """An answer as a list shows it."""
    return {
        "id": entry.id,
        "path": path_of("answers", entry.id),
        "question": entry.question,
        "topic": entry.topic,
        "bottom_line": entry.bottom_line,
        "edition": entry.edition,
        "given": entry.given,
    }


def reference_value(document: Document, number: int | None = None) -> Value:
    """A reference with its words in Vancouver style and the page it has here."""
    return {
        **reference_object(document, number),
        "url": document.url if document.url and document.url.startswith(("https://", "http://")) else None,
        "citation": vancouver(document),
        "short": short_name(document),
        "path": path_of("sources", document.id),
        "sound": document.standing in SOUND,
    }


def _text(answer: Answer, role: Role) -> str:
    concept = answer.topic.concept(role)
    return concept.text if concept else ""


def _told(telling: Telling, id_: str, numbers: dict[str, int]) -> Value:
    """The answer in the words of its reader, statement by statement."""
    answer = telling.answer
    standings = {d.id: d.standing for d in answer.references}
    plain = telling.reader is Reader.PATIENT
    trials = {t.statement.id: t for t in telling.trials}

    def sections(found: Sequence[ToldSection]) -> list[Value]:
        return [
            {
                "title": s.title,
                "statements": [
                    {
                        **_statement(t, numbers),
                        "about": _about(t.statement, standings, plain=plain),
                        "words": path_of("answers", id_, "words", t.statement.id),
                    }
                    for t in s.statements
                ],
            }
            for s in found
        ]

    return {
        "bottom_line": telling.bottom_line.text,
        "strength": telling.strength,
        "guidelines": sections(telling.guidelines),
        "research": sections(telling.research),
        "gaps": [
            {
                "text": r.text,
                "references": [numbers[d.id] for d in g.documents],
                "trials": [_trial(trials[t.statement.id], id_, numbers) for t in g.trials],
            }
            for r, g in zip(telling.gaps, answer.gaps, strict=True)
        ],
        "conflicts": [
            {"text": r.text, "on": c.on, "statements": list(c.statements)}
            for r, c in zip(telling.conflicts, answer.conflicts, strict=True)
        ],
        "help": list(telling.help),
        "count": len(telling.statements),
        "measured": _measured(telling.measured),
    }


def _trial(told: Told, id_: str, numbers: dict[str, int]) -> Value:
    """A trial under way in the words of its reader, and where the words of its record are."""
    statement = told.statement
    return {
        "id": statement.id,
        "text": told.text,
        "reference": numbers[statement.source.id],
        "words": path_of("answers", id_, "words", statement.id),
    }


def _warnings(answer: Answer) -> set[str]:
    """The statements that warn: contraindications, and what a label puts into a box."""
    return {s.id for s in answer.statements if s.facet is Facet.CONTRAINDICATION or "warning" in s.grade.stated.lower()}


def _measured(measured: Measured | None) -> Value | None:
    """How hard the telling is to read (Flesch-Kincaid grade), and how much of it could only be quoted."""
    if measured is None:
        return None
    return {
        "grade": measured.told.grade,
        "statements_grade": measured.statements.grade,
        "quoted_grade": measured.quoted.grade,
        "quoted_statements": measured.quoted_statements,
        "withheld_doses": measured.withheld_doses,
    }


_KINDS = {
    Kind.GUIDELINE: "a guideline",
    Kind.LABEL: "the label of the product",
    Kind.SYSTEMATIC_REVIEW: "many studies, looked at together",
    Kind.TRIAL: "a study that put treatments side by side",
    Kind.OBSERVATIONAL: "a study that watched what happened",
    Kind.CASE_REPORT: "what happened to one person or a few",
    Kind.REVIEW: "an expert's view of the field",
    Kind.STUDY: "a study",
    Kind.REGISTRATION: "a study that is still going on",
}
"""What a document is, for a reader who does not know the names of designs."""


def _about(statement: Statement, standings: dict[str, Standing], *, plain: bool) -> list[str]:
    source = statement.source
    standing = standings[source.id]
    if not plain:
        return about_parts(statement, standing)
    kind = f"from {_KINDS[source.kind]}{f', {source.year}' if source.year else ''}"
    return [kind, *([standing.value.upper()] if standing not in SOUND else [])]


def _statement(told: Told, numbers: dict[str, int]) -> Value:
    statement = told.statement
    return {
        "id": statement.id,
        "text": told.text,
        "frame": told.rewording.frame if told.quoted else "",
        "body": told.rewording.body if told.quoted else told.text,
        "relation": statement.relation.value,
        "direct": statement.direct,
        "quoted": told.quoted,
        "asides": list(told.rewording.asides),
        "withheld": told.rewording.withheld,
        "notes": [{"about": n.about, "text": n.text, "source": n.source} for n in told.notes],
        "references": list(dict.fromkeys(numbers[c.passage.document.id] for c in statement.citations)),
        "checks": len(statement.check),
    }


def _since(portrait: Portrait, house: House) -> Value:
    """What has changed since the answer was given: the library, a newer answer, standings, and what fell with them."""
    then = {d.id: d.standing for d in portrait.kept.answer.references}
    changed = [
        {"number": n, "short": short_name(d), "was": then[d.id].value, "standing": d.standing.value}
        for n, d in enumerate(portrait.answer.references, start=1)
        if then[d.id] is not d.standing
    ]
    newest = portrait.versions[0] if portrait.versions else portrait.kept.entry
    return {
        "edition_now": house.library.edition,
        "library_changed": house.library.edition != portrait.kept.entry.edition,
        "newer": entry_value(newest) if newest.id != portrait.kept.entry.id else None,
        "standings": changed,
        "withheld": len(portrait.today.refusals),
    }


def words_value(portrait: Portrait, statement: Statement) -> Value:
    """The words a statement rests on, where they stand, and the checks it passed."""
    answer, id_ = portrait.answer, portrait.kept.entry.id
    numbers = {d.id: n for n, d in enumerate(answer.references, start=1)}
    return {
        "title": f"The words behind: {statement.text}",
        "id": statement.id,
        "answer": {"path": path_of("answers", id_), "question": answer.topic.question.text},
        "statement": {"text": statement.text, "outcome": statement.outcome, "studied_in": statement.studied_in},
        "design": statement.design,
        "population": statement.population,
        "size": statement.size,
        "passages": passages_value(statement, answer, numbers),
        "checks": [{"name": name, "passed": name in statement.check} for name in (*_FIRST, *CHECKED)],
    }


def passages_value(statement: Statement, answer: Answer, numbers: dict[str, int]) -> list[Value]:
    """The passages a statement rests on, cut where its words begin and end."""
    listed = {d.id: d for d in answer.references}
    return [_passage(found, listed, numbers) for found in _by_passage(statement.citations)]


_FIRST = ("not retracted, as the library knows now",)


def _by_passage(citations: Sequence[Citation]) -> list[list[Citation]]:
    """Citations of one passage together, in the order in which the passages are first cited."""
    found: dict[str, list[Citation]] = {}
    for citation in citations:
        found.setdefault(citation.passage.id, []).append(citation)
    return list(found.values())


def _passage(cited: Sequence[Citation], listed: dict[str, Document], numbers: dict[str, int]) -> Value:
    passage = cited[0].passage
    return {
        "reference": reference_value(listed[passage.document.id], numbers[passage.document.id]),
        "passage": passage.id,
        "section": passage.section,
        "places": [{"start": c.start, "end": c.end, "quote": c.quote} for c in cited],
        "limits": limits(passage.document),
        "pieces": _as_allowed(passage.document, pieces(passage.text, [(c.start, c.end) for c in cited])),
    }


_LEFT_OUT = "[...]"


def _as_allowed(document: Document, cut: list[Value]) -> list[Value]:
    """The pieces of a passage; where its licence lets only quotations be shown, what is not cited is left out."""
    if shown_whole(document):
        return cut
    left_out = {"text": f" {_LEFT_OUT} ", "marked": False}
    return [p if p["marked"] or not p["text"].strip() else left_out for p in cut]


def pieces(text: str, places: Sequence[tuple[int, int]]) -> list[Value]:
    """The text cut where cited places begin and end, each piece with whether it is cited; joined they are the text."""
    edges = sorted({0, len(text), *(edge for place in places for edge in place)})
    cut = [(a, b, any(s <= a and b <= e for s, e in places)) for a, b in pairwise(edges)]
    return [{"text": text[a:b], "marked": marked} for a, b, marked in cut]


def changes_between(newer: Answer, older: Answer) -> dict[str, Any]:
    """What a later answer to the same question says that an earlier one did not, and the other way round."""
    now, then = ({s.id: s for s in a.statements} for a in (newer, older))
    sources_now, sources_then = ({d.id: d for d in a.references} for a in (newer, older))
    return {
        "bottom_line_changed": newer.bottom_line.text != older.bottom_line.text,
        "added": [s.text for i, s in now.items() if i not in then],
        "removed": [s.text for i, s in then.items() if i not in now],
        "new_sources": [reference_value(d) for i, d in sources_now.items() if i not in sources_then],
        "gone_sources": [reference_value(d) for i, d in sources_then.items() if i not in sources_now],
        "standings": [
            {"short": short_name(d), "was": sources_then[i].standing.value, "standing": d.standing.value}
            for i, d in sources_now.items()
            if i in sources_then and sources_then[i].standing is not d.standing
        ],
    }
