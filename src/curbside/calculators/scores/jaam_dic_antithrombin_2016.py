"""The JAAM DIC criteria with antithrombin in the place of SIRS, proposed 2016."""

from __future__ import annotations

from curbside.calculators.forms import Band, Calculator, Example, Number, Source
from curbside.calculators.measures import PLATELETS
from curbside.calculators.points import Points, banded
from curbside.calculators.scores.jaam_dic_2006 import (
    FDP,
    FDP_POINTS,
    PLATELET_POINTS,
    PLATELETS_BEFORE,
    PT_POINTS,
    PT_RATIO,
)

ANTITHROMBIN = Number("antithrombin", "Antithrombin activity", "%", 0, 200, aliases=("antithrombin_activity",))
_INFERRED = "The point for antithrombin and the cut-off of 4 are inferred from the abstract, not read in the paper."

SCORE = Calculator(
    id="jaam_dic_antithrombin_2016",
    name="JAAM DIC score with antithrombin",
    version="2016 (revision proposal)",
    specialty="Haematology",
    purpose="The JAAM DIC criteria with antithrombin activity below 70 % in the place of SIRS.",
    provisional=_INFERRED,
    inputs=(ANTITHROMBIN, PLATELETS, PLATELETS_BEFORE, PT_RATIO, FDP),
    method=Points(
        (
            banded("antithrombin", "Antithrombin activity", {"<70": 1, ">=70": 0}, "%"),
            PLATELET_POINTS,
            PT_POINTS,
            FDP_POINTS,
        ),
        lambda total, points, values: {"dic": total >= 4},
    ),
    scale=(0, 8),
    bands=(
        Band(">=4", "DIC (cut-off assumed unchanged from JAAM 2006; not stated in the abstract)", "DIC"),
        Band("<4", "not DIC (cut-off assumed unchanged from JAAM 2006)", "not DIC"),
    ),
    ambiguities=(_INFERRED,),
    sources=(
        Source(
            "Revision of the JAAM DIC diagnostic criteria using antithrombin activity. Critical Care 2016",
            "abstract seen",
            doi="10.1186/s13054-016-1468-1",
        ),
    ),
    examples=(
        Example(
            {"antithrombin": 69, "platelets": 80, "platelets_24h_ago": None, "pt_ratio": 1.2, "fdp": 10},
            {"score": 4, "dic": True},
            "1+1+1+1=4",
        ),
        Example(
            {"antithrombin": 40, "platelets": 200, "platelets_24h_ago": None, "pt_ratio": 1.1, "fdp": 24},
            {"score": 2, "dic": False},
            "1+0+0+1=2",
        ),
    ),
    aliases=("jaam_antithrombin",),
    names=("JAAM DIC score with antithrombin",),
)
