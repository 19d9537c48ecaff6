"""What several abstracts say together of one outcome in one arm against another."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from curbside.appraisal.arms import arms, mentions
from curbside.appraisal.comparisons import Comparison, compared
from curbside.appraisal.cues import starts_of
from curbside.appraisal.effects import effects_of, p_values
from curbside.appraisal.facets import facet_of
from curbside.appraisal.matching import stem
from curbside.appraisal.outcomes import outcome_of
from curbside.appraisal.sentences import Labelled, labelled
from curbside.model import Direction, Facet
from curbside.text import abbreviations, normalise, words


class Verdict(StrEnum):
    """What the sources say together."""

    HIGHER = "higher"
    LOWER = "lower"
    NO_DIFFERENCE = "no difference"
    UNCERTAIN = "uncertain effect"
    INSUFFICIENT = "insufficient data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one source tells of the outcome: the sentence, its direction, whether tested, how many were studied."""

    source: str
    sentence: str
    direction: Direction
    tested: bool
    size: int | None


_QUESTION = re.compile(
    r"^\s*(?:Is|Are|Does|Do)\s+(?:the\s+)?(?P<outcome>.+?)\s+(?:higher|lower),?\s+(?:higher|"
    r"lower),?\s+or\s+the\s+same,?\s+"
    r"(?:when\s+)?comparing\s+(?:following\s+)?(?P<intervention>.+?)\s*\?*\s*$",
    re.IGNORECASE | re.DOTALL,
)
_WITH = re.compile(r"\s+with\s+", re.IGNORECASE)
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_MARKS = re.compile(r"\s+(?:compared\s+(?:to|with)|versus|vs\.?|to)\s+(?!\d)", re.IGNORECASE)


def comparison(question: str) -> Comparison | None:
    """The comparison that a question of the form "Is O higher, lower, or the same when comparing I to C?" asks for."""
    match = _QUESTION.match(normalise(question))
    if match is None:
        return None
    both = match["intervention"]
    marks, withs = list(_MARKS.finditer(both)), list(_WITH.finditer(both))
    place = marks[0] if marks else withs[-1] if withs else _AND.search(both)
    if place is None:
        return None
    return Comparison(intervention=both[: place.start()], comparator=both[place.end() :], outcome=match["outcome"])


def synthesise(question: str, sources: Mapping[str, str]) -> Verdict:
    """What the sources, texts by id, say of a question; insufficient where none tells or it asks no comparison."""
    asked = comparison(question)
    if asked is None:
        return Verdict.INSUFFICIENT
    told = [found for id_ in sorted(sources) if (found := tell(id_, normalise(sources[id_]), asked))]
    return weigh(told)


_LIGHT = frozenset(
    "rate rates risk incidence likelihood number level levels mean any the a an of or in with at by for to and on one "
    "more patients months month years year days day weeks week hours end intervention frequency overall all cause "
    "measured who from after within greater improvement effect need time proportion score scores undergoing without "
    "major serious early global children women people following taken total".split()
)
_LEAST = 0.5
"""Share of the outcome's words that a sentence must hold to be about it."""


def tell(source: str, text: str, asked: Comparison) -> Told | None:
    """What one source tells of the outcome asked about, from the sentence that tells it best; None where none does."""
    long = dict(abbreviations(text))
    if not _compares(text, asked):
        return None
    found = [
        (_rank(told, score, asked, text), told)
        for place in labelled(text)
        if (score := _about(text[place.start : place.end], asked.outcome, long)) >= _LEAST
        and (told := _told(source, place, asked, text)) is not None
    ]
    return max(found, key=lambda item: item[0])[1] if found else None


_CRITICAL = frozenset({"mortality", "survival"})
_OPPOSITE = {Direction.HIGHER: Direction.LOWER, Direction.LOWER: Direction.HIGHER}
_METHODS = re.compile(
    r"\b(?:end ?points? (?:was|were|is)|outcomes? (?:measures?|was|were|included)|measured (?:by|using|with)|"
    r"were (?:assigned|randomi[sz]ed|allocated|assessed|"
    r"measured|evaluated)|was (?:assessed|measured|evaluated|defined)|at entry|at baseline|were recorded|hypothesi|"
    r"designed to|aim(?:ed)? |objective|"
    r"examined the|to (?:determine|assess|evaluate|investigate|compare|examine|test) |remains? (?:unclear|uncertain|"
    r"unknown|controversial)|is not known|risk factors?|(?:is|are) (?:needed|warranted)|might|could)\b",
    re.IGNORECASE,
)
_COUNT = re.compile(r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|no|none)\b", re.IGNORECASE)
_EARLY = 0.3
"""Share of a text before which a sentence without any test is taken for background."""


def _told(source: str, place: Labelled, asked: Comparison, text: str) -> Told | None:
    sentence = text[place.start : place.end]
    starts = starts_of(words(sentence))
    tested = bool(p_values(sentence) or effects_of(sentence) or re.search(r"significan", sentence))
    early = place.start < _EARLY * len(text) and not place.label
    if facet_of(sentence, starts, place.label, None) is Facet.BACKGROUND or (
        not tested and (early or _METHODS.search(sentence))
    ):
        return None
    direction = compared(sentence, asked)
    if direction is Direction.UNSTATED:
        if early or not _COUNT.search(sentence):
            return None
        direction = Direction.UNCERTAIN  # a result given without any word on which was more
    kinds = {outcome_of(asked.outcome, starts_of(words(asked.outcome))), outcome_of(sentence, starts)}
    if kinds == _CRITICAL:
        direction = _OPPOSITE.get(direction, direction)
    return Told(source=source, sentence=sentence, direction=direction, tested=tested, size=enrolled(text))


def _rank(told: Told, about: float, asked: Comparison, text: str) -> tuple[float, bool, bool]:
    sides = {m.first for m in mentions(told.sentence, arms(asked.intervention, asked.comparator, text, asked.outcome))}
    return (about + 0.3 * told.tested + 0.15 * len(sides), told.tested, len(sides) > 1)


_SYNONYMS = {
    "carcinoma": "cancer",
    "tumor": "cancer",
    "tumour": "cancer",
    "died": "death",
    "mortality": "death",
    "deaths": "death",
    "cancers": "cancer",
    "newborn": "neonatal",
}
_ROOT = 6


def _root(word: str) -> str:
    """A word by what it shares with its relatives: British spelling made American, long words cut short."""
    word = _SYNONYMS.get(word, word).replace("ae", "e").replace("oe", "e")
    found = stem(word)
    return found[:_ROOT] if len(found) > _ROOT else found


def _about(sentence: str, outcome: str, long: Mapping[str, str]) -> float:
    """The share of the outcome's words that the sentence holds, in its own words or by what it is known as."""
    written = " ".join(
        [sentence, *(full for short, full in long.items() if re.search(rf"\b{re.escape(short)}\b", sentence))]
    )
    asked = {_root(w) for w in words(outcome) if w not in _LIGHT and not w.isdigit()}
    held = {_root(part) for w in words(written) for part in (w, *w.split("-"))}
    known = outcome_of(outcome, starts_of(words(outcome)))
    named = outcome_of(sentence, starts_of(words(sentence)))
    same = bool(known) and (known == named or {known, named} == _CRITICAL)
    share = len(asked & held) / len(asked) if asked else 0.0
    return max(share, 0.75 if same and (share or known in _BROAD) else 0.0)


_BROAD = frozenset(
    {"mortality", "survival", "adverse events", "quality of life", "length of stay", "hospital admission"}
)


def _compares(text: str, asked: Comparison) -> bool:
    """Whether the text names both arms; an arm that no word tells is taken as named."""
    first, second = arms(asked.intervention, "", text).first, arms(asked.comparator, "", text).first
    if first is not None and not first.search(text):
        return False
    if _NOTHING.search(asked.comparator):
        return _NOTHING_GIVEN.search(text) is not None
    return second is None or second.search(text) is not None


_NOTHING = re.compile(
    r"^(?:no|only|sham|placebo|controls?|standard|usual)\b|\bno (?:treatment|intervention)\b", re.IGNORECASE
)
_NOTHING_GIVEN = re.compile(
    r"\b(?:control(?:s| (?:groups?|arm))?|untreated|no (?:[\w-]+ )?(?:treatment|intervention|prophyla\w+|"
    r"supplement\w*|therapy)|(?:did|does|was|were|do) not|alone|"
    r"placebo|sham|usual|standard|routine|conventional|wait\w*|single|vehicle|(?:or|vs|versus|and) no)\b",
    re.IGNORECASE,
)
_ENROLLED = re.compile(
    r"(?<![\d.,])(\d{1,3}(?:[, ]\d{3})+|\d{2,6}) (?!weeks?|months?|years?|days?|hours?|mg|minutes)(?:(?!weeks?|"
    r"months?|years?|days?|mg|and|of)[\w-]+ ){0,3}?"
    r"(?:patients|participants|women|men|children|infants|adults|subjects|people|eyes|individuals|households|mothers|"
    r"neonates|newborns|students|schools|outpatients|inpatients|volunteers|persons|smokers|males|females)\b",
    re.IGNORECASE,
)


def enrolled(text: str) -> int | None:
    """The largest number of people that a text speaks of; None where it gives none."""
    found = [int(re.sub(r"[, ]", "", m.group(1))) for m in _ENROLLED.finditer(text)]
    return max(found, default=None)


_FEW = 100
"""People below whom one study alone does not settle a question."""
_MANY = 300
"""People from whom on no difference is believed, and a significant result against others that saw none."""


def weigh(told: Sequence[Told]) -> Verdict:
    """The verdict of what the sources tell: none tells, they conflict, they are few and small, or they agree."""
    if not told:
        return Verdict.INSUFFICIENT
    # A difference counts where it was tested; that none was seen, where people enough could have shown one.
    tested = [t for t in told if t.direction is Direction.NO_DIFFERENCE or (t.tested and t.direction in _CERTAIN)]
    if _conflict(tested) or _small(tested):
        return Verdict.UNCERTAIN
    pointing = [t for t in tested if t.direction is not Direction.NO_DIFFERENCE]
    if not pointing:
        return Verdict.NO_DIFFERENCE if _enough(tested) else Verdict.UNCERTAIN
    if len(pointing) == len(told):
        return Verdict(pointing[0].direction.value)
    return _against_none(pointing, told)


_CERTAIN = frozenset({Direction.HIGHER, Direction.LOWER, Direction.NO_DIFFERENCE})


def _conflict(tested: Sequence[Told]) -> bool:
    """Whether one source found more and another less, each tested."""
    return {Direction.HIGHER, Direction.LOWER} <= {t.direction for t in tested}


def _small(tested: Sequence[Told]) -> bool:
    """Whether all that were tested are together too few, or none was; a study silent on its size is not small."""
    sizes = [t.size for t in tested if t.size is not None]
    return len(sizes) == len(tested) and sum(sizes) < _FEW


def _enough(tested: Sequence[Told]) -> bool:
    """Whether no difference can be believed: two sources saw none, or one of a size that could have seen one.

    Guyatt GH et al. GRADE guidelines 6. Rating the quality of evidence: imprecision. J Clin Epidemiol 2011;64:1283-93.
    """
    return len(tested) > 1 or sum(t.size or 0 for t in tested) >= _MANY


def _against_none(pointing: Sequence[Told], told: Sequence[Told]) -> Verdict:
    """Some point one way and the others see no difference: most people, or a third of several sources, carry it."""
    people, carried = sum(t.size or 0 for t in told), sum(t.size or 0 for t in pointing)
    third = len(pointing) * 3 >= len(told) - 1
    several = len(told) >= _SEVERAL
    if people >= _MANY and third and (several or carried * 2 > people and all(t.size for t in told)):
        return Verdict(pointing[0].direction.value)
    return Verdict.UNCERTAIN if third else Verdict.NO_DIFFERENCE


_SEVERAL = 3
"""Sources from which on one that is larger than the rest does not decide alone."""
