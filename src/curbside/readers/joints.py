"""Where a long sentence can be parted without a change of sense: between clauses that stand on their own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curbside.model import Piece, Turn
from curbside.readers.asides import VERB
from curbside.text import sentences

_SEMICOLON = re.compile(r"; (?:and |but )?(?=\S)")
_COMMA = re.compile(
    r",? ?(?P<dash>\u2014)|, (?P<word>and|but|whereas|while|although) "
    r"(?=(?:the|this|these|those|it|they|there|its|their|"
    r"no|in|for|most|all|both|some|patients|people|women|men|children|adults)\b)"
)
_SUBORDINATE = re.compile(
    r"^\W*(?:if|when|whether|although|though|because|since|unless|until|while|whereas|after|before|where|among those|"
    r"in patients (?:who|with)|in (?:people|adults|children|women) (?:who|with)|for patients (?:who|with)|once|"
    r"given)\b|"
    r"\b(?:that|whether|if|unless|suggest\w*|neither|either|both|between|not only|such as|including|whom)\b",
    re.IGNORECASE,
)
_HANGING = re.compile(
    r"(?:except|unless|where|if|when|which|that|who|especially|particularly|mainly|including|not|nor|or|otherwise|"
    r"such|so|than|as|whereas|although|because|since|then)\b",
    re.IGNORECASE,
)
"""What cannot open a sentence of its own."""
_OPENING = {
    "whereas": ". By contrast, ",
    "while": ". Meanwhile, ",
    "although": ". Still, ",
    "but": ". But ",
    "and": ". ",
}
_SHORTEST = 3
"""Words that a part must have to be a sentence."""


def joints(text: str, begin: int = 0) -> Iterator[Piece]:
    """The places of a text, from `begin` on, where one sentence becomes two.

    Nothing is parted within brackets, nor where the first part is a condition, a report of what someone thinks, or a
    negation whose reach could end too early: there the second part would lose what governs it.
    """
    for start, end in sentences(text):
        left = start = max(start, begin)
        for match in sorted([*_SEMICOLON.finditer(text, start, end), *_COMMA.finditer(text, start, end)], key=_place):
            stop = _next_break(text, match.end(), end)
            if _parts(text, (left, match.start()), (match.end(), stop), match):
                yield Piece(start=match.start(), end=match.end(), turn=Turn.JOINT, words=_words(match))
                left = match.end()


def _place(match: re.Match[str]) -> int:
    return match.start()


def _words(match: re.Match[str]) -> str:
    if match.re is _COMMA:
        return _OPENING[match["word"]] if match["word"] else ". "
    return ". But " if "but" in match.group() else ". "


def _next_break(text: str, start: int, end: int) -> int:
    found = re.compile(r"[;:]").search(text, start, end)
    return found.start() if found else end


def _parts(text: str, left: tuple[int, int], right: tuple[int, int], match: re.Match[str]) -> bool:
    before, after = text[slice(*left)], text[slice(*right)]
    if before.count("(") != before.count(")") or min(len(before.split()), len(after.split())) < _SHORTEST:
        return False
    if not VERB.search(" ".join(after.split()[:9])):
        return False
    if _HANGING.match(after):
        return False
    if match.re is _SEMICOLON:
        return not re.search(r":\s", before)
    return bool(VERB.search(before)) and not _SUBORDINATE.search(before)
