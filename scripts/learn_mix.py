"""Learns what words, meaning and wording should each add to a passage's score, from judged queries.

    .venv/bin/python scripts/learn_mix.py --sets DATA/retrieval/bioasq DATA/retrieval/scifact ... --library DIR

A set is a folder with queries.jsonl and qrels.tsv; the library has vectors where a model is installed. Each set counts
alike. The weights are learned on one half of the queries and measured on the other, and the other way round; what is
printed for a set is the mean of both, beside the weights in force. Seeded; nothing is written.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from curbside.evaluation.retrieval import DEPTH, measured, read_judgements, read_queries
from curbside.house import House, open_house, shelves_of, topic_of
from curbside.retrieval import INSIDE, question_terms
from curbside.retrieval.ordering import BY_MEANING, READ, READ_WITHOUT_MODEL, Weights, features, read_too, score
from curbside.retrieval.wording import wanted
from curbside.settings import read_settings

CANDIDATES, READ_HERE, STEPS, RATE = 1000, 100, 400, 0.05
PARTS = ("words", "meaning", "whole", "sentence", "together")


@dataclass(frozen=True, slots=True)
class Case:
    """A judged query: the documents found, best first, their parts (one row each), and which of them answer it."""

    set: str
    query: str
    documents: tuple[str, ...]
    parts: NDArray[np.float64]
    answers: NDArray[np.float64]
    half: int


def cases(house: House, folder: Path) -> list[Case]:
    """The judged queries of a set with what is found for each; those for which nothing is found are left out."""
    judged = read_judgements(folder / "qrels.tsv")
    found = [
        case_of(house, folder.name, q.id, q.text, judged[q.id])
        for q in read_queries(folder / "queries.jsonl")
        if q.id in judged
    ]
    return [c for c in found if c is not None]


def case_of(house: House, name: str, query: str, text: str, judged: Mapping[str, int]) -> Case | None:
    """What is found for one query: the best passage of each document by the order in which passages are read."""
    topic, shelves = topic_of(house, text), shelves_of(house)
    terms = question_terms(topic)
    ranked = shelves.search(terms, None, CANDIDATES)
    cosines = shelves.rerank(topic.question.text, [i for i, _ in ranked]) if shelves.rerank is not None else None
    known = features(ranked, cosines)
    first = BY_MEANING if cosines is not None else Weights()
    order = sorted(known, key=lambda i: (-score(known[i], first), i))[:READ_HERE]
    wish = wanted(terms, shelves.stems, shelves.rarity)
    documents, rows = [], []
    for passage in shelves.passages(order):
        found = read_too(known[passage.id], passage, wish, shelves.stems)
        scale = INSIDE if found.inside else 1.0
        documents.append(passage.document.id)
        rows.append((found.words, scale * found.meaning, *(scale * part**2 for part in astuple(found.wording))))
    if not rows:
        return None
    answers = np.array([float(judged.get(d, 0) > 0) for d in documents])
    half = hashlib.sha256(f"{name}:{query}".encode()).digest()[0] & 1
    return Case(name, query, tuple(documents), np.array(rows), answers, half)


def learned(given: Sequence[Case]) -> NDArray[np.float64]:
    """Weights that make the answers the likeliest of what was found (softmax over each query), words counting 1."""
    given = [c for c in given if c.answers.any()]
    each = {name: 1 / sum(c.set == name for c in given) for name in {c.set for c in given}}
    weights = np.array([8.0, 8.0, 4.0, 2.0, 2.0])
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        slope = sum((each[c.set] * slope_of(c, weights) for c in given), np.zeros_like(weights)) / len(each)
        first, second = 0.9 * first + 0.1 * slope, 0.999 * second + 0.001 * slope**2
        weights = weights + RATE * 4 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-9)
        weights = np.maximum(weights, 0.0)
    found: NDArray[np.float64] = weights / weights[0]
    return found


def slope_of(case: Case, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """How the likelihood of a query's answers grows with each weight."""
    scores = case.parts @ weights
    share = np.exp(scores - scores.max())
    share /= share.sum()
    slope: NDArray[np.float64] = (case.answers / case.answers.sum() - share) @ case.parts
    return slope


def run_of(given: Sequence[Case], weights: NDArray[np.float64]) -> dict[str, dict[str, float]]:
    """The documents of each query with their scores, each by its best passage."""
    run: dict[str, dict[str, float]] = {}
    for case in given:
        scores: dict[str, float] = {}
        for document, value in zip(case.documents, case.parts @ weights, strict=True):
            scores[document] = max(scores.get(document, 0.0), float(value))
        run[case.query] = dict(sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:DEPTH])
    return run


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sets", type=Path, nargs="+", required=True, metavar="FOLDER")
    parser.add_argument("--library", type=Path, required=True, metavar="DIR")
    options = parser.parse_args()
    house = open_house(read_settings(), library=options.library)
    given = [case for folder in options.sets for case in cases(house, folder)]
    halves = [[c for c in given if c.half == half] for half in (0, 1)]
    across = [learned(half) for half in halves]
    in_force = np.array(astuple(READ if house.rerank is not None else READ_WITHOUT_MODEL))
    systems = {
        "words alone": [np.array([1.0, 0, 0, 0, 0])] * 2,
        "words and meaning": [np.array(astuple(BY_MEANING))] * 2,
        "in force": [in_force] * 2,
        "learned on the other half": [across[1], across[0]],
    }
    print("| nDCG@10, of the queries for which anything is found |", " | ".join(f.name for f in options.sets), "|")
    print("|---|" + "---|" * len(options.sets))
    for name, weights in systems.items():
        cells = []
        for folder in options.sets:
            run: dict[str, dict[str, float]] = {}
            for some, of in zip(halves, weights, strict=True):
                run |= run_of([c for c in some if c.set == folder.name], of)
            cells.append(f"{measured(run, read_judgements(folder / 'qrels.tsv'))['nDCG@10']:.4f}")
        print(f"| {name} |", " | ".join(cells), "|")
    for half, of in zip((0, 1), across, strict=True):
        print(f"learned on half {half}:", ", ".join(f"{n} {w:.2f}" for n, w in zip(PARTS, of, strict=True)))


if __name__ == "__main__":
    main()
