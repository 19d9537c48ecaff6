"""The FeverPAIN score."""

from __future__ import annotations

from curbside.calculators.forms import Band, Calculator, Example, Flag, Source
from curbside.calculators.points import Points, flagged

_FLAGS = (
    Flag("fever", "Fever in the past 24 hours", ("Fever in past 24 hours",)),
    Flag("purulence", "Pus on the tonsils", ("Purulent tonsils",)),
    Flag("rapid", "Attends within 3 days of onset", ("Symptom onset ≤3 days",)),
    Flag("inflamed", "Severely inflamed tonsils", ("Severe tonsil inflammation",)),
    Flag("no_cough", "No cough or coryza", ("Absence of cough or coryza",)),
)

SCORE = Calculator(
    id="feverpain",
    name="FeverPAIN score",
    version="Little et al. 2013",
    specialty="General medicine",
    purpose="Streptococcal infection in a sore throat.",
    inputs=_FLAGS,
    method=Points(tuple(flagged(f.key, f.label) for f in _FLAGS)),
    scale=(0, 5),
    bands=(
        Band("<=1", "streptococci in 13 to 18 %"),
        Band(">=2 and <=3", "streptococci in 34 to 40 %"),
        Band(">=4", "streptococci in 62 to 65 %"),
    ),
    sources=(
        Source(
            "Little P, Hobbs FDR, Moore M, et al. Clinical score and rapid antigen detection test to guide antibiotic "
            "use for sore throats: randomised controlled trial of PRISM. BMJ 2013;347:f5806",
            "citation seen; criteria and rates seen at RCEM Learning",
            url="https://www.rcemlearning.org/modules/may-virtual-journal-club/lessons/background-3/topic/sore-throat/",
        ),
    ),
    examples=(Example({"fever": True, "purulence": True, "inflamed": True}, {"score": 3}, "1+1+1=3"),),
    aliases=("FeverPAIN Score for Strep Pharyngitis",),
    names=("FeverPAIN",),
    unused=(
        "Occipital, parietal or temporal scalp hematoma; history of level of conciousness (LOC) ≥5 sec; not acting "
        "normally per parent or severe mechanism of injury?",
        "Altered mental status for PECARN head injury criteria",
    ),
)
