"""Body surface area."""

from __future__ import annotations

from math import sqrt

from curbside.calculators.forms import Calculator, Example, Source
from curbside.calculators.formulas import single
from curbside.calculators.scores.body_mass_index import ANY_HEIGHT, ANY_WEIGHT

SCORE = Calculator(
    id="body_surface_area",
    name="Body surface area",
    version="Mosteller 1987",
    specialty="Pharmacology",
    purpose="Body surface area, by which some drugs are dosed.",
    main="bsa",
    unit="m^2",
    inputs=(ANY_WEIGHT, ANY_HEIGHT),
    method=single(
        "bsa",
        lambda values: sqrt(values.number("weight") * values.number("height") / 3600),
        "square root of (weight in kg x height in cm / 3600)",
    ),
    ambiguities=("Older and other formulas (Du Bois 1916, Haycock 1978) give slightly other areas.",),
    sources=(
        Source("Mosteller RD. Simplified calculation of body-surface area. N Engl J Med 1987;317(17):1098",
               "citation and formula seen", pmid="3657876", doi="10.1056/NEJM198710223171717"),
    ),
    examples=(Example({"weight": 70, "height": 175}, {"bsa": 1.845}, "sqrt(3.4028)"),),
    aliases=("bsa", "Body Surface Area Calculator"),
    names=("Mosteller formula",),
)  # fmt: skip
