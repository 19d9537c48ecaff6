"""The words of a question: cleaned of what nobody should read, told apart by what they can carry."""

from __future__ import annotations

import re
from collections.abc import Sequence

from curbside.text import normalise, words
from curbside.understanding.naming import Vocabulary
from curbside.understanding.patients import strike

LONGEST = 2_000
"""Characters of a question that are read; what follows is named in a note and left unread."""

_STOP = frozenset(
    """a about above after again against all also am an and any are as at be because been before being below
    between both but by can could did do does doing down during each few for from further had has have having he
    her here hers him his how i if in into is it its itself just like list may me might more most must my name
    no nor not now of off on once only or other our out over own please same shall she should so some such than
    that the their them then there these they this those through to too under until up upon use used uses using
    usually very via was we were what when where whether which while who whom whose why will with within without
    would you your according currently known tell know want need explain vs versus""".split()
)
_TAGS = re.compile(r"</?[A-Za-z!][^<>]{0,500}>")
_PURPOSE_WORDS = frozenset(
    """benefit benefits effect effects effective effectiveness efficacy role roles treatment treatments treat
    treated therapy therapies management manage managed best recommended recommendation recommendations dose
    doses dosage safe safety risk risks patient patients people adult adults evidence guideline guidelines
    disease drug drugs work works useful compared comparing higher lower better worse increase decrease reduce
    reduces improve improves give given first line option options study studies role does main common associated
    involved diagnosed diagnose diagnosis prevented prevent prevention caused causes symptoms signs side adverse
    event events approved available mechanism action actions definition defined meaning name names list function
    functions purpose known""".split()
)
_LANGUAGES = {
    "German": "der die das und ist nicht bei mit f\u00fcr wie welche was sind ein eine von zur wird",
    "French": "le la les des est une pour dans avec quels quelle quel chez sont comment du que les",
    "Spanish": "el la los las para con qu\u00e9 cu\u00e1l cu\u00e1les es una en del c\u00f3mo son por",
    "Italian": "il la gli per con che quali sono nella del della come una \u00e8 di",
    "Portuguese": "o os as para com qual quais s\u00e3o uma em do da como n\u00e3o",
    "Dutch": "de het een van voor met bij wat zijn is niet hoe welke en",
}
_LANGUAGE_WORDS = {name: frozenset(listed.split()) for name, listed in _LANGUAGES.items()}
_ENGLISH = frozenset("the of in is are what how does for with and which to should can a an when who why do".split())


def content_words(text: str) -> tuple[str, ...]:
    """The words of a text that can carry its subject, once each, in order."""
    return tuple(dict.fromkeys(w for w in words(text) if w not in _STOP and (len(w) > 1 or w.isdigit())))


def subject_words(text: str) -> tuple[str, ...]:
    """The content words that name the subject, without those that only say what is wanted; all where none is left."""
    terms = content_words(text)
    return tuple(w for w in terms if w not in _PURPOSE_WORDS) or terms


_FOREIGN = "The question looks "


def in_another_language(notes: Sequence[str]) -> bool:
    """Whether the notes on a question say that it looks to be in another language than English."""
    return any(n.startswith(_FOREIGN) for n in notes)


def known_words(terms: tuple[str, ...], notes: Sequence[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    """The words to look for; of a question in another language those the library knows: names of drugs, diseases."""
    if not in_another_language(notes):
        return terms
    common = frozenset().union(*_LANGUAGE_WORDS.values())
    return tuple(w for w in terms if w not in common and vocabulary.frequency(w)) or terms


def cleaned(text: str) -> tuple[str, tuple[str, ...]]:
    """The question made uniform, without markup and identifiers of a patient, and notes on what was taken out.

    Raises ValueError where nothing is left to ask.
    """
    notes = []
    text = normalise(text[: LONGEST * 10])
    if len(text) > LONGEST:
        text = text[:LONGEST].rsplit(" ", 1)[0]
        notes.append(f"Only the first {LONGEST} characters of the question were read.")
    text, removed = strike(re.sub(r"\s+", " ", _TAGS.sub(" ", text)).strip())
    if removed:
        notes.append(f"Removed from the question before anything else was done with it: {', '.join(removed)}.")
    if not words(text):
        raise ValueError("the question is empty: ask in words, for example 'ivig in dic?'")
    if language := _language(text):
        notes.append(
            f"{_FOREIGN}{language}. The library is searched in English: names of drugs and diseases still match, "
            "but an English question finds more."
        )
    return text, tuple(notes)


def _language(text: str) -> str | None:
    """The language the question seems to be in, where it is one of a few and not English."""
    asked = words(text)
    english = sum(w in _ENGLISH for w in asked)
    counts = {name: sum(w in listed for w in asked) for name, listed in _LANGUAGE_WORDS.items()}
    name, count = max(counts.items(), key=lambda item: (item[1], item[0]))
    if count >= 2 and count > english:
        return name
    letters = [c for c in text if c.isalpha()]
    foreign = sum(
        not ("a" <= c.lower() <= "z" or "\u0370" <= c <= "\u03ff" or "\u00c0" <= c <= "\u024f") for c in letters
    )
    return "to be in another script" if letters and foreign > len(letters) / 2 else None
