"""The chapters of guidelines on the condition that answer the question, whether or not their words are those asked."""

from __future__ import annotations

from collections.abc import Sequence

from curbside.appraisal.headings import Chapter, announced
from curbside.appraisal.matching import matchers
from curbside.appraisal.populations import based_on
from curbside.model import Evidence, Hit, Kind, Passage, Purpose, Role, Topic

_ANSWERING: dict[Purpose, frozenset[Chapter]] = {
    **dict.fromkeys(
        (Purpose.TREATMENT, Purpose.BENEFIT, Purpose.COMPARISON, Purpose.DOSE),
        frozenset({Chapter.TREATMENT, Chapter.GOALS, Chapter.ADVICE}),
    ),
    Purpose.PREVENTION: frozenset({Chapter.PREVENTION, Chapter.ADVICE}),
    Purpose.DIAGNOSIS: frozenset({Chapter.TESTS, Chapter.FEATURES}),
    Purpose.CAUSE: frozenset({Chapter.CAUSES}),
    Purpose.PROGNOSIS: frozenset({Chapter.COURSE}),
}
"""The chapters in which each purpose is answered; what stands under "Treatment goals" mostly goes on to the drugs."""
_MOST_GUIDELINES, _MOST_PASSAGES = 6, 8
_BEHIND, _LATER = 0.9, 0.02
"""Share of the score of the best passage found of a guideline that its other chapters count, a later one less."""
WHY = "a chapter that answers, of a guideline on the condition"


def guidelines_on(topic: Topic, evidence: Sequence[Evidence]) -> tuple[str, ...]:
    """The ids of the guidelines on the condition whose chapters may answer, best first; none where no chapter could."""
    if topic.condition is None or topic.purpose not in _ANSWERING:
        return ()
    on = (e for e in evidence if e.on_population and e.passage.document.kind is Kind.GUIDELINE)
    found = dict.fromkeys(e.passage.document.id for e in sorted(on, key=lambda e: (-e.score, e.passage.id)))
    return tuple(found)[:_MOST_GUIDELINES]


def chapters(topic: Topic, evidence: Sequence[Evidence], held: Sequence[Sequence[Passage]]) -> tuple[Hit, ...]:
    """Of guidelines, each given as all its passages, those not read yet that stand under a heading that answers.

    The heading of a chapter, or the title of the document, must name the condition: a book has a treatment for each.
    """
    population = matchers(topic).get(Role.POPULATION)
    if population is None:
        return ()
    known = {e.passage.id for e in evidence}
    best = {e.passage.document.id: e.score for e in sorted(evidence, key=lambda e: e.score)}
    answering = _ANSWERING.get(topic.purpose, frozenset())
    return tuple(
        Hit(passage=p, score=round((_BEHIND - _LATER * n) * best.get(p.document.id, 0.0), 4), why=WHY)
        for passages in held
        for n, p in enumerate(
            [
                p
                for p in passages
                if announced(p.section) in answering
                and (based_on(p.section, population) or based_on(p.document.title, population))
            ][:_MOST_PASSAGES]
        )
        if p.id not in known
    )
