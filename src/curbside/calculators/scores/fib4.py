"""The FIB-4 index."""

from __future__ import annotations

from math import sqrt

from curbside.calculators.forms import Band, Calculator, Example, Number, Source, Values
from curbside.calculators.formulas import single
from curbside.calculators.measures import AGE

_ENZYME = (1.0, 20000.0)


def _index(values: Values) -> float:
    return values.number("age") * values.number("ast") / (values.number("platelets") * sqrt(values.number("alt")))


SCORE = Calculator(
    id="fib4",
    name="FIB-4 index",
    version="Sterling et al. 2006",
    specialty="Hepatology",
    purpose="Advanced fibrosis of the liver.",
    main="fib4",
    inputs=(
        AGE,
        Number("ast", "Aspartate aminotransferase", "U/L", *_ENZYME, aliases=("Aspartate aminotransferase",)),
        Number("alt", "Alanine aminotransferase", "U/L", *_ENZYME, aliases=("Alanine aminotransferase",)),
        Number("platelets", "Platelet count", "10^9/L", 1, 2000, aliases=("Platelet count",)),
    ),
    method=single("fib4", _index, "age x AST / (platelets x square root of ALT)"),
    bands=(
        Band("<1.45", "advanced fibrosis unlikely (in HIV and hepatitis C)", "low"),
        Band(">=1.45 and <=3.25", "indeterminate", "indeterminate"),
        Band(">3.25", "advanced fibrosis likely (in HIV and hepatitis C)", "high"),
    ),
    ambiguities=("The cut-offs were derived in HIV with hepatitis C; in fatty liver 1.30 and 2.67 are in use.",),
    sources=(
        Source(
            "Sterling RK, Lissen E, Clumeck N, et al. Development of a simple noninvasive index to predict significant "
            "fibrosis in patients with HIV/HCV coinfection. Hepatology 2006;43(6):1317-1325",
            "citation and formula seen in catalogues",
            pmid="16729309",
            doi="10.1002/hep.21178",
        ),
    ),
    examples=(Example({"age": 55, "ast": 50, "alt": 40, "platelets": 200}, {"fib4": 2.174}, "2750 / (200 x 6.3246)"),),
    aliases=("fib-4", "Fibrosis-4 (FIB-4) Index for Liver Fibrosis"),
    names=("FIB-4", "Fibrosis-4"),
)
