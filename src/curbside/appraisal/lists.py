"""Items of lists: a dose stands only with the lines above it that say for whom or when (law 4)."""

from __future__ import annotations

import re

_MARKER = re.compile(r"[ \t]*(?P<marker>[-\u2013*\u2022\u30fb\u25aa\u25cf\u25a0\u25cb]|o(?= ))?[ \t]*")
_OUTER = frozenset("\u2022\u30fb\u25aa\u25cf\u25a0")
_WHOM = (
    r"\b(?:(?:treatment|management|prevention|prophylaxis) of|adults?|child\w*|infants?|neonat\w*|women|men|patients?|"
    r"pregnan\w+|aged?|years?|months?|weigh(?:ing|s))\b|\d ?kg\b|[<>\u2264\u2265]"
)
_WHOM_OR_WHEN = re.compile(rf"{_WHOM}|\b(?:for|in|if|when|with|to (?:treat|prevent))\b", re.IGNORECASE)
_ABOVE = re.compile(rf"{_WHOM}|\b(?:for|in|if|when|with)\b(?=.*:\s*$)", re.IGNORECASE)
"""What a line above says; one that does not end in a colon must name people, an age, a weight or a treatment."""


def is_item(text: str, start: int) -> bool:
    """Whether what starts here is an item of a list: only its marker stands before it on its line."""
    line = text.rfind("\n", 0, start) + 1
    match = _MARKER.fullmatch(text, line, start)
    return match is not None and bool(match["marker"])


def condition_of(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The place of the words above an item that say for whom or when; None where it says so itself, or nothing does.

    "2.4 mg/kg" under "over 20 kg" and "3 mg/kg" under "up to 20 kg" must not stand alone. Only lines that stand less
    deep than the item, and than each other, are above it: what a list beside it says is not said of it.
    """
    if _WHOM_OR_WHEN.search(text, start, end):
        return None
    line = text.rfind("\n", 0, start) + 1
    depth = _depth(text, line)
    while line > 0 and depth > 0:
        line = text.rfind("\n", 0, line - 1) + 1
        above, stop = _depth(text, line), text.index("\n", line)
        if above < depth:
            depth = above
            if _ABOVE.search(text[line:stop]):
                match = _MARKER.match(text, line)
                first = match.end() if match else line
                return first, first + len(text[first:stop].rstrip(" :"))
    return None


def _depth(text: str, line: int) -> int:
    """How deep the line that begins here stands in its list: 0 without a marker, 1 with a bullet, 2 with a dash."""
    match = _MARKER.match(text, line)
    marker = match["marker"] if match else None
    return 0 if marker is None else 1 if marker in _OUTER else 2
