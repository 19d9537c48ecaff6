"""The clauses of a text that speak of an outcome, with the places in each that name an arm."""

from __future__ import annotations

import re
from dataclasses import dataclass

from curbside.appraisal.arms import Mention
from curbside.appraisal.matching import stem
from curbside.text import sentences, words


@dataclass(frozen=True, slots=True)
class Clause:
    """Some words, the arms that they name in order, and the outcome that is asked of them."""

    text: str
    places: tuple[Mention, ...]
    outcome: str

    @property
    def arms(self) -> int:
        """How many of the two arms are named."""
        return len({p.first for p in self.places})


_CELL = re.compile(r"\n+\s*(?=[-+\u2013<>(.\d]|N\.?S\b)")


def row(text: str) -> str:
    """A row of a table as one line: its last cell, where it is below one and none is said to be a p-value, is one."""
    if len(_CELL.findall(text)) < 2:
        return text
    line = _CELL.sub(" | ", text).replace("\u2013", "-")
    return (
        line
        if re.search(r"\b[pP]\b ?[=<>]", line)
        else re.sub(r"\| (?=[<>]?)([<>]?) ?(0?\.\d+)\s*\*?\W*$", _as_p, line)
    )


def _as_p(match: re.Match[str]) -> str:
    return f"| p {match[1] or '='} {match[2]}"


_CLAUSES = re.compile(
    r"; (?![^()]*\))(?![^\[\]]*\])|\n|, (?:but(?! not\b)|whereas|while|although|however)\b|"
    r"(?<=[a-z)]), and (?=\w+ (?:was|were|did|\w+ (?:was|were)))"
)


def parts(text: str, outcome: str) -> list[str]:
    """The clauses of a text that hold most words of the outcome, and at last the whole text."""
    asked = {stem(w) for w in words(outcome) if len(w) > 2}
    clauses = [c for start, end in sentences(text) for c in _CLAUSES.split(text[start:end]) if c.strip()]
    held = [len(asked & {stem(w) for w in words(c)}) for c in clauses]
    best = max(held, default=0)
    chosen = [c for c, n in zip(clauses, held, strict=True) if n == best and n] if best else []
    return [*chosen, text]
