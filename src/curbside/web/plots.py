"""Effects with their intervals on one axis: a forest plot, drawn from figures that stand in the cited words."""

from __future__ import annotations

import math
import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from curbside.exports.plain import effect_words
from curbside.model import Answer, Document, Effect, Statement
from curbside.text import figures

RATIOS = frozenset({"hazard ratio", "relative risk", "odds ratio", "rate ratio"})
"""Measures without a unit whose value of no difference is 1; they share a logarithmic axis."""

STANDARDISED = frozenset({"standardised mean difference"})
"""Measures in standard deviations, without a unit, whose value of no difference is 0."""

WIDTH, ROW, TOP, LEFT, RIGHT = 640, 40, 16, 16, 16
"""Units of the drawing: its width, the height of a row, and its margins."""

_TICKS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)
_LEAST_ROWS = 2
"""One interval alone is read faster than it is looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Point:
    """An effect with its interval, as numbers, and whose it is."""

    statement: Statement
    effect: Effect
    value: float
    low: float
    high: float
    source: Document


def forest_plots(answer: Answer) -> list[dict[str, Any]]:
    """The plots of an answer as plain objects: rows in the order they are read, and where each mark is drawn.

    Only effects with an interval whose every figure stands in the cited words, on an axis they truly share; nothing
    is pooled, and where there are fewer than two there is no plot.
    """
    listed = {d.id: d for d in answer.references}
    points = [p for s in answer.statements for e in s.effects if (p := _point(s, e, listed)) is not None]
    drawn = []
    for measures, title, logarithmic in (
        (RATIOS, "Ratios", True),
        (STANDARDISED, "Standardised mean differences", False),
    ):
        rows = [p for p in points if p.effect.measure in measures]
        if len(rows) >= _LEAST_ROWS and (axis := _axis(rows, logarithmic=logarithmic)) is not None:
            drawn.append(_plot(title, rows, axis, {d.id: n for n, d in enumerate(answer.references, start=1)}))
    return drawn


def _number(written: str | None) -> float | None:
    try:
        found = float((written or "").replace("\u2212", "-").replace("\u00b7", "."))
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def _point(statement: Statement, effect: Effect, listed: Mapping[str, Document]) -> _Point | None:
    value, low, high = (_number(w) for w in (effect.value, effect.low, effect.high))
    if value is None or low is None or high is None or not low <= value <= high:
        return None
    quoted = figures(" ".join(c.quote for c in statement.citations))
    if figures(f"{effect.value} {effect.low} {effect.high}") - quoted:
        return None
    source = listed.get(statement.source.id, statement.source)
    return _Point(statement=statement, effect=effect, value=value, low=low, high=high, source=source)


@dataclass(frozen=True, slots=True)
class _Axis:
    """From a figure to its place across the drawing."""

    low: float
    high: float
    none: float
    ticks: tuple[float, ...]
    logarithmic: bool

    def x(self, value: float) -> float:
        """Units from the left edge."""
        place, low, high = (math.log(v) if self.logarithmic else v for v in (value, self.low, self.high))
        return round(LEFT + (place - low) / (high - low) * (WIDTH - LEFT - RIGHT), 1)


def _axis(rows: Sequence[_Point], *, logarithmic: bool) -> _Axis | None:
    lows, highs = [p.low for p in rows], [p.high for p in rows]
    if not logarithmic:
        widest = math.ceil(max(abs(v) for v in (*lows, *highs)) * 2) / 2 or 1.0
        return _Axis(-widest, widest, 0.0, (-widest, -widest / 2, 0.0, widest / 2, widest), logarithmic)
    if min(lows) <= 0:
        return None
    low = max((t for t in _TICKS if t <= min(*lows, 0.5)), default=min(lows))
    high = min((t for t in _TICKS if t >= max(*highs, 2.0)), default=max(highs))
    return _Axis(low, high, 1.0, tuple(t for t in _TICKS if low <= t <= high), logarithmic)


def _plot(title: str, rows: Sequence[_Point], axis: _Axis, numbers: Mapping[str, int]) -> dict[str, Any]:
    bottom = TOP + ROW * len(rows)
    return {
        "title": title,
        "scale": "logarithmic" if axis.logarithmic else "linear",
        "no_difference": axis.none,
        "width": WIDTH,
        "height": bottom + 34,
        "bottom": bottom,
        "centre": axis.x(axis.none),
        "ticks": [{"x": axis.x(t), "label": f"{t:g}"} for t in axis.ticks],
        "rows": [_row(p, axis, n, numbers[p.source.id]) for n, p in enumerate(rows)],
        "alike": len({(p.statement.outcome, p.effect.measure) for p in rows}) == 1,
    }


def _row(point: _Point, axis: _Axis, place: int, number: int) -> dict[str, Any]:
    middle = TOP + ROW * place + 26
    return {
        "statement": point.statement.id,
        "reference": number,
        "source": short_name(point.source),
        "outcome": point.statement.outcome,
        "said": _said(point),
        "population": point.statement.studied_in,
        "measure": point.effect.measure,
        "value": point.effect.value,
        "low": point.effect.low,
        "high": point.effect.high,
        "level": point.effect.level,
        "p": point.effect.p,
        "words": effect_words(point.effect),
        "y": middle,
        "from": axis.x(point.low),
        "at": axis.x(point.value),
        "to": axis.x(point.high),
    }


_CLAUSE = re.compile(r"[^;.()]*$")


def _said(point: _Point) -> str:
    """The words that lead to the effect, where its statement states several: they tell one from another."""
    if len(point.statement.effects) < 2:
        return ""
    text = point.statement.text
    before = text[: text.find(point.effect.value)].rpartition("(")[0] or text[: text.find(point.effect.value)]
    clause = _CLAUSE.search(before.rstrip(" ,:"))
    return clause.group().strip(" ,:") if clause else ""


def short_name(document: Document) -> str:
    """Whose work it is, in a few words: first author, issuing body or journal, and the year."""
    names: Iterable[str | None] = (
        *(re.sub(r" [A-Z]{1,3}$", "", re.sub(r",? et al\.?$", "", a)) for a in document.authors[:1]),
        document.issuer,
        document.journal,
        textwrap.shorten(document.title, 60, placeholder=" ..."),
        document.id,
    )
    name = next(n for n in names if n)
    return f"{name} {document.year}" if document.year else name
