"""QTc by Rautaharju."""

from __future__ import annotations

from curbside.calculators.electrocardiogram import correction
from curbside.calculators.forms import Example, Source

SCORE = correction(
    "Rautaharju",
    lambda qt, rate: qt * (120 + rate) / 180,
    "QT x (120 + heart rate) / 180",
    Source(
        "Rautaharju PM, Mason JW, Akiyama T. New age- and sex-specific criteria for QT prolongation based on rate "
        "correction formulas that minimize bias at the upper normal limits. Int J Cardiol 2014;174:535-540",
        "citation seen",
    ),
    Example({"qt": 330, "heart_rate": 136}, {"qtc": 469.3}, "330 x 256 / 180"),
)
