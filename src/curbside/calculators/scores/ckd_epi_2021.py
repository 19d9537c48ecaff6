"""Estimated glomerular filtration rate by CKD-EPI, 2021."""

from __future__ import annotations

from curbside.calculators.forms import Calculator, Example, Flag, Outcome, Source, Step, Values
from curbside.calculators.formulas import Formula
from curbside.calculators.measures import AGE, CREATININE, FEMALE_BY_SEX, needs


def _compute(values: Values) -> Outcome:
    female, age = values.flag("female"), values.number("age")
    kappa, alpha = (0.7, -0.241) if female else (0.9, -0.302)
    ratio = values.number("creatinine") / kappa
    found = 142 * min(ratio, 1) ** alpha * max(ratio, 1) ** -1.200 * 0.9938**age * (1.012 if female else 1)
    rate = round(found, 1)
    return Outcome(
        {"egfr": rate},
        rate,
        (
            Step("Creatinine over kappa", f"{values.number('creatinine'):.4g} / {kappa} = {ratio:.4g}"),
            Step("Powers", f"min(ratio, 1)^{alpha} x max(ratio, 1)^-1.200 x 0.9938^{age:g}"),
            Step("Rate", f"142 x these{' x 1.012' if female else ''} = {rate} mL/min/1.73 m2"),
        ),
    )


SCORE = Calculator(
    id="ckd_epi_2021",
    name="CKD-EPI 2021 creatinine equation (without race)",
    version="2021",
    specialty="Nephrology",
    purpose="Estimated glomerular filtration rate in adults.",
    main="egfr",
    unit="mL/min/1.73 m^2",
    inputs=(CREATININE, AGE, needs(Flag("female", "Female"))),
    alternatives=(FEMALE_BY_SEX,),
    method=Formula(
        _compute,
        (
            (
                "eGFR in mL/min/1.73 m2",
                "142 x min(Scr/k, 1)^a x max(Scr/k, 1)^-1.200 x 0.9938^age (x 1.012 in women); k 0.7 in women, 0.9 in "
                "men; a -0.241 in women, -0.302 in men; Scr in mg/dL",
            ),
        ),
        ("egfr",),
    ),
    notes=(
        "NIDDK: overestimates by about 4 % in people who are not Black and underestimates by about 4 % in Black "
        "people; creatinine with cystatin C is preferred near thresholds for a decision.",
    ),
    ambiguities=(
        "Pages in circulation label other formulas, with a factor for race, as CKD-EPI 2021: they are not this one.",
    ),
    sources=(
        Source(
            "Inker LA, Eneanya ND, Coresh J, et al. New creatinine- and cystatin C-based equations to estimate GFR "
            "without race. N Engl J Med 2021;385:1737-1749",
            "citation and equation seen (kidney.org)",
            pmid="34554658",
            doi="10.1056/NEJMoa2102953",
            url="https://kidney.org/ckd-epi-creatinine-equation-2021",
        ),
    ),
    examples=(
        Example({"creatinine": 0.9, "age": 20, "female": False}, {"egfr": 125.4}, "142 x 0.9938^20"),
        Example({"creatinine": 0.9, "age": 55, "female": True}, {"egfr": 75.5}, "142 x 0.7396 x 0.7103 x 1.012"),
    ),
    aliases=("ckd_epi", "CKD-EPI Equations for Glomerular Filtration Rate", "egfr"),
    names=("CKD-EPI", "CKD-EPI equation", "Chronic Kidney Disease Epidemiology Collaboration"),
)
