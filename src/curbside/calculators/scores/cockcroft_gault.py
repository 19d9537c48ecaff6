"""Creatinine clearance by Cockcroft and Gault."""

from __future__ import annotations

from curbside.calculators.forms import Calculator, Example, Flag, Outcome, Source, Step, Values
from curbside.calculators.formulas import Formula
from curbside.calculators.measures import AGE, CREATININE, FEMALE_BY_SEX, HEIGHT, WEIGHT, needs, optional
from curbside.calculators.weights import BODY_MASS_INDEX, adjusted_weight, body_mass_index, ideal_weight


def _clearance(values: Values, weight: float) -> float:
    whole = (140 - values.number("age")) * weight / (72 * values.number("creatinine"))
    return whole * 0.85 if values.flag("female") else whole


def _dosing_weight(values: Values) -> tuple[float, str]:
    """The weight that is put in, and why: by body mass index where the height is known."""
    actual, height = values.number("weight"), values.maybe("height")
    if height is None:
        return actual, "actual weight, as given"
    ideal = ideal_weight(height, values.flag("female"))
    index = body_mass_index(actual, height)
    if index < BODY_MASS_INDEX["normal"]:
        return actual, f"actual weight (body mass index {index:.1f}: underweight)"
    if index < BODY_MASS_INDEX["overweight"]:
        return min(ideal, actual), f"the lesser of ideal and actual weight (body mass index {index:.1f}: normal)"
    return adjusted_weight(actual, ideal), f"adjusted weight (body mass index {index:.1f}: overweight)"


def _compute(values: Values) -> Outcome:
    weight, why = _dosing_weight(values)
    found = round(_clearance(values, weight), 1)
    actual, height = values.number("weight"), values.maybe("height")
    steps = [Step("Weight put in", f"{weight:.1f} kg: {why}")]
    if height is not None:
        ideal = ideal_weight(height, values.flag("female"))
        each = {"actual": actual, "ideal": ideal, "adjusted": adjusted_weight(actual, ideal)}
        steps += [
            Step(f"By {name} weight", f"{w:.1f} kg: {_clearance(values, w):.1f} mL/min") for name, w in each.items()
        ]
    factor = " x 0.85" if values.flag("female") else ""
    steps.append(
        Step(
            "Clearance",
            f"(140 - {values.number('age'):g}) x {weight:.4g} / (72 x {values.number('creatinine'):.4g}){factor} = "
            f"{found}",
        )
    )
    return Outcome({"crcl": found}, found, tuple(steps))


SCORE = Calculator(
    id="cockcroft_gault",
    name="Cockcroft-Gault creatinine clearance",
    version="1976 (equation as reproduced)",
    specialty="Nephrology",
    purpose="Creatinine clearance, for the dosing of drugs.",
    main="crcl",
    unit="mL/min",
    inputs=(AGE, WEIGHT, CREATININE, needs(Flag("female", "Female")), optional(HEIGHT)),
    alternatives=(FEMALE_BY_SEX,),
    method=Formula(
        _compute,
        (("Clearance in mL/min", "(140 - age) x weight / (72 x creatinine in mg/dL), x 0.85 in women"),),
        ("crcl",),
        monotone=True,
    ),
    notes=(
        "In mL/min, not indexed to body surface area; used for drug dosing.",
        "Given a height, the weight put in follows the body mass index: actual below 18.5, the lesser of ideal and "
        "actual below 25, adjusted from 25; the clearance by each weight is in the steps.",
    ),
    ambiguities=(
        "Which weight to put in (actual, ideal, adjusted) is not settled; one source has the ideal weight where the "
        "actual exceeds it.",
        "Dividing by 85 instead of 72 in women is not the same as x 0.85, which amounts to 84.7.",
    ),
    successor="for the staging of kidney disease: ckd_epi_2021",
    sources=(
        Source(
            "Cockcroft DW, Gault MH. Prediction of creatinine clearance from serum creatinine. Nephron "
            "1976;16(1):31-41",
            "citation seen; equation seen in copies",
        ),
        Source(
            "Taber's Medical Dictionary, Cockcroft-Gault formula",
            "equation seen",
            url="https://www.tabers.com/tabersonline/view/Tabers-Dictionary/738131/all/Cockcroft_Gault_formula",
        ),
        Source(
            "GlobalRPh, creatinine clearance",
            "ideal and adjusted weight seen",
            url="http://globalrph.com/multiple_crcl_2012.htm",
        ),
    ),  # fmt: skip
    examples=(
        Example({"age": 40, "weight": 72, "creatinine": 1.0, "female": False}, {"crcl": 100.0}, "100 x 72 / 72"),
        Example({"age": 65, "weight": 70, "creatinine": 1.4, "female": False}, {"crcl": 52.1}, "75 x 70 / 100.8"),
    ),
    aliases=("Creatinine Clearance (Cockcroft-Gault Equation)", "crcl", "creatinine_clearance"),
    names=("Cockcroft-Gault", "Cockcroft and Gault", "Cockcroft Gault"),
)
