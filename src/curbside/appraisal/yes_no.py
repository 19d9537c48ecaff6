"""Yes, no or maybe, read from what an abstract found for the question that it asked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from statistics import fmean

from curbside.appraisal.comparisons import difference_told
from curbside.appraisal.cues import starts_of
from curbside.appraisal.facets import facet_of
from curbside.appraisal.learned import REPLY
from curbside.appraisal.matching import stems
from curbside.appraisal.sentences import Labelled, labelled
from curbside.model import Facet
from curbside.text import normalise, words


class Reply(StrEnum):
    """What a text answers."""

    YES = "yes"
    NO = "no"
    MAYBE = "maybe"


_ASKS = {
    "asks whether it is needed": re.compile(
        r"\b(?:necessary|need(?:ed)?|mandatory|required?|should (?:all|we|every)|justified|indicated|routine|worth\w*|"
        r"essential)\b",
        re.IGNORECASE,
    ),
    # Who asks "always" or "really" doubts it.
    "doubts": re.compile(
        r"\b(?:always|really|truly|all|every|still|enough|adequate\w*|sufficient|ready|only|just|actually)\b",
        re.IGNORECASE,
    ),
    "asks for a good": re.compile(
        r"\b(?:improv\w*|reduc\w*|benefi\w*|effective\w*|better|prevent\w*|superior\w*|useful|usefulness|help\w*|"
        r"enhanc\w*|efficac\w*|increas\w*|decreas\w*|protect\w*)\b",
        re.IGNORECASE,
    ),
    "asks for an influence": re.compile(
        r"\b(?:influenc\w*|affect\w*|effects?|impact\w*|matter|alter|change|modif\w*|make a difference|role)\b",
        re.IGNORECASE,
    ),
    "asks whether it can": re.compile(r"\b(?:can|could|may|might)\b", re.IGNORECASE),
    "asks whether there is one": re.compile(r"\bis there\b|\bexists?\b", re.IGNORECASE),
    "asks whether it is safe or possible": re.compile(r"\bsafe|feasib|possible|valu|option|alternative", re.IGNORECASE),
    "names its subject first": re.compile(r"[:.]"),
}
_TURNS = ("asks whether it is needed", "doubts")
"""Questions of which what was found may be the other answer."""
_ASKS_SAME = re.compile(
    r"\b(?:equal|equivalent|equivalence|same|similar|comparable|non-?inferior|interchangeable|"
    r"as (?:good|effective|safe|well|accurate|reliable) as)\b",
    re.IGNORECASE,
)
"""Who asks whether two are alike is answered yes where nothing differed."""
_NEAREST = 3


def reply(question: str, text: str) -> Reply:
    """Yes, no or maybe to a question, from an abstract without its conclusion; maybe where no sentence speaks."""
    found = reply_clues(question, normalise(text))
    if not found:
        return Reply.MAYBE
    return Reply.YES if replied(found, REPLY) else Reply.NO


def replied(found: Mapping[str, float], weights: Mapping[str, float]) -> bool:
    """Whether the clues say yes rather than no."""
    return weights[""] + sum(weights.get(name, 0.0) * value for name, value in found.items()) > 0


def reply_clues(question: str, text: str) -> dict[str, float]:
    """What speaks for yes and no, by name: what is asked, and how far sentences tell of a difference, -1 to 1.

    Empty where no sentence speaks.
    """
    asked = stems(words(question))
    read = [text[p.start : p.end] for p in _results(question, text)]
    sense = -1 if _ASKS_SAME.search(question) else 1
    told = [(_share(asked, s), difference_told(s, question)) for s in read]
    speaking = [(share, sense * value) for share, value in told if value is not None]
    if not speaking:
        return {}
    nearest = sorted(speaking, key=lambda item: -item[0])[:_NEAREST]
    weights = [share**2 + _LEAST for share, _ in speaking]
    by_share = sum(w * v for w, (_, v) in zip(weights, speaking, strict=True)) / sum(weights)
    asks = [name for name, pattern in _ASKS.items() if pattern.search(question)]
    values = [value for _, value in speaking]
    return {
        "told by all sentences": fmean(values),
        "told least": min(values),
        "told most": max(values),
        "told by the nearest": fmean([value for _, value in nearest]),
        "told, the nearer the more": by_share,
        **dict.fromkeys(asks, 1.0),
        **{f"told to one who {name}": by_share for name in asks if name in _TURNS},
    }


_LEAST = 0.02
"""What a sentence counts beside the others that holds none of the question's words."""


def _share(asked: frozenset[str], sentence: str) -> float:
    return len(asked & stems(words(sentence))) / len(asked) if asked else 0.0


def _results(question: str, text: str) -> list[Labelled]:
    """The sentences that tell results; all of them where none does, or where those found say nothing."""
    places = list(labelled(text))
    found = [p for p in places if not _background(text[p.start : p.end], p.label)]
    speaks = any(difference_told(text[p.start : p.end], question) is not None for p in found)
    return found if speaks else places


def _background(sentence: str, label: str) -> bool:
    return facet_of(sentence, starts_of(words(sentence)), label, None) is Facet.BACKGROUND
