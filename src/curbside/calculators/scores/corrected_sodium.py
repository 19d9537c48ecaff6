"""Sodium corrected for hyperglycaemia."""

from __future__ import annotations

from curbside.calculators.forms import Calculator, Example, Outcome, Source, Step, Values
from curbside.calculators.formulas import Formula
from curbside.calculators.measures import GLUCOSE, SODIUM


def _compute(values: Values) -> Outcome:
    sodium, above = values.number("sodium"), values.number("glucose") - 100
    found, older = round(sodium + 0.024 * above, 2), round(sodium + 0.016 * above, 2)
    return Outcome(
        {"sodium": found, "sodium_katz": older},
        found,
        (
            Step("Hillier 1999", f"{sodium:g} + 0.024 x {above:.4g} = {found}"),
            Step("Katz 1973", f"{sodium:g} + 0.016 x {above:.4g} = {older}"),
        ),
    )


SCORE = Calculator(
    id="corrected_sodium",
    name="Sodium corrected for hyperglycaemia",
    version="Hillier et al. 1999; Katz 1973 beside it",
    specialty="Endocrinology",
    purpose="Sodium as it would be with a normal glucose.",
    main="sodium",
    unit="mmol/L",
    inputs=(SODIUM, GLUCOSE),
    method=Formula(
        _compute,
        (
            ("Hillier", "sodium + 0.024 x (glucose in mg/dL - 100)"),
            ("Katz", "sodium + 0.016 x (glucose in mg/dL - 100)"),
        ),
        ("sodium", "sodium_katz"),
    ),
    ambiguities=("1.6 mmol/L for each 100 mg/dL (Katz 1973) is still widely used; 2.4 (Hillier 1999) is the result.",),
    sources=(
        Source(
            "Hillier TA, Abbott RD, Barrett EJ. Hyponatremia: evaluating the correction factor for hyperglycemia. Am J "
            "Med 1999;106(4):399-403",
            "citation and formula seen",
            pmid="10225241",
            doi="10.1016/s0002-9343(99)00055-8",
        ),
        Source(
            "Katz MA. Hyperglycemia-induced hyponatremia: calculation of expected serum sodium depression. N "
            "Engl J Med "
            "1973;289(16):843-844",
            "citation and formula seen",
        ),
    ),
    examples=(Example({"sodium": 130, "glucose": 500}, {"sodium": 139.6}, "130 + 0.024 x 400"),),
    aliases=("Sodium Correction for Hyperglycemia",),
)
