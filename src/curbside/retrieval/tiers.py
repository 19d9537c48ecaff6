"""Guidelines first, then labels, then research: the passages worth appraising."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain

from curbside.model import Document, Hit, Kind, Passage, Role, SearchTerm, Topic
from curbside.retrieval.ordering import Ranked, Shelves, rank
from curbside.retrieval.terms import concept_terms, question_terms
from curbside.text import words

GUIDELINES = frozenset({Kind.GUIDELINE})
LABELS = frozenset({Kind.LABEL})
REGISTRATIONS = frozenset({Kind.REGISTRATION})
RESEARCH = frozenset(Kind) - GUIDELINES - LABELS - REGISTRATIONS

_PER_DOCUMENT = 3
_PER_GUIDELINE = 5
"""Passages of one guideline, whose chapters each say something of their own."""


_CANDIDATES = {GUIDELINES: 60, RESEARCH: 200}
"""How many of those found by words are compared in meaning. Nothing is read for its wording here: appraisal reads what
is found anyway, and reading it twice bettered nothing that `curbside evaluate answers` measures."""


def retrieve(topic: Topic, shelves: Shelves) -> tuple[Hit, ...]:
    """The passages worth appraising: guidelines first, then labels, then research; scores 0 to 1 in each search."""
    terms = question_terms(topic)
    population = concept_terms(topic.condition)
    intervention = concept_terms(topic.concept(Role.INTERVENTION))
    tier = partial(_tier, shelves, asked=topic.question.text)
    guidelines = [tier(terms, GUIDELINES, 20, "a guideline with the question's words")]
    if intervention:
        guidelines.append(tier(population, GUIDELINES, 20, "a guideline that names the condition"))
    labels = tier(intervention or terms, LABELS, 6, "a label that names the drug")
    most = 4 * _MOST_RESEARCH if topic.newest else _MOST_RESEARCH
    *first, research = _hits(
        [*guidelines, labels, tier(terms, RESEARCH, most, "research with the question's words")], shelves
    )
    return _distinct([*chain.from_iterable(first), *(_newest(research) if topic.newest else research)])


_MOST_RESEARCH = 45
_NEAR_ENOUGH = 0.4
"""Part of the best score from which research may be put first for being new."""


def _newest(research: Sequence[Hit]) -> list[Hit]:
    """Where the newest is asked for, the latest of many more that fit, in order of fit."""
    found = [h for h in research if h.score >= _NEAR_ENOUGH]
    latest = sorted(found, key=lambda h: (-(h.passage.document.year or 0), -h.score, h.passage.id))[:_MOST_RESEARCH]
    return sorted(latest, key=lambda h: (-h.score, h.passage.id))


def related_guidelines(conditions: Iterable[str], shelves: Shelves) -> tuple[Hit, ...]:
    """Guidelines whose title names one of the conditions in which the intervention was studied."""
    terms = [SearchTerm(text=c) for c in conditions]
    if not terms:
        return ()
    tier = _tier(shelves, terms, GUIDELINES, 12, "a guideline on a condition in which it was studied")
    [hits] = _hits([tier], shelves)
    named = [h for h in hits if any(t.text in words(h.passage.document.title) for t in terms)]
    return _distinct(named)


_MOST_REGISTERED = 200


def registered(topic: Topic, shelves: Shelves) -> tuple[Passage, ...]:
    """Registrations of trials with words of the intervention and of the condition asked about, best first."""
    intervention, condition = concept_terms(topic.concept(Role.INTERVENTION)), concept_terms(topic.condition)
    if not intervention or not condition:
        return ()
    found = [i for i, _ in shelves.search([*intervention, *condition], REGISTRATIONS, _MOST_REGISTERED)]
    passages = {p.id: p for p in shelves.passages(found)}
    return tuple(passages[i] for i in found)


@dataclass(frozen=True, slots=True)
class _Tier:
    """What one search found, best first, and why it was looked for."""

    ranked: Ranked
    why: str


def _tier(
    shelves: Shelves, terms: Sequence[SearchTerm], kinds: frozenset[Kind], k: int, why: str, *, asked: str = ""
) -> _Tier:
    """The k best; with `asked`, the words of the question, in the order of what they mean too."""
    candidates = _CANDIDATES.get(kinds, 0) if asked else 0
    return _Tier(rank(terms, kinds, shelves, asked=asked, k=k, candidates=candidates), why)


def _hits(tiers: Sequence[_Tier], shelves: Shelves) -> list[list[Hit]]:
    """The hits of each search; what all of them found is taken from the library at once."""
    passages = {p.id: p for p in shelves.passages(list(dict.fromkeys(i for tier in tiers for i, _ in tier.ranked)))}
    return [[_hit(passages[i], s, tier) for i, s in tier.ranked] for tier in tiers]


def _hit(passage: Passage, score: float, of: _Tier) -> Hit:
    best = of.ranked[0][1]
    return Hit(passage=passage, score=round(score / best, 4) if best else 0.0, why=of.why)


def _distinct(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """Each passage once, a few of each document, and one document where the same work is held under two ids."""
    seen: set[str] = set()
    counts: Counter[str] = Counter()
    owner: dict[str, str] = {}
    kept = []
    for hit in hits:
        document = hit.passage.document
        names = _names(document)
        held_as = next((owner[n] for n in names if n in owner), document.id)
        if hit.passage.id in seen or counts[document.id] >= _most(document) or held_as != document.id:
            continue
        owner.update(dict.fromkeys(names, document.id))
        seen.add(hit.passage.id)
        counts[document.id] += 1
        kept.append(hit)
    return tuple(kept)


def _most(document: Document) -> int:
    return _PER_GUIDELINE if document.kind is Kind.GUIDELINE else _PER_DOCUMENT


def _names(document: Document) -> list[str]:
    ids = document.identifiers
    names = [
        f"pmid {ids.pmid}" if ids.pmid else "",
        f"doi {ids.doi.lower()}" if ids.doi else "",
        f"pmc {ids.pmcid}" if ids.pmcid else "",
    ]
    title = " ".join(words(document.title))
    return [n for n in (*names, f"title {title}" if len(title) > 40 else "") if n]
