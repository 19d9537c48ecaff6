"""Registered trials of what was asked that are still under way: named beside what is not known, never as evidence."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from curbside.composing.choosing import speaks_of
from curbside.model import (
    Concept,
    Direction,
    Facet,
    Gap,
    Grade,
    OngoingTrial,
    Passage,
    Registered,
    Relation,
    Role,
    Statement,
    Topic,
    UnderWay,
)

_MOST = 5
"""Trials named in one answer; the register itself lists the rest."""
_STANDS = (Registered.STATUS, Registered.COMPLETION, Registered.RESULTS, Registered.UPDATED)
"""The lines that tell how a trial stands, which are cited; those after them say what it is about."""


def trials_of(topic: Topic, registered: Sequence[Passage]) -> tuple[Gap, ...]:
    """The gap that names the trials of the intervention in the condition that are under way; none where none is."""
    intervention, condition = topic.concept(Role.INTERVENTION), topic.condition
    if intervention is None or condition is None:
        return ()
    on_both = (p for p in registered if _names(p, intervention, condition))
    found = [trial for p in on_both if (trial := _trial(p)) is not None]
    if not found:
        return ()
    more = " More are held than are named here." if len(found) > _MOST else ""
    text = (
        f"Registered as under way: trials of {intervention.text} in {condition.text}. None of them is evidence of an "
        f"effect: a registration is held without results, and may be older than the state of its trial.{more}"
    )
    return (Gap(text=text, looked_for=_looked_for(intervention, condition), trials=tuple(found[:_MOST])),)


def _looked_for(intervention: Concept, condition: Concept) -> str:
    return f"registered trials of {intervention.text} in {condition.text} that are under way"


def _names(passage: Passage, intervention: Concept, condition: Concept) -> bool:
    """Whether the title or the fitting line of a registration names the intervention, and the condition too."""
    title = passage.document.title
    return speaks_of(intervention.forms, f"{title}\n{_line(passage, Registered.INTERVENTIONS)}") and speaks_of(
        condition.forms, f"{title}\n{_line(passage, Registered.CONDITIONS)}"
    )


def _line(passage: Passage, name: Registered) -> str:
    """What a line of a registration says, with or without brackets in its name; "" where it has no such line."""
    found = next((line for line in passage.text.split("\n")[1:] if line.startswith(name)), "")
    return found.partition(": ")[2]


def _trial(passage: Passage) -> OngoingTrial | None:
    """The trial of a registration, None where it is not under way, or its record does not begin with its number."""
    number, status = passage.document.identifiers.nct or "", _line(passage, Registered.STATUS)
    if status not in set(UnderWay) or not passage.text.startswith(f"{number}: "):
        return None
    first, *rest = passage.text.split("\n")
    lines = [first, *takewhile(lambda line: line.startswith(_STANDS), rest)]
    statement = Statement(
        text=" ".join(line if line.endswith((".", "?", "!")) else f"{line}." for line in lines),
        citations=(passage.cite("\n".join(lines)),),
        facet=Facet.BACKGROUND,
        direction=Direction.UNSTATED,
        relation=Relation.DIRECT,
        studied_in="",
        grade=Grade(),
        design="registered trial, without results",
    )
    return OngoingTrial(
        statement=statement,
        number=number,
        status=UnderWay(status),
        completion=_line(passage, Registered.COMPLETION),
        updated=_line(passage, Registered.UPDATED),
    )
