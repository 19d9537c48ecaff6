"""A question that follows another one, completed from it; a complete one inherits nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from curbside.model import Concept, FollowUp, Purpose, Question, Role, Topic
from curbside.text import words
from curbside.understanding.concepts import Part
from curbside.understanding.fragments import ABOUT, LEAD, PRONOUN, Fragment, fragment
from curbside.understanding.naming import Vocabulary, concept_of
from curbside.understanding.reading import read
from curbside.understanding.restating import restate
from curbside.understanding.special_populations import people_in
from curbside.understanding.wording import content_words, subject_words

_I, _P, _C, _O = Role.INTERVENTION, Role.POPULATION, Role.COMPARATOR, Role.OUTCOME
_OF_CONDITION = frozenset({Purpose.TREATMENT, Purpose.DIAGNOSIS, Purpose.PROGNOSIS, Purpose.CAUSE})
"""Purposes that ask about the condition: "how is it diagnosed?" lets go of the drug that was spoken of."""
_ALONE = frozenset({Purpose.HARM, Purpose.DOSE, Purpose.MECHANISM, Purpose.DEFINITION, Purpose.MONITORING})
"""Purposes for which a drug is a whole subject by itself."""
_NEEDS_TREATMENT = frozenset({Purpose.HARM, Purpose.DOSE, Purpose.BENEFIT, Purpose.COMPARISON, Purpose.MONITORING})
_NARROW = frozenset({Purpose.DOSE, Purpose.HARM, Purpose.MECHANISM, Purpose.MONITORING, Purpose.BENEFIT})
"""Purposes that let go of the outcome and the comparator of the question before."""
_SHORT = 4
"""Words up to which a question without a verb is a fragment: "heparin dose?"."""
_ORDER = (_I, _C, _O, _P)


def follow(text: str, earlier: Topic, vocabulary: Vocabulary) -> Topic:
    """The topic of a question asked after another: by itself where it is complete, else completed from the earlier."""
    own = read(text, vocabulary, jurisdiction=earlier.question.jurisdiction)
    before = (*earlier.question.earlier, earlier.follow_up.asked if earlier.follow_up else earlier.question.text)
    core = LEAD.sub("", own.question.text)
    told = ABOUT.sub("", core)
    if not earlier.concepts or _complete(own, told, earlier, led=told != own.question.text):
        return replace(own, question=replace(own.question, earlier=before))
    return _completed(own, fragment(told, vocabulary), earlier, before, vocabulary)


def _complete(own: Topic, told: str, earlier: Topic, *, led: bool) -> bool:
    """Whether a question names its own subject and leans on nothing said before."""
    named = {c.role: c for c in own.concepts if not c.people and not PRONOUN.fullmatch(c.text)}
    if PRONOUN.search(told) and not {_I, _P} <= named.keys():
        return False
    if {_I, _P} <= named.keys():
        return not (led and own.purpose is Purpose.BENEFIT)
    if led or _THAN_BEFORE.search(told):
        return False
    sentence = len(told.split()) > _SHORT
    if _I in named:
        same = _alike(named[_I], earlier.concept(_I))
        return own.purpose in _ALONE and sentence and not same
    if _P in named:
        return own.purpose not in _NEEDS_TREATMENT and (sentence or own.purpose is not Purpose.OTHER)
    return _unheard(told)


_THAN_BEFORE = re.compile(r"\b(?:newer|more recent|since then)\b", re.IGNORECASE)


def _unheard(told: str) -> bool:
    """Whether a question in which no part was recognised still names something."""
    piece = fragment(told, _NOBODY)
    named = [p for p in piece.parts if p.role is _I or (p.role is _P and not people_in(p.text))]
    return bool(piece.open_names or named) and len(told.split()) > _SHORT and not _FRAGMENTARY.match(told)


_FRAGMENTARY = re.compile(r"(?:in|for|with|on|if|when|during|among|after|given|versus|vs|compared)\b", re.IGNORECASE)


_NOBODY = Vocabulary(expansions=lambda _: (), shortenings=lambda _: (), frequency=lambda _: 0)


def _alike(one: Concept, other: Concept | None) -> bool:
    return other is not None and bool(set(one.forms) & set(other.forms))


def _completed(own: Topic, piece: Fragment, earlier: Topic, before: tuple[str, ...], vocabulary: Vocabulary) -> Topic:
    """The earlier topic with what the follow-up changes in it."""
    purpose, notes = _purpose(piece, earlier), []
    new: list[Concept] = []
    named = own.concept(_I)
    if named and _alike(named, earlier.concept(_I)):
        piece = replace(piece, parts=tuple(p for p in piece.parts if people_in(p.text)), open_names=())
    for part in _placed(piece, earlier):
        beside = [w for c in earlier.concepts if c.role is not part.role for w in words(c.text)]
        concept, note = concept_of(part, {}, vocabulary, beside)
        new.append(concept)
        notes += [note] if note else []
    joined = [concept_of(part, {}, vocabulary)[0] for part in piece.joined]
    kept = _kept(earlier.concepts, new, piece, purpose)
    new = [c for c in new if not any(_alike(c, k) and c.role is k.role for k in kept)]
    if piece.beside or (purpose is Purpose.COMPARISON and not _has((*kept, *new), _C)):
        new += [
            replace(c, role=_C)
            for c in earlier.concepts
            if c.role is _I and not _has((*kept, *new), _C) and c not in kept
        ]
    concepts = _ordered(_degreed((*kept, *new, *joined), piece.degree))
    if not _has(concepts, _I) and purpose in _NEEDS_TREATMENT:
        notes.append(_NO_TREATMENT.format(own.question.text))
    if PRONOUN.search(own.question.text) and _has(earlier.concepts, _I) and _has(earlier.concepts, _C) and not new:
        notes.append(_TWO.format(_text(earlier, _I), _text(earlier, _C)))
    stated = restate(concepts, purpose, newest=piece.newest)
    return Topic(
        question=Question(text=stated, earlier=before, jurisdiction=earlier.question.jurisdiction),
        purpose=purpose,
        concepts=concepts,
        terms=content_words(stated),
        subject=subject_words(stated),
        emergency=own.emergency,
        notes=(*(n for n in own.notes if n.startswith(_OF_ITS_OWN_WORDS)), *notes),
        newest=piece.newest,
        follow_up=FollowUp(
            asked=own.question.text,
            inherited=tuple(c for c in concepts if c in kept),
            changed=tuple(c for c in concepts if c not in kept),
            replaced=tuple(c for c in earlier.concepts if c not in concepts),
            purpose_inherited=purpose is earlier.purpose and piece.purpose is None,
        ),
    )


_OF_ITS_OWN_WORDS = ("Removed", "Only the first", "'")
"""How the notes begin that tell what was done with the words of a follow-up itself."""
_NO_TREATMENT = "No treatment was named before, so '{}' was read as asking about the condition."
_TWO = "It was read as {}, not as {}: name it to ask about the other."


def _purpose(piece: Fragment, earlier: Topic) -> Purpose:
    """The follow-up's own purpose, else the one it must have by what it names, else the earlier one."""
    if piece.alternatives:
        return Purpose.TREATMENT
    if any(p.role is _C for p in piece.parts):
        return Purpose.COMPARISON if piece.purpose is not Purpose.HARM else Purpose.HARM
    named = [p.role for p in piece.parts]
    if _O in named:
        harms = piece.purpose in (Purpose.HARM, Purpose.CAUSE) or any(_HARMS.search(p.text) for p in piece.parts)
        return Purpose.HARM if harms else _effect(earlier.purpose)
    treats = _I in named or bool(piece.open_names)
    if piece.purpose is Purpose.MECHANISM and not _has(earlier.concepts, _I) and not treats:
        return Purpose.CAUSE
    if piece.purpose:
        return piece.purpose
    if piece.newest and earlier.purpose is Purpose.MECHANISM:
        return Purpose.BENEFIT
    if treats and earlier.purpose not in (_ALONE | {Purpose.COMPARISON, Purpose.BENEFIT, Purpose.PREVENTION}):
        return Purpose.BENEFIT
    return earlier.purpose


_HARMS = re.compile(r"bleed|ha?emorrhag|adverse|thrombo", re.IGNORECASE)


def _effect(earlier: Purpose) -> Purpose:
    return Purpose.COMPARISON if earlier is Purpose.COMPARISON else Purpose.BENEFIT


def _placed(piece: Fragment, earlier: Topic) -> Iterable[Part]:
    """The parts a follow-up names; a name of which nothing tells what it is, is a treatment."""
    yield from piece.parts
    yield from (Part(_I, name) for name in piece.open_names)
    before = earlier.concept(_I)
    if piece.added and before is not None:
        yield Part(_I, f"{before.text} plus {piece.added}")


def _kept(concepts: Sequence[Concept], new: Sequence[Concept], piece: Fragment, purpose: Purpose) -> list[Concept]:
    """The earlier concepts that the follow-up lets stand."""
    roles = {c.role for c in new}
    people, condition = any(c.people for c in new), any(c.role is _P and not c.people for c in new)
    about_condition = piece.alternatives or (purpose in _OF_CONDITION and piece.purpose is purpose)

    def stands(concept: Concept) -> bool:
        if concept.role is _P:
            return not (people if concept.people else condition)
        if concept.role in roles:
            return any(_alike(concept, c) and c.role is concept.role for c in new)
        if about_condition:
            return False
        if concept.role is _I:
            return True
        return piece.purpose not in _NARROW

    return [c for c in concepts if stands(c)]


def _has(concepts: Iterable[Concept], role: Role) -> bool:
    return any(c.role is role for c in concepts)


def _text(topic: Topic, role: Role) -> str:
    concept = topic.concept(role)
    return concept.text if concept else ""


def _degreed(concepts: Sequence[Concept], degree: str) -> tuple[Concept, ...]:
    """The condition named with how severe it is; it is still looked for under all its forms."""
    if not degree:
        return tuple(concepts)
    first = next((c for c in concepts if c.role is _P and not c.people), None)
    return tuple(replace(c, text=f"{degree} {c.text}") if c is first else c for c in concepts)


def _ordered(concepts: Sequence[Concept]) -> tuple[Concept, ...]:
    return tuple(sorted(concepts, key=lambda c: (_ORDER.index(c.role), c.people)))
