"""Equivalent doses of glucocorticoids."""

from __future__ import annotations

from curbside.calculators.forms import Calculator, Choice, Example, Number, Source, Values
from curbside.calculators.formulas import single

EQUIVALENTS = {
    "betamethasone": 0.75,
    "cortisone": 25.0,
    "dexamethasone": 0.75,
    "hydrocortisone": 20.0,
    "methylprednisolone": 4.0,
    "prednisolone": 5.0,
    "prednisone": 5.0,
    "triamcinolone": 4.0,
}
"""Doses in mg with the same anti-inflammatory effect, by mouth or into a vein."""
_OPTIONS = {name: (f"{name} PO", f"{name} IV") for name in EQUIVALENTS}


def _dose(values: Values) -> float:
    per_mg = EQUIVALENTS[values.choice("to")] / EQUIVALENTS[values.choice("from")]
    return values.number("dose") * per_mg


SCORE = Calculator(
    id="steroid_conversion",
    name="Glucocorticoid equivalents",
    version="table of approximate equivalents",
    specialty="Pharmacology",
    purpose="The dose of another glucocorticoid with about the same anti-inflammatory effect.",
    main="dose",
    unit="mg",
    inputs=(
        Choice("from", "Glucocorticoid given", _OPTIONS, ("input steroid",), dosed="dose"),
        Number("dose", "Dose given", "mg", 0.01, 5000),
        Choice("to", "Glucocorticoid wanted", _OPTIONS, ("target steroid",)),
    ),
    method=single("dose", _dose, "dose x equivalent of the wanted / equivalent of the given"),
    notes=("Approximate, and for the anti-inflammatory effect alone: mineralocorticoid effect and duration differ.",),
    ambiguities=("Betamethasone: 0.6 mg in some tables, 0.75 in others; 0.75 is used.",),
    sources=(
        Source("GlobalRPh, corticosteroid converter (after Meikle AW, Tyler FH. Am J Med 1977;63:200)", "table seen",
               url="https://globalrph.com/medcalcs/corticosteroid-converter-based-on-anti-inflammatory-potency/"),
        Source("Time of Care, steroid conversion", "table seen", url="https://timeofcare.com/steroid-conversion"),
    ),
    examples=(
        Example({"from": "prednisone", "dose": 40, "to": "methylprednisolone"}, {"dose": 32.0}, "40 x 4 / 5"),
    ),
    aliases=("Steroid Conversion Calculator",),
)  # fmt: skip
