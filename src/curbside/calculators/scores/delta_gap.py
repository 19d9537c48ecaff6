"""The delta gap."""

from __future__ import annotations

from curbside.calculators.acid_base import ELECTROLYTES, GAP, NORMAL_GAP, NORMALS, OH, anion_gap
from curbside.calculators.forms import Calculator, Example
from curbside.calculators.formulas import single

SCORE = Calculator(
    id="delta_gap",
    name="Delta gap",
    version="against a normal anion gap of 12",
    specialty="Nephrology",
    purpose="How far the anion gap is above normal.",
    main="delta_gap",
    unit="mmol/L",
    inputs=ELECTROLYTES,
    method=single("delta_gap", lambda values: anion_gap(values) - NORMAL_GAP, f"{GAP} - 12"),
    ambiguities=(NORMALS,),
    sources=(OH,),
    examples=(Example({"sodium": 140, "chloride": 100, "bicarbonate": 24}, {"delta_gap": 4}, "16 - 12"),),
    names=("delta gap",),
)
