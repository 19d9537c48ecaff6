"""Yes, no or maybe, read from what an abstract found for the question that it asked."""

from __future__ import annotations

import re
from enum import StrEnum

from curbside.appraisal.cues import starts_of
from curbside.appraisal.differences import says_same
from curbside.appraisal.effects import p_values
from curbside.appraisal.facets import facet_of
from curbside.appraisal.matching import stems
from curbside.appraisal.sentences import Labelled, labelled
from curbside.model import Facet
from curbside.text import normalise, words


class Reply(StrEnum):
    """What a text answers."""

    YES = "yes"
    NO = "no"
    MAYBE = "maybe"


_ASKS_SAME = re.compile(
    r"\b(?:equal|equivalent|same|similar|comparable|safe|safely|safety|non-?inferior|as (?:good|effective|safe|"
    r"well) as|feasible|"
    r"feasibility|acceptable|alternative|substitute|interchangeable|agree|spare|avoid|omit|without|unnecessary|"
    r"independent)\b",
    re.IGNORECASE,
)
_ASKS_NEED = re.compile(
    r"\b(?:necessary|need(?:ed)?|mandatory|required?|should (?:all|we|every)|justified|indicated|routine|worth\w*|"
    r"essential)\b",
    re.IGNORECASE,
)
_FOUND = re.compile(
    r"\bsignificant(?:ly)?\b|\bassociat\w+|\bcorrelat\w+|\bpredict\w*|\bhigher\b|\blower\b|\bgreater\b|\bincreas\w+|"
    r"\breduc\w+|"
    r"\bimprov\w+|\bbetter\b|\bdecreas\w+|\bmore\b|\bfewer\b|\bsuccess\w*|\beffective\w*|\bsensitiv\w+|\bsuperior\w*|"
    r"\bdetect\w+",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    r"\b(?:only|poor\w*|low|few|rare\w*|limited|inaccura\w+|unreliable|inadequate|absence|lack\w*|none|never|failed|"
    r"weak|not)\b",
    re.IGNORECASE,
)


def reply(question: str, text: str) -> Reply:
    """Yes, no or maybe to a question, from an abstract without its conclusion."""
    score = _score(question, normalise(text))
    if score is None:
        return Reply.MAYBE
    if _ASKS_NEED.search(question):
        score -= _NEED
    return Reply.YES if score > _TURN else Reply.NO


_NEED = 0.4
_TURN = 0.0
_BASE = 1.0
"""What a sentence counts that holds none of the question's words."""


def _score(question: str, text: str) -> float | None:
    """What speaks for yes less what speaks for no, as a share of what speaks at all; None where nothing does."""
    asked = stems(words(question))
    weighed = [(_weight(asked, text[p.start : p.end]), _speaks(text[p.start : p.end])) for p in _results(text)]
    total = sum(w for w, speaks in weighed if speaks)
    if not total:
        return None
    found = sum(w * speaks for w, speaks in weighed) / total
    return -found if _ASKS_SAME.search(question) and found < 0 else found + _PRIOR


_PRIOR = 0.25
"""Titles that ask are answered yes more often than no (PubMedQA: 55 in a hundred; Jin 2019)."""


def _results(text: str) -> list[Labelled]:
    """The sentences that tell results; all of them where none does, or where those found say nothing."""
    places = list(labelled(text))
    found = [p for p in places if not _background(text[p.start : p.end], p.label)]
    return found if any(_speaks(text[p.start : p.end]) for p in found) else places


def _background(sentence: str, label: str) -> bool:
    return facet_of(sentence, starts_of(words(sentence)), label, None) is Facet.BACKGROUND


def _weight(asked: frozenset[str], sentence: str) -> float:
    held = stems(words(sentence))
    return _BASE + (len(asked & held) / len(asked) if asked else 0.0)


def _speaks(sentence: str) -> int:
    """+1 where a sentence found something, -1 where it found nothing, 0 where it says neither."""
    values = [value for sign, value in p_values(sentence) if sign in "<=\u2264"]
    if says_same(sentence):
        return 1 if any(v < 0.05 for v in values) else -1
    if values:
        return 1 if any(v < 0.05 for v in values) else -1
    if _FOUND.search(sentence):
        return 1
    return -1 if _AGAINST.search(sentence) else 0
