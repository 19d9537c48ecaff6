"""HOMA-IR."""

from __future__ import annotations

from curbside.calculators.forms import Calculator, Example, Number, Source
from curbside.calculators.formulas import single
from curbside.calculators.measures import GLUCOSE

SCORE = Calculator(
    id="homa_ir",
    name="HOMA-IR",
    version="Matthews et al. 1985",
    specialty="Endocrinology",
    purpose="Insulin resistance, from fasting glucose and insulin.",
    main="homa_ir",
    inputs=(GLUCOSE, Number("insulin", "Fasting insulin", "uIU/mL", 0.1, 1000, ("Insulin",))),
    method=single(
        "homa_ir",
        lambda values: values.number("glucose") * values.number("insulin") / 405,
        "glucose in mg/dL x insulin in uIU/mL / 405",
    ),
    notes=("Fasting values only.",),
    ambiguities=("No cut-off holds everywhere: those in use were made in one population and with one assay.",),
    sources=(
        Source(
            "Matthews DR, Hosker JP, Rudenski AS, Naylor BA, Treacher DF, Turner RC. Homeostasis model "
            "assessment: insulin "
            "resistance and beta-cell function from fasting plasma glucose and insulin concentrations in man. "
            "Diabetologia 1985;28(7):412-419",
            "citation and formula seen",
            pmid="3899825",
            doi="10.1007/BF00280883",
        ),
    ),
    examples=(Example({"glucose": 210, "insulin": 26}, {"homa_ir": 13.481}, "210 x 26 / 405"),),
    aliases=("homa", "HOMA-IR (Homeostatic Model Assessment for Insulin Resistance)"),
    names=("HOMA-IR", "homeostatic model assessment", "homeostasis model assessment"),
)
