"""Fits a verified answer to its reader: a projection that adds no statement and changes no number (law 9)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

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
from curbside.readers.glossary import glossary
from curbside.readers.headings import question
from curbside.readers.notes import notes_on, opened, unique
from curbside.readers.own import HELP, own, strength
from curbside.readers.plainness import plain_enough
from curbside.readers.readability import readability
from curbside.readers.rewording import Mouth

__all__ = ["glossary", "readability", "tell"]

_Sections = tuple[ToldSection, ...]


def tell(answer: Answer, reader: Reader) -> Telling:
    """The answer as this reader reads it: the words themselves, with notes for a trainee, reworded for a patient."""
    if reader is Reader.PATIENT:
        return _for_patient(answer)
    defined = opened(answer) if reader is Reader.TRAINEE else {}
    said: set[str] = set()

    def told(statement: Statement) -> Told:
        notes = notes_on(statement, defined, said) if reader is Reader.TRAINEE else ()
        return Told(statement=statement, rewording=verbatim(statement.text), notes=notes)

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
    return unique(n for section in (*guidelines, *research) for t in section.statements for n in t.notes)


def _for_patient(answer: Answer) -> Telling:
    mouth = Mouth(glossary())
    bottom_line = _bottom_line(answer, mouth)

    def told(statement: Statement) -> Told:
        before = set(mouth.met)
        rewording = mouth.tell(statement)
        quoted = not rewording.withheld and not plain_enough(rewording)
        if quoted:
            rewording = mouth.quote(statement)
            quoted = not rewording.withheld
        fresh = [mouth.met[t] for t in mouth.met if t not in before]
        notes = tuple(
            Note(about=e.term, text=e.means) for e in fresh if not e.say or quoted or e.kind == "abbreviation"
        )
        return Told(statement=statement, rewording=rewording, notes=notes, quoted=quoted)

    guidelines, research = _sections(answer, told, lambda title: question(title, mouth.brief))
    telling = Telling(
        answer=answer,
        reader=Reader.PATIENT,
        bottom_line=bottom_line,
        strength=strength(answer.bottom_line.strength),
        guidelines=guidelines,
        research=research,
        gaps=tuple(_own(g.text, mouth) for g in answer.gaps),
        conflicts=tuple(_own(c.text, mouth) for c in answer.conflicts),
        notes=_all_notes(guidelines, research),
        help=HELP,
    )
    return _with_measure(telling)


def _own(text: str, mouth: Mouth) -> Rewording:
    return mouth.reword(text, tuple(own(text, mouth.brief)))


def _bottom_line(answer: Answer, mouth: Mouth) -> Rewording:
    """The bottom line; where it quotes a statement that is about a dose, the dose is withheld there too."""
    text = answer.bottom_line.text
    for statement in answer.statements:
        if statement.id in answer.bottom_line.statements and (place := text.find(statement.text)) >= 0:
            return mouth.tell_within(text, place, statement)
    return _own(text, mouth)


def _with_measure(telling: Telling) -> Telling:
    plain = [t.rewording.text for t in telling.statements if not t.quoted]
    quoted = [t.rewording for t in telling.statements if t.quoted]
    titles = [s.title for s in (*telling.guidelines, *telling.research)]
    rest = [telling.bottom_line.text, telling.strength, *(r.text for r in (*telling.gaps, *telling.conflicts))]
    measured = Measured(
        told=readability(*titles, *rest, *plain, *(q.frame for q in quoted), *telling.help),
        statements=readability(*plain),
        quoted=readability(*(q.body for q in quoted)),
        quoted_statements=len(quoted),
        withheld_doses=sum(t.rewording.withheld for t in telling.statements),
    )
    return replace(telling, measured=measured)
