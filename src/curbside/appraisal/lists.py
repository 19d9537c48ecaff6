"""Items of lists: a dose stands only with the lines above it that say for whom or when (law 4)."""

from __future__ import annotations

import re

_MARKER = re.compile(r"[ \t]*(?P<marker>[-\u2013*\u2022\u30fb\u25aa\u25cf\u25a0\u25cb]|o(?= ))?[ \t]*")
_OUTER = frozenset("\u2022\u30fb\u25aa\u25cf\u25a0")
_WHOM_OR_WHEN = re.compile(
    r"\b(?:for|in|if|when|with|to (?:treat|prevent)|(?:treatment|management|prevention|prophylaxis) of|adults?|"
    r"child\w*|infants?|neonat\w*|women|men|patients?|pregnan\w+|aged?|years?|months?|weigh(?:ing|s))\b|"
    r"\d ?kg\b|[<>\u2264\u2265]",
    re.IGNORECASE,
)
_LONGEST = 480
"""Characters beyond which a stretch of a list is no longer read as one statement."""


def is_item(text: str, start: int) -> bool:
    """Whether what starts here is an item of a list: only its marker stands before it on its line."""
    line = text.rfind("\n", 0, start) + 1
    match = _MARKER.fullmatch(text, line, start)
    return match is not None and bool(match["marker"])


def with_condition(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The place of an item from the line above it that says for whom or when; its own where it says so itself.

    "2.4 mg/kg" under "over 20 kg" and "3 mg/kg" under "up to 20 kg" must not stand alone. Where no line above says it,
    the guideline's own subject does, and the item stands as it is; None where the line that says it is so far above
    that the stretch is no longer one statement.
    """
    if _WHOM_OR_WHEN.search(text, start, end):
        return start, end
    line = text.rfind("\n", 0, start) + 1
    depth = _depth(text, line)
    while line > 0 and depth > 0:
        line = text.rfind("\n", 0, line - 1) + 1
        above, stop = _depth(text, line), text.index("\n", line)
        if above < depth:
            depth = above
            if _WHOM_OR_WHEN.search(text, line, stop):
                match = _MARKER.match(text, line)
                first = match.end() if match else line
                return (first, end) if end - first <= _LONGEST else None
    return start, end


def _depth(text: str, line: int) -> int:
    """How deep the line that begins here stands in its list: 0 without a marker, 1 with a bullet, 2 with a dash."""
    match = _MARKER.match(text, line)
    marker = match["marker"] if match else None
    return 0 if marker is None else 1 if marker in _OUTER else 2
