"""Whether a sentence says that two arms differ: its words, p-values and intervals, each clue by itself."""

from __future__ import annotations

import re

from curbside.appraisal.clauses import Clause
from curbside.appraisal.effects import crosses_no_effect, effects_of
from curbside.appraisal.figures import figures_of
from curbside.appraisal.matching import stem
from curbside.text import words

_ALPHA = 0.05
_SAME = re.compile(
    r"\b(?:no|without(?: an?y?)?|nor|any) (?:[\w-]+ ){0,5}?(?:differen\w+|effects?|associations?|improvements?|"
    r"reductions?|increases?|"
    r"decreases?|changes?|benefits?|impact|advantage|interactions?|correlations?|influence|evidence|more|better|"
    r"significan\w+|superiority)\b|"
    r"\b(?:not|n't|nor|never) (?:[\w-]+ ){0,5}?(?:differ\w*|signif\w+|associat\w+|improv\w+|reduc\w+|affect\w*|"
    r"increas\w*|decreas\w*|alter\w*|superior\w*|effective\w*|lower\w*|higher|greater|show\w*|benefi\w+|chang\w+|"
    r"influenc\w+|found|"
    r"observed|detect\w*|reach\w*|better|more|less|reveal\w*|demonstrat\w+|modif\w+|impact\w*|have|seen|establish\w*|"
    r"attain\w*|distinguish\w*)|"
    r"\bnon-?signi\w+|\binsignific\w+|\bsimilar\w*|\bcomparable\b|\bneither\b|\bnon-?inferior\w*|\bnone of\b|"
    r"\bfail\w* to\b|\bunchanged\b|\bequivalent\w*|\bineffective\b|\b(?:the|almost|nearly|remained) same\b|"
    r"\bsame in\b|\bequal\w*|\bidentical\w*|"
    r"\bp ?[=:] ?(?:n\.?s\.?|not signif\w+)|\bn\.?s\b\.?(?=[),;.\s])|\bunaffected\b|"
    r"\black of (?:\w+ ){0,2}(?:differ\w+|effect|benefit)|"
    r"\bno significan\w+|\bno (?:[\w-]+ ){1,5}(?:occurred|were|was) (?:\w+ ){0,2}in (?:either|any|both)|"
    r"\bunlikely to\b|\bapproach\w* significance|\bas (?:effective|good|well) as\b|\btend(?:ed|ency)\b|\btrend\w*",
    re.IGNORECASE,
)
_SIGNIFICANT = re.compile(
    r"(?<!not )(?<!no )(?<!not statistically )(?<!no statistically )\bsignificant(?:ly)?\b", re.IGNORECASE
)


def says_same(part: str) -> bool:
    """Whether a clause says that two are alike, that nothing differed, changed or was found."""
    return _SAME.search(part) is not None


def _significant(part: str, outcome: str) -> bool | None:
    """Whether the p-value that follows the outcome, or an interval, shows a difference; None where there is none."""
    place = _outcome_end(part, outcome)
    told = [(m.start(), _shows(m["sign"], float(m["value"]))) for m in _P_VALUE.finditer(part)]
    behind = [shows for start, shows in told if start >= place]
    if behind:
        return behind[0] if len(behind) < 4 else any(behind)
    if told:
        return told[-1][1]
    crossing = [c for e in effects_of(part) if (c := crosses_no_effect(e)) is not None]
    return not all(crossing) if crossing else None


def _outcome_end(part: str, outcome: str) -> int:
    """Where the last word of the outcome's name ends in the clause; nought where none stands in it."""
    asked = {stem(w) for w in words(outcome) if len(w) > 3}
    return next(
        (
            m.end()
            for m in reversed(list(re.finditer(r"[^\W_]+(?:[-'][^\W_]+)*", part)))
            if stem(m.group().lower()) in asked
        ),
        0,
    )


def _shows(sign: str, value: float) -> bool:
    return sign in "<=\u2264" and (value <= _ALPHA)


_P_VALUE = re.compile(
    r"\b[Pp](?:[ -]?values?)?(?: (?:for|of|was|"
    r"is)(?: [\w-]{1,20}){0,3})?\s?(?P<sign>[=<>\u2264\u2265]?)(?:\s?)(?P<value>0?\.\d+|0(?![\d.])|1(?:\.0+)?(?![\d.]))"
)


_NO_DIFFERENCE = re.compile(
    r"\b(?:no|without(?: an?y?)?|nor) (?:[\w-]+ ){0,4}?differen\w+|"
    r"\bnot? (?:[\w-]+ ){0,3}?(?:differ\w*|significant\w*)|"
    r"non-?signific|insignific|\bn\.?s\b|\bnumerically\b",
    re.IGNORECASE,
)
_DIFFERENCE = re.compile(
    r"(?<!no )(?<!not )significant(?:ly)? differen|differed significant|"
    r"difference[^.;]{0,40}(?<!not )(?:was|were) (?:statistically |highly )*significan",
    re.IGNORECASE,
)
_EITHER = re.compile(
    r"\b(?:both|all|each|either|two|three) (?:[\w-]+ )?(?:groups|arms|treatments|regimens|drugs|diets)\b", re.IGNORECASE
)
_FROM_BASELINE = re.compile(
    r"\b(?:baseline|pre-?(?:treatment|intervention|test)|compared (?:to|with) before|before (?:and|the|treat|interv)|"
    r"initial(?:ly)?|from \d|over time|within[- ]group)\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\bbetween (?:the )?(?:two |three )?(?:groups|arms|treatments)|\b(?:than|versus|vs|compared (?:to|with))\b",
    re.IGNORECASE,
)
_ZERO = re.compile(r"\W*(?:there (?:was|were) )?no(?:ne)?\b", re.IGNORECASE)
_NOT = re.compile(r"\b(?:did|does|do|was|were|is|are) not\b", re.IGNORECASE)


def differences(clause: Clause) -> dict[str, float]:
    """Each clue of a clause on whether the arms differ, by name, 1 where it is there."""
    text = clause.text
    same, shown = says_same(text), _significant(text, clause.outcome)
    from_baseline, between = _FROM_BASELINE.search(text), _BETWEEN.search(text)
    found = {
        f"{'says the same' if same else 'does not say the same'}, {_SHOWN[shown]}": True,
        "says the same": same,
        _SHOWN[shown]: True,
        "no difference": _NO_DIFFERENCE.search(text),
        "a difference": _DIFFERENCE.search(text),
        "significant": _SIGNIFICANT.search(text),
        "either arm": _EITHER.search(text),
        "from baseline": from_baseline,
        "from baseline alone": from_baseline and not between,
        "between arms": between,
        "not": _NOT.search(text),
        "nothing was seen": _ZERO.match(text),
        "but not against an arm": _but_not(clause),
        f"{ARMS_NAMED}: {clause.arms}": True,
    }
    return {name: 1.0 for name, holds in (found | _p_clues(text) | _size_clues(clause)).items() if holds}


ARMS_NAMED = "arms named"
_BUT_NOT = re.compile(r"\b(?:than|compared|versus|vs\.?|relative to)\b[^.;]*\bbut not (?:[\w-]+ ){0,3}$", re.IGNORECASE)


def _but_not(clause: Clause) -> bool:
    """Whether the difference was against others "but not" against an arm that is asked about."""
    return any(_BUT_NOT.search(clause.text[: place.start]) for place in clause.places)


_SHOWN = {True: "tested and shown", False: "tested and not shown", None: "not tested"}


def _p_clues(text: str) -> dict[str, object]:
    told = [_shows(m["sign"], float(m["value"])) for m in _P_VALUE.finditer(text)]
    return {
        "a p-value shows one": any(told),
        "all p-values show one": told and all(told),
        "the first p-value shows one": told and told[0],
        "the last p-value shows one": told and told[-1],
        "no p-value": not told,
        "many p-values": len(told) > _SEVERAL,
    }


_SEVERAL = 2
NONE_BY_INTERVAL = "every interval includes none, and no p-value is given"
ONE_BY_INTERVAL = "no interval includes none, and no p-value is given"


def _size_clues(clause: Clause) -> dict[str, object]:
    """By intervals, and by how far the figures are apart where no p-value is given."""
    crossing = [c for e in effects_of(clause.text) if (c := crosses_no_effect(e)) is not None]
    tested = _P_VALUE.search(clause.text) is not None
    apart = None if tested else figures_of(clause.text, clause.places).apart
    ranges = _range_clues(clause.text, tested=tested)
    spanning = not tested and ranges["every range includes none"]
    return {
        NONE_BY_INTERVAL: (crossing and all(crossing) and not tested) or (not crossing and spanning),
        ONE_BY_INTERVAL: crossing and not any(crossing) and not tested,
        "all intervals include none": crossing and all(crossing),
        "no interval includes none": crossing and not any(crossing),
        **ranges,
        "figures alike": apart is not None and apart < 0.1,
        "figures near": apart is not None and apart < 0.25,
        "figures far apart": apart is not None and apart > 0.5,
    }


_NUMBER = r"[-+]?\d*\.?\d+"
_RANGE = re.compile(
    rf"(?:[(\[]|\b(?:CI|CIs|intervals?)\b)[:,=\s(\[]*(?:9\d ?% ?(?:CI|confidence intervals?)[:,=\s\[(]*)?"
    rf"(?P<low>{_NUMBER}) ?%?\s?(?:-|\u2013|to|,|;)\s?(?P<high>{_NUMBER})(?!\.?\d| ?% ?(?:CI|conf)) ?%?\s*[)\]]?"
)
_RATIO = re.compile(r"\b(?:[hH]azards?|[oO]dds|[rR]isk|[rR]ate) ratios?\b|\b(?:a?HR|a?OR|a?RR|IRR)\b|[rR]elative risk")


def _range_clues(text: str, *, tested: bool) -> dict[str, object]:
    """By ranges that name no measure: whether they include one (ratios) or nought; whether two of them overlap."""
    ranges = [(float(m["low"]), float(m["high"])) for m in _RANGE.finditer(text)]
    ranges = [r for r in ranges if r[0] <= r[1]]
    centre = 1.0 if _RATIO.search(text) else 0.0
    including = [low < centre < high for low, high in ranges]
    two = len(ranges) == _SEVERAL and not tested and centre == 0 and not any(including)
    overlap = two and max(ranges[0][0], ranges[1][0]) <= min(ranges[0][1], ranges[1][1])
    return {
        "every range includes none": including and all(including),
        "a range includes none": any(including),
        "two ranges overlap": overlap,
        "two ranges are apart": two and not overlap,
    }
