"""Abbreviations learned from what the library holds: made uniform, counted, and told both ways."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from curbside.text import abbreviations

_PLURAL_KEPT = ("ss", "us", "is")


def uniform_short(short: str) -> str:
    """A short form without case, and without the "s" of "RCTs"."""
    if short.endswith("s") and short[:-1].isupper():
        short = short[:-1]
    return short.lower()


def uniform_long(long: str) -> str:
    """A long form without case, hyphens and plurals."""
    return " ".join(_singular(word) for word in re.split(r"[\s-]+", long.lower()) if word)


def natural_order(name: str) -> str:
    """A name of a thesaurus in the order of speech: "Anemia, Sickle Cell" as "Sickle Cell Anemia"."""
    return " ".join(reversed(name.split(", ")))


def _singular(word: str) -> str:
    if len(word) < 4 or not word.endswith("s") or word.endswith(_PLURAL_KEPT):
        return word
    return f"{word[:-3]}y" if word.endswith("ies") and len(word) > 4 else word[:-1]


def learned(texts: Iterable[str]) -> list[tuple[str, str, str, str]]:
    """What texts define, once each: (short, long) made uniform, then both as first written."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for text in texts:
        # Every definition stands in brackets; looking for one first spares the search in most texts.
        for short, long in abbreviations(text) if "(" in text else ():
            found.setdefault((uniform_short(short), uniform_long(long)), (short, long))
    return [(*uniform, *written) for uniform, written in found.items()]


def most_frequent(rows: Iterable[tuple[str, str, int]]) -> tuple[tuple[str, int], ...]:
    """The forms with their counts, most frequent first, then alphabetical, from (uniform, as written, count).

    Spellings of one form are counted together and told as most documents write it.
    """
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for uniform, written, count in rows:
        spellings[uniform][written] += count
    merged = [(min(c, key=lambda w: (-c[w], w)), c.total()) for c in spellings.values()]
    return tuple(sorted(merged, key=lambda form: (-form[1], form[0])))


def words_with(stem: str, texts: Iterable[str]) -> tuple[str, ...]:
    """The words of texts that end with "-olol" or begin with "cef-", those in most texts first, then alphabetical."""
    letters = re.escape(stem.strip("-").lower())
    pattern = re.compile(rf"\b{letters}[a-z]+\b" if stem.endswith("-") else rf"\b[a-z]+{letters}\b")
    counts = Counter(word for text in texts for word in set(pattern.findall(text.lower())))
    return tuple(sorted(counts, key=lambda word: (-counts[word], word)))
