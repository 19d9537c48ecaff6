"""Retrieval measured on BEIR files: queries in JSON Lines, judgements in a table; measures by ir_measures."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from curbside.house import House
from curbside.model import BadInputError

DEPTH = 100
_ROUNDS = (1, 3, 10)
"""Passages asked for, in multiples of the depth, until that many documents are found."""

Run = dict[str, dict[str, float]]
Judgements = dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Query:
    """A query and its id."""

    id: str
    text: str


def read_queries(path: Path) -> tuple[Query, ...]:
    """The queries of a JSON Lines file of {_id, text}; BadInputError names the line that is none."""
    found: dict[str, Query] = {}
    for number, line in _lines(path):
        query = _query(line)
        if query is None:
            raise BadInputError(str(path), f"line {number}", "not a query {_id, text}")
        if query.id in found:
            raise BadInputError(str(path), f"line {number}", f"a duplicate id {query.id!r}")
        found[query.id] = query
    if not found:
        raise BadInputError(str(path), "", "the file holds no query")
    return tuple(found.values())


def _query(line: str) -> Query | None:
    try:
        row = json.loads(line)
        id_, text = row["_id"], row["text"]
    except (ValueError, KeyError, TypeError):
        return None
    known = isinstance(id_, str | int) and isinstance(text, str) and bool(text.strip())
    return Query(str(id_), text) if known else None


def read_judgements(path: Path) -> Judgements:
    """The judgements of a table of query, document and score, tab-separated, with or without a heading."""
    found: Judgements = {}
    for number, line in _lines(path):
        cells = line.split("\t")
        if number == 1 and cells[-1].strip() == "score":
            continue
        if len(cells) != 3 or not cells[2].strip().lstrip("-").isdigit():
            raise BadInputError(
                str(path), f"line {number}", "not a judgement: query, document and score, tab-separated"
            )
        found.setdefault(cells[0], {})[cells[1]] = int(cells[2])
    return found


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        with path.open(encoding="utf-8-sig") as stream:
            yield from ((n, line.rstrip("\n")) for n, line in enumerate(stream, start=1) if line.strip())
    except UnicodeDecodeError as error:
        raise BadInputError(str(path), f"byte {error.start}", "not UTF-8") from error
    except OSError as error:
        raise BadInputError(str(path), "", error.strerror or "cannot be read") from error


def rank_documents(house: House, text: str) -> dict[str, float]:
    """The best documents for a query, each by its best passage: up to DEPTH ids with scores."""
    return best_documents(lambda k: [(p.document.id, score) for p, score in house.rank(text, k=k)])


def best_documents(ranked: Callable[[int], Sequence[tuple[str, float]]]) -> dict[str, float]:
    """Up to DEPTH documents, each by its best passage, of what gives the documents of the k best passages."""
    found: dict[str, float] = {}
    for rounds in _ROUNDS:
        passages = ranked(DEPTH * rounds)
        found = {}
        for document, score in passages:
            found.setdefault(document, score)
        if len(found) >= DEPTH or len(passages) < DEPTH * rounds:
            break
    return dict(list(found.items())[:DEPTH])


def each_measured(run: Mapping[str, Mapping[str, float]], judgements: Judgements) -> dict[str, dict[str, float]]:
    """NDCG@10, R@10 and R@100 of each judged query of a run, by measure and query."""
    # Only here, because ir_measures comes with the extra "evaluation".
    import ir_measures
    from ir_measures import R, nDCG

    asked = {q: docs for q, docs in judgements.items() if q in run}
    measures = [nDCG @ 10, R @ 10, R @ 100]
    found: dict[str, dict[str, float]] = {str(m): dict.fromkeys(asked, 0.0) for m in measures}
    for value in ir_measures.iter_calc(measures, asked, {q: dict(run[q]) for q in asked}):
        found[str(value.measure)][value.query_id] = float(value.value)
    return found


def unknown_documents(judgements: Judgements, held: Callable[[str], bool]) -> tuple[str, ...]:
    """The judged documents that a library does not hold, in order: they can only be missed."""
    named = sorted({d for documents in judgements.values() for d in documents})
    return tuple(d for d in named if not held(d))


def measured(run: Mapping[str, Mapping[str, float]], judgements: Judgements) -> dict[str, float]:
    """Mean nDCG@10, R@10 and R@100 over the judged queries, four decimals; a query without result counts as nought."""
    # Only here, because ir_measures comes with the extra "evaluation".
    import ir_measures
    from ir_measures import R, nDCG

    asked = {q: docs for q, docs in judgements.items() if q in run}
    values = ir_measures.calc_aggregate([nDCG @ 10, R @ 10, R @ 100], asked, {q: dict(run[q]) for q in asked})
    return {
        str(measure): round(float(value), 4) for measure, value in sorted(values.items(), key=lambda item: str(item[0]))
    }


def trec_lines(run: Mapping[str, Mapping[str, float]], name: str = "curbside") -> Iterator[str]:
    """A run in TREC's form, a line a document: query Q0 document rank score name."""
    for query, documents in run.items():
        ranked = sorted(documents.items(), key=lambda item: (-item[1], item[0]))
        for rank, (document, score) in enumerate(ranked, start=1):
            yield f"{_word(query)} Q0 {_word(document)} {rank} {score:.4f} {name}\n"


def _word(id_: str) -> str:
    """An id without blanks, which separate the columns."""
    return re.sub(r"\s", lambda m: f"%{ord(m.group()):02X}", id_)
