"""QTc by Bazett."""

from __future__ import annotations

from math import sqrt

from curbside.calculators.electrocardiogram import correction
from curbside.calculators.forms import Example, Source

SCORE = correction(
    "Bazett",
    lambda qt, rate: qt / sqrt(60 / rate),
    "QT / square root of RR",
    Source("Bazett HC. An analysis of the time-relations of electrocardiograms. Heart 1920;7:353-370", "citation seen"),
    Example({"qt": 330, "heart_rate": 48}, {"qtc": 295.2}, "330 / sqrt(1.25)"),
)
