"""The second JAAM DIC criteria, 2024, without SIRS."""

from __future__ import annotations

from curbside.calculators.forms import Band, Calculator, Example, Source
from curbside.calculators.measures import PLATELETS
from curbside.calculators.points import Points
from curbside.calculators.scores.jaam_dic_2006 import (
    FDP,
    FDP_POINTS,
    PLATELET_POINTS,
    PLATELETS_BEFORE,
    PT_POINTS,
    PT_RATIO,
)

_ASSUMED = (
    "The abstract tells that SIRS is left out and the cut-off is 3; the bands for platelets, prothrombin time and FDP "
    "are assumed to be those of 2006."
)

SCORE = Calculator(
    id="jaam2_dic_2024",
    name="JAAM-2 DIC score",
    version="2024 (Yamakawa et al.; SIRS item removed)",
    specialty="Haematology",
    purpose="Disseminated intravascular coagulation in acute illness by the revised criteria of the Japanese "
    "Association for Acute Medicine.",
    provisional=_ASSUMED,
    inputs=(PLATELETS, PLATELETS_BEFORE, PT_RATIO, FDP),
    method=Points((PLATELET_POINTS, PT_POINTS, FDP_POINTS), lambda total, points, values: {"dic": total >= 3}),
    scale=(0, 7),
    bands=(Band(">=3", "DIC by JAAM-2 criteria", "DIC"), Band("<3", "not DIC", "not DIC")),
    ambiguities=(_ASSUMED,),
    sources=(
        Source(
            "Yamakawa K, et al. Thromb Haemost 2024;124(11):1003-1012",
            "abstract seen",
            pmid="38729189",
            doi="10.1055/s-0044-1786808",
        ),
    ),
    examples=(
        Example(
            {"platelets": 80, "platelets_24h_ago": None, "pt_ratio": 1.2, "fdp": 10},
            {"score": 3, "dic": True},
            "1+1+1=3",
        ),
        Example(
            {"platelets": 70, "platelets_24h_ago": 180, "pt_ratio": 1.6, "fdp": 40},
            {"score": 7, "dic": True},
            "3+1+3=7, the maximum",
        ),
    ),
    aliases=("jaam2", "JAAM-2"),
    names=("JAAM-2 DIC score", "JAAM-2 criteria", "JAAM-2 DIC criteria", "JAAM-2"),
)
