"""The DIC criteria of the Japanese Society on Thrombosis and Hemostasis, 2017."""

from __future__ import annotations

from collections.abc import Mapping

from curbside.calculators.conditions import edges, first
from curbside.calculators.forms import Band, Calculator, Choice, Example, Flag, Number, Source, Values
from curbside.calculators.measures import PLATELETS
from curbside.calculators.points import Criterion, Points, banded, flagged
from curbside.calculators.scores.jaam_dic_2006 import FDP, PT_RATIO
from curbside.calculators.scores.jaam_dic_antithrombin_2016 import ANTITHROMBIN

_PLATELETS = {">120": 0.0, ">80 and <=120": 1.0, ">50 and <=80": 2.0, "<=50": 3.0}
_FIBRINOGEN = {">150": 0.0, ">100 and <=150": 1.0, "<=100": 2.0}
_CUT_OFFS = {"basic": 6, "haematopoietic": 4, "infectious": 5}


def _turns(table: Mapping[str, float]) -> tuple[float, ...]:
    return tuple(edge for condition in table for edge in edges(condition))


def _platelets(values: Values) -> float:
    if values.choice("type") == "haematopoietic":
        return 0.0
    count = values.number("platelets")
    fall = 1.0 if values.flag("platelet_fall_30pct_24h") and count > 50 else 0.0
    return min(first(_PLATELETS, count)[1] + fall, 3.0)


def _fibrinogen(values: Values) -> float:
    return 0.0 if values.choice("type") == "infectious" else first(_FIBRINOGEN, values.number("fibrinogen"))[1]


SCORE = Calculator(
    id="jsth_dic_2017",
    name="JSTH DIC criteria",
    version="2017 (approved)",
    specialty="Haematology",
    purpose="Disseminated intravascular coagulation by the Japanese criteria, which differ with what lies beneath.",
    inputs=(
        Choice(
            "type",
            "Kind of underlying disease",
            {"basic": (), "haematopoietic": ("hematopoietic", "haematopoietic disorder"), "infectious": ("infection",)},
        ),
        PLATELETS,
        Flag("platelet_fall_30pct_24h", "Platelets fell by 30 % or more within 24 hours"),
        FDP,
        Number("fibrinogen", "Fibrinogen", "mg/dL", 0, 1500),
        PT_RATIO,
        ANTITHROMBIN,
        Flag("tat_sf_f12_2x_uln", "TAT, SF or F1+2 at twice the upper limit of normal or more"),
        Flag("liver_failure", "Liver failure"),
    ),  # fmt: skip
    method=Points(
        (
            Criterion(
                "platelets",
                "Platelet count and its fall",
                ("type", "platelets", "platelet_fall_30pct_24h"),
                _platelets,
                ">120 x 10^9/L: 0; >80 to 120: 1; >50 to 80: 2; <=50: 3; one more for a fall of 30 % where the count "
                "is above 50, 3 at most; not used in the haematopoietic type",
                {"platelets": _turns(_PLATELETS)},
            ),
            banded(
                "fdp",
                "Fibrin degradation products",
                {"<10": 0, ">=10 and <20": 1, ">=20 and <40": 2, ">=40": 3},
                "ug/mL",
            ),
            Criterion(
                "fibrinogen",
                "Fibrinogen",
                ("type", "fibrinogen"),
                _fibrinogen,
                ">150 mg/dL: 0; >100 to 150: 1; <=100: 2; not used in the infectious type",
                {"fibrinogen": _turns(_FIBRINOGEN)},
            ),
            banded("pt_ratio", "Prothrombin time ratio", {"<1.25": 0, ">=1.25 and <1.67": 1, ">=1.67": 2}),
            banded("antithrombin", "Antithrombin activity", {">70": 0, "<=70": 1}, "%"),
            flagged("tat_sf_f12_2x_uln", "TAT, SF or F1+2"),
            flagged("liver_failure", "Liver failure", -3),
        ),
        lambda total, points, values: {"dic": total >= _CUT_OFFS[values.choice("type")]},
    ),  # fmt: skip
    scale=(-3, 12),
    bands=(
        Band(">=6", "DIC in every type (6 is the cut-off of the basic type)"),
        Band(">=5 and <6", "DIC in the infectious type (cut-off 5) and the haematopoietic type (cut-off 4)"),
        Band(">=4 and <5", "DIC in the haematopoietic type (cut-off 4)"),
        Band("<4", "not DIC in any type"),
    ),
    ambiguities=(
        "The provisional table of 2016 used 6 for the infectious type; the approved table of 2017 uses 5.",
        "Where FDP is not measured, a D-dimer of twice the upper limit or more scores 1 (the text seen was cut off).",
        "One form in circulation prints fibrinogen below 100 for 2 points where the table prints 100 or below.",
    ),
    sources=(
        Source(
            "The approval of revised diagnostic criteria for DIC from the Japanese Society on Thrombosis and "
            "Hemostasis. Thrombosis Journal 2017",
            "primary table seen",
            doi="10.1186/s12959-017-0142-4",
        ),
        Source(
            "Provisional version, table 4. Thrombosis Journal 2016",
            "primary table seen",
            doi="10.1186/s12959-016-0117-x",
        ),
    ),  # fmt: skip
    examples=(
        Example(
            {
                "type": "infectious",
                "platelets": 80,
                "platelet_fall_30pct_24h": False,
                "fdp": 10,
                "fibrinogen": 400,
                "pt_ratio": 1.25,
                "antithrombin": 70,
                "tat_sf_f12_2x_uln": False,
                "liver_failure": False,
            },
            {"score": 5, "dic": True},
            "2+1+1+1=5, fibrinogen not used: DIC in 2017, not in the draft of 2016",
        ),
    ),  # fmt: skip
    aliases=("jsth", "JSTH DIC"),
    names=("JSTH DIC criteria", "JSTH criteria", "JSTH DIC score", "JSTH diagnostic criteria"),
)
