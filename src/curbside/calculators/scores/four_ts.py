"""The 4Ts score for heparin-induced thrombocytopenia."""

from __future__ import annotations

from curbside.calculators.forms import Band, Calculator, Example, Number, Source
from curbside.calculators.points import Criterion, Points


def _graded(key: str, label: str, rule: str) -> tuple[Number, Criterion]:
    graded = Number(key, label, "", 0, 2, whole=True, note=rule)
    return graded, Criterion(key, label, (key,), lambda values: values.number(key), rule, {key: (0, 1, 2)})


_ITEMS = (
    _graded(
        "thrombocytopenia",
        "Thrombocytopenia",
        "2: fall >50 % and nadir >=20 x 10^9/L; 1: fall 30 to 50 % or nadir 10 to 19; 0: fall <30 % or nadir <10",
    ),
    _graded(
        "timing",
        "Timing of the fall",
        "2: clear onset on day 5 to 10, or within 1 day with heparin in the past 30 days; 1: fits day 5 to 10 but not "
        "clear, or after day 10, or within 1 day with heparin 30 to 100 days ago; 0: by day 4 without recent heparin",
    ),
    _graded(
        "thrombosis",
        "Thrombosis or other sequelae",
        "2: new confirmed thrombosis, skin necrosis, or acute systemic reaction after a bolus; 1: progressive or "
        "recurrent thrombosis, skin lesions without necrosis, or suspected thrombosis; 0: none",
    ),
    _graded("other_causes", "Other causes", "2: none apparent; 1: possible; 0: definite"),
)


def _band(total: float) -> str:
    return "low" if total <= 3 else "intermediate" if total <= 5 else "high"


SCORE = Calculator(
    id="four_ts",
    name="4Ts score for heparin-induced thrombocytopenia",
    version="Lo et al. 2006",
    specialty="Haematology",
    purpose="How probable heparin-induced thrombocytopenia is before testing.",
    inputs=tuple(graded for graded, _ in _ITEMS),
    method=Points(tuple(criterion for _, criterion in _ITEMS), lambda total, points, values: {"band": _band(total)}),
    scale=(0, 8),
    bands=(
        Band("<=3", "low probability (below 1 % in one source, below 5 % in another)", "low"),
        Band(">=4 and <=5", "intermediate probability (about 10 %)", "intermediate"),
        Band(">=6", "high probability (about 50 %)", "high"),
    ),
    ambiguities=(
        "One table has a fall above 50 % or a nadir of 20 or more, and a window of 100 days for 2 points of timing; "
        "the others have 'and', and 30 days.",
        "One copy prints a fall above 30 % for 0 points, which should be below 30 %.",
        "Some tables hold the nadir to 20 to 100.",
        "In DIC another cause is usually definite (0 points), yet autoimmune HIT can itself cause overt DIC.",
    ),
    sources=(
        Source(
            "Lo GK, Juhl D, Warkentin TE, et al. Evaluation of pretest clinical score (4 T's) for the diagnosis of "
            "heparin-induced thrombocytopenia in two clinical settings. J Thromb Haemost 2006;4:759-765",
            "citation seen; criteria seen in copies",
            pmid="16634744",
        ),
    ),
    examples=(
        Example(
            {"thrombocytopenia": 2, "timing": 2, "thrombosis": 0, "other_causes": 1},
            {"score": 5, "band": "intermediate"},
            "2+2+0+1=5",
        ),
    ),
    aliases=("4ts", "4Ts", "HIT score"),
    names=("4Ts score", "4T score", "4 Ts score", "4T's score", "4Ts"),
)
