"""The anion gap and what is computed from it."""

from __future__ import annotations

from curbside.calculators.forms import Source, Values
from curbside.calculators.measures import BICARBONATE, CHLORIDE, SODIUM

NORMAL_GAP, NORMAL_BICARBONATE, NORMAL_ALBUMIN = 12.0, 24.0, 4.0
ELECTROLYTES = (SODIUM, CHLORIDE, BICARBONATE)
GAP = "sodium - (chloride + bicarbonate)"
CORRECTED = f"{GAP} + 2.5 x (4 - albumin in g/dL)"
OH = Source("Oh MS, Carroll HJ. The anion gap. N Engl J Med 1977;297(15):814-817", "formula seen in a page that "
            "cites it",
            pmid="895822", url="https://myendoconsult.com/learn/anion-gap-formula/")  # fmt: skip
FIGGE = Source(
    "Figge J, Jabor A, Kazda A, Fencl V. Anion gap and hypoalbuminemia. Crit Care Med 1998;26(11):1807-1810",
    "citation and coefficient seen in catalogues",
    pmid="9824071",
)
NORMALS = "A normal gap of 12 and a normal bicarbonate of 24 mmol/L are assumed; laboratories differ (8 to 12)."


def anion_gap(values: Values) -> float:
    """Sodium less chloride and bicarbonate, in mmol/L; potassium is left out."""
    return values.number("sodium") - values.number("chloride") - values.number("bicarbonate")


def corrected_gap(values: Values) -> float:
    """The anion gap with 2.5 mmol/L for each g/dL that albumin is below 4."""
    return anion_gap(values) + 2.5 * (NORMAL_ALBUMIN - values.number("albumin"))


def ratio(gap: float, values: Values) -> float:
    """How far the gap is above normal over how far bicarbonate is below; nothing at a normal bicarbonate."""
    below = NORMAL_BICARBONATE - values.number("bicarbonate")
    return (gap - NORMAL_GAP) / below if below else float("nan")
