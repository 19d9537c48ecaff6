"""The PLASMIC score for severe ADAMTS13 deficiency."""

from __future__ import annotations

from curbside.calculators.forms import Band, Calculator, Example, Flag, Number, Source
from curbside.calculators.measures import CREATININE, INR, PLATELETS, needs
from curbside.calculators.points import Points, banded, flagged


def _band(total: float) -> str:
    return "low" if total <= 4 else "intermediate" if total == 5 else "high"


SCORE = Calculator(
    id="plasmic",
    name="PLASMIC score",
    version="Bendapudi et al. 2017",
    specialty="Haematology",
    purpose="How probable severe ADAMTS13 deficiency is in thrombotic microangiopathy.",
    precondition="Validated only in confirmed thrombotic microangiopathy; DIC must be excluded first.",
    inputs=(
        PLATELETS,
        needs(
            Flag(
                "hemolysis",
                "Haemolysis",
                ("haemolysis",),
                note="reticulocytes >2.5 %, haptoglobin undetectable, or indirect bilirubin >2.0 mg/dL",
            )
        ),
        needs(Flag("active_cancer", "Active cancer in the past year")),
        needs(Flag("transplant", "Solid-organ or stem-cell transplant")),
        Number("mcv", "Mean corpuscular volume", "fL", 50, 150),
        INR,
        CREATININE,
    ),  # fmt: skip
    method=Points(
        (
            banded("platelets", "Platelet count", {"<30": 1, ">=30": 0}, "x 10^9/L"),
            flagged("hemolysis", "Haemolysis"),
            flagged("active_cancer", "No active cancer", 0, 1),
            flagged("transplant", "No transplant", 0, 1),
            banded("mcv", "Mean corpuscular volume", {"<90": 1, ">=90": 0}, "fL"),
            banded("inr", "INR", {"<1.5": 1, ">=1.5": 0}),
            banded("creatinine", "Creatinine", {"<2.0": 1, ">=2.0": 0}, "mg/dL"),
        ),
        lambda total, points, values: {"band": _band(total)},
    ),
    scale=(0, 7),
    bands=(
        Band("<=4", "low: severe ADAMTS13 deficiency in 0 of 84, 0 of 89 and 2 of 47 in three cohorts", "low"),
        Band("=5", "intermediate: 2 of 44, 3 of 32 and 6 of 25", "intermediate"),
        Band(">=6", "high: 58 of 72, 18 of 29 and 61 of 74", "high"),
    ),
    ambiguities=(
        "One page bands 5 to 6 as intermediate and above 6 as high, from an abstract of 2014; the paper of 2017 "
        "differs.",
        "Sensitivity falls with age (PMC8859842).",
    ),
    sources=(
        Source("Bendapudi PK, et al. Lancet Haematol 2017;4:e157-e164", "citation and criteria seen in copies"),
        Source(
            "understandingttp.com, scoring systems",
            "criteria and validation figures seen",
            url="https://www.understandingttp.com/hcp/scoring_systems",
        ),
    ),  # fmt: skip
    examples=(
        Example(
            {
                "platelets": 15,
                "hemolysis": True,
                "active_cancer": True,
                "transplant": False,
                "mcv": 88,
                "inr": 2.1,
                "creatinine": 2.4,
            },
            {"score": 4, "band": "low"},
            "1+1+0+1+1+0+0=4",
        ),
    ),  # fmt: skip
    names=("PLASMIC score",),
    cased=("PLASMIC",),
)
