"""The Charlson Comorbidity Index, with age."""

from __future__ import annotations

from curbside.calculators.forms import Calculator, Choice, Example, Flag, Source
from curbside.calculators.measures import ANY_AGE, either
from curbside.calculators.points import Points, banded, chosen, flagged

_ABSENT = ("none", "no", "false", "absent")
_ONE = (
    Flag("myocardial_infarction", "Myocardial infarction", ("Myocardial infarction",)),
    Flag("heart_failure", "Congestive heart failure", ("Congestive Heart Faliure", "Congestive Heart Failure")),
    Flag("peripheral_vascular_disease", "Peripheral vascular disease"),
    Flag("cerebrovascular_disease", "Cerebrovascular disease"),
    Flag("dementia", "Dementia"),
    Flag("chronic_pulmonary_disease", "Chronic pulmonary disease", ("Chronic Obstructive Pulmonary Disease",)),
    Flag("connective_tissue_disease", "Connective tissue disease"),
    Flag("peptic_ulcer_disease", "Peptic ulcer disease"),
)
_TWO = (
    Flag("hemiplegia", "Hemiplegia"),
    Flag("renal_disease", "Moderate or severe renal disease", ("Moderate to severe Chronic Kidney Disease",)),
    Flag("leukemia", "Leukaemia"),
    Flag("lymphoma", "Lymphoma"),
)

SCORE = Calculator(
    id="charlson",
    name="Charlson Comorbidity Index, with age",
    version="Charlson et al. 1987, with points for age from 50",
    specialty="General medicine",
    purpose="Burden of comorbidity for prognosis.",
    inputs=(
        ANY_AGE,
        *_ONE,
        Choice("liver_disease", "Liver disease", {"none": _ABSENT[1:], "mild": (), "moderate to severe": (
               "moderate", "severe", "Moderate to Severe")}, ("Liver disease severity",), default="none"),
        Choice("diabetes", "Diabetes", {"none": ("None or diet-controlled", *_ABSENT[1:]),
               "uncomplicated": ("true", "yes"),
               "end-organ damage": ()}, ("Diabetes mellitus criteria for CCI rule",), default="none"),
        *_TWO,
        Choice("solid_tumour", "Solid tumour", {"none": _ABSENT[1:], "localised": ("localized", "true", "yes"),
               "metastatic": ()}, ("Solid tumor", "solid_tumor"), default="none"),
        Flag("aids", "AIDS"),
    ),
    alternatives=(
        either(
            "cerebrovascular_disease",
            Flag("stroke", "Previous stroke", ("Cerebrovascular Accident",)),
            Flag("tia", "Previous TIA", ("Transient Ischemic Attacks History",)),
        ),
    ),
    method=Points(
        (
            banded("age", "Age", {"<50": 0, "<60": 1, "<70": 2, "<80": 3, ">=80": 4}, "years"),
            *(flagged(f.key, f.label) for f in _ONE),
            chosen("liver_disease", "Liver disease", {"none": 0, "mild": 1, "moderate to severe": 3}),
            chosen("diabetes", "Diabetes", {"none": 0, "uncomplicated": 1, "end-organ damage": 2}),
            *(flagged(f.key, f.label, 2) for f in _TWO),
            chosen("solid_tumour", "Solid tumour", {"none": 0, "localised": 2, "metastatic": 6}),
            flagged("aids", "AIDS", 6),
        )
    ),
    scale=(0, 37),
    ambiguities=(
        "The index of 1987 has no points for age; those from 50 years were added later and are counted here.",
        "TIA counts as cerebrovascular disease.",
    ),
    sources=(
        Source("Charlson ME, Pompei P, Ales KL, MacKenzie CR. A new method of classifying prognostic comorbidity in "
               "longitudinal studies. J Chronic Dis 1987;40:373-383", "citation seen; weights seen in reprints",
               pmid="3558716"),
        Source("PMC7946705, table 4", "weights seen", url="https://pmc.ncbi.nlm.nih.gov/articles/PMC7946705/table/T4"),
        Source("Family Practice Notebook, Charlson comorbidity index", "points for age seen",
               url="https://fpnotebook.com/Prevent/Exam/ChrlsnCmrbdtyIndx.htm"),
    ),
    examples=(
        Example({"age": 75, "chronic_pulmonary_disease": True, "diabetes": "uncomplicated",
                 "myocardial_infarction": True}, {"score": 6}, "3+1+1+1=6"),
        Example({"age": 60, "solid_tumour": "metastatic", "liver_disease": "mild"}, {"score": 9}, "2+6+1=9"),
    ),
    aliases=("cci", "Charlson Comorbidity Index (CCI)"),
    names=("Charlson Comorbidity Index", "Charlson index", "Charlson score"),
)  # fmt: skip
