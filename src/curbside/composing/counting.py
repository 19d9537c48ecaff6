"""Small numbers in words, so that a count of ours is never mistaken for a figure of a source."""

from __future__ import annotations

from collections.abc import Sequence

_WORDS = "no one two three four five six seven eight nine ten eleven twelve".split()


def counted(number: int) -> str:
    """A count in words up to twelve, "more than twelve" beyond."""
    return _WORDS[number] if number < len(_WORDS) else "more than twelve"


def listed(names: Sequence[str], most: int = 6) -> str:
    """Names as a list in words: "a, b and c", the surplus counted."""
    if len(names) > most:
        return f"{', '.join(names[: most - 1])} and {counted(len(names) - most + 1)} others"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""
