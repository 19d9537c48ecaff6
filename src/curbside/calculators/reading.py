"""Reads what was given for a score into values, or says in one line what is wrong and what was expected."""

from __future__ import annotations

import ast
import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from curbside.calculators.forms import Calculator, Choice, Day, Flag, Input, Number, Value, Values
from curbside.calculators.points import shown_value
from curbside.calculators.units import UnitUnknownError, convert, plausible_in, same_unit
from curbside.model import BadInputError

Given = object
"""What a door hands in: a number, a yes or no, text, a pair of number and unit, or nothing."""
_ABSENT = {"", "null", "none", "unknown", "notknown", "notgiven", "na", "nottestable", "nt", "notmeasured"}
_YES = {"true", "yes", "y", "1", "present", "positive", "10"}
_NO = {"false", "no", "n", "0", "absent", "negative", "00"}
_NUMBER = re.compile(r"([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:[eE][+-]?\d+)?)\s*(.*)", re.DOTALL)
_DOSED = re.compile(r"(\D+?)\s+(\d.*)")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: values by key, those taken for granted, and the inputs that are neither given nor taken."""

    values: Values
    assumed: Mapping[str, Value]
    missing: tuple[Input, ...]
    open: tuple[Input, ...]
    """Inputs that were not given, whether missing, taken for granted, or left unknown."""
    converted: Mapping[str, str]
    """What was given in another unit, as it was given."""


def slug(name: str) -> str:
    """A name without case, blanks and signs, by which an input or a score is looked up."""
    return re.sub(r"[^a-z0-9]", "", unicodedata.normalize("NFKC", name).casefold())


def accepted(calculator: Calculator) -> dict[str, Input]:
    """Every name an input of a score goes by, without case and signs."""
    inputs = [*calculator.inputs, *(i for a in calculator.alternatives for i in a.inputs)]
    named = {slug(alias): i for i in reversed(inputs) for alias in i.aliases}
    return {**named, **{slug(i.key): i for i in reversed(inputs)}}


def read(calculator: Calculator, given: Mapping[str, Given]) -> Reading:
    """The values of a score; BadInputError names score and input, and what was expected."""
    held, converted = _given(calculator, given)
    _settle(calculator, held)
    values = Values(held)
    assumed: dict[str, Value] = {
        i.key: i.default for i in calculator.inputs if i.key not in values and i.default is not None
    }
    lacking = tuple(i for i in calculator.inputs if i.key not in values)
    missing = tuple(i for i in lacking if i.default is None and not i.optional)
    return Reading(Values({**assumed, **held}), assumed, missing, lacking, converted)


def _given(calculator: Calculator, given: Mapping[str, Given]) -> tuple[dict[str, Value], dict[str, str]]:
    names, unused = accepted(calculator), {slug(u) for u in calculator.unused}
    held: dict[str, Value] = {}
    converted: dict[str, str] = {}
    for name, raw in _apart(given, names).items():
        wanted = names.get(slug(name))
        if wanted is None:
            if slug(name) not in unused:
                raise _unknown(calculator, name, names)
            continue
        value = _value(calculator, wanted, raw)
        if value is None:
            continue
        if wanted.key in held and held[wanted.key] != value:
            raise BadInputError(calculator.id, wanted.key, f"given twice, and not the same ({name} is another name)")
        held[wanted.key] = value
        if isinstance(wanted, Number) and _told_differently(wanted, raw, value):
            converted[wanted.key] = str(raw)
    return held, converted


def _apart(given: Mapping[str, Given], names: Mapping[str, Input]) -> dict[str, Given]:
    """What was given, an option and the dose behind it taken apart."""
    found: dict[str, Given] = {}
    for name, raw in given.items():
        wanted = names.get(slug(name))
        match = _DOSED.fullmatch(_text(raw)) if isinstance(wanted, Choice) and wanted.dosed else None
        if isinstance(wanted, Choice) and match is not None:
            found |= {name: match[1], wanted.dosed: match[2]}
        else:
            found[name] = raw
    return found


def _told_differently(wanted: Number, raw: Given, value: Value) -> bool:
    number, unit = _split(_text(raw))
    return bool(unit) and not same_unit(unit, wanted.unit) and number is not None and number != value


def _settle(calculator: Calculator, held: dict[str, Value]) -> None:
    """Fill inputs from their alternatives; BadInputError where both were given and contradict each other."""
    for alternative in calculator.alternatives:
        made = alternative.make(Values(held))
        if made is None:
            continue
        if alternative.key not in held:
            held[alternative.key] = made
        elif alternative.settles and held[alternative.key] != made:
            others = ", ".join(i.key for i in alternative.inputs if i.key in held)
            said = f"{shown_value(held[alternative.key])} contradicts {others}, by which it is {shown_value(made)}"
            raise BadInputError(calculator.id, alternative.key, said)


def _unknown(calculator: Calculator, name: str, names: Mapping[str, Input]) -> BadInputError:
    near = get_close_matches(slug(name), list(names), n=1, cutoff=0.75)
    meant = f"; {names[near[0]].key} was perhaps meant" if near else ""
    taken = ", ".join(i.key for i in calculator.inputs)
    return BadInputError(calculator.id, name, f"no input of this score{meant}; it takes {taken}")


def _value(calculator: Calculator, wanted: Input, raw: Given) -> Value | None:
    """The value of one input, or None where it says that it is not known."""
    text = _text(raw)
    try:
        match wanted:
            case Number():
                return _number(wanted, raw, text)
            case Flag():
                return _flag(wanted, raw, text)
            case Choice():
                return _choice(wanted, text)
            case Day():
                return _day(text)
    except ValueError as error:
        raise BadInputError(calculator.id, wanted.key, str(error)) from None


def _text(raw: Given) -> str:
    """What was given as text, without quotes; a pair of number and unit, or how it is printed, as "number unit"."""
    if isinstance(raw, str) and raw.strip()[:1] in "[(" and raw.strip():
        try:
            raw = ast.literal_eval(raw.strip())
        except (ValueError, SyntaxError):
            return str(raw)
    if isinstance(raw, (list, tuple)):
        return " ".join(str(part) for part in raw if part is not None)
    text = "" if raw is None else str(raw).strip()
    return text[1:-1].strip() if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text


def _split(text: str) -> tuple[float | None, str]:
    match = _NUMBER.fullmatch(text)
    if match is None or not re.search(r"\d", match[1]):
        return None, text
    return float(match[1].replace(",", "")), match[2].strip()


def _number(wanted: Number, raw: Given, text: str) -> float | None:
    if not isinstance(raw, bool) and slug(text) in {slug(w) for w in wanted.words}:
        return next(n for w, n in wanted.words.items() if slug(w) == slug(text))
    if slug(text) in _ABSENT and not re.search(r"\d", text):
        return None
    number, unit = _split(text)
    if isinstance(raw, bool) or number is None or not math.isfinite(number):
        raise ValueError(f"{_short(text)} is no number; {_expected(wanted)}")
    if unit.startswith(",") or not wanted.unit and re.match(r"[\d.,]", unit):
        raise ValueError(f"{_short(text)} is no number (write a decimal with a point); {_expected(wanted)}")
    turned = _converted(wanted, number, unit)
    if wanted.whole and not float(turned).is_integer():
        raise ValueError(f"{_short(text)} is not a whole number; {_expected(wanted)}")
    _questioned(wanted, number, unit, turned)
    return turned


def _converted(wanted: Number, number: float, unit: str) -> float:
    if not unit:
        return number
    if not wanted.unit:
        raise ValueError(f"{_short(unit)!r} is a unit, and this has none; {_expected(wanted)}")
    try:
        return convert(number, unit, wanted.unit, wanted.substance)
    except UnitUnknownError:
        raise ValueError(
            f"{_short(unit)!r} is no unit that can be turned into {wanted.unit}; {_expected(wanted)}"
        ) from None


def _questioned(wanted: Number, number: float, unit: str, turned: float) -> None:
    """ValueError where a value is not plausible, with the unit that was perhaps meant; nothing is computed from it."""
    if wanted.low <= turned <= wanted.high:
        return
    if turned < 0 <= wanted.low:
        raise ValueError(f"{turned:.6g} is negative; {_expected(wanted)}")
    meant = plausible_in(number, wanted.unit, (wanted.low, wanted.high), wanted.substance) if wanted.unit else ""
    asked = f" ({meant}: is that what is meant?)" if meant else ""
    told = f"{number:.12g} {unit or wanted.unit}".strip()
    raise ValueError(f"{told} is not plausible and nothing was computed{asked}; {_expected(wanted)}")


def _expected(wanted: Number) -> str:
    kind = "a whole number" if wanted.whole else "a number"
    words = f", or one of: {'; '.join(wanted.words)}" if wanted.words else ""
    return f"expected {kind} from {wanted.low:.12g} to {wanted.high:.12g} {wanted.unit}".rstrip() + words


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."


def _flag(wanted: Flag, raw: Given, text: str) -> bool | None:
    if isinstance(raw, bool):
        return raw
    number, unit = _split(text)
    if wanted.unit and number is not None and (unit or number > 1):
        return _converted(Number(wanted.key, wanted.label, wanted.unit, 0, math.inf), number, unit) > 0
    word = slug(text)
    if word in _YES:
        return True
    if word in _NO:
        return False
    if word in _ABSENT:
        return None
    raise ValueError(f"{_short(text)} is neither yes nor no; expected yes or no")


def _choice(wanted: Choice, text: str) -> str | None:
    word = slug(text)
    for option, others in wanted.options.items():
        if word in {slug(option), *(slug(o) for o in others)}:
            return option
    if word in _ABSENT:
        return None
    why = next((f" ({said})" for name, said in wanted.never.items() if slug(name) == word), "")
    raise ValueError(f"{_short(text)} is none of its options{why}; expected one of: {', '.join(wanted.options)}")


def _day(text: str) -> date | None:
    if slug(text) in _ABSENT:
        return None
    try:
        if match := _ISO.fullmatch(text):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := _SLASHED.fullmatch(text):
            return date(int(match[3]), int(match[1]), int(match[2]))
    except ValueError as error:
        raise ValueError(f"{text} is no day ({error}); expected YEAR-MONTH-DAY or MONTH/DAY/YEAR") from None
    raise ValueError(f"{_short(text)} is no day; expected YEAR-MONTH-DAY or MONTH/DAY/YEAR")
