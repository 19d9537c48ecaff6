"""Rows of tables: one is told whole, with the caption and the head row of its table, or not at all (law 4)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from curbside.appraisal.lists import is_marked, names_no_drug
from curbside.text import cells, words


@dataclass(frozen=True, slots=True)
class Row:
    """The place of a row of a table, of the row at the head of its table, and of its caption where it has one."""

    place: tuple[int, int]
    head: tuple[int, int]
    caption: tuple[int, int] | None

    @property
    def places(self) -> tuple[tuple[int, int], ...]:
        """All that is told with the row, in the order in which it is told."""
        return (*((self.caption,) if self.caption else ()), self.head, self.place)


def row_at(text: str, start: int) -> tuple[int, int] | None:
    """The place of the row of a table that a place stands in; None outside tables.

    One bar makes a row only beside another row: it may stand in a sentence.
    """
    line = _line(text, start)
    bars = _bars(text, line)
    beside = bars == 1 and any(_bars(text, n) for n in (_above(text, line), _below(text, line)) if n)
    return line if bars > 1 or beside else None


def row_of(text: str, place: tuple[int, int]) -> Row | None:
    """A row with what it stands under; None for the head itself, and where what its cells are is in any doubt.

    In doubt are rows with other than as many cells as the head, since a cell that spans rows or columns moves those
    behind it; rows without a first cell, which stands above; tables with two head rows, of which the first repeats its
    cells; what stands below a line that says for whom the rest of a table is; and tables of results.
    """
    block = list(_block(text, place))
    head = block[0]
    heads = tuple(text[slice(*c)].lower() for c in cells(text, head))
    own = cells(text, place)
    caption = _caption(text, head)
    if head == place or len(own) != len(heads) or own[0][0] == own[0][1]:
        return None
    if not all(heads[1:]) or len(set(heads)) < len(heads) or _goes_on(text, head, len(heads)):
        return None
    above = block[: block.index(place)]
    if any(len(cells(text, row)) > len(heads) for row in block) or any(_is_group(text, row) for row in above):
        return None
    told = text[(caption or head)[0] : block[-1][1]]
    return None if _RESULTS.search(told) else Row(place, head, caption)


_RESULTS = re.compile(
    r"\b[Nn] ?= ?\d|\bCIs?\b|\bIQR\b|\bSD\b|\bSE\b|[Nn](?:o\.?|umber)? ?\(%\)|\b[Pp](?:[- ]?values?| ?[<=>\u2264])|"
    r"\b(?:odds|hazard|risk|rate) (?:ratio|difference)|confidence interval|baseline characteristics"
)
"""What tables of results hold: figures of a study, which say nothing without their study (and are no advice)."""


def says_whose(text: str, row: Row) -> bool:
    """Whether a dose in a row, or what stands above it, names what it is of: "1 tablet once daily" does not."""
    written = (text[slice(*c)] for c in cells(text, row.place))
    return row.caption is not None or any(w and not names_no_drug(w) and not _EMPTY.fullmatch(w) for w in written)


_EMPTY = re.compile(r"(?:NA|N/A|nil|none|-|\u2013|x)", re.IGNORECASE)


def _block(text: str, place: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """The rows that follow each other without a line between them, among which a row stands."""
    first = place
    while (above := _above(text, first)) and _bars(text, above):
        first = above
    line: tuple[int, int] | None = first
    while line and _bars(text, line):
        yield line
        line = _below(text, line)


def _goes_on(text: str, head: tuple[int, int], columns: int) -> bool:
    """Whether what looks like the head of a table goes on with one that a line of other words cuts in pieces."""
    line = _above(text, head)
    while line and not _CAPTION.match(text, *line):
        if len(cells(text, line)) == columns:
            return True
        line = _above(text, line)
    return False


def _is_group(text: str, row: tuple[int, int]) -> bool:
    """Whether a row says only for whom those below it are: nothing stands in its cells but the first."""
    return all(start == end for start, end in cells(text, row)[1:])


_CAPTION = re.compile(r"(?:table|box|schedule)\b[ .]*\w", re.IGNORECASE)
_LONGEST_CAPTION = 30
"""Words beyond which the line above a table is prose."""


def _caption(text: str, head: tuple[int, int]) -> tuple[int, int] | None:
    """The line above a table where it names it."""
    line = _above(text, head)
    if line is None or not text[slice(*line)].strip() or is_marked(text[slice(*line)]):
        return None
    written = text[slice(*line)]
    named = _CAPTION.match(written) or not written.endswith((".", ";", ","))
    return (line[0], line[0] + len(written.rstrip(" :"))) if named and len(words(written)) <= _LONGEST_CAPTION else None


def _line(text: str, start: int) -> tuple[int, int]:
    stop = text.find("\n", start)
    return text.rfind("\n", 0, start) + 1, len(text) if stop < 0 else stop


def _above(text: str, line: tuple[int, int]) -> tuple[int, int] | None:
    return _line(text, line[0] - 1) if line[0] > 0 else None


def _below(text: str, line: tuple[int, int]) -> tuple[int, int] | None:
    return _line(text, line[1] + 1) if line[1] < len(text) else None


def _bars(text: str, line: tuple[int, int]) -> int:
    return len(cells(text, line)) - 1 if "|" in text[slice(*line)] else 0
