"""A topic corrected by its reader: parts named anew, parts left out, another kind of question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from curbside.model import Concept, Purpose, Role, Topic
from curbside.text import normalise, words
from curbside.understanding.concepts import Part
from curbside.understanding.naming import Vocabulary, concept_of
from curbside.understanding.patients import strike
from curbside.understanding.wording import content_words, subject_words


def correct(topic: Topic, wanted: Mapping[Role, str], purpose: Purpose, vocabulary: Vocabulary) -> Topic:
    """The topic with the parts and the purpose that its reader says it has; a part that is left empty goes.

    What is not changed keeps its forms. Identifiers of a patient are struck out of a correction as of a question.
    """
    parts: list[Concept] = []
    told: list[str] = []
    for role in Role:
        known = topic.concept(role)
        text, removed = strike(" ".join(normalise(wanted.get(role, "")[:_LONGEST_PART]).split()))
        told += [f"Removed from the {role.value}: {', '.join(removed)}."] if removed else []
        if known is not None and text == known.text:
            parts += [c for c in topic.concepts if c.role is role]
        elif words(text):
            concept, note = concept_of(Part(role, text), {}, vocabulary)
            parts.append(concept)
            told += [f"{role.value.capitalize()} corrected by the reader: {concept.text}.", *([note] if note else [])]
        elif known is not None:
            told.append(f"{role.value.capitalize()} left out by the reader: {known.text}.")
    if purpose is not topic.purpose:
        told.append(f"Kind of question corrected by the reader: {purpose.value}.")
    named = " ".join(c.text for c in parts)
    return replace(
        topic,
        purpose=purpose,
        concepts=tuple(sorted(parts, key=lambda c: _ORDER.index(c.role))),
        terms=_kept(topic.terms, topic, content_words(named)),
        subject=_kept(topic.subject, topic, subject_words(named)),
        notes=(*topic.notes, *told),
    )


_LONGEST_PART = 300
_ORDER = (Role.INTERVENTION, Role.COMPARATOR, Role.POPULATION, Role.OUTCOME)


def _kept(terms: Sequence[str], topic: Topic, added: Sequence[str]) -> tuple[str, ...]:
    """The words of the question outside the parts it was taken to have, and those of the corrected parts."""
    gone = {w for c in topic.concepts for w in words(c.text)} - set(added)
    return tuple(dict.fromkeys([*(t for t in terms if t not in gone), *added]))
