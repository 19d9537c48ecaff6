"""What clinicians write for short in a note, written out before a question is read."""

from __future__ import annotations

import re
from functools import partial

# Words of notes and wards that no text defines as an abbreviation, and that mean one thing in a clinical question.
_WRITTEN_OUT = {
    r"rx|tx|trt": "treatment",
    r"mx|mgmt|mgt|mngt": "management",
    r"dx|diag": "diagnosis",
    r"ddx": "differential diagnosis",
    r"sx|symps?": "symptoms",
    r"abx|antibx": "antibiotics",
    r"anticoag": "anticoagulation",
    r"anticoags": "anticoagulants",
    r"paeds?|peds?|kids?|kiddos?": "children",
    r"bubs?|newborn babies": "newborns",
    r"(?<=\w )se'?s": "side effects",
    r"vit": "vitamin",
    r"mag(?= sul(?:f|ph))": "magnesium",
    r"mag|mgso4": "magnesium sulphate",
    r"exac|exacs|exacerb": "exacerbation",
    r"pts?": "patients",
    r"preg": "pregnancy",
    r"prophy|ppx": "prophylaxis",
    r"mab|mabs": "monoclonal antibodies",
    r"bbs?|b-blockers?|\u03b2-blockers?": "beta blockers",
    r"amox": "amoxicillin",
    r"vanc|vanco": "vancomycin",
    r"hydroxychlor|hcq": "hydroxychloroquine",
    r"pred": "prednisolone",
    r"dex(?! \w*medet)": "dexamethasone",
    r"levo-?t4": "levothyroxine",
    r"para(?= (?:dose|overdose|od))": "paracetamol",
    r"od(?= (?:on|of)\b)": "overdose",
    r"yo|y/o|yrs? old": "years old",
    r"hypothyroid": "hypothyroidism",
    r"hyperthyroid": "hyperthyroidism",
    r"subclin": "subclinical",
    r"preop|pre[- ]op": "preoperative",
    r"postop|post[- ]op": "postoperative",
    r"afib|a-?fib": "atrial fibrillation",
    r"htn": "hypertension",
    r"t2d|dm2|type ?2 dm": "type 2 diabetes",
    r"t1d|dm1|type ?1 dm": "type 1 diabetes",
}
_SHORT = tuple(
    (re.compile(rf"(?<![\w-])(?:{short})(?![\w-])", re.IGNORECASE), long) for short, long in _WRITTEN_OUT.items()
)
_MARKS = (
    (re.compile(r"(?<!\w)w/o(?!\w)", re.IGNORECASE), "without"),
    (re.compile(r"(?<!\w)[wc]/(?=\s|\w)", re.IGNORECASE), "with "),
    (re.compile(r"(?<=\w)(?<!factor)(?<!type)(?<!stage)(?<!grade)(?<!class)(?<!group) v\.? (?=\w)"), " versus "),
    (re.compile(r"\brenal dos(?:e|es|ing)\b", re.IGNORECASE), "dose in renal impairment"),
    (re.compile(r"(?<=\bdose )(?=(?:a )?\d+[ -](?:y/?o|yrs?|years?|months?|weeks?)\b)", re.IGNORECASE), "in "),
    (re.compile(r"(?<!\w)s/p(?!\w)", re.IGNORECASE), "after"),
    (re.compile(r"\b(ckd|copd|nyha|gold)[ -]?(?=[1-5ivIV])", re.IGNORECASE), r"\1 "),
    (re.compile(r"\s[-\u2013\u2014]+\s.*$"), ""),
)
_IN_CAPITALS = re.compile(r"[^a-z]+")


def _written(long: str, match: re.Match[str]) -> str:
    return match.group() if _IN_CAPITALS.fullmatch(match.group()) else long


def written_out(question: str) -> str:
    """The question with ward shorthand written out: "abx for cap w/ ckd4" as "antibiotics for cap with ckd 4".

    A word in capitals is left alone, as it may be an abbreviation that texts define ("MAG").
    """
    for pattern, long in _MARKS:
        question = pattern.sub(long, question)
    for pattern, long in _SHORT:
        question = pattern.sub(partial(_written, long), question)
    return re.sub(r"\s+", " ", question).strip()
