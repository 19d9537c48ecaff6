"""What an abbreviation stands for: by how many held texts define it so, and by the words it stands beside."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from curbside.model import Role
from curbside.text import names_condition, words
from curbside.understanding.forms import equivalents

Held = Callable[[Sequence[str]], int]
"""How many passages hold all of some words or phrases; of none, how many there are."""

_LIKELY = 4
"""A meaning is another one of an abbreviation when the most frequent one is no more than so many times as frequent."""
_LEAST = 2
"""Documents that must define a meaning for the words beside the abbreviation to speak for it."""
_MOST = 8
"""Meanings that are weighed; rarer ones are left out."""
_CLEAR = 3.0
"""Times that one meaning must be as probable as the next, to be settled by the words beside it."""
_SMOOTH = 1.0
"""Passages' worth of the general frequency of a word that smooths its frequency beside a meaning."""
_FITS = 4.0
"""What a meaning gains that is of the kind asked for: a condition where a condition is asked about."""
_LINKING = frozenset("of the and in for with to disease syndrome disorder".split())


@dataclass(frozen=True, slots=True)
class Meaning:
    """The long form an abbreviation is read as, or ""; a note where it has others; whether the short form misleads.

    `misleads` is true where held texts mean something else by the short form as well, so that it stands for nothing by
    itself.
    """

    long: str = ""
    note: str = ""
    misleads: bool = False


def meaning_of(
    short: str, role: Role | None, known: Sequence[tuple[str, int]], beside: Sequence[str], held: Held
) -> Meaning:
    """The meaning of a lower-case abbreviation in a role, from its expansions with counts and the words beside it.

    Meanings are weighed as a naive Bayes classifier does: by how many documents define each, times the share of the
    passages holding it that hold each of the words too.
    """
    groups = _grouped(known)
    if not groups:
        return Meaning()
    most = groups[0][1]
    likely = [long for long, count in groups if count * _LIKELY >= most]
    candidates = [g for g in groups[:_MOST] if g[0] in likely or (beside and g[1] >= _LEAST)]
    beside = [w for w in beside if len(candidates) > 1 and any(held([long, w]) for long, _ in candidates)]
    weights = {long: _weight(long, count, role, beside, held) for long, count in candidates}
    ranked = sorted(candidates, key=lambda g: (-weights[g[0]], -g[1], g[0]))
    chosen = ranked[0][0]
    settled = len(ranked) == 1 or weights[chosen] - weights[ranked[1][0]] >= math.log(_CLEAR)
    if not settled or not beside:
        chosen = _without_company(short, role, groups, likely) if not settled else chosen
    if len(likely) == 1 and chosen == groups[0][0]:
        return Meaning(long=chosen)
    others = ", ".join([long for long, _ in ranked if long != chosen][:3])
    by_company = ", by the other words of the question" if settled and beside else ""
    note = f"{short.upper()} was read as {chosen}{by_company}; in this library it also stands for {others}."
    return Meaning(long=chosen, note=note, misleads=True)


def _without_company(short: str, role: Role | None, groups: Sequence[tuple[str, int]], likely: Sequence[str]) -> str:
    """What everyday use means by it, else the most frequent meaning of the kind asked for."""
    everyday = set(equivalents(short))
    known = next((long for long in likely if _uniform(long) in everyday), "")
    return known or min(groups, key=lambda g: (g[0] not in likely, not _fits(g[0], role), -g[1], g[0]))[0]


def _weight(long: str, count: int, role: Role | None, beside: Sequence[str], held: Held) -> float:
    """The logarithm of how probable a meaning is, but for a constant."""
    prior = math.log(count) + (math.log(_FITS) if _fits(long, role) else 0.0)
    total, everywhere = held([long]), held([])
    return prior + sum(
        math.log((held([long, word]) + _SMOOTH * held([word]) / everywhere + 1e-9) / (total + _SMOOTH))
        for word in beside
    )


def _fits(long: str, role: Role | None) -> bool:
    if role is Role.POPULATION:
        return names_condition(long)
    return role is Role.INTERVENTION and not names_condition(long)


def same_meaning(one: str, other: str) -> bool:
    """Whether two long forms name the same thing: everyday equivalents, or most words of the shorter one in both."""
    if _uniform(one) in equivalents(_uniform(other)):
        return True
    first, second = _content(one), _content(other)
    shared = len(first & second)
    return bool(shared) and shared * 2 > min(len(first), len(second))


def _grouped(known: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """Meanings with their spellings counted together, each by its most frequent spelling, most frequent first."""
    groups: list[tuple[str, int]] = []
    for long, count in known:
        at = next((n for n, (other, _) in enumerate(groups) if same_meaning(long, other)), None)
        if at is None:
            groups.append((long.lower(), count))
        else:
            groups[at] = (groups[at][0], groups[at][1] + count)
    return sorted(groups, key=lambda group: (-group[1], group[0]))


def _content(long: str) -> frozenset[str]:
    found = [w for part in words(long) for w in part.split("-")]
    return frozenset(w.rstrip("s")[:6] for w in found if w not in _LINKING)


def _uniform(long: str) -> str:
    return " ".join(words(long))
