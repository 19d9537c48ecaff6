"""What kind of document a record is: by its publication types, else by its title, else by how its text opens."""

from __future__ import annotations

import re
from collections.abc import Sequence

from curbside.model import Kind

_RANK = {kind: rank for rank, kind in enumerate(Kind)}

CITING = frozenset({Kind.GUIDELINE, Kind.SYSTEMATIC_REVIEW})
"""The kinds that rest on the articles they cite."""

_BY_TYPE = {
    "practice guideline": Kind.GUIDELINE,
    "guideline": Kind.GUIDELINE,
    "consensus development conference": Kind.GUIDELINE,
    "consensus development conference, nih": Kind.GUIDELINE,
    "meta analysis": Kind.SYSTEMATIC_REVIEW,
    "network meta analysis": Kind.SYSTEMATIC_REVIEW,
    "systematic review": Kind.SYSTEMATIC_REVIEW,
    "randomized controlled trial": Kind.TRIAL,
    "randomised controlled trial": Kind.TRIAL,
    "randomized controlled trial, veterinary": Kind.TRIAL,
    "controlled clinical trial": Kind.TRIAL,
    "pragmatic clinical trial": Kind.TRIAL,
    "equivalence trial": Kind.TRIAL,
    "adaptive clinical trial": Kind.TRIAL,
    "clinical trial": Kind.TRIAL,
    "clinical trial, veterinary": Kind.TRIAL,
    "clinical trial, phase i": Kind.TRIAL,
    "clinical trial, phase ii": Kind.TRIAL,
    "clinical trial, phase iii": Kind.TRIAL,
    "clinical trial, phase iv": Kind.TRIAL,
    "observational study": Kind.OBSERVATIONAL,
    "observational study, veterinary": Kind.OBSERVATIONAL,
    "cohort study": Kind.OBSERVATIONAL,
    "case control study": Kind.OBSERVATIONAL,
    "cross sectional study": Kind.OBSERVATIONAL,
    "case reports": Kind.CASE_REPORT,
    "case report": Kind.CASE_REPORT,
    "case series": Kind.CASE_REPORT,
    "review": Kind.REVIEW,
    "review article": Kind.REVIEW,
    "scoping review": Kind.REVIEW,
}
# A protocol has no results, and a notice or an opinion no design, whatever words its title borrows.
_WITHOUT_RESULTS = {
    "clinical trial protocol",
    "study protocol",
    "protocol",
    "comment",
    "commentary",
    "article commentary",
    "editorial",
    "news",
    "published erratum",
    "correction",
    "retraction",
    "retraction of publication",
    "expression of concern",
}


def kind_of(types: Sequence[str], title: str, opening: str = "") -> Kind:
    """The kind of a document: publication types decide, then words of the title, then of the opening; else STUDY."""
    decided, without_results = _by_types(types)
    if without_results and decided in (None, Kind.TRIAL):
        return Kind.STUDY
    if decided is Kind.REVIEW:
        # Until 2019 MEDLINE had no type for systematic reviews, and JATS has one type for both.
        named = _by_title(title)
        return named if named in (Kind.GUIDELINE, Kind.SYSTEMATIC_REVIEW) else Kind.REVIEW
    return decided or _by_title(title) or _by_opening(title, opening) or Kind.STUDY


def _by_types(types: Sequence[str]) -> tuple[Kind | None, bool]:
    """The most decisive kind among the types, and whether one of them names a paper without results of its own."""
    decided: Kind | None = None
    without_results = False
    for name in types:
        key = name.lower().replace("-", " ")
        kind = _BY_TYPE.get(key)
        without_results = without_results or key in _WITHOUT_RESULTS
        if kind is not None and (decided is None or _RANK[kind] < _RANK[decided]):
            decided = kind
    return decided, without_results


_PROTOCOL = re.compile(
    r"\b(?:study|trial|review) protocols?\b|\bprotocols? (?:for|of) (?:an? |the )?"
    r"(?:[\w-]+ ){0,6}(?:trial|study|review|analysis|overview|survey)\b|: ?(?:an? )?(?:[\w-]+ ){0,3}protocol$"
)
_SYSTEMATIC = re.compile(
    r"\bsystematic(?:ally)? (?:[\w-]+ ){0,3}(?:over)?review|\bmeta-? ?analy[st][ie]s\b|\bmeta-regression\b|"
    r"\bumbrella review\b"
)
_ABOUT_REVIEWS = re.compile(
    r"\b(?:tools?|bias|quality|reporting|methods?|search\w*|regist\w+|automat\w+|guidance|reliability|filters?|prisma)\b"
    r".*\bsystematic reviews\b"
)
_ABOUT_GUIDELINES = re.compile(
    r"\b(?:adher\w+|complian\w+|concordan\w+|implement\w+|uptake|awareness|knowledge|attitudes?|surveys?|impact|barriers?|"
    r"audit|critique|commentary|protocol|reporting|versus|vs|physicians')\b|\?|^(?:do|does|are|is|should|why|how)\b|"
    r"\b(?:effects?|effectiveness|influence|use|using|application|evaluati\w+|appraisal|quality|compar\w+|validation|"
    r"disseminat\w+|according|based on|following|beyond|before|after|develop\w+|methods?|performance|variation) "
    r"(?:(?:of|to|the|for|in|with|between|and|an?) )*(?:[\w-]+ ){0,3}(?:guid|recommend|consensus|position)|"
    # A measurement or a picture that guides is no guideline, nor what calls itself a trial behind a colon.
    r"\b(?:procalcitonin|ultraso\w+|imag\w+|fluoroscop\w+|x-ray|ct|mri?|pet|genotype|biomarker|laser|robotic) "
    r"guidance\b|"
    r": (?:an? |the )?(?:[\w,-]+ ){0,8}(?:trial|cohort|cohort study|case-control study|cross-sectional study)$"
)
_GUIDELINE = re.compile(
    r"\b(?:guidelines?|guidance)(?:$|:|\.| (?:for|on|of|from|by|in|to|update|updated|summary|statement|\(|\d))|"
    r"\b(?:consensus|position|recommendation) statement\b|\brecommendations (?:of|from|by) the\b|"
    r"\bclinical practice (?:guidelines?|recommendations?)\b|\bconsensus (?:guidelines?|recommendations?)\b|"
    r"\bexpert consensus (?:on|for|of|in)\b|"
    r"\bevidence-based recommendations?\b"
)
_TRIAL = re.compile(
    r"(?<!non-)(?<!non)(?<!non )\brandomi[sz]ed\b(?:[^.:;]{0,60}?)\b(?:trial|study|comparison|evaluation)\b|"
    r"\bdouble-? ?blind|\bplacebo-? ?controlled\b|\brandomi[sz]ed,? (?:controlled|clinical|placebo|open)|"
    r"\bphase (?:[1-4]|i{1,3}|iv)(?:[ab]|/\w+)? (?:[\w-]+ ){0,3}(?:trial|study)\b"
)
_CASE = re.compile(
    r"\bcase reports?\b|\bcase series\b|\breport of (?:a|an|one|two|three|\d+) (?:[\w-]+ ){0,2}cases?\b|"
    r"\ba (?:[\w-]+ )?case of\b"
)
_OBSERVATIONAL = re.compile(
    r"\bcohorts?\b|\bcase-? ?control\b|\bcross-? ?sectional\b|\bregistry\b|\bretrospective\b|\bobservational\b|"
    r"\bprospective (?:[\w-]+ ){0,3}study\b|\bpopulation-based (?:[\w-]+ )?study\b|\blongitudinal (?:[\w-]+ )?study\b"
)
_REVIEW = re.compile(
    r"\b(?:narrative|literature|scoping|critical|clinical|mini|brief|concise|comprehensive|integrative|state-of-the-art)"
    r"[ -]review\b|: ?(?:an? )?(?:[\w-]+ ){0,2}(?:review|overview)\b|\ba review\b|\breview of the literature\b|"
    r"\ban overview\b|^overview of\b"
)


_OBSERVATIONAL_WORDS = ("cohort", "case", "cross", "regist", "spective", "observ", "-based", "longit")
# Plain words before each pattern: most titles hold none of them, and this runs on every record of a file.
_TITLES = (
    (("protocol",), _PROTOCOL, None, Kind.STUDY),
    (("systematic", "meta", "umbrella"), _SYSTEMATIC, _ABOUT_REVIEWS, Kind.SYSTEMATIC_REVIEW),
    (("guid", "recommend", "statement", "consensus"), _GUIDELINE, _ABOUT_GUIDELINES, Kind.GUIDELINE),
    (("random", "blind", "placebo", "phase"), _TRIAL, None, Kind.TRIAL),
    (("case",), _CASE, None, Kind.CASE_REPORT),
    (_OBSERVATIONAL_WORDS, _OBSERVATIONAL, None, Kind.OBSERVATIONAL),
    (("review", "overview"), _REVIEW, None, Kind.REVIEW),
)


def _by_title(title: str) -> Kind | None:
    low = title.lower()
    for words, pattern, but_not, kind in _TITLES:
        if _holds_any(low, words) and pattern.search(low) and not (but_not and but_not.search(low)):
            return kind
    return None


def _holds_any(text: str, words: Sequence[str]) -> bool:
    for word in words:  # noqa: SIM110  # any() takes three times as long, for every record of a file
        if word in text:
            return True
    return False


_RANDOMISED = re.compile(
    r"\b(?:we|and) randomly (?:assigned|allocated)\b|(?<!not )\b(?:was|were) (?:then |also )?"
    r"(?:randomi[sz]ed\b|randomly (?:assigned|allocated|divided))|\brandomi[sz]ed (?:controlled|clinical) trial was\b"
)
_BEFORE, _AFTER = 24, 48  # more letters than the pattern has before "random" and from there on


def _randomised(text: str) -> bool:
    """Whether the pattern is found; it is tried around each "random" alone, as at every letter it is slow."""
    place = text.find("random")
    while place >= 0:
        if _RANDOMISED.search(text, max(0, place - _BEFORE), place + _AFTER):
            return True
        place = text.find("random", place + 1)
    return False


_ANIMALS = re.compile(
    r"\b(?:rats?|mice|mouse|murine|rabbits?|pig(?:s|lets?)?|swine|sheep|dogs?|cats?|zebrafish|calves|hens|broilers?)\b"
)
_REVIEWED = re.compile(
    r"\b(?:conducted|performed|undertook|carried out) (?:a|an|this) (?:[\w-]+ ){0,2}"
    r"(?:systematic review|meta-analysis)\b|\bthis (?:systematic review|meta-analysis)\b"
)


_PEOPLE = re.compile(
    r"\b(?:patients?|participants?|subjects|adults|adolescents|children|infants|newborns|neonates|women|men|volunteers|"
    r"people|individuals|persons|students|nurses|physicians|residents)\b"
)
_OBSERVED = re.compile(
    r"\bretrospective(?:ly)?\b|\bcohort (?:stud|analys|design|of (?:[\w,-]+ ){0,3}(?:patients|adults|wom[ae]n|men|"
    r"children|participants|individuals|people|persons|infants|subjects))|"
    r"\b(?:prospective|birth|based|national|clinical) cohorts?\b"
)


def _by_opening(title: str, opening: str) -> Kind | None:
    """The kind the opening words tell; plain searches first, for this runs on every record without a telling type."""
    low = opening.lower()
    if low.startswith("the uspstf recommends"):
        return Kind.GUIDELINE
    if ("systematic review" in low or "meta-analysis" in low) and _REVIEWED.search(low):
        return Kind.SYSTEMATIC_REVIEW
    if _randomised(low):
        animals = _ANIMALS.search(low) or _ANIMALS.search(title.lower())
        return Kind.TRIAL if _PEOPLE.search(low) and not animals else None
    # From where the pattern could begin at the earliest, as trying it at every letter of an abstract is slow.
    places = [place for word in ("retrospective", "cohort") if (place := low.find(word)) >= 0]
    if places and _OBSERVED.search(low, max(0, min(places) - _BEFORE)):
        return Kind.OBSERVATIONAL
    return None
