"""The criteria of the systemic inflammatory response syndrome."""

from __future__ import annotations

from curbside.calculators.forms import Band, Calculator, Example, Number, Source, Values
from curbside.calculators.measures import HEART_RATE, RESPIRATORY_RATE, TEMPERATURE, WHITE_CELLS
from curbside.calculators.points import Criterion, Points, banded


def _breathing(values: Values) -> float:
    carbon_dioxide = values.maybe("paco2")
    return float(values.number("respiratory_rate") > 20 or (carbon_dioxide is not None and carbon_dioxide < 32))


def _white_cells(values: Values) -> float:
    count, bands = values.number("white_cells"), values.maybe("bands")
    return float(count > 12 or count < 4 or (bands is not None and bands > 10))


SCORE = Calculator(
    id="sirs",
    name="SIRS criteria",
    version="ACCP/SCCM consensus 1992",
    specialty="Intensive care",
    purpose="Systemic inflammatory response.",
    inputs=(
        TEMPERATURE,
        HEART_RATE,
        RESPIRATORY_RATE,
        Number("paco2", "Arterial carbon dioxide pressure", "mmHg", 5, 200, ("PaCO₂",), optional=True),
        WHITE_CELLS,
        Number("bands", "Immature (band) forms", "%", 0, 100, optional=True),
    ),
    method=Points(
        (
            banded("temperature", "Temperature", {">38": 1, "<36": 1, "<=38": 0}, "degC"),
            banded("heart_rate", "Heart rate", {">90": 1, "<=90": 0}, "/min"),
            Criterion("breathing", "Breathing", ("respiratory_rate", "paco2"), _breathing,
                      "more than 20/min, or carbon dioxide below 32 mmHg: 1",
                      {"respiratory_rate": (20,), "paco2": (32,)}),
            Criterion("white_cells", "White cells", ("white_cells", "bands"), _white_cells,
                      "above 12 or below 4 x 10^9/L, or more than 10 % band forms: 1",
                      {"white_cells": (4, 12), "bands": (10,)}),
        ),
        lambda total, points, values: {"sirs": total >= 2},
    ),
    scale=(0, 4),
    bands=(
        Band(">=2", "SIRS: two or more criteria", "SIRS"),
        Band("<2", "fewer than two criteria", "not SIRS"),
    ),
    notes=("Sepsis-3 (2016) no longer defines sepsis by these criteria.",),
    successor="for sepsis: qsofa_2016 and sofa_1996 in Sepsis-3",
    sources=(
        Source("Bone RC, Balk RA, Cerra FB, et al. Definitions for sepsis and organ failure and guidelines for "
               "the use of "
               "innovative therapies in sepsis. Chest 1992;101(6):1644-1655", "citation and criteria seen in "
               "catalogues",
               pmid="1303622", doi="10.1378/chest.101.6.1644"),
    ),
    examples=(
        Example({"temperature": 38.5, "heart_rate": 110, "respiratory_rate": 24, "white_cells": 15},
                {"score": 4, "sirs": True}, "4"),
        Example({"temperature": 37, "heart_rate": 85, "respiratory_rate": 18, "white_cells": 8},
                {"score": 0, "sirs": False}, "0"),
    ),
    names=("SIRS criteria", "systemic inflammatory response syndrome criteria"),
)  # fmt: skip
