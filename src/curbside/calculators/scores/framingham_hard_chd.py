"""Risk of hard coronary heart disease by the Framingham study, as ATP III uses it."""

from __future__ import annotations

from math import exp, log

from curbside.calculators.forms import Band, Calculator, Example, Flag, Number, Outcome, Source, Step, Values
from curbside.calculators.formulas import Formula
from curbside.calculators.measures import FEMALE_BY_SEX, SYSTOLIC, needs
from curbside.calculators.scores.ldl_friedewald import HDL, TOTAL

_MEN = (52.00961, 20.014077, -0.905964, 1.305784, 0.241549, 12.096316, -4.605038, -2.84367, -2.93323)
_WOMEN = (31.764001, 22.465206, -1.187731, 2.552905, 0.420251, 13.07543, -5.060998, -2.996945, 0.0)
"""For ln age, ln total, ln HDL, ln systolic, treated, smoker, ln age x ln total, ln age x smoker, ln age squared."""
_REST = {False: (172.300168, 0.9402, 70.0), True: (146.5933061, 0.98767, 78.0)}
"""The constant, the survival at the mean, and the age above which smoking counts as at that age."""


def _compute(values: Values) -> Outcome:
    female = values.flag("female")
    constant, survival, oldest = _REST[female]
    age, total, smoker = values.number("age"), log(values.number("total_cholesterol")), values.flag("smoker")
    terms = (
        log(age), total, log(values.number("hdl")), log(values.number("sbp")), values.flag("treated"), smoker,
        log(age) * total, log(min(age, oldest)) * smoker, log(age) ** 2,
    )  # fmt: skip
    power = sum(c * t for c, t in zip(_WOMEN if female else _MEN, terms, strict=True)) - constant
    risk = round(100 * (1 - survival ** exp(power)), 2)
    return Outcome(
        {"risk_percent": risk},
        risk,
        (Step("Sum", f"{power:.4f}"), Step("Risk over ten years", f"1 - {survival}^exp(sum) = {risk:g} %")),
    )


SCORE = Calculator(
    id="framingham_hard_chd",
    name="Framingham risk of hard coronary heart disease",
    version="ATP III, 2001",
    specialty="Cardiology",
    purpose="Risk of myocardial infarction or coronary death over ten years.",
    precondition="For ages of 30 to 79 without diabetes and without known coronary heart disease.",
    main="risk_percent",
    unit="%",
    inputs=(
        Number("age", "Age", "years", 20, 100),
        needs(Flag("female", "Female")),
        TOTAL,
        HDL,
        Number("sbp", SYSTOLIC.label, "mmHg", 50, 300, SYSTOLIC.aliases),
        Flag("treated", "Blood pressure treated with drugs", ("Blood pressure being treated with medicines",)),
        Flag("smoker", "Smoker", ("Smoker",)),
    ),
    alternatives=(FEMALE_BY_SEX,),
    method=Formula(
        _compute,
        (("Risk", "1 - survival^exp(sum of coefficients x logarithms - constant), by sex, cholesterol in mg/dL"),),
        ("risk_percent",),
        monotone=False,
    ),
    bands=(
        Band("<10", "low (below 10 %)", "low"),
        Band(">=10 and <=20", "intermediate (10 to 20 %)", "intermediate"),
        Band(">20", "high (above 20 %)", "high"),
    ),
    ambiguities=("Cholesterol goes in as mg/dL; with mmol/L the same coefficients give a risk near nothing.",),
    successor="for the United States: the pooled cohort equations of 2013",
    sources=(
        Source(
            "Wilson PW, D'Agostino RB, Levy D, Belanger AM, Silbershatz H, Kannel WB. Prediction of coronary heart "
            "disease using risk factor categories. Circulation 1998;97(18):1837-1847",
            "citation seen",
            pmid="9603539",
            doi="10.1161/01.cir.97.18.1837",
        ),
        Source("Coefficients of ATP III as reproduced in a calculator's documentation and in several public "
               "implementations, which agree", "coefficients seen"),
    ),
    examples=(
        Example({"age": 50, "female": False, "total_cholesterol": 200, "hdl": 50, "sbp": 120}, {"risk_percent": 3.94},
                "1 - 0.9402^exp(sum)"),
    ),
    aliases=("framingham", "Framingham Risk Score for Hard Coronary Heart Disease"),
    names=("Framingham risk score", "Framingham risk"),
)  # fmt: skip
