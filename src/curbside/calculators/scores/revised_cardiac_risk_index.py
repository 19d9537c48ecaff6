"""The Revised Cardiac Risk Index."""

from __future__ import annotations

from curbside.calculators.forms import Band, Calculator, Example, Flag, Number, Source
from curbside.calculators.measures import either
from curbside.calculators.points import Points, banded, flagged

SCORE = Calculator(
    id="revised_cardiac_risk_index",
    name="Revised Cardiac Risk Index (Lee)",
    version="Lee et al. 1999",
    specialty="Cardiology",
    purpose="Risk of major cardiac complications of surgery outside the heart.",
    inputs=(
        Flag("high_risk_surgery", "High-risk surgery", ("Elevated-risk surgery",),
             note="intraperitoneal, intrathoracic or suprainguinal vascular"),
        Flag("ischaemic_heart_disease", "Ischaemic heart disease", ("History of ischemic heart disease",)),
        Flag("heart_failure", "Congestive heart failure",
             ("Congestive Heart Failure criteria for the Cardiac Risk Index rule",)),
        Flag("cerebrovascular_disease", "Previous stroke or TIA"),
        Flag("insulin", "Insulin before surgery", ("Pre-operative treatment with insulin",)),
        Number("creatinine", "Creatinine before surgery", "mg/dL", 0.1, 25, ("Pre-operative creatinine",),
               substance="creatinine"),
    ),
    alternatives=(
        either(
            "cerebrovascular_disease",
            Flag("cerebrovascular_history", "Cerebrovascular disease", ("History of cerebrovascular disease",)),
            Flag("cerebrovascular_noted", "Cerebrovascular disease, noted", ("Cerebrovascular disease history",)),
        ),
    ),
    method=Points(
        (
            flagged("high_risk_surgery", "High-risk surgery"),
            flagged("ischaemic_heart_disease", "Ischaemic heart disease"),
            flagged("heart_failure", "Congestive heart failure"),
            flagged("cerebrovascular_disease", "Cerebrovascular disease"),
            flagged("insulin", "Insulin"),
            banded("creatinine", "Creatinine", {">2": 1, "<=2": 0}, "mg/dL"),
        )
    ),
    scale=(0, 6),
    bands=(
        Band("=0", "major cardiac complications in 0.4 %"),
        Band("=1", "major cardiac complications in 0.9 %"),
        Band("=2", "major cardiac complications in 6.6 %"),
        Band(">=3", "major cardiac complications in 11 %"),
    ),
    sources=(
        Source(
            "Lee TH, Marcantonio ER, Mangione CM, et al. Derivation and prospective validation of a simple index for "
            "prediction of cardiac risk of major noncardiac surgery. Circulation 1999;100(10):1043-1049",
            "citation seen; criteria and rates seen in a catalogue that cites it",
            pmid="10477528", doi="10.1161/01.cir.100.10.1043",
        ),
    ),
    examples=(
        Example({"high_risk_surgery": True, "ischaemic_heart_disease": True, "cerebrovascular_disease": True,
                 "creatinine": 1.1}, {"score": 3}, "1+1+1=3"),
    ),
    aliases=("rcri", "Revised Cardiac Risk Index for Pre-Operative Risk"),
    names=("Revised Cardiac Risk Index", "Lee index"),
    cased=("RCRI",),
)  # fmt: skip
