"""The DIC criteria of the Japanese Association for Acute Medicine, 2006."""

from __future__ import annotations

from curbside.calculators.conditions import first
from curbside.calculators.forms import Band, Calculator, Example, Number, Source, Values
from curbside.calculators.measures import PLATELETS
from curbside.calculators.points import Criterion, Points, banded

PLATELETS_BEFORE = Number(
    "platelets_24h_ago", "Platelet count 24 hours ago", "10^9/L", 0, 2000, optional=True,
    aliases=("platelets_yesterday",),
)  # fmt: skip
PT_RATIO = Number("pt_ratio", "Prothrombin time ratio (patient to normal)", "", 0.5, 20)
FDP = Number("fdp", "Fibrin degradation products", "ug/mL", 0, 2000)
_COUNT = {"<80": 3.0, ">=80 and <120": 1.0, ">=120": 0.0}
_FALL = {">50": 3.0, ">30": 1.0}


def _platelets(values: Values) -> float:
    now, before = values.number("platelets"), values.maybe("platelets_24h_ago")
    fall = 100 * (before - now) / before if before else 0.0
    return max(first(_COUNT, now)[1], first(_FALL, round(fall, 9))[1])


PLATELET_POINTS = Criterion(
    "platelets",
    "Platelet count",
    ("platelets", "platelets_24h_ago"),
    _platelets,
    "<80 x 10^9/L or a fall of >50 % within 24 h: 3; 80 to <120 or a fall of >30 %: 1; else 0; the higher counts",
    {"platelets": (80, 120)},
)
PT_POINTS = banded("pt_ratio", "Prothrombin time ratio", {">=1.2": 1, "<1.2": 0})
FDP_POINTS = banded("fdp", "Fibrin degradation products", {">=25": 3, ">=10 and <25": 1, "<10": 0}, "ug/mL")
UNCONFIRMED = "The point table was seen in public implementations only; it awaits a check against the paper."

SCORE = Calculator(
    id="jaam_dic_2006",
    name="JAAM DIC score",
    version="2006 (Gando et al.)",
    specialty="Haematology",
    purpose="Disseminated intravascular coagulation in acute illness by the criteria of the Japanese Association for "
    "Acute Medicine.",
    provisional=UNCONFIRMED,
    inputs=(
        Number("sirs_criteria", "SIRS criteria met", "", 0, 4, whole=True, aliases=("sirs",)),
        PLATELETS,
        PLATELETS_BEFORE,
        PT_RATIO,
        FDP,
    ),
    method=Points(
        (
            banded("sirs_criteria", "SIRS criteria met", {">=3": 1, "<=2": 0}),
            PLATELET_POINTS,
            PT_POINTS,
            FDP_POINTS,
        ),
        lambda total, points, values: {"dic": total >= 4},
    ),
    scale=(0, 8),
    bands=(Band(">=4", "DIC by JAAM criteria", "DIC"), Band("<4", "not DIC by JAAM criteria", "not DIC")),
    ambiguities=(
        UNCONFIRMED,
        "A simplified version in circulation takes multiples of D-dimer instead of FDP; it is not this score.",
    ),
    successor="jaam2_dic_2024",
    sources=(
        Source("Gando S, et al. Crit Care Med 2006 (JAAM DIC criteria)", "original table not seen", pmid="17066249"),
        Source(
            "Gando S, et al. 2013, validation (Critical Care)",
            "abstract seen: confirms the item on the fall of platelets; no table",
            doi="10.1186/cc12783",
        ),
    ),
    examples=(
        Example(
            {"sirs_criteria": 3, "platelets": 80, "platelets_24h_ago": None, "pt_ratio": 1.2, "fdp": 10},
            {"score": 4, "dic": True},
            "1+1+1+1=4, exactly on the cut-off",
        ),
        Example(
            {"sirs_criteria": 4, "platelets": 150, "platelets_24h_ago": 300, "pt_ratio": 1.19, "fdp": 9.9},
            {"score": 2, "dic": False},
            "a fall of exactly 50 % is not above 50 % but above 30 %: 1; SIRS 1",
        ),
    ),
    aliases=("jaam", "JAAM DIC"),
    names=("JAAM DIC score", "JAAM DIC criteria", "JAAM criteria", "JAAM score", "JAAM DIC", "JAAM-DIC"),
)
