"""A question, understood: what it wants to know, about whom and what, and under which words texts name them."""

from __future__ import annotations

from collections.abc import Sequence

from curbside.model import Concept, Topic
from curbside.understanding.abbreviated import Meaning, meaning_of, same_meaning
from curbside.understanding.correcting import correct
from curbside.understanding.following import follow
from curbside.understanding.naming import Vocabulary
from curbside.understanding.reading import read
from curbside.understanding.wording import LONGEST, content_words, subject_words

__all__ = [
    "LONGEST",
    "Concept",
    "Meaning",
    "Vocabulary",
    "content_words",
    "correct",
    "follow",
    "meaning_of",
    "same_meaning",
    "subject_words",
    "understand",
]


def understand(
    text: str, vocabulary: Vocabulary, *, earlier: Sequence[str] = (), jurisdiction: str | None = None
) -> Topic:
    """The topic of a question; one that follows `earlier` questions, oldest first, is completed from them.

    A follow-up is restated in full, and `follow_up` tells what it inherited and what it changed; a question that is
    complete by itself inherits nothing. Identifiers of a patient are struck out first and never kept. Raises ValueError
    where nothing is left to ask.
    """
    if not earlier:
        return read(text, vocabulary, jurisdiction=jurisdiction)
    topic = read(earlier[0], vocabulary, jurisdiction=jurisdiction)
    for question in (*earlier[1:], text):
        topic = follow(question, topic, vocabulary)
    return topic
