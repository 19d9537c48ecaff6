"""HAS-BLED."""

from __future__ import annotations

from curbside.calculators.forms import Band, Calculator, Example, Flag, Number, Source
from curbside.calculators.measures import AGE, from_number
from curbside.calculators.points import Points, banded, flagged

_PRESSURE = Number("sbp", "Systolic blood pressure", "mmHg", 50, 300, aliases=("Systolic Blood Pressure",))

SCORE = Calculator(
    id="has_bled",
    name="HAS-BLED",
    version="Pisters et al. 2010",
    specialty="Cardiology",
    purpose="Risk of major bleeding under anticoagulation for atrial fibrillation.",
    inputs=(
        Flag("uncontrolled_hypertension", "Hypertension (systolic pressure above 160 mmHg)", ("Hypertension history",)),
        Flag(
            "abnormal_renal",
            "Abnormal renal function",
            ("Renal disease criteria for the HAS-BLED rule",),
            note="dialysis, transplant or creatinine of 200 umol/L or more",
        ),
        Flag(
            "abnormal_liver",
            "Abnormal liver function",
            ("Liver disease criteria for the HAS-BLED rule",),
            note="cirrhosis, or bilirubin above twice with AST, ALT or ALP above three times the upper limit",
        ),
        Flag("stroke", "Previous stroke"),
        Flag(
            "bleeding_history",
            "Previous major bleeding or predisposition",
            ("Prior major bleeding or predisposition to bleeding",),
        ),
        Flag(
            "labile_inr",
            "Labile INR",
            ("Labile international normalized ratio",),
            note="time in therapeutic range below 60 %",
        ),
        AGE,
        Flag("drugs", "Antiplatelet drug or NSAID", ("Medication usage predisposing to bleeding",)),
        Number(
            "alcohol_units_per_week",
            "Alcohol, units a week",
            "",
            0,
            200,
            default=0.0,
            aliases=("Number of Alcoholic Drinks Per Week",),
        ),
    ),  # fmt: skip
    alternatives=(from_number("uncontrolled_hypertension", _PRESSURE, lambda pressure: pressure > 160),),
    method=Points(
        (
            flagged("uncontrolled_hypertension", "Systolic pressure above 160 mmHg"),
            flagged("abnormal_renal", "Abnormal renal function"),
            flagged("abnormal_liver", "Abnormal liver function"),
            flagged("stroke", "Stroke"),
            flagged("bleeding_history", "Bleeding history"),
            flagged("labile_inr", "Labile INR"),
            banded("age", "Age", {">65": 1, "<=65": 0}, "years"),
            flagged("drugs", "Drugs"),
            banded("alcohol_units_per_week", "Alcohol", {">=8": 1, "<8": 0}, "units/week"),
        )
    ),
    scale=(0, 9),
    bands=(
        Band(
            ">=3",
            "high bleeding risk: caution and regular review, not by itself a reason to withhold anticoagulation",
            "high",
        ),
        Band("<3", "below the cut-off of 3 for high bleeding risk", "not high"),
    ),
    ambiguities=(
        "Age above 65 in most tables, 65 or more in one; above 65 is used.",
        "Alcohol of 8 units a week or more (PMC5279844) against more than 8 (MSD Manual); 8 or more is used.",
        "One table prints the renal threshold as 200 mmol/L, which should be umol/L.",
        "Hypertension means a systolic pressure above 160 mmHg, not a diagnosis in the past.",
    ),
    sources=(
        Source("Pisters R, Lane DA, Nieuwlaat R, et al. Chest 2010;138(5)", "citation and table seen"),
        Source("PMC6652729, table 1", "table seen", url="https://pmc.ncbi.nlm.nih.gov/articles/PMC6652729/table/tbl1"),
    ),
    examples=(
        Example({"sbp": 160, "age": 65, "alcohol_units_per_week": 7}, {"score": 0}, "all just below"),
        Example({"sbp": 140, "age": 70, "drugs": True, "alcohol_units_per_week": 0}, {"score": 2}, "age and drugs"),
    ),
    aliases=("hasbled", "HAS-BLED Score for Major Bleeding Risk"),
    names=("HAS-BLED", "HASBLED", "HAS-BLED score"),
)
