"""A telling as one JSON object: the answer's object, with what the reader reads beside it."""

from __future__ import annotations

import json

from curbside.exports.answer_json import Scores, answer_object
from curbside.exports.words import disclaimer
from curbside.model import Note, Readability, Reader, Review, Rewording, Telling, Told, ToldSection


def telling_object(telling: Telling) -> dict[str, object]:
    """What one reader reads, keyed as the answer is; statements are named by their ids."""
    return {
        "reader": telling.reader.value,
        "bottom_line": {**_rewording(telling.bottom_line), "strength": telling.strength},
        "guidelines": [_section(s) for s in telling.guidelines],
        "research": [_section(s) for s in telling.research],
        "gaps": [_rewording(g) for g in telling.gaps],
        "conflicts": [_rewording(c) for c in telling.conflicts],
        "trials": [_told(t) for t in telling.trials],
        "notes": [_note(n) for n in telling.notes],
        "help": list(telling.help),
        "readability": _measured(telling),
    }


def telling_json(telling: Telling, review: Review | None = None, scores: Scores = ()) -> str:
    """The answer as JSON text with its telling; a clinician's is the answer alone, as it is."""
    told = answer_object(telling.answer, review, scores)
    if telling.reader is not Reader.CLINICIAN:
        told = {**told, "disclaimer": disclaimer(telling.answer, telling.reader), "telling": telling_object(telling)}
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _section(section: ToldSection) -> dict[str, object]:
    return {"title": section.title, "statements": [_told(t) for t in section.statements]}


def _told(told: Told) -> dict[str, object]:
    return {
        "id": told.statement.id,
        **_rewording(told.rewording),
        "quoted": told.quoted,
        "people": told.people,
        "notes": [_note(n) for n in told.notes],
    }


def _rewording(rewording: Rewording) -> dict[str, object]:
    return {"text": rewording.text, "beside": list(rewording.asides), "dose_withheld": rewording.withheld}


def _note(note: Note) -> dict[str, object]:
    return {"about": note.about, "text": note.text, "source": note.source or None}


def _measured(telling: Telling) -> dict[str, object] | None:
    """The reading grades (Flesch-Kincaid), each with what it was counted from; None where words are not changed."""
    measured = telling.measured
    if measured is None:
        return None
    return {
        "measure": "Flesch-Kincaid grade",
        "told": _grade(measured.told),
        "statements": _grade(measured.statements),
        "quoted": _grade(measured.quoted),
        "statements_quoted": measured.quoted_statements,
        "statements_all": len(telling.statements),
        "doses_withheld": measured.withheld_doses,
    }


def _grade(counted: Readability) -> dict[str, object]:
    return {
        "grade": counted.grade,
        "words": counted.words,
        "sentences": counted.sentences,
        "syllables": counted.syllables,
    }
