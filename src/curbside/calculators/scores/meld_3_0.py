"""MELD 3.0."""

from __future__ import annotations

from math import floor, log

from curbside.calculators.forms import Band, Calculator, Example, Flag, Number, Outcome, Source, Step, Values
from curbside.calculators.formulas import Formula
from curbside.calculators.measures import BILIRUBIN, CREATININE, FEMALE_BY_SEX, INR, needs


def _held(values: Values) -> dict[str, float]:
    """The inputs held to the bounds of the score."""
    dialysis = values.flag("dialysis_twice_in_week")
    return {
        "bilirubin": max(values.number("bilirubin"), 1.0),
        "inr": max(values.number("inr"), 1.0),
        "creatinine": 3.0 if dialysis else min(max(values.number("creatinine"), 1.0), 3.0),
        "sodium": min(max(values.number("sodium"), 125.0), 137.0),
        "albumin": min(max(values.number("albumin"), 1.5), 3.5),
    }


def _compute(values: Values) -> Outcome:
    held = _held(values)
    bilirubin, creatinine = log(held["bilirubin"]), log(held["creatinine"])
    sodium, albumin = 137 - held["sodium"], 3.5 - held["albumin"]
    raw = (
        1.33 * values.flag("female")
        + 4.56 * bilirubin
        + 0.82 * sodium
        - 0.24 * sodium * bilirubin
        + 9.09 * log(held["inr"])
        + 11.14 * creatinine
        + 1.85 * albumin
        - 1.83 * albumin * creatinine
        + 6
    )
    score = min(max(floor(raw + 0.5), 6), 40)
    shown = ", ".join(f"{k} {v:.4g}" for k, v in held.items())
    return Outcome(
        {"raw": round(raw, 2), "score": score},
        score,
        (Step("Inputs held to the bounds", shown), Step("Sum", f"{raw:.2f}, rounded and held to 6 to 40: {score}")),
    )


SCORE = Calculator(
    id="meld_3_0",
    name="MELD 3.0",
    version="2021 (Kim et al.), adults registered at 18 or over",
    specialty="Hepatology",
    purpose="Mortality over 90 days in end-stage liver disease, for the allocation of livers.",
    inputs=(
        BILIRUBIN,
        INR,
        CREATININE,
        Number("sodium", "Sodium", "mmol/L", 100, 180, substance="sodium"),
        Number("albumin", "Albumin", "g/dL", 0.5, 6),
        needs(Flag("female", "Female")),
        Flag("dialysis_twice_in_week", "Dialysis twice in the past week", ("dialysis",)),
    ),
    alternatives=(FEMALE_BY_SEX,),
    method=Formula(
        _compute,
        (
            (
                "MELD 3.0",
                "1.33 (women) + 4.56 ln(bilirubin) + 0.82 (137 - Na) - 0.24 (137 - Na) ln(bilirubin) + 9.09 ln(INR) + "
                "11.14 ln(creatinine) + 1.85 (3.5 - albumin) - 1.83 (3.5 - albumin) ln(creatinine) + 6",
            ),
            (
                "Bounds",
                "bilirubin, INR and creatinine 1 at least; creatinine 3 at most, and 3 with dialysis; sodium 125 to "
                "137; albumin 1.5 to 3.5; rounded; 6 to 40",
            ),
        ),
        ("raw", "score"),
    ),
    scale=(6, 40),
    bands=(
        Band(
            ">=6",
            "higher means higher mortality over 90 days; concordance 0.869 against 0.862 for MELD-Na; a net 8.8 % of "
            "those who died were moved upward",
        ),
    ),
    ambiguities=(
        "Dialysis sets the creatinine to 3.0 here; one page sets 4.0, the old rule.",
        "The constant is 6 for adults; 7.33 without a term for sex is for candidates of 12 to 17 years.",
        "Albumin is held to 1.5 from below; one implementation has 2.0.",
    ),
    sources=(
        Source(
            "Kim WR, Mannalithara A, Heimbach JK, et al. MELD 3.0: the Model for End-Stage Liver Disease updated for "
            "the modern era. Gastroenterology 2021;161(6):1887-1895",
            "abstract seen; coefficients agree in five public implementations",
            pmid="34481845",
            doi="10.1053/j.gastro.2021.08.050",
        ),
    ),
    examples=(
        Example(
            {"bilirubin": 2.0, "inr": 1.5, "creatinine": 1.2, "sodium": 138, "albumin": 3.5, "female": False},
            {"raw": 14.88, "score": 15},
            "3.161 + 3.686 + 2.031 + 6",
        ),
    ),
    aliases=("meld", "meld3", "MELD 3"),
    names=("MELD 3.0", "MELD3.0", "Model for End-Stage Liver Disease 3.0"),
)
