"""An answer as a page tells it: the contract's object, and beside it what the page adds for one reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from curbside.archive import Entry, Kept
from curbside.exports.answer_json import answer_object, reference_object
from curbside.exports.plain import about_parts
from curbside.exports.vancouver import vancouver
from curbside.exports.words import emergency_advice
from curbside.house import CHECKED, House
from curbside.model import Answer, Citation, Document, Kind, Purpose, Role, Section, Standing, Statement, Verified
from curbside.web.plots import forest_plots, short_name
from curbside.web.rendering import Value, path_of

SOUND = (Standing.CURRENT, Standing.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrait:
    """An answer as it was kept, as it stands today, and the answers it belongs with."""

    kept: Kept
    today: Verified
    versions: Sequence[Entry]
    earlier: Sequence[Entry]
    reader: str

    @property
    def answer(self) -> Answer:
        """What a reader may see today."""
        return self.today.answer


def answer_value(portrait: Portrait, house: House) -> Value:
    """Everything the answer page tells, and its twin."""
    answer, entry = portrait.answer, portrait.kept.entry
    numbers = {d.id: n for n, d in enumerate(answer.references, start=1)}
    return {
        "title": answer.topic.question.text,
        "id": entry.id,
        "path": path_of("answers", entry.id),
        "hash": entry.hash,
        "given": entry.given,
        "reader": portrait.reader,
        **answer_object(answer),
        "references": [reference_value(d, n) for d, n in zip(answer.references, numbers.values(), strict=True)],
        "advice": emergency_advice(answer.topic.emergency) if answer.topic.emergency else "",
        "told": _told(answer, entry.id, numbers),
        "plots": forest_plots(answer),
        "since": _since(portrait, house),
        "versions": [entry_value(e) for e in portrait.versions],
        "conversation": [entry_value(e) for e in portrait.earlier],
        "purposes": [p.value for p in Purpose],
        "asked": {role.value: _text(answer, role) for role in Role},
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
        "citation": vancouver(document),
        "short": short_name(document),
        "path": path_of("sources", document.id),
        "sound": document.standing in SOUND,
    }


def _text(answer: Answer, role: Role) -> str:
    concept = answer.topic.concept(role)
    return concept.text if concept else ""


def _told(answer: Answer, id_: str, numbers: dict[str, int]) -> Value:
    standings = {d.id: d.standing for d in answer.references}

    def sections(found: Sequence[Section]) -> list[Value]:
        return [
            {"title": s.title, "statements": [_statement(t, id_, numbers, standings) for t in s.statements]}
            for s in found
        ]

    return {
        "bottom_line": answer.bottom_line.text,
        "strength": answer.bottom_line.strength,
        "guidelines": sections(answer.guidelines),
        "research": sections(answer.research),
        "gaps": [{"text": g.text, "references": [numbers[d.id] for d in g.documents]} for g in answer.gaps],
        "conflicts": [{"text": c.text, "on": c.on, "statements": list(c.statements)} for c in answer.conflicts],
        "notes": [],
        "help": [],
        "measured": None,
    }


def _statement(statement: Statement, id_: str, numbers: dict[str, int], standings: dict[str, Standing]) -> Value:
    source = statement.source
    cited = dict.fromkeys(numbers[c.passage.document.id] for c in statement.citations)
    return {
        "id": statement.id,
        "text": statement.text,
        "relation": statement.relation.value,
        "direct": statement.direct,
        "guideline": source.kind is Kind.GUIDELINE,
        "about": about_parts(statement, standings[source.id]),
        "references": list(cited),
        "words": path_of("answers", id_, "words", statement.id),
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
    listed = {d.id: d for d in answer.references}
    return {
        "title": f"The words behind: {statement.text}",
        "id": statement.id,
        "answer": {"path": path_of("answers", id_), "question": answer.topic.question.text},
        "statement": _statement(statement, id_, numbers, {d.id: d.standing for d in answer.references}),
        "design": statement.design,
        "population": statement.population,
        "size": statement.size,
        "citations": [_citation(c, listed[c.passage.document.id], numbers) for c in statement.citations],
        "checks": [{"name": name, "passed": name in statement.check} for name in (*_FIRST, *CHECKED)],
    }


_FIRST = ("not retracted, as the library knows now",)


def _citation(citation: Citation, document: Document, numbers: dict[str, int]) -> Value:
    text = citation.passage.text
    return {
        "reference": reference_value(document, numbers[document.id]),
        "passage": citation.passage.id,
        "section": citation.passage.section,
        "start": citation.start,
        "end": citation.end,
        "before": text[: citation.start],
        "quote": citation.quote,
        "after": text[citation.end :],
    }


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
