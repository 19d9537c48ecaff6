"""Estimated date of birth by Naegele's rule."""

from __future__ import annotations

from datetime import timedelta

from curbside.calculators.forms import Calculator, Day, Example, Number, Outcome, Source, Step, Values
from curbside.calculators.formulas import Formula

LAST_PERIOD = Day("last_menstrual_period", "First day of the last menstrual period", ("Last menstrual date", "lmp"))
ACOG = Source("ACOG Committee Opinion No. 700. Methods for estimating the due date. Obstet Gynecol "
              "2017;129(5):e150-e154",
              "citation seen", pmid="28426621")  # fmt: skip


def _compute(values: Values) -> Outcome:
    cycle = int(values.number("cycle_length"))
    last = values.day("last_menstrual_period")
    due = last + timedelta(days=280 + cycle - 28)
    step = Step("Days", f"{last.isoformat()} + 280 days {cycle - 28:+d} for a cycle of {cycle} days: {due.isoformat()}")
    return Outcome({"due_date": due}, None, (step,))


SCORE = Calculator(
    id="due_date",
    name="Estimated due date",
    version="Naegele's rule, with the length of the cycle",
    specialty="Obstetrics",
    purpose="The day on which birth is expected.",
    main="due_date",
    inputs=(
        LAST_PERIOD,
        Number("cycle_length", "Length of the cycle", "days", 15, 60, ("cycle length",), whole=True, default=28.0),
    ),
    method=Formula(
        _compute,
        (("Due date", "first day of the last period + 280 days + (length of the cycle - 28)"),),
        ("due_date",),
        monotone=False,
    ),
    notes=("Assumes a regular cycle; an early ultrasound measurement is preferred where it differs.",),
    sources=(ACOG,),
    examples=(Example({"last_menstrual_period": "2024-01-01"}, {"due_date": "2024-10-07"}, "280 days"),),
    aliases=("edd", "Estimated Due Date"),
    names=("Naegele's rule", "Naegele rule"),
)
