"""Body mass index."""

from __future__ import annotations

from curbside.calculators.forms import Band, Calculator, Example, Number, Source
from curbside.calculators.formulas import single
from curbside.calculators.weights import body_mass_index

ANY_WEIGHT = Number("weight", "Weight", "kg", 0.5, 500)
ANY_HEIGHT = Number("height", "Height", "cm", 20, 250)

SCORE = Calculator(
    id="body_mass_index",
    name="Body mass index",
    version="WHO 2000 categories for adults",
    specialty="General medicine",
    purpose="Weight for height.",
    main="bmi",
    unit="kg/m^2",
    inputs=(ANY_WEIGHT, ANY_HEIGHT),
    method=single(
        "bmi",
        lambda values: body_mass_index(values.number("weight"), values.number("height")),
        "weight in kg / (height in m)^2",
    ),
    bands=(
        Band("<18.5", "underweight (adults)", "underweight"),
        Band(">=18.5 and <25", "normal (adults)", "normal"),
        Band(">=25 and <30", "overweight (adults)", "overweight"),
        Band(">=30", "obesity (adults)", "obesity"),
    ),
    ambiguities=("For Asian populations lower cut-offs are in use; for children percentiles by age and sex.",),
    sources=(Source("WHO Technical Report Series 894, 2000", "categories seen in a catalogue that cites it"),),
    examples=(Example({"weight": 70, "height": 175}, {"bmi": 22.857}, "70 / 1.75^2"),),
    aliases=("bmi", "Body Mass Index (BMI)"),
)
