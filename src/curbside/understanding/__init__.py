"""A question, understood: what it wants to know, about whom and what, and under which words texts name them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from curbside.model import Concept, Purpose, Question, Role, Topic
from curbside.text import abbreviations, names_condition, normalise, words
from curbside.understanding.concepts import Part
from curbside.understanding.emergencies import emergency
from curbside.understanding.forms import equivalents
from curbside.understanding.naming import Vocabulary, concept_of
from curbside.understanding.patients import strike
from curbside.understanding.purpose import purpose_of
from curbside.understanding.roles import roles

__all__ = ["Vocabulary", "content_words", "subject_words", "correct", "understand", "Concept"]

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


def understand(text: str, vocabulary: Vocabulary, *, jurisdiction: str | None = None) -> Topic:
    """The topic of a question; identifiers of a patient are struck out first and never kept.

    Raises ValueError where nothing is left to ask.
    """
    cleaned, notes = _cleaned(text)
    question = Question(text=cleaned, jurisdiction=jurisdiction)
    found = roles(cleaned) or _abbreviated(cleaned, vocabulary)
    defined = {short.lower(): long for short, long in abbreviations(cleaned)}
    concepts, ambiguous = [], []
    for part in found:
        concept, note = concept_of(part, defined, vocabulary)
        concepts.append(concept)
        ambiguous += [note] if note else []
    purpose = purpose_of(cleaned)
    if purpose is Purpose.OTHER and any(c.role is Role.INTERVENTION for c in concepts):
        purpose = Purpose.BENEFIT
    return Topic(
        question=question,
        purpose=purpose,
        concepts=tuple(concepts),
        terms=_known(content_words(cleaned), notes, vocabulary),
        subject=_known(subject_words(cleaned), notes, vocabulary),
        emergency=emergency(cleaned),
        notes=(*notes, *ambiguous),
    )


def correct(topic: Topic, wanted: Mapping[Role, str], purpose: Purpose, vocabulary: Vocabulary) -> Topic:
    """The topic with the parts and the purpose that its reader says it has; a part that is left empty goes.

    What is not changed keeps its forms. Identifiers of a patient are struck out of a correction as of a question.
    """
    parts: list[Concept] = []
    told: list[str] = []
    for role in Role:
        known = topic.concept(role)
        text, removed = strike(" ".join(normalise(wanted.get(role, "")[:_LONGEST_PART]).split()))
        told += [f"Removed from the {role.value}: {', '.join(removed)}."] if removed else []
        if known is not None and text == known.text:
            parts += [c for c in topic.concepts if c.role is role]
        elif words(text):
            concept, note = concept_of(Part(role, text), {}, vocabulary)
            parts.append(concept)
            told += [f"{role.value.capitalize()} corrected by the reader: {concept.text}.", *([note] if note else [])]
        elif known is not None:
            told.append(f"{role.value.capitalize()} left out by the reader: {known.text}.")
    if purpose is not topic.purpose:
        told.append(f"Kind of question corrected by the reader: {purpose.value}.")
    named = " ".join(c.text for c in parts)
    return replace(
        topic,
        purpose=purpose,
        concepts=tuple(sorted(parts, key=lambda c: _ORDER.index(c.role))),
        terms=_kept(topic.terms, topic, content_words(named)),
        subject=_kept(topic.subject, topic, subject_words(named)),
        notes=(*topic.notes, *told),
    )


_LONGEST_PART = 300
_ORDER = (Role.INTERVENTION, Role.COMPARATOR, Role.POPULATION, Role.OUTCOME)


def _kept(terms: Sequence[str], topic: Topic, added: Sequence[str]) -> tuple[str, ...]:
    """The words of the question outside the parts it was taken to have, and those of the corrected parts."""
    gone = {w for c in topic.concepts for w in words(c.text)} - set(added)
    return tuple(dict.fromkeys([*(t for t in terms if t not in gone), *added]))


def content_words(text: str) -> tuple[str, ...]:
    """The words of a text that can carry its subject, once each, in order."""
    return tuple(dict.fromkeys(w for w in words(text) if w not in _STOP and (len(w) > 1 or w.isdigit())))


def subject_words(text: str) -> tuple[str, ...]:
    """The content words that name the subject, without those that only say what is wanted; all where none is left."""
    terms = content_words(text)
    return tuple(w for w in terms if w not in _PURPOSE_WORDS) or terms


_FOREIGN = "The question looks "


def _known(terms: tuple[str, ...], notes: Sequence[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Of a question in another language only the words that the library knows: the names of drugs and diseases."""
    if not any(n.startswith(_FOREIGN) for n in notes):
        return terms
    common = frozenset().union(*_LANGUAGE_WORDS.values())
    return tuple(w for w in terms if w not in common and vocabulary.frequency(w)) or terms


_CAPITALS = re.compile(
    r"(?<![A-Za-z0-9-])(?=[A-Za-z0-9-]*[A-Z][A-Za-z0-9-]*[A-Z])[A-Za-z][A-Za-z0-9-]{1,9}(?![A-Za-z0-9-])"
)


def _abbreviated(text: str, vocabulary: Vocabulary) -> tuple[Part, ...]:
    """Where no sentence shape fits, the abbreviations whose meaning is known: a condition or what is done about it."""
    found: dict[Role, Part] = {}
    for match in _CAPITALS.finditer(text):
        short = match.group()
        known = [long for long, _ in vocabulary.expansions(short)[:1]] or list(equivalents(short.lower())[:1])
        if known:
            role = Role.POPULATION if names_condition(known[0]) else Role.INTERVENTION
            found.setdefault(role, Part(role, short))
    return tuple(found[role] for role in (Role.INTERVENTION, Role.POPULATION) if role in found)


def _cleaned(text: str) -> tuple[str, tuple[str, ...]]:
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
