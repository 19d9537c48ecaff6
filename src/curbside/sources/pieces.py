"""Cuts long texts into pieces for reading, at the ends of lines and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curbside.text import sentences

_Span = tuple[int, int, int]  # start, end, words


def pieces(text: str, size: int) -> list[str]:
    """The normalised text in pieces of about `size` words, each word of it once, none cut inside a sentence.

    Pieces are made even: a text of 1.2 times the size comes in one, one of 1.6 times in two halves. Only what has no
    sentence end for twice the size, such as a table run together, is cut between words.
    """
    spans = list(_spans(text, size))
    total = sum(count for *_, count in spans)
    aim = total / max(1, round(total / size))
    found: list[str] = []
    start = held = last = 0
    for begin, end, count in spans:
        if held and held + count / 2 > aim:
            found.append(text[start:last])
            held = 0
        start = start if held else begin
        held, last = held + count, end
    return [*found, text[start:last]] if held else found


def _spans(text: str, size: int) -> Iterator[_Span]:
    for start, end in sentences(text):
        count = text.count(" ", start, end) + 1
        if count <= 2 * size:
            yield start, end, count
            continue
        words = [(m.start() + start, m.end() + start) for m in re.finditer(r"\S+", text[start:end])]
        for first in range(0, len(words), size):
            part = words[first : first + size]
            yield part[0][0], part[-1][1], len(part)
