"""The SOFA-2 score, 2025: the two items whose thresholds agree wherever they were seen."""

from __future__ import annotations

from curbside.calculators.conditions import first
from curbside.calculators.forms import Alternative, Calculator, Example, Flag, Source, Values
from curbside.calculators.measures import FIO2, PAO2, PLATELETS
from curbside.calculators.points import Criterion, Points
from curbside.calculators.scores.sofa_1996 import PAO2_FIO2, oxygen_ratio

_RATIO = {"<=75": 4.0, "<=150": 3.0, "<=225": 2.0, "<=300": 1.0, ">300": 0.0}


def _respiration(values: Values) -> float:
    points = first(_RATIO, values.number("pao2_fio2"))[1]
    return points if values.flag("advanced_respiratory_support") else min(points, 2.0)


SCORE = Calculator(
    id="sofa2_2025",
    name="SOFA-2 score: respiratory and haemostatic items",
    version="2025 (Ranzani et al., JAMA)",
    specialty="Intensive care",
    purpose="The points of two of the six organ systems in the updated SOFA; no total.",
    provisional="Provisional: the table in JAMA was not seen. The thresholds come from public implementations, which "
    "contradict one another on the liver; only the two items on which they agree are computed, and no total.",
    inputs=(
        PAO2_FIO2,
        Flag(
            "advanced_respiratory_support",
            "Advanced respiratory support (high-flow oxygen, CPAP, BiPAP, other ventilation)",
        ),
        PLATELETS,
    ),  # fmt: skip
    alternatives=(Alternative("pao2_fio2", (PAO2, FIO2), oxygen_ratio, settles=False),),
    method=Points(
        (
            Criterion(
                "resp",
                "Respiration",
                ("pao2_fio2", "advanced_respiratory_support"),
                _respiration,
                ">300 mmHg: 0; <=300: 1; <=225: 2; <=150 with advanced support: 3; <=75 with it (or ECMO): 4",
                {"pao2_fio2": (75, 150, 225, 300)},
            ),
            Criterion(
                "hemostasis",
                "Haemostasis",
                ("platelets",),
                lambda values: first({"<=50": 4, "<=80": 3, "<=100": 2, "<=150": 1}, values.number("platelets"))[1],
                ">150 x 10^9/L: 0; <=150: 1; <=100: 2; <=80: 3; <=50: 4",
                {"platelets": (50, 80, 100, 150)},
            ),
        ),
        alone=True,
    ),  # fmt: skip
    main="",
    ambiguities=(
        "Liver: one implementation keeps the thresholds of 1996 but for <=1.2; another has 1.2, 3, 6 and 12 mg/dL.",
        "The cut-offs for platelets differ sharply from 1996 (50 gets 2 points there and 4 here): a value must never "
        "be scored without naming the version.",
    ),
    sources=(
        Source(
            "Ranzani OT, Singer M, Salluh JIF, et al. Development and Validation of the SOFA-2 Score. JAMA 2025",
            "abstract seen; score table not seen",
            doi="10.1001/jama.2025.20516",
        ),
        Source(
            "Rationale and methodological approach (consensus statement). JAMA Netw Open 2025",
            "abstract seen",
            pmid="41159829",
            doi="10.1001/jamanetworkopen.2025.45040",
        ),
    ),
    examples=(
        Example(
            {"pao2_fio2": 225, "advanced_respiratory_support": False, "platelets": 100},
            {"resp": 2, "hemostasis": 2},
            "on the edges",
        ),
    ),
    aliases=("sofa2", "SOFA-2"),
    names=("SOFA-2 score", "SOFA-2", "SOFA 2 score"),
)
