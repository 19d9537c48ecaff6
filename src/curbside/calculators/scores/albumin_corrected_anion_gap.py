"""The anion gap corrected for albumin."""

from __future__ import annotations

from curbside.calculators.acid_base import CORRECTED, ELECTROLYTES, FIGGE, OH, corrected_gap
from curbside.calculators.forms import Calculator, Example
from curbside.calculators.formulas import single
from curbside.calculators.measures import ALBUMIN

SCORE = Calculator(
    id="albumin_corrected_anion_gap",
    name="Anion gap corrected for albumin",
    version="Figge et al. 1998",
    specialty="Nephrology",
    purpose="The anion gap as it would be with an albumin of 4 g/dL.",
    main="anion_gap",
    unit="mmol/L",
    inputs=(*ELECTROLYTES, ALBUMIN),
    method=single("anion_gap", corrected_gap, CORRECTED),
    ambiguities=("A normal albumin of 4 g/dL is assumed.",),
    sources=(FIGGE, OH),
    examples=(
        Example({"sodium": 140, "chloride": 100, "bicarbonate": 20, "albumin": 2.0}, {"anion_gap": 25}, "20 + 5"),
    ),
    names=("albumin-corrected anion gap", "corrected anion gap"),
)
