"""The order of what was found: by words, by likeness in meaning, and by how the best of it is worded."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from curbside.model import Kind, Passage, SearchTerm
from curbside.retrieval.wording import Stems, Wanted, Wording, wanted, worded

INSIDE = 0.7
"""What a passage from the body of a full text counts beside an abstract, which tells the same in fewer words."""

Ranked = list[tuple[str, float]]


class Rerank(Protocol):
    """How alike in meaning a text and passages are."""

    def __call__(self, text: str, ids: Sequence[str], /) -> Mapping[str, float]:
        """Cosines by passage id, without passages that have no vector."""

    def nearest(self, text: str, k: int, /) -> Sequence[str]:
        """The ids of about the k passages most alike, best first; some may be held no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelves:
    """How retrieval reaches the library: ranked passage ids for terms of some kinds, and the passages of ids.

    `search` counts passages from the body of a full text by INSIDE. `held` are those of some ids that are held, in
    documents of some kinds. `stems` are the words of a text as the index holds
    them, `rarity` what a word tells, more where it is rare. With `rerank`, likeness in meaning has a say.
    """

    search: Callable[[Sequence[SearchTerm], frozenset[Kind] | None, int], Ranked]
    passages: Callable[[Sequence[str]], Sequence[Passage]]
    held: Callable[[Sequence[str], frozenset[Kind] | None], Sequence[str]]
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
    """How many passages found by words are compared in meaning, and how many of the best are read for their wording.

    Of those read, `alike` are the most alike in meaning of all that are held, whatever their words.
    """

    candidates: int
    read: int
    alike: int = 0


POOLED = Mix(candidates=1000, read=100, alike=40)
"""For a search through all kinds at once."""

BY_MEANING = Weights(meaning=1.5)
"""The order in which passages are chosen to be read, where a model is installed."""
READ = Weights(meaning=5.0, whole=1.0, sentence=0.5, together=2.5)
READ_WITHOUT_MODEL = Weights(whole=0.4, sentence=0.2, together=0.6)


LOOKED_AT = 5
"""For each that is read for its meaning alone, so many are looked at: some are held no more, or of another kind."""


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
    in the order that words and meaning give it. Nothing is found where no word is.
    """
    wide = mix.candidates if shelves.rerank is not None else mix.read
    known, by_meaning = _known(terms, kinds, shelves, asked, max(k, wide), mix.alike)
    if not known:
        return []
    order, then = _ordered(known, by_meaning), READ if by_meaning else READ_WITHOUT_MODEL
    first, rest = _to_read(order, known, mix.read, mix.alike if by_meaning else 0)
    passages = {p.id: p for p in shelves.passages([*first, *(i for i, _ in rest[:k])])}
    wish = wanted(terms if first else (), shelves.stems, shelves.rarity)
    read = {i: score(read_too(known[i], passages[i], wish, shelves.stems), then) for i in first}
    return [(passages[i], s) for i, s in _after(_sorted(read), rest, k)]


def _to_read(order: Ranked, known: Mapping[str, Features], most: int, alike: int) -> tuple[list[str], Ranked]:
    """The ids of what is read: the best by words and meaning, and some most alike in meaning; and what is not read."""
    best = [i for i, _ in order[: most - alike]]
    others = sorted(order[len(best) :], key=lambda item: (-known[item[0]].meaning, item[0]))
    first = [*best, *(i for i, _ in others[:alike])]
    taken = set(first)
    return first, [(i, s) for i, s in order if i not in taken]


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
    terms: Sequence[SearchTerm], kinds: frozenset[Kind] | None, shelves: Shelves, asked: str, most: int, alike: int = 0
) -> tuple[dict[str, Features], bool]:
    """What is known of the passages found by words, before any is read, and whether their meaning is known too.

    With a model, some most `alike` in meaning are among them that have few of the words or none; but where nothing is
    found by words, nothing is found.
    """
    ranked = shelves.search(terms, kinds, most) if terms else []
    if not ranked or shelves.rerank is None:
        return features(ranked, None), False
    if alike:
        found = {i for i, _ in ranked}
        nearest = shelves.held(shelves.rerank.nearest(asked, alike * LOOKED_AT), kinds)
        ranked = [*ranked, *((i, 0.0) for i in nearest if i not in found)]
    return features(ranked, shelves.rerank(asked, [i for i, _ in ranked])), True


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
    """The score, 0 to 1 in four decimals; words are counted by INSIDE already when they are found.

    Shares of the wording count squared: all of a question in one place tells more than twice what half of it does.
    """
    wording = known.wording
    rest = (
        weights.meaning * known.meaning
        + weights.whole * wording.whole**2
        + weights.sentence * wording.sentence**2
        + weights.together * wording.together**2
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
