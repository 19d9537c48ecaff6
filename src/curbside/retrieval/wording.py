"""How much of a question a passage says in so many words: all of it, one of its sentences, and which words together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from curbside.model import Passage, SearchTerm
from curbside.text import sentences

Stems = Callable[[str], Sequence[str]]
"""The words of a text as the index of the library holds them: in lower case, without endings and stop words."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The words of a question as the index holds them, how much each tells, and which of them stand side by side."""

    weights: dict[str, float]
    pairs: dict[tuple[str, str], float]


@dataclass(frozen=True, slots=True)
class Wording:
    """Shares, 0 to 1, of what a question's words tell, that a passage has.

    `whole` counts the passage and its document's title, `sentence` the best of its sentences, `together` the pairs of
    neighbouring words of the question that are neighbours here too.
    """

    whole: float = 0.0
    sentence: float = 0.0
    together: float = 0.0


def wanted(terms: Iterable[SearchTerm], stems: Stems, rarity: Callable[[str], float]) -> Wanted:
    """What is wanted of a passage, the words asked for alone: the rarer one is in the library, the more it tells."""
    order: list[str] = []
    weights: dict[str, float] = {}
    for asked in (t.text for t in terms if t.asked):
        for stem in stems(asked):
            order.append(stem)
            weights.setdefault(stem, rarity(asked))
    pairs = {(a, b): weights[a] + weights[b] for a, b in zip(order, order[1:], strict=False) if a != b}
    return Wanted(weights, pairs)


def worded(passage: Passage, asked: Wanted, stems: Stems) -> Wording:
    """How much of what is wanted a passage says; nothing where nothing is wanted."""
    total = sum(asked.weights.values())
    if not total:
        return Wording()
    title = stems(passage.document.title)
    told = [stems(passage.text[start:end]) for start, end in sentences(passage.text)]
    found = [asked.weights.keys() & set(one) for one in told]
    best = max((_sum(asked, some) for some in found), default=0.0)
    together = {pair for one in (title, *told) for pair in zip(one, one[1:], strict=False) if pair in asked.pairs}
    pairs = sum(asked.pairs.values())
    return Wording(
        whole=_sum(asked, set().union(asked.weights.keys() & set(title), *found)) / total,
        sentence=best / total,
        together=sum(asked.pairs[p] for p in sorted(together)) / pairs if pairs else 0.0,
    )


def _sum(asked: Wanted, some: Iterable[str]) -> float:
    # In one order, so that the last digit does not depend on how a set lies in memory.
    return sum(asked.weights[s] for s in sorted(some))
