"""The HEART score."""

from __future__ import annotations

from curbside.calculators.forms import Band, Calculator, Choice, Example, Flag, Source, Values
from curbside.calculators.measures import AGE
from curbside.calculators.points import Criterion, Points, banded, chosen

_FACTORS = (
    Flag("hypertension", "Hypertension", ("Hypertension history",)),
    Flag("hypercholesterolaemia", "Hypercholesterolaemia", ("hypercholesterolemia",)),
    Flag("diabetes", "Diabetes", ("Diabetes mellitus criteria for CCI rule", "Diabetes mellitus")),
    Flag("obesity", "Obesity"),
    Flag("smoking", "Smoking"),
    Flag("family_history", "Family history of cardiovascular disease",
         ("parent or sibling with Cardiovascular disease before age 65",)),
)  # fmt: skip
_DISEASE = (
    Flag("atherosclerotic_disease", "Known atherosclerotic disease", ("atherosclerotic disease",)),
    Flag("tia_or_stroke", "Previous TIA or stroke", ("Transient Ischemic Attacks History",)),
)


def _factors(values: Values) -> float:
    if any(values.flag(f.key) for f in _DISEASE):
        return 2.0
    count = sum(values.flag(f.key) for f in _FACTORS)
    return 2.0 if count >= 3 else 1.0 if count else 0.0


SCORE = Calculator(
    id="heart_score",
    name="HEART score",
    version="Six et al. 2008",
    specialty="Cardiology",
    purpose="Risk of a major cardiac event in chest pain.",
    inputs=(
        Choice("history", "History", {"slightly suspicious": ("not suspicious",), "moderately suspicious": (),
               "highly suspicious": ()}, ("Suspicion History",)),
        Choice("ecg", "Electrocardiogram", {"normal": (), "non-specific repolarisation disturbance": (
               "non-specific repolarization disturbance",), "significant ST deviation": ("significant ST depression",)},
               ("Electrocardiogram Test",)),
        AGE,
        *_FACTORS,
        *_DISEASE,
        Choice("troponin", "First troponin", {"normal": ("less than or equal to normal limit", "at most normal"),
               "1 to 3 times normal": ("between the normal limit or up to three times the normal limit",
               "one to three times normal limit", "1-3x normal limit"),
               "3 times normal or more": ("greater than three times normal limit", "above 3 times normal")},
               ("Initial troponin",)),
    ),
    method=Points(
        (
            chosen("history", "History", {"slightly suspicious": 0, "moderately suspicious": 1, "highly "
                                                                    "suspicious": 2}),
            chosen("ecg", "Electrocardiogram", {"normal": 0, "non-specific repolarisation disturbance": 1,
                   "significant ST deviation": 2}),
            banded("age", "Age", {"<45": 0, ">=45 and <65": 1, ">=65": 2}, "years"),
            Criterion("risk_factors", "Risk factors", tuple(f.key for f in (*_FACTORS, *_DISEASE)), _factors,
                      "none: 0; 1 or 2: 1; 3 or more, or known atherosclerotic disease: 2"),
            chosen("troponin", "Troponin", {"normal": 0, "1 to 3 times normal": 1, "3 times normal or more": 2}),
        )
    ),
    scale=(0, 10),
    bands=(
        Band("<=3", "low risk (an endpoint in 2.5 % of the first cohort)", "low"),
        Band(">=4 and <=6", "intermediate risk (20.3 %)", "intermediate"),
        Band(">=7", "high risk (72.7 %)", "high"),
    ),
    ambiguities=(
        "Age: 45 years exactly gets 1 point here; other tables print 45 or less for 0.",
        "Troponin of exactly three times the limit gets 2 points in some tables and 1 in others.",
    ),
    sources=(
        Source("Six AJ, Backus BE, Kelder JC. Chest pain in the emergency room: value of the HEART score. Neth Heart J "
               "2008;16(6):191-196", "abstract seen; tables seen in reprints", pmid="18665203",
               doi="10.1007/BF03086144", url="https://pmc.ncbi.nlm.nih.gov/articles/PMC2442661"),
    ),
    examples=(
        Example({"history": "highly suspicious", "ecg": "significant ST deviation", "age": 68,
                 "atherosclerotic_disease": True, "troponin": "1 to 3 times normal"}, {"score": 9}, "2+2+2+2+1=9"),
    ),
    aliases=("heart", "HEART Score for Major Cardiac Events"),
    cased=("HEART score", "HEART Score", "HEART scores"),
)  # fmt: skip
