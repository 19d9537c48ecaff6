"""Conditions told beside the one asked about, and that what is told does not speak of them where it does not."""

from __future__ import annotations

from collections.abc import Sequence

from curbside.composing.choosing import speaks_of
from curbside.composing.counting import listed
from curbside.model import Concept, Gap, Role, Section, Statement, Topic
from curbside.text import words


def conditions_beside(topic: Topic) -> list[Concept]:
    """The conditions that a question names beside the first: renal failure of "acute gout in renal failure"."""
    return [c for c in topic.concepts if c.role is Role.POPULATION and not c.people and c != topic.condition]


def speaks_beside(beside: Concept, statement: Statement) -> bool:
    """Whether a statement speaks of a condition, by one of its names or by a word that tells it from others."""
    text = f"{statement.text} {statement.population}".lower()
    own = {w[:_STEM] for form in beside.forms for w in words(form) if len(w) >= _STEM and w not in _COMMON}
    return speaks_of(beside.forms, text) or any(word[:_STEM] in own for word in words(text))


_STEM = 5
"""Letters in which the words of one condition agree: "renal", "kidney" and "kidneys", "pregnant" and "pregnancy"."""
_COMMON = frozenset(
    """acute chronic severe stage failure disease diseases disorder syndrome condition impairment injury surgery cancer
    patients primary secondary infection function insufficiency after""".split()
)


def not_of(topic: Topic, used: Sequence[Statement]) -> list[str]:
    """A sentence that what a bottom line quotes does not speak of a condition told beside; empty where it does."""
    missing = [c.text for c in conditions_beside(topic) if used and not any(speaks_beside(c, s) for s in used)]
    return [f"What is quoted here does not speak of {listed(missing)}."] if missing else []


def beside_gaps(topic: Topic, sections: Sequence[Section]) -> list[Gap]:
    """That no statement shown speaks of a condition told beside the one asked about."""
    told = [s for section in sections for s in section.statements]
    return [
        Gap(
            text=f"Nothing shown here speaks of {c.text} beside it: what is told, doses above all, may not hold there.",
            looked_for=f"sentences on {c.text} beside it",
        )
        for c in conditions_beside(topic)
        if told and not any(speaks_beside(c, s) for s in told)
    ]
