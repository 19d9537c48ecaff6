"""Ways of finding, each under its name: plain words, words and wording, and with a model meaning too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from curbside.evaluation.retrieval import best_documents
from curbside.house import House
from curbside.model import SearchTerm


@dataclass(frozen=True, slots=True)
class System:
    """A way of finding: its name, and the best documents for a query with their scores."""

    name: str
    rank: Callable[[str], dict[str, float]]


PLAIN, WORDING, MEANING = "plain words", "words and wording", "words, wording and meaning"


def systems(house: House) -> tuple[System, ...]:
    """The ways a house can find, the plainest first; the last is the one in force."""
    without = replace(house, rerank=None)
    found = [
        System(PLAIN, lambda text: best_documents(lambda k: _plain(house, text, k))),
        System(WORDING, lambda text: best_documents(lambda k: _in_force(without, text, k))),
    ]
    if house.rerank is not None:
        found.append(System(MEANING, lambda text: best_documents(lambda k: _in_force(house, text, k))))
    return tuple(found)


def _plain(house: House, text: str, k: int) -> list[tuple[str, float]]:
    """BM25 of the words as they stand: what any search engine gives."""
    ranked = house.library.search([SearchTerm(text=text)], k=k)
    scores = dict(ranked)
    return [(p.document.id, scores[p.id]) for p in house.library.passages([i for i, _ in ranked])]


def _in_force(house: House, text: str, k: int) -> list[tuple[str, float]]:
    return [(p.document.id, score) for p, score in house.rank(text, k=k)]
