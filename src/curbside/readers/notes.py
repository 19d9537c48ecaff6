"""What stands beside a statement: abbreviations opened, scores, designs, measures and grades explained."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from curbside.model import Answer, Direction, Note, Rewording, Statement, Told
from curbside.readers.glossary import Entry, glossary, methods, numeral
from curbside.text import abbreviations

_ABBREVIATION = re.compile(r"(?<![\w-])(?:[A-Z][A-Za-z]*[A-Z][A-Za-z]*|[A-Z]{2,}\d?|[a-z]{1,2}[A-Z]{2,}\w*)s?(?![\w])")
_MEASURES = {"CI": "confidence interval", "HR": "hazard ratio", "RR": "relative risk", "OR": "odds ratio"}
_SHORT = re.compile(r"\b(HR|RR|OR|MD|SMD|ARR|NNT|RRR|IQR|SD|CI)\b(?=[\s=:]*[-\d(]|[,;]|\s)(?:.{0,12}\d)")


def opened(answer: Answer) -> dict[str, tuple[str, str]]:
    """The abbreviations that the passages cited define themselves: long form and the document that says so."""
    found: dict[str, tuple[str, str]] = {}
    for statement in answer.statements:
        for citation in statement.citations:
            for short, long in abbreviations(citation.passage.text):
                found.setdefault(short, (long, citation.passage.document.id))
    return found


def notes_on(statement: Statement, defined: dict[str, tuple[str, str]], said: set[str]) -> tuple[Note, ...]:
    """The notes a statement needs that were not said yet; what is said is added to `said`."""
    found = [*_openings(statement, defined), *_explained(statement)]
    fresh = []
    for note in found:
        if note.about not in said:
            said.add(note.about)
            fresh.append(note)
    return tuple(fresh)


def _openings(statement: Statement, defined: dict[str, tuple[str, str]]) -> Iterator[Note]:
    """Abbreviations opened: by the statement's own passages, then those of the answer, then the glossary."""
    own = {s: (long, c.passage.document.id) for c in statement.citations for s, long in abbreviations(c.passage.text)}
    found = _ABBREVIATION.finditer(statement.text)
    for short in dict.fromkeys(m.group() for m in found if not numeral(statement.text, m.start(), m.end())):
        if short in own or short in defined:
            long, source = own.get(short) or defined[short]
            yield Note(about=short, text=long, source=source)
            continue
        entry = _entry(short)
        if entry is not None and entry.opens:
            yield Note(about=short, text=f"{entry.opens} ({entry.means})")


def _entry(short: str) -> Entry | None:
    known = glossary().forms.get(short) or glossary().forms.get(short.removesuffix("s"))
    return known[0] if known else None


def _explained(statement: Statement) -> Iterator[Note]:
    """Designs, measures, grades and scores that the statement or what is known of it names."""
    grade = statement.grade.stated if statement.grade.stated else ""
    measures = [e.measure for e in statement.effects]
    measures += ["confidence interval"] if any(e.low for e in statement.effects) else []
    measures += ["p value"] if re.search(r"\b[Pp]\s?[=<>\u2264]", statement.text) else []
    for text in (statement.text, statement.design, grade, *measures):
        yield from _of_methods(text, graded=text == grade)
    for match in _SHORT.finditer(statement.text):
        if match.group(1) in _MEASURES:
            yield from _of_methods(_MEASURES[match.group(1)], graded=False)


_GRADES = frozenset({"strong recommendation", "conditional recommendation"})


def _of_methods(text: str, *, graded: bool) -> Iterator[Note]:
    for match in methods().find(text):
        entry = match.entry
        # "strong" and "weak" are grades only where a grade is stated.
        if entry.term in _GRADES and not graded and "recommendation" not in text[match.start : match.end].lower():
            continue
        yield Note(about=entry.term, text=entry.means)


_READ = "a machine reads them as no clear difference"
_P_VALUE = re.compile(r"\b[Pp]\s?(?:value\s?)?(?P<sign>[=<>\u2264\u2265])\s?(?P<value>0?\.\d+)")
_CUSTOM = 0.05
"""Below it a difference is by custom called significant: the asides say "no clear difference" only above it."""
_ASIDE_TERMS = (
    (r"\b[Pp]\s?(?:value\s?)?[=<>\u2264]", "p value"),
    (r"\bHR\b|hazard ratio", "hazard ratio"),
    (r"\bRR\b|relative risk|risk ratio", "relative risk"),
    (r"\bOR\b|odds ratio", "odds ratio"),
    (r"\bCI\b|confidence interval", "confidence interval"),
    (r"\bMD\b|mean difference", "mean difference"),
    (r"\bmedian\b", "median"),
)


def figures_explained(statement: Statement, rewording: Rewording) -> tuple[Note, ...]:
    """What the statistics set aside mean; a difference by chance is said to be one."""
    if not rewording.asides:
        return ()
    aside = " ".join(rewording.asides)
    named = {e.term: e for e in methods().entries}
    notes = [Note(about=t, text=named[t].means) for p, t in _ASIDE_TERMS if re.search(p, aside)]
    values = [m["sign"] not in "<\u2264" and float(m["value"]) >= _CUSTOM for m in _P_VALUE.finditer(aside)]
    if statement.direction is Direction.NO_DIFFERENCE and values and all(values):
        notes.append(Note(about=Told.FIGURES, text=_READ))
    return tuple(notes)


def unique(notes: Iterable[Note]) -> tuple[Note, ...]:
    """Each note once, in the order of the alphabet."""
    kept: dict[str, Note] = {}
    for note in notes:
        kept.setdefault(note.about, note)
    return tuple(sorted(kept.values(), key=lambda n: (n.about.casefold(), n.about)))
