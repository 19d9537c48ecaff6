"""The Centor score as modified by McIsaac."""

from __future__ import annotations

from curbside.calculators.forms import Band, Calculator, Example, Flag, Source
from curbside.calculators.measures import ANY_AGE, TEMPERATURE, from_number
from curbside.calculators.points import Points, banded, flagged

SCORE = Calculator(
    id="centor_mcisaac",
    name="Centor score, modified by McIsaac",
    version="McIsaac et al. 1998",
    specialty="General medicine",
    purpose="Streptococcal infection in a sore throat.",
    inputs=(
        ANY_AGE,
        Flag("exudate", "Exudate or swelling of the tonsils", ("Exudate or swelling on tonsils",)),
        Flag("nodes", "Tender or swollen anterior cervical nodes", ("Tender/swollen anterior cervical lymph nodes",)),
        Flag("fever", "Temperature above 38 degC"),
        Flag("no_cough", "No cough", ("Cough Absent",)),
    ),
    alternatives=(from_number("fever", TEMPERATURE, lambda degrees: degrees > 38),),
    method=Points(
        (
            banded("age", "Age", {"<3": 0, ">=3 and <15": 1, ">=15 and <45": 0, ">=45": -1}, "years"),
            flagged("exudate", "Exudate or swelling"),
            flagged("nodes", "Cervical nodes"),
            flagged("fever", "Fever"),
            flagged("no_cough", "No cough"),
        )
    ),
    scale=(-1, 5),
    bands=(
        Band("<=0", "streptococci in 1 to 2.5 %"),
        Band("=1", "streptococci in 5 to 10 %"),
        Band("=2", "streptococci in 11 to 17 %"),
        Band("=3", "streptococci in 28 to 35 %"),
        Band(">=4", "streptococci in 51 to 53 %"),
    ),
    notes=("Not for children under 3 years.",),
    ambiguities=("Some pages print a temperature of 38 degC or more; above 38 is used.",),
    sources=(
        Source(
            "McIsaac WJ, White D, Tannenbaum D, Low DE. A clinical score to reduce unnecessary antibiotic use "
            "in patients "
            "with sore throat. CMAJ 1998;158(1):75-83",
            "citation seen; criteria seen in copies",
            pmid="9475915",
            url="https://www.rcemlearning.org/modules/may-virtual-journal-club/lessons/background-3/topic/sore-throat/",
        ),
    ),
    examples=(
        Example({"age": 8, "exudate": True, "nodes": True, "temperature": 38.5, "no_cough": True}, {"score": 5}, "5"),
        Example({"age": 50, "temperature": 37.5}, {"score": -1}, "-1"),
    ),
    aliases=("centor", "mcisaac", "Centor Score (Modified/McIsaac) for Strep Pharyngitis"),
    names=("Centor score", "Centor criteria", "McIsaac score"),
)
