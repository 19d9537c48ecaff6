"""Words of a person in danger now, so that emergency advice comes before any evidence."""

from __future__ import annotations

import re

_SELF = r"\b(?:i|i'm|im|i've|me|my|we|he|she|he's|she's|they|someone|somebody|help)\b"
_NOW = r"\b(?:now|right now|suddenly|just|currently|at the moment|today|help|please|urgent\w*|emergency|can't|cannot|stopped)\b"

# The signs are those for which MedlinePlus, "Recognizing medical emergencies" (article 001927), says to get help at once.
_SIGNS = (
    ("chest pain", r"\bchest (?:pain|pressure|tightness)\b|\bcrushing pain\b"),
    (
        "trouble breathing",
        r"\b(?:can'?t|cannot|unable to|not|stopped|trouble|difficulty|struggling to) breath\w*\b|\bchok(?:ing|ed)\b",
    ),
    (
        "signs of a stroke",
        r"\bface (?:is )?droop\w*\b|\bslurr\w+ speech\b|\bsudden\w* (?:weakness|numbness|confusion)\b",
    ),
    (
        "loss of consciousness",
        r"\bunconscious\b|\bunresponsive\b|\bpassed out\b|\bwon'?t wake\b|\bnot waking\b|\bcollapsed\b",
    ),
    (
        "severe bleeding",
        r"\bbleeding (?:heavily|a lot|that won'?t stop|badly)\b|\bcoughing up blood\b|\bvomiting blood\b",
    ),
    ("a seizure", r"\bhaving a (?:seizure|fit)\b|\bseizing\b|\bconvulsing\b"),
    ("poisoning or overdose", r"\boverdos\w+\b|\bswallowed .{0,30}(?:pills|tablets|bleach|poison)\b|\bpoisoned\b"),
    (
        "thoughts of suicide",
        r"\bkill (?:myself|himself|herself|themselves)\b|\bsuicid\w+\b|\bend my life\b|\bwant to die\b",
    ),
    ("a severe allergic reaction", r"\b(?:throat|tongue|face) (?:is )?swell\w+\b"),
)
_PATTERNS = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _SIGNS)
_PERSON, _URGENT = re.compile(_SELF, re.IGNORECASE), re.compile(_NOW, re.IGNORECASE)
_ASKS_OF_OTHERS = re.compile(r"\bpatients?\b|\b(?:in|among) (?:adults|children|people|women|men)\b", re.IGNORECASE)


def emergency(question: str) -> str | None:
    """The sign of danger that a person describes of themselves or someone with them, or None."""
    if _ASKS_OF_OTHERS.search(question) or not _PERSON.search(question):
        return None
    sign = next((name for name, pattern in _PATTERNS if pattern.search(question)), None)
    if sign == "thoughts of suicide" or (
        sign and (_URGENT.search(question) or re.search(r"\b(?:i|my|i'm)\b", question, re.I))
    ):
        return sign
    return None
