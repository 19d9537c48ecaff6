"""Mean arterial pressure."""

from __future__ import annotations

from curbside.calculators.forms import Calculator, Example, Source
from curbside.calculators.formulas import single
from curbside.calculators.measures import DIASTOLIC, SYSTOLIC

SCORE = Calculator(
    id="mean_arterial_pressure",
    name="Mean arterial pressure",
    version="as taught; no single publication",
    specialty="Intensive care",
    purpose="Mean arterial pressure from the systolic and the diastolic pressure.",
    main="map",
    unit="mmHg",
    inputs=(SYSTOLIC, DIASTOLIC),
    method=single(
        "map",
        lambda values: (values.number("sbp") + 2 * values.number("dbp")) / 3,
        "(systolic + 2 x diastolic) / 3",
        digits=1,
    ),
    ambiguities=("The weights of one and two thirds hold at usual heart rates; at fast rates the mean lies higher.",),
    sources=(Source("Formula as reproduced in calculator catalogues; no primary publication", "formula seen"),),
    examples=(Example({"sbp": 120, "dbp": 80}, {"map": 93.3}, "(120 + 160) / 3"),),
    aliases=("map", "Mean Arterial Pressure (MAP)"),
)
