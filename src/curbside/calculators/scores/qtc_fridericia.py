"""QTc by Fridericia."""

from __future__ import annotations

from curbside.calculators.electrocardiogram import correction
from curbside.calculators.forms import Example, Source

SCORE = correction(
    "Fridericia",
    lambda qt, rate: qt / (60 / rate) ** (1 / 3),
    "QT / cube root of RR",
    Source(
        "Fridericia LS. Die Systolendauer im Elektrokardiogramm bei normalen Menschen und bei Herzkranken. Acta Med "
        "Scand 1920;53:469-486",
        "citation seen",
    ),
    Example({"qt": 330, "heart_rate": 118}, {"qtc": 413.5}, "330 / 0.5085^(1/3)"),
)
