"""Passages, appraised: design, size, who was studied, what each sentence tells, and whether it answers for the question."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from curbside.appraisal.designs import design_of, size_of
from curbside.appraisal.effects import effects_of
from curbside.appraisal.grades import grade_of, suggested
from curbside.appraisal.matching import Matcher, matchers, stem, stems
from curbside.appraisal.populations import Studied, links, other_route, studied
from curbside.appraisal.sentences import Labelled, concludes, direction_of, facet_of, labelled, outcome_of, second_hand
from curbside.model import (
    Direction,
    Document,
    Evidence,
    Facet,
    Finding,
    Grade,
    Hit,
    Kind,
    Passage,
    Purpose,
    Role,
    Standing,
    Topic,
)
from curbside.text import words

_WANTED: dict[Purpose, frozenset[Facet]] = {
    Purpose.HARM: frozenset({Facet.HARM, Facet.CONTRAINDICATION, Facet.MONITORING}),
    Purpose.DOSE: frozenset({Facet.DOSE}),
    Purpose.DIAGNOSIS: frozenset({Facet.DIAGNOSIS}),
    Purpose.PROGNOSIS: frozenset({Facet.PROGNOSIS}),
    Purpose.MONITORING: frozenset({Facet.MONITORING}),
    Purpose.MECHANISM: frozenset({Facet.MECHANISM}),
    Purpose.DEFINITION: frozenset({Facet.DEFINITION, Facet.MECHANISM}),
    Purpose.CAUSE: frozenset({Facet.MECHANISM, Facet.FINDING}),
    Purpose.TREATMENT: frozenset({Facet.RECOMMENDATION, Facet.DOSE}),
    Purpose.PREVENTION: frozenset({Facet.RECOMMENDATION}),
}
_GENERAL = frozenset("patients adults children severe acute chronic disease another condition setting clinical".split())
_DEPENDENT = frozenset(
    "it this these they their its such he she both however moreover furthermore thus therefore additionally also another others "
    "similarly conversely whereas nevertheless hence overall finally second third".split()
)


UNNAMED = "another condition or setting"
"""What an indirect passage was studied in where its words do not say; it may then not be shown (law 4)."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """What is the same for every passage of one question."""

    topic: Topic
    matchers: Mapping[Role, Matcher]
    weights: Mapping[str, float]


def appraise(
    hits: Sequence[Hit], topic: Topic, standing: Callable[[Sequence[str]], Mapping[str, Standing]]
) -> tuple[Evidence, ...]:
    """The hits as evidence, in the same order; standing is asked of the library now, never taken from the record alone."""
    now = standing([h.passage.document.id for h in hits])
    found = [stems(words(f"{h.passage.document.title} {h.passage.text}")) for h in hits]
    reading = _Reading(topic, matchers(topic), _weights(topic, found))
    best = max((h.score for h in hits), default=1.0) or 1.0
    return tuple(
        _appraised(hit, reading, now.get(hit.passage.document.id, Standing.UNKNOWN), of, hit.score / best)
        for hit, of in zip(hits, found, strict=True)
    )


def _weights(topic: Topic, found: Sequence[frozenset[str]]) -> dict[str, float]:
    """How much each stem of the question tells: the rarer among the hits, the more."""
    asked = {stem(w) for w in topic.subject}
    counts = Counter(s for of in found for s in of & asked)
    return {s: math.log((len(found) + 1) / (counts[s] + 0.5)) + 0.3 for s in sorted(asked)}


def _appraised(hit: Hit, reading: _Reading, standing: Standing, found: frozenset[str], score: float) -> Evidence:
    passage = hit.passage
    population, intervention = reading.matchers.get(Role.POPULATION), reading.matchers.get(Role.INTERVENTION)
    who = studied(passage, population, reading.topic)
    about_intervention = intervention is None or _about(intervention, passage.document.title, passage.text, found)
    on_intervention = intervention is None or _on(intervention, passage)
    about_population = who.matches or (population is not None and not who.condition and population.scattered_in(found))
    route = other_route(reading.topic.question.text, passage.document.title) if about_intervention else ""
    design, level = design_of(passage)
    direct = about_population and about_intervention and not route
    return Evidence(
        passage=passage,
        design=design,
        level=level,
        size=size_of(passage.text) if passage.document.kind is not Kind.GUIDELINE else None,
        population=who.place,
        direct=direct,
        studied_in=who.condition or route or ("" if direct else UNNAMED),
        linked=not direct and about_intervention and _linked(passage.text, population),
        on_population=who.on,
        about_population=about_population,
        on_intervention=on_intervention,
        about_intervention=about_intervention,
        findings=tuple(_findings(hit, reading, (on_intervention, about_intervention))),
        standing=standing,
        coverage=round(_coverage(reading, found), 4),
        score=score,
        reason=_reason(who, about_intervention, route, population),
    )


def _coverage(reading: _Reading, found: frozenset[str]) -> float:
    total = sum(reading.weights.values())
    return sum(w for s, w in reading.weights.items() if s in found) / total if total else 0.0


def _linked(text: str, population: Matcher | None) -> bool:
    return any(links(text[p.start : p.end], population) for p in labelled(text)) if population else False


def silent(topic: Topic, held: Sequence[Sequence[Passage]]) -> tuple[Document, ...]:
    """The documents, each given as all its passages, that are about the population and never name the intervention."""
    found = matchers(topic)
    intervention, population = found.get(Role.INTERVENTION), found.get(Role.POPULATION)
    if intervention is None or population is None:
        return ()
    return tuple(
        passages[0].document
        for passages in held
        if passages and not any(_about(intervention, p.document.title, p.text, stems(words(p.text))) for p in passages)
    )


def conditions(evidence: Sequence[Evidence]) -> tuple[str, ...]:
    """The words under which most documents about the intervention name another condition, most frequent first."""
    by_document: dict[str, set[str]] = {}
    for item in evidence:
        if item.about_intervention and not item.about_population and item.studied_in:
            by_document.setdefault(item.passage.document.id, set()).update(
                w for w in words(item.studied_in) if len(w) > 4 and w not in _GENERAL
            )
    counts = Counter(w for found in by_document.values() for w in found)
    return tuple(w for w, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])) if count > 1)[:2]


def _about(intervention: Matcher, title: str, text: str, found: frozenset[str]) -> bool:
    return intervention.stands_in(title) or intervention.stands_in(text) or intervention.scattered_in(found)


def _on(intervention: Matcher, passage: Passage) -> bool:
    """Whether the document is on the intervention: by its title, or by a line that states it."""
    stated = next((line for line in passage.text.split("\n") if line.startswith("Intervention: ")), "")
    return intervention.stands_in(passage.document.title) or intervention.stands_in(stated)


def _reason(who: Studied, about_intervention: bool, route: str, population: Matcher | None) -> str:
    if not about_intervention:
        return "does not name the intervention asked about"
    if route:
        return f"another route: {route}"
    if who.matches:
        return "about the condition asked about" if population else "no condition was asked about"
    return f"about {who.condition}" if who.condition else "does not say that it is about the condition asked about"


def _findings(hit: Hit, reading: _Reading, intervention: tuple[bool, bool]) -> list[Finding]:
    passage, kept, before = hit.passage, list[Finding](), ""
    for place in labelled(passage.text):
        sentence = passage.text[place.start : place.end]
        if len(sentence) < 15:
            continue
        facet = facet_of(sentence, place.label, passage.document.kind)
        effects = effects_of(sentence)
        direction = direction_of(sentence, facet, effects)
        outcome = _outcome(sentence, reading) or (before if effects else "")
        before = outcome or before
        grade = grade_of(sentence, label=place.bracket, document=passage.document)
        if grade == Grade() and facet is Facet.RECOMMENDATION:
            grade = suggested(passage.document, sentence)
        names = _named(reading, sentence)
        kept.append(
            Finding(
                names=names,
                second_hand=second_hand(sentence, passage.section, passage.document.kind),
                start=place.start,
                end=place.end,
                facet=facet,
                direction=direction,
                outcome=outcome,
                effects=effects,
                grade=grade,
                fit=round(_fit(sentence, place, (facet, direction, outcome), reading, names, intervention), 4),
            )
        )
    return kept


def _outcome(sentence: str, reading: _Reading) -> str:
    asked = reading.matchers.get(Role.OUTCOME)
    return asked.concept.text if asked and asked.stands_in(sentence) else outcome_of(sentence)


_WORTH = {Role.INTERVENTION: 1.6, Role.POPULATION: 0.8, Role.OUTCOME: 1.2, Role.COMPARATOR: 0.8}
_CRITICAL = frozenset({"mortality", "survival"})
_EFFECT = frozenset({Purpose.BENEFIT, Purpose.TREATMENT, Purpose.COMPARISON, Purpose.OTHER})


_ACTS = frozenset({Purpose.TREATMENT, Purpose.DOSE, Purpose.PREVENTION})
_ASIDE = frozenset({Facet.DIAGNOSIS, Facet.MECHANISM, Facet.PROGNOSIS})
_TREATS = re.compile(
    r"\b(?:treat\w*|therap\w+|drugs?|manag\w+|dos(?:e|es|ing)|mg|surg\w+|prevent\w*|screen\w*|vaccin\w+|prophyla\w+)\b",
    re.IGNORECASE,
)


def _named(reading: _Reading, sentence: str) -> tuple[Role, ...]:
    """The concepts of the question that a sentence names itself."""
    held = stems(words(sentence))
    return tuple(
        role for role, asked in reading.matchers.items() if asked.stands_in(sentence) or asked.scattered_in(held)
    )


def _inherited(reading: _Reading, names: tuple[Role, ...], outcome: str, intervention: tuple[bool, bool]) -> float:
    """A result in a document on the intervention need not name it; deaths count first where no outcome is asked."""
    on, about = intervention
    critical = outcome in _CRITICAL and Role.OUTCOME not in reading.matchers and reading.topic.purpose in _EFFECT
    worth = 0.6 if critical else 0.0
    if Role.INTERVENTION not in reading.matchers or Role.INTERVENTION in names:
        return worth
    if on:
        return worth + (1.1 if outcome else 0.2)
    return worth + (0.1 if about else -0.8)


def _fit(
    sentence: str,
    place: Labelled,
    read: tuple[Facet, Direction, str],
    reading: _Reading,
    names: tuple[Role, ...],
    intervention: tuple[bool, bool],
) -> float:
    """How well a sentence answers the question; a sum of small reasons, each readable here."""
    facet, direction, outcome = read
    found = words(sentence)
    held = stems(found)
    total = sum(reading.weights.values()) or 1.0
    fit = 3.0 * sum(w for s, w in reading.weights.items() if s in held) / total
    fit += sum(_WORTH[role] for role in names) + _inherited(reading, names, outcome, intervention)
    fit += 1.5 if facet in _WANTED.get(reading.topic.purpose, frozenset()) else 0.0
    fit += 0.8 if concludes(place.label) else 0.5 if place.label.lower() in ("results", "finding", "findings") else 0.0
    fit += 0.4 if direction not in (Direction.UNSTATED, Direction.UNCERTAIN) else 0.0
    if reading.topic.purpose in _ACTS:
        fit += (0.8 if _TREATS.search(sentence) else 0.0) - (0.8 if facet in _ASIDE else 0.0)
    fit -= {Facet.BACKGROUND: 2.5, Facet.LIMITATION: 0.5}.get(facet, 0.0)
    fit -= 0.7 if found and found[0] in _DEPENDENT else 0.0
    fit -= 0.02 * max(0, len(found) - 45)
    fit += 0.6 if links(sentence, reading.matchers.get(Role.POPULATION)) else 0.0
    return fit - (0.8 if sentence.endswith("?") else 0.0)
