"""The overt DIC score of the ISTH, 2001."""

from __future__ import annotations

from curbside.calculators.forms import Band, Calculator, Choice, Example, Number, Source
from curbside.calculators.measures import PLATELETS
from curbside.calculators.points import Points, banded, chosen

FIBRIN_MARKER = Choice(
    "fibrin_marker",
    "Fibrin-related marker (D-dimer, FDP)",
    {"none": ("no increase", "normal"), "moderate": ("moderate increase",), "strong": ("strong increase",)},
    aliases=("d_dimer", "fdp_category"),
    note="The ISTH leaves the cut-offs to the laboratory.",
)
PT_PROLONGATION = Number("pt_prolongation", "Prothrombin time above normal", "s", 0, 120, note="seconds above normal")
FIBRINOGEN = Number("fibrinogen", "Fibrinogen", "g/L", 0, 15)

SCORE = Calculator(
    id="isth_overt_dic_2001",
    name="ISTH overt DIC score",
    version="2001 (Taylor et al.; as reproduced in the tables seen)",
    specialty="Haematology",
    purpose="Whether routine coagulation tests are compatible with overt disseminated intravascular coagulation.",
    precondition="Use only where an underlying disorder known to be associated with overt DIC is present.",
    inputs=(PLATELETS, FIBRIN_MARKER, PT_PROLONGATION, FIBRINOGEN),
    method=Points(
        (
            banded("platelets", "Platelet count", {">=100": 0, ">=50 and <100": 1, "<50": 2}, "x 10^9/L"),
            chosen("fibrin_marker", "Fibrin-related marker", {"none": 0, "moderate": 2, "strong": 3}),
            banded("pt_prolongation", "Prothrombin time above normal", {"<3": 0, ">=3 and <6": 1, ">=6": 2}, "s"),
            banded("fibrinogen", "Fibrinogen", {">=1": 0, "<1": 1}, "g/L"),
        ),
        lambda total, points, values: {"overt_dic": total >= 5},
    ),
    scale=(0, 8),
    bands=(
        Band(">=5", "compatible with overt DIC; repeat daily", "overt DIC"),
        Band("<5", "suggestive of (not affirmative for) non-overt DIC; repeat in 1 to 2 days", "not overt DIC"),
    ),
    ambiguities=(
        "Edges differ by source: one table prints <3, >3 but <6, and >6 s, which leaves 3 and 6 s unassigned; another "
        "prints <=3, >3 to 6, >6. Here 3 s scores 1 and 6 s scores 2, as in PMC5011102.",
        "Fibrinogen of exactly 1.0 g/L: 0 points here (PMC5011102), 1 point in a table that prints <=1.",
        "One table gives the fibrin marker 1 and 2 points instead of 2 and 3; it disagrees with every other table.",
        "What is a moderate and a strong increase differs: D-dimer 2 to 4 and above 4 times the upper limit in "
        "PMC8607173; up to and above 10 times in SISET 2012.",
        "The 2025 update changes the D-dimer cut-offs.",
    ),
    successor="isth_overt_dic_2025",
    sources=(
        Source(
            "Taylor FB Jr, Toh CH, Hoots WK, et al. Towards definition, clinical and laboratory criteria, and a "
            "scoring system for disseminated intravascular coagulation. Thromb Haemost 2001;86(11):1327-1330",
            "citation seen; original table not seen",
            pmid="11816725",
        ),
        Source("PMC5011102, table 1", "table seen", url="https://pmc.ncbi.nlm.nih.gov/articles/PMC5011102/table/T1"),
    ),
    examples=(
        Example(
            {"platelets": 45, "fibrin_marker": "strong", "pt_prolongation": 7, "fibrinogen": 0.8},
            {"score": 8, "overt_dic": True},
            "2+3+2+1=8, the maximum",
        ),
        Example(
            {"platelets": 49, "fibrin_marker": "moderate", "pt_prolongation": 3, "fibrinogen": 1.0},
            {"score": 5, "overt_dic": True},
            "2+2+1+0=5, exactly on the cut-off",
        ),
    ),
    aliases=("isth_dic", "overt_dic", "ISTH DIC score"),
    names=("ISTH overt DIC score", "ISTH DIC score", "overt DIC score", "ISTH score", "ISTH criteria", "DIC score"),
)
