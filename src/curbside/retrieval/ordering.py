"""The order of what was found: by words, by likeness in meaning, and by how the best of it is worded."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from curbside.model import Kind, Passage, SearchTerm
from curbside.retrieval.wording import Stems, Wanted, Wording, wanted, worded

INSIDE = 0.7
"""What a passage from the body of a full text counts beside an abstract, which tells the same in fewer words."""

Rerank = Callable[[str, Sequence[str]], Mapping[str, float]]
"""How alike in meaning a text and passages are: cosines by passage id, without passages that have no vector."""
Ranked = list[tuple[str, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelves:
    """How retrieval reaches the library: ranked passage ids for terms of some kinds, and the passages of ids.

    `search` counts passages from the body of a full text by INSIDE. `stems` are the words of a text as the index holds
    them, `rarity` what a word tells, more where it is rare. With `rerank`, likeness in meaning has a say.
    """

    search: Callable[[Sequence[SearchTerm], frozenset[Kind] | None, int], Ranked]
    passages: Callable[[Sequence[str]], Sequence[Passage]]
    stems: Stems
    rarity: Callable[[str], float]
    rerank: Rerank | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What each part adds to a score: words (BM25 in parts of the best), meaning (cosine), and how it is worded."""

    words: float = 1.0
    meaning: float = 0.0
    whole: float = 0.0
    sentence: float = 0.0
    together: float = 0.0

    @property
    def most(self) -> float:
        """The score of a passage that has all of everything."""
        return self.words + self.meaning + self.whole + self.sentence + self.together


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix:
    """How many passages found by words are compared in meaning, and how many of the best are read for their wording."""

    candidates: int
    read: int


POOLED = Mix(candidates=1000, read=100)
"""For a search through all kinds at once."""

BY_MEANING = Weights(meaning=1.1)
"""The order in which passages are chosen to be read, where a model is installed."""
READ = Weights(meaning=3.5, whole=1.8, sentence=1.1, together=1.3)
READ_WITHOUT_MODEL = Weights(whole=0.4, sentence=0.2, together=0.2)


@dataclass(frozen=True, slots=True)
class Features:
    """What is known of a passage found: its score by words in parts of the best, its cosine, its wording."""

    words: float
    meaning: float
    wording: Wording = Wording()
    inside: bool = False


def find(
    terms: Sequence[SearchTerm], kinds: frozenset[Kind] | None, shelves: Shelves, *, asked: str, k: int, mix: Mix
) -> list[tuple[Passage, float]]:
    """The k best passages with scores from 0 to 1, best first; ties go by id.

    `asked` is what vectors are compared with: the words of the question. What is beyond those read follows after them
    in the order that words and meaning give it.
    """
    wide = mix.candidates if shelves.rerank is not None else mix.read
    known, by_meaning = _known(terms, kinds, shelves, asked, max(k, wide))
    if not known:
        return []
    order, then = _ordered(known, by_meaning), READ if by_meaning else READ_WITHOUT_MODEL
    passages = {p.id: p for p in shelves.passages([i for i, _ in order[: max(k, mix.read)]])}
    wish = wanted(terms if mix.read else (), shelves.stems, shelves.rarity)
    read = {i: score(read_too(known[i], passages[i], wish, shelves.stems), then) for i, _ in order[: mix.read]}
    return [(passages[i], s) for i, s in _after(_sorted(read), order[mix.read :], k)]


def rank(
    terms: Sequence[SearchTerm],
    kinds: frozenset[Kind] | None,
    shelves: Shelves,
    *,
    asked: str,
    k: int,
    candidates: int,
) -> Ranked:
    """The ids of the k best passages with scores from 0 to 1, best first, without reading any; ties go by id.

    With a model, so many candidates found by words are compared in meaning.
    """
    wide = candidates if shelves.rerank is not None else 0
    known, by_meaning = _known(terms, kinds, shelves, asked, max(k, wide))
    return _ordered(known, by_meaning)[:k]


def _known(
    terms: Sequence[SearchTerm], kinds: frozenset[Kind] | None, shelves: Shelves, asked: str, most: int
) -> tuple[dict[str, Features], bool]:
    """What is known of the passages found by words, before any is read, and whether their meaning is known too."""
    ranked = shelves.search(terms, kinds, most) if terms else []
    cosines = shelves.rerank(asked, [i for i, _ in ranked]) if ranked and shelves.rerank is not None else None
    return features(ranked, cosines), cosines is not None


def _ordered(known: Mapping[str, Features], by_meaning: bool) -> Ranked:
    weights = BY_MEANING if by_meaning else Weights()
    return _sorted({i: score(f, weights) for i, f in known.items()})


def features(ranked: Ranked, cosines: Mapping[str, float] | None) -> dict[str, Features]:
    """What is known of passages before they are read, by id.

    A passage without a vector is taken to be as like as its words are, in parts of the most alike, so that it is
    neither lost nor put first for want of one.
    """
    best = max((s for _, s in ranked), default=0.0) or 1.0
    cosines = cosines or {}
    most_alike = max(cosines.values(), default=0.0)
    return {i: Features(s / best, max(cosines.get(i, most_alike * s / best), 0.0)) for i, s in ranked}


def read_too(known: Features, passage: Passage, wish: Wanted, stems: Stems) -> Features:
    """What is known of a passage with its wording."""
    return Features(known.words, known.meaning, worded(passage, wish, stems), passage.inside)


def score(known: Features, weights: Weights) -> float:
    """The score, 0 to 1 in four decimals; words are counted by INSIDE already when they are found."""
    rest = (
        weights.meaning * known.meaning
        + weights.whole * known.wording.whole
        + weights.sentence * known.wording.sentence
        + weights.together * known.wording.together
    )
    return round((weights.words * known.words + rest * (INSIDE if known.inside else 1.0)) / weights.most, 4)


def _sorted(scores: Mapping[str, float]) -> Ranked:
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))


def _after(read: Ranked, rest: Ranked, k: int) -> Ranked:
    """The read ones, then the rest below them: both scores are shares of the most, of different things."""
    lowest = read[-1][1] if read else 1.0
    highest = rest[0][1] if rest else 1.0
    scale = min(1.0, lowest / highest) if highest else 0.0
    return [*read, *((i, round(s * scale, 4)) for i, s in rest)][:k]
