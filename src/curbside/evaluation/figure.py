"""A plot of measures with their intervals, as SVG: a row a system, a panel a set, one axis from 0 to 1."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from curbside.evaluation.comparing import Compared

_LEFT, _WIDTH, _ROW, _TOP, _FOOT = 210, 420, 24, 26, 34


def figure(found: Sequence[Compared], measure: str) -> str:
    """The plot of one measure over sets and systems; the bars of each point are its 95 % interval."""
    rows = sum(len(c.measures) for c in found)
    height = rows * _ROW + len(found) * _TOP + _FOOT
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_LEFT + _WIDTH + 90} {height}" role="img" '
        f'font-family="sans-serif" font-size="13"><title>{escape(measure)} with 95 % intervals</title>'
    ]
    y = 0
    for compared in found:
        y += _TOP
        parts.append(f'<text x="0" y="{y - 6}" font-weight="bold">{escape(compared.set)}</text>')
        for system, measures in compared.measures.items():
            bounds = measures[measure]
            parts.append(_row(y, system, (bounds.low, bounds.value, bounds.high)))
            y += _ROW
    return "\n".join([*parts, *_axis(y), "</svg>"]) + "\n"


def _row(y: int, name: str, bounds: tuple[float, float, float]) -> str:
    low, value, high = (_place(b) for b in bounds)
    middle = y + _ROW // 2
    return (
        f'<text x="8" y="{middle + 4}">{escape(name)}</text>'
        f'<line x1="{low}" x2="{high}" y1="{middle}" y2="{middle}" stroke="#456" stroke-width="2"/>'
        f'<circle cx="{value}" cy="{middle}" r="4" fill="#123"/>'
        f'<text x="{_LEFT + _WIDTH + 12}" y="{middle + 4}">{bounds[1]:.3f}</text>'
    )


def _axis(y: int) -> list[str]:
    ticks = [(share / 10, _place(share / 10)) for share in range(0, 11, 2)]
    line = f'<line x1="{_LEFT}" x2="{_LEFT + _WIDTH}" y1="{y + 4}" y2="{y + 4}" stroke="#888"/>'
    return [line, *(f'<text x="{x}" y="{y + 22}" text-anchor="middle">{value:.1f}</text>' for value, x in ticks)]


def _place(share: float) -> float:
    return round(_LEFT + share * _WIDTH, 1)
