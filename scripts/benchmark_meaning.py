"""What likeness in meaning costs: milliseconds a query with and without it, loading, and memory as vectors grow.

    .venv/bin/python scripts/benchmark_meaning.py --data DATA --libraries DIR... [--made SIZE... --keep FOLDER]

A library named has its vectors already (`curbside library embed`). A library of SIZE passages is made of real words, as
scripts/benchmark.py makes it, and each of its passages has a vector made by chance: what a query costs is the same.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy
from benchmark import alone, built_once, machine, memory, questions, spread, table

from curbside.house import open_house, vectors_of
from curbside.library import open_library
from curbside.retrieval import POOLED
from curbside.retrieval.ordering import LOOKED_AT
from curbside.semantic import Encoder, Vectors, installed
from curbside.settings import read_settings

A_SEGMENT, SEED, WARM_UP = 65_536, 1, 5


class Cost(NamedTuple):
    """Milliseconds of each query with meaning and without, and megabytes resident after each."""

    passages: int
    with_meaning: list[float]
    without: list[float]
    own: float
    mapped: float


def make_vectors(directory: Path) -> None:
    """A vector by chance for each passage of a library that has none yet."""
    settings = read_settings()
    model = installed(settings.model)
    if model is None:
        sys.exit("no model is installed; scripts/build_model.py makes one")
    vectors = Vectors(vectors_of(directory, model), model.dimensions)
    chance = numpy.random.default_rng(SEED)
    with open_library(directory) as shelf:
        held, after, ids = shelf.size[1], "", list[str]()
        if len(vectors) >= held:
            return
        while found := shelf.documents(after=after, limit=2000):
            ids += [p.id for document in found for p in shelf.document_passages(document.id)]
            after = found[-1].id
            if len(ids) >= A_SEGMENT:
                vectors.add(ids, chance.standard_normal((len(ids), model.dimensions), dtype=numpy.float32))
                ids = []
        vectors.add(ids, chance.standard_normal((len(ids), model.dimensions), dtype=numpy.float32))


def queried(directory: Path, texts: Sequence[str]) -> Cost:
    """The same queries with meaning and without, in turn."""
    house = open_house(read_settings(), library=directory)
    if house.rerank is None:
        sys.exit(f"{directory}: semantic reranking is {house.reranking}")
    plain = replace(house, rerank=None)
    took: tuple[list[float], list[float]] = ([], [])
    for number, text in enumerate([*texts[:WARM_UP], *texts]):
        for of, way in zip(took, (house, plain), strict=True):
            began = time.perf_counter()
            way.rank(text, k=10)
            if number >= WARM_UP:
                of.append((time.perf_counter() - began) * 1000)
    now = memory()
    model = installed(read_settings().model)
    size = sum(path.stat().st_size for path in vectors_of(directory, model).glob("*.vectors")) if model else 0
    return Cost(house.library.size[1], *took, now.own or now.peak, size / 1e6)


def found_by_signs(directory: Path, texts: Sequence[str]) -> float:
    """The share of the passages most alike to a question that are found by the signs of their vectors."""
    model = installed(read_settings().model)
    if model is None:
        sys.exit("no model is installed; scripts/build_model.py makes one")
    vectors, encoder = Vectors(vectors_of(directory, model), model.dimensions), Encoder(model.directory)
    ids, after = list[str](), ""
    with open_library(directory) as shelf:
        while found := shelf.documents(after=after, limit=2000):
            ids += [p.id for document in found for p in shelf.document_passages(document.id)]
            after = found[-1].id
    rows, _ = vectors.get(ids)
    shares = []
    for text in texts:
        asked = encoder.question(text)
        best = {ids[place] for place in numpy.argsort(-(rows @ asked), kind="stable")[: POOLED.alike].tolist()}
        shares.append(len(best & set(vectors.nearest(asked, POOLED.alike * LOOKED_AT))) / len(best))
    return statistics.mean(shares)


def loaded() -> float:
    """Seconds until the first vector of a question, libraries and model loaded, in a process of its own."""
    began = time.perf_counter()
    Encoder(read_settings().model).question("a question")
    return time.perf_counter() - began


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--libraries", type=Path, nargs="*", default=[], metavar="DIR")
    parser.add_argument("--made", type=int, nargs="*", default=[], metavar="SIZE")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where made libraries are kept")
    parser.add_argument("--questions", type=int, default=100)
    options = parser.parse_args()
    if options.made and options.keep is None:
        parser.error("--made needs --keep")
    texts = questions(options.data, options.questions)
    print(f"{machine()}; {len(texts)} questions")
    load = [alone(loaded) for _ in range(5)]
    table("Loading", ("median s", "least", "most"), [(statistics.median(load), min(load), max(load))])
    libraries = list(options.libraries)
    for size in options.made:
        options.keep.mkdir(parents=True, exist_ok=True)
        built_once(options, options.keep, size)
        alone(make_vectors, options.keep / str(size))
        libraries.append(options.keep / str(size))
    rows = []
    for directory in libraries:
        cost: Cost = alone(queried, directory, texts)
        ratio = statistics.median(a / b for a, b in zip(cost.with_meaning, cost.without, strict=True))
        rows.append(
            (cost.passages, *spread(cost.with_meaning)[:2], *spread(cost.without)[:2], ratio, cost.own, cost.mapped)
        )
    headings = (
        "passages",
        "p50 ms",
        "p95",
        "words and wording: p50 ms",
        "p95",
        "ratio",
        "MB own",
        "MB of vectors mapped",
    )
    table("A query with meaning", headings, rows)
    for directory in options.libraries:
        share = alone(found_by_signs, directory, texts)
        told = f"Of the {POOLED.alike} passages most alike to a question,"
        print(f"{told} {share:.3f} are found by the signs of their vectors.")


if __name__ == "__main__":
    main()
