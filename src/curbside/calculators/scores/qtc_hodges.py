"""QTc by Hodges."""

from __future__ import annotations

from curbside.calculators.electrocardiogram import correction
from curbside.calculators.forms import Example, Source

SCORE = correction(
    "Hodges",
    lambda qt, rate: qt + 1.75 * (rate - 60),
    "QT + 1.75 x (heart rate - 60)",
    Source(
        "Hodges M, Salerno D, Erlien D. Bazett's QT correction reviewed: evidence that a linear QT correction "
        "for heart "
        "rate is better. J Am Coll Cardiol 1983;1:694",
        "citation seen",
    ),
    Example({"qt": 440, "heart_rate": 100}, {"qtc": 510.0}, "440 + 1.75 x 40"),
)
