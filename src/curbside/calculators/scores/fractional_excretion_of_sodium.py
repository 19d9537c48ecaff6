"""The fractional excretion of sodium."""

from __future__ import annotations

from curbside.calculators.forms import Band, Calculator, Example, Number, Source, Values
from curbside.calculators.formulas import single
from curbside.calculators.measures import CREATININE, SODIUM


def _fraction(values: Values) -> float:
    sodium = values.number("urine_sodium") / values.number("sodium")
    return 100 * sodium / (values.number("urine_creatinine") / values.number("creatinine"))


SCORE = Calculator(
    id="fractional_excretion_of_sodium",
    name="Fractional excretion of sodium (FENa)",
    version="Espinel 1976",
    specialty="Nephrology",
    purpose="Prerenal or intrinsic causes of acute kidney injury.",
    main="fena",
    unit="%",
    inputs=(
        SODIUM,
        CREATININE,
        Number("urine_sodium", "Urine sodium", "mmol/L", 1, 400, ("Urine sodium",), substance="sodium"),
        Number("urine_creatinine", "Urine creatinine", "mg/dL", 1, 800, ("Urine creatinine",), substance="creatinine"),
    ),
    method=single("fena", _fraction, "100 x urine sodium x creatinine / (sodium x urine creatinine)"),
    bands=(
        Band("<1", "points to a prerenal cause"),
        Band(">=1 and <=2", "indeterminate"),
        Band(">2", "points to an intrinsic cause"),
    ),
    notes=("Not to be used under diuretics.",),
    sources=(
        Source(
            "Espinel CH. The FENa test. Use in the differential diagnosis of acute renal failure. JAMA "
            "1976;236(6):579-581",
            "citation and formula seen",
            doi="10.1001/jama.1976.03270060029022",
        ),
    ),
    examples=(
        Example(
            {"urine_sodium": 60, "creatinine": 3.0, "sodium": 140, "urine_creatinine": 30}, {"fena": 4.286}, "4.286"
        ),
    ),
    aliases=("fena", "Fractional Excretion of Sodium (FENa)"),
    names=("fractional excretion of sodium", "FENa"),
)
