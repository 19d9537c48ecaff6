"""Units of measured inputs: read as people write them, converted by pint, between mass and amount by molar mass."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pint import UnitRegistry

_WEIGHTS = {"H": 1.00794, "C": 12.0107, "N": 14.00674, "O": 15.9994, "Na": 22.98977, "Cl": 35.4527, "K": 39.0983,
            "Ca": 40.078}  # fmt: skip
"""Standard atomic weights 1995, IUPAC. Pure Appl Chem 1996;68:2339-2359, table 2."""
_FORMULAS = {
    "bilirubin": "C33H36N4O6",
    "glucose": "C6H12O6",
    "urea": "CH4N2O",
    "urea nitrogen": "N2",
    "cholesterol": "C27H46O",
    "triglycerides": "C57H104O6",
    "calcium": "Ca",
    "sodium": "Na",
    "chloride": "Cl",
    "potassium": "K",
    "bicarbonate": "CHO3",
}
"""What an amount is counted of. Urea nitrogen is the nitrogen of urea, two atoms a molecule; triglycerides are counted
as triolein, as laboratories do. Formulas as PubChem gives them."""
_VALENCES = {"calcium": 2}
_CREATININE = 10_000 / 88.4
"""g/mol, so that 88.4 umol/L are 1 mg/dL, the factor that equations for the kidney are printed with."""

_SUPERSCRIPTS = str.maketrans("\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079\u207b", "0123456789-")
_WRITTEN = {
    "beats per minute": "1/min", "beats/min": "1/min", "bpm": "1/min", "breaths per minute": "1/min",
    "breaths/min": "1/min", "/min": "1/min", "per minute": "1/min",
    "per day": "1/day", "/day": "1/day", "a day": "1/day", "doses per day": "1/day",
    "years": "year", "yr": "year", "yrs": "year", "y": "year", "years old": "year",
    "months": "month", "mo": "month", "weeks": "week", "days": "day", "d": "day", "hours": "hour", "h": "hour",
    "degrees celsius": "degC", "degrees celsisus": "degC", "celsius": "degC", "c": "degC", "degc": "degC",
    "degrees fahrenheit": "degF", "degrees fahreinheit": "degF", "fahrenheit": "degF", "f": "degF", "degf": "degF",
    "mm hg": "mmHg", "mmhg": "mmHg", "kpa": "kPa",
    "msec": "ms", "msecs": "ms", "milliseconds": "ms", "sec": "s", "seconds": "s",
    "lb": "pound", "lbs": "pound", "pounds": "pound", "in": "inch", "inches": "inch", "ft": "foot", "feet": "foot",
    "ml/24h": "mL/day", "ml/24 h": "mL/day", "ml/24 hours": "mL/day", "l/24h": "L/day",
    "billion/l": "1e9/L", "thou/ul": "1e3/uL",
    "%": "percent", "% activity": "percent", "ratio": "dimensionless", "points": "dimensionless",
    "fraction": "dimensionless", "count": "dimensionless",
    "units": "dimensionless", "drinks": "dimensionless",
    "fl": "fL", "femtoliters": "fL", "femtolitres": "fL",
}  # fmt: skip
"""Ways of writing that pint does not know, misspellings of widely used records among them."""
_POWER = re.compile(r"(?:x ?)?10\^?(\d{1,2}) ?/ ?(.+)")
_BARE_VOLUME = re.compile(r"(?:cells|count|counts)? ?(?:/|per )? ?(ul|mcl|l|ml|dl|mm\^?3|m\^3|cu ?mm|cumm|cmm|microlit(?:er|re)s?|lit(?:er|re)s?)")  # fmt: skip  # noqa: E501
_THOUSANDS = re.compile(r"(?:k|thousands?) ?/ ?(.+)|(?:10\*3) ?/ ?(.+)")
_VOLUMES = {"l": "L", "ul": "uL", "mcl": "uL", "ml": "mL", "dl": "dL"}
_TRIED = ("umol/L", "mmol/L", "mg/dL", "g/dL", "g/L", "mg/L", "10^9/L", "10^3/uL", "/uL", "degC", "degF", "kPa", "mmHg",
          "%", "fraction", "kg", "pound", "g", "cm", "m", "inch", "ms", "s", "mL", "L")  # fmt: skip


class UnitUnknownError(ValueError):
    """A unit cannot be read, or measures something else than the input it was given for."""


@cache
def _registry() -> UnitRegistry[float]:
    """Pint's units with those of medicine; imported late, since a plain question needs none of it."""
    import pint

    units: UnitRegistry[float] = pint.UnitRegistry(cache_folder=None)
    units.define("international_unit = [activity] = IU")
    units.define("enzyme_unit = IU = U")
    units.define("equivalent_amount = mol = Eq")
    return units


def molar_mass(substance: str) -> float:
    """Grams a mole, from its formula and the standard atomic weights."""
    if substance == "creatinine":
        return _CREATININE
    pieces = re.findall(r"([A-Z][a-z]?)(\d*)", _FORMULAS[substance])
    return sum(_WEIGHTS[element] * int(count or 1) for element, count in pieces)


def same_unit(written: str, unit: str) -> bool:
    """Whether a unit is written as the input's own, case and spelling apart."""
    return _key(written) == _key(unit) or readable(written, unit) == readable(unit, unit)


def readable(written: str, unit: str) -> str:
    """A unit as pint reads it; a bare volume is a count in it where the input's own unit is a count."""
    key = _key(written)
    if key in _WRITTEN:
        return _WRITTEN[key]
    if match := _POWER.fullmatch(key):
        return f"1e{match[1]}/{_volume(match[2])}"
    if match := _THOUSANDS.fullmatch(key):
        return f"1e3/{_volume(match[1] or match[2])}"
    if _key(unit).startswith("10^") and key == "g/l":
        return "1e9/L"  # of a count, G is giga: no count is told in grams
    if (_key(unit).startswith("10^") or key.startswith("/")) and (match := _BARE_VOLUME.fullmatch(key)):
        return f"1/{_volume(match[1])}"
    text = written.strip().translate(_SUPERSCRIPTS).replace("\u00b5", "u").replace("\u03bc", "u")
    text = re.sub(r"\bmcg\b|\bmicrog\b|\bmc(?=/)", "ug", text)
    text = re.sub(r"\bmicromol\b", "umol", text)
    text = re.sub(r"microL\b", "uL", text)
    text = re.sub(r"(?i)\b(u|m|n)?(iu|eq|mol)\b", lambda m: (m[1] or "").lower() + _cased(m[2]), text)
    text = re.sub(r"(?i)\b(d|m|u)?l\b", lambda m: (m[1] or "").lower() + "L", text)
    return re.sub(r"(?i)^((?:u|m|k)?g)\b", lambda m: m[1].lower(), text)


def _cased(word: str) -> str:
    return {"iu": "IU", "eq": "Eq", "mol": "mol"}[word.lower()]


def _volume(text: str) -> str:
    text = text.strip().replace(" ", "")
    if text in ("m^3", "mm^3", "mm3", "cumm", "cmm"):
        # A count of cells in a cubic metre is never told: where it is written, a cubic millimetre was meant.
        return "uL"
    if text.startswith("microlit"):
        return "uL"
    return "L" if text.startswith("lit") else _VOLUMES.get(text, text)


def _key(written: str) -> str:
    text = unicodedata.normalize("NFKC", re.sub(r"([\u2070\u00b9\u00b2\u00b3\u2074-\u2079\u207b]+)", r"^\1", written))
    text = text.replace("\u03bc", "u").replace("\u00d7", "x").replace("*", "x").replace("\u00b0", "")
    return " ".join(text.lower().replace("10x3", "10^3").replace("^^", "^").split())


def convert(number: float, written: str, unit: str, substance: str = "") -> float:
    """A number in one unit as a number in another, to twelve significant digits.

    Raises UnitUnknownError where the unit cannot be read or measures something else.
    """
    if same_unit(written, unit):
        return number
    given, wanted = readable(_as_amount(written, substance), unit), readable(_as_amount(unit, substance), unit)
    try:
        found = _temperature(number, given, wanted) if wanted.startswith("deg") else _ratio(given, wanted, substance)
    except Exception as error:
        # Pint raises a dozen kinds of error, down to AssertionError and TokenError, for a text that is no unit.
        raise UnitUnknownError(f"{written!r} is no unit that can be turned into {unit}") from error
    return float(f"{found if wanted.startswith('deg') else number * found:.12g}")


def _as_amount(unit: str, substance: str) -> str:
    """Equivalents as moles of the ion."""
    if "eq" not in unit.lower():
        return unit
    valence = _VALENCES.get(substance, 1)
    amount = re.sub(r"(?i)(m|u)?eq\b", lambda m: f"{(m[1] or '').lower()}mol", unit)
    return amount if valence == 1 else f"{1 / valence}*{amount}"


def _temperature(number: float, given: str, wanted: str) -> float:
    return float(_registry().Quantity(number, given).to(wanted).magnitude)


@cache
def _ratio(given: str, wanted: str, substance: str) -> float:
    """How many of one unit another is, over the molar mass where one is a mass and the other an amount."""
    units = _registry()
    one, other = units.Quantity(1) * units.parse_expression(given), units.Quantity(1) * units.parse_expression(wanted)
    if not one.check(other.dimensionality):
        mass = units.Quantity(molar_mass(substance), "g/mol")
        one = one * mass if (one * mass).check(other.dimensionality) else one / mass
    return float((one / other).to("dimensionless").magnitude)


def plausible_in(number: float, unit: str, ends: tuple[float, float], substance: str = "") -> str:
    """Another unit in which a number would be plausible, or ""."""
    for other in _TRIED:
        if same_unit(other, unit):
            continue
        try:
            turned = convert(number, other, unit, substance)
        except UnitUnknownError:
            continue
        if ends[0] <= turned <= ends[1] and turned > 0:
            return f"{number:.12g} {other} would be {turned:.4g} {unit}".rstrip()
    return ""
