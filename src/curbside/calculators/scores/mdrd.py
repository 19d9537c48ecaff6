"""Estimated glomerular filtration rate by the MDRD equation with four variables."""

from __future__ import annotations

from curbside.calculators.forms import Alternative, Calculator, Choice, Example, Flag, Source, Values
from curbside.calculators.formulas import single
from curbside.calculators.measures import AGE, CREATININE, FEMALE_BY_SEX, needs

_RACE = Choice(
    "race",
    "Race, as the equation of 2006 asks",
    {
        "black": ("african american",),
        "other": (
            "white",
            "asian",
            "hispanic",
            "caucasian",
            "latino",
            "native american",
            "pacific islander",
            "non-black",
        ),
    },
    ("Race",),
)


def _rate(values: Values) -> float:
    rate: float = 175 * values.number("creatinine") ** -1.154 * values.number("age") ** -0.203
    return rate * (0.742 if values.flag("female") else 1) * (1.212 if values.flag("black") else 1)


SCORE = Calculator(
    id="mdrd",
    name="MDRD equation",
    version="2006, four variables, for creatinine traceable to IDMS",
    specialty="Nephrology",
    purpose="Estimated glomerular filtration rate in adults, as older reports give it.",
    main="egfr",
    unit="mL/min/1.73 m^2",
    inputs=(CREATININE, AGE, needs(Flag("female", "Female")), Flag("black", "Factor for race of the equation")),
    alternatives=(
        FEMALE_BY_SEX,
        Alternative("black", (_RACE,), lambda values: values.choice("race") == "black" if "race" in values else None),
    ),
    method=single(
        "egfr",
        _rate,
        "175 x creatinine^-1.154 x age^-0.203 x 0.742 in women x 1.212 with the factor for race",
        digits=1,
    ),
    ambiguities=(
        "The factor for race is no longer used: the equation of 2021 leaves it out.",
        "The constant was 186 before creatinine was made traceable to IDMS.",
    ),
    successor="ckd_epi_2021",
    sources=(
        Source(
            "Levey AS, Coresh J, Greene T, et al. Using standardized serum creatinine values in the "
            "modification of diet "
            "in renal disease study equation for estimating glomerular filtration rate. Ann Intern Med "
            "2006;145:247-254",
            "citation and equation seen",
            doi="10.7326/0003-4819-145-4-200608150-00004",
            url="https://rdrr.io/cran/cliot/man/mdrd_gfr_equation.html",
        ),
    ),
    examples=(Example({"creatinine": 1.0, "age": 60, "female": False}, {"egfr": 76.2}, "175 x 60^-0.203"),),
    aliases=("MDRD GFR Equation",),
    names=("MDRD equation", "Modification of Diet in Renal Disease"),
    cased=("MDRD",),
)
