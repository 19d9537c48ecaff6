"""A topic, looked for in the library: guidelines, labels and research apart, so that none crowds out another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from curbside.model import Concept, Document, Hit, Kind, Passage, Role, SearchTerm, Topic
from curbside.text import words

GUIDELINES = frozenset({Kind.GUIDELINE})
LABELS = frozenset({Kind.LABEL})
RESEARCH = frozenset(Kind) - GUIDELINES - LABELS

_ABOUT_WHAT_IS_WANTED = 0.7
"""Weight of words that only say what is wanted ("benefits of ..."); they stand in any abstract."""
_OTHER_FORM = 0.3
"""Weight of a form that was not asked for but names the same thing."""
_MOST_FORMS = 5
_PER_DOCUMENT = 3
_PER_GUIDELINE = 5
"""Passages of one guideline, whose chapters each say something of their own."""


Rerank = Callable[[str, Sequence[str]], Mapping[str, float]]
"""How alike in meaning a text and passages are: cosines by passage id, without passages that have no vector."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelves:
    """How retrieval reaches the library: ranked passage ids for terms of some kinds, and the passages of ids.

    With `rerank`, likeness in meaning has a say in the order of guidelines and of research.
    """

    search: Callable[[Sequence[SearchTerm], frozenset[Kind], int], Sequence[tuple[str, float]]]
    passages: Callable[[Sequence[str]], Sequence[Passage]]
    rerank: Rerank | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix:
    """How many of the passages found by words are put into a new order, and what part of it the words keep."""

    candidates: int
    lexical: float


MIXES = {GUIDELINES: Mix(candidates=60, lexical=0.5), RESEARCH: Mix(candidates=200, lexical=0.4)}
POOLED = Mix(candidates=1000, lexical=0.5)
"""For a search through all kinds at once.

nDCG@10 by the share of words, the best 150 passages put into a new order, 200 queries of each development set (all 138
of MedEvidence), in the pooled library of 29,079 documents. Questions to guidelines (cpgQA) want more of the words; 0.5
has the best mean of the four. Other ways of mixing (in parts of the highest cosine, between lowest and highest, in
standard deviations, by document) gave 0.001 more at most.

    share of words   BioASQ  SciFact  cpgQA   MedEvidence
    1.0 (no model)   0.829   0.615    0.818   0.652
    0.5              0.859   0.659    0.833   0.678
    0.4              0.861   0.668    0.810   0.685
    0.3              0.859   0.660    0.779   0.682
"""


def retrieve(topic: Topic, shelves: Shelves) -> tuple[Hit, ...]:
    """The passages worth appraising: guidelines first, then labels, then research; scores 0 to 1 in each search."""
    terms = question_terms(topic)
    population = concept_terms(topic.condition)
    intervention = concept_terms(topic.concept(Role.INTERVENTION))
    tier = partial(_tier, shelves, asked=topic.question.text)
    found = [
        *tier(terms, GUIDELINES, 20, "a guideline with the question's words"),
        *(tier(population, GUIDELINES, 20, "a guideline that names the condition") if intervention else ()),
        *tier(intervention or terms, LABELS, 6, "a label that names the drug"),
        *_research(tier, terms, newest=topic.newest),
    ]
    return _distinct(found)


_MOST_RESEARCH = 45
_NEAR_ENOUGH = 0.4
"""Part of the best score from which research may be put first for being new."""


def _research(
    tier: Callable[[Sequence[SearchTerm], frozenset[Kind], int, str], list[Hit]],
    terms: Sequence[SearchTerm],
    *,
    newest: bool,
) -> list[Hit]:
    """Research on the question; where the newest is asked for, the latest of many more that fit, in order of fit."""
    why = "research with the question's words"
    if not newest:
        return tier(terms, RESEARCH, _MOST_RESEARCH, why)
    found = [h for h in tier(terms, RESEARCH, 4 * _MOST_RESEARCH, why) if h.score >= _NEAR_ENOUGH]
    latest = sorted(found, key=lambda h: (-(h.passage.document.year or 0), -h.score, h.passage.id))[:_MOST_RESEARCH]
    return sorted(latest, key=lambda h: (-h.score, h.passage.id))


def related_guidelines(conditions: Iterable[str], shelves: Shelves) -> tuple[Hit, ...]:
    """Guidelines whose title names one of the conditions in which the intervention was studied."""
    terms = [SearchTerm(text=c) for c in conditions]
    hits = _tier(shelves, terms, GUIDELINES, 12, "a guideline on a condition in which it was studied") if terms else []
    named = [h for h in hits if any(t.text in words(h.passage.document.title) for t in terms)]
    return _distinct(named)


def question_terms(topic: Topic) -> list[SearchTerm]:
    """The words of the question, those of its subject in full weight, and the other forms of its concepts."""
    wanted = set(topic.subject)
    terms = [SearchTerm(text=w, weight=1.0 if w in wanted else _ABOUT_WHAT_IS_WANTED) for w in topic.terms]
    for concept in topic.concepts:
        terms += _other_forms(concept, set(topic.terms))
    return terms


def concept_terms(concept: Concept | None) -> list[SearchTerm]:
    """The terms that look for one concept alone."""
    if concept is None:
        return []
    asked = concept.forms[0]
    return [SearchTerm(text=asked), *_other_forms(concept, set(words(asked)))]


def _other_forms(concept: Concept, asked: set[str]) -> list[SearchTerm]:
    others = [f for f in concept.forms[1:] if set(words(f)) - asked]
    return [SearchTerm(text=f, weight=_OTHER_FORM, phrase=" " in f) for f in others[:_MOST_FORMS]]


def _tier(
    shelves: Shelves, terms: Sequence[SearchTerm], kinds: frozenset[Kind], k: int, why: str, *, asked: str = ""
) -> list[Hit]:
    """The k best; with `asked`, the words of the question, in the order that likeness in meaning gives them."""
    mix = MIXES.get(kinds) if asked and shelves.rerank is not None else None
    ranked = shelves.search(terms, kinds, mix.candidates if mix else k) if terms else ()
    if mix and shelves.rerank is not None:
        ranked = reranked(ranked, shelves.rerank(asked, [i for i, _ in ranked]), mix.lexical)[:k]
    best = max((score for _, score in ranked), default=0.0)
    scores = dict(ranked)
    found = shelves.passages([i for i, _ in ranked])
    return [Hit(passage=p, score=round(scores[p.id] / best, 4) if best else 0.0, why=why) for p in found]


def reranked(
    ranked: Sequence[tuple[str, float]], cosines: Mapping[str, float], lexical: float
) -> list[tuple[str, float]]:
    """The ids in a new order with scores of four decimals: the share `lexical` from words, the rest from likeness.

    Words count in parts of the best score. A passage without a cosine is taken to be as like as its words are, in
    parts of the most alike, so that it is neither lost nor put first for want of a vector. Ties go by id.
    """
    best = max((score for _, score in ranked), default=0.0) or 1.0
    most_alike = max((c for c in cosines.values()), default=0.0)

    def mixed(id_: str, score: float) -> float:
        by_words = score / best
        return round(lexical * by_words + (1 - lexical) * max(cosines.get(id_, most_alike * by_words), 0.0), 4)

    return sorted(((id_, mixed(id_, score)) for id_, score in ranked), key=lambda item: (-item[1], item[0]))


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
