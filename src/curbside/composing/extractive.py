"""The composer that is always there: it writes nothing of its own and sets the sources' sentences under headings."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

from curbside.composing.choosing import Candidate, Chosen, Heading, candidates, section
from curbside.composing.gaps import gaps_of, left_out
from curbside.composing.headings import BENCH, advises_elsewhere, guideline_headings, research_headings, speaks
from curbside.model import (
    Direction,
    Document,
    Draft,
    Evidence,
    Facet,
    Finding,
    Kind,
    Passage,
    Relation,
    Role,
    Section,
    Standing,
    Topic,
)

COMPOSER = "extractive 1"

ENOUGH = 0.5
"""Share of the question's telling words that a passage must hold to be about it, where no concept was recognised."""
_PLENTY = 4
"""Direct statements from research beyond which indirect ones are only hinted at."""


_NEAR = 0.7
"""Share of the best score from which direct research is given whatever its sentences are worth."""
_FITTING = 0.7
"""Share of the worth of the best sentence from which it is given however far behind it was found.

Both were chosen on BioASQ questions, as what leaves out hardly a sentence of a document known to answer and neither a
risk nor a conflict (`scripts/given.py`).
"""
_KEPT = frozenset({Facet.HARM, Facet.CONTRAINDICATION, Facet.MONITORING, Facet.DOSE})
_POINTS = frozenset({Direction.HIGHER, Direction.LOWER, Direction.NO_DIFFERENCE, Direction.MIXED})

Given = Callable[[Sequence[Evidence], Sequence[Candidate]], tuple[Evidence, ...]]
"""Which of the evidence that could be used is given to the composer, by its sentences, the worthiest first."""


def near(usable: Sequence[Evidence], ranked: Sequence[Candidate]) -> tuple[Evidence, ...]:
    """The evidence without direct research that was found far behind the best and says nothing nearly as fitting.

    Guidelines, labels, what was studied in others, and whatever tells of a risk or a dose are given always; so is what
    tells which way an outcome goes, since it may conflict with the rest.
    """
    worth: dict[str, float] = {}
    for candidate in (c for c in ranked if _research(c.evidence)):
        worth.setdefault(candidate.evidence.passage.id, candidate.worth)
    score = _NEAR * max((e.score for e in usable if _research(e)), default=0.0)
    fitting = _FITTING * max(worth.values(), default=0.0)

    def given(item: Evidence) -> bool:
        found = item.score >= score or worth.get(item.passage.id, -math.inf) >= fitting
        return found or not item.direct or not _research(item) or any(map(tells, item.findings))

    def tells(finding: Finding) -> bool:
        points = bool(finding.outcome) and finding.direction in _POINTS
        return finding.facet in _KEPT or points

    return tuple(filter(given, usable))


def _research(item: Evidence) -> bool:
    return item.passage.document.kind not in (Kind.GUIDELINE, Kind.LABEL)


def compose(
    topic: Topic,
    evidence: Sequence[Evidence],
    silent: Sequence[Document],
    registered: Sequence[Passage] = (),
    *,
    given: Given = near,
) -> Draft:
    """A draft of the sources' own sentences; `silent` are guidelines that never name the intervention.

    `registered` are registrations of trials that may be of what was asked; they are named beside a gap, and no more.
    """
    beside = {d.id for d in silent}
    usable = [
        e
        for e in evidence
        if e.standing is not Standing.RETRACTED and (_on_topic(e, topic) or e.passage.document.id in beside)
    ]
    ranked = candidates(usable, topic.question.jurisdiction, newest=topic.newest)
    kept = given(usable, ranked)
    held = {e.passage.id for e in kept}
    ranked = [c for c in ranked if c.evidence.passage.id in held]
    chosen = Chosen()
    spoken = any(speaks(c, topic) for c in ranked)
    first = _sections(guideline_headings(topic, spoken=spoken), ranked, chosen)
    plenty = sum(_direct_research(c) for c in ranked) >= _PLENTY
    second = _sections(
        research_headings(topic, plenty=plenty, known=any(e.about_intervention for e in usable)), ranked, chosen
    )
    if any(s.title != BENCH for s in (*first, *second)):
        second = tuple(s for s in second if s.title != BENCH)
    return Draft(
        topic=topic,
        evidence=kept,
        guidelines=first,
        research=second,
        gaps=(
            *gaps_of(topic, evidence, silent, (*first, *second), registered),
            *left_out(topic, () if spoken else _untold(ranked, (*first, *second))),
        ),
        composer=COMPOSER,
    )


def _untold(ranked: Sequence[Candidate], sections: Sequence[Section]) -> tuple[Document, ...]:
    """The guidelines on other conditions that speak of the intervention and of which nothing is told."""
    told = {s.source.id for section in sections for s in section.statements}
    found = {c.evidence.passage.document.id: c.evidence.passage.document for c in ranked if advises_elsewhere(c)}
    return tuple(d for i, d in found.items() if i not in told)


def may_use(item: Evidence, topic: Topic) -> bool:
    """Whether an answer may say something of a passage: one on the topic, or of a guideline that may prove silent."""
    if item.standing is Standing.RETRACTED:
        return False
    both = topic.concept(Role.INTERVENTION) is not None and topic.condition is not None
    return _on_topic(item, topic) or (both and item.passage.document.kind is Kind.GUIDELINE)


def _sections(headings: Iterable[Heading], ranked: Sequence[Candidate], chosen: Chosen) -> tuple[Section, ...]:
    made = [section(heading, ranked, chosen) for heading in headings]
    return tuple(s for s in made if s.statements)


def _direct_research(candidate: Candidate) -> bool:
    return (
        _research(candidate.evidence)
        and candidate.relation is Relation.DIRECT
        and candidate.tells
        and not candidate.finding.second_hand
        and bool(candidate.finding.outcome)
    )


def _on_topic(item: Evidence, topic: Topic) -> bool:
    """Whether a passage may be used at all: about a concept that was asked about, or about most of the words."""
    if topic.concept(Role.INTERVENTION):
        return item.about_intervention or (item.about_population and topic.condition is not None)
    if topic.condition:
        return item.on_population or (item.about_population and item.coverage >= ENOUGH / 2)
    return item.coverage >= ENOUGH
