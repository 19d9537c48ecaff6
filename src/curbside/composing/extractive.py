"""The composer that is always there: it writes nothing of its own and sets the sources' sentences under headings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from curbside.composing.choosing import Candidate, Chosen, Heading, candidates, section
from curbside.composing.gaps import gaps_of
from curbside.composing.headings import guideline_headings, research_headings, speaks
from curbside.model import Document, Draft, Evidence, Kind, Passage, Relation, Role, Section, Standing, Topic

COMPOSER = "extractive 1"

ENOUGH = 0.5
"""Share of the question's telling words that a passage must hold to be about it, where no concept was recognised."""
_PLENTY = 4
"""Direct statements from research beyond which indirect ones are only hinted at."""


def compose(
    topic: Topic, evidence: Sequence[Evidence], silent: Sequence[Document], registered: Sequence[Passage] = ()
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
    chosen = Chosen()
    first = _sections(guideline_headings(topic, spoken=any(speaks(c, topic) for c in ranked)), ranked, chosen)
    plenty = sum(_direct_research(c) for c in ranked) >= _PLENTY
    second = _sections(
        research_headings(topic, plenty=plenty, known=any(e.about_intervention for e in usable)), ranked, chosen
    )
    return Draft(
        topic=topic,
        evidence=tuple(usable),
        guidelines=first,
        research=second,
        gaps=gaps_of(topic, evidence, silent, (*first, *second), registered),
        composer=COMPOSER,
    )


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
    kind = candidate.evidence.passage.document.kind
    return (
        kind not in (Kind.GUIDELINE, Kind.LABEL)
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
