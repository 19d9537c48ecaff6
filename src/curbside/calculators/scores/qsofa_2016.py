"""The quick SOFA, 2016."""

from __future__ import annotations

from curbside.calculators.forms import Band, Calculator, Example, Source
from curbside.calculators.measures import GCS, RESPIRATORY_RATE, SYSTOLIC
from curbside.calculators.points import Points, banded

SCORE = Calculator(
    id="qsofa_2016",
    name="qSOFA (quick SOFA)",
    version="2016 (Sepsis-3)",
    specialty="Intensive care",
    purpose="Who among patients with suspected infection is at higher risk of a poor outcome.",
    inputs=(RESPIRATORY_RATE, SYSTOLIC, GCS),
    method=Points(
        (
            banded("respiratory_rate", "Respiratory rate", {">=22": 1, "<22": 0}, "/min"),
            banded("sbp", "Systolic blood pressure", {"<=100": 1, ">100": 0}, "mmHg"),
            banded("gcs", "Glasgow Coma Scale", {"<15": 1, "=15": 0}),
        ),
        lambda total, points, values: {"high_risk": total >= 2},
    ),
    scale=(0, 3),
    bands=(Band(">=2", "higher risk", "higher risk"), Band("<2", "not high risk", "not high risk")),
    notes=("The Surviving Sepsis Campaign 2021 recommends against qSOFA as the single screening tool (strong, moderate "
           "quality).",),
    ambiguities=("One page prints >22 and <100, which leaves out the edges; others print >=22 and <=100, used here.",),
    sources=(
        Source(
            "Seymour CW, et al. Assessment of Clinical Criteria for Sepsis (Sepsis-3). JAMA 2016;315(8):762-774",
            "citation seen; criteria seen in copies",
            doi="10.1001/jama.2016.0288",
        ),
    ),
    examples=(
        Example({"respiratory_rate": 22, "sbp": 100, "gcs": 14}, {"score": 3, "high_risk": True}, "all on the edge"),
        Example({"respiratory_rate": 22, "sbp": 101, "gcs": 15}, {"score": 1, "high_risk": False}, "one"),
    ),
    aliases=("qsofa",),
    names=("qSOFA", "quick SOFA", "quick Sequential Organ Failure Assessment", "qSOFA score"),
)  # fmt: skip
