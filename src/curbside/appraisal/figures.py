"""Which of two arms has the larger figure, by what stands beside each: "12 % in one group and 20 % in the other"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from curbside.appraisal.arms import Mention

_NOISE = re.compile(
    r"\b[pP](?:[ -]?values?)?\s?[=<>\u2264\u2265]\s?[\d.]+|\b9\d ?% ?(?:CI|"
    r"confidence intervals?)[:,= ]*[\[(]?\s*-?[\d.]+ ?%?\s*(?:-|to|\u2013|,|;)\s*-?[\d.]+ ?%?|"
    r"(?:\u00b1|\+/-) ?[\d.]+|\bn ?= ?\d+|\(\d+(?:/\d+)?\)|(?<=\d )[(\[]\d+\.\d+[)\]]|(?<=\d)[(\[]\d+\.\d+[)\]]|"
    r"\b\d+/\d+\b|\([^()]{0,20}?(?:to|-|\u2013)[^()]{0,20}?\)|"
    r"\b\d+(?:st|nd|rd|th)\b|\b(?:day|week|month|year|hour|group|table|figure|fig\.?|version|phase|grade|"
    r"type)s? \d+\b|\b\d+(?:\.\d+)?[ -]?(?:mg\b|patients|participants|ml\b)",
    re.IGNORECASE,
)
_SPANS = re.compile(r"\b\d+(?:\.\d+)?[ -]?(?:weeks?|months?|years?|hours?|h\b|minutes)", re.IGNORECASE)
_NUMBERS = {
    word: float(value)
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split()
    )
} | {"no": 0.0, "none": 0.0}
_FIGURE = re.compile(
    rf"(?<![\w.])-?\d+(?:\.\d+)?(?: ?%)?(?![\w.]\w)|\b(?:{'|'.join(_NUMBERS)})\b(?! (?:of the|group|arm))",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"(?:[^\d;.|]{0,45}? )?(?:in|for|with|of|on|among|during|after|by|under|receiving|at)(?: [\w-]+){0,3} ",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"(?: (?:groups?|arms?|patients|participants|subjects|recipients|side|treatment|therapy))?"
    r"(?: (?:was|were|had|showed|achieved|scored|lost|gained|of|reported|a|an|mean|median))*"
    r"\s?[:=(,]?\s?(?:mean |median |about |approximately |only )*",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"[\s,;/%()\[\]]*(?:and|vs\.?|versus|or)?[\s,;/()\[\]]*"
    r"(?:(?!(?:to|from|in|for|with|of|by)\b)[a-zA-Z/\u00b5\u03bc%\u00b0]{1,6} )?(?:and |vs\.? )?"
)
_NEXT = re.compile(
    r"[\s,;/()]*(?:(?:and|vs\.?|versus|or|the|compared (?:to|with)|groups?|arms?|patients|treated|therapy) ?)*"
    r"[\s,;/(]*",
    re.IGNORECASE,
)
_VERSUS = re.compile(r"\b(?:versus|vs|compared (?:with|to)|against|while|whereas)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """+1 where the first arm has the larger figure, -1 where the smaller, 0 where that is not told.

    `beside` by figures that stand beside the name of each arm, `listed` by two lists of one length, `order` by the
    order of two figures alone. `apart` is how far the two first figures differ as a share of the larger, None for none.
    """

    beside: int = 0
    listed: int = 0
    order: int = 0
    apart: float | None = None


def figures_of(part: str, places: Sequence[Mention], *, timed: bool = False) -> Figures:
    """The figures of a clause, by the arms whose places are given; spans of time count where the outcome is `timed`."""
    cleaned = _NOISE.sub(_blank, part)
    cleaned = cleaned if timed else _SPANS.sub(_blank, cleaned)
    inside = [m for m in _FIGURE.finditer(cleaned) if not any(p.start <= m.start() < p.end for p in places)]
    written = [m for m in inside if m.group()[-1] in "0123456789%"]
    percents = [m for m in written if m.group().endswith("%")]
    used = percents if len(percents) > 1 else written
    return Figures(
        beside=_beside(percents, places, cleaned) or _beside(inside, places, cleaned),
        listed=_listed(used, places, cleaned),
        order=_ordered(used, places, cleaned),
        apart=_apart(used),
    )


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _value(figure: re.Match[str]) -> float:
    text = figure.group().rstrip("% ").lower()
    return _NUMBERS[text] if text in _NUMBERS else float(text)


def _sign(left: float, right: float) -> int:
    return (left > right) - (left < right)


def _beside(figures: Sequence[re.Match[str]], places: Sequence[Mention], text: str) -> int:
    before, behind = dict[bool, float](), dict[bool, float]()
    for figure in figures:
        following = next((p for p in places if p.start >= figure.end()), None)
        if following and _BESIDE.fullmatch(text[figure.end() : following.start]):
            before.setdefault(following.first, _value(figure))
        leading = next((p for p in reversed(places) if p.end <= figure.start()), None)
        if leading and _BEHIND.fullmatch(text[leading.end : figure.start()]):
            behind.setdefault(leading.first, _value(figure))
    told = next((pair for pair in (behind, before) if len(pair) > 1), None)
    return _sign(told[True], told[False]) if told else 0


def _runs(found: Sequence[tuple[int, int]], between: re.Pattern[str], text: str) -> list[list[int]]:
    """Neighbours, by their index, with nothing but what joins a list between them."""
    runs: list[list[int]] = []
    for index, (start, _) in enumerate(found):
        if runs and between.fullmatch(text[found[runs[-1][-1]][1] : start]):
            runs[-1].append(index)
        else:
            runs.append([index])
    return [run for run in runs if len(run) > 1]


def _listed(figures: Sequence[re.Match[str]], places: Sequence[Mention], text: str) -> int:
    """By a list of figures and a list of arms of the same length, each arm's figure at its place in the list."""
    named = _runs([(p.start, p.end) for p in places], _NEXT, text)
    given = _runs([m.span() for m in figures], _BETWEEN, text)
    for run, names in ((r, n) for r in given for n in named if len(r) == len(n)):
        values = {places[n].first: _value(figures[f]) for n, f in zip(reversed(names), reversed(run), strict=True)}
        if len(values) > 1:
            return _sign(values[True], values[False])
    return 0


def _ordered(used: Sequence[re.Match[str]], places: Sequence[Mention], text: str) -> int:
    if len(used) < 2:
        return 0
    middle = _VERSUS.search(text, used[0].end())
    behind = [m for m in used if middle and m.start() > middle.start()] or used[1:]
    order = [p.first for p in places]
    swapped = bool(order) and not order[0] and True in order
    return _sign(_value(used[0]), _value(behind[0])) * (-1 if swapped else 1)


def _apart(used: Sequence[re.Match[str]]) -> float | None:
    if len(used) < 2:
        return None
    left, right = _value(used[0]), _value(used[1])
    return abs(left - right) / max(abs(left), abs(right), 1e-9)
