"""CHA2DS2-VASc."""

from __future__ import annotations

from curbside.calculators.forms import Calculator, Example, Flag, Source
from curbside.calculators.measures import AGE, FEMALE_BY_SEX, either, needs
from curbside.calculators.points import Points, banded, flagged

_RATES = "0: 0.2 %, 1: 0.6 %, 2: 2.2 %, 3: 3.2 %, 4: 4.8 %, 5: 7.2 %, 6: 9.7 %, 7: 11.2 %, 8: 10.8 %"

SCORE = Calculator(
    id="cha2ds2_vasc",
    name="CHA2DS2-VASc",
    version="Lip et al. 2010",
    specialty="Cardiology",
    purpose="Risk of stroke in atrial fibrillation.",
    inputs=(
        AGE,
        needs(Flag("female", "Female")),
        Flag("chf", "Congestive heart failure", ("Congestive Heart Faliure", "Congestive Heart Failure")),
        Flag("hypertension", "Hypertension", ("Hypertension history",)),
        Flag("diabetes", "Diabetes", ("Diabetes history",)),
        Flag("stroke_tia_te", "Previous stroke, TIA or thromboembolism"),
        Flag(
            "vascular_disease",
            "Vascular disease",
            ("Vascular disease history",),
            note="prior myocardial infarction, peripheral artery disease or aortic plaque",
        ),
    ),  # fmt: skip
    alternatives=(
        FEMALE_BY_SEX,
        either(
            "stroke_tia_te",
            Flag("stroke", "Previous stroke"),
            Flag("tia", "Previous TIA", ("Transient Ischemic Attacks History",)),
            Flag("thromboembolism", "Previous thromboembolism", ("Thromboembolism history",)),
        ),
    ),
    method=Points(
        (
            banded("age", "Age", {">=75": 2, ">=65 and <75": 1, "<65": 0}, "years"),
            flagged("female", "Female sex"),
            flagged("chf", "Congestive heart failure"),
            flagged("hypertension", "Hypertension"),
            flagged("diabetes", "Diabetes"),
            flagged("stroke_tia_te", "Stroke, TIA or thromboembolism", 2),
            flagged("vascular_disease", "Vascular disease"),
        )
    ),
    scale=(0, 9),
    notes=(
        "A review of 2012 (PMC6652729): 0 no antithrombotic; 1 preferably an oral anticoagulant; 2 or more an oral "
        "anticoagulant. Later guidelines differ: look at the guideline's date.",
        f"Strokes a year in a Swedish cohort, as one calculator page shows them, by score: {_RATES}.",
    ),
    ambiguities=(
        "Female sex counts only beside another risk factor (footnote in PMC4776061): a score of 1 from sex alone is to "
        "be treated as 0.",
    ),
    successor="CHA2DS2-VA, which leaves the sex out, in later guidelines",
    sources=(
        Source("Lip GYH, Nieuwlaat R, Pisters R, et al. Chest 2010;137(2):263-272", "citation and table seen"),
        Source("PMC4776061, table 5", "table seen", url="https://pmc.ncbi.nlm.nih.gov/articles/PMC4776061/table/t0025"),
    ),
    examples=(
        Example({"age": 74, "female": True}, {"score": 2}, "1+1=2"),
        Example({"age": 70, "female": False, "hypertension": True, "stroke_tia_te": True}, {"score": 4}, "1+1+2=4"),
    ),
    aliases=("chads_vasc", "CHA2DS2-VASc Score for Atrial Fibrillation Stroke Risk", "CHA₂DS₂-VASc"),
    names=("CHA2DS2-VASc", "CHA₂DS₂-VASc", "CHA2DS2VASc", "CHA(2)DS(2)-VASc"),
)
