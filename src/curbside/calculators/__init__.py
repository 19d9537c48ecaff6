"""Scores: computed from inputs with units, with their steps, their sources, and what sources disagree on."""

from curbside.calculators.calculating import (
    Calculation,
    calculate,
    calculation_object,
    calculator_object,
    input_object,
    scale_marks,
)
from curbside.calculators.finding import calculator
from curbside.calculators.forms import Calculator
from curbside.calculators.naming import named_in
from curbside.calculators.registry import SCORES

__all__ = [
    "SCORES",
    "Calculation",
    "Calculator",
    "calculate",
    "calculation_object",
    "calculator",
    "calculator_object",
    "input_object",
    "named_in",
    "scale_marks",
]
