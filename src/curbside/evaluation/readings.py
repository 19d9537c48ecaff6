"""How well sentences and abstracts are read, each set as one report; what reads is given as an argument."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from curbside.evaluation import directions, synthesis, yes_no
from curbside.evaluation.report import SEED, Part, measured

Report = Mapping[str, Part]
"""Each thing measured by its name."""

_READ_AS_NONE = frozenset({"unstated", "uncertain", "mixed"})


def synthesis_report(
    questions: Path, synthesise: Callable[[str, Mapping[str, str]], str], seed: int = SEED
) -> tuple[Report, str]:
    """The report on questions with known answers, empty where none is known, and the lines of all answers."""
    answers = synthesis.answered(synthesis.read_questions(questions), synthesise)
    known = synthesis.pairs(answers)
    report = {"synthesis": measured(known, seed, {"over-claimed": synthesis.overclaimed})} if known else {}
    return report, synthesis.answer_lines(answers)


def direction_report(
    cases: Path, abstracts: Path | None, readers: tuple[directions.Reader, directions.Reader]
) -> Report:
    """The report on directions, read from the evidence sentence and, where abstracts are given, from them.

    `readers` are that of sentences and that of abstracts. An outcome of which an abstract says nothing is taken as
    no difference: what differs is told there.
    """
    of_sentence, of_abstract = readers
    found = directions.read_cases(cases)
    report = {"given the evidence sentence": measured(directions.from_evidence(found, of_sentence))}
    if abstracts is not None:
        texts = directions.read_abstracts(abstracts)
        read = directions.from_abstract(found, texts, lambda *asked: _decided(of_abstract(*asked)))
        report["given the abstract"] = measured(read, among=[c.article for c in found])
    return report


def _decided(direction: str) -> str:
    return "no difference" if direction in _READ_AS_NONE else direction


def yes_no_report(cases: Path, reply: Callable[[str, str], str]) -> Report:
    """The report on questions answered yes, no or maybe."""
    return {"yes, no or maybe": measured(yes_no.answered(yes_no.read_cases(cases), reply))}
