"""Directions of outcomes, measured on cases in the shape of Evidence Inference: a trial, its arms, an outcome."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from curbside.evaluation.cases import Row, field, rows
from curbside.evaluation.measures import Pair
from curbside.model import BadInputError

_KNOWN = {"1": "higher", "-1": "lower", "0": "no difference"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A trial's article, its arms, an outcome, the words that tell of it, and the direction that people read there."""

    article: str
    intervention: str
    comparator: str
    outcome: str
    evidence: str
    known: str


Reader = Callable[[str, str, str, str], str]
"""The direction a text tells, given the text, the intervention, the comparator and the outcome."""


def read_cases(path: Path) -> tuple[Case, ...]:
    """The cases whose label people found valid; BadInputError names the line that is none."""
    found = []
    for number, row in rows(path):
        if row.get("Valid Label") == "False" or not str(row.get("Annotations") or "").strip():
            continue
        found.append(_case(row, path, number))
    if not found:
        raise BadInputError(str(path), "", "the file holds no case")
    return tuple(found)


def _case(row: Row, path: Path, number: int) -> Case:
    def text(name: str) -> str:
        return html.unescape(field(row, name, path, number))

    code = text("Label Code")
    if code not in _KNOWN:
        raise BadInputError(str(path), f"line {number}", f"'Label Code' is {code!r}, not 1, 0 or -1")
    return Case(
        article=text("PMCID"),
        intervention=text("Intervention"),
        comparator=text("Comparator"),
        outcome=text("Outcome"),
        evidence=text("Annotations"),
        known=_KNOWN[code],
    )


def read_abstracts(path: Path) -> dict[str, str]:
    """The texts of a file of documents {_id, text} whose id is "pmc:" and a number, by that number."""
    found = {}
    for number, row in rows(path):
        id_ = field(row, "_id", path, number)
        if id_.startswith("pmc:"):
            found[id_.removeprefix("pmc:")] = str(row.get("text") or "")
    return found


def from_evidence(cases: Sequence[Case], reader: Reader) -> tuple[tuple[str, Pair], ...]:
    """For each case its article, and the known direction with the one read from the evidence sentence."""
    return tuple((c.article, (c.known, reader(c.evidence, c.intervention, c.comparator, c.outcome))) for c in cases)


def from_abstract(cases: Sequence[Case], abstracts: Mapping[str, str], reader: Reader) -> tuple[tuple[str, Pair], ...]:
    """As from_evidence, but read from the abstract; only cases whose abstract is there, each question once."""
    asked = {
        (c.article, c.intervention, c.comparator, c.outcome): c for c in reversed(cases) if abstracts.get(c.article)
    }
    return tuple(
        (c.article, (c.known, reader(abstracts[c.article], c.intervention, c.comparator, c.outcome)))
        for c in reversed(list(asked.values()))
    )
