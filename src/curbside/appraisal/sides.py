"""Which way a sentence says the outcome goes in the first of two arms: each clue apart, +1 for more, -1 for less."""

from __future__ import annotations

import re

from curbside.appraisal.arms import Mention
from curbside.appraisal.clauses import Clause
from curbside.appraisal.effects import direction_of_effect, effects_of
from curbside.appraisal.figures import figures_of
from curbside.appraisal.matching import stem
from curbside.model import Direction
from curbside.text import words

_DOWN = (
    r"reduc\w+|lower\w*|decreas\w+|fewer|less(?:er|en\w*)?|declin\w+|fell|fall(?:s|ing)?|diminish\w*|prevent(?:ed|s)|"
    r"short(?:er|en\w*)|"
    r"attenuat\w+|suppress\w+|protect\w*|inhibit\w*|smaller|alleviat\w+|drop\w*|minimi[sz]\w+|lowest|least|shortest|"
    r"faster|quicker|earlier|sooner|reliev\w+|ameliorat\w+|downregulat\w+|loss|lost|blunted|mitigat\w+|rarer|weaker|"
    r"abolish\w+|(?<=significantly )low"
)
_UP = (
    r"increas\w+|higher|greater|more|rose|ris(?:e|es|ing|en)|elevat\w+|prolong\w+|longer|larger|raised?|promot\w+|"
    r"excess\w*|"
    r"highest|greatest|most|longest|gain\w*|enhanc\w+|stronger|strongest|delayed|later|doubl\w+|grew|upregulat\w+|"
    r"best|twice|augment\w+|heavier|deeper|bigger|exceed\w*|taller|often|(?<=significantly )high"
)
_GOOD = (
    r"improv\w+|better|benefi\w+|effective\w*|superior\w*|favou?r\w*|efficacious|recover\w*|effica\w+|outperform\w*|"
    r"advantage\w*|success\w+|easier"
)
_BAD = r"wors\w+|deteriorat\w+|inferior\w*|impair\w*|poor\w*"
_CUE = re.compile(rf"\b(?:(?P<down>{_DOWN})|(?P<up>{_UP})|(?P<good>{_GOOD})|(?P<bad>{_BAD}))\b", re.IGNORECASE)
_OF_DECREASE = re.compile(
    r"[ ,]+(?:[\w-]+ ){0,2}?(?:reduction|decrease|decline|drop|fall|loss|reduced|decreased|decreases|reductions|"
    r"lowering|inhibition|suppression|relief|declines)s?\b",
    re.IGNORECASE,
)
_OF_IMPROVEMENT = re.compile(
    r"[ ,]+(?:[\w-]+ ){0,2}?(?:improvements?|effective\w*|benefits?|improved|recovery|better)\b", re.IGNORECASE
)
_DECREASE_ASKED = re.compile(
    r"\b(?:reduc\w+|decreas\w+|declin\w+|loss|drop|fall|relief|lower\w*|alleviat\w+|inhibition)\b", re.IGNORECASE
)
_IMPROVEMENT_ASKED = re.compile(
    r"\bimprove\w*|\bbenefit|\brecover\w*|\beffica\w+|\beffective\w*|\bsuccess|\bsatisf|\bquality|\brelief",
    re.IGNORECASE,
)
_LESS_IS_BETTER = re.compile(
    r"mortal|death|died|\bpain|bleed|h[ae]+morrh|blood loss|symptom|severity|depress|anxi|stress|fatigue|disab|advers|"
    r"complic|side[ -]effect|toxic|nausea|vomit|infect|relaps|recurr|incidence|\brisk|\btime (?:to|of|for|taken|"
    r"required)|duration|length of|"
    r"hospitali|admission|readmission|cholesterol|\bldl|triglycer|glucose|hba1c|insulin resist|\bweight|\bbmi|"
    r"body mass|blood pressure|systolic|diastolic|hypert|\bcrp|inflam|distress|insomnia|fracture|\bfalls?\b|ulcer|"
    r"stroke|infarct|event|failure|dropout|discontinu|smok|drink|alcohol|craving|relapse|wound|scar|edema|oedema|"
    r"swelling|lesion|plaque|caries|\bgingiv|parasit|malaria|prevalence|diarrh|cough|fever|seizure|headache|migraine|"
    r"\bcost|error|burden|problem|difficult|impairment|dysfunction|disease activity|tension|anger|confusion|hostil|"
    r"hyperactiv|aggress|disrupt|irritab|obses|\bmania|arrhythm|tachycard|fibrillation|dependen|rough|das28|psqi|"
    r"\bvas\b|womac|hamd|"
    r"madrs|\bbdi\b|panss|updrs|apnea|apnoea|dyspn|hypotens|\biop\b|intraocular pressure|itch|prurit|resistance|"
    r"score on the oswestry|roland|odi\b",
    re.IGNORECASE,
)
_MORE_IS_BETTER = re.compile(
    r"surviv|quality of life|free\b|relief|recovery|success|satisf|remission|function|response", re.IGNORECASE
)
_REFERENCE = re.compile(
    r"\b(?:than(?: (?:that|those|did|with|in|for|the))*|compar\w+ (?:to|with|against)|as compared|versus|vs\.?|"
    r"relative to|over|"
    r"in contrast to|as opposed to|against|from (?:that|those) (?:of|in)|whereas|while|but not|but|instead of|"
    r"in comparison (?:to|with))(?: [\w-]+){0,4}\s*$",
    re.IGNORECASE,
)


def _by_effect(clause: Clause) -> int:
    """By the effects the clause states; a hazard ratio below one is a longer survival or time."""
    stated = [e for e in effects_of(clause.text) if e.low or e.p]
    found = {direction_of_effect(e) for e in stated}
    side = _SIDES.get(found.pop(), 0) if len(found) == 1 else 0
    hazards = all(e.measure == "hazard ratio" for e in stated)
    return -side if _SURVIVAL.search(clause.outcome) or (hazards and _TIME.search(clause.outcome)) else side


_SIDES = {Direction.HIGHER: 1, Direction.LOWER: -1}
_SURVIVAL = re.compile(r"\bsurviv|\btime to\b|-free\b", re.IGNORECASE)
_TIME = re.compile(r"\btimes?\b|duration|onset|\bstay\b|surviv|latency", re.IGNORECASE)
_OF_GROUPS = (
    r"(?:[\w-]+ ){0,2}?(?:groups?|arms?|treatments?|regimens?|diets?|doses|cohorts?|patients|participants|subjects)"
)
_IN_BOTH = re.compile(
    rf"[^.;,]{{0,60}}?(?<!compared )\b(?:in|for|within|with) (?:(?:both|each|either)(?! (?:their|its|his|her|the)\b)|"
    rf"all {_OF_GROUPS})\b(?![^.;]*\b(?:than|compared|more|but not)\b)",
    re.IGNORECASE,
)
_BOTH_BEFORE = re.compile(rf"\b(?:both|all) {_OF_GROUPS}\b[^.;,]*$", re.IGNORECASE)


def _distance(part: str, cue: re.Match[str], outcome: tuple[int, int]) -> tuple[bool, int, int]:
    """How well a cue goes with the outcome: right before its name, else behind it, those that compare first."""
    start, end = outcome
    gap = start - cue.end()
    if end and 0 <= gap <= 40 and not re.search(r"[,;()]|\b(?:than|compared|versus)\b", part[cue.end() : start]):
        return (_common(part, cue), -1 if _tested(part, cue) else 0, gap)
    rank = 1 if _tested(part, cue) or _against(part, cue) else 2
    return (_common(part, cue), rank, cue.start() - end if cue.start() >= end else 500 - cue.start() + end)


_THRESHOLD = re.compile(
    r"(?:\u2265|>|at least|more than) ?\d+[ -]?(?:%|points?|percent|letters?|lines?|fold)(?: or (?:greater|more))? $|"
    r"or (?:greater|more) $",
    re.IGNORECASE,
)


def _common(part: str, cue: re.Match[str]) -> bool:
    return bool(
        _IN_BOTH.match(part, cue.end())
        or _THRESHOLD.search(part[: cue.start()])
        or re.search(r"\b(?:both|all) groups[^.;,]*$", part[: cue.start()], re.IGNORECASE)
    )


def _outcome_place(part: str, outcome: str) -> tuple[int, int]:
    """Where the words of the outcome begin and end in the clause: the closest run of them; (0, 0) for none."""
    asked = {stem(w) for w in words(outcome) if len(w) > 3}
    found = [m.span() for m in re.finditer(r"[^\W_]+(?:[-'][^\W_]+)*", part) if stem(m.group().lower()) in asked]
    if not found:
        return (0, 0)
    runs: list[list[tuple[int, int]]] = [[found[0]]]
    for place in found[1:]:
        if place[0] - runs[-1][-1][1] <= 15:
            runs[-1].append(place)
        else:
            runs.append([place])
    best = max(runs, key=len)
    return best[0][0], best[-1][1]


def _tested(part: str, cue: re.Match[str]) -> bool:
    """Whether the cue is called significant."""
    return bool(re.search(r"\bsignificant(?:ly)? (?:[\w-]+ )?$", part[: cue.start()], re.IGNORECASE))


def _against(part: str, cue: re.Match[str]) -> bool:
    """Whether the cue compares: followed by "than" or "compared with"."""
    return bool(re.match(r"[^.;]{0,80}?\b(?:than|compared|versus|vs|relative to)\b", part[cue.end() :], re.IGNORECASE))


def _in_name(cue: re.Match[str], outcome: str) -> bool:
    """Whether the cue word is a part of the outcome's own name, as in "weight loss" or "time to recovery"."""
    return bool(re.search(rf"\b{re.escape(cue.group())}\b", outcome, re.IGNORECASE)) and len(cue.group()) > 3


def _sign(cue: re.Match[str], part: str, outcome: str) -> int:
    """+1 where the cue says more of the outcome, -1 where less."""
    if cue["down"] or cue["up"]:
        up = 1 if cue["up"] else -1
        if _OF_DECREASE.match(part, cue.end()) and not _DECREASE_ASKED.search(outcome):
            return -up
        if _OF_IMPROVEMENT.match(part, cue.end()) and not _IMPROVEMENT_ASKED.search(outcome):
            return up * _better(outcome)
        return up
    if cue["good"] and _IN_REDUCING.match(part, cue.end()) and not _DECREASE_ASKED.search(outcome):
        return -1
    return _better(outcome) * (1 if cue["good"] else -1)


_IN_REDUCING = re.compile(
    r"[^.;]{0,60}?\b(?:in|at|for|of|by) (?:the )?(?:reduc|decreas|lower|prevent|reliev|alleviat|control|treat)\w+",
    re.IGNORECASE,
)


def _better(outcome: str) -> int:
    return (
        -1
        if _LESS_IS_BETTER.search(outcome) and not (_MORE_IS_BETTER.search(outcome) or _DECREASE_ASKED.search(outcome))
        else 1
    )


def _holder(clause: Clause, cue: re.Match[str]) -> tuple[str, bool]:
    """How an arm is tied to the cue, and whether it is the first: by the arm behind the cue, else by the one before."""
    part = clause.text
    after = [p for p in clause.places if p.start >= cue.end()]
    before = [p for p in clause.places if p.end <= cue.start()]
    subject = _subject(before, part, cue)
    if after and after[0].start - cue.end() < _NEAR:
        between = part[cue.end() : after[0].start]
        if _REFERENCE.search(between):
            return "against the arm behind it", not after[0].first
        if _WITHIN.search(between) and not subject:
            return "in the arm behind it", after[0].first
    if not before:
        return ("before any arm", after[0].first) if after else ("without an arm", True)
    led = bool(_REFERENCE.search(part[: before[-1].start]))
    tied = "of the arm that is its subject" if subject else "behind an arm"
    return f"{tied}{', led by the other' if led else ''}", before[-1].first != led


_NEAR = 160
"""Characters from a cue within which an arm behind it counts first."""
_WITHIN = re.compile(r"\b(?:in|for|with|by|among|after|on|under|of|to|at|during|following)\b[^,;]*$", re.IGNORECASE)
_FIRM = frozenset({"against the arm behind it", "of the arm that is its subject"})


def _subject(before: list[Mention], part: str, cue: re.Match[str]) -> bool:
    """Whether the arm before the cue is its subject: nothing but a verb and adverbs between."""
    if not before:
        return False
    between = part[before[-1].end : cue.start()]
    ok = re.fullmatch(
        r"[^,;.]{0,80}\b(?:was|were|had|has|have|showed|is|are|significantly|experienced|reported|produced|"
        r"resulted in|led to|achieved|demonstrated|exhibited|spent|required|needed|received|displayed|did|scored|"
        r"lost|gained) ?(?:[\w-]+ ){0,6}|\s*(?:groups?|arms?|patients|treatment|therapy|use)?\s*(?:significantly |"
        r"also |markedly )*",
        between,
        re.IGNORECASE,
    )
    return ok is not None


def sides(clause: Clause) -> dict[str, float]:
    """Each clue of a clause on which arm has more of the outcome, by name: +1 the first, -1 the second."""
    found = dict[str, float]()
    cues = sorted(
        (c for c in _CUE.finditer(clause.text) if _compares(c, clause)),
        key=lambda c: _distance(clause.text, c, _outcome_place(clause.text, clause.outcome)),
    )
    for number, cue in enumerate(cues[:_CUES_READ]):
        tied, first = _holder(clause, cue)
        side = _sign(cue, clause.text, clause.outcome) * (1 if first else -1)
        if number == 0:
            found |= _nearest(cue, clause, tied, side)
        else:
            name = "another cue, firm" if tied in _FIRM else "another cue, loose"
            found[name] = found.get(name, 0.0) + side / 2
        if tied in _FIRM:
            found.setdefault("the first cue tied to an arm", side)
        for name, holds in (("the first significant cue", _tested), ("the first comparing cue", _against)):
            if holds(clause.text, cue):
                found.setdefault(name, side)
    own = {} if cues else _own_word(clause)
    return {name: value for name, value in (found | own | _told_by_figures(clause)).items() if value}


_CUES_READ = 4


def _compares(cue: re.Match[str], clause: Clause) -> bool:
    """Whether a cue can tell the arms apart: no part of the outcome's name, not said of both, no "more than 20 %"."""
    return not (
        _in_name(cue, clause.outcome)
        or _IN_BOTH.match(clause.text, cue.end())
        or (_BOTH_BEFORE.search(clause.text[: cue.start()]) and not _against(clause.text, cue))
        or _THAN_A_NUMBER.match(clause.text, cue.end())
    )


def _own_word(clause: Clause) -> dict[str, float]:
    """Where the outcome is itself an improvement or a reduction: the arm that is said to have shown it has more."""
    for cue in _CUE.finditer(clause.text):
        if _in_name(cue, clause.outcome) and not _IN_BOTH.match(clause.text, cue.end()):
            return {"the outcome's own word": 1.0 if _holder(clause, cue)[1] else -1.0}
    return {}


_THAN_A_NUMBER = re.compile(r"\s+than (?:an? )?(?:\d|half\b|one\b|two\b|twice\b|three\b)", re.IGNORECASE)


def _nearest(cue: re.Match[str], clause: Clause, tied: str, side: int) -> dict[str, float]:
    worth = bool(cue["good"] or cue["bad"])
    found: dict[str, float] = {tied: side, "a word of worth" if worth else "a word of amount": side}
    if worth or _OF_IMPROVEMENT.match(clause.text, cue.end()):
        found["the better arm"] = side * _better(clause.outcome)
    return found


def _told_by_figures(clause: Clause) -> dict[str, float]:
    figures = figures_of(clause.text, clause.places, timed=_TIME.search(clause.outcome) is not None)
    return {
        "figures beside the arms": figures.beside,
        "figures in a list": figures.listed,
        "figures in order": 0 if figures.beside else figures.order,
        "an effect": _by_effect(clause),
    }
