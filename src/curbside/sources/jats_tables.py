"""Tables, figures and boxes of a JATS article, each as passages of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curbside.sources.jats_text import Piece, body_pieces
from curbside.sources.spans import in_columns
from curbside.sources.xml import Element, plain

_LONGEST = 4000
_FIGURE = re.compile(r"^fig(?:ure|\.)? ?(?=\d)", re.IGNORECASE)
_TABLE = re.compile(r"^table ?(?=\d)", re.IGNORECASE)


def floating_pieces(article: Element) -> Iterator[Piece]:
    """The passages of tables, of captions of figures and of boxes, wherever in the body or beside it they stand."""
    for place in (article.find("body"), article.find("floats-group")):
        for element in place.iter("table-wrap", "fig", "boxed-text") if place is not None else ():
            if element.tag == "table-wrap":
                yield from _table(element)
            elif element.tag == "fig":
                yield from _figure(element)
            else:
                yield from _box(element)


def _line(element: Element | None) -> str:
    return plain(element).replace("\n", " ")


def _named(element: Element, otherwise: str) -> str:
    label = _line(element.find("label")).rstrip(".: ")
    return _TABLE.sub("Table ", _FIGURE.sub("Figure ", label)) or otherwise


def _figure(figure: Element) -> Iterator[Piece]:
    caption = _line(figure.find("caption"))
    if caption:
        yield _named(figure, "Figure"), caption


def _box(box: Element) -> Iterator[Piece]:
    title = _line(box.find("caption/title")) or _line(box.find("title"))
    name = " > ".join(dict.fromkeys(filter(None, (_named(box, "Box"), title))))
    for section, text in body_pieces(box):
        yield name if section == "Text" else f"{name} > {section}", text


def _table(wrap: Element) -> Iterator[Piece]:
    """A table line by line, in as many passages as it needs; each begins with the caption and the header."""
    name, caption = _named(wrap, "Table"), _line(wrap.find("caption"))
    header: list[str] = []
    rows: list[str] = []
    for table in wrap.iter("table"):
        top, below = _rows(table)
        header, rows = header or top, rows + (below if not header else top + below)
    notes = [line for foot in wrap.findall("table-wrap-foot") for line in _notes(foot)]
    head = [line for line in (caption, *header) if line]
    yield from ((name, text) for text in _filled(head, rows, notes))


def _notes(foot: Element) -> Iterator[str]:
    notes = list(foot.iter("fn")) or [foot]
    for note in notes:
        label = _line(note.find("label"))
        text = " ".join(filter(None, (_line(part) for part in note if part.tag != "label")))
        if text:
            yield f"{label} {text}" if label else text


def _filled(head: list[str], rows: list[str], notes: list[str]) -> Iterator[str]:
    """The lines of a table in pieces; what spans its columns, such as "Children", is told again for rows behind it."""
    text = "\n".join(head)
    head_text = text if len(text) <= _LONGEST // 2 else text[: _LONGEST // 2].rsplit(" ", 1)[0]
    started, group = False, ""
    for number, line in enumerate([*rows, *notes]):
        spans = " | " not in line
        if started and len(text) + len(line) > _LONGEST:
            yield text
            text, started = "\n".join(filter(None, (head_text, "" if spans else group))), False
        group = line if spans and number < len(rows) and len(line) <= _LONGEST_GROUP else group
        text, started = (f"{text}\n{line}" if text else line), True
    if text:
        yield text


_LONGEST_GROUP = 200
"""Characters beyond which a cell over all columns is no name of the rows below it."""


def _rows(table: Element) -> tuple[list[str], list[str]]:
    """The header's lines and the other lines, cells joined by " | "; what spans rows is told in each."""
    header: list[str] = []
    below: list[str] = []
    spanning: dict[int, tuple[int, str]] = {}
    for row in table.iter("tr"):
        top = row.getparent().tag == "thead"
        own = ((cell, _line(cell)) for cell in row.iterchildren("td", "th"))
        cells = in_columns(own, spanning, repeat=top)
        line = _joined(cells)
        if line:
            (header if top else below).append(line)
    return header, below


def _joined(cells: list[str]) -> str:
    while cells and not cells[-1]:
        cells.pop()
    return " | ".join(cells).strip() if any(cells) else ""
