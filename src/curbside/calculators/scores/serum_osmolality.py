"""Calculated serum osmolality."""

from __future__ import annotations

from curbside.calculators.forms import Calculator, Example, Source, Values
from curbside.calculators.formulas import single
from curbside.calculators.measures import GLUCOSE, SODIUM, UREA_NITROGEN


def _osmolality(values: Values) -> float:
    return 2 * values.number("sodium") + values.number("bun") / 2.8 + values.number("glucose") / 18


SCORE = Calculator(
    id="serum_osmolality",
    name="Calculated serum osmolality",
    version="as taught, without ethanol",
    specialty="Nephrology",
    purpose="Osmolality from sodium, glucose and urea nitrogen.",
    main="osmolality",
    unit="mOsm/kg",
    inputs=(SODIUM, GLUCOSE, UREA_NITROGEN),
    method=single("osmolality", _osmolality, "2 x sodium + urea nitrogen in mg/dL / 2.8 + glucose in mg/dL / 18"),
    notes=("Ethanol and other osmoles that are not measured are not counted.",),
    sources=(Source("Smithline N, Gardner KD. Gaps: anionic and osmolal. JAMA 1976;236:1594-1597",
                    "citation and formula seen in a catalogue"),),
    examples=(Example({"sodium": 140, "bun": 14, "glucose": 90}, {"osmolality": 290.0}, "280 + 5 + 5"),),
    aliases=("osmolality",),
    names=("calculated serum osmolality", "calculated osmolality"),
)  # fmt: skip
