"""Gestational age from the last menstrual period."""

from __future__ import annotations

from curbside.calculators.forms import Calculator, Day, Example, Outcome, Step, Values
from curbside.calculators.formulas import Formula
from curbside.calculators.scores.due_date import ACOG, LAST_PERIOD
from curbside.model import BadInputError


def _compute(values: Values) -> Outcome:
    last, now = values.day("last_menstrual_period"), values.day("current_date")
    days = (now - last).days
    if not 0 <= days <= 320:
        said = f"{days} days after the last period; expected 0 to 320"
        raise BadInputError("gestational_age", "current_date", said)
    weeks, rest = divmod(days, 7)
    step = Step("Days", f"{last.isoformat()} to {now.isoformat()}: {days} days, {weeks} weeks and {rest} days")
    return Outcome({"weeks": weeks, "days": rest, "total_days": days}, float(days), (step,))


SCORE = Calculator(
    id="gestational_age",
    name="Gestational age",
    version="from the last menstrual period",
    specialty="Obstetrics",
    purpose="Completed weeks and days of pregnancy.",
    main="total_days",
    unit="days",
    inputs=(LAST_PERIOD, Day("current_date", "Day for which it is asked", ("Current Date", "today"))),
    method=Formula(
        _compute,
        (("Gestational age", "days since the first day of the last period, as weeks and days"),),
        ("weeks", "days", "total_days"),
        monotone=False,
    ),
    notes=("An early ultrasound measurement is preferred where it differs.",),
    sources=(ACOG,),
    examples=(
        Example(
            {"last_menstrual_period": "2024-01-01", "current_date": "2024-03-15"},
            {"weeks": 10, "days": 4},
            "74 days",
        ),
    ),
    aliases=("Estimated Gestational Age",),
)
