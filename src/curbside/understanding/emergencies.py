"""Words of a person in danger now, so that emergency advice comes before any evidence."""

from __future__ import annotations

import re

_NEAR = re.compile(r"\b(?:i|i'm|im|i've|me|my|myself|he|she|he's|she's|his|her)\b", re.IGNORECASE)
_ANYONE = re.compile(r"\b(?:we|they|they're|someone|somebody|help)\b", re.IGNORECASE)
_NOW = re.compile(
    r"\b(?:now|suddenly|just|currently|at the moment|today|help|please|urgent\w*|emergency|can't|cannot|stopped)\b",
    re.IGNORECASE,
)

# The signs are those for which MedlinePlus, "Recognizing medical emergencies" (article 001927), says to get help
# at once.
_SIGNS = (
    ("chest pain", r"\bchest (?:pain|pressure|tightness)\b|\bcrushing pain\b|\bhaving a heart attack\b"),
    (
        "trouble breathing",
        r"\b(?:can'?t|cannot|unable to|not|isn'?t|stopped|trouble|difficulty|struggling to) breath\w*\b|"
        r"\bchok(?:ing|ed)\b",
    ),
    (
        "signs of a stroke",
        r"\bface (?:is )?droop\w*\b|\bslurr\w+ speech\b|\bspeech (?:is )?slurr\w+\b|\bhaving a stroke\b|"
        r"\bsudden\w* (?:weakness|numbness|confusion)\b",
    ),
    (
        "loss of consciousness",
        r"\bunconscious\b|\bunresponsive\b|\bpassed out\b|\bwon'?t wake\b|\bnot waking\b|\bcollapsed\b",
    ),
    (
        "severe bleeding",
        r"\bbleeding (?:heavily|a lot|that won'?t stop|badly)\b|\bwon'?t stop bleeding\b|\bcoughing up blood\b|"
        r"\bvomiting blood\b",
    ),
    ("a seizure", r"\bhaving a (?:seizure|fit)\b|\bseizing\b|\bconvulsing\b"),
    (
        "poisoning or overdose",
        r"\boverdos\w+\b|\b(?:swallowed|drank) .{0,30}(?:pills|tablets|bleach|poison)\b|\bpoisoned\b|"
        r"\btook (?:\d{2,}|too many|all (?:the|my|his|her)) .{0,20}(?:pills|tablets|capsules)\b",
    ),
    (
        "thoughts of suicide",
        r"\b(?:kill|killing|hurt|hurting|harm|harming) (?:myself|himself|herself|themselves)\b|\bsuicid\w+\b|"
        r"\bend my life\b|\bwant to die\b",
    ),
    ("a severe allergic reaction", r"\b(?:throat|tongue|face|lips) (?:is |are )?(?:swell\w+|swollen)\b"),
)
_PATTERNS = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _SIGNS)
_OF_OTHERS = re.compile(r"\bpatients?\b|\b(?:in|among) (?:adults|children|people|women|men)\b", re.IGNORECASE)

# "How should I treat", "my hospital", "I have a 65-year-old with": the person who asks is not the one who has the sign.
_OF_THE_ONE_WHO_ASKS = re.compile(
    r"\b(?:should|can|could|do|does|did|must|may|would|might|shall) (?:i|we|they|he|she|someone)\b"
    r"(?! do\b(?! (?:for|about|in|if|with|when)\b))|"
    r"\bhelp me (?:understand|find|choose)\b|\bi (?:need|want|would like) to (?:know|understand|find)\b|"
    r"\bmy (?:best|next|first|question|hospital|clinic|ward|practice|country|options?|students?|colleagues?)\b|"
    r"\bi have an? (?:\d+|\w+)[ -]years?[ -]old (?:\w+ )?with\b|\b(?:someone|somebody) with\b",
    re.IGNORECASE,
)


def emergency(question: str) -> str | None:
    """The sign of danger that a person describes of themselves or someone with them, or None."""
    told = question.replace("\u2019", "'")
    sign = next((name for name, pattern in _PATTERNS if pattern.search(told)), None)
    if sign is None or _OF_OTHERS.search(told):
        return None
    told = _OF_THE_ONE_WHO_ASKS.sub(" ", told)
    return sign if _NEAR.search(told) or (_ANYONE.search(told) and _NOW.search(told)) else None
