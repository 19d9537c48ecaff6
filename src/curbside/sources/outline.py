"""Cuts a document into passages along its headings, one recommendation at a time where it makes recommendations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from curbside.sources.pieces import pieces

LONGEST = 200
"""Words of a passage that is packed from several lines; one long recommendation may have more."""


class Sort(Enum):
    """What a block of a document is."""

    HEADING = auto()
    PROSE = auto()
    BULLET = auto()
    ROW = auto()


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item or table row; `level` is the depth of a heading (1 is highest) or list item."""

    sort: Sort
    text: str
    level: int = 1


@dataclass(slots=True)
class _Unit:
    """Lines that stay together; `alone` for a recommendation, `header` for the table lines to repeat when it is cut."""

    lines: list[str]
    alone: bool = False
    header: int = 0

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


@dataclass(slots=True)
class _Section:
    """A heading and what stands under it."""

    heading: str
    level: int
    units: list[_Unit] = field(default_factory=list)
    parts: list[_Section] = field(default_factory=list)

    @property
    def alone(self) -> bool:
        return any(unit.alone for unit in self.units) or any(part.alone for part in self.parts)

    @property
    def lines(self) -> list[str]:
        own = [line for unit in self.units for line in unit.lines]
        return own + [line for part in self.parts for line in (part.heading, *part.lines)]


_NUMBERED = re.compile(r"(?:\d+(?:\.\d+){1,4}\.?|[A-Z]\d+(?:\.\d+)*\.?)\s+\S")
_NAMED = re.compile(
    r"(?:key |clinical |practice )?(?:recommendations?|statements?|(?:good )?practice (?:points?|statements?))"
    r"\s*(?:no\.? ?)?[\dA-Z]{1,3}(?:\.\d+)*[a-z]?\s*[.:)\u2013-]?\s+\S",
    re.IGNORECASE,
)
_ADVISES = re.compile(
    r"\b(?:we|USPSTF|(?:this|the) (?:\w+ ){0,3}"
    r"(?:panel|committee|group|society|college|association|task force|guidelines?))"
    r" (?:\w+ )?(?:recommends?|suggests?|advises?)\b",
    re.IGNORECASE,
)
_GRADE = re.compile(
    r"[\[(]?\s*(?:(?:grade|strength|quality|certainty|level|class|evidence|consensus|GRADE|LOE|COR)\b"
    r"|(?:strong|weak|conditional)(?:ly)? (?:recommendation|for|against|in favou?r)"
    r"|(?:best|good) practice (?:statement|point)"
    r"|ungraded\b|\d[A-D+]{1,3}\b|\[?\d{4}(?:, amended \d{4})?\]$)",
    re.IGNORECASE,
)
_LONGEST_GRADE = 25
_SHORTEST_ADVICE = 6
_LONGEST_LABEL = 6


def passages(blocks: Iterable[Block]) -> list[tuple[str, str]]:
    """The passages of a document as (section, text), in its order, each pair once."""
    root = _tree(blocks)
    return list(dict.fromkeys((" > ".join(path) or "Text", text) for path, text in _cut(root, ()) if text))


def _tree(blocks: Iterable[Block]) -> _Section:
    root = _Section("", 0)
    stack = [root]
    for block in blocks:
        if block.sort is not Sort.HEADING:
            _add(stack[-1].units, block)
            continue
        while stack[-1].level >= block.level:
            stack.pop()
        if len(stack) > 1 and _repeats(block.text, stack[-1].heading):
            continue
        section = _Section(block.text, block.level)
        stack[-1].parts.append(section)
        stack.append(section)
    return root


def _repeats(heading: str, above: str) -> bool:
    """Whether a heading only says again what the one above it says: "Investigations" below "INVESTIGATIONS OF GOUT"."""
    return set(heading.lower().split()) <= set(above.lower().split())


def _add(units: list[_Unit], block: Block) -> None:
    last = units[-1] if units else None
    if block.sort is Sort.ROW:
        _add_row(units, block, last)
    elif last is not None and last.alone and _belongs(last, block):
        last.lines.append(block.text)
    elif is_recommendation(block.text):
        units.append(_Unit([block.text], alone=True))
    elif last is not None and not last.alone and not last.header and _continues(last, block):
        last.lines.append(block.text)
    else:
        units.append(_Unit([block.text]))


def _add_row(units: list[_Unit], block: Block, last: _Unit | None) -> None:
    if last is not None and last.header:
        last.lines.append(block.text)
    elif last is not None and len(last.lines) == 1 and re.match(r"table\b", last.text, re.IGNORECASE):
        units[-1] = _Unit([last.text, block.text], header=2)
    else:
        units.append(_Unit([block.text], header=1))


def _belongs(last: _Unit, block: Block) -> bool:
    """Whether a block is the grade of the recommendation before it, or an item of the list that it opens."""
    if _GRADE.match(block.text) and len(block.text.split()) <= _LONGEST_GRADE:
        return True
    opened = last.lines[0].rstrip().endswith(":") or len(last.lines) > 1 and last.lines[-1].startswith(("\u2022", "-"))
    return block.sort is Sort.BULLET and opened and not is_recommendation(block.text)


def _continues(last: _Unit, block: Block) -> bool:
    """Whether a list item belongs to the line that leads in to it, or a lower item to the one above."""
    if block.sort is not Sort.BULLET:
        return len(last.lines) == 1 and _is_label(last.text)
    led = not last.lines[0].startswith(("\u2022", "-")) and not last.lines[0].endswith(".")
    return (led or block.level > 1) and _count([*last.lines, block.text]) <= LONGEST


def _is_label(text: str) -> bool:
    """Whether a line is too short and too open to stand without the next: "Follow-on treatment"."""
    return (
        len(text.split()) <= _LONGEST_LABEL
        and not text.startswith(("\u2022", "-"))
        and not text.endswith((".", "!", "?"))
    )


def is_recommendation(text: str) -> bool:
    """Whether a line is a recommendation of its own: numbered as one, or saying that its makers recommend."""
    text = text.lstrip("\u2022- ")
    if len(text.split()) < _SHORTEST_ADVICE:
        return False
    return bool(_NUMBERED.match(text) or _NAMED.match(text) or _ADVISES.search(text[:200]))


def _count(lines: Iterable[str]) -> int:
    return sum(len(line.split()) for line in lines)


_Passage = tuple[tuple[str, ...], str]


def _cut(section: _Section, above: tuple[str, ...]) -> list[_Passage]:
    path = (*above, section.heading) if section.heading else above
    if section.heading and not section.alone and _count(section.lines) <= LONGEST:
        return [(path, "\n".join(section.lines))] if section.lines else []
    found = [(path, text) for text in _packed(section.units)]
    waiting: list[_Section] = []
    for part in section.parts:
        size = _count(part.lines)
        if waiting and (part.alone or _count(line for one in waiting for line in one.lines) + size > LONGEST):
            found += _together(waiting, path)
            waiting = []
        if part.alone or size > LONGEST:
            found += _cut(part, path)
        else:
            waiting.append(part)
    return found + _together(waiting, path)


def _together(parts: Sequence[_Section], path: tuple[str, ...]) -> list[_Passage]:
    """Small neighbouring sections as one passage; a single one, or any at the top, keeps its heading as its section."""
    parts = [part for part in parts if part.lines]
    if len(parts) == 1 or not path:
        return [((*path, part.heading), "\n".join(part.lines)) for part in parts]
    lines = [line for part in parts for line in (part.heading, *part.lines)]
    return [(path, "\n".join(lines))] if lines else []


def _packed(units: Sequence[_Unit]) -> list[str]:
    """The units as passages: recommendations alone, the rest packed together, what is too long cut."""
    found: list[str] = []
    waiting: list[str] = []
    for unit in units:
        size = _count(unit.lines)
        if waiting and (unit.alone or unit.header or _count(waiting) + size > LONGEST):
            found.append("\n".join(waiting))
            waiting = []
        if unit.alone:
            found.append(unit.text)
        elif size > LONGEST or unit.header:
            found += _table(unit) if unit.header else pieces(unit.text, LONGEST * 3 // 4)
        else:
            waiting += unit.lines
    return [*found, "\n".join(waiting)] if waiting else found


def _table(unit: _Unit) -> list[str]:
    """A table in pieces, each beginning with its caption and head row: a row without them says nothing.

    So does a row without the line above it that says for whom it is: a cell over all columns, told again too.
    """
    head, rows = unit.lines[: unit.header], unit.lines[unit.header :]
    found, held, group = [], list(head), list[str]()
    for row in rows:
        if len(held) > len(head) + len(group) and _count(held) + _count([row]) > LONGEST:
            found.append("\n".join(held))
            held = [*head, *(() if _is_group(row) else group)]
        group = [row] if _is_group(row) else group
        held.append(row)
    return [*found, "\n".join(held)]


def _is_group(row: str) -> bool:
    """Whether a row of a table is one cell over all columns: "Children"."""
    return not any(cell.strip() for cell in row.split(" | ")[1:])
