"""Inputs that several scores take, each said once: names, units, and the ends of what is plausible."""

from __future__ import annotations

from collections.abc import Callable

from curbside.calculators.forms import Alternative, Choice, Flag, Input, Number, Value, Values

_PRESSURE = "mmHg"

AGE = Number("age", "Age", "years", 18, 120)
ANY_AGE = Number("age", "Age", "years", 0, 120)
WEIGHT = Number("weight", "Weight", "kg", 20, 350)
HEIGHT = Number("height", "Height", "cm", 50, 250)
SEX = Choice("sex", "Sex", {"male": ("m", "man"), "female": ("f", "woman")}, aliases=("gender",))
PLATELETS = Number("platelets", "Platelet count", "10^9/L", 0, 2000, aliases=("Platelet count", "plt"))
BILIRUBIN = Number("bilirubin", "Bilirubin", "mg/dL", 0, 70, aliases=("total bilirubin",), substance="bilirubin")
CREATININE = Number(
    "creatinine", "Serum creatinine", "mg/dL", 0.1, 25, aliases=("serum creatinine", "cr"), substance="creatinine"
)
SODIUM = Number("sodium", "Sodium", "mmol/L", 90, 200, aliases=("na", "serum sodium"), substance="sodium")
POTASSIUM = Number("potassium", "Potassium", "mmol/L", 1, 12, aliases=("k",), substance="potassium")
CHLORIDE = Number("chloride", "Chloride", "mmol/L", 50, 160, aliases=("cl",), substance="chloride")
BICARBONATE = Number(
    "bicarbonate", "Bicarbonate", "mmol/L", 1, 60, aliases=("hco3", "serum bicarbonate"), substance="bicarbonate"
)
ALBUMIN = Number("albumin", "Albumin", "g/dL", 0.5, 7, aliases=("serum albumin",))
GLUCOSE = Number("glucose", "Glucose", "mg/dL", 10, 2500, aliases=("serum glucose",), substance="glucose")
UREA_NITROGEN = Number(
    "bun", "Blood urea nitrogen", "mg/dL", 1, 300,
    aliases=("Blood Urea Nitrogen (BUN)", "urea nitrogen", "blood urea nitrogen"), substance="urea nitrogen",
)  # fmt: skip
INR = Number("inr", "INR", "", 0.5, 20, aliases=("international normalized ratio", "pt_inr"))
HEART_RATE = Number("heart_rate", "Heart rate", "/min", 10, 350, aliases=("Heart Rate or Pulse", "pulse", "hr"))
RESPIRATORY_RATE = Number("respiratory_rate", "Respiratory rate", "/min", 0, 120, aliases=("rr", "respiratory rate"))
SYSTOLIC = Number("sbp", "Systolic blood pressure", _PRESSURE, 0, 300, aliases=("Systolic Blood Pressure", "systolic"))
DIASTOLIC = Number(
    "dbp", "Diastolic blood pressure", _PRESSURE, 0, 200, aliases=("Diastolic Blood Pressure", "diastolic")
)
TEMPERATURE = Number("temperature", "Temperature", "degC", 20, 45, aliases=("temp", "body temperature"))
WHITE_CELLS = Number(
    "white_cells", "White cell count", "10^9/L", 0.01, 1000, aliases=("White blood cell count", "wbc", "leukocytes")
)
HAEMATOCRIT = Number("hematocrit", "Haematocrit", "%", 5, 80, aliases=("haematocrit", "hct"))
PH = Number("ph", "Arterial pH", "", 6.3, 8, aliases=("arterial ph",))
PAO2 = Number(
    "pao2", "Arterial oxygen pressure", _PRESSURE, 20, 700,
    aliases=("Partial pressure of oxygen (PaO₂) for Apache II", "Partial pressure of oxygen (PaO₂)"),
)  # fmt: skip
FIO2 = Number("fio2", "Inspired oxygen fraction", "fraction", 0.2, 1, aliases=("FiO₂",))
GCS = Number("gcs", "Glasgow Coma Scale", "", 3, 15, whole=True, aliases=("Glasgow Coma Score",))
QT = Number("qt", "QT interval", "ms", 150, 800, aliases=("QT interval", "qt_interval"))


def either(key: str, *flags: Flag) -> Alternative:
    """An input that holds where one of several does, and does not where none of those told does."""

    def make(values: Values) -> Value | None:
        told = [values.get(f.key) for f in flags if f.key in values]
        return any(t is True for t in told) if told else None

    return Alternative(key, flags, make)


def from_number(key: str, number: Number, meets: Callable[[float], bool]) -> Alternative:
    """A yes or no that a number decides."""

    def make(values: Values) -> Value | None:
        return meets(values.number(number.key)) if number.key in values else None

    return Alternative(key, (number,), make)


FEMALE_BY_SEX = Alternative(
    "female", (SEX,), lambda values: values.choice("sex") == "female" if "sex" in values else None
)
"""Whether female, from the sex."""


def mean_pressure(values: Values) -> Value | None:
    """Mean arterial pressure, a third of the way from the diastolic to the systolic pressure."""
    if "sbp" not in values or "dbp" not in values:
        return None
    return float(f"{values.number('dbp') + (values.number('sbp') - values.number('dbp')) / 3:.12g}")


def needs(flag: Flag) -> Flag:
    """A yes or no that counts as missing where it was not given."""
    return Flag(flag.key, flag.label, flag.aliases, None, flag.note, flag.optional)


def optional(number: Number) -> Input:
    """A number that may stay unknown."""
    return Number(
        number.key, number.label, number.unit, number.low, number.high, number.aliases, number.substance,
        number.whole, None, True, number.note,
    )  # fmt: skip
