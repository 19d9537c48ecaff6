"""The score of the ISTH for sepsis-induced coagulopathy."""

from __future__ import annotations

from curbside.calculators.forms import Band, Calculator, Example, Number, Source
from curbside.calculators.measures import PLATELETS
from curbside.calculators.points import Points, banded

SCORE = Calculator(
    id="isth_sic",
    name="ISTH sepsis-induced coagulopathy (SIC) score",
    version="2017/2019 (Iba et al.)",
    specialty="Haematology",
    purpose="Whether coagulopathy accompanies sepsis.",
    precondition="For patients with sepsis.",
    inputs=(
        PLATELETS,
        Number("pt_inr", "PT-INR", "", 0.5, 20, aliases=("inr", "international normalized ratio")),
        Number(
            "sofa_four",
            "Sum of four SOFA items (respiratory, cardiovascular, hepatic, renal)",
            "",
            0,
            16,
            whole=True,
            note="Not the whole SOFA score: platelets and the coma scale are left out.",
        ),
    ),  # fmt: skip
    method=Points(
        (
            banded("platelets", "Platelet count", {">=150": 0, ">=100 and <150": 1, "<100": 2}, "x 10^9/L"),
            banded("pt_inr", "PT-INR", {"<=1.2": 0, ">1.2 and <=1.4": 1, ">1.4": 2}),
            banded("sofa_four", "Four SOFA items", {"=0": 0, "=1": 1, ">=2": 2}),
        ),
        lambda total, points, values: {"sic": total >= 4 and points["platelets"] + points["pt_inr"] > 2},
    ),
    scale=(0, 6),
    bands=(
        Band(">=4", "SIC present where platelets and PT-INR together have more than 2 points", "SIC possible"),
        Band("<4", "SIC criteria not met", "SIC not met"),
    ),
    notes=("SIC needs both: a total of 4 or more, and more than 2 points from platelets and PT-INR together.",),
    ambiguities=(
        "Many pages state only the total of 4 or more; the table in BMJ Open also asks that PT-INR and platelets "
        "exceed 2 points together, and that is what is computed.",
        "PMC8607173 prints an INR of 1.4 in both bands; in the primary table only an INR above 1.4 gets 2 points.",
        "The total SOFA score must not be entered: its platelet and coma items are excluded.",
    ),
    sources=(
        Source(
            "Iba T, Di Nisio M, Levy JH, et al. New criteria for sepsis-induced coagulopathy (SIC) following the "
            "revised sepsis definition. BMJ Open 2017;7(9):e017046",
            "primary table seen (its platelet cells through PMC8607173, table 1)",
        ),
        Source("PMC8607173, table 1", "table seen", url="https://pmc.ncbi.nlm.nih.gov/articles/PMC8607173/table/T1"),
    ),
    examples=(
        Example(
            {"platelets": 100, "pt_inr": 1.41, "sofa_four": 1},
            {"score": 4, "sic": True},
            "1+2+1=4, platelets and PT-INR 3",
        ),
        Example({"platelets": 149, "pt_inr": 1.21, "sofa_four": 1}, {"score": 3, "sic": False}, "1+1+1=3"),
    ),
    aliases=("sic", "SIC score"),
    names=("sepsis-induced coagulopathy score", "SIC score", "ISTH SIC", "SIC criteria"),
)
