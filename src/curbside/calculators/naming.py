"""Says which scores a text names, by words that mean a score and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from curbside.calculators.forms import Calculator
from curbside.calculators.registry import SCORES


def named_in(texts: Iterable[str]) -> tuple[Calculator, ...]:
    """The scores that texts name, in the order of the registry, each once.

    A name counts as whole words; a short name that is a word of the language too ("sofa", "plasmic") only in capitals.
    The longest name at a place wins, so that "qSOFA" is no SOFA and "SOFA-2" not the one of 1996.
    """
    found: set[str] = set()
    for text in texts:
        for match in _names().finditer(text):
            score = _meant(match.group())
            if score is not None:
                found.add(score)
    return tuple(s for s in SCORES if s.id in found)


@cache
def _owners() -> tuple[dict[str, str], dict[str, str]]:
    """Who owns a name, in any case and in these letters only; the first score of the registry to claim it."""
    loose = {_spaced(n).casefold(): s.id for s in reversed(SCORES) for n in s.names}
    strict = {_spaced(n): s.id for s in reversed(SCORES) for n in s.cased}
    return loose, strict


@cache
def _names() -> re.Pattern[str]:
    loose, strict = _owners()
    every = sorted({*loose, *(n.casefold() for n in strict)}, key=len, reverse=True)
    pattern = "|".join(re.escape(n).replace("\\ ", r"[\s-]+").replace("'", "['\u2019]") for n in every)
    return re.compile(rf"(?<![\w-])(?:{pattern})(?!\w|-\d)", re.IGNORECASE)


def _spaced(name: str) -> str:
    return re.sub(r"[\s-]+", " ", name.replace("\u2019", "'"))


def _meant(words: str) -> str | None:
    loose, strict = _owners()
    plain = _spaced(words)
    return loose.get(plain.casefold()) or strict.get(plain)
