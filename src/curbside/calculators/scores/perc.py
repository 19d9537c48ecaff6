"""The PERC rule."""

from __future__ import annotations

from curbside.calculators.forms import Band, Calculator, Example, Flag, Number, Source
from curbside.calculators.measures import AGE, HEART_RATE, either
from curbside.calculators.points import Points, banded, flagged

SCORE = Calculator(
    id="perc",
    name="PERC rule",
    version="Kline et al. 2004",
    specialty="Respiratory medicine",
    purpose="Whether pulmonary embolism can be ruled out without further tests.",
    precondition="Only where pulmonary embolism is thought improbable before testing (15 % or less).",
    inputs=(
        AGE,
        HEART_RATE,
        Number("oxygen_saturation", "Oxygen saturation on room air", "%", 40, 100,
               ("O₂ saturation percentage", "spo2", "sao2")),
        Flag("leg_swelling", "Unilateral leg swelling", ("Unilateral Leg Swelling",)),
        Flag("hemoptysis", "Haemoptysis", ("haemoptysis",)),
        Flag("surgery_or_trauma", "Surgery or trauma in the past 4 weeks", ("Recent surgery or trauma",)),
        Flag("previous_vte", "Previous deep vein thrombosis or pulmonary embolism"),
        Flag("hormones", "Oestrogen or other hormones", ("Hormone use",)),
    ),
    alternatives=(
        either(
            "previous_vte",
            Flag("previous_pe", "Previous pulmonary embolism", ("Previously Documented Pulmonary Embolism",)),
            Flag("previous_dvt", "Previous deep vein thrombosis", ("Previously documented Deep Vein Thrombosis",)),
        ),
    ),
    method=Points(
        (
            banded("age", "Age", {">=50": 1, "<50": 0}, "years"),
            banded("heart_rate", "Heart rate", {">=100": 1, "<100": 0}, "/min"),
            banded("oxygen_saturation", "Oxygen saturation", {"<95": 1, ">=95": 0}, "%"),
            flagged("leg_swelling", "Unilateral leg swelling"),
            flagged("hemoptysis", "Haemoptysis"),
            flagged("surgery_or_trauma", "Surgery or trauma"),
            flagged("previous_vte", "Previous thromboembolism"),
            flagged("hormones", "Hormones"),
        ),
        lambda total, points, values: {"ruled_out": total == 0},
    ),
    scale=(0, 8),
    bands=(
        Band("=0", "none met: embolism ruled out where it was thought improbable", "ruled out"),
        Band(">=1", "one or more met: embolism not ruled out by the rule", "not ruled out"),
    ),
    ambiguities=("Some tables print an age above 50 and a rate above 100; 50 and 100 themselves count here.",),
    sources=(
        Source("Kline JA, et al. Clinical criteria to prevent unnecessary diagnostic testing in emergency department "
               "patients with suspected pulmonary embolism. J Thromb Haemost 2004;2(8):1247-1255",
               "citation seen; criteria seen in copies", pmid="15304025",
               url="https://fpnotebook.com/Lung/Exam/PlmnryEmblsmRlOtCrtr.htm"),
    ),
    examples=(
        Example({"age": 61, "heart_rate": 88, "oxygen_saturation": 88, "previous_pe": True},
                {"score": 3, "ruled_out": False}, "1+0+1+1=3"),
        Example({"age": 35, "heart_rate": 60, "oxygen_saturation": 100}, {"score": 0, "ruled_out": True}, "none"),
    ),
    aliases=("PERC Rule for Pulmonary Embolism",),
    names=("PERC rule", "pulmonary embolism rule-out criteria", "PERC score"),
)  # fmt: skip
