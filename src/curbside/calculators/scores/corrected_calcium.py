"""Calcium corrected for albumin."""

from __future__ import annotations

from curbside.calculators.forms import Calculator, Example, Number, Source
from curbside.calculators.formulas import single
from curbside.calculators.measures import ALBUMIN

SCORE = Calculator(
    id="corrected_calcium",
    name="Calcium corrected for albumin",
    version="after Payne et al. 1973, with the coefficient 0.8",
    specialty="Endocrinology",
    purpose="Total calcium as it would be with a normal albumin of 4 g/dL.",
    main="calcium",
    unit="mg/dL",
    inputs=(Number("calcium", "Calcium", "mg/dL", 2, 25, substance="calcium"), ALBUMIN),
    method=single(
        "calcium",
        lambda values: values.number("calcium") + 0.8 * (4 - values.number("albumin")),
        "calcium + 0.8 x (4 - albumin in g/dL)",
    ),
    ambiguities=(
        "The paper of 1973 prints a coefficient of 1; 0.8 is the simplification in general use.",
        "Ionised calcium is measured where a decision hangs on it.",
    ),
    sources=(
        Source(
            "Payne RB, Little AJ, Williams RB, Milner JR. Interpretation of serum calcium in patients with abnormal "
            "serum proteins. Br Med J 1973;4(5893):643-646",
            "citation seen; the formula with 0.8 seen in copies",
            pmid="4758544",
            doi="10.1136/bmj.4.5893.643",
        ),
    ),
    examples=(Example({"calcium": 8.0, "albumin": 2.0}, {"calcium": 9.6}, "8 + 0.8 x 2"),),
    aliases=("Calcium Correction for Hypoalbuminemia",),
    names=("albumin-corrected calcium", "corrected calcium formula"),
)
