"""What was looked for and not found: silence of guidelines, absence of direct studies, retracted papers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from curbside.composing.beside import beside_gaps
from curbside.composing.calling import name_without_figures, short_name
from curbside.composing.choosing import speaks_of
from curbside.composing.counting import counted
from curbside.composing.underway import trials_of
from curbside.model import Concept, Document, Evidence, Gap, Kind, Passage, Purpose, Role, Section, Standing, Topic


def left_out(topic: Topic, elsewhere: Sequence[Document]) -> tuple[Gap, ...]:
    """That guidelines on other conditions name the intervention and are not told, since nothing ties them to this."""
    intervention, population = topic.concept(Role.INTERVENTION), topic.condition
    if not elsewhere or intervention is None or population is None:
        return ()
    names = [name_without_figures(d) for d in elsewhere]
    shown = [n for n in dict.fromkeys(names) if n][:_MOST_NAMED]
    more = f" ({', '.join(shown)}{' and others' if len(names) > len(shown) else ''})" if shown else ""
    one = len(elsewhere) == 1
    text = (
        f"{_how_many(elsewhere)} on other conditions{more} {_verb(elsewhere, 'speak')} of {intervention.text} too "
        f"and {'is' if one else 'are'} left out: nothing held ties what {'it says' if one else 'they say'} to "
        f"{population.text}."
    )
    return (Gap(text=text, looked_for=f"{intervention.text} in guidelines on conditions akin to {population.text}"),)


_MOST_NAMED = 5


def gaps_of(
    topic: Topic,
    evidence: Sequence[Evidence],
    silent: Sequence[Document],
    sections: Sequence[Section],
    registered: Sequence[Passage],
) -> tuple[Gap, ...]:
    """The gaps of an answer, guidelines first; where there is one, the trials under way that may fill it come last."""
    gaps = _gaps(topic, evidence, silent, sections)
    return (*gaps, *trials_of(topic, registered)) if gaps else ()


def _gaps(
    topic: Topic, evidence: Sequence[Evidence], silent: Sequence[Document], sections: Sequence[Section]
) -> tuple[Gap, ...]:
    if not any(s.statements for s in sections):
        found = [_nothing(topic, evidence), *_study_gaps(topic, evidence), *_retracted(evidence)]
        return (*found, *(g for g in _guideline_gaps(topic, evidence, silent) if g.documents))
    spoken = any(s.direct and s.source.kind is Kind.GUIDELINE for section in sections for s in section.statements)
    silence = () if spoken else _guideline_gaps(topic, evidence, silent)
    return (
        *silence,
        *_study_gaps(topic, evidence),
        *_people_gaps(topic, sections),
        *beside_gaps(topic, sections),
        *_retracted(evidence),
    )


_NEAR = 0.45
"""Share of the question's words that a document must hold to be named as near."""


def _guideline_gaps(topic: Topic, evidence: Sequence[Evidence], silent: Sequence[Document]) -> list[Gap]:
    intervention, population = topic.concept(Role.INTERVENTION), topic.condition
    if population is None:
        return []
    guidelines = [e for e in evidence if e.passage.document.kind is Kind.GUIDELINE]
    if not any(e.on_population for e in guidelines):
        return [
            Gap(
                text=(
                    f"No guideline on {population.text} is held in this library, so guidelines neither support nor "
                    "oppose it here."
                ),
                looked_for=f"guidelines on {population.text}",
            )
        ]
    if intervention is None:
        return []
    if intervention.replaces:
        return [_nothing_in_place(intervention, population, guidelines)]
    about = {e.passage.document.id for e in guidelines if e.on_population}
    direct = [d for d in silent if d.id in about]
    beside = [d for d in silent if d.id not in about]
    gaps = [*_naming_gaps(intervention, population, guidelines), *_kind_gaps(intervention, population, guidelines)]
    if direct:
        gaps.append(_silence(direct, f"guidelines on {population.text}", population.text, intervention.text))
    if beside:
        gaps.append(
            _silence(
                beside, "guidelines on conditions in which it was studied", "related conditions", intervention.text
            )
        )
    return gaps


IN_PLACE = "what to give in place of "
"""How what was looked for begins where something in place of a drug was asked for and no guideline names it so."""


def _nothing_in_place(intervention: Concept, population: Concept, guidelines: Sequence[Evidence]) -> Gap:
    """That no guideline says what replaces a drug; that it lists others is neither silence nor advice on that."""
    documents = _newest_first(e for e in guidelines if e.on_population)
    text = (
        f"{_how_many(documents)} on {population.text} {'was' if len(documents) == 1 else 'were'} searched; no sentence "
        f"found there says what to give in place of {intervention.replaces}: {_names(documents)}. Other drugs listed "
        "there may be of the same class, or may not suit the reason for leaving it."
    )
    return Gap(text=text, looked_for=f"{IN_PLACE}{intervention.replaces}", documents=documents)


ANSWER_IN_THOSE = "an answer in guidelines that name "
"""How what was looked for begins where guidelines name the intervention and do not answer: these are not silent."""


def _naming_gaps(intervention: Concept, population: Concept, guidelines: Sequence[Evidence]) -> list[Gap]:
    """Guidelines on the condition that name the intervention and hold no sentence that answers: not silent."""
    documents = _newest_first(e for e in guidelines if e.on_population and e.about_intervention)
    if not documents:
        return []
    text = (
        f"{_how_many(documents)} on {population.text} {_verb(documents, 'name')} {intervention.text}, but no sentence "
        f"found there answers what was asked: {_names(documents)}."
    )
    return [Gap(text=text, looked_for=f"{ANSWER_IN_THOSE}{intervention.text}", documents=documents)]


def _kind_gaps(intervention: Concept, population: Concept, guidelines: Sequence[Evidence]) -> list[Gap]:
    """Guidelines on the condition that speak of what the intervention is a kind of, not of it: these are not silent."""
    named = {e.passage.document.id for e in guidelines if e.about_intervention}
    documents = _newest_first(
        e
        for e in guidelines
        if e.on_population and e.passage.document.id not in named and speaks_of(intervention.broader, e.passage.text)
    )
    if not documents:
        return []
    text = (
        f"{_how_many(documents)} on {population.text} {_verb(documents, 'speak')} of {intervention.broader[0]}, but "
        f"not of {intervention.text} by name in the text searched: {_names(documents)}. That is neither silence nor "
        f"advice on {intervention.text}."
    )
    looked_for = f"{intervention.text} by name in guidelines that speak of {intervention.broader[0]}"
    return [Gap(text=text, looked_for=looked_for, documents=documents)]


def _newest_first(evidence: Iterable[Evidence]) -> tuple[Document, ...]:
    found = {e.passage.document.id: e.passage.document for e in evidence}
    return tuple(sorted(found.values(), key=_by_year))


def _by_year(document: Document) -> tuple[int, str]:
    return (-(document.year or 0), document.id)


def _names(documents: Sequence[Document]) -> str:
    return "; ".join(dict.fromkeys(short_name(d) for d in documents))


def _how_many(documents: Sequence[Document]) -> str:
    return f"{counted(len(documents)).capitalize()} guideline{'' if len(documents) == 1 else 's'}"


def _verb(documents: Sequence[Document], verb: str) -> str:
    return f"{verb}s" if len(documents) == 1 else verb


def _silence(documents: Sequence[Document], looked_for: str, about: str, intervention: str) -> Gap:
    ordered = sorted(documents, key=_by_year)
    listed = "; ".join(dict.fromkeys(f"{short_name(d)} (held: {d.held or d.depth.value})" for d in ordered))
    one = len(ordered) == 1
    return Gap(
        text=(
            f"{_how_many(ordered)} on {about} {'was' if one else 'were'} searched and {'does' if one else 'do'} not "
            f"address {intervention}, as far as the text held goes: {listed}. "
            "That is silence, not a recommendation against it."
        ),
        looked_for=f"{intervention} in {looked_for}",
        documents=tuple(ordered),
    )


def _study_gaps(topic: Topic, evidence: Sequence[Evidence]) -> list[Gap]:
    intervention, population = topic.concept(Role.INTERVENTION), topic.condition
    if intervention is None:
        return []
    if not any(e.about_intervention for e in evidence):
        return [
            Gap(
                text=f"Nothing found for this question names {intervention.text}.",
                looked_for=intervention.text,
            )
        ]
    research = [e for e in evidence if e.passage.document.kind not in (Kind.GUIDELINE, Kind.LABEL)]
    if population is None or topic.purpose is Purpose.DOSE or any(e.direct for e in research):
        return []
    return [
        Gap(
            text=(
                f"No study of {intervention.text} in {population.text} itself is held; what follows was studied in "
                "other conditions and is indirect."
            ),
            looked_for=f"studies of {intervention.text} in {population.text}",
        )
    ]


def _people_gaps(topic: Topic, sections: Sequence[Section]) -> list[Gap]:
    """That nothing shown speaks of the people asked about, where they are treated otherwise: children, the pregnant."""
    shown = {c.passage.id: c.passage for section in sections for s in section.statements for c in s.citations}
    texts = [f"{p.document.title} {p.text}".lower() for p in shown.values()]
    return [
        Gap(
            text=f"Nothing shown here speaks of {people.text}: it was found in others, and may not hold for them.",
            looked_for=people.text,
        )
        for people in topic.concepts
        if people.people and len(people.forms) > 1 and not any(f in text for f in people.forms for text in texts)
    ]


def _retracted(evidence: Sequence[Evidence]) -> list[Gap]:
    found = {
        e.passage.document.id: e.passage.document
        for e in evidence
        if e.standing is Standing.RETRACTED and e.direct and e.coverage >= 0.5
    }
    if not found:
        return []
    documents = tuple(found[i] for i in sorted(found))
    named = "; ".join(d.title for d in documents)
    return [Gap(text=f"Left out because retracted: {named}.", looked_for="retracted documents", documents=documents)]


def _nothing(topic: Topic, evidence: Sequence[Evidence]) -> Gap:
    subject = " and ".join(c.text for c in topic.concepts) or topic.question.text[:200]
    near = [e for e in evidence if e.standing is not Standing.RETRACTED and e.coverage >= _NEAR]
    nearest = list(dict.fromkeys(e.passage.document.title for e in near))[:3]
    close = f" The nearest documents held: {'; '.join(nearest)}." if nearest else ""
    return Gap(
        text=(
            "The library held has no passage that answers this. Searched: guidelines, labels and research, for "
            f"{subject}.{close}"
        ),
        looked_for=subject,
    )
