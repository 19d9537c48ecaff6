"""The parts of a question, told apart: what is asked of whom, whichever clause says it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from curbside.model import Role
from curbside.understanding.concepts import Part, parts
from curbside.understanding.forms import equivalents
from curbside.understanding.kinds import names_condition
from curbside.understanding.special_populations import BESIDE_THE_CONDITION, people_in
from curbside.understanding.treatments import names_treatment

_MOST_CLAUSES = 6
_CLAUSE = re.compile(r"(?<=[?!;:])\s+|(?<=[a-z\])]\.)\s+(?=[A-Z\[])")
_INFECTED = re.compile(r"(?:\w+ )*(?:infections?|infected|diagnosis|colonisation|colonization)", re.IGNORECASE)
_BRACKET = re.compile(r"\s*\([^()]*\)")
_OUTCOME_ALONE = re.compile(
    r"(?:all-cause |overall |long-term |cardiovascular |the )*(?:mortality|deaths?|survival|hospitali[sz]ations?|"
    r"readmissions?|pain|bleeding|relapses?|recurrences?|falls|fractures|quality of life|length of stay|blood pressure|"
    r"weight|outcomes?|symptoms)"
)
_OUTCOME_IN = re.compile(
    r"(?P<o>(?:all-cause |overall |cardiovascular |major )*(?:mortality|deaths?|survival|hospitali[sz]ations?|"
    r"(?:cardiovascular|bleeding|adverse) events?|strokes?|falls|fractures|relapses?|recurrences?|seizures|"
    r"quality of life)) (?:in|among|of) (?P<p>.+)",
    re.IGNORECASE,
)
_PURPOSEFUL = re.compile(
    r"(?P<i>screening|vaccination|prophylaxis|testing|surgery) (?:for|against|of) (?P<p>.+)", re.IGNORECASE
)


_PEOPLE = (
    r"(?:critically ill |hospitali[sz]ed |older |elderly |pregnant |adult |paediatric |pediatric |young |"
    r"postmenopausal |breastfeeding |lactating )*"
    r"(?:patients?|people|adults?|women|men|children|infants?|neonates?|newborns?|adolescents?|individuals?|persons?|"
    r"elderly|adults)"
    r"(?: aged [\w ]+?)?"
)
_PEOPLE_WITH = re.compile(
    rf"(?P<people>{_PEOPLE}) (?:with|who have|having|suffering from) (?P<condition>.+)", re.IGNORECASE
)
_IN_PEOPLE = re.compile(rf"(?P<condition>.+) (?:in|among) (?:the |an? |my )?(?P<people>{_PEOPLE}.*)", re.IGNORECASE)


def roles(question: str) -> tuple[Part, ...]:
    """The parts of a question, intervention first, each role once at most besides people; empty where none is told.

    Of several clauses the one that tells most counts, and what it leaves open may come from another.
    """
    clauses = [c for c in _CLAUSE.split(question) if c.strip(" ?!.;:")][:_MOST_CLAUSES]
    told = sorted((_alternatives(_told(parts(c), c)) for c in clauses), key=lambda found: -len({p.role for p in found}))
    kept: list[Part] = []
    for found in told:
        known = {p.role for p in kept}
        kept += [p for p in found if p.role not in known]
    if not any(p.role is Role.POPULATION and not people_in(p.text) for p in kept):
        alone = not any(p.role is Role.INTERVENTION for p in kept)
        kept = [replace(p, role=Role.POPULATION) if _to_be_prevented(p, alone=alone) else p for p in kept]
    order = (Role.INTERVENTION, Role.COMPARATOR, Role.OUTCOME, Role.POPULATION)
    return tuple(sorted(kept, key=lambda p: order.index(p.role)))


def _to_be_prevented(part: Part, *, alone: bool) -> bool:
    """ "prevention of pre-eclampsia": an outcome that is a condition, where no other condition is named."""
    if alone and part.role is Role.OUTCOME and _EVENT.fullmatch(part.text):
        return True
    measured = _OUTCOME_ALONE.fullmatch(part.text.lower()) or _MEASURED.search(part.text)
    return part.role is Role.OUTCOME and names_condition(part.text) and not measured


_EVENT = re.compile(r"falls|(?:\w+ )?fractures|relapses?|recurrences?|strokes?|bleeding|pain", re.IGNORECASE)
"""What a patient has or does not have: the condition itself where no other is named ("falls prevention")."""


_MEASURED = re.compile(
    r"\b(?:rates?|scores?|levels?|time|risk|incidence|events?|quality|control|strokes?|pain|bleeding|recurrence|count|"
    r"mortality|deaths?|survival|symptoms?|severity|function)\b",
    re.IGNORECASE,
)


def _told(found: Sequence[Part], clause: str) -> list[Part]:
    """ "reduce mortality" names an outcome; "screening for cancer" an intervention and whom it is for."""
    told: list[Part] = []
    for part in found:
        purposeful = _PURPOSEFUL.fullmatch(part.text) if part.role is Role.INTERVENTION else None
        if part.lone and not _suffered(part.text):
            told += [Part(Role.INTERVENTION, part.text)] if _bare(part, clause) else []
        elif part.role is Role.POPULATION:
            told += _population(part)
        elif part.role is Role.INTERVENTION and (_complicated(part, clause) or _in_another(part, found, clause)):
            told.append(Part(Role.POPULATION, part.text))
        elif part.role is Role.INTERVENTION and "prevent" in clause and _OUTCOME_ALONE.fullmatch(part.text.lower()):
            told.append(Part(Role.OUTCOME, part.text))
        elif purposeful:
            told += [Part(Role.INTERVENTION, purposeful["i"]), Part(Role.POPULATION, purposeful["p"])]
        else:
            told.append(part)
    return told


def _complicated(part: Part, clause: str) -> bool:
    return bool(_COMPLICATIONS.search(clause)) and _only_condition(part.text)


def _in_another(part: Part, found: Sequence[Part], clause: str) -> bool:
    """ "asthma in pregnancy", "tb treatment in hiv": a condition beside another, where no effect of it is asked for."""
    beside = any(p.role is Role.POPULATION for p in found) and not any(p.role is Role.COMPARATOR for p in found)
    names = _only_condition(part.text) or any(_only_condition(e) for e in equivalents(part.text.lower()))
    return beside and names and not _EXPOSURE.search(clause)


_EXPOSURE = re.compile(
    r"\b(?:effects?|affects?|impact|influence|roles?|risks?|risk factors?|causes?|associat\w+|predict\w*|increase\w*|"
    r"reduc\w+|improv\w+|worsen\w*|do|does|did|is|are|can|could|should|would|will|has|have|screening|smok\w+|alcohol\w*|surgery|"
    r"transplant\w*|ventilat\w*|dialysis|labou?r|birth|dos\w+|benefi\w+|outcomes?|opioids?|withdrawal|coagulation)\b",
    re.IGNORECASE,
)
"""Words with which a condition is asked about for what it does, or is done, and not for what is done about it."""
_COMPLICATIONS = re.compile(r"\bcomplications? of\b", re.IGNORECASE)


def _only_condition(text: str) -> bool:
    return names_condition(text) and not names_treatment(text)


def _population(part: Part) -> list[Part]:
    """A population as its outcome, its condition and its people, where it names more than one of them."""
    part = replace(part, text=_ARTICLE.sub("", part.text))
    if _OUTCOME_ALONE.fullmatch(part.text.lower()):
        return [Part(Role.OUTCOME, part.text)]
    if measured := _OUTCOME_IN.fullmatch(part.text):
        return [Part(Role.OUTCOME, measured["o"]), *_population(Part(Role.POPULATION, measured["p"]))]
    apart = _PEOPLE_WITH.fullmatch(part.text) or _IN_PEOPLE.fullmatch(part.text)
    if apart:
        return [*_beside(apart["condition"]), Part(Role.POPULATION, apart["people"])]
    last = _PEOPLE_LAST.fullmatch(part.text)
    if last and names_condition(last["condition"]):
        return [*_beside(last["condition"]), Part(Role.POPULATION, last["people"])]
    return _beside(part.text)


_ARTICLE = re.compile(r"^(?:an?|the|my) (?=\w)", re.IGNORECASE)
_PEOPLE_LAST = re.compile(
    r"(?P<condition>.+) (?P<people>child(?:ren)?|infants?|neonates?|newborns?|elderly|adults?|adolescents?)",
    re.IGNORECASE,
)


def _beside(text: str) -> list[Part]:
    """A condition and what comes beside it: "AF with CKD 4", but "infection with hepatitis B" and "HF with low EF"."""
    first, *others = text.split(" with ")
    if _INFECTED.fullmatch(first) or not all(names_condition(o) or BESIDE_THE_CONDITION.search(o) for o in others):
        return [Part(Role.POPULATION, text)]
    # Pregnancy beside a condition says in whom the condition is treated, and does not stand for it.
    names = sorted((first, *others), key=lambda name: bool(_STATE.fullmatch(name)))
    return [Part(Role.POPULATION, name) for name in names]


_STATE = re.compile(r"(?:early |late )?(?:pregnancy|lactation|breastfeeding|childhood|infancy|old age)", re.IGNORECASE)


def _suffered(text: str) -> bool:
    """Whether a lone name may be a condition's: by what it is made of, as an abbreviation, or by its equivalents."""
    if " with " in text:
        return all(map(_suffered, text.split(" with ")))
    return names_condition(text) or len(text) <= 5 or bool(equivalents(_BRACKET.sub("", text).strip().lower()))


def _bare(part: Part, clause: str) -> bool:
    """Whether a question is nothing but a name, then of something that is done: "tight glucose control"."""
    return clause.strip(" ?.!").lower() == part.text.lower() and " " in part.text


def _alternatives(found: Sequence[Part]) -> list[Part]:
    """ "apixaban or warfarin" is an intervention and a comparator."""
    split: list[Part] = []
    for part in found:
        first, *rest = re.split(r" or | versus | vs\.? ", part.text, maxsplit=1)
        if part.role is Role.INTERVENTION and rest and not any(p.role is Role.COMPARATOR for p in found):
            split += [Part(Role.INTERVENTION, first.strip()), Part(Role.COMPARATOR, rest[0].strip())]
        else:
            split.append(part)
    return split
