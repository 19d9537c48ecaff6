"""The overt DIC score of the ISTH, 2025: the D-dimer item alone, since the rest was not seen."""

from __future__ import annotations

from curbside.calculators.forms import Calculator, Example, Number, Source
from curbside.calculators.points import Points, banded

SCORE = Calculator(
    id="isth_overt_dic_2025",
    name="ISTH overt DIC score, 2025 update: D-dimer item",
    version="2025, partial: only the D-dimer thresholds were seen",
    specialty="Haematology",
    purpose="The points that a D-dimer gets in the updated score; no total.",
    provisional="Partial: the 2025 cut-offs for platelets, PT-INR and fibrinogen were not seen, so there is no total.",
    inputs=(
        Number(
            "d_dimer_ratio_uln",
            "D-dimer as a multiple of the upper limit of normal",
            "x ULN",
            0,
            1000,
            aliases=("d_dimer_ratio",),
        ),
    ),  # fmt: skip
    method=Points(
        (banded("d_dimer_ratio_uln", "D-dimer", {"<=3": 0, ">3 and <=7": 2, ">7": 3}, "x upper limit of normal"),),
        total="points",
    ),
    main="points",
    scale=(0, 3),
    notes=("Platelets, PT-INR and fibrinogen remain items of the score; this is one of four and no total.",),
    ambiguities=(
        "The prothrombin time is told as PT-INR in 2025 rather than in seconds; its thresholds were not seen.",
        "Three phases are told apart in 2025: pre-DIC, early-phase DIC (in sepsis: SIC) and overt DIC.",
    ),
    sources=(
        Source(
            "Iba T, et al. Updated definition and scoring of disseminated intravascular coagulation in 2025: "
            "communication from the ISTH SSC Subcommittee on DIC. J Thromb Haemost 2025;23(7):2356-2362",
            "abstract seen; table not seen",
            pmid="40216223",
            doi="10.1016/j.jtha.2025.03.038",
        ),
    ),
    examples=(
        Example({"d_dimer_ratio_uln": 3.0}, {"points": 0}, "3.0 is not above 3"),
        Example({"d_dimer_ratio_uln": 7.0}, {"points": 2}, "7.0 is not above 7"),
    ),
    aliases=("ISTH DIC 2025",),
    names=("ISTH 2025 overt DIC score", "2025 ISTH overt DIC score", "ISTH 2025 DIC score"),
)
