"""Weight for a body mass index."""

from __future__ import annotations

from curbside.calculators.forms import Calculator, Example, Number, Source
from curbside.calculators.formulas import single
from curbside.calculators.scores.body_mass_index import ANY_HEIGHT

SCORE = Calculator(
    id="target_weight",
    name="Target weight",
    version="body mass index solved for the weight",
    specialty="General medicine",
    purpose="The weight that has a body mass index at a height.",
    main="weight",
    unit="kg",
    inputs=(Number("bmi", "Body mass index aimed for", "kg/m^2", 8, 80, ("Body Mass Index (BMI)",)), ANY_HEIGHT),
    method=single(
        "weight",
        lambda values: values.number("bmi") * (values.number("height") / 100) ** 2,
        "body mass index x (height in m)^2",
    ),
    sources=(Source("Follows from the definition of the body mass index", "derived"),),
    examples=(Example({"bmi": 25, "height": 170}, {"weight": 72.25}, "25 x 1.7^2"),),
)
