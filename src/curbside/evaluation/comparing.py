"""Ways of finding, compared on the same judged queries: measures, differences in pairs, and what is missed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from curbside.evaluation.measures import ROUNDS, Interval, quantile
from curbside.evaluation.retrieval import Judgements, Query, Run, each_measured

MEASURES = ("nDCG@10", "R@10", "R@100")
WORST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """A query that is answered badly: its measure, and why, as far as a machine can tell."""

    query: str
    text: str
    value: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One set: measures and differences from the plainest system by system name and measure, and the worst queries."""

    set: str
    queries: int
    measures: Mapping[str, Mapping[str, Interval]]
    differences: Mapping[str, Mapping[str, Interval]]
    worst: tuple[Miss, ...]


def compared(
    name: str,
    asked: Sequence[Query],
    judgements: Judgements,
    runs: Mapping[str, Run],
    title: Callable[[str], str],
    seed: int,
) -> Compared:
    """The runs of one set, by system name, the plainest first; the worst queries are those of the last."""
    each = {system: each_measured(run, judgements) for system, run in runs.items()}
    plainest, best = next(iter(each)), list(each)[-1]
    queries = sorted(each[plainest]["nDCG@10"])
    values = {s: {m: [found[m][q] for q in queries] for m in MEASURES} for s, found in each.items()}
    texts = {q.id: q.text for q in asked}
    worth = each[best]["nDCG@10"]
    return Compared(
        set=name,
        queries=len(queries),
        measures={s: {m: mean(of[m], seed) for m in MEASURES} for s, of in values.items()},
        differences={
            s: {m: mean([a - b for a, b in zip(of[m], values[plainest][m], strict=True)], seed) for m in MEASURES}
            for s, of in values.items()
            if s != plainest
        },
        worst=tuple(
            Miss(query=q, text=texts[q], value=worth[q], why=reason(judgements[q], runs[best][q], title))
            for q in sorted(queries, key=lambda q: (worth[q], q))[:WORST]
        ),
    )


def mean(values: Sequence[float], seed: int) -> Interval:
    """The mean with the 2.5th and 97.5th percentile of it over resampled queries."""
    rng = Random(seed)
    count = len(values) or 1
    drawn = sorted(sum(rng.choices(values, k=len(values))) / count for _ in range(ROUNDS)) if values else [0.0]
    return Interval(value=sum(values) / count, low=quantile(drawn, 0.025), high=quantile(drawn, 0.975))


def reason(judged: Mapping[str, int], found: Mapping[str, float], title: Callable[[str], str]) -> str:
    """Where the known documents came, and what came first instead."""
    known = [d for d, value in judged.items() if value > 0]
    ranked = sorted(found, key=lambda d: (-found[d], d))
    places = sorted(ranked.index(d) + 1 for d in known if d in found)
    if not ranked:
        return "no word of it stands in any passage"
    missing = len(known) - len(places)
    parts = [f"known at {', '.join(map(str, places[:5]))}{' ...' if len(places) > 5 else ''}"] if places else []
    if missing:
        parts.append(f"{missing} of {len(known)} known not among the best {len(ranked)}")
    unjudged = next((d for d in ranked if d not in judged), "")
    return "; ".join([*parts, *([f"first without judgement: {title(unjudged)[:90]}"] if unjudged else [])])
