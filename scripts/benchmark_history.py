"""How far scores show what an index held before, and how passages lie in it: why the index is made anew after updates.

    .venv/bin/python scripts/benchmark_history.py --library DIR [--data DATA]

The passages of a library are put into new indexes: laid out otherwise, or with a share of the documents first standing
there in other words and then replaced. Each is asked 300 BioASQ questions and compared with an index made at once.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import tantivy
from benchmark import questions, table
from sqlalchemy import create_engine

from curbside.house import open_house
from curbside.library import reading
from curbside.library.index import Entry, WordIndex, query_of, ranked
from curbside.retrieval import question_terms
from curbside.settings import read_settings

DEPTH, SHOWN, WRITES = 100, 10, 12
Found = list[list[tuple[str, float]]]


def written(index: WordIndex, entries: Sequence[Entry], removed: Sequence[str] = (), *, many: bool = False) -> None:
    draft = index.draft(many=many)
    draft.remove(removed)
    draft.add(entries)
    draft.commit()


def at_once(index: WordIndex, entries: Sequence[Entry], *, many: bool) -> None:
    written(index, entries, many=many)


def in_parts(index: WordIndex, entries: Sequence[Entry]) -> None:
    mixed = list(entries)
    random.Random(7).shuffle(mixed)
    for start in range(WRITES):
        written(index, mixed[start::WRITES])


def with_history(index: WordIndex, entries: Sequence[Entry], *, share: float) -> None:
    chance = random.Random(5)
    documents = sorted({entry[1] for entry in entries})
    replaced = sorted(chance.sample(documents, round(len(documents) * share)))
    gone = frozenset(replaced)
    texts = [entry[5] for entry in entries]
    written(index, [(*e[:5], chance.choice(texts), e[6]) if e[1] in gone else e for e in entries])
    written(index, [entry for entry in entries if entry[1] in gone], replaced)


def found(make: Callable[[WordIndex], None], path: Path, queries: Sequence[tantivy.Query]) -> tuple[int, Found]:
    index = WordIndex(path.name, path, create=True)
    make(index)
    searcher = index.searcher()
    return searcher.num_segments, [ranked(searcher, query, DEPTH) for query in queries]


def compared(expected: Found, other: Found) -> tuple[int, float, int, int]:
    """Scores that differ, by how much in per cent at most; questions with other best hundred, with other best ten."""
    pairs = [(s, t) for a, b in zip(expected, other, strict=True) for (_, s), (_, t) in zip(a, b, strict=True)]
    orders = [([i for i, _ in a], [i for i, _ in b]) for a, b in zip(expected, other, strict=True)]
    return (
        sum(s != t for s, t in pairs),
        max(abs(s - t) / s for s, t in pairs) * 100,
        sum(a != b for a, b in orders),
        sum(a[:SHOWN] != b[:SHOWN] for a, b in orders),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--library", type=Path, required=True, help="a library, only read")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="the public sets")
    options = parser.parse_args()
    house = open_house(read_settings(), library=options.library)
    topics = map(house.engine.understand, questions(options.data, 300))
    queries = [query for topic in topics if (query := query_of(question_terms(topic), None)) is not None]
    with create_engine(f"sqlite:///{options.library / 'records.sqlite'}").connect() as connection:
        number = reading.generation(connection).number
        entries = list(reading.entries(connection, number, new_only=False))
    ways = {
        "at once, on all cores": partial(at_once, entries=entries, many=True),
        f"in another order, in {WRITES} parts": partial(in_parts, entries=entries),
        "0.1 % of documents replaced": partial(with_history, entries=entries, share=0.001),
        "1 % replaced": partial(with_history, entries=entries, share=0.01),
        "10 % replaced": partial(with_history, entries=entries, share=0.1),
    }
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        _, expected = found(partial(at_once, entries=entries, many=False), Path(folder) / "expected", queries)
        for number, (name, make) in enumerate(ways.items()):
            segments, other = found(make, Path(folder) / str(number), queries)
            rows.append((name, segments, *compared(expected, other)))
    hits = sum(map(len, expected))
    title = f"{len(queries)} questions, {hits:,} hits, compared with an index made at once by one thread"
    headings = ("index made", "segments", "scores that differ", "most, %", f"other best {DEPTH}", f"other best {SHOWN}")
    table(title, headings, rows)


if __name__ == "__main__":
    main()
