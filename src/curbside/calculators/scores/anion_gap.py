"""The anion gap."""

from __future__ import annotations

from curbside.calculators.acid_base import ELECTROLYTES, GAP, OH, anion_gap
from curbside.calculators.forms import Calculator, Example
from curbside.calculators.formulas import single

SCORE = Calculator(
    id="anion_gap",
    name="Anion gap",
    version="without potassium",
    specialty="Nephrology",
    purpose="Anions that are not measured, in metabolic acidosis.",
    main="anion_gap",
    unit="mmol/L",
    inputs=ELECTROLYTES,
    method=single("anion_gap", anion_gap, GAP),
    ambiguities=("Some add potassium; limits of normal differ by laboratory.",),
    sources=(OH,),
    examples=(Example({"sodium": 140, "chloride": 100, "bicarbonate": 24}, {"anion_gap": 16}, "140 - 124"),),
    names=("anion gap",),
)
