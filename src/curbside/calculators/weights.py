"""Weights for dosing: ideal, adjusted, and the body mass index that chooses between them."""

from __future__ import annotations

BODY_MASS_INDEX = {"normal": 18.5, "overweight": 25.0}
"""Lower ends of normal weight and of overweight in kg/m^2, as the WHO tells them apart."""
_INCHES = 0.393701


def ideal_weight(height_cm: float, female: bool) -> float:
    """Ideal weight in kg: 50 (women 45.5) + 2.3 for each inch of height above 60 (Devine 1974, as reproduced)."""
    return (45.5 if female else 50.0) + 2.3 * (height_cm * _INCHES - 60)


def adjusted_weight(actual: float, ideal: float) -> float:
    """Ideal weight and four tenths of what the actual weight is above it."""
    return ideal + 0.4 * (actual - ideal)


def body_mass_index(weight: float, height_cm: float) -> float:
    """Weight in kg over the square of the height in m."""
    return weight / (height_cm / 100) ** 2
