"""The design of a study and its size, read from its type and its words."""

from __future__ import annotations

import re

from curbside.model import Kind, Passage

LABORATORY = "laboratory study"
CASE_REPORTS = "case reports"

# Each design with plain strings of which one must stand in the text before its pattern is tried.
_DESIGNS: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("network",), r"network meta-?analys[ei]s", "network meta-analysis"),
    (
        ("individual",),
        r"individual (?:patient|participant) data meta-?analys[ei]s",
        "individual-participant meta-analysis",
    ),
    (("meta",), r"systematic review(?:s)? and meta-?analys[ei]s|meta-?analys[ei]s", "meta-analysis"),
    (("systematic",), r"systematic (?:literature )?review", "systematic review"),
    (("post", "secondary"), r"post[ -]?hoc|secondary analysis of", "post hoc analysis"),
    (("cluster",), r"cluster[- ]randomi[sz]ed", "cluster-randomised trial"),
    (
        ("cross",),
        r"(?:randomi[sz]ed|randomly (?:assigned|allocated))[^.]{0,80}cross-?over|cross-?over (?:trial|study)",
        "randomised crossover trial",
    ),
    (
        ("blind",),
        r"double-?blind[^.]{0,60}(?:placebo|randomi[sz]ed|trial)|randomi[sz]ed[^.]{0,40}double-?blind",
        "randomised double-blind trial",
    ),
    (
        ("random",),
        r"randomi[sz]ed (?:\w+[ -]){0,4}(?:trial|study)|we randomly assigned|were randomi[sz]ed|"
        r"randomly (?:assigned|allocated)",
        "randomised trial",
    ),
    (("propensity",), r"propensity[- ](?:score[- ])?match\w*", "propensity-matched cohort"),
    (
        ("retrospective",),
        r"retrospective (?:\w+[ -]){0,4}(?:cohort|study|analysis|review|observational)|retrospectively",
        "retrospective study",
    ),
    (
        ("prospective",),
        r"\bprospective (?:\w+[ -]){0,4}(?:cohort|study|observational)|\bprospectively",
        "prospective study",
    ),
    (("case",), r"case[- ]control", "case-control study"),
    (("cross",), r"cross-?sectional", "cross-sectional study"),
    (("cohort",), r"\bcohort\b", "cohort study"),
    (("registr",), r"\bregistr(?:y|ies)\b", "registry study"),
    (
        ("case", "-old", " old"),
        r"case (?:reports?|series)|we (?:\w+ )?(?:report|present|describe)(?: on)? (?:an?|the|one|two|three) "
        r"(?:[\w-]+ ){0,4}(?:cases?|patients?)\b|"
        r"\b(?:an?|our|this) \d+[- ](?:year|month|week|day)s?[- ]old (?:[\w-]+ ){0,3}"
        r"(?:man|woman|boy|girl|male|female|patient|infant|child|lady|gentleman)\b",
        CASE_REPORTS,
    ),
    (
        ("show", "reveal", "confirm", "present"),
        # What was seen in one person, where no patients are spoken of.
        r"\A(?![\s\S]*\b(?:patients|participants|subjects|cases|cohort|we|studies)\b)[\s\S]*?"
        r"\b(?:radiograph|x-ray|tomography|angiography|ultraso\w+|biopsy|mri|ct(?: scan)?|examination|he|she|"
        r"the patient) (?:of the \w+ )?(?:showed|revealed|confirmed|presented)\b",
        CASE_REPORTS,
    ),
    (
        ("open", "single", "phase"),
        r"open[- ]label|single[- ]arm|phase (?:i{1,3}|1|2)\b[^.]{0,40}(?:study|trial)",
        "uncontrolled trial",
    ),
    (
        ("mice", "mouse", "rat", "murine", "vitro", "cell line", "zebrafish", "rabbit"),
        r"\b(?:mice|mouse|rats?|murine|in vitro|cell lines?|zebrafish|rabbits?)\b",
        LABORATORY,
    ),
)
_PATTERNS = tuple((plain, re.compile(pattern), name) for plain, pattern, name in _DESIGNS)

# Which designs may be read for each kind: a trial's abstract may mention a meta-analysis without being one.
_OF_KIND: dict[Kind, tuple[str, ...]] = {
    Kind.SYSTEMATIC_REVIEW: ("meta-analysis", "review"),
    Kind.TRIAL: ("trial", "post hoc"),
    Kind.OBSERVATIONAL: ("study", "cohort", "post hoc", "case-control"),
    Kind.CASE_REPORT: ("case",),
}
_ALLOWED = {
    kind: tuple(known for known in _PATTERNS if any(part in known[2] for part in parts))
    for kind, parts in _OF_KIND.items()
}
_PLAIN: dict[Kind, str] = {
    Kind.GUIDELINE: "guideline",
    Kind.LABEL: "product label",
    Kind.SYSTEMATIC_REVIEW: "systematic review",
    Kind.TRIAL: "randomised trial",
    Kind.OBSERVATIONAL: "observational study",
    Kind.CASE_REPORT: CASE_REPORTS,
    Kind.REVIEW: "narrative review",
}

# OCEBM Levels of Evidence Working Group. The Oxford 2011 Levels of Evidence, row "Does this intervention help?".
_LEVELS = (
    ("meta-analysis", 1),
    ("systematic review", 1),
    ("post hoc", 3),
    ("uncontrolled", 4),
    ("trial", 2),
    ("case-control", 4),
    ("case reports", 4),
    ("laboratory", 5),
    ("narrative", 5),
    ("cross-sectional", 4),
    ("cohort", 3),
    ("study", 3),
)

_PEOPLE = (
    r"patients|participants|adults|children|infants|neonates|newborns|women|men|people|persons|individuals|subjects|"
    r"volunteers|cases|pairs|pregnancies"
)
_NOT_PEOPLE = r"(?:days?|weeks?|months?|years?|hours?|mg|g|in|of|to|and|for|were|was|or)\b"
_SIZE = re.compile(
    r"(?P<n>\d(?<![\d.,/-]\d)(?:\d{0,2}(?:[, ]\d{3})+|\d{0,6}))(?! ?%)"
    rf"(?: (?:(?!{_NOT_PEOPLE})[\w-]+ ){{0,4}}?(?P<who>{_PEOPLE}|RCTs|trials|studies)\b)",
    re.IGNORECASE,
)
_N_EQUALS = re.compile(r"\b[nN] ?= ?(?P<n>\d[\d,]*)\b")
_READ = 3000
"""Characters of a passage in which its design is looked for."""


def design_of(passage: Passage) -> tuple[str, int | None]:
    """The design in words and its level for a question of treatment (OCEBM 2011: 1 to 5), or "design not stated"."""
    document = passage.document
    if document.kind in (Kind.GUIDELINE, Kind.LABEL, Kind.REVIEW):
        return _PLAIN[document.kind], 5 if document.kind is Kind.REVIEW else None
    for text in (document.title.lower(), passage.text[:_READ].lower()):
        for plain, pattern, name in _ALLOWED.get(document.kind, _PATTERNS):
            if any(p in text for p in plain) and pattern.search(text):
                return name, _level(name)
    name = _PLAIN.get(document.kind, "design not stated")
    return name, _level(name)


def _level(name: str) -> int | None:
    return next((level for part, level in _LEVELS if part in name), None)


def size_of(text: str) -> str | None:
    """How many were studied, in the passage's own words ("230 patients"), or None where it does not say."""
    match = _SIZE.search(text)
    if match:
        words = re.sub(r"\s+", " ", match.group())
        return words if len(words) <= 60 else f"{match['n']} {match['who']}"
    found = _N_EQUALS.search(text) if "=" in text else None
    return f"n={found['n']}" if found else None
