"""Free water deficit."""

from __future__ import annotations

from curbside.calculators.forms import Calculator, Example, Flag, Number, Source, Values
from curbside.calculators.formulas import single
from curbside.calculators.measures import ANY_AGE, FEMALE_BY_SEX, SODIUM, needs


def body_water(age: float, female: bool) -> float:
    """The share of the weight that is water: 0.6 in children and men, 0.5 in women; from 65 years 0.5 and 0.45."""
    if age < 18:
        return 0.6
    if age < 65:
        return 0.5 if female else 0.6
    return 0.45 if female else 0.5


def _deficit(values: Values) -> float:
    share = body_water(values.number("age"), values.flag("female"))
    return share * values.number("weight") * (values.number("sodium") / 140 - 1)


SCORE = Calculator(
    id="free_water_deficit",
    name="Free water deficit",
    version="as taught, against a sodium of 140 mmol/L",
    specialty="Nephrology",
    purpose="Water that is lacking in hypernatraemia.",
    main="deficit",
    unit="L",
    inputs=(ANY_AGE, needs(Flag("female", "Female")), Number("weight", "Weight", "kg", 0.5, 400), SODIUM),
    alternatives=(FEMALE_BY_SEX,),
    method=single(
        "deficit",
        _deficit,
        "share of water x weight x (sodium / 140 - 1); share 0.6 (women 0.5; from 65 years men 0.5, women 0.45)",
        turns={"age": (18, 65)},
    ),
    notes=("Below a sodium of 140 the result is negative: an excess, not a deficit.",),
    ambiguities=("The share of water in the body is an estimate; it is lower in hypernatraemia and in obesity.",),
    sources=(
        Source("Adrogue HJ, Madias NE. Hypernatremia. N Engl J Med 2000;342(20):1493-1499", "citation seen",
               pmid="10816188", doi="10.1056/NEJM200005183422006"),
        Source("Family Practice Notebook, total body sodium deficit", "formula and shares seen",
               url="https://fpnotebook.com/renal/Lab/TtlBdySdmDfct.htm"),
    ),
    examples=(Example({"age": 70, "female": False, "weight": 80, "sodium": 155}, {"deficit": 4.286}, "0.5 x 80 "
                                                                                                     "x 0.10714"),),
    names=("free water deficit",),
)  # fmt: skip
