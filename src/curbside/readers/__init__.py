"""Fits a verified answer to its reader: a projection that adds no statement and changes no number (law 9)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from curbside.model import (
    Answer,
    Measured,
    Note,
    Reader,
    Rewording,
    Section,
    Statement,
    Telling,
    Told,
    ToldSection,
    verbatim,
)
from curbside.readers.doses import doses
from curbside.readers.glossary import glossary
from curbside.readers.headings import question
from curbside.readers.notes import figures_explained, notes_on, opened, unique
from curbside.readers.own import HELP, STATED, strength
from curbside.readers.plainness import plain_enough
from curbside.readers.readability import readability
from curbside.readers.rewording import OWN_WORDS, Mouth

__all__ = ["tell"]

_Sections = tuple[ToldSection, ...]


def tell(answer: Answer, reader: Reader) -> Telling:
    """The answer as this reader reads it: the words themselves, with notes for a trainee, reworded for a patient."""
    if reader is Reader.PATIENT:
        return _for_patient(answer)
    defined = opened(answer) if reader is Reader.TRAINEE else {}
    said: set[str] = set()

    def told(statement: Statement) -> Told:
        notes = notes_on(statement, defined, said) if reader is Reader.TRAINEE else ()
        return Told(statement=statement, rewording=verbatim(statement.text), notes=notes, people=statement.population)

    guidelines, research = _sections(answer, told, str)
    return Telling(
        answer=answer,
        reader=reader,
        bottom_line=verbatim(answer.bottom_line.text),
        strength=answer.bottom_line.strength,
        guidelines=guidelines,
        research=research,
        gaps=tuple(verbatim(g.text) for g in answer.gaps),
        conflicts=tuple(verbatim(c.text) for c in answer.conflicts),
        trials=tuple(Told(statement=s, rewording=verbatim(s.text)) for s in answer.trials),
        notes=_all_notes(guidelines, research),
    )


def _sections(
    answer: Answer, told: Callable[[Statement], Told], title: Callable[[str], str]
) -> tuple[_Sections, _Sections]:
    def of(sections: Sequence[Section]) -> _Sections:
        return tuple(
            ToldSection(section=s, title=title(s.title), statements=tuple(map(told, s.statements))) for s in sections
        )

    guidelines = of(answer.guidelines)
    return guidelines, of(answer.research)


def _all_notes(guidelines: _Sections, research: _Sections) -> tuple[Note, ...]:
    found = (n for section in (*guidelines, *research) for t in section.statements for n in t.notes)
    return unique(n for n in found if n.about != Told.FIGURES)


def _for_patient(answer: Answer) -> Telling:
    mouth = Mouth(glossary())
    bottom_line = _bottom_line(answer, mouth)
    guidelines, research = _sections(answer, partial(_plainly, mouth), lambda title: question(title, mouth.brief))
    telling = Telling(
        answer=answer,
        reader=Reader.PATIENT,
        bottom_line=bottom_line,
        strength=strength(answer.bottom_line.strength),
        guidelines=guidelines,
        research=research,
        gaps=tuple(mouth.ours(g.text) for g in answer.gaps),
        conflicts=tuple(mouth.ours(c.text) for c in answer.conflicts),
        trials=tuple(Told(statement=s, rewording=mouth.registered(s.text)) for s in answer.trials),
        notes=_all_notes(guidelines, research),
        help=HELP,
    )
    return _with_measure(telling)


def _plainly(mouth: Mouth, statement: Statement) -> Told:
    """The statement in everyday words; in its own where it can not be told plainly, without its dose either way."""
    before = set(mouth.met)
    rewording = mouth.tell(statement)
    mouth.meet(statement.population)
    quoted = not rewording.withheld and not plain_enough(rewording, statement.facet)
    if quoted:
        rewording = mouth.quote(statement)
        quoted = not rewording.withheld
    fresh = [mouth.met[t] for t in mouth.met if t not in before]
    notes = tuple(
        Note(about=e.term, text=e.means)
        for e in fresh
        if e.kind == "abbreviation" or (e.kind != "word" and (quoted or not e.say))
    )
    notes += figures_explained(statement, rewording)
    people = "" if next(doses(statement.population), None) else statement.population
    return Told(statement=statement, rewording=rewording, notes=notes, quoted=quoted, people=people)


def _bottom_line(answer: Answer, mouth: Mouth) -> Rewording:
    """The bottom line; where it quotes statements, as these are told."""
    text = answer.bottom_line.text
    quotes = [
        (place, _plainly(mouth, statement))
        for statement in answer.statements
        if statement.id in answer.bottom_line.statements and (place := text.find(statement.text)) >= 0
    ]
    return mouth.told_around(text, quotes)


def _with_measure(telling: Telling) -> Telling:
    plain = [t.rewording.text for t in telling.statements if not t.quoted]
    bodies = [t.rewording.body for t in telling.statements if not t.quoted and not t.rewording.withheld]
    quoted = [t.rewording for t in telling.statements if t.quoted]
    titles = [s.title for s in (*telling.guidelines, *telling.research)]
    # What a source says of its own strength is quoted, and a bottom line that quotes is measured with the quotations.
    ours = telling.strength.partition(STATED)[0]
    quotes = [telling.bottom_line.text] if OWN_WORDS in telling.bottom_line.text else []
    rest = [
        *([] if quotes else [telling.bottom_line.text]),
        ours,
        *(r.text for r in (*telling.gaps, *telling.conflicts)),
    ]
    measured = Measured(
        told=readability(*titles, *rest, *plain, *(q.frame for q in quoted), *telling.help),
        statements=readability(*bodies),
        quoted=readability(*quotes, *(q.body for q in quoted)),
        quoted_statements=len(quoted),
        withheld_doses=sum(t.rewording.withheld for t in telling.statements),
    )
    return replace(telling, measured=measured)
