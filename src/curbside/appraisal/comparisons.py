"""Which way an outcome goes in one arm against the other, read from sentences that compare the two."""

from __future__ import annotations

import re
from dataclasses import dataclass

from curbside.appraisal.arms import Arms, Mention, arms, mentions
from curbside.appraisal.effects import crosses_no_effect, direction_of_effect, effects_of, p_values
from curbside.appraisal.matching import stem
from curbside.model import Direction
from curbside.text import sentences, words


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What is asked of a text: an outcome, in one arm against another."""

    intervention: str
    comparator: str
    outcome: str


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
_DOWN = (
    r"reduc\w+|lower\w*|decreas\w+|fewer|less(?:er|en\w*)?|declin\w+|fell|fall(?:s|ing)?|diminish\w*|prevent(?:ed|s)|"
    r"short(?:er|en\w*)|"
    r"attenuat\w+|suppress\w+|protect\w*|inhibit\w*|smaller|alleviat\w+|drop\w*|minimi[sz]\w+|lowest|least|shortest|"
    r"faster|quicker|earlier|sooner|reliev\w+|ameliorat\w+|downregulat\w+|loss|lost|blunted|mitigat\w+|rarer|weaker|"
    r"abolish\w+"
)
_UP = (
    r"increas\w+|higher|greater|more|rose|ris(?:e|es|ing|en)|elevat\w+|prolong\w+|longer|larger|raised?|promot\w+|"
    r"excess\w*|"
    r"highest|greatest|most|longest|gain\w*|enhanc\w+|stronger|strongest|delayed|later|doubl\w+|grew|upregulat\w+|"
    r"best|twice|augment\w+|heavier|deeper|bigger|exceed\w*|taller|often"
)
_GOOD = (
    r"improv\w+|better|benefi\w+|effective\w*|superior\w*|favou?r\w*|efficacious|recover\w*|effica\w+|outperform\w*|"
    r"advantage\w*|success\w+"
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


def compared(text: str, asked: Comparison) -> Direction:
    """Which way the asked outcome goes in the intervention against the comparator; UNSTATED where it is silent."""
    named = arms(asked.intervention, asked.comparator, text, asked.outcome)
    text = _row(text)
    for part in _parts(text, asked.outcome):
        found = _read(part, named, asked.outcome, text)
        if found is not Direction.UNSTATED:
            return found
    return Direction.UNSTATED


_CELL = re.compile(r"\n+\s*(?=[-+\u2013<>(.\d]|N\.?S\b)")


def _row(text: str) -> str:
    """A row of a table as one line: its last cell, where it is below one and none is said to be a p-value, is one."""
    if len(_CELL.findall(text)) < 2:
        return text
    line = _CELL.sub(" | ", text).replace("\u2013", "-")
    return (
        line
        if re.search(r"\b[pP]\b ?[=<>]", line)
        else re.sub(r"\| (?=[<>]?)([<>]?) ?(0?\.\d+)\s*\*?\W*$", _as_p, line)
    )


def _as_p(match: re.Match[str]) -> str:
    return f"| p {match[1] or '='} {match[2]}"


_CLAUSES = re.compile(
    r"; (?![^()]*\))(?![^\[\]]*\])|\n|, (?:but|whereas|while|although|however)\b|"
    r"(?<=[a-z)]), and (?=\w+ (?:was|were|did|\w+ (?:was|were)))"
)
_SIGNIFICANT = re.compile(
    r"(?<!not )(?<!no )(?<!not statistically )(?<!no statistically )\bsignificant(?:ly)?\b", re.IGNORECASE
)


def _parts(text: str, outcome: str) -> list[str]:
    """The clauses of a text that hold most words of the outcome, and at last the whole text."""
    asked = {stem(w) for w in words(outcome) if len(w) > 2}
    clauses = [c for start, end in sentences(text) for c in _CLAUSES.split(text[start:end]) if c.strip()]
    held = [len(asked & {stem(w) for w in words(c)}) for c in clauses]
    best = max(held, default=0)
    chosen = [c for c, n in zip(clauses, held, strict=True) if n == best and n] if best else []
    return [*chosen, text]


def _read(part: str, named: Arms, outcome: str, text: str) -> Direction:
    """One clause: no difference where it says so or its p-value does, else by its cue, else by its figures."""
    same, p = says_same(part), _significant(part, outcome)
    if p is None and not same and _NOT.search(part) and not _CUE.search(part):
        return Direction.NO_DIFFERENCE
    if p is False or (same and p is None):
        return Direction.NO_DIFFERENCE
    if p is None and not _SIGNIFICANT.search(part) and _denied(text, part):
        return Direction.NO_DIFFERENCE
    places = mentions(part, named)
    by_cue = _by_cue(part, places, outcome)
    if by_cue is not Direction.UNSTATED:
        return by_cue
    if same:
        return Direction.NO_DIFFERENCE
    both = len({p.first for p in places}) > 1
    by_effect = _by_effect(part, outcome)
    by_figures = _by_figures(part, places) if both or not places or part == text else Direction.UNSTATED
    ranked = (by_figures, by_effect) if both else (by_effect, by_figures)
    return next((d for d in ranked if d is not Direction.UNSTATED), Direction.UNSTATED)


_NOT = re.compile(r"\b(?:did|does|do|was|were|is|are) not\b", re.IGNORECASE)


def _denied(text: str, part: str) -> bool:
    """Whether what stands around a clause without any test says that the difference was none."""
    around = text.replace(part, " ")
    values = [value for sign, value in p_values(around) if sign in "=<\u2264"]
    return says_same(around) and not _SIGNIFICANT.search(around) and all(v >= _ALPHA for v in values)


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


def _by_effect(part: str, outcome: str) -> Direction:
    """By the effects the clause states; a hazard ratio below one is a longer survival or time."""
    found = {direction_of_effect(e) for e in effects_of(part) if e.low or e.p}
    if len(found) != 1:
        return Direction.UNSTATED
    said = found.pop()
    return _OPPOSITE.get(said, said) if _TIME.search(outcome) else said


_OPPOSITE = {Direction.HIGHER: Direction.LOWER, Direction.LOWER: Direction.HIGHER}
_TIME = re.compile(r"\bsurviv|\btime to\b|-free\b", re.IGNORECASE)


def _by_cue(part: str, places: tuple[Mention, ...], outcome: str) -> Direction:
    cues = [c for c in _CUE.finditer(part) if not _in_name(c, part, outcome)]
    if not cues:
        return Direction.UNSTATED
    start, end = _outcome_place(part, outcome)
    cue = min(cues, key=lambda c: _distance(part, c, (start, end)))
    if _IN_BOTH.match(part, cue.end()):
        return Direction.NO_DIFFERENCE
    sign = _sign(cue, part, outcome) * (1 if _holder(part, cue, places) else -1)
    return Direction.HIGHER if sign > 0 else Direction.LOWER


_IN_BOTH = re.compile(
    r"[^.;,]{0,60}?\b(?:in|for|within|with) (?:both|all|each|either)\b(?![^.;]*\b(?:than|compared|more)\b)",
    re.IGNORECASE,
)


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


def _in_name(cue: re.Match[str], part: str, outcome: str) -> bool:
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


def _holder(part: str, cue: re.Match[str], places: tuple[Mention, ...]) -> bool:
    """Whether the cue is said of the first arm: by the arm that follows it, else by the one before it."""
    after = [p for p in places if p.start >= cue.end()]
    before = [p for p in places if p.end <= cue.start()]
    if after and after[0].start - cue.end() < 160:
        between = part[cue.end() : after[0].start]
        if _REFERENCE.search(between):
            return not after[0].first
        if re.search(
            r"\b(?:in|for|with|by|among|after|on|under|of|to|at|during|following)\b[^,;]*$", between
        ) and not _subject(before, part, cue):
            return after[0].first
    if before:
        nearest = _subject(before, part, cue) or before[-1]
        lead = part[: nearest.start]
        return nearest.first != bool(_REFERENCE.search(lead))
    return after[0].first if after else True


def _subject(before: list[Mention], part: str, cue: re.Match[str]) -> Mention | None:
    """The arm that stands before the cue as its subject: nothing but a verb and adverbs between."""
    if not before:
        return None
    between = part[before[-1].end : cue.start()]
    ok = re.fullmatch(
        r"[^,;.]{0,80}\b(?:was|were|had|has|have|showed|is|are|significantly|experienced|reported|produced|"
        r"resulted in|led to|achieved|demonstrated|exhibited|spent|required|needed|received|displayed|did|scored|"
        r"lost|gained) ?(?:[\w-]+ ){0,6}|\s*(?:groups?|arms?|patients|treatment|therapy|use)?\s*(?:significantly |"
        r"also |markedly )*",
        between,
        re.IGNORECASE,
    )
    return before[-1] if ok else None


_NOISE = re.compile(
    r"\b[pP](?:[ -]?values?)?\s?[=<>\u2264\u2265]\s?[\d.]+|\b9\d ?% ?(?:CI|"
    r"confidence intervals?)[:,= ]*[\[(]?\s*-?[\d.]+ ?%?\s*(?:-|to|\u2013|,|;)\s*-?[\d.]+ ?%?|"
    r"(?:\u00b1|\+/-) ?[\d.]+|\bn ?= ?\d+|\(\d+(?:/\d+)?\)|\b\d+/\d+\b|\([^()]{0,20}?(?:to|-|\u2013)[^()]{0,20}?\)|"
    r"\b\d+(?:st|nd|rd|th)\b|\b(?:day|week|month|year|hour|group|table|figure|fig\.?|version|phase|at|grade|"
    r"type)s? \d+\b|\b\d+(?:\.\d+)?[ -]?(?:weeks?|months?|years?|hours?|h\b|minutes|mg\b|patients|participants|ml\b)",
    re.IGNORECASE,
)


def _value(figure: re.Match[str]) -> float:
    return float(figure.group().rstrip("% "))


def _each(figures: list[re.Match[str]], places: tuple[Mention, ...], text: str) -> tuple[float, float] | None:
    """The figure of the first arm and of the second, each right before "in the ... group"; None without both."""
    found: dict[bool, float] = {}
    for figure in figures:
        behind = next((p for p in places if p.start >= figure.end()), None)
        if behind and re.fullmatch(
            r"[^\d;]{0,12}\b(?:in|for|with|of|on|among|during|after)(?: [\w-]+){0,3} ",
            text[figure.end() : behind.start],
        ):
            found.setdefault(behind.first, _value(figure))
    return (found[True], found[False]) if len(found) > 1 else None


_VERSUS = re.compile(r"\b(?:versus|vs|compared (?:with|to)|against|while|whereas)\b", re.IGNORECASE)
_FIGURE = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?: ?%)?(?![\w.]\w)")


def _by_figures(part: str, places: tuple[Mention, ...]) -> Direction:
    """By two figures, one for each arm, in the order in which the arms are named; else the first arm first."""
    cleaned = _NOISE.sub(lambda m: " " * len(m.group()), part)
    found = list(_FIGURE.finditer(cleaned))
    percents = [m for m in found if m.group().endswith("%")]
    used = percents if len(percents) >= 2 else found
    if len(used) < 2:
        return Direction.UNSTATED
    pair = _each(used, places, cleaned)
    if pair is not None:
        left, right = pair
        return Direction.UNSTATED if left == right else Direction.HIGHER if left > right else Direction.LOWER
    middle = _VERSUS.search(cleaned, used[0].end())
    behind = [m for m in used if middle and m.start() > middle.start()] or used[1:]
    left, right = _value(used[0]), _value(behind[0])
    if left == right:
        return Direction.UNSTATED
    order = [p.first for p in places]
    swapped = bool(order) and not order[0] and True in order
    return Direction.HIGHER if (left > right) != swapped else Direction.LOWER
