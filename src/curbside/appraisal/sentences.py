"""The sentences of a passage with the labels of their lines, and whether they are its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from curbside.model import Kind
from curbside.text import sentences


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence (start, end) with the label of its line ("RESULTS", "Recommendation") and the words in its bracket."""

    start: int
    end: int
    label: str
    bracket: str


_LABEL = re.compile(r"(?P<label>[A-Z][A-Za-z][A-Za-z &/,'-]{1,60}?)(?: \((?P<bracket>[^()\n]{1,160})\))?: (?=\S)")
_OPENING = re.compile(
    r"[\u2022\u30fb\u25aa\u25cf\u25a0\u2013*-]*\s*(?:(?P<label>BACKGROUND|INTRODUCTION|OBJECTIVES?|AIMS?|PURPOSE|"
    r"CONTEXT|METHODS?|DESIGN|SETTING|PATIENTS|PARTICIPANTS|RESULTS?|FINDINGS|CONCLUSIONS?|INTERPRETATION|DISCUSSION|"
    r"SIGNIFICANCE|IMPORTANCE|MAIN RESULTS|AUTHORS' CONCLUSIONS)(?:[ /&](?:AND )?[A-Z]+)?[.:]? (?=[A-Z0-9]))?"
)
_CAPITALS = re.compile(r"(?P<label>[A-Z]{4,}(?:[ /&]+(?:(?:AND|OF|FOR) )?[A-Z]{3,}){0,4})[.:]? (?=[A-Z][a-z])")
_HEADING_WORDS = re.compile(
    r"DATA|SEARCH|STRATEGY|SELECTION|CRITERIA|ANALYSIS|OUTCOME|MEASURE|METHOD|RESULT|CONCLUSION|SOURCE|TRIAL"
)


def _opening(line: str, begin: int) -> tuple[int, str]:
    """Where the words of a sentence begin behind bullets and a heading in capitals, and that heading or ""."""
    match = _OPENING.match(line, begin)
    start, label = (match.end(), match["label"] or "") if match else (begin, "")
    capitals = None if label else _CAPITALS.match(line, start)
    if capitals and _HEADING_WORDS.search(capitals["label"]):
        return capitals.end(), capitals["label"]
    return start, label


_GRADE_LABEL = re.compile(r"(?P<label>Grade [A-DI](?: statement)?)[.:] (?=\S)")


def labelled(text: str) -> Iterator[Labelled]:
    """The sentences of a passage in order; a label at the start of a line counts for all sentences of the line."""
    start = 0
    for line in text.split("\n"):
        match = None if _GRADE_LABEL.match(line) else _LABEL.match(line)
        offset = match.end() if match else 0
        label, bracket = (match["label"].strip(), match["bracket"] or "") if match else ("", "")
        for begin, end in sentences(line[offset:]):
            first, named = _opening(line, offset + begin)
            if named:
                label, bracket = named, ""
            if first < offset + end:
                yield Labelled(start + first, start + offset + end, label, bracket)
        start += len(line) + 1


_SECOND_HAND = re.compile(
    r"\[\d{1,3}(?:[,\u2013 -]+\d{1,3})*\]|\bet al\b|\(\d{1,2}(?:[,\u2013-] ?\d{1,2})*\)[.,]?$|"
    r"\((?:[A-Z][\w-]+,? (?:and|&) )?[A-Z][\w-]+,? (?:19|20)\d\d[a-z]?\)|"
    r"\b[Pp]revious(?:ly)? (?:stud|report|publish)|\b(?:[Oo]ther|[Ee]arlier|[Ss]everal|[Rr]ecent|[Mm]any) "
    r"(?:authors|studies|trials|reports)\b|\b[Aa] recent (?:large )?(?:study|trial|review|meta)|\[\d{3,}\]"
)
_MARKS = ("[", "(", "et al", "revious", " authors", " studies", " trials", " reports", " recent ")
"""Of these one stands in whatever the pattern above matches."""
_RAISED = re.compile(r"[a-z]\.?\d{1,2}(?:[,\u2013-]\d{1,2})+\.?$")
_GROWN_TOGETHER = re.compile(r"\b[a-z]{3,}\d{4,}\b")
_FOUR_DIGITS = re.compile(r"\d{4}")
_OWN_SECTIONS = re.compile(
    r"abstract|result|conclusion|finding|summary|title|recommend|text|table|interpretation", re.IGNORECASE
)


def second_hand(sentence: str, section: str, kind: Kind) -> bool:
    """Whether a study's sentence reports others' work: it cites, or stands in an introduction or discussion."""
    if kind in (Kind.GUIDELINE, Kind.LABEL):
        return False
    return not _OWN_SECTIONS.search(section) or (kind is not Kind.REVIEW and _cites(sentence))


def _cites(sentence: str) -> bool:
    """Whether a sentence cites others, by a number or a name; each pattern is tried only where its letters stand."""
    return bool(
        (any(mark in sentence for mark in _MARKS) and _SECOND_HAND.search(sentence))
        or (sentence.rstrip(".")[-1:].isdigit() and _RAISED.search(sentence))
        or (_FOUR_DIGITS.search(sentence) and _GROWN_TOGETHER.search(sentence))
    )
