"""Passages, appraised: design, size, who was studied, what each sentence tells, and whether it answers the question."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from curbside.appraisal.designs import LABORATORY, design_of, size_of
from curbside.appraisal.matching import Matcher, matcher, matchers, stem, stems
from curbside.appraisal.populations import (
    ANIMALS,
    Studied,
    asks_of_animals,
    citable,
    left_out,
    links,
    other_route,
    studied,
)
from curbside.appraisal.reading import Reading, findings
from curbside.appraisal.sentences import labelled
from curbside.model import Document, Evidence, Hit, Kind, Passage, Role, Standing, Topic
from curbside.text import words

_GENERAL = frozenset(
    "patients adults children severe acute chronic disease another condition setting clinical infection infections "
    "women people surgery treatment therapy".split()
)
_MOST = (
    (22, frozenset({Kind.GUIDELINE})),
    (6, frozenset({Kind.LABEL})),
    (30, frozenset(Kind) - {Kind.GUIDELINE, Kind.LABEL}),
)
"""How many passages of each tier are read sentence by sentence."""

_LEAST = 0.4
"""Share of the question's words below which a passage is not read, where no concept was recognised to tell by."""

UNNAMED = "another condition or setting"
"""What an indirect passage was studied in where its words do not say; it may then not be shown (law 4)."""


Wanted = Callable[[Evidence, Topic], bool]
"""Whether the sentences of a passage are wanted, told by all else that is known of it."""


def _all(_item: Evidence, _topic: Topic) -> bool:
    return True


def appraise(
    hits: Sequence[Hit],
    topic: Topic,
    standing: Callable[[Sequence[str]], Mapping[str, Standing]],
    wanted: Wanted = _all,
) -> tuple[Evidence, ...]:
    """The promising hits as evidence, in their order; standing is asked of the library, never taken from the record.

    Reading sentences costs most, so what is not wanted has no findings and no size.
    """
    now = standing([h.passage.document.id for h in hits])
    found = [stems(words(f"{h.passage.document.title} {h.passage.text}")) for h in hits]
    reading = Reading(topic, matchers(topic), _weights(topic, found))
    return tuple(
        _read(_appraised(hit, reading, now.get(hit.passage.document.id, Standing.UNKNOWN), of), reading, wanted)
        for hit, of in _promising(hits, found, reading)
    )


def _promising(
    hits: Sequence[Hit], found: Sequence[frozenset[str]], reading: Reading
) -> Iterator[tuple[Hit, frozenset[str]]]:
    """Of each tier the hits worth reading, those about the intervention and with most of the question's words first."""
    intervention = reading.matchers.get(Role.INTERVENTION)

    def order(index: int) -> tuple[bool, float, str]:
        passage = hits[index].passage
        about = intervention is None or _about(intervention, passage.document.title, passage.text, found[index])
        return (not about, -_coverage(reading, found[index]) - hits[index].score, passage.id)

    kept: set[int] = set()
    for most, kinds in _MOST:
        tier = [i for i, h in enumerate(hits) if h.passage.document.kind in kinds]
        kept.update(sorted(tier, key=order)[:most])
    yield from ((hits[i], found[i]) for i in sorted(kept))


def _weights(topic: Topic, found: Sequence[frozenset[str]]) -> dict[str, float]:
    """How much each stem of the question tells: the rarer among the hits, the more."""
    asked = {stem(w) for w in topic.subject}
    counts = Counter(s for of in found for s in of & asked)
    return {s: math.log((len(found) + 1) / (counts[s] + 0.5)) + 0.3 for s in sorted(asked)}


def _appraised(hit: Hit, reading: Reading, standing: Standing, found: frozenset[str]) -> Evidence:
    passage = hit.passage
    population, intervention = reading.matchers.get(Role.POPULATION), reading.matchers.get(Role.INTERVENTION)
    who = studied(passage, reading.matchers, reading.topic)
    about_intervention = intervention is None or _about(intervention, passage.document.title, passage.text, found)
    on_intervention = intervention is None or _on(intervention, passage)
    about_population = who.matches or (
        population is not None and not who.condition and _scattered(population, passage.text, found)
    )
    route = other_route(reading.topic.question.text, passage.document.title) if about_intervention else ""
    design, level = design_of(passage)
    named = citable(who, passage.text)
    animals = design == LABORATORY and not asks_of_animals(reading.topic.question.text)
    coverage = round(_coverage(reading, found), 4)
    direct = about_population and about_intervention and not route and not animals
    return Evidence(
        passage=passage,
        design=design,
        level=level,
        size=None,
        population=None if animals else named.place,
        direct=direct,
        studied_in=ANIMALS if animals else named.condition or route or ("" if direct else UNNAMED),
        linked=not direct and about_intervention and _linked(passage.text, population),
        on_population=who.on,
        about_population=about_population,
        on_intervention=on_intervention,
        about_intervention=about_intervention,
        findings=(),
        standing=standing,
        coverage=coverage,
        score=hit.score,
        reason=_reason(who, about_intervention, route, population),
    )


def _read(item: Evidence, reading: Reading, wanted: Wanted) -> Evidence:
    """Evidence with its sentences and how many were studied, where they are wanted."""
    if not wanted(item, reading.topic):
        return item
    passage = item.passage
    told = reading.matchers or item.coverage >= _LEAST
    return replace(
        item,
        size=size_of(passage.text) if passage.document.kind is not Kind.GUIDELINE else None,
        findings=findings(passage, reading, (item.on_intervention, item.about_intervention)) if told else (),
    )


def _scattered(population: Matcher, text: str, found: frozenset[str]) -> bool:
    return population.scattered_in(found) and not left_out(text, population)


def _coverage(reading: Reading, found: frozenset[str]) -> float:
    total = sum(reading.weights.values())
    return sum(w for s, w in reading.weights.items() if s in found) / total if total else 0.0


def _linked(text: str, population: Matcher | None) -> bool:
    if population is None or not population.stands_in(text):
        return False
    return any(links(text[p.start : p.end], population) for p in labelled(text))


_MANY = re.compile(
    r"(?:oral |intravenous |systemic |topical )?(?:anti(?!thrombin)[a-z-]+(?:ics?|als?|ives?|ants?|ion|ents?)|"
    r"analgesi(?:cs?|a)|diuretics?|(?:immuno)?suppressants?|opioids?|opiates?|nsaids?|steroids?|vasopressors?|"
    r"inotropes?|bronchodilators?|laxatives?|sedatives?|hypnotics?|painkillers?|chemotherapy|biologics?|vaccines?)"
    r"(?: (?:drugs?|agents?|therapy|medications?))?"
)
"""Names of families of drugs, whose members no list here holds in full."""


def silent(topic: Topic, held: Sequence[Sequence[Passage]]) -> tuple[Document, ...]:
    """The documents, each given as all its passages, that name neither the intervention nor what it is a kind of."""
    found = matchers(topic)
    intervention, population = found.get(Role.INTERVENTION), found.get(Role.POPULATION)
    if intervention is None or population is None or intervention.concept.replaces:
        return ()  # whoever lists other drugs is not silent on what replaces one
    if _MANY.fullmatch(intervention.concept.forms[0]):
        return ()  # nor is one on a family of drugs that names some of its members, which are not all known
    kinds = intervention.concept.broader
    looked_for = [intervention, *([matcher(replace(intervention.concept, forms=kinds))] if kinds else [])]
    return tuple(
        passages[0].document
        for passages in held
        if passages and not any(_may_name(m, p) for m in looked_for for p in passages)
    )


def _may_name(intervention: Matcher, passage: Passage) -> bool:
    text = f"{passage.document.title} {passage.section} {passage.text}"
    return intervention.stands_in(text) or intervention.may_stand_in(stems(words(text)))


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
    named = intervention.stands_in(title) or intervention.stands_in(text) or intervention.scattered_in(found)
    return named and not intervention.only_left_out(f"{title}\n{text}")


def _on(intervention: Matcher, passage: Passage) -> bool:
    """Whether the document is on the intervention: by its title, or by a line that states it."""
    stated = next((line for line in passage.text.split("\n") if line.startswith("Intervention: ")), "")
    title = passage.document.title
    return intervention.named_in(title, stems(words(title))) or intervention.stands_in(stated)


def _reason(who: Studied, about_intervention: bool, route: str, population: Matcher | None) -> str:
    if not about_intervention:
        return "does not name the intervention asked about"
    if route:
        return f"another route: {route}"
    if who.matches:
        return "about the condition asked about" if population else "no condition was asked about"
    return f"about {who.condition}" if who.condition else "does not say that it is about the condition asked about"
