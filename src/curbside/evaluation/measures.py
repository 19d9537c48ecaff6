"""Measures of answers that are one of a few labels: accuracy, F1, their intervals, and two systems on the same cases.

Intervals are bootstrap percentiles (Efron B, Tibshirani RJ. An Introduction to the Bootstrap. 1993, chapter 13). The
seed is given by whoever measures, so that the same cases always print the same interval.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

ROUNDS = 1000
"""Resamples that an interval is taken from."""

Pair = tuple[str, str]
"""What is known of a case, and what was said of it."""
Cells = Mapping[Pair, int]
"""The confusion table: how many cases there are of each pair."""
Measure = Callable[[Cells], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A measure and the bounds of its 95 % bootstrap interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        """The value and its bounds with three decimals."""
        return f"{self.value:.3f} ({self.low:.3f} to {self.high:.3f})"


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelScore:
    """How well one label is told: precision, recall, F1, and how many cases truly have it."""

    label: str
    precision: float
    recall: float
    f1: float
    cases: int


def confusion(pairs: Sequence[Pair]) -> dict[Pair, int]:
    """How many cases there are of each pair of known and said label, sorted."""
    return dict(sorted(Counter(pairs).items()))


def accuracy(cells: Cells) -> float:
    """The share of cases of which what was said is what is known; nought without cases."""
    return _share(sum(n for (known, said), n in cells.items() if known == said), sum(cells.values()))


def majority(cells: Cells) -> float:
    """The accuracy of always saying the label that most cases have."""
    known = Counter[str]()
    for (label, _), n in cells.items():
        known[label] += n
    return _share(max(known.values(), default=0), sum(known.values()))


def by_label(cells: Cells) -> tuple[LabelScore, ...]:
    """The scores of each label that is known or said of any case, in order of the labels."""
    labels = sorted({label for pair in cells for label in pair})
    return tuple(_scored(label, cells) for label in labels)


def _scored(label: str, cells: Cells) -> LabelScore:
    right = cells.get((label, label), 0)
    said = sum(n for (_, s), n in cells.items() if s == label)
    known = sum(n for (k, _), n in cells.items() if k == label)
    return LabelScore(
        label=label,
        precision=_share(right, said),
        recall=_share(right, known),
        f1=_share(2 * right, said + known),
        cases=known,
    )


def macro_f1(cells: Cells) -> float:
    """The mean F1 of the labels that any case truly has; what is said besides costs them recall."""
    scores = [s.f1 for s in by_label(cells) if s.cases]
    return _share(sum(scores), len(scores))


def interval(pairs: Sequence[Pair], measure: Measure, seed: int) -> Interval:
    """A measure over the cases, with the 2.5th and 97.5th percentile of it over resampled cases."""
    rng = Random(seed)
    drawn = sorted(measure(Counter(rng.choices(pairs, k=len(pairs)))) for _ in range(ROUNDS)) if pairs else [0.0]
    return Interval(value=measure(Counter(pairs)), low=quantile(drawn, 0.025), high=quantile(drawn, 0.975))


def difference(
    known: Sequence[str], systems: tuple[Sequence[str], Sequence[str]], measure: Measure, seed: int
) -> Interval:
    """The measure of the first system less that of the second, on the same cases, resampled together.

    Raises ValueError where the three are not of one length.
    """
    cases = list(zip(known, *systems, strict=True))

    def less(sample: Sequence[tuple[str, str, str]]) -> float:
        return measure(Counter((k, a) for k, a, _ in sample)) - measure(Counter((k, b) for k, _, b in sample))

    rng = Random(seed)
    drawn = sorted(less(rng.choices(cases, k=len(cases))) for _ in range(ROUNDS)) if cases else [0.0]
    return Interval(value=less(cases), low=quantile(drawn, 0.025), high=quantile(drawn, 0.975))


def halves(ids: Sequence[str], seed: int) -> tuple[frozenset[str], frozenset[str]]:
    """The ids cut into two halves by chance: one to develop on, one to look at only in figures."""
    shuffled = sorted(set(ids))
    Random(seed).shuffle(shuffled)
    middle = (len(shuffled) + 1) // 2
    return frozenset(shuffled[:middle]), frozenset(shuffled[middle:])


def quantile(drawn: Sequence[float], share: float) -> float:
    """The value below which that share of sorted values lies."""
    return drawn[round(share * (len(drawn) - 1))]


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
