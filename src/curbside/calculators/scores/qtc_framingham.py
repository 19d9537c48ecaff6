"""QTc by the Framingham study."""

from __future__ import annotations

from curbside.calculators.electrocardiogram import correction
from curbside.calculators.forms import Example, Source

SCORE = correction(
    "Framingham",
    lambda qt, rate: qt + 154 * (1 - 60 / rate),
    "QT + 154 x (1 - RR)",
    Source(
        "Sagie A, Larson MG, Goldberg RJ, Bengtson JR, Levy D. An improved method for adjusting the QT interval for "
        "heart rate (the Framingham Heart Study). Am J Cardiol 1992;70(7):797-801",
        "citation seen",
    ),
    Example({"qt": 440, "heart_rate": 100}, {"qtc": 501.6}, "440 + 154 x 0.4"),
)
