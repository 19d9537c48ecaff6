"""MELD-Na as the United States used it from 2016."""

from __future__ import annotations

from math import floor, log

from curbside.calculators.forms import Calculator, Example, Flag, Number, Outcome, Source, Step, Values
from curbside.calculators.formulas import Formula
from curbside.calculators.measures import BILIRUBIN, CREATININE, INR, either


def _compute(values: Values) -> Outcome:
    bilirubin, inr = max(values.number("bilirubin"), 1.0), max(values.number("inr"), 1.0)
    creatinine = 4.0 if values.flag("dialysis") else min(max(values.number("creatinine"), 1.0), 4.0)
    sodium = min(max(values.number("sodium"), 125.0), 137.0)
    plain = floor(10 * (0.957 * log(creatinine) + 0.378 * log(bilirubin) + 1.120 * log(inr) + 0.643) + 0.5)
    below = 137 - sodium
    with_sodium = plain + 1.32 * below - 0.033 * plain * below if plain > 11 else float(plain)
    score = min(max(floor(with_sodium + 0.5), 6), 40)
    return Outcome(
        {"meld": plain, "score": score},
        score,
        (
            Step("Inputs held to the bounds", f"creatinine {creatinine:.4g}, bilirubin {bilirubin:.4g}, INR {inr:.4g}, "
                 f"sodium {sodium:.4g}"),
            Step("MELD", f"{plain}"),
            Step("MELD-Na", f"{with_sodium:.2f}, rounded and held to 6 to 40: {score}"),
        ),
    )  # fmt: skip


SCORE = Calculator(
    id="meld_na",
    name="MELD-Na",
    version="UNOS/OPTN 2016",
    specialty="Hepatology",
    purpose="Mortality over 90 days in end-stage liver disease.",
    inputs=(
        BILIRUBIN,
        INR,
        CREATININE,
        Number("sodium", "Sodium", "mmol/L", 100, 180, substance="sodium"),
        Flag("dialysis", "Dialysis twice, or 24 hours of haemodialysis, in the past week"),
    ),
    alternatives=(
        either(
            "dialysis",
            Flag("dialysis_twice_in_week", "Dialysis twice in the past week",
                 ("Dialysis at least twice in the past week",)),
            Flag("continuous_haemodialysis", "Continuous haemodialysis for 24 hours in the past week",
                 ("Continuous veno-venous hemodialysis for ≥24 hours in the past week",)),
        ),
    ),
    method=Formula(
        _compute,
        (
            ("MELD", "10 x (0.957 ln(creatinine) + 0.378 ln(bilirubin) + 1.120 ln(INR) + 0.643), rounded"),
            ("MELD-Na", "above 11: MELD + 1.32 (137 - Na) - 0.033 x MELD x (137 - Na)"),
            ("Bounds", "inputs 1 at least; creatinine 4 at most, and 4 with dialysis; sodium 125 to 137; result "
                       "6 to 40"),
        ),
        ("meld", "score"),
    ),
    scale=(6, 40),
    ambiguities=("Rounding of MELD before the sodium enters moves some results by a point.",),
    successor="meld_3_0",
    sources=(
        Source("Kim WR, Biggins SW, Kremers WK, et al. Hyponatremia and mortality among patients on the "
               "liver-transplant "
               "waiting list. N Engl J Med 2008;359(10):1018-1026", "citation seen", pmid="18768945",
               doi="10.1056/NEJMoa0801209"),
        Source("MELD-Na by the rule of 2016", "formula, bounds and worked example seen",
               url="https://calculatorhub.com/tools/meld-na-score-calculator/"),
    ),
    examples=(
        Example({"bilirubin": 2, "inr": 1.5, "creatinine": 1.2, "sodium": 135}, {"meld": 15, "score": 17},
                "15 + 2.64 - 0.99 = 16.65"),
    ),
    aliases=("MELD Na (UNOS/OPTN)", "MELDNa"),
    names=("MELD-Na", "MELDNa"),
)  # fmt: skip
