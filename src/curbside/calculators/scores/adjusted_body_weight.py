"""Adjusted body weight."""

from __future__ import annotations

from curbside.calculators.forms import Calculator, Example, Flag, Source, Values
from curbside.calculators.formulas import single
from curbside.calculators.measures import FEMALE_BY_SEX, WEIGHT, needs
from curbside.calculators.scores.ideal_body_weight import HEIGHT, PAI
from curbside.calculators.weights import adjusted_weight, ideal_weight


def _adjusted(values: Values) -> float:
    return adjusted_weight(values.number("weight"), ideal_weight(values.number("height"), values.flag("female")))


SCORE = Calculator(
    id="adjusted_body_weight",
    name="Adjusted body weight",
    version="ideal weight of Devine 1974 and four tenths of the rest",
    specialty="Pharmacology",
    purpose="A weight by which some drugs are dosed in obesity.",
    main="abw",
    unit="kg",
    inputs=(WEIGHT, HEIGHT, needs(Flag("female", "Female"))),
    alternatives=(FEMALE_BY_SEX,),
    method=single("abw", _adjusted, "ideal weight + 0.4 x (actual weight - ideal weight)"),
    ambiguities=("Meant for actual weights above the ideal one; below it, adjusting would raise the weight.",),
    sources=(
        Source("National Blood Authority Australia, BloodSTAR, dose-determining weight", "formula seen",
               url="https://nba.gov.au/bloodstar-calculator-adjusting-ig-dose-ideal-body-weight"),
        PAI,
    ),
    examples=(
        Example({"weight": 78.8, "height": 157, "female": True}, {"abw": 61.319}, "49.665 + 0.4 x 29.135"),
    ),
    aliases=("abw",),
    names=("adjusted body weight",),
)  # fmt: skip
