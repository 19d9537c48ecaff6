"""The SOFA score, 1996."""

from __future__ import annotations

from curbside.calculators.conditions import first
from curbside.calculators.forms import Alternative, Calculator, Example, Flag, Number, Source, Value, Values
from curbside.calculators.measures import (
    BILIRUBIN,
    CREATININE,
    DIASTOLIC,
    FIO2,
    GCS,
    PAO2,
    PLATELETS,
    SYSTOLIC,
    either,
    from_number,
    mean_pressure,
)
from curbside.calculators.points import Criterion, Points

_DOSE = "ug/kg/min"
_RATIO = {"<100": 4.0, "<200": 3.0, "<300": 2.0, "<400": 1.0, ">=400": 0.0}
_RENAL = {">=5": 4.0, ">=3.5": 3.0, ">=2": 2.0, ">=1.2": 1.0, "<1.2": 0.0}
_URINE = {"<200": 4.0, "<500": 3.0, ">=500": 0.0}

PAO2_FIO2 = Number("pao2_fio2", "Arterial oxygen pressure over inspired oxygen fraction", "mmHg", 20, 700,
                   aliases=("pf_ratio", "PaO2/FiO2"))  # fmt: skip
MAP = Number("map", "Mean arterial pressure", "mmHg", 0, 200, aliases=("mean arterial pressure",))


def oxygen_ratio(values: Values) -> Value | None:
    """Arterial oxygen pressure over inspired fraction, in mmHg."""
    if "pao2" not in values or "fio2" not in values:
        return None
    return float(f"{values.number('pao2') / values.number('fio2'):.12g}")


def _respiration(values: Values) -> float:
    points = first(_RATIO, values.number("pao2_fio2"))[1]
    return points if values.flag("respiratory_support") else min(points, 2.0)


def _circulation(values: Values) -> float:
    strong = max(values.number("epinephrine"), values.number("norepinephrine"))
    dopamine = values.number("dopamine")
    if dopamine > 15 or strong > 0.1:
        return 4.0
    if dopamine > 5 or strong > 0:
        return 3.0
    if dopamine > 0 or values.flag("dobutamine"):
        return 2.0
    return 1.0 if values.flag("map_below_70") else 0.0


def _kidneys(values: Values) -> float:
    points = first(_RENAL, values.number("creatinine"))[1]
    urine = values.maybe("urine_output")
    return points if urine is None else max(points, first(_URINE, urine)[1])


def _pressure_low(values: Values) -> Value | None:
    pressure = mean_pressure(values)
    return None if pressure is None else float(pressure) < 70 if isinstance(pressure, float) else None


SCORE = Calculator(
    id="sofa_1996",
    name="SOFA score (Sequential Organ Failure Assessment)",
    version="1996 (Vincent et al.), table as reprinted for Sepsis-3, 2016",
    specialty="Intensive care",
    purpose="How far six organ systems fail.",
    inputs=(
        PAO2_FIO2,
        Flag("respiratory_support", "Respiratory support"),
        PLATELETS,
        BILIRUBIN,
        Flag("map_below_70", "Mean arterial pressure below 70 mmHg", ("Hypotension", "hypotension"), None),
        Number("dopamine", "Dopamine", _DOSE, 0, 60, default=0.0, note="for at least one hour"),
        Flag("dobutamine", "Dobutamine, any dose", note="for at least one hour", unit=_DOSE),
        Number(
            "epinephrine",
            "Epinephrine (adrenaline)",
            _DOSE,
            0,
            5,
            ("adrenaline",),
            default=0.0,
            note="for at least one hour",
        ),
        Number(
            "norepinephrine",
            "Norepinephrine (noradrenaline)",
            _DOSE,
            0,
            5,
            ("noradrenaline",),
            default=0.0,
            note="for at least one hour",
        ),
        GCS,
        CREATININE,
        Number("urine_output", "Urine output", "mL/day", 0, 20000, ("urine",), optional=True),
    ),  # fmt: skip
    alternatives=(
        Alternative("pao2_fio2", (PAO2, FIO2), oxygen_ratio, settles=False),
        either(
            "respiratory_support",
            Flag("mechanical_ventilation", "Mechanical ventilation", ("On mechanical ventilation",)),
            Flag("cpap", "Continuous positive airway pressure", ("Continous positive airway pressure",)),
        ),
        from_number("map_below_70", MAP, lambda pressure: pressure < 70),
        Alternative("map_below_70", (SYSTOLIC, DIASTOLIC), _pressure_low, settles=False),
    ),
    method=Points(
        (
            Criterion(
                "resp",
                "Respiration",
                ("pao2_fio2", "respiratory_support"),
                _respiration,
                ">=400 mmHg: 0; <400: 1; <300: 2; <200 with respiratory support: 3; <100 with it: 4; without it 2 at "
                "most",
                {"pao2_fio2": (100, 200, 300, 400)},
            ),
            Criterion(
                "coag",
                "Coagulation",
                ("platelets",),
                lambda values: first({"<20": 4, "<50": 3, "<100": 2, "<150": 1}, values.number("platelets"))[1],
                ">=150 x 10^9/L: 0; <150: 1; <100: 2; <50: 3; <20: 4",
                {"platelets": (20, 50, 100, 150)},
            ),
            Criterion(
                "liver",
                "Liver",
                ("bilirubin",),
                lambda values: first({">=12": 4, ">=6": 3, ">=2": 2, ">=1.2": 1}, values.number("bilirubin"))[1],
                "bilirubin <1.2 mg/dL: 0; 1.2 to <2: 1; 2 to <6: 2; 6 to <12: 3; >=12: 4",
                {"bilirubin": (1.2, 2, 6, 12)},
            ),
            Criterion(
                "cv",
                "Cardiovascular",
                ("map_below_70", "dopamine", "dobutamine", "epinephrine", "norepinephrine"),
                _circulation,
                "MAP >=70 mmHg: 0; <70: 1; dopamine <=5 ug/kg/min or any dobutamine: 2; dopamine >5, or epinephrine or "
                "norepinephrine <=0.1: 3; dopamine >15, or epinephrine or norepinephrine >0.1: 4",
                {"dopamine": (0, 5, 15), "epinephrine": (0, 0.1), "norepinephrine": (0, 0.1)},
            ),
            Criterion(
                "cns",
                "Central nervous system",
                ("gcs",),
                lambda values: first({"<6": 4, "<=9": 3, "<=12": 2, "<=14": 1}, values.number("gcs"))[1],
                "GCS 15: 0; 13 to 14: 1; 10 to 12: 2; 6 to 9: 3; <6: 4",
                {"gcs": (6, 9, 12, 14)},
            ),
            Criterion(
                "renal",
                "Renal",
                ("creatinine", "urine_output"),
                _kidneys,
                "creatinine <1.2 mg/dL: 0; 1.2 to <2: 1; 2 to <3.5: 2; 3.5 to <5 or urine <500 mL/day: 3; >=5 or urine "
                "<200 mL/day: 4",
                {"creatinine": (1.2, 2, 3.5, 5), "urine_output": (200, 500)},
            ),
        ),
        components="components",
    ),  # fmt: skip
    scale=(0, 24),
    notes=(
        "Sepsis-3: an acute rise of 2 points or more over the baseline, with suspected infection, is sepsis (baseline "
        "0 where it is not known); that criterion is not part of the table itself.",
        "Bands are read as half-open from their lower edge: bilirubin 1.2, 2, 6, 12 and creatinine 1.2, 2, 3.5, 5.",
    ),
    ambiguities=(
        "The printed bands leave gaps: a bilirubin of 12.0 and a creatinine of 5.0 stand in none, nor does 1.95.",
        "Dopamine of exactly 5: one reprint has <5 for 2 points and 5.1 to 15 for 3, others <=5; here <=5 gets 2.",
        "A ratio below 200 without respiratory support gets 2 points at most.",
        "Some reprints carry misprints: bilirubin 30 to 32 umol/L for 1 point, creatinine above 400 umol/L for 4.",
        "In umol/L the tables round the edges (bilirubin 20, creatinine 110); here values are turned into mg/dL first.",
    ),
    successor="sofa2_2025",
    sources=(
        Source(
            "Vincent JL, Moreno R, Takala J, et al. The SOFA (Sepsis-related Organ Failure Assessment) score to "
            "describe organ dysfunction/failure. Intensive Care Med 1996;22(7):707-710",
            "citation seen",
        ),
        Source(
            "Singer M, et al. (Sepsis-3), table 1, PMC4968574",
            "table seen (adapted from Vincent)",
            url="https://pmc.ncbi.nlm.nih.gov/articles/PMC4968574/table/T1",
        ),
    ),  # fmt: skip
    examples=(
        Example(
            {
                "pao2_fio2": 150,
                "respiratory_support": False,
                "platelets": 99,
                "bilirubin": 2.0,
                "map": 75,
                "dopamine": 5,
                "gcs": 12,
                "creatinine": 2.0,
            },
            {"score": 12, "components": {"resp": 2, "coag": 2, "liver": 2, "cv": 2, "cns": 2, "renal": 2}},
            "two points in each of six",
        ),
    ),  # fmt: skip
    aliases=("sofa", "Sequential Organ Failure Assessment (SOFA) Score"),
    names=(
        "SOFA score",
        "SOFA scores",
        "Sequential Organ Failure Assessment",
        "Sepsis-related Organ Failure Assessment",
    ),
    cased=("SOFA",),
    unused=("Continuous veno-venous hemodialysis for ≥24 hours in the past week",),
)
