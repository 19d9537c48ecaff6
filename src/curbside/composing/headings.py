"""The headings of an answer: what belongs under each, in which order, for each kind of question."""

from __future__ import annotations

import re

from curbside.composing.choosing import Candidate, Heading, doses_another, screens
from curbside.model import Direction, Facet, Kind, Purpose, Relation, Role, Topic
from curbside.text import words

_RISK = frozenset({Facet.HARM, Facet.CONTRAINDICATION, Facet.MONITORING})
_RESULT = frozenset({Facet.FINDING, Facet.BENEFIT, Facet.COMPARISON, Facet.PROGNOSIS, Facet.RECOMMENDATION, Facet.HARM})
_DEATHS = frozenset({"mortality", "survival"})
EFFECT_QUESTIONS = frozenset(
    {Purpose.BENEFIT, Purpose.TREATMENT, Purpose.COMPARISON, Purpose.PREVENTION, Purpose.OTHER}
)
"""Questions that ask what an intervention does."""
_UNNAMED, _ANIMALS = "another condition or setting", "laboratory animals or cells"


def guideline_headings(topic: Topic, *, spoken: bool) -> tuple[Heading, ...]:
    """What guidelines and labels say: directly, then for other conditions, then what else they say on the condition.

    `spoken` tells that a guideline speaks directly, so that none is asked about anything else.
    """
    alone = topic.concept(Role.INTERVENTION) is None and topic.purpose is Purpose.TREATMENT
    direct = Heading(
        title="What guidelines say",
        belongs=lambda c: speaks(c, topic),
        most=8 if alone else 6,
        of_one=6 if alone else 3,
        floor=0.6 if alone else 0.45,
        grouped=alone,
    )
    if spoken or not _two(topic):
        return (direct, *_label_headings(topic))
    name = _name(topic)
    return (
        direct,
        Heading(
            title="Guidance for other conditions (indirect)",
            belongs=lambda c: advises_elsewhere(c) and bears_on(c, topic),
            most=3,
            of_one=1,
        ),
        *_kind_heading(topic, name),
        *_label_headings(topic),
        *_standard_management(topic, name),
        Heading(
            title="Guidance on conditions in which it was studied (indirect)",
            belongs=lambda c: (
                topic.purpose in EFFECT_QUESTIONS
                and _guideline(c)
                and not c.evidence.about_intervention
                and not c.evidence.about_population
                and _advises(c)
                and c.finding.direction is not Direction.UNSTATED
            ),
            most=3,
            of_one=2,
            floor=0.2,
        ),
    )


def advises_elsewhere(candidate: Candidate) -> bool:
    """Whether guidance on another condition, which it names, speaks of the intervention."""
    named = candidate.names(Role.INTERVENTION) and candidate.finding.facet in (_GUIDANCE | _RISK)
    return _guideline(candidate) and _elsewhere(candidate) and named


def bears_on(candidate: Candidate, topic: Topic) -> bool:
    """Whether guidance on another condition is of use to one who asks about this one.

    A warning holds for the drug; a dose where a dose was asked for; all else only from a condition akin to it: one that
    can present with it, or shares a word with it that tells ("septic shock" and "cardiogenic shock", not "acute").
    """
    facet, condition, asked = candidate.finding.facet, topic.condition, topic.concept(Role.INTERVENTION)
    against = candidate.finding.direction is Direction.AGAINST
    of_the_drug = against or (
        facet in _RISK and (topic.purpose is Purpose.HARM or _CAUTIONS.search(candidate.sentence))
    )
    dosed = facet is Facet.DOSE and topic.purpose is Purpose.DOSE
    if (of_the_drug or dosed) and not (asked and asked.replaces):
        return True
    if condition is None or candidate.evidence.linked or candidate.names(Role.POPULATION):
        return True
    return bool(_telling(" ".join(condition.forms)) & _telling(candidate.evidence.studied_in))


def _telling(name: str) -> set[str]:
    """The beginnings of the words of a condition's name that tell it from others."""
    return {w[:5] for w in words(name) if len(w) > 3 and w not in _GENERAL}


_CAUTIONS = re.compile(
    r"contra-?indicat|\bcaution|\bavoid|\b(?:do|must|should) not (?:be )?(?:use|give|take|prescribe|administer|start)",
    re.IGNORECASE,
)
_GENERAL = frozenset(
    """acute chronic severe mild moderate recurrent uncomplicated complicated primary secondary disease diseases
    disorder disorders syndrome condition conditions infection infections patients people adults adult children
    child women men pregnancy pregnant with without from other type stage early late management treatment prevention
    control approach general common related failure injury surgery pain cancer bleeding history risk high""".split()
)


def _standard_management(topic: Topic, name: str) -> tuple[Heading, ...]:
    """What else the guidelines advise; nothing where a drug is to be replaced, lest it or its like be taken for it."""
    asked = topic.concept(Role.INTERVENTION)
    if asked is not None and asked.replaces:
        return ()
    management = Heading(
        title=f"Standard management of {name} (other treatments)",
        belongs=lambda c: (
            topic.purpose in EFFECT_QUESTIONS
            and _guideline(c)
            and _other_treatment(c)
            and c.evidence.on_population
            and _advises(c)
            and _firm(c)
        ),
        most=10,
        of_one=4,
        as_written=True,
    )
    return (management,)


def _kind_heading(topic: Topic, name: str, *, research: bool = False) -> tuple[Heading, ...]:
    """What is said of what the intervention is a kind of: "antibiotics" where "early antibiotics" were asked about."""
    intervention = topic.concept(Role.INTERVENTION)
    if intervention is None or not intervention.broader:
        return ()
    return (
        Heading(
            title=f"On {intervention.broader[0]} in general in {name} (indirect: not {intervention.text} by name)",
            belongs=lambda c: (
                (_own(c) if research else _guideline(c))
                and c.evidence.on_population
                and c.names_kind(topic)
                and c.finding.facet in (_RESULT if research else _GUIDANCE)
            ),
            most=4,
            of_one=2,
            as_written=True,
        ),
    )


def _label_headings(topic: Topic) -> tuple[Heading, ...]:
    if topic.concept(Role.INTERVENTION) is None:
        return ()
    return (
        Heading(
            title="Boxed warnings and contraindications (product label)",
            belongs=lambda c: _label(c) and (_boxed(c) or _in(c, Facet.CONTRAINDICATION)),
            most=5,
            of_one=5,
            as_written=True,
        ),
        Heading(
            title="Precautions and dosing (product label)",
            belongs=lambda c: _label(c) and _in(c, Facet.HARM, Facet.MONITORING, Facet.DOSE),
            most=4,
            of_one=4,
            as_written=True,
        ),
    )


def research_headings(topic: Topic, *, plenty: bool, known: bool) -> tuple[Heading, ...]:
    """What research says; `plenty` tells that direct results abound, so that indirect ones are only hinted at.

    `known` tells that something held names the intervention; else other treatments are no answer.
    """
    if not _two(topic):
        return _plain_headings(topic)
    kind = _kind_heading(topic, _name(topic), research=True) if topic.purpose in EFFECT_QUESTIONS else ()
    results = (_direct_results(topic), *kind, *_indirect_results(topic, plenty=plenty))
    doses = Heading(
        title="Doses studied, each with its condition",
        belongs=lambda c: _dose(c) and not _of_another(c, topic),
        most=9,
        of_one=1,
        floor=0.0,
    )
    risks = Heading(
        title="Risks and precautions",
        belongs=lambda c: _own(c) and _tells(c) and c.finding.facet in _RISK,
        most=4,
        floor=0.4,
    )
    works = _mechanism(topic)
    rest = (
        works,
        Heading(
            title=f"Other treatments studied in {_name(topic)}",
            belongs=lambda c: (
                _own(c)
                and _other_treatment(c)
                and c.evidence.on_population
                and (_measured(c) or c.evidence.passage.section == "Summary")
                and c.finding.facet in _RESULT
                and topic.purpose in EFFECT_QUESTIONS
            ),
            most=0 if plenty or not known else 4,
            of_one=1,
            floor=0.2,
        ),
        Heading(
            title="Limits of the evidence", belongs=lambda c: _own(c) and _limit(c) and _tells(c), most=3, of_one=1
        ),
    )
    if topic.purpose is Purpose.DOSE:
        return (doses, _direct_results(topic))
    if topic.purpose is Purpose.HARM:
        return (risks, *results, doses, *rest)
    if topic.purpose is Purpose.MECHANISM:
        return (works, *results, *rest[1:])
    return (*results, doses, risks, *rest)


def _mechanism(topic: Topic) -> Heading:
    asked = topic.purpose is Purpose.MECHANISM
    return Heading(
        title="How it may work",
        belongs=lambda c: (
            _own(c) and c.names(Role.INTERVENTION) and _tells(c) and _in(c, Facet.MECHANISM, Facet.DEFINITION)
        ),
        most=4 if asked else 2,
        of_one=2 if asked else 1,
    )


def _direct_results(topic: Topic) -> Heading:
    return Heading(
        title=f"Results in {_name(topic)}",
        belongs=lambda c: (
            _own(c)
            and _direct(c)
            and c.tells
            and not _in(c, Facet.BACKGROUND, Facet.LIMITATION, Facet.DOSE, Facet.MECHANISM)
        ),
        most=8,
    )


def _indirect_results(topic: Topic, *, plenty: bool) -> tuple[Heading, ...]:
    name = _name(topic)
    return (
        Heading(
            title="Deaths, in other conditions (indirect)",
            belongs=lambda c: _indirect_result(c) and c.finding.outcome in _DEATHS,
            most=2 if plenty else 9,
            floor=0.0,
        ),
        Heading(
            title="Other results in other conditions (indirect)",
            belongs=lambda c: _indirect_result(c) and bool(c.finding.outcome),
            most=0 if plenty else 5,
            floor=0.35,
        ),
        Heading(
            title=f"A condition that can present with or include {name} (indirect, an exception of its own)",
            belongs=lambda c: (
                _own(c) and _elsewhere(c) and c.evidence.linked and not _in(c, Facet.LIMITATION, Facet.BACKGROUND)
            ),
            most=4,
            floor=0.3,
        ),
    )


def _plain_headings(topic: Topic) -> tuple[Heading, ...]:
    asked = [c.role for c in topic.concepts if c.role in (Role.POPULATION, Role.INTERVENTION)]

    def fits(candidate: Candidate) -> bool:
        on = candidate.evidence.on_population and candidate.evidence.on_intervention
        return _of_both(candidate, topic) and (not asked or on or all(candidate.names(role) for role in asked))

    return (
        Heading(
            title="What research says",
            belongs=lambda c: (
                _own(c)
                and _direct(c)
                and fits(c)
                and _answers(c, topic)
                and c.finding.fit >= _WORTHY
                and not _in(c, Facet.BACKGROUND, Facet.LIMITATION)
            ),
            most=8,
        ),
        Heading(
            title=BENCH,
            belongs=lambda c: (
                topic.purpose in _OF_THE_BENCH
                and _own(c)
                and c.relation is Relation.OTHER_POPULATION
                and c.evidence.studied_in == _ANIMALS
                and fits(c)
                and c.finding.fit >= _WORTHY
                and not _in(c, Facet.BACKGROUND, Facet.LIMITATION)
            ),
            most=3,
            of_one=1,
        ),
        Heading(
            title="Limits of the evidence",
            belongs=lambda c: _own(c) and _direct(c) and fits(c) and _limit(c) and topic.purpose in EFFECT_QUESTIONS,
            most=2,
            of_one=1,
        ),
    )


BENCH = "In animals or cells (indirect)"
"""The heading of what the bench found, told only where nothing else is held."""
_OF_THE_BENCH = frozenset({Purpose.MECHANISM, Purpose.CAUSE, Purpose.DEFINITION, Purpose.OTHER})
"""Purposes for which a study of animals or cells may be what there is; it is told as such, and feeds no bottom line."""
_STRICT: dict[Purpose, frozenset[Facet]] = {
    Purpose.HARM: _RISK,
    Purpose.DOSE: frozenset({Facet.DOSE}),
    Purpose.DIAGNOSIS: frozenset({Facet.DIAGNOSIS, Facet.DEFINITION}),
}
"""Purposes for which a sentence on anything else is no answer."""
_ASIDE = frozenset({Facet.DIAGNOSIS, Facet.MECHANISM, Facet.PROGNOSIS})
_WORTHY = 1.8
"""Fit below which a sentence of a plain question is beside the point; mostly the share of the question's words."""
_ADVISING = frozenset({Purpose.TREATMENT, Purpose.PREVENTION})
_GUIDANCE = frozenset({Facet.RECOMMENDATION, Facet.DOSE, Facet.CONTRAINDICATION, Facet.MONITORING, Facet.BENEFIT})


def answers(candidate: Candidate, purpose: Purpose) -> bool:
    """Whether a sentence tells what the question wants to know, where that can be told from its facet."""
    facet = candidate.finding.facet
    if purpose is Purpose.HARM and facet is Facet.RECOMMENDATION:
        return candidate.finding.direction is Direction.AGAINST
    if purpose is Purpose.TREATMENT and screens(candidate.sentence):
        return False
    return facet in _STRICT.get(purpose, {facet}) and not (purpose in _ADVISING and facet in _ASIDE)


def speaks(candidate: Candidate, topic: Topic) -> bool:
    """Whether a guideline speaks directly to the question; on a harm or a dose it must name the drug itself."""
    purpose, facet = topic.purpose, candidate.finding.facet
    if purpose in _ADVISING and facet not in _GUIDANCE:
        return False
    names = candidate.names(Role.INTERVENTION) or (
        purpose not in (Purpose.HARM, Purpose.DOSE) and candidate.evidence.on_intervention
    )
    if topic.concept(Role.INTERVENTION) and (not names or _of_another(candidate, topic)):
        return False
    if not _of_both(candidate, topic):
        return False
    if topic.concept(Role.INTERVENTION) is None and not _on_or_for(candidate, topic):
        return False
    return _guideline(candidate) and _direct(candidate) and _told(candidate) and _answers(candidate, topic)


_TOGETHER = re.compile(
    r"interact|concomitant|concurrent|co-?administ|co-?prescri|co-?ingest|combin|together|potentiat|plus|added to|"
    r"level|concentration|\bINR\b|exposure|inhibit|induc",
    re.IGNORECASE,
)


def _of_both(candidate: Candidate, topic: Topic) -> bool:
    """Whether a sentence names both drugs, where it is asked how they interact; what one does is no answer to that."""
    together = _TOGETHER.search(candidate.sentence) is not None
    both = together and candidate.names(Role.INTERVENTION) and candidate.names(Role.COMPARATOR)
    return both or not _asks_of_both(topic)


def _asks_of_both(topic: Topic) -> bool:
    asked = topic.purpose is Purpose.HARM and topic.concept(Role.COMPARATOR) is not None
    # Two drugs and no condition: whether they may be given together. With one, which of them does less harm.
    return asked and (topic.condition is None or "interact" in topic.question.text.lower())


def _answers(candidate: Candidate, topic: Topic) -> bool:
    """Whether a sentence tells what is wanted; one on two drugs together does, whatever else it is on."""
    return answers(candidate, topic.purpose) or _asks_of_both(topic)


def _on_or_for(candidate: Candidate, topic: Topic) -> bool:
    """Whether guidance is on the condition, or advises for it: that iron may cause anaphylaxis is no advice on it."""
    if topic.condition is None or candidate.evidence.on_population:
        return True
    low = candidate.sentence.lower()
    return any(re.search(rf"{_FOR_IT}{re.escape(form)}", low) for form in topic.condition.forms)


_FOR_IT = (
    r"(?:^|\b(?:in|for|of|with|treat\w*|manag\w*|prevent\w*|reduc\w*|diagnos\w*|against)\s)"
    r"(?:(?:the|a|an|treatment|prevention|patients|people|severe|mild|moderate|acute|chronic|all|with|of)\s){0,3}"
)


def _two(topic: Topic) -> bool:
    return topic.concept(Role.INTERVENTION) is not None and topic.condition is not None


def _name(topic: Topic) -> str:
    concept = topic.condition
    return concept.text if concept else ""


def _in(candidate: Candidate, *facets: Facet) -> bool:
    return candidate.finding.facet in facets


def _guideline(candidate: Candidate) -> bool:
    return candidate.evidence.passage.document.kind is Kind.GUIDELINE


def _label(candidate: Candidate) -> bool:
    return candidate.evidence.passage.document.kind is Kind.LABEL


def _own(candidate: Candidate) -> bool:
    """Research in its own words: what a study reports of others' work is for that work to say."""
    return not _guideline(candidate) and not _label(candidate) and not candidate.finding.second_hand


def _told(candidate: Candidate) -> bool:
    return not _in(candidate, Facet.BACKGROUND) and candidate.finding.fit > 0


def _advises(candidate: Candidate) -> bool:
    return _in(candidate, Facet.RECOMMENDATION)


def _firm(candidate: Candidate) -> bool:
    """Whether a guideline says outright what to do, not only by where the line stands."""
    pointing = candidate.finding.direction in (Direction.FOR, Direction.AGAINST)
    return pointing or bool(candidate.finding.grade.stated) or candidate.evidence.passage.section == "Summary"


def _limit(candidate: Candidate) -> bool:
    return _in(candidate, Facet.LIMITATION)


def _direct(candidate: Candidate) -> bool:
    return candidate.relation is Relation.DIRECT


def _other_treatment(candidate: Candidate) -> bool:
    return candidate.relation is Relation.OTHER_TREATMENT


def _elsewhere(candidate: Candidate) -> bool:
    """In another condition that the source names; where it names none, the finding may not be shown (law 4)."""
    return candidate.relation is Relation.OTHER_POPULATION and candidate.evidence.studied_in != _UNNAMED


def _tells(candidate: Candidate) -> bool:
    return candidate.tells and (_direct(candidate) or _elsewhere(candidate))


def _indirect_result(candidate: Candidate) -> bool:
    return (
        _own(candidate)
        and _elsewhere(candidate)
        and candidate.evidence.about_intervention
        and candidate.tells
        and not candidate.evidence.linked
        and candidate.evidence.studied_in != _ANIMALS
        and candidate.finding.facet in _RESULT
    )


def _dose(candidate: Candidate) -> bool:
    """A dose of the intervention: the sentence names it, or stands under a summary's own heading for the dose."""
    named = candidate.names(Role.INTERVENTION) or candidate.evidence.passage.section == "Summary"
    return (
        _own(candidate)
        and _in(candidate, Facet.DOSE)
        and candidate.evidence.about_intervention
        and named
        and _tells(candidate)
    )


def _of_another(candidate: Candidate, topic: Topic) -> bool:
    """Whether a sentence gives the dose of another drug and only mentions the one asked about."""
    asked = topic.concept(Role.INTERVENTION)
    return asked is not None and _in(candidate, Facet.DOSE) and doses_another(asked.forms, candidate.sentence)


def _measured(candidate: Candidate) -> bool:
    """Whether a study of the stronger designs gives an effect or names its outcome."""
    return bool(candidate.finding.effects) or (bool(candidate.finding.outcome) and candidate.evidence.level in (1, 2))


def _boxed(candidate: Candidate) -> bool:
    return "boxed" in candidate.finding.grade.stated.lower() or candidate.sentence.lower().startswith("boxed warning")
