"""Rows of guidelines' tables as statements: each cell behind the head of its column, the caption before them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from curbside.composing.calling import sentence_case
from curbside.composing.counting import counted
from curbside.model import Citation, Finding, Kind, Passage, Statement
from curbside.text import cells, words

_BAR = " | "
_MOST = 160
"""Words of a row beyond which nobody reads on; a row is told whole or not at all."""
_MARKS = ("*", "\u2020", "\u2021", "http://", "https://")
"""What sends the reader to a note below the table, which may take back what the row says."""


def is_row(passage: Passage, finding: Finding) -> bool:
    """Whether a sentence is a row of a table that was read with the row at its head."""
    if finding.condition is None or passage.document.kind is not Kind.GUIDELINE:
        return False
    return all(_BAR in passage.text[start:end] for start, end in (finding.condition, (finding.start, finding.end)))


def row_stands_alone(passage: Passage, finding: Finding) -> bool:
    """Whether a row can be told: not too long, and with no mark of a note that is not told with it."""
    told = " ".join(passage.text[slice(*place)] for place in _places(passage, finding))
    own = words(passage.text[finding.start : finding.end])
    return 1 < len(own) <= _MOST and not any(mark in told for mark in _MARKS)


def _places(passage: Passage, finding: Finding) -> list[tuple[int, int]]:
    """The places of what is told of a row, in order: the caption, and each cell behind the head of its column."""
    assert finding.condition is not None  # is_row said so
    heads, own = cells(passage.text, finding.condition), cells(passage.text, (finding.start, finding.end))
    pairs = (place for head, cell in zip(heads, own, strict=True) if cell[0] < cell[1] for place in (head, cell))
    return [place for place in (finding.of, *pairs) if place and place[0] < place[1]]


def told_of_row(passage: Passage, finding: Finding) -> tuple[str, list[Citation]]:
    """The words of a row, "Table 2: Weight: 10 kg | Dose: 5 mg", and the citation of each of its parts in that order.

    What is read in columns on a page is read in a line here: a figure must stand beside what it is of.
    """
    assert finding.condition is not None  # is_row said so
    text, heads = passage.text, set(cells(passage.text, finding.condition))
    written = ""
    citations = []
    for place in _places(passage, finding):
        between = ": " if place in heads or place == finding.of else _BAR
        written += f"{text[slice(*place)].rstrip(':')}{between}"
        citations.append(Citation(passage=passage, start=place[0], end=place[1]))
    return written.removesuffix(_BAR), citations


def is_in_table(statement: Statement) -> bool:
    """Whether a statement is a row of a table."""
    return _BAR in statement.text


def table_of(statement: Statement) -> tuple[str, str]:
    """Which table a row is of: its passage and its caption, "" where it has none."""
    first = statement.citations[0]
    caption = first.quote if statement.text.startswith(f"{first.quote}: ") and _CAPTION.match(first.quote) else ""
    return first.passage.document.id, caption


_CAPTION = re.compile(r"(?:table|box|schedule)\b", re.IGNORECASE)
_NUMBER = re.compile(r"(?:table|box|schedule)\s+[\d.]+\s*[:.\u2013-]?\s*", re.IGNORECASE)
_SHORT = 300
"""Characters up to which a row is told in a bottom line, where its table has no other that answers."""


def are_told_short(row: Statement, advice: Sequence[Statement]) -> bool:
    """Whether a bottom line may quote the rows of a document: all are short, and none is of the table of another.

    Who reads one row of several in a bottom line may take another's dose for theirs, and nobody reads a long one.
    """
    rows = _rows_beside(row, advice)
    return len({table_of(s) for s in rows}) == len(rows) and all(len(s.text) <= _SHORT for s in rows)


def named_in_short(row: Statement, advice: Sequence[Statement]) -> str:
    """How a bottom line tells of rows that it does not quote: that a table answers, and which."""
    rows = _rows_beside(row, advice)
    tables = list(dict.fromkeys(sentence_case(_NUMBER.sub("", table_of(s)[1])) for s in rows))
    named = f" ({'; '.join(tables)})" if all(tables) else ""
    a_table = "a table" if len(tables) == 1 else f"{counted(len(tables))} tables"
    which = "the row of it that fits stands" if len(rows) == 1 else "the rows that fit stand"
    return f"it answers in {a_table}{named}; {which} below, each cell behind the head of its column."


def _rows_beside(row: Statement, advice: Sequence[Statement]) -> list[Statement]:
    """The rows of one document, that of which is asked among them."""
    return [s for s in advice if is_in_table(s) and s.source.id == row.source.id]
