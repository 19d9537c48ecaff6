"""Cells of a table in their columns, where some hold for several rows or columns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

_WIDEST = 60
"""Columns or rows beyond which a span is a slip or an attack: it must not fill the memory."""


class Cell(Protocol):
    """An element of a document of any kind that has attributes."""

    def get(self, name: str, default: str, /) -> str | None:
        """The attribute of that name, else the default."""


def in_columns(row: Iterable[tuple[Cell, str]], spanning: dict[int, tuple[int, str]], *, repeat: bool) -> list[str]:
    """The texts of a row in their columns, each given with its cell; one over several columns stands in the first.

    `spanning` keeps, by column, how many rows below still hold a text, and is changed. With `repeat`, as for the head
    of a table, a text stands in each of its columns.
    """
    cells: list[str] = []
    for cell, text in row:
        _take_spanning(cells, spanning)
        across, down = _span(cell, "colspan"), _span(cell, "rowspan")
        for column in range(len(cells), len(cells) + across):
            shown = text if repeat or column == len(cells) else ""
            if down > 1:
                spanning[column] = (down - 1, shown)
        cells += [text, *[text if repeat else ""] * (across - 1)]
    _take_spanning(cells, spanning)
    return cells


def _take_spanning(cells: list[str], spanning: dict[int, tuple[int, str]]) -> None:
    while len(cells) in spanning:
        left, text = spanning.pop(len(cells))
        if left > 1:
            spanning[len(cells)] = (left - 1, text)
        cells.append(text)


def _span(cell: Cell, name: str) -> int:
    value = (cell.get(name, "1") or "1").strip()
    return min(max(int(value), 1), _WIDEST) if value.isascii() and value.isdigit() else 1
