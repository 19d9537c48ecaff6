"""What a row of a guideline's table tells, read with its head and its caption, and whom it is not for (law 4)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from curbside.appraisal.bands import falls_in
from curbside.appraisal.headings import Chapter
from curbside.appraisal.matching import Matcher
from curbside.appraisal.populations import for_others
from curbside.appraisal.tables import Row, says_whose
from curbside.model import Facet, Purpose, Role, Topic
from curbside.text import cells, names_condition, words

_OF_COLUMNS = {
    Purpose.DOSE: (Facet.DOSE, re.compile(r"\bdos(?:e|es|age|ages|ing)\b|\btab(?:let)?s?\b|\bmg/kg\b", re.IGNORECASE)),
    Purpose.HARM: (Facet.HARM, re.compile(r"\badverse\b|\bside[ -]effects?|\btoxicit|\breactions?\b", re.IGNORECASE)),
}
"""What a column or the caption must hold for a row to tell what is wanted, where its own words do not say it."""


def facet_in_row(text: str, row: Row, facet: Facet, purpose: Purpose) -> Facet:
    """What a row tells: what is wanted where a column or the caption of its table has it, else what its words say.

    That a table stands in a chapter on risks makes no risk of a dose in it.
    """
    wanted, cue = _OF_COLUMNS.get(purpose, (facet, None))
    own = text[slice(*row.place)]
    if cue is None:
        return facet
    if cue.search(" | ".join(text[slice(*place)] for place in row.places[:-1])):
        return wanted if wanted is not Facet.DOSE or any(c.isdigit() for c in own) else facet
    return Facet.FINDING if wanted is facet is Facet.HARM and not cue.search(own) else facet


_WHICH = r"(?:drugs?|medicines?|medications?|agents?|antibiotics?|antimicrobials?|antimalarials?|vaccines?|antidotes?)"
_SAYS_WHICH = re.compile(
    rf"{_WHICH}\b|.*\b{_WHICH}(?: names?)?$|(?:generic )?names?\b|class(?:es)?\b|examples?\b|products?\b|"
    r"treatments?\b|interventions?\b|preparations?\b|formulations?\b",
    re.IGNORECASE,
)
"""The head of a column whose cells say which drug a row is of: one in the caption alone may then be another."""


_ANY = re.compile(_WHICH, re.IGNORECASE)
"""What is asked about where any drug is: the head of a column names it for all its rows."""


def names_in_row(text: str, row: Row, names: tuple[Role, ...], asked: Mapping[Role, Matcher]) -> tuple[Role, ...]:
    """The concepts of the question that a row names, or what stands above it, in the order of those asked about."""
    heads = [text[slice(*c)] for c in cells(text, row.head)]
    any_drug = any(m.concept.role is Role.INTERVENTION and _ANY.fullmatch(m.concept.forms[0]) for m in asked.values())
    which = not any_drug and any(_SAYS_WHICH.match(h) for h in heads)
    above = {
        role
        for role, matcher in asked.items()
        if not (which and role in (Role.INTERVENTION, Role.COMPARATOR))
        and any(matcher.stands_in(text[slice(*place)]) for place in row.places[:-1])
    }
    return tuple(role for role in asked if role in names or role in above)


_OF_PEOPLE = re.compile(
    r"\b(?:categor|population|patient|people|person|child|infant|adult|wom[ae]n|group)", re.IGNORECASE
)


def is_of_some(text: str, row: Row, topic: Topic) -> bool:
    """Whether the first cell of a row names a condition that the question does not: "HIV infected children"."""
    key = words(text[slice(*cells(text, row.place)[0])])
    asked = {w for c in topic.concepts for form in c.forms for w in words(form)}
    return names_condition(" ".join(w for w in key if w not in asked | _NO_DISEASE))


_NO_DISEASE = frozenset("infected birth preterm term pregnant pregnancy weight menopausal".split())


_PREVENTS = re.compile(r"\bprevent|\bprophyla|\bvaccin|\bimmuni[sz]|\bexposure\b|\bPEP\b|\bPrEP\b", re.IGNORECASE)


def is_for_others(text: str, row: Row, topic: Topic, chapter: Chapter | None) -> bool:
    """Whether a row is of another age, weight or group than asked about, or prevents what is to be treated."""
    asked = topic.question.text
    key = text[slice(*cells(text, row.place)[0])]
    if _OF_PEOPLE.search(text[slice(*cells(text, row.head)[0])]) and is_of_some(text, row, topic):
        return True  # a first column of people tells who else they are
    above = [text[slice(*place)] for place in (row.caption,) if place]
    if any(for_others(topic, said) for said in (*above, key)) or not falls_in(asked, key):
        return True
    prevents = any(_PREVENTS.search(t) for t in (*above, text[slice(*row.head)], key)) or chapter is Chapter.PREVENTION
    wanted = topic.purpose is Purpose.PREVENTION or _PREVENTS.search(asked) is not None
    return prevents is not wanted and topic.purpose in _TREATED


_TREATED = frozenset({Purpose.DOSE, Purpose.TREATMENT, Purpose.BENEFIT, Purpose.COMPARISON, Purpose.PREVENTION})


def is_tellable(text: str, row: Row, facet: Facet) -> bool:
    """Whether a row may be told: a dose must have what it is of in its row or its caption."""
    return facet not in (Facet.DOSE, Facet.RECOMMENDATION) or says_whose(text, row)
