"""LDL cholesterol by Friedewald."""

from __future__ import annotations

from curbside.calculators.forms import Calculator, Example, Number, Outcome, Source, Step, Values
from curbside.calculators.formulas import Formula

TOTAL = Number("total_cholesterol", "Total cholesterol", "mg/dL", 30, 1500, ("Total cholesterol",), "cholesterol")
HDL = Number("hdl", "HDL cholesterol", "mg/dL", 3, 200, ("high-density lipoprotein cholesterol",), "cholesterol")


def _compute(values: Values) -> Outcome:
    total, hdl, fats = values.number("total_cholesterol"), values.number("hdl"), values.number("triglycerides")
    found = round(total - hdl - fats / 5, 3)
    step = Step("LDL", f"{total:.4g} - {hdl:.4g} - {fats:.4g} / 5 = {found:g}")
    warned = ("Triglycerides are at or above 400 mg/dL, where the formula does not hold.",) if fats >= 400 else ()
    return Outcome({"ldl": found}, found, (step,), warned)


SCORE = Calculator(
    id="ldl_friedewald",
    name="LDL cholesterol by Friedewald",
    version="Friedewald et al. 1972",
    specialty="Cardiology",
    purpose="LDL cholesterol from the other lipids.",
    main="ldl",
    unit="mg/dL",
    inputs=(
        TOTAL,
        HDL,
        Number("triglycerides", "Triglycerides", "mg/dL", 10, 5000, ("Triglycerides",), substance="triglycerides"),
    ),
    method=Formula(_compute, (("LDL", "total cholesterol - HDL - triglycerides / 5, in mg/dL"),), ("ldl",)),
    notes=("Valid below triglycerides of 400 mg/dL.",),
    ambiguities=("Martin-Hopkins (2013) and Sampson (2020) estimate better at low LDL and high triglycerides.",),
    sources=(
        Source(
            "Friedewald WT, Levy RI, Fredrickson DS. Estimation of the concentration of low-density lipoprotein "
            "cholesterol in plasma, without use of the preparative ultracentrifuge. Clin Chem 1972;18(6):499-502",
            "citation and formula seen",
            pmid="4337382",
            doi="10.1093/clinchem/18.6.499",
        ),
    ),
    examples=(Example({"total_cholesterol": 200, "hdl": 50, "triglycerides": 150}, {"ldl": 120.0}, "200 - 50 - 30"),),
    aliases=("ldl", "LDL Calculated"),
    names=("Friedewald formula", "Friedewald equation"),
)
