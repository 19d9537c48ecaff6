"""The DIC score modified for pregnancy, 2014."""

from __future__ import annotations

from curbside.calculators.forms import Band, Calculator, Example, Number, Source
from curbside.calculators.measures import PLATELETS
from curbside.calculators.points import Points, banded

_UNCONFIRMED = (
    "The point table was seen in a specification of a public implementation only; it awaits a check against the paper."
)

SCORE = Calculator(
    id="dic_pregnancy_erez_2014",
    name="Pregnancy-modified DIC score",
    version="Erez et al. 2014",
    specialty="Obstetrics",
    purpose="Disseminated intravascular coagulation in pregnancy.",
    provisional=_UNCONFIRMED,
    inputs=(
        PLATELETS,
        Number("pt_difference", "Prothrombin time, patient less control", "s", 0, 120),
        Number("fibrinogen", "Fibrinogen", "g/L", 0, 15),
    ),
    method=Points(
        (
            banded(
                "platelets",
                "Platelet count",
                {"<50": 1, ">=50 and <=100": 2, ">100 and <=185": 1, ">185": 0},
                "x 10^9/L",
            ),
            banded(
                "pt_difference",
                "Prothrombin time difference",
                {"<0.5": 0, ">=0.5 and <=1": 5, ">1 and <=1.5": 12, ">1.5": 25},
                "s",
            ),
            banded("fibrinogen", "Fibrinogen", {"<3": 25, ">=3 and <=4": 6, ">4 and <=4.5": 1, ">4.5": 0}, "g/L"),
        ),
        lambda total, points, values: {"dic": total >= 26},
    ),  # fmt: skip
    scale=(0, 52),
    bands=(
        Band(">=26", "DIC (sensitivity 88 %, specificity 96 %, likelihood ratios 22 and 0.125)", "DIC"),
        Band("<26", "below the cut-off of 26", "not DIC"),
    ),
    ambiguities=(
        "The points for platelets do not rise steadily in the published table: below 50 gets 1, 50 to 100 gets 2.",
        _UNCONFIRMED,
    ),
    sources=(
        Source(
            "Erez O, et al. PLoS One 2014;9(4):e93240",
            "abstract seen (cut-off and accuracy); point table not seen",
            pmid="24728139",
            doi="10.1371/journal.pone.0093240",
        ),
    ),
    examples=(
        Example({"platelets": 150, "pt_difference": 1.6, "fibrinogen": 5.0}, {"score": 26, "dic": True}, "25+1=26"),
        Example({"platelets": 49, "pt_difference": 1.0, "fibrinogen": 3.0}, {"score": 12, "dic": False}, "1+5+6=12"),
    ),
    aliases=("erez", "pregnancy DIC score"),
    names=("pregnancy-modified DIC score", "pregnancy-modified ISTH DIC score", "Erez score"),
)
