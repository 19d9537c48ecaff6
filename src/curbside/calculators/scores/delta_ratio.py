"""The delta ratio."""

from __future__ import annotations

from math import isfinite

from curbside.calculators.acid_base import ELECTROLYTES, GAP, NORMALS, OH, anion_gap, ratio
from curbside.calculators.forms import Band, Calculator, Example, Outcome, Source, Step, Values
from curbside.calculators.formulas import Formula

BANDS = (
    Band(">=0 and <0.4", "hyperchloraemic acidosis with a normal anion gap"),
    Band(">=0.4 and <1", "acidosis with a high and with a normal anion gap together"),
    Band(">=1 and <=2", "acidosis with a high anion gap"),
    Band(">2", "acidosis with a high anion gap, with metabolic alkalosis or a compensated respiratory acidosis"),
)
TELLING = Source("My Endo Consult, anion gap formula", "formula and bands seen",
                 url="https://myendoconsult.com/learn/anion-gap-formula/")  # fmt: skip
UNDEFINED = "Bicarbonate is at its normal of 24: the ratio is not defined."


def outcome(gap: float, values: Values) -> Outcome:
    """The ratio, or that there is none."""
    found = ratio(gap, values)
    step = Step("Ratio", f"({gap:.4g} - 12) / (24 - {values.number('bicarbonate'):g})")
    if not isfinite(found):
        return Outcome({"delta_ratio": None}, None, (step,), (UNDEFINED,))
    return Outcome({"delta_ratio": round(found, 3)}, round(found, 3), (step, Step("Gives", f"{found:.3f}")))


SCORE = Calculator(
    id="delta_ratio",
    name="Delta ratio",
    version="against a normal anion gap of 12 and bicarbonate of 24",
    specialty="Nephrology",
    purpose="Whether another disturbance stands beside an acidosis with a high anion gap.",
    main="delta_ratio",
    inputs=ELECTROLYTES,
    method=Formula(
        lambda values: outcome(anion_gap(values), values),
        (("Delta ratio", f"({GAP} - 12) / (24 - bicarbonate)"),),
        ("delta_ratio",),
        monotone=False,
    ),
    bands=BANDS,
    ambiguities=(NORMALS,),
    sources=(OH, TELLING),
    examples=(Example({"sodium": 140, "chloride": 104, "bicarbonate": 16}, {"delta_ratio": 1.0}, "8 / 8"),),
    names=("delta ratio", "delta-delta ratio"),
)
