"""Effects read from a sentence: the measure, its value, its interval and its p-value, each copied from the words."""

from __future__ import annotations

import re

from curbside.model import Direction, Effect

_WRITTEN = """
hazard ratio: hr, ahr, hazard ratio, hazards ratio
relative risk: rr, arr, risk ratio, relative risk
odds ratio: or, aor, odds ratio
rate ratio: irr, rate ratio, incidence rate ratio
mean difference: md, wmd, mean difference
standardised mean difference: smd, standardized mean difference, standardised mean difference
risk difference: rd, risk difference, absolute difference
difference: difference
number needed to treat: nnt
"""
_NAMES = {
    written: measure
    for measure, ways in (line.split(": ") for line in _WRITTEN.strip().splitlines())
    for written in ways.split(", ")
}
RATIOS = frozenset({"hazard ratio", "relative risk", "odds ratio", "rate ratio"})

_NUMBER = r"[-+]?\d*\.?\d+"
_LOWER_MEASURES = (
    r"hazards? ratio|risk ratio|relative risk|odds ratio|incidence rate ratio|rate ratio|"
    r"standardi[sz]ed mean difference|mean difference|risk difference|absolute difference|difference"
)
_MEASURE = rf"(?P<measure>\b(?:a?HR|a?OR|a?RR|IRR|W?MD|SMD|RD|NNT)s?\b|\b(?i:{_LOWER_MEASURES})s?\b)"
_BETWEEN = (
    r"(?:[ ,:;=(\[]|of|was|were|is|for|the|points?|(?:\[|\()?(?:a?HR|a?OR|RR|MD|SMD|RD)(?:\]|\))?|,? ?95 ?% ?CI|"
    r"percentage)*?"
)
_INTERVAL = (
    r"(?:\s*(?:%|points?|percentage points?|mm ?Hg|days?|kg)?[\s,;:]*[(\[]?\s*"
    r"(?:(?P<level>9\d|80)\s?%\s?(?:CI|CrI|confidence interval|credible interval|C\.I\.)s?[\s,:=]*"
    rf"(?:\[|\(|from |of )?)?\s*(?P<low>{_NUMBER})\s?%?\s*(?:-|\u2013|\u2014|to|,|;|and)\s*(?P<high>{_NUMBER}))?"
)
_NOT_A_RATE = r"(?! ?(?:(?:-|\u2013|to) ?\d+ ?)?(?:bpm|beats|/ ?min))"
_EFFECT = re.compile(
    rf"{_MEASURE}{_BETWEEN}(?P<value>(?<![\d.]){_NUMBER})(?![\d/]|,\d)(?!\s?%\s?C){_NOT_A_RATE}(?: ?%)?{_INTERVAL}"
)
_P = re.compile(
    r"\b[Pp](?:[ -]?values?)?(?: for [\w -]{3,20})?\s?(?P<sign>[=<>\u2264\u2265])\s?(?P<value>0?\.\d+|0|1(?:\.0+)?)"
)
_LABELS = r"(?:,? ?(?P<level>9\d)\s?%\s?(?:CI|confidence interval))"


_SHORT_MEASURES = ("HR", "OR", "RR", "MD", "RD", "NNT")
_LONG_MEASURES = ("ratio", "relative risk", "difference")


def _names_a_measure(sentence: str) -> bool:
    """Whether letters of a measure stand in a sentence at all: told in a tenth of the time that the pattern takes."""
    low = sentence.lower()
    return any(m in sentence for m in _SHORT_MEASURES) or any(m in low for m in _LONG_MEASURES)


_ALTERNATIVE = re.compile(r"OR \d+")
"""The word "or" in capitals before a numbered alternative ("OR 2. cefotaxime"): odds ratios are written otherwise."""


def effects_of(sentence: str) -> tuple[Effect, ...]:
    """The effects a sentence states, in order; every figure is written as the sentence writes it."""
    if not _names_a_measure(sentence):
        return ()
    found = []
    last_end = 0
    for match in _EFFECT.finditer(sentence):
        if match.start() < last_end or _ALTERNATIVE.fullmatch(match.group()):
            continue
        last_end = match.end()
        p = _P.search(sentence, match.end(), match.end() + 60)
        found.append(
            Effect(
                measure=_NAMES.get(re.sub(r"s$", "", match["measure"].lower()), match["measure"].lower()),
                value=match["value"],
                low=match["low"],
                high=match["high"],
                level=match["level"],
                p=f"{p['sign']}{p['value']}" if p else None,
            )
        )
    return tuple(found)


def p_values(sentence: str) -> tuple[tuple[str, float], ...]:
    """Every p-value of a sentence as (sign, value)."""
    if not any(sign in sentence for sign in "=<>\u2264\u2265"):
        return ()
    return tuple((m["sign"], float(m["value"])) for m in _P.finditer(sentence))


def crosses_no_effect(effect: Effect) -> bool | None:
    """Whether the interval includes no effect (1 for a ratio, 0 for a difference); None where no interval is given."""
    if effect.low is None or effect.high is None:
        return None
    low, high = sorted((float(effect.low), float(effect.high)))
    centre = 1.0 if effect.measure in RATIOS else 0.0
    return low <= centre <= high


def direction_of_effect(effect: Effect) -> Direction:
    """Which way an effect points: by its interval where it has one, by its p-value else, uncertain without either."""
    crosses = crosses_no_effect(effect)
    if crosses:
        return Direction.NO_DIFFERENCE
    significant = crosses is False or (
        effect.p is not None and effect.p[0] in "<=\u2264" and float(effect.p[1:]) < 0.05
    )
    if not significant:
        return Direction.NO_DIFFERENCE if effect.p is not None else Direction.UNCERTAIN
    centre = 1.0 if effect.measure in RATIOS else 0.0
    return Direction.LOWER if float(effect.value) < centre else Direction.HIGHER
