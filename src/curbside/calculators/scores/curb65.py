"""CURB-65."""

from __future__ import annotations

from curbside.calculators.forms import Alternative, Band, Calculator, Example, Flag, Number, Source, Value, Values
from curbside.calculators.measures import AGE, DIASTOLIC, RESPIRATORY_RATE, SYSTOLIC, UREA_NITROGEN
from curbside.calculators.points import Criterion, Points, banded, flagged
from curbside.calculators.units import convert


def _urea(values: Values) -> Value | None:
    nitrogen = values.maybe("bun")
    return None if nitrogen is None else convert(nitrogen, "mg/dL", "mmol/L", "urea nitrogen")


SCORE = Calculator(
    id="curb65",
    name="CURB-65",
    version="Lim et al. 2003",
    specialty="Respiratory medicine",
    purpose="Severity of community-acquired pneumonia.",
    inputs=(
        Flag("confusion", "Confusion", note="AMT of 8 or less, or new disorientation"),
        Number("urea", "Urea", "mmol/L", 0, 100, substance="urea"),
        RESPIRATORY_RATE,
        SYSTOLIC,
        DIASTOLIC,
        AGE,
    ),
    alternatives=(Alternative("urea", (UREA_NITROGEN,), _urea, settles=False),),
    method=Points(
        (
            flagged("confusion", "Confusion"),
            banded("urea", "Urea", {">7": 1, "<=7": 0}, "mmol/L"),
            banded("respiratory_rate", "Respiratory rate", {">=30": 1, "<30": 0}, "/min"),
            Criterion(
                "bp",
                "Blood pressure",
                ("sbp", "dbp"),
                lambda values: float(values.number("sbp") < 90 or values.number("dbp") <= 60),
                "systolic <90 or diastolic <=60 mmHg: 1; else 0",
                {"sbp": (90,), "dbp": (60,)},
            ),
            banded("age", "Age", {">=65": 1, "<65": 0}, "years"),
        )
    ),
    scale=(0, 5),
    bands=(
        Band("<=1", "low; consider home treatment (mortality 0.7 % at 0, 3.2 % at 1)", "low"),
        Band("=2", "consider hospital-supervised treatment (13 %)", "intermediate"),
        Band(">=3", "severe (17 % at 3, 41.5 % at 4, 57 % at 5)", "severe"),
    ),
    ambiguities=(
        "Mortality differs by source: 0.7, 3.2, 13, 17, 41.5 and 57 % in the derivation; elsewhere 0.7 to 2.1, 9.2, "
        "14.5, 40 and 57 %.",
        "Urea nitrogen of 20 mg/dL is 7.1 mmol/L of urea and gets the point here, by the edge in mmol/L; tables "
        "that print "
        "above 20 mg/dL give it none.",
        "Edges: some pages print a respiratory rate above 30, a diastolic pressure below 60, or urea above 19 mg/dL.",
    ),
    sources=(
        Source(
            "Lim WS, et al. Thorax 2003;58(5):377-382",
            "citation seen; criteria seen in copies",
            doi="10.1136/thorax.58.5.377",
        ),
    ),  # fmt: skip
    examples=(
        Example(
            {"confusion": False, "urea": 5, "respiratory_rate": 20, "sbp": 120, "dbp": 60, "age": 65},
            {"score": 2},
            "a diastolic pressure of 60 counts; age",
        ),
    ),
    aliases=("curb-65", "CURB-65 Score for Pneumonia Severity"),
    names=("CURB-65", "CURB 65", "CURB65"),
)
