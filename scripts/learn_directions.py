"""Learns how much each clue of a sentence counts, from sentences of trials whose direction people read.

    .venv/bin/python scripts/learn_directions.py --cases DATA/extraction/evidence_inference.jsonl.gz [--write]

The cases have the shape of Evidence Inference. Two logistic models over the clues that appraisal/comparisons.py names:
whether the arms differ, and, where they do, which has more; the second has no constant, so that arms exchanged are
read the other way round. Five parts by article, five times cut anew: each part is read with what the others taught, and
macro-F1 over these readings is printed. --write learns from all cases and writes appraisal/learned.py. Seeded.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from curbside.appraisal.comparisons import Clues, Comparison, Weights, clues, decided
from curbside.evaluation.directions import Case, read_cases
from curbside.evaluation.measures import confusion, halves, macro_f1
from curbside.text import normalise

PENALTY, STEPS, PARTS, ROUNDS, SEED = 10.0, 25, 5, 5, 1
LEARNED = Path(__file__).parent.parent / "src/curbside/appraisal/learned.py"
HEAD = '''"""How much each clue counts; written by scripts/learn_directions.py, not by hand."""

from __future__ import annotations

'''


def read(case: Case) -> Clues:
    """The clues of the words that people took for evidence."""
    asked = Comparison(intervention=case.intervention, comparator=case.comparator, outcome=case.outcome)
    return clues(normalise(case.evidence), asked)


def fitted(rows: Sequence[Mapping[str, float]], wanted: Sequence[bool], *, constant: bool) -> dict[str, float]:
    """The weights of a logistic model by Newton's steps, all but the constant drawn towards nought."""
    names = sorted({n for row in rows for n in row}) + ([""] if constant else [])
    place = {name: i for i, name in enumerate(names)}
    table = np.zeros((len(rows), len(names)))
    for at, row in enumerate(rows):
        for name, value in row.items():
            table[at, place[name]] = value
    penalty = np.full(len(names), PENALTY)
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
        difference=fitted([f.difference for f in found], [k != "no difference" for k in known], constant=True),
        side=fitted([found[i].side for i in differing], [known[i] == "higher" for i in differing], constant=False),
    )


def crossed(cases: Sequence[Case], found: Sequence[Clues], seed: int) -> list[str]:
    """Each case read with what the parts without its article taught."""
    articles = sorted({c.article for c in cases})
    Random(seed).shuffle(articles)
    part = {a: i % PARTS for i, a in enumerate(articles)}
    said = [""] * len(cases)
    for out in range(PARTS):
        inside = [i for i, c in enumerate(cases) if part[c.article] != out]
        weights = learned([found[i] for i in inside], [cases[i].known for i in inside])
        for i, c in enumerate(cases):
            if part[c.article] == out:
                said[i] = decided(found[i], weights).value
    return said


def main() -> None:
    """Print the crossed figures; with --write, learn from all and write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=Path, required=True)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    cases = read_cases(given.cases)
    found = [read(c) for c in cases]
    developed, apart = halves([c.article for c in cases], SEED)
    for seed in range(1, ROUNDS + 1):
        said = crossed(cases, found, seed)
        figures = {
            name: macro_f1(confusion([(c.known, s) for c, s in zip(cases, said, strict=True) if c.article in ids]))
            for name, ids in (("all", developed | apart), ("developed on", developed), ("kept apart", apart))
        }
        print(f"cut {seed}: " + "  ".join(f"{name} {value:.3f}" for name, value in figures.items()))
    if given.write:
        write(learned(found, [c.known for c in cases]))


def write(weights: Weights) -> None:
    """Write the weights, sorted by name, as a module."""
    tables = (("DIFFERENCE", weights.difference), ("SIDE", weights.side))
    bodies = (
        f"{name} = {{\n" + "".join(f'    "{n}": {w},\n' for n, w in sorted(table.items())) + "}\n"
        for name, table in tables
    )
    LEARNED.write_text(HEAD + "".join(bodies), encoding="utf-8")


if __name__ == "__main__":
    main()
