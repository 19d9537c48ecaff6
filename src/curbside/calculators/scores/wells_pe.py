"""The Wells score for pulmonary embolism."""

from __future__ import annotations

from curbside.calculators.forms import Band, Calculator, Example, Flag, Source
from curbside.calculators.measures import HEART_RATE, either, from_number
from curbside.calculators.points import Points, flagged

SCORE = Calculator(
    id="wells_pe",
    name="Wells score for pulmonary embolism",
    version="2000",
    specialty="Respiratory medicine",
    purpose="How probable pulmonary embolism is before testing.",
    inputs=(
        Flag("dvt_signs", "Clinical signs of deep vein thrombosis",
             ("Clinical signs and symptoms of Deep Vein Thrombosis",)),
        Flag("pe_most_likely", "Pulmonary embolism the most likely diagnosis",
             ("Pulmonary Embolism is #1 diagnosis OR equally likely",)),
        Flag("hr_over_100", "Heart rate above 100/min"),
        Flag("immobilisation_or_surgery_4wk", "Immobilisation, or surgery in the past 4 weeks"),
        Flag("previous_vte", "Previous deep vein thrombosis or pulmonary embolism"),
        Flag("hemoptysis", "Haemoptysis", ("haemoptysis",)),
        Flag("malignancy", "Malignancy", ("Malignancy with treatment within 6 months or palliative",)),
    ),  # fmt: skip
    alternatives=(
        from_number("hr_over_100", HEART_RATE, lambda rate: rate > 100),
        either(
            "immobilisation_or_surgery_4wk",
            Flag("immobilisation", "Immobilisation for 3 days or more", ("Immobilization for at least 3 days",)),
            Flag("surgery_4wk", "Surgery in the past 4 weeks", ("Surgery in the previous 4 weeks",)),
        ),
        either(
            "previous_vte",
            Flag("previous_pe", "Previous pulmonary embolism", ("Previously Documented Pulmonary Embolism",)),
            Flag("previous_dvt", "Previous deep vein thrombosis", ("Previously documented Deep Vein Thrombosis",)),
        ),
    ),
    method=Points(
        (
            flagged("dvt_signs", "Clinical signs of deep vein thrombosis", 3),
            flagged("pe_most_likely", "Pulmonary embolism most likely", 3),
            flagged("hr_over_100", "Heart rate above 100/min", 1.5),
            flagged("immobilisation_or_surgery_4wk", "Immobilisation or surgery", 1.5),
            flagged("previous_vte", "Previous thromboembolism", 1.5),
            flagged("hemoptysis", "Haemoptysis", 1),
            flagged("malignancy", "Malignancy", 1),
        ),
        lambda total, points, values: {
            "three": "low" if total < 2 else "intermediate" if total <= 6 else "high",
            "two": "likely" if total > 4 else "unlikely",
        },
    ),
    scale=(0, 12.5),
    bands=(
        Band("<2", "low (three levels)", "low"),
        Band(">=2 and <=6", "intermediate (three levels)", "intermediate"),
        Band(">6", "high (three levels)", "high"),
        Band("<=4", "pulmonary embolism unlikely (two levels; 12.1 %)", "unlikely"),
        Band(">4", "pulmonary embolism likely (two levels; 37.1 %)", "likely"),
    ),
    ambiguities=(
        "One table prints low 0 to 1, intermediate 2 to 6 and high 7 or more, which leaves 1.5 and 6.5 unassigned, and "
        "omits haemoptysis and malignancy.",
        "The heart rate must exceed 100, not equal it.",
    ),
    sources=(
        Source(
            "Wells PS, et al. Derivation of a simple clinical model to categorize patients probability of pulmonary "
            "embolism. Thromb Haemost 2000;83(3):416-420",
            "citation and items seen",
        ),
        Source("BMC Fam Pract 2010;11:64, table 1", "table seen", doi="10.1186/1471-2296-11-64"),
    ),
    examples=(
        Example({"hemoptysis": True, "malignancy": True}, {"score": 2.0, "three": "intermediate", "two": "unlikely"},
                "exactly 2"),
        Example({"pe_most_likely": True, "hr_over_100": True}, {"score": 4.5, "three": "intermediate", "two": "likely"},
                "4.5 is above 4"),
    ),  # fmt: skip
    aliases=("Wells' Criteria for Pulmonary Embolism", "wells pulmonary embolism"),
    names=("Wells score for pulmonary embolism", "Wells criteria for pulmonary embolism",
           "Wells' criteria for pulmonary embolism", "Wells score for PE", "Wells PE score"),
)  # fmt: skip
