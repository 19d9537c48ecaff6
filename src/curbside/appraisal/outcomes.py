"""Which outcome a sentence is about, and which way it points."""

from __future__ import annotations

import re

from curbside.appraisal.cues import cue
from curbside.appraisal.effects import RATIOS, crosses_no_effect, direction_of_effect, p_values
from curbside.appraisal.facets import recommends
from curbside.model import Direction, Effect, Facet

_OUTCOMES = (
    ("mortality", cue(r"mortalit\w+|\bdeaths?\b|\bdied\b|fatal\w*|all-cause death", "mor dea die fat all")),
    ("survival", cue(r"\bsurviv\w+", "sur")),
    ("bleeding", cue(r"bleed\w*|ha?emorrhag\w*", "ble hae hem")),
    ("stroke", cue(r"\bstrokes?\b", "str")),
    ("thrombosis", cue(r"\bthrombo(?:sis|embol\w+|tic)|\bVTE\b|\bDVT\b|\bembolism", "thr vte dvt emb")),
    ("myocardial infarction", cue(r"myocardial infarction|heart attack", "myo hea")),
    ("hospital admission", cue(r"hospitali[sz]ation|readmission|admissions?\b", "hos rea adm")),
    ("length of stay", cue(r"length of (?:hospital |icu )?stay|hospital stay|icu stay", "len hos icu")),
    ("organ failure score", cue(r"\bSOFA\b|APACHE|organ (?:failure|dysfunction)", "sof apa org")),
    ("DIC score", cue(r"DIC scores?", "dic")),
    ("platelet count", cue(r"platelet(?: count|s)\b", "pla")),
    ("relapse", cue(r"relaps\w+|recurren\w+|exacerbation\w*", "rel rec exa")),
    ("remission", cue(r"remission|\bcured?\b|resolution", "rem cur res")),
    ("infection", cue(r"infections?\b|pneumonia", "inf pne")),
    ("seizures", cue(r"seizures?\b", "sei")),
    ("pain", cue(r"\bpain\b", "pai")),
    ("quality of life", cue(r"quality of life|\bSF-36\b|\bEQ-5D\b", "qua sf eq")),
    ("blood pressure", cue(r"blood pressure", "blo")),
    ("HbA1c", cue(r"HbA1c|glycated ha?emoglobin", "hba gly")),
    ("weight", cue(r"body weight|\bBMI\b", "bod bmi")),
    ("weight loss", cue(r"weight loss", "wei")),
    ("fracture", cue(r"fractures?\b", "fra")),
    ("adverse events", cue(r"adverse (?:events?|effects?|reactions?)|side[ -]effects?", "adv sid")),
    ("cognition", cue(r"cogniti\w+|\bMMSE\b", "cog mms")),
    ("dementia rating", cue(r"dementia rating|\bADAS\b", "dem ada")),
    ("disease progression", cue(r"progression|functional decline", "pro fun")),
    ("depression", cue(r"depressi\w+", "dep")),
    ("cardiovascular events", cue(r"cardiovascular events?|cardiac events?|\bMACE\b", "car mac")),
    ("cholesterol", cue(r"cholesterol|\bLDL\b", "cho ldl")),
    ("glucose", cue(r"blood glucose|fasting glucose", "blo fas")),
    ("glycaemic control", cue(r"glyc(?:a)?emic control", "gly")),
    ("kidney function", cue(r"creatinine clearance|\beGFR\b|kidney function|renal function", "cre egf kid ren")),
    ("creatinine", cue(r"creatinine(?! clearance)", "cre")),
    ("kidney injury", cue(r"kidney injury", "kid")),
    ("kidney failure", cue(r"(?:kidney|renal) failure", "kid ren")),
    ("mechanical ventilation", cue(r"mechanical ventilation|intubation|ventilator(?=-free)", "mec int ven")),
    ("preterm birth", cue(r"preterm (?:birth|delivery)", "pre")),
    ("response", cue(r"\brespon(?:se|der)\w*", "res")),
)
_FIRST = 2
"""Mortality and survival count before all other outcomes of a sentence."""
_BY_START = {
    start: tuple(number for number, (_, found) in enumerate(_OUTCOMES) if start in found.starts)
    for start in sorted(frozenset[str]().union(*(found.starts for _, found in _OUTCOMES)))
}
"""The outcomes, by their numbers, that a word which starts so may name: few of them are tried on a sentence."""


_FREE_OF = re.compile(r"\bfree(?:dom)? (?:of|from) (?:any |all |further |\w+ )?$", re.IGNORECASE)
_FREE = re.compile(r"[- ]free(?:dom)?\b", re.IGNORECASE)
_TIME_TO = re.compile(r"\btime (?:to|until) (?:the )?(?:(?:first|next|any|\w+) )?$", re.IGNORECASE)
_BEFORE = 40
"""Letters before the name of an outcome in which it may be turned about."""


def outcome_of(text: str, starts: frozenset[str]) -> str:
    """The first outcome a sentence names, mortality before all others; "" where it names none that is known.

    To be free of an outcome and the time until it comes are outcomes of their own: more of them is less of it.
    """
    tried = sorted({number for start in starts & _BY_START.keys() for number in _BY_START[start]})
    places = []
    for number in tried:
        name, found = _OUTCOMES[number]
        if match := found.search(text, starts):
            name = _turned(name, text, match)
            if number < _FIRST:
                return name
            places.append((match.start(), name))
    return min(places)[1] if places else ""


def _turned(name: str, text: str, match: re.Match[str]) -> str:
    before = text[max(0, match.start() - _BEFORE) : match.start()]
    if _TIME_TO.search(before):
        return f"time to {name}"
    return f"freedom from {name}" if _FREE.match(text, match.end()) or _FREE_OF.search(before) else name


_NONE = cue(
    r"\bno (?:statistically |clinically )?(?:significant |apparent |clear |overall |additional )?"
    r"(?:(?:mortality|survival|treatment|between-group) )?(?:difference|association|effect|benefit|improvement|"
    r"reduction|increase|change|correlation|impact|evidence (?:of|that|for))s?\b|"
    r"\bnot (?:statistically |significantly |been |have |be )*(?:differ\w*|different|"
    r"significant\w*|associated|improve\w*|reduc\w+|affect\w*|increase\w*|decrease\w*|alter\w*|superior|effective|"
    r"lower\w*|show\w*|benefi\w*|change\w*)|\bnon-?significant\w*|\b(?:did|does|do) not\b|\bsimilar(?:ly)?\b|"
    r"\bcomparable\b|\bneither\b|\bnon-?inferior|\bfailed to\b|\bunchanged\b|\bequivalent\b|\bineffective\b|"
    r"\bwithout (?:a |any )?(?:significant )?(?:difference|benefit|effect)",
    "no not non did doe do sim com nei fai unc equ ine wit",
)
_UNSURE = cue(
    r"\b(?:uncertain\w*|unclear|inconclusive|insufficient|inconsistent|conflicting|limited evidence|may or may not|"
    r"not known|unknown|gives? no significance test|very low[- ](?:certainty|quality)|"
    r"could not be (?:determined|assessed)|contested|no figures)\b",
    "unc inc ins con lim may not unk giv ver cou no",
)
_DOWN = cue(
    r"\b(?:reduc\w+|lower\w*|decreas\w+|fewer|less|declin\w+|fell|fall|diminish\w*|prevent\w*|shorten\w*|attenuat\w+|"
    r"suppress\w+|protect\w*|cut|inhibit\w*|smaller|alleviat\w+|drop\w*)\b",
    "red low dec few les fel fal dim pre sho att sup pro cut inh sma all dro",
)
_UP = cue(
    r"\b(?:increas\w+|higher|greater|more|rose|rise\w*|elevat\w+|prolong\w+|longer|larger|raised?|promot\w+|"
    r"excess)\b",
    "inc hig gre mor ros ris ele pro lon wor lar rai exc",
)
_WORSE = cue(r"\bworsen(?:s|ed|ing)?\b|\bdeteriorat\w+", "wor det")
_GOOD = cue(
    r"\b(?:improv\w+|better|benefi\w+|effective\w*|superior|favou?r\w*|efficacious|hastened|normali[sz]ed|recovered)\b",
    "imp bet ben eff sup fav has nor rec",
)
_AGAINST = cue(
    r"\b(?:not (?:be )?(?:recommend\w*|suggest\w*|advis\w+|indicated|given|used|routinely|offered)|"
    r"recommend\w* against|suggest\w* against|against (?:the )?(?:use|routine|screening)|(?:^|[;:,.] |we )do not|"
    r"should not|must not|avoid\w*|contra-?indicated|no role|discourag\w+|are not suggested)\b",
    "not rec sug aga do sho mus avo con no dis are",
)
_NOT_STOPPED = cue(
    r"\b(?:do|should|must) not (?:be )?(?:delay\w*|withh?\w*|stop\w*|discontinu\w+|omit\w*|interrupt\w*|den(?:y|ied))",
    "do sho mus",
)
"""Advice against leaving something off is advice for it."""
_INSUFFICIENT = cue(
    r"insufficient (?:evidence )?to (?:assess|recommend)|no recommendation|cannot recommend|evidence is insufficient",
    "ins no can evi",
)
_WORSE_WHEN_HIGHER = frozenset(
    "mortality; bleeding; stroke; thrombosis; myocardial infarction; hospital admission; length of stay; "
    "organ failure score; DIC score; relapse; infection; seizures; pain; HbA1c; fracture; adverse events; "
    "dementia rating; disease progression; depression; cardiovascular events; cholesterol; glucose; creatinine; "
    "kidney injury; kidney failure; mechanical ventilation; preterm birth".split("; ")
)
_BETTER_EITHER_WAY = frozenset({"blood pressure", "weight"})
"""Outcomes of which "improved" does not tell whether there was more: in shock, blood pressure should rise."""


def direction_of(text: str, starts: frozenset[str], facet: Facet, effects: tuple[Effect, ...]) -> Direction:
    """Which way a sentence points: for or against where it recommends, else what becomes of its outcome."""
    if facet in (Facet.RECOMMENDATION, Facet.CONTRAINDICATION):
        return _recommends(text, starts, facet)
    if _UNSURE.search(text, starts):
        return Direction.UNCERTAIN
    by_effect = {
        direction_of_effect(e) for e in effects if crosses_no_effect(e) is not None or (e.p and e.measure in RATIOS)
    }
    if len(by_effect) == 1:
        return by_effect.pop()
    return Direction.MIXED if by_effect else _by_words(text, starts)


def _recommends(text: str, starts: frozenset[str], facet: Facet) -> Direction:
    if _INSUFFICIENT.search(text, starts):
        return Direction.UNCERTAIN
    if facet is Facet.CONTRAINDICATION:
        return Direction.AGAINST
    if _AGAINST.search(text, starts):
        return Direction.FOR if _NOT_STOPPED.search(text, starts) else Direction.AGAINST
    return Direction.FOR if recommends(text, starts) else Direction.UNSTATED


_ASIDE = re.compile(
    r",? (?:with|and|but|while|whereas|although|though) (?:a |an )?(?:\w+ )?(?:similar|comparable|equivalent|"
    r"no (?:significant )?(?:difference|increase|change|excess))\b.*$",
    re.IGNORECASE,
)
"""What did not differ beside the outcome that is told: "less pain, with similar constipation"."""
_GROUP = re.compile(
    r"\b(?:patients|people|persons|those|subjects|participants|individuals|women|men|children|infants|cases) "
    r"(?:with|without|who (?:had|have|developed|experienced|suffered)|having) (?:[\w-]+ ){0,2}?[\w-]+",
    re.IGNORECASE,
)
"""Whom a sentence compares: "patients with bleeding were older" says nothing of how often they bled."""


def _by_words(text: str, starts: frozenset[str]) -> Direction:
    if _GROUP.search(text) and outcome_of(text, starts) != outcome_of(_GROUP.sub(" ", text), starts):
        return Direction.UNSTATED
    aside = _ASIDE.search(text)
    if aside and (told := outcome_of(text, starts)) and outcome_of(text[: aside.start()], starts) == told:
        text = text[: aside.start()]
    if _NONE.search(text, starts):
        return Direction.NO_DIFFERENCE
    values = [value for sign, value in p_values(text) if sign in "=<\u2264"]
    if values and min(values) > 0.05:
        return Direction.NO_DIFFERENCE
    if _WORSE.search(text, starts):
        return _judged(outcome_of(text, starts), better=False)
    down, up = _DOWN.search(text, starts), _UP.search(text, starts)
    if down and up:
        return Direction.LOWER if down.start() < up.start() else Direction.HIGHER
    if down or up:
        return Direction.LOWER if down else Direction.HIGHER
    return _judged(outcome_of(text, starts), better=True) if _GOOD.search(text, starts) else Direction.UNSTATED


def _judged(outcome: str, *, better: bool) -> Direction:
    """Which way an outcome goes that got better or worse: "mortality improved" is fewer deaths."""
    if outcome in _BETTER_EITHER_WAY:
        return Direction.UNSTATED
    return Direction.LOWER if (outcome in _WORSE_WHEN_HIGHER) is better else Direction.HIGHER
