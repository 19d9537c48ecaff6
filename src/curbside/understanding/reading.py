"""One question, read by itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from curbside.model import Concept, Purpose, Question, Role, Topic
from curbside.text import abbreviations, names_condition, words
from curbside.understanding.alternatives import InPlaceOf, forms_in_place_of, in_place_of
from curbside.understanding.around import around, in_plain_order, of_a_drug, side_by_side, together
from curbside.understanding.concepts import POISONED, Part
from curbside.understanding.emergencies import emergency
from curbside.understanding.forms import equivalents
from curbside.understanding.measured import measured
from curbside.understanding.naming import Vocabulary, concept_of
from curbside.understanding.purpose import asks_for_newest, purpose_of
from curbside.understanding.roles import roles
from curbside.understanding.shorthand import written_out
from curbside.understanding.special_populations import people_in
from curbside.understanding.spelling import respelled
from curbside.understanding.telegraphic import resplit, telegraphic
from curbside.understanding.wording import cleaned, content_words, in_another_language, known_words, subject_words


def read(text: str, vocabulary: Vocabulary, *, jurisdiction: str | None = None) -> Topic:
    """The topic of a question; identifiers of a patient are struck out first and never kept.

    Raises ValueError where nothing is left to ask.
    """
    asked, notes = _respelled(*cleaned(text), vocabulary)
    question = Question(text=asked, jurisdiction=jurisdiction)
    told, levels = measured(written_out(asked))
    notes += levels
    replaced = in_place_of(told)
    timed = () if replaced else around(in_plain_order(told), vocabulary)
    both = () if replaced else together(told, vocabulary)
    pair = () if replaced else side_by_side(told, vocabulary)
    found = (
        _beside(replaced)
        if replaced
        else both or pair or timed or _parts(told, vocabulary) or _abbreviated(asked, vocabulary)
    )
    defined = {short.lower(): long for short, long in abbreviations(asked)}
    concepts, ambiguous = [], []
    for part in found:
        concept, note = concept_of(part, defined, vocabulary, _company(told, part))
        concepts.append(concept)
        ambiguous += [note] if note else []
    concepts = [_replacing(replaced, vocabulary), *concepts] if replaced else concepts
    purpose = Purpose.TREATMENT if replaced else _purpose(told, concepts)
    purpose = Purpose.HARM if both or of_a_drug(timed) else purpose
    return Topic(
        question=question,
        purpose=purpose,
        concepts=tuple(concepts),
        terms=known_words(content_words(told), notes, vocabulary),
        subject=known_words(subject_words(told), notes, vocabulary),
        emergency=emergency(asked),
        notes=(*notes, *ambiguous),
        newest=asks_for_newest(asked),
    )


def _respelled(asked: str, notes: tuple[str, ...], vocabulary: Vocabulary) -> tuple[str, tuple[str, ...]]:
    """A question in English with its misspelt words as they are meant; the notes tell of each."""
    if in_another_language(notes):
        return asked, notes
    meant, told = respelled(asked, vocabulary)
    return meant, (*notes, *told)


def _purpose(told: str, concepts: Sequence[Concept]) -> Purpose:
    """What a question of these parts wants to know; with a treatment and no cue, what it is good for.

    Two conditions by themselves, "gout in renal failure", ask how the one is treated beside the other, and the toxicity
    of a drug as a name is a condition and asks for no further harm of it.
    """
    named = {c.role for c in concepts}
    poisoned = any(c.role is Role.POPULATION and POISONED.fullmatch(c.text) for c in concepts)
    text = told.lower().replace("toxicity", "poisoning") if poisoned else told
    purpose = purpose_of(text, treated=Role.INTERVENTION in named)
    if purpose is Purpose.OTHER and Role.INTERVENTION in named:
        return Purpose.COMPARISON if Role.COMPARATOR in named else Purpose.BENEFIT
    conditions = sum(c.role is Role.POPULATION and not c.people for c in concepts)
    if purpose is Purpose.OTHER and named == {Role.POPULATION} and conditions > 1 and _TWO.fullmatch(told):
        return Purpose.TREATMENT
    return purpose


_TWO = re.compile(r"[\w-]+(?: [\w-]+){0,3} (?:in|with|during|after|and) [\w-]+(?: [\w-]+){0,3}\W*", re.IGNORECASE)


def _beside(replaced: InPlaceOf) -> tuple[Part, ...]:
    """The condition and the people for whom something is to be given in place of a drug."""
    found = roles(f"treatment of {replaced.condition}") if replaced.condition else ()
    return tuple(p for p in found if p.role is Role.POPULATION)


def _replacing(replaced: InPlaceOf, vocabulary: Vocabulary) -> Concept:
    """What is asked for in place of a drug, with the forms under which texts speak of it, the drug itself left out."""
    drug, _ = concept_of(Part(Role.INTERVENTION, replaced.drug), {}, vocabulary)
    text = f"alternatives to {replaced.drug}"
    forms = forms_in_place_of(drug.forms[:_MOST_NAMES], allergy=replaced.allergy)
    return Concept(role=Role.INTERVENTION, text=text, forms=forms, replaces=replaced.drug)


_MOST_NAMES = 6
"""Names of a drug under which what replaces it is looked for."""


def _company(told: str, part: Part) -> tuple[str, ...]:
    """The words of the question outside one of its parts, by which an abbreviation in it is told from its namesakes."""
    own = set(words(part.text))
    return tuple(w for w in subject_words(told) if w not in own)


_LINKED = re.compile(r"\b(?:in|for|of|on|with|to|from|among|during|after|against|by|interactions?)\b", re.IGNORECASE)


def _parts(told: str, vocabulary: Vocabulary) -> tuple[Part, ...]:
    """The parts by the shape of the sentence; where it has none, by telling its bare names apart."""
    told = in_plain_order(told)
    found = roles(told)
    shaped = _LINKED.search(told) and any(not people_in(p.text) for p in found)
    found = resplit(found, vocabulary) if shaped else telegraphic(told, vocabulary) or found
    return tuple(p for p in found if not _NO_NAME.fullmatch(p.text.strip()))


_NO_NAME = re.compile(r"\d[\d.,]*|i\.?[vm]\.?|s\.?c\.?|p\.?o\.?", re.IGNORECASE)
"""A number or a route by itself is nothing that is asked about: the "4" of "4 side effects", the "IV" of "phase IV"."""


_CAPITALS = re.compile(
    r"(?<![A-Za-z0-9-])(?=[A-Za-z0-9-]*[A-Z][A-Za-z0-9-]*[A-Z])[A-Za-z][A-Za-z0-9-]{1,9}(?![A-Za-z0-9-])"
)


def _abbreviated(text: str, vocabulary: Vocabulary) -> tuple[Part, ...]:
    """Where no sentence shape fits, the abbreviations whose meaning is known: a condition or what is done about it."""
    found: dict[Role, Part] = {}
    for match in _CAPITALS.finditer(text):
        short = match.group()
        if _NO_NAME.fullmatch(short):
            continue
        known = [long for long, _ in vocabulary.expansions(short)[:1]] or list(equivalents(short.lower())[:1])
        if known:
            role = Role.POPULATION if names_condition(known[0]) else Role.INTERVENTION
            found.setdefault(role, Part(role, short))
    return tuple(found[role] for role in (Role.INTERVENTION, Role.POPULATION) if role in found)
