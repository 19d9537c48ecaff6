"""Estimated date of conception."""

from __future__ import annotations

from datetime import timedelta

from curbside.calculators.forms import Calculator, Example, Outcome, Step, Values
from curbside.calculators.formulas import Formula
from curbside.calculators.scores.due_date import ACOG, LAST_PERIOD


def _compute(values: Values) -> Outcome:
    last = values.day("last_menstrual_period")
    day = last + timedelta(days=14)
    return Outcome({"conception_date": day}, None, (Step("Days", f"{last.isoformat()} + 14 days: {day.isoformat()}"),))


SCORE = Calculator(
    id="conception_date",
    name="Estimated date of conception",
    version="ovulation taken to be on day 14",
    specialty="Obstetrics",
    purpose="The day around which conception is thought to have been.",
    main="conception_date",
    inputs=(LAST_PERIOD,),
    method=Formula(
        _compute,
        (("Conception", "first day of the last period + 14 days"),),
        ("conception_date",),
        monotone=False,
    ),
    notes=("Ovulation is taken to be on day 14, as in a cycle of 28 days; the length of the cycle is not used.",),
    sources=(ACOG,),
    examples=(Example({"last_menstrual_period": "2024-01-01"}, {"conception_date": "2024-01-15"}, "14 days"),),
    aliases=("Estimated of Conception", "Estimated Date of Conception"),
    unused=("cycle length",),
)
