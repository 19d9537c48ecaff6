"""What a question wants to know, read from its own words."""

from __future__ import annotations

import re

from curbside.model import Purpose

_CUES: tuple[tuple[Purpose, str], ...] = (
    (
        Purpose.DOSE,
        r"(?<!-)(?<!high )(?<!low )(?<!single )(?<!full )\bdos(?:e|es|age|ages|ing)\b|"
        r"\bhow much\b|\bhow many (?:mg|units|grams|millig\w+)\b|\bposology\b",
    ),
    (
        Purpose.COMPARISON,
        r"\b(?:versus|vs\.?|compared (?:with|to)|rather than|instead of|comparing|superior to|inferior to|"
        r"non-?inferior)\b|"
        r"\b(?:better|worse|safer|more effective|less effective|more|less|higher|lower|greater|fewer) .{0,60}\bthan\b|"
        r"\bwhich (?:is|one is|works) (?:better|safer|more effective)\b",
    ),
    (
        Purpose.HARM,
        r"\b(?:risks?|harms?|side[ -]effects?|adverse|toxicit\w+|safe|safety|danger\w*|complications?|"
        r"contra-?indicat\w+|precautions?|warnings?|interactions?|when (?:not|never) to|who should not)\b(?! factors?)",
    ),
    (
        Purpose.MONITORING,
        r"\bmonitor\w*\b|\bfollow(?:ed|ing)?[ -]up\b|\bhow often (?:should|do|to)\b.*\b(?:check|test|measure)\w*\b",
    ),
    (Purpose.PREVENTION, r"\bprevent\w*\b|\bprophyla\w+\b|\bscreen(?:ing|ed)?\b|\bvaccin\w+\b|\bimmuni[sz]ation\b"),
    (
        Purpose.DIAGNOSIS,
        r"\bdiagnos\w+\b|\bdifferential\b|\bcriteria\b|\bdetect\w*\b|\bsensitivity\b|\bspecificity\b|\bsymptoms?\b|"
        r"\bsigns? of\b|\bpresent(?:ation|s with)\b|\btests? for\b|\bimaging\b|\bscor(?:e|es|ing)\b",
    ),
    (
        Purpose.PROGNOSIS,
        r"\bprognos\w+\b|\bsurviv\w+\b|\bmortality rate\b|\blife expectancy\b|\bnatural history\b|\bpredict\w*\b",
    ),
    (
        Purpose.CAUSE,
        r"\bcauses?\b|\bcaused by\b|\betiolog\w+\b|\baetiolog\w+\b|\brisk factors?\b|\bwhy (?:do|does|is|are)\b|"
        r"\bmutat\w+\b|\bassociated with\b|\binherit\w+\b",
    ),
    (
        Purpose.MECHANISM,
        r"\bmechanisms?\b|\bmode of action\b|\bhow does .{3,60} work\b|\bpathway\b|\btarget(?:s|ed)? by\b",
    ),
    (
        Purpose.BENEFIT,
        r"\bbenefi\w+\b|\befficac\w+\b|\beffectiv\w+\b|\beffects?\b|\bimprov\w+\b|\breduc\w+\b|\bhelp(?:s|ful)?\b|"
        r"\brole of\b|\buseful\w*\b|\b(?:does|do|can|is|are) .{2,60} work\b|\bhigher, lower\b|"
        r"\bshould (?:i|we|you|patients?)\b",
    ),
    (
        Purpose.TREATMENT,
        r"\btreat\w*\b|\bmanag\w+\b|\btherap\w+\b|\bfirst[ -]line\b|\bindicat\w+\b|\bdrugs? (?:of choice|for|used)\b|"
        r"\bmedication\w*\b|\brecommend\w*\b",
    ),
    (Purpose.DEFINITION, r"^\s*(?:what|who) (?:is|are|was)\b|\bdefin\w+\b|\bwhat does .{2,60} mean\b|\bstands? for\b"),
)
_PATTERNS = tuple((purpose, re.compile(cue, re.IGNORECASE)) for purpose, cue in _CUES)


_NEWEST = re.compile(
    r"\b(?:newer|newest|latest|more recent|most recent|up[ -]to[ -]date|"
    r"(?:new|recent) (?:\w+ )?(?:evidence|stud(?:y|ies)|trials?|data|research|guid\w+|literature|"
    r"reviews?|recommendations?|papers?|articles?|publications?|results?|findings|developments?))\b|"
    r"\b(?:anything|something|what(?:'s| is)) new\b",
    re.IGNORECASE,
)
_NEWER_THING = re.compile(
    r"\b(?:newer|newest|latest) (?:\w+ )?(?:drugs?|agents?|antibiotics?|anticoagulants?|medic\w+)\b", re.IGNORECASE
)


def asks_for_newest(question: str) -> bool:
    """Whether the latest sources are asked for: "anything newer?", not "newer drugs" and not "recent stroke"."""
    return _NEWEST.search(_NEWER_THING.sub(" ", question)) is not None


_CHANGED = re.compile(
    r"\b(?:effects?|affects?|improv\w+|reduc\w+|increas\w+|decreas\w+|lower\w*|prolong\w*|shorten\w*|rais\w+|benefi\w+|"
    r"better|worsen\w*|impact\w*|influence\w*|help\w*|effective\w*|role of)\b",
    re.IGNORECASE,
)


def purpose_of(question: str, *, treated: bool = False) -> Purpose:
    """The purpose whose cue words stand in the question; the more particular purpose first, OTHER where none does.

    With `treated`, where the question names an intervention, "improve survival" asks for its effect and not for the
    natural course.
    """
    found = next((purpose for purpose, pattern in _PATTERNS if pattern.search(question)), Purpose.OTHER)
    if treated and found is Purpose.PROGNOSIS and (_CHANGED.search(question) or _SURVIVING.search(question)):
        return Purpose.BENEFIT
    return found


_SURVIVING = re.compile(r"\bsurviv\w+\b", re.IGNORECASE)
