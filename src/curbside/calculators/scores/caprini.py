"""The Caprini score, 2005."""

from __future__ import annotations

from curbside.calculators.forms import Band, Calculator, Choice, Example, Flag, Number, Source
from curbside.calculators.measures import AGE, either
from curbside.calculators.points import Points, banded, chosen, flagged

_ONE = (
    Flag("prior_major_surgery", "Major surgery in the past month", ("Major Surgery in the last month",)),
    Flag("varicose_veins", "Varicose veins"),
    Flag("swollen_legs", "Swollen legs", ("Current swollen legs",)),
    Flag("sepsis", "Sepsis in the past month", ("Sepsis in the last month",)),
    Flag(
        "lung_disease", "Serious lung disease, pneumonia included, in the past month", ("Pneumonia in the last month",)
    ),
    Flag("abnormal_pulmonary_function", "Abnormal pulmonary function", ("Chronic Obstructive Pulmonary Disease",)),
    Flag("myocardial_infarction", "Acute myocardial infarction", ("Acute Myocardial infarction",)),
    Flag(
        "heart_failure", "Congestive heart failure in the past month", ("Congestive Heart Failure in the last month",)
    ),
    Flag("inflammatory_bowel_disease", "Inflammatory bowel disease", ("History of inflammatory bowel disease",)),
    Flag("pregnancy", "Pregnancy or birth in the past month"),
    Flag("hormones", "Oral contraceptive or hormone replacement"),
    Flag("obstetric_history", "Unexplained stillbirth, recurrent abortion, or premature birth with toxaemia"),
)
_TWO = (
    Flag("malignancy", "Malignancy, present or previous", ("Present or previous malignancy",)),
    Flag(
        "plaster_cast", "Immobilising plaster cast in the past month", ("Immobilizing plaster cast in the last month",)
    ),
    Flag("central_venous_access", "Central venous access", ("Current central venous access",)),
)
_THREE = (
    Flag("previous_vte", "Previous deep vein thrombosis or pulmonary embolism"),
    Flag("family_history", "Family history of thrombosis", ("Family history of thrombosis",)),
    Flag("factor_v_leiden", "Factor V Leiden", ("Positive Factor V Leiden",)),
    Flag("prothrombin_20210a", "Prothrombin 20210A", ("Positive prothrombin 20210A",)),
    Flag("homocysteine", "Elevated homocysteine", ("Elevated serum homocysteine",)),
    Flag("lupus_anticoagulant", "Lupus anticoagulant", ("Positive lupus anticoagulant",)),
    Flag("anticardiolipin", "Elevated anticardiolipin antibodies", ("Elevated anticardiolipin antibody",)),
    Flag("hit", "Heparin-induced thrombocytopenia", ("Heparin-induced thrombocytopenia",)),
    Flag("other_thrombophilia", "Other thrombophilia", ("Other congenital or acquired thrombophilia",)),
)
_FIVE = (
    Flag("fracture", "Fracture of hip, pelvis or leg in the past month",
         ("Hip, pelvis, or leg fracture in the last month",)),
    Flag("stroke", "Stroke in the past month", ("Stroke in the last month",)),
    Flag("multiple_trauma", "Multiple trauma in the past month", ("Multiple trauma in the last month",)),
    Flag("spinal_cord_injury", "Acute spinal cord injury in the past month",
         ("Acute spinal cord injury causing paralysis in the last month",)),
)  # fmt: skip
_WEIGHED = ((1, _ONE), (2, _TWO), (3, _THREE), (5, _FIVE))
_SURGERY = {"none": 0, "minor": 1, "major": 2, "laparoscopic": 2, "arthroscopic": 2, "arthroplasty": 5}

SCORE = Calculator(
    id="caprini",
    name="Caprini score for venous thromboembolism",
    version="2005",
    specialty="Surgery",
    purpose="Risk of venous thromboembolism around surgery.",
    inputs=(
        AGE,
        Choice("surgery", "Surgery", {"none": ("no", "absent"), "minor": (), "major": ("major (>45 min)",),
               "laparoscopic": ("laparoscopic (>45 min)",), "arthroscopic": (),
               "arthroplasty": ("elective major lower extremity arthroplasty",)}, ("Surgery Type",), default="none"),
        Number("bmi", "Body mass index", "kg/m^2", 8, 100, ("Body Mass Index (BMI)",), default=25.0,
               note="without one, none above 25 is counted"),
        Choice("mobility", "Mobility", {"normal": ("out of bed",), "bed rest": ("on bed rest",),
               "confined over 72 h": ("confined to bed >72 hours",)}, ("Mobility",), default="normal"),
        *_ONE, *_TWO, *_THREE, *_FIVE,
    ),
    alternatives=(
        either(
            "previous_vte",
            Flag("previous_dvt", "Previous deep vein thrombosis", ("Previously documented Deep Vein Thrombosis",)),
            Flag("previous_pe", "Previous pulmonary embolism", ("Previously Documented Pulmonary Embolism",)),
        ),
    ),
    method=Points(
        (
            banded("age", "Age", {"<41": 0, "<61": 1, "<75": 2, ">=75": 3}, "years"),
            chosen("surgery", "Surgery", _SURGERY),
            banded("bmi", "Body mass index", {">25": 1, "<=25": 0}, "kg/m^2"),
            chosen("mobility", "Mobility", {"normal": 0, "bed rest": 1, "confined over 72 h": 2}),
            *(flagged(f.key, f.label, p) for p, flags in _WEIGHED for f in flags),
        )
    ),
    scale=(0, 76),
    bands=(
        Band("<=1", "low risk"),
        Band("=2", "moderate risk"),
        Band(">=3 and <=4", "high risk"),
        Band(">=5", "highest risk"),
    ),
    notes=("Previous deep vein thrombosis and pulmonary embolism are one item; both together count once.",),
    ambiguities=("The version of 2013 has more items and other weights.",),
    sources=(
        Source("Caprini JA. Thrombosis risk assessment as a guide to quality patient care. Dis Mon 2005;51(2-3):70-78",
               "citation seen; table seen in reprints", pmid="15900257", doi="10.1016/j.disamonth.2005.02.003"),
        Source("Cancers of the Head and Neck 2016, s41199-016-0014-9, table 2", "table seen",
               doi="10.1186/s41199-016-0014-9"),
    ),
    examples=(
        Example({"age": 67, "surgery": "major", "bmi": 30, "malignancy": True, "previous_dvt": True}, {"score": 10},
                "2+2+1+2+3=10"),
    ),
    aliases=("Caprini Score for Venous Thromboembolism (2005)",),
    names=("Caprini score", "Caprini risk assessment model", "Caprini model"),
    unused=("sex",),
)  # fmt: skip
