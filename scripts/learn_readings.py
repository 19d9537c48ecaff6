"""Learns how much each clue counts, from sentences whose direction and questions whose answer people gave.

    .venv/bin/python scripts/learn_readings.py directions DATA/extraction/evidence_inference.jsonl.gz [--write]
    .venv/bin/python scripts/learn_readings.py replies DATA/answers/pubmedqa.jsonl.gz [--write]

Directions have the shape of Evidence Inference. Two logistic models over the clues that appraisal/comparisons.py names:
whether the arms differ, and, where they do, which has more; the second has no constant, so that arms exchanged are
read the other way round. Replies have the shape of PubMedQA: one model over the clues of appraisal/yes_no.py, of those
answered yes or no; it reads sentences by the weights of directions in force, so directions are learned first.

Five parts by article, cut anew five times: each part is read with what the others taught, and macro-F1 of directions or
accuracy of replies (those known as maybe too) is printed. --write learns from all cases and writes its tables into
appraisal/learned.py. Seeded.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from curbside.appraisal.comparisons import Clues, Comparison, Weights, clues, decided
from curbside.appraisal.learned import DIFFERENCE, REPLY, SIDE
from curbside.appraisal.yes_no import replied, reply_clues
from curbside.evaluation.directions import Case, read_cases
from curbside.evaluation.measures import Measure, accuracy, confusion, halves, macro_f1
from curbside.evaluation.yes_no import read_cases as read_questions
from curbside.text import normalise

PULL_OF_CLUES, PULL = 10.0, 5.0
"""How strongly weights are drawn towards nought."""
STEPS, PARTS, ROUNDS, SEED = 25, 5, 5, 1
LEARNED = Path(__file__).parent.parent / "src/curbside/appraisal/learned.py"
HEAD = '''"""How much each clue counts; written by scripts/learn_readings.py, not by hand."""

from __future__ import annotations

'''


def read(case: Case) -> Clues:
    """The clues of the words that people took for evidence."""
    asked = Comparison(intervention=case.intervention, comparator=case.comparator, outcome=case.outcome)
    return clues(normalise(case.evidence), asked)


def fitted(
    rows: Sequence[Mapping[str, float]], wanted: Sequence[bool], pull: float, *, constant: bool
) -> dict[str, float]:
    """The weights of a logistic model by Newton's steps, all but the constant drawn towards nought."""
    names = sorted({n for row in rows for n in row}) + ([""] if constant else [])
    place = {name: i for i, name in enumerate(names)}
    table = np.zeros((len(rows), len(names)))
    for at, row in enumerate(rows):
        for name, value in row.items():
            table[at, place[name]] = value
    penalty = np.full(len(names), pull)
    if constant:
        table[:, -1], penalty[-1] = 1.0, 1e-6
    weights, known = np.zeros(len(names)), np.array(wanted, dtype=float)
    for _ in range(STEPS):
        weights -= _step(table, weights, known, penalty)
    return dict(zip(names, (round(float(w), 3) for w in weights), strict=True))


def _step(
    table: NDArray[np.float64], weights: NDArray[np.float64], known: NDArray[np.float64], penalty: NDArray[np.float64]
) -> NDArray[np.float64]:
    chance = 1 / (1 + np.exp(-table @ weights))
    slope = table.T @ (chance - known) + penalty * weights
    bend = (table * (chance * (1 - chance))[:, None]).T @ table + np.diag(penalty)
    return np.asarray(np.linalg.solve(bend, slope), dtype=np.float64)


def learned(found: Sequence[Clues], known: Sequence[str]) -> Weights:
    """The weights of both models."""
    differing = [i for i, k in enumerate(known) if k != "no difference"]
    return Weights(
        difference=fitted(
            [f.difference for f in found], [k != "no difference" for k in known], PULL_OF_CLUES, constant=True
        ),
        side=fitted(
            [found[i].side for i in differing], [known[i] == "higher" for i in differing], PULL_OF_CLUES, constant=False
        ),
    )


def crossed(ids: Sequence[str], learn: Callable[[Sequence[int], Sequence[int]], list[str]], seed: int) -> list[str]:
    """Each case read with what the parts without its article taught; `learn` reads the second cases after the first."""
    articles = sorted(set(ids))
    Random(seed).shuffle(articles)
    part = {a: i % PARTS for i, a in enumerate(articles)}
    said = [""] * len(ids)
    for out in range(PARTS):
        read_now = [i for i, a in enumerate(ids) if part[a] == out]
        for i, told in zip(read_now, learn([i for i, a in enumerate(ids) if part[a] != out], read_now), strict=True):
            said[i] = told
    return said


def printed(ids: Sequence[str], known: Sequence[str], said: Sequence[str], measure: Measure, name: str) -> None:
    """One line: the measure over all cases and over each half."""
    developed, apart = halves(ids, SEED)
    halved = (("all", developed | apart), ("developed on", developed), ("kept apart", apart))
    figures = [
        f"{half} {measure(confusion([(k, s) for i, k, s in zip(ids, known, said, strict=True) if i in chosen])):.3f}"
        for half, chosen in halved
    ]
    print(f"{name}: " + "  ".join(figures))


def directions(path: Path) -> dict[str, dict[str, float]]:
    """Print the crossed macro-F1 of directions; the tables learned from all."""
    cases = read_cases(path)
    found, known, ids = [read(c) for c in cases], [c.known for c in cases], [c.article for c in cases]

    def learn(first: Sequence[int], second: Sequence[int]) -> list[str]:
        weights = learned([found[i] for i in first], [known[i] for i in first])
        return [decided(found[i], weights).value for i in second]

    for seed in range(1, ROUNDS + 1):
        printed(ids, known, crossed(ids, learn, seed), macro_f1, f"cut {seed}")
    weights = learned(found, known)
    return {"DIFFERENCE": dict(weights.difference), "SIDE": dict(weights.side)}


def replies(path: Path) -> dict[str, dict[str, float]]:
    """Print the crossed accuracy of replies; the table learned from all."""
    cases = read_questions(path)
    found = [reply_clues(c.question, normalise(c.text)) for c in cases]
    known, ids = [c.known for c in cases], [c.id for c in cases]

    def table(chosen: Sequence[int]) -> dict[str, float]:
        told = [i for i in chosen if known[i] != "maybe" and found[i]]
        return fitted([found[i] for i in told], [known[i] == "yes" for i in told], PULL, constant=True)

    def learn(first: Sequence[int], second: Sequence[int]) -> list[str]:
        weights = table(first)
        return [("yes" if replied(found[i], weights) else "no") if found[i] else "maybe" for i in second]

    for seed in range(1, ROUNDS + 1):
        printed(ids, known, crossed(ids, learn, seed), accuracy, f"cut {seed}")
    return {"REPLY": table(range(len(cases)))}


LEARNERS = {"directions": directions, "replies": replies}


def main() -> None:
    """Print the crossed figures; with --write, write what all cases taught."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=sorted(LEARNERS))
    parser.add_argument("cases", type=Path)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    tables = {"DIFFERENCE": DIFFERENCE, "SIDE": SIDE, "REPLY": REPLY} | LEARNERS[given.what](given.cases)
    if given.write:
        bodies = (
            f"{name} = {{\n" + "".join(f'    "{n}": {w},\n' for n, w in sorted(table.items())) + "}\n"
            for name, table in tables.items()
        )
        LEARNED.write_text(HEAD + "".join(bodies), encoding="utf-8")


if __name__ == "__main__":
    main()
