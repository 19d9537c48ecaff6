"""Statistics that interrupt a sentence: they are moved beside it, unchanged."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curbside.model import Piece, Turn, weighs
from curbside.readers.doses import doses

_BRACKET = re.compile(r"\s?(?:\((?:[^()]|\([^()]*\))*\)|\[(?:[^\[\]]|\[[^\[\]]*\])*\])")
_MEASURE = (
    r"(?:a?HR|a?RR|a?OR|a?IRR|S?MD|WMD|RD|hazard ratio|odds ratio|relative risk|risk ratio|rate ratio|mean difference)"
)
_STATISTIC = re.compile(
    rf"\b(?:{_MEASURE}|CI|CrI|IQR|SD|SE|SEM|NNT|NNH|AUC|df|95 ?%|r|n|N|I2|I\u00b2)\b|"
    r"\b[Pp]\s?(?:[-\u2013]?value)?s?\s?[=<>\u2264\u2265]|"
    r"\bvs\b|\brange\b|\binterval\b|\d/\d|\d ?%|[\u00b1\u03c7\u03ba\u03b2]|"
    r"\bgrade [A-D1-4]|\blevel \d|\bNCT\d|PMC\d|\bclass I"
)
_ONLY_FIGURES = re.compile(
    r"[\s\d.,%/=<>\u2264\u2265\u00b1+;:()\[\]\u2013-]*(?:(?:to|vs\.?|and|or|versus|from)[\s\d.,%/\u2013-]*)*"
)
_REFERENCE = re.compile(
    r"\s?(?:\((?:[Tt]able|[Ff]ig(?:ure)?s?|[Rr]ef|see|card|level|class|grade)[ .:][^()]{0,60}\)|\[\d[\d,\u2013 -]*\])"
)
_SHORT_FORM = re.compile(r"\s\((?P<short>[A-Z][A-Za-z\d/-]{0,3}[A-Z\d][A-Za-z\d/-]{0,6})\)")
_TAIL = re.compile(
    rf"[,;:]?\s+(?:with (?:an? )?)?(?:pooled |adjusted |overall |summary )?"
    rf"{_MEASURE}[ ,=:]*(?:of |was |is )?[-\u2212]?\d"
    r"(?:[^;.]|\.(?=\d))*?(?=;|\.(?:\s|$)|$)"
)
_P_TAIL = re.compile(r",\s+[Pp]\s?(?:-value\s?)?[=<>\u2264\u2265]\s?0?\.\d+(?=[,;.\s]|$)")
_PLAIN_WORD = re.compile(r"\b[a-z]{3,}\b")
_OF_STATISTICS = frozenset(
    "median mean range ratio interval confidence credible difference odds hazard risk rate per cent percent versus"
    " patients participants trials studies study total days weeks months years adjusted respectively and for the"
    " from relative value values placebo control group groups standard deviation grade heterogeneity evidence".split()
)
_MOST_WORDS = 5


def asides(text: str) -> Iterator[Piece]:
    """The statistics of a text that can be moved beside it; a bracket with other words, a negation or a hedge stays."""
    last = 0
    for match in _SHORT_FORM.finditer(text):
        # A short form that the text uses again has to stay where it is explained.
        if len(re.findall(rf"\b{re.escape(match['short'])}", text)) == 1 and not re.search(
            r"\d\s*$", text[: match.start()]
        ):
            yield Piece(start=match.start(), end=match.end(), turn=Turn.ASIDE)
    found = [m for p in (_BRACKET, _REFERENCE, _TAIL, _P_TAIL) for m in p.finditer(text)]
    for match in sorted(found, key=lambda m: (m.start(), -m.end())):
        start, end = match.span()
        if start < last or not _statistical(match.group()) or next(doses(match.group()), None):
            continue
        tail = match.re is _TAIL
        if tail and not _stands_alone(text, start):
            continue
        if start > 0 and not weighs(match.group()) and not VERB.search(match.group()):
            yield Piece(start=start, end=end, turn=Turn.ASIDE)
            last = end


def _statistical(words: str) -> bool:
    inside = words.strip().strip("()[]")
    if not re.search(r"\d", inside):
        return False
    if _ONLY_FIGURES.fullmatch(inside) or _REFERENCE.fullmatch(words):
        return True
    other = [w for w in _PLAIN_WORD.findall(inside) if w not in _OF_STATISTICS]
    return bool(_STATISTIC.search(inside)) and len(other) <= _MOST_WORDS


def _stands_alone(text: str, end: int) -> bool:
    """Whether what is left of the clause still says something: it has a figure or a verb."""
    clause = re.split(r"[;:]|\.\s", text[:end])[-1]
    return bool(re.search(r"\d", clause)) or bool(VERB.search(clause))


VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|did|does|do|can|could|may|might|will|would|should|must|fell|falls?|rose|rises?|led|"
    r"leads?|vary|varies|died|dies|became|becomes?|stood|stands?|came|comes?|got|gets?|gave|gives?|take[sn]?|took|bleeds?|"
    r"(?:show|reduc|increas|decreas|improv|lower|rais|report|remain|occur|suggest|recommend|provid|appear|seem|stopp?|"
    r"recover|respond|develop|normali[sz]|result|caus|prevent|depend|differ|includ|persist|receiv|surviv|requir|shorten|"
    r"complicat|stay|tend|help|compar|indicat|demonstrat|associat|benefit|consist|involv|affect|diagnos|consider|us|avoid|"
    r"defin|redefin|propos|argu|describ|introduc|remov|harmoni[sz]|need|add|treat|stratif|block|mislead|prolong|lack|fail|"
    r"rely|allow|support|predict|exceed|achiev|experienc|range|yield|reveal|conclud|found|find|know|known|cit)"
    r"(?:e|es|ed|s|d|n)?)\b",
    re.IGNORECASE,
)
