"""The delta ratio corrected for albumin."""

from __future__ import annotations

from curbside.calculators.acid_base import CORRECTED, ELECTROLYTES, FIGGE, NORMALS, OH, corrected_gap
from curbside.calculators.forms import Calculator, Example
from curbside.calculators.formulas import Formula
from curbside.calculators.measures import ALBUMIN
from curbside.calculators.scores.delta_ratio import BANDS, TELLING, outcome

SCORE = Calculator(
    id="albumin_corrected_delta_ratio",
    name="Delta ratio corrected for albumin",
    version="Figge et al. 1998, against a normal anion gap of 12 and bicarbonate of 24",
    specialty="Nephrology",
    purpose="Whether another disturbance stands beside an acidosis with a high anion gap, with albumin regarded.",
    main="delta_ratio",
    inputs=(*ELECTROLYTES, ALBUMIN),
    method=Formula(
        lambda values: outcome(corrected_gap(values), values),
        (("Delta ratio", f"({CORRECTED} - 12) / (24 - bicarbonate)"),),
        ("delta_ratio",),
        monotone=False,
    ),
    bands=BANDS,
    ambiguities=(NORMALS,),
    sources=(FIGGE, OH, TELLING),
    examples=(
        Example({"sodium": 140, "chloride": 97, "bicarbonate": 18, "albumin": 4.0}, {"delta_ratio": 2.167}, "13 / 6"),
    ),
)
