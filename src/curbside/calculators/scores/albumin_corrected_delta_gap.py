"""The delta gap corrected for albumin."""

from __future__ import annotations

from curbside.calculators.acid_base import CORRECTED, ELECTROLYTES, FIGGE, NORMAL_GAP, NORMALS, OH, corrected_gap
from curbside.calculators.forms import Calculator, Example
from curbside.calculators.formulas import single
from curbside.calculators.measures import ALBUMIN

SCORE = Calculator(
    id="albumin_corrected_delta_gap",
    name="Delta gap corrected for albumin",
    version="Figge et al. 1998, against a normal anion gap of 12",
    specialty="Nephrology",
    purpose="How far the anion gap, corrected for albumin, is above normal.",
    main="delta_gap",
    unit="mmol/L",
    inputs=(*ELECTROLYTES, ALBUMIN),
    method=single("delta_gap", lambda values: corrected_gap(values) - NORMAL_GAP, f"{CORRECTED} - 12"),
    ambiguities=(NORMALS,),
    sources=(FIGGE, OH),
    examples=(
        Example({"sodium": 140, "chloride": 100, "bicarbonate": 20, "albumin": 2.0}, {"delta_gap": 13}, "25 - 12"),
    ),
)
