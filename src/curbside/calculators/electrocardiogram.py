"""Corrections of the QT interval for the heart rate: what they share."""

from __future__ import annotations

from collections.abc import Callable

from curbside.calculators.forms import Calculator, Example, Source, Values
from curbside.calculators.formulas import single
from curbside.calculators.measures import HEART_RATE, QT

_REVIEW = Source("QTc formulas compared, with their references", "formulas seen",
                 url="https://qtc-calc.netlify.app/?desktop=1")  # fmt: skip


def correction(
    name: str, compute: Callable[[float, float], float], written: str, source: Source, example: Example
) -> Calculator:
    """A correction from QT in ms and heart rate a minute to QTc in ms."""

    def found(values: Values) -> float:
        return compute(values.number("qt"), values.number("heart_rate"))

    return Calculator(
        id=f"qtc_{name.casefold()}",
        name=f"QTc by {name}",
        version=source.citation.rpartition(";")[0].rpartition(" ")[2],
        specialty="Cardiology",
        purpose="The QT interval corrected for the heart rate.",
        main="qtc",
        unit="ms",
        inputs=(QT, HEART_RATE),
        method=single("qtc", found, written, digits=1),
        notes=("RR is 60 over the heart rate, in seconds.",),
        ambiguities=(
            "The corrections differ from one another most at fast and slow rates; a limit of normal belongs to the "
            "correction it was made with.",
        ),
        sources=(source, _REVIEW),
        examples=(example,),
        aliases=(f"QTc {name} Calculator",),
        names=(f"{name} formula", f"{name}'s formula", f"{name} correction", f"QTc {name}"),
    )
