"""What a score is made of: its inputs, its method, its sources, and what comes out. Nothing is computed here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

Value = float | bool | str | date
"""What an input can hold once read: a number in the input's own unit, yes or no, one of its options, or a day."""
Told = float | bool | str | None
"""What stands under a key of a result; None where the inputs given leave it open."""


@dataclass(frozen=True, slots=True)
class Number:
    """A measured or counted input.

    `low` and `high` are guards against slips of unit or finger, not limits of normal: what lies outside is questioned
    and not computed. `substance` allows conversion between mass and amount. `default` is taken where none is given
    (and said so); an `optional` one may stay unknown.
    """

    key: str
    label: str
    unit: str
    low: float
    high: float
    aliases: tuple[str, ...] = ()
    substance: str = ""
    whole: bool = False
    default: float | None = None
    optional: bool = False
    note: str = ""
    words: Mapping[str, float] = field(default_factory=dict)
    """Words that stand for a number of a scale, as "opens eyes to pain" does for 2."""


@dataclass(frozen=True, slots=True)
class Flag:
    """A yes or no; one that is not given counts as a no, and that is said, where its default is not None.

    One with a unit may be told as a dose too, which is a yes where it is above 0.
    """

    key: str
    label: str
    aliases: tuple[str, ...] = ()
    default: bool | None = False
    note: str = ""
    optional: bool = False
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several options, each with what it is called elsewhere."""

    key: str
    label: str
    options: Mapping[str, tuple[str, ...]]
    aliases: tuple[str, ...] = ()
    default: str | None = None
    note: str = ""
    optional: bool = False
    dosed: str = ""
    """Another input whose number may follow the option in one text, as in "Dexamethasone PO 8 mg"."""
    never: Mapping[str, str] = field(default_factory=dict)
    """Words that might be looked for and are no option, each with why."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar."""

    key: str
    label: str
    aliases: tuple[str, ...] = ()
    default: date | None = None
    note: str = ""
    optional: bool = False


Input = Number | Flag | Choice | Day


class Values:
    """Inputs once read, by key; asking for one that is not there raises KeyError."""

    def __init__(self, held: Mapping[str, Value]) -> None:
        self._held = dict(held)

    def __contains__(self, key: str) -> bool:
        return key in self._held

    def number(self, key: str) -> float:
        """A number, in the unit of its input."""
        value = self._held[key]
        if isinstance(value, (str, date)):
            raise TypeError(f"{key} is no number")
        return float(value)

    def flag(self, key: str) -> bool:
        """A yes or no; one that was not given is a no."""
        return self._held.get(key, False) is True

    def choice(self, key: str) -> str:
        """The option chosen."""
        return str(self._held[key])

    def day(self, key: str) -> date:
        """A day of the calendar."""
        value = self._held[key]
        if not isinstance(value, date):
            raise TypeError(f"{key} is no day")
        return value

    def get(self, key: str) -> Value | None:
        """What is held, or None."""
        return self._held.get(key)

    def maybe(self, key: str) -> float | None:
        """A number, or None where there is none."""
        return self.number(key) if key in self._held else None

    def held(self) -> dict[str, Value]:
        """Everything held, by key, in the order it was given."""
        return dict(self._held)

    def having(self, more: Mapping[str, Value]) -> Values:
        """These values and others, the others first where both are there."""
        return Values({**self._held, **more})


@dataclass(frozen=True, slots=True)
class Alternative:
    """Other inputs from which one can be had: a heart rate for "over 100", a sex for "female".

    `make` sees only what was given and returns None where that does not tell. `settles` is false where the alternative
    is merely a rougher way, so that both may be given and the input itself counts.
    """

    key: str
    inputs: tuple[Input, ...]
    make: Callable[[Values], Value | None]
    settles: bool = True


@dataclass(frozen=True, slots=True)
class Source:
    """A publication a score rests on, and how far it was seen: the table itself, an abstract, an implementation."""

    citation: str
    seen: str
    pmid: str | None = None
    doi: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Band:
    """What a source says of a part of the scale: a condition on the value such as ">=4 and <6", and its words."""

    when: str
    text: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example: what is given, as a user would type it, and what must come out."""

    given: Mapping[str, float | bool | str | None]
    expected: Mapping[str, object]
    working: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step on the way: what was looked at, what was found, and its points where it has any."""

    label: str
    found: str
    points: float | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a method found: the keys of its result, the number that bands are read from, the steps, and remarks."""

    result: Mapping[str, object]
    value: float | None
    steps: tuple[Step, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Range:
    """The lowest and highest value that is still possible over the plausible values of what is missing."""

    lowest: float
    highest: float


class Method(Protocol):
    """How a score is computed from its values, and between which ends it lies where some are missing."""

    def work(self, values: Values) -> Outcome:
        """The outcome; every input without which there is none is there."""

    def partly(self, values: Values, missing: tuple[Input, ...]) -> Outcome:
        """What can be told while inputs are missing; its value is None."""

    def bounds(self, values: Values, missing: tuple[Input, ...]) -> Range | None:
        """The ends of what is possible, or None where they cannot be told."""

    def table(self) -> tuple[tuple[str, str], ...]:
        """The criteria or the formula as pairs of a name and its rule."""


@dataclass(frozen=True, slots=True)
class Calculator:
    """One score with everything a reader needs to trust it or not.

    `main` names the key of the result that the bands and the range speak of. `names` are the words by which a text may
    name the score; `cased` those that mean it only in these very letters.
    """

    id: str
    name: str
    version: str
    specialty: str
    purpose: str
    inputs: tuple[Input, ...]
    method: Method
    sources: tuple[Source, ...]
    main: str = "score"
    unit: str = ""
    scale: tuple[float, float] | None = None
    bands: tuple[Band, ...] = ()
    notes: tuple[str, ...] = ()
    ambiguities: tuple[str, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    examples: tuple[Example, ...] = ()
    precondition: str = ""
    provisional: str = ""
    successor: str = ""
    aliases: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    cased: tuple[str, ...] = ()
    unused: tuple[str, ...] = field(default=())
    """Names of inputs that are accepted and not used, for those who send more than the score takes."""
