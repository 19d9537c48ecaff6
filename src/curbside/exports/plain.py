"""An answer as text for a terminal: bottom line first, every sentence numbered to its reference."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from curbside.exports.vancouver import vancouver
from curbside.exports.words import disclaimer, emergency_advice, follow_up_words, status
from curbside.model import (
    Answer,
    Depth,
    Document,
    Effect,
    Facet,
    Kind,
    Reader,
    Review,
    Section,
    Standing,
    Statement,
    Strength,
)

# Control characters could drive a terminal; the marks of writing direction could show a sentence in another order.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def printable(text: str) -> str:
    """The text without the characters by which a source could drive a terminal."""
    return _CONTROL.sub("", text)


def plain(
    answer: Answer,
    width: int = 96,
    *,
    review: Review | None = None,
    reader: Reader = Reader.CLINICIAN,
    beside: Mapping[str, Sequence[str]] = MappingProxyType({}),
    scores: Sequence[Mapping[str, str]] = (),
) -> str:
    """The whole answer as text, wrapped to a width in characters; control characters of sources are left out.

    `beside` are lines that stand under a statement, by its id; `scores` are those that its statements name.
    """
    numbers = {d.id: n for n, d in enumerate(answer.references, start=1)}
    lines: list[str] = []
    if answer.topic.emergency:
        lines += [*wrapped(emergency_advice(answer.topic.emergency), width), ""]
    followed = answer.topic.follow_up
    asked = followed.asked if followed else answer.topic.question.text
    lines += [*wrapped(asked, width), "=" * min(width, len(asked)), ""]
    lines += [*wrapped(f"Understood as: {follow_up_words(answer.topic) or _understood(answer)}", width, "  "), ""]
    for note in answer.topic.notes:
        lines += [*wrapped(f"Note: {note}", width, "  "), ""]
    lines += [
        "BOTTOM LINE",
        *wrapped(answer.bottom_line.text, width, "  "),
        *wrapped(f"Strength: {answer.bottom_line.strength}", width, "  "),
        "",
    ]
    lines += _tier("FROM THE GUIDELINES", answer.guidelines, answer, (width, beside))
    lines += _silences(answer, numbers, width)
    lines += _tier("FROM THE RESEARCH", answer.research, answer, (width, beside))
    lines += block("WHERE SOURCES DISAGREE", [c.text for c in answer.conflicts], width)
    lines += references(answer, width)
    lines += block("SCORES NAMED HERE", [f"{s['name']}: curbside calculate {s['id']}" for s in scores], width)
    lines += block("YOU COULD ASK NEXT", list(answer.follow_ups), width)
    lines += [
        *wrapped(disclaimer(answer, reader), width),
        *wrapped(f"Status: {status(review)}. Library edition {answer.edition}.", width),
    ]
    return printable("\n".join(lines)) + "\n"


def _numbered(answer: Answer) -> Iterator[tuple[Document, int]]:
    yield from ((d, n) for n, d in enumerate(answer.references, start=1))


def wrapped(text: str, width: int, indent: str = "", first: str | None = None) -> list[str]:
    """The lines of a text at a width, all but the first indented alike; one empty line for none."""
    return textwrap.wrap(
        text, width, initial_indent=indent if first is None else first, subsequent_indent=indent, break_on_hyphens=False
    ) or [""]


def _understood(answer: Answer) -> str:
    topic = answer.topic
    parts = [f"{c.role.value} {c.text}" for c in topic.concepts]
    return f"{'; '.join([*parts, f'asking for {topic.purpose.value}'])}"


def _tier(
    title: str, sections: tuple[Section, ...], answer: Answer, form: tuple[int, Mapping[str, Sequence[str]]]
) -> list[str]:
    if not sections:
        return []
    width, beside = form
    lines = [title]
    for section in sections:
        lines += ["", f"  {section.title}"]
        for statement in section.statements:
            lines += _statement(statement, answer, width)
            lines += [
                line for note in beside.get(statement.id, ()) for line in wrapped(note, width, "          ", "        ")
            ]
    return [*lines, ""]


def _statement(statement: Statement, answer: Answer, width: int) -> list[str]:
    listed = {d.id: (n, d) for d, n in _numbered(answer)}
    numbers = dict.fromkeys(listed[c.passage.document.id][0] for c in statement.citations)
    lines = wrapped(f"{statement.text} [{','.join(map(str, numbers))}]", width, "    ", "  - ")
    # The standing in force is that of the reference: the citation holds the one from when the passage was read.
    return lines + wrapped(about(statement, listed[statement.source.id][1].standing), width, "      ")


def about(statement: Statement, standing: Standing) -> str:
    """The line under a statement: design, who was studied, effect, grade, standing, in the source's words."""
    return " | ".join(about_parts(statement, standing))


def about_parts(statement: Statement, standing: Standing) -> list[str]:
    """What the line under a statement says, part by part."""
    parts = [_body(statement.source) if statement.source.kind is Kind.GUIDELINE else statement.design]
    parts += [statement.size or "" if not _within(statement.size, f"{statement.text} {statement.population}") else ""]
    parts += [
        f"population: {statement.population}"
        if statement.population and not _within(statement.population, statement.text)
        else ""
    ]
    parts += [effect_words(e) for e in statement.effects[:3]]
    parts += [_grade(statement)]
    parts += ["held: " + _depth(statement.source)]
    if standing not in (Standing.CURRENT, Standing.UNKNOWN):
        parts.append(standing.value.upper())
    return [p for p in parts if p]


_LONGEST = 80


def _body(document: Document) -> str:
    """Who issued a guideline and when; its title where no body is named."""
    name = document.issuer or textwrap.shorten(document.title, _LONGEST, placeholder=" ...")
    return f"{name}, {document.year}" if document.year else name


def _within(words: str | None, text: str) -> bool:
    return bool(words) and str(words).lower() in text.lower()


def effect_words(effect: Effect) -> str:
    """An effect in words: measure, value, interval, p."""
    interval = (
        f" ({effect.level + '% ' if effect.level else ''}interval {effect.low} to {effect.high})" if effect.low else ""
    )
    return f"{effect.measure} {effect.value}{interval}{f', P{effect.p}' if effect.p else ''}"


def _grade(statement: Statement) -> str:
    grade = statement.grade
    if grade.stated and statement.source.kind is Kind.LABEL:
        return grade.stated
    if grade.stated:
        return f"graded by the source: {grade.stated}"
    if grade.strength is not Strength.UNGRADED:
        return f"worded as {grade.strength.value} (machine-suggested)"
    return "not graded in the words held" if statement.facet is Facet.RECOMMENDATION else ""


def _depth(document: Document) -> str:
    return document.held or document.depth.value


def _silences(answer: Answer, numbers: dict[str, int], width: int) -> list[str]:
    lines = []
    for gap in answer.gaps:
        cited = ",".join(str(numbers[d.id]) for d in gap.documents)
        lines += wrapped(f"{gap.text}{f' [{cited}]' if cited else ''}", width, "    ", "  ")
        for said in (trial.statement for trial in gap.trials):
            lines += wrapped(f"{said.text} [{numbers[said.source.id]}]", width, "      ", "    - ")
    return ["LOOKED FOR AND NOT FOUND", *lines, ""] if lines else []


def block(title: str, texts: list[str], width: int) -> list[str]:
    """Texts under a title, and an empty line after them; nothing where there are none."""
    if not texts:
        return []
    return [title, *(line for text in texts for line in wrapped(text, width, "    ", "  ")), ""]


def references(answer: Answer, width: int) -> list[str]:
    """The bibliography; where no standing is known at all, that is said once."""
    unknown = [d for d in answer.references if d.standing is Standing.UNKNOWN]
    every = bool(unknown) and len(unknown) == len(answer.references)
    listed = [f"{n}. {_reference(d, say_unknown=not every)}" for d, n in _numbered(answer)]
    note = (
        ["Whether any of these was retracted, corrected or superseded is not known to this library."] if every else []
    )
    return block("REFERENCES", [*listed, *note], width)


def _reference(document: Document, *, say_unknown: bool) -> str:
    unknown = " Standing not known." if say_unknown and document.standing is Standing.UNKNOWN else ""
    depth = "" if document.depth is Depth.FULL_TEXT else f" Held: {_depth(document)}."
    return f"{vancouver(document)}{depth}{unknown}"
