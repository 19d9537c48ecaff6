"""The Child-Pugh score."""

from __future__ import annotations

from curbside.calculators.forms import Band, Calculator, Choice, Example, Source
from curbside.calculators.measures import ALBUMIN, BILIRUBIN, INR
from curbside.calculators.points import Points, banded, chosen

SCORE = Calculator(
    id="child_pugh",
    name="Child-Pugh score",
    version="Pugh 1973, with INR in the place of prothrombin time",
    specialty="Hepatology",
    purpose="Severity of cirrhosis.",
    inputs=(
        BILIRUBIN,
        ALBUMIN,
        INR,
        Choice("ascites", "Ascites", {"absent": ("none", "no", "false"), "slight": ("mild", "controlled"),
               "moderate": ("severe", "moderate to severe", "uncontrolled", "large")}, default="absent"),
        Choice("encephalopathy", "Encephalopathy", {"none": ("grade 0", "no", "absent", "false", "no encephalopathy"),
               "grade 1-2": ("grade 1", "grade 2", "minimal"), "grade 3-4": ("grade 3", "grade 4", "advanced")},
               default="none"),
    ),
    method=Points(
        (
            banded("bilirubin", "Bilirubin", {"<2": 1, ">=2 and <=3": 2, ">3": 3}, "mg/dL"),
            banded("albumin", "Albumin", {">3.5": 1, ">=2.8 and <=3.5": 2, "<2.8": 3}, "g/dL"),
            banded("inr", "INR", {"<1.7": 1, ">=1.7 and <=2.3": 2, ">2.3": 3}),
            chosen("ascites", "Ascites", {"absent": 1, "slight": 2, "moderate": 3}),
            chosen("encephalopathy", "Encephalopathy", {"none": 1, "grade 1-2": 2, "grade 3-4": 3}),
        ),
        lambda total, points, values: {"class": "A" if total <= 6 else "B" if total <= 9 else "C"},
    ),
    scale=(5, 15),
    bands=(
        Band("<=6", "class A, well compensated", "A"),
        Band(">=7 and <=9", "class B, significant functional compromise", "B"),
        Band(">=10", "class C, decompensated", "C"),
    ),
    ambiguities=(
        "The lower edge of albumin for 2 points is 2.8 g/dL here and in most tables, 3.0 in others.",
        "In primary biliary cholangitis some tables shift the bands of bilirubin.",
    ),
    sources=(
        Source(
            "Pugh RNH, Murray-Lyon IM, Dawson JL, Pietroni MC, Williams R. Transection of the oesophagus for bleeding "
            "oesophageal varices. Br J Surg 1973;60(8):646-649",
            "citation seen", pmid="4541913", doi="10.1002/bjs.1800600817",
        ),
        Source("Cleveland Clinic Journal of Medicine, Child-Pugh classification, table 1", "table seen",
               url="https://www.ccjm.org/highwire/markup/12320/expansion"),
    ),
    examples=(
        Example({"bilirubin": 4.0, "albumin": 2.5, "inr": 2.5, "ascites": "moderate", "encephalopathy": "grade 3-4"},
                {"score": 15, "class": "C"}, "3+3+3+3+3=15"),
        Example({"bilirubin": 1.5, "albumin": 3.8, "inr": 1.4, "ascites": "absent", "encephalopathy": "none"},
                {"score": 5, "class": "A"}, "1+1+1+1+1=5"),
    ),
    aliases=("Child-Pugh Score for Cirrhosis Mortality",),
    names=("Child-Pugh", "Child-Turcotte-Pugh", "Child Pugh"),
)  # fmt: skip
