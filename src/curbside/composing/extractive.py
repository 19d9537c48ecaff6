"""The composer that is always there: it writes nothing of its own and sets the sources' sentences under headings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from curbside.composing.choosing import Candidate, Chosen, Heading, candidates, section
from curbside.composing.gaps import gaps_of
from curbside.model import Document, Draft, Evidence, Facet, Kind, Purpose, Role, Section, Standing, Topic

COMPOSER = "extractive 1"

ENOUGH = 0.42
"""Share of the question's telling words that a passage must hold to be about it, where no concept was recognised."""

_GUIDANCE = frozenset({Facet.RECOMMENDATION, Facet.DOSE, Facet.CONTRAINDICATION, Facet.MONITORING, Facet.DIAGNOSIS})
_RISK = frozenset({Facet.HARM, Facet.CONTRAINDICATION, Facet.MONITORING})
_RESULT = frozenset({Facet.FINDING, Facet.BENEFIT, Facet.COMPARISON, Facet.PROGNOSIS, Facet.RECOMMENDATION, Facet.HARM})
_DEATHS = frozenset({"mortality", "survival"})
_LEFT_OUT = frozenset({Facet.BACKGROUND})


def compose(topic: Topic, evidence: Sequence[Evidence], silent: Sequence[Document]) -> Draft:
    """A draft of the sources' own sentences; `silent` are guidelines on the condition that never name the intervention."""
    beside = {d.id for d in silent}
    usable = [
        e
        for e in evidence
        if e.standing is not Standing.RETRACTED and (_on_topic(e, topic) or e.passage.document.id in beside)
    ]
    ranked = candidates(usable)
    chosen = Chosen()
    guidelines = [c for c in ranked if c.evidence.passage.document.kind in (Kind.GUIDELINE, Kind.LABEL)]
    research = [c for c in ranked if c.evidence.passage.document.kind not in (Kind.GUIDELINE, Kind.LABEL)]
    first = _sections(_guideline_headings(topic), guidelines, chosen)
    second = _sections(_research_headings(topic), research, chosen)
    return Draft(
        topic=topic,
        evidence=tuple(usable),
        guidelines=first,
        research=second,
        gaps=gaps_of(topic, evidence, silent, (*first, *second)),
        composer=COMPOSER,
    )


def _sections(headings: Iterable[Heading], ranked: Sequence[Candidate], chosen: Chosen) -> tuple[Section, ...]:
    made = [section(heading, ranked, chosen) for heading in headings]
    return tuple(s for s in made if s.statements)


def _on_topic(item: Evidence, topic: Topic) -> bool:
    """Whether a passage may be used at all: about a concept that was asked about, and about enough of the rest."""
    if topic.concept(Role.INTERVENTION):
        return item.about_intervention or (item.about_population and topic.concept(Role.POPULATION) is not None)
    if topic.concept(Role.POPULATION):
        return item.about_population or item.coverage >= 0.75
    return item.coverage >= ENOUGH


def _guideline_headings(topic: Topic) -> tuple[Heading, ...]:
    two = topic.concept(Role.INTERVENTION) is not None and topic.concept(Role.POPULATION) is not None
    name = _name(topic, Role.POPULATION)
    direct = Heading(
        title="What guidelines say",
        belongs=lambda c: _guideline(c) and c.evidence.direct and _told(c),
        most=6,
        of_one=3,
    )
    if not two:
        return (direct, *_label_headings())
    return (
        direct,
        Heading(
            title="Guidance for other conditions (indirect)",
            belongs=lambda c: _guideline(c) and c.evidence.about_intervention and not c.evidence.direct and _told(c),
            most=4,
            of_one=1,
        ),
        *_label_headings(),
        Heading(
            title=f"Standard management of {name} (other treatments)",
            belongs=lambda c: _guideline(c) and _only_population(c) and c.finding.facet is Facet.RECOMMENDATION,
            most=10,
            of_one=4,
            as_written=True,
            other_treatment=True,
        ),
        Heading(
            title="Guidance on conditions in which it was studied (indirect)",
            belongs=lambda c: (
                _guideline(c)
                and not c.evidence.about_intervention
                and not c.evidence.about_population
                and c.finding.facet in (Facet.RECOMMENDATION, Facet.FINDING)
            ),
            most=3,
            of_one=1,
            floor=0.2,
        ),
    )


def _label_headings() -> tuple[Heading, ...]:
    return (
        Heading(
            title="Boxed warnings and contraindications (product label)",
            belongs=lambda c: _label(c) and (_boxed(c) or c.finding.facet is Facet.CONTRAINDICATION),
            most=5,
            of_one=5,
            as_written=True,
        ),
        Heading(
            title="Precautions and dosing (product label)",
            belongs=lambda c: _label(c) and c.finding.facet in (Facet.HARM, Facet.MONITORING, Facet.DOSE),
            most=4,
            of_one=4,
            as_written=True,
        ),
    )


def _research_headings(topic: Topic) -> tuple[Heading, ...]:
    if topic.concept(Role.INTERVENTION) is None or topic.concept(Role.POPULATION) is None:
        return (
            Heading(title="What research says", belongs=lambda c: _research(c) and _plain(c), most=7),
            Heading(title="Limits of the evidence", belongs=_limits, most=2, of_one=1),
        )
    name = _name(topic, Role.POPULATION)
    results = (
        Heading(
            title=f"Results in {name}",
            belongs=lambda c: (
                _research(c) and c.evidence.direct and _plain(c) and not _in(c, Facet.DOSE, Facet.MECHANISM)
            ),
            most=7,
        ),
        Heading(
            title="Deaths, in other conditions (indirect)",
            belongs=lambda c: (
                _indirect(c) and not c.evidence.linked and c.finding.outcome in _DEATHS and c.finding.facet in _RESULT
            ),
            most=8,
            floor=0.0,
        ),
        Heading(
            title="Other results in other conditions (indirect)",
            belongs=lambda c: (
                _indirect(c) and not c.evidence.linked and c.finding.facet in _RESULT and bool(c.finding.outcome)
            ),
            most=6,
            floor=0.35,
        ),
        Heading(
            title=f"A condition that can present with or include {name} (indirect, an exception of its own)",
            belongs=lambda c: _indirect(c) and c.evidence.linked and not _in(c, Facet.LIMITATION, Facet.BACKGROUND),
            most=4,
            floor=0.3,
        ),
    )
    doses = Heading(
        title="Doses studied, each with its condition",
        belongs=lambda c: _research(c) and c.evidence.about_intervention and _in(c, Facet.DOSE),
        most=10,
        of_one=1,
        floor=0.0,
    )
    risks = Heading(
        title="Risks and precautions",
        belongs=lambda c: _research(c) and c.evidence.about_intervention and c.finding.facet in _RISK,
        most=5,
        floor=0.4,
    )
    rest = (
        Heading(
            title="How it may work",
            belongs=lambda c: (
                _research(c) and c.evidence.about_intervention and _in(c, Facet.MECHANISM, Facet.DEFINITION)
            ),
            most=3,
            of_one=1,
        ),
        Heading(
            title=f"Other treatments studied in {name}",
            belongs=lambda c: (
                _research(c) and _only_population(c) and bool(c.finding.outcome) and c.finding.facet in _RESULT
            ),
            most=5,
            of_one=1,
            floor=0.2,
            other_treatment=True,
        ),
        Heading(
            title="Limits of the evidence",
            belongs=lambda c: _limits(c) and c.evidence.about_intervention,
            most=4,
            of_one=1,
        ),
    )
    if topic.purpose is Purpose.DOSE:
        return (doses, *results, risks, *rest)
    if topic.purpose is Purpose.HARM:
        return (risks, *results, doses, *rest)
    return (*results, doses, risks, *rest)


def _name(topic: Topic, role: Role) -> str:
    concept = topic.concept(role)
    return concept.text if concept else ""


def _in(candidate: Candidate, *facets: Facet) -> bool:
    return candidate.finding.facet in facets


def _guideline(candidate: Candidate) -> bool:
    return candidate.evidence.passage.document.kind is Kind.GUIDELINE


def _label(candidate: Candidate) -> bool:
    return candidate.evidence.passage.document.kind is Kind.LABEL


def _research(candidate: Candidate) -> bool:
    return not _guideline(candidate) and not _label(candidate)


def _told(candidate: Candidate) -> bool:
    return candidate.finding.facet not in _LEFT_OUT and candidate.finding.fit > 0


def _plain(candidate: Candidate) -> bool:
    return candidate.finding.facet not in (Facet.BACKGROUND, Facet.LIMITATION)


def _limits(candidate: Candidate) -> bool:
    return _research(candidate) and _in(candidate, Facet.LIMITATION)


def _indirect(candidate: Candidate) -> bool:
    return _research(candidate) and candidate.evidence.about_intervention and not candidate.evidence.direct


def _only_population(candidate: Candidate) -> bool:
    return candidate.evidence.about_population and not candidate.evidence.about_intervention


def _boxed(candidate: Candidate) -> bool:
    return "boxed" in candidate.finding.grade.stated.lower() or candidate.sentence.lower().startswith("boxed warning")
