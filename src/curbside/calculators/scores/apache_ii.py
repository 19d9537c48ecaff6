"""APACHE II."""

from __future__ import annotations

from curbside.calculators.conditions import edges, first
from curbside.calculators.forms import Alternative, Calculator, Choice, Example, Flag, Number, Source, Value, Values
from curbside.calculators.measures import (
    AGE,
    CREATININE,
    DIASTOLIC,
    FIO2,
    GCS,
    HAEMATOCRIT,
    HEART_RATE,
    PAO2,
    PH,
    POTASSIUM,
    RESPIRATORY_RATE,
    SODIUM,
    SYSTOLIC,
    TEMPERATURE,
    WHITE_CELLS,
    mean_pressure,
    optional,
)
from curbside.calculators.points import Criterion, Points, banded

_CREATININE = {"<0.6": 2.0, "<1.5": 0.0, "<2": 2.0, "<3.5": 3.0, ">=3.5": 4.0}
_GRADIENT = {"<200": 0.0, "<350": 2.0, "<500": 3.0, ">=500": 4.0}
_PRESSURE = {"<55": 4.0, "<=60": 3.0, "<=70": 1.0, ">70": 0.0}


def _oxygen(values: Values) -> float:
    """By the gradient where half or more of the air breathed is oxygen, by the pressure otherwise."""
    if values.number("fio2") >= 0.5:
        gradient = values.maybe("aa_gradient")
        return 0.0 if gradient is None else first(_GRADIENT, gradient)[1]
    pressure = values.maybe("pao2")
    return 0.0 if pressure is None else first(_PRESSURE, pressure)[1]


def _creatinine(values: Values) -> float:
    points = first(_CREATININE, values.number("creatinine"))[1]
    return 2 * points if values.flag("acute_renal_failure") else points


def _chronic(values: Values) -> float:
    if not values.flag("organ_failure"):
        return 0.0
    return 2.0 if values.choice("admission") == "elective postoperative" else 5.0


def _mean(values: Values) -> Value | None:
    return mean_pressure(values)


def _turns(table: dict[str, float]) -> tuple[float, ...]:
    return tuple(e for condition in table for e in edges(condition))


SCORE = Calculator(
    id="apache_ii",
    name="APACHE II",
    version="Knaus et al. 1985",
    specialty="Intensive care",
    purpose="Severity of disease in intensive care, from the worst values of the first 24 hours.",
    inputs=(
        AGE,
        Flag("organ_failure", "Severe organ failure or immunocompromise in the history",
             ("History of severe organ failure or immunocompromise",)),
        Choice("admission", "Kind of admission", {"nonoperative": ("medical",), "emergency postoperative": (
               "emergency",), "elective postoperative": ("elective",)}, ("Surgery Type",), default="nonoperative"),
        TEMPERATURE,
        Number("map", "Mean arterial pressure", "mmHg", 0, 250, ("mean arterial pressure",)),
        HEART_RATE,
        RESPIRATORY_RATE,
        FIO2,
        Number("aa_gradient", "Alveolar-arterial oxygen gradient, from 0.5 of inspired oxygen", "mmHg", 0, 700,
               ("A-a gradient",), optional=True),
        optional(PAO2),
        PH,
        SODIUM,
        POTASSIUM,
        CREATININE,
        Flag("acute_renal_failure", "Acute renal failure", ("Acute renal failure",)),
        HAEMATOCRIT,
        WHITE_CELLS,
        GCS,
    ),
    alternatives=(Alternative("map", (SYSTOLIC, DIASTOLIC), _mean, settles=False),),
    method=Points(
        (
            banded("age", "Age", {"<45": 0, "<55": 2, "<65": 3, "<75": 5, ">=75": 6}, "years"),
            Criterion("chronic", "Chronic health", ("organ_failure", "admission"), _chronic,
                      "severe organ failure or immunocompromise: 5; after elective surgery 2; else 0"),
            banded("temperature", "Temperature", {"<30": 4, "<32": 3, "<34": 2, "<36": 1, "<38.5": 0, "<39": 1,
                   "<41": 3, ">=41": 4}, "degC"),
            banded("map", "Mean arterial pressure", {"<50": 4, "<70": 2, "<110": 0, "<130": 2, "<160": 3, ">=160": 4},
                   "mmHg"),
            banded("heart_rate", "Heart rate", {"<40": 4, "<55": 3, "<70": 2, "<110": 0, "<140": 2, "<180": 3,
                   ">=180": 4}, "/min"),
            banded("respiratory_rate", "Respiratory rate", {"<6": 4, "<10": 2, "<12": 1, "<25": 0, "<35": 1, "<50": 3,
                   ">=50": 4}, "/min"),
            Criterion("oxygenation", "Oxygenation", ("fio2", "aa_gradient", "pao2"), _oxygen,
                      "from 0.5 inspired by the gradient (<200 mmHg: 0; 200 to <350: 2; 350 to <500: 3; >=500: "
                      "4), below "
                      "by the pressure (>70 mmHg: 0; 61 to 70: 1; 55 to 60: 3; <55: 4)",
                      {"fio2": (0.5,), "aa_gradient": _turns(_GRADIENT), "pao2": _turns(_PRESSURE)}),
            banded("ph", "Arterial pH", {"<7.15": 4, "<7.25": 3, "<7.33": 2, "<7.5": 0, "<7.6": 1, "<7.7": 3,
                   ">=7.7": 4}),
            banded("sodium", "Sodium", {"<111": 4, "<120": 3, "<130": 2, "<150": 0, "<155": 1, "<160": 2, "<180": 3,
                   ">=180": 4}, "mmol/L"),
            banded("potassium", "Potassium", {"<2.5": 4, "<3": 2, "<3.5": 1, "<5.5": 0, "<6": 1, "<7": 3, ">=7": 4},
                   "mmol/L"),
            Criterion("creatinine", "Creatinine", ("creatinine", "acute_renal_failure"), _creatinine,
                      "<0.6 mg/dL: 2; 0.6 to <1.5: 0; 1.5 to <2: 2; 2 to <3.5: 3; >=3.5: 4; doubled in acute renal "
                      "failure", {"creatinine": _turns(_CREATININE)}),
            banded("hematocrit", "Haematocrit", {"<20": 4, "<30": 2, "<46": 0, "<50": 1, "<60": 2, ">=60": 4}, "%"),
            banded("white_cells", "White cells", {"<1": 4, "<3": 2, "<15": 0, "<20": 1, "<40": 2, ">=40": 4},
                   "x 10^9/L"),
            Criterion("gcs", "Glasgow Coma Scale", ("gcs",), lambda values: 15 - values.number("gcs"), "15 less "
                             "the scale",
                      {"gcs": (3, 15)}),
        )
    ),
    scale=(0, 71),
    notes=("An oxygenation that is not known gets no points, and the range says what it could add.",),
    ambiguities=(
        "Printed bands leave gaps between their ends (38.9 and 39); each band is read from its lower edge.",
        "Age of 45 exactly gets 2 points: the table prints 44 or less for 0.",
    ),
    sources=(
        Source("Knaus WA, Draper EA, Wagner DP, Zimmerman JE. APACHE II: a severity of disease classification "
               "system. Crit "
               "Care Med 1985;13(10):818-829", "citation seen; table seen in reprints", pmid="3928249"),
        Source("Gut (BMJ), APACHE II scoring system, table 2", "table seen",
               url="https://gut.bmj.com/highwire/markup/160002/expansion"),
    ),
    examples=(
        Example({"age": 70, "temperature": 38.0, "map": 60, "heart_rate": 120, "respiratory_rate": 26, "fio2": 0.3,
                 "pao2": 65, "ph": 7.3, "sodium": 140, "potassium": 4, "creatinine": 2.0, "acute_renal_failure": True,
                 "hematocrit": 32, "white_cells": 16, "gcs": 14}, {"score": 21}, "5+2+2+1+1+2+6+1+1=21"),
    ),
    aliases=("apache", "APACHE II Score"),
    names=("APACHE II", "APACHE 2", "Acute Physiology and Chronic Health Evaluation II"),
    unused=("Chronic Renal Failure",),
)  # fmt: skip
