"""A telling as text for a terminal: for a trainee with notes beside the words, for a patient in everyday words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from curbside.exports.plain import block, plain, printable, references, wrapped
from curbside.exports.words import disclaimer, emergency_advice, status
from curbside.model import Kind, Measured, Readability, Reader, Review, Standing, Telling, Told, ToldSection, Turn

_SORTS = {
    Kind.GUIDELINE: "guideline",
    Kind.LABEL: "drug label",
    Kind.SYSTEMATIC_REVIEW: "review of many studies",
    Kind.TRIAL: "trial",
    Kind.OBSERVATIONAL: "study that watches and does not choose the treatment",
    Kind.CASE_REPORT: "report on single patients",
    Kind.REVIEW: "overview by an author",
    Kind.STUDY: "study",
    Kind.REGISTRATION: "study that is still going on",
}
"""What sort of source it is, in everyday words."""
_STANDINGS = {
    Standing.CORRECTED: "It was corrected later.",
    Standing.CITES_RETRACTED: "It names a study among its sources that was taken back (retracted).",
    Standing.CONCERN: "The journal has voiced a doubt about it.",
    Standing.SUPERSEDED: "A newer version has replaced it.",
    Standing.RETRACTED: "It was taken back (retracted).",
}


@dataclass(frozen=True, slots=True)
class _Listing:
    """How a telling is laid out: its width, the number of each statement and of each reference, standings in force."""

    width: int
    places: Mapping[int, int]
    numbers: Mapping[str, int]
    standings: Mapping[str, Standing]

    def cited(self, told: Told) -> str:
        """The numbers of the references of a statement."""
        return ",".join(dict.fromkeys(str(self.numbers[c.passage.document.id]) for c in told.statement.citations))


def told_text(
    telling: Telling, width: int = 96, review: Review | None = None, scores: Sequence[Mapping[str, str]] = ()
) -> str:
    """The whole telling as text, wrapped to a width in characters; scores are named to those who compute them."""
    if telling.reader is not Reader.PATIENT:
        notes = {t.statement.id: [f"{n.about}: {n.text}" for n in t.notes] for t in telling.statements}
        return plain(telling.answer, width, review=review, reader=telling.reader, beside=notes, scores=scores)
    answer = telling.answer
    listing = _Listing(
        width=width,
        places={id(t): n for n, t in enumerate(telling.statements, start=1)},
        numbers={d.id: n for n, d in enumerate(answer.references, start=1)},
        standings={d.id: d.standing for d in answer.references},
    )
    lines: list[str] = []
    if answer.topic.emergency:
        lines += [*wrapped(emergency_advice(answer.topic.emergency), width), ""]
    asked = answer.topic.follow_up.asked if answer.topic.follow_up else answer.topic.question.text
    lines += [*wrapped(asked, width), "=" * min(width, len(asked)), ""]
    for note in answer.topic.notes:
        lines += [*wrapped(f"Note: {note}", width, "  "), ""]
    if answer.topic.concepts:
        about = "; ".join(c.text for c in answer.topic.concepts)
        lines += [*wrapped(f"We took your question to be about: {about}", width, "  "), ""]
    lines += ["IN SHORT", *wrapped(telling.bottom_line.text, width, "  ")]
    lines += [line for a in telling.bottom_line.asides for line in wrapped(f"From: {a}", width, "    ", "  ")]
    lines += [*wrapped(f"How sure is this? {telling.strength}", width, "  "), ""]
    lines += _tier("WHAT GUIDELINES AND DRUG LABELS SAY", telling.guidelines, listing)
    lines += _gaps(telling, listing)
    lines += _tier("WHAT STUDIES SAY", telling.research, listing)
    lines += block("WHERE SOURCES DO NOT AGREE", [r.text for r in telling.conflicts], width)
    lines += block("WHEN TO GET HELP", list(telling.help), width)
    lines += block("WHAT THE WORDS MEAN", [f"{n.about}: {n.text}" for n in telling.notes], width)
    lines += block("THE SOURCES' OWN WORDS", list(_exact(telling, listing)), width)
    lines += references(answer, width)
    lines += block("YOU COULD ASK NEXT", list(answer.follow_ups), width)
    lines += [*wrapped(disclaimer(answer, Reader.PATIENT), width)]
    lines += [*wrapped(_grade_line(telling), width)] if telling.measured else []
    lines += [*wrapped(f"{_checked(review)} Library edition {answer.edition}.", width)]
    return printable("\n".join(lines)) + "\n"


def _tier(title: str, sections: tuple[ToldSection, ...], listing: _Listing) -> list[str]:
    if not sections:
        return []
    lines = [title]
    for section in sections:
        lines += ["", f"  {section.title}"]
        for only_doses, found in groupby(section.statements, key=_only_a_dose):
            group = list(found)
            if only_doses and len(group) > 1:
                lines += _doses(group, listing)
                continue
            for told in group:
                lines += _statement(told, listing)
    return [*lines, ""]


def _gaps(telling: Telling, listing: _Listing) -> list[str]:
    """What was not found, and under it the trials that are still going on."""
    told = {t.statement.id: t for t in telling.trials}
    lines = []
    for gap, rewording in zip(telling.answer.gaps, telling.gaps, strict=True):
        lines += wrapped(rewording.text, listing.width, "    ", "  ")
        for trial in (told[t.statement.id] for t in gap.trials):
            lines += wrapped(f"{trial.text} [{listing.cited(trial)}]", listing.width, "      ", "    - ")
    return ["WHAT WE LOOKED FOR AND DID NOT FIND", *lines, ""] if lines else []


def _only_a_dose(told: Told) -> bool:
    return told.rewording.withheld and not any(p.turn is Turn.KEPT for p in told.rewording.pieces)


def _doses(group: list[Told], listing: _Listing) -> list[str]:
    """One line for statements in a row of which nothing but the dose could be told."""
    first, last = listing.places[id(group[0])], listing.places[id(group[-1])]
    cited = ",".join(dict.fromkeys(n for t in group for n in listing.cited(t).split(",")))
    frames = {t.statement.studied_in: t.rewording.frame for t in reversed(group) if t.rewording.frame}
    indirect = "".join(f" {frame}" for frame in reversed(frames.values()))
    words = f"{first} to {last}. These parts give doses. Please ask the care team about doses.{indirect} [{cited}]"
    return wrapped(words, listing.width, "     ", "  ")


def _statement(told: Told, listing: _Listing) -> list[str]:
    words = told.text
    if told.quoted:
        words = f"{told.rewording.frame} In the source's own words: \u201c{told.rewording.body}\u201d".strip()
    lines = wrapped(f"{words} [{listing.cited(told)}]", listing.width, "     ", f"  {listing.places[id(told)]}. ")
    if told.rewording.asides:
        read = "".join(f" ({n.text})" for n in told.notes if n.about == told.FIGURES)
        label = "Figures" if all(re.search(r"\d", a) for a in told.rewording.asides) else "Figures and short forms"
        lines += wrapped(f"{label}: {'; '.join(told.rewording.asides)}{read}", listing.width, "       ", "     ")
    return lines + wrapped(_who(told, listing), listing.width, "       ", "     ")


def _who(told: Told, listing: _Listing) -> str:
    """The line under a statement: what sort of source, who was studied, in the source's words, and its standing."""
    source = told.statement.source
    issuer = f", {source.issuer}" if source.issuer and source.kind is Kind.GUIDELINE else ""
    year = f", {source.year}" if source.year else ""
    people = f" | people: {told.people}" if told.people else ""
    # The standing in force is that of the reference: the citation holds the one from when the passage was read.
    standing = listing.standings[source.id]
    warned = f" | {_STANDINGS[standing]}" if standing in _STANDINGS else ""
    return f"from: {_SORTS[source.kind]}{issuer}{year}{people}{warned}"


def _exact(telling: Telling, listing: _Listing) -> Iterator[str]:
    for told in telling.statements:
        place, cited = listing.places[id(told)], listing.cited(told)
        if told.rewording.withheld:
            yield f"{place}. These words give a dose. The care team can open them with you. [{cited}]"
        elif not told.quoted:
            yield f"{place}. \u201c{told.statement.text}\u201d [{cited}]"


def _checked(review: Review | None) -> str:
    """Who has checked what: a review is of the sources' words, not of how they are told here."""
    if review is None:
        return "No doctor or nurse has checked this page."
    return f"Review of the sources' words: {status(review)}. The plain words were made by machine."


def _grade_line(telling: Telling) -> str:
    assert telling.measured is not None  # a patient's telling is always measured
    measured: Measured = telling.measured
    quoted, all_ = measured.quoted_statements, len(telling.statements)
    apart = (
        f" {quoted} of {all_} statements could not be put plainly without changing them and stand in the source's own "
        f"words: grade {_grade(measured.quoted)}, not counted in the first figure."
        if quoted
        else ""
    )
    return f"Reading grade (Flesch-Kincaid) of what is told in our words: {_grade(measured.told)}.{apart}"


def _grade(measured: Readability) -> str:
    return "not measured" if measured.grade is None else f"{measured.grade:.1f}"
