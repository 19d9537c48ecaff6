"""Made-up people and moments for the desk's tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from curbside.model import Duty, Person

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def after(**time: float) -> datetime:
    """So much later than noon."""
    return NOON + timedelta(**time)


def person(id_: str, *duties: Duty, **fields: str) -> Person:
    """A person with these duties."""
    return Person(id=id_, name=fields.pop("name", id_.title()), duties=frozenset(duties), **fields)


ADA = person(
    "ada",
    Duty.EDITOR,
    name="Ada Holm",
    credentials="MD, haematology",
    affiliation="Northern Hospital",
    conflicts="none",
)
BEN = person(
    "ben", Duty.REVIEWER, name="Ben Okoye", credentials="PharmD", affiliation="City Hospital", conflicts="none"
)
CLEO = person("cleo", Duty.REVIEWER, Duty.EDITOR, name="Cleo Marsh", credentials="MD, PhD")
DAN = person("dan", Duty.ADMINISTRATOR, name="Dan Reyes")
