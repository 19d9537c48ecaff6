"""A question, understood: what it wants to know, about whom and what, and under which words texts name them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from curbside.model import Concept, Purpose, Question, Role, Topic
from curbside.text import abbreviations, names_condition, normalise, words
from curbside.understanding.concepts import Part, parts
from curbside.understanding.emergencies import emergency
from curbside.understanding.forms import equivalents, spellings, within
from curbside.understanding.patients import strike
from curbside.understanding.purpose import purpose_of

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
_TAGS = re.compile(r"<[^<>]{0,500}>")
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What the library's own texts teach about words.

    `expansions` gives the long forms of an abbreviation with the number of documents that define it so, most frequent
    first; `shortenings` the other way round; `frequency` the passages that hold a word.
    """

    expansions: Callable[[str], Sequence[tuple[str, int]]]
    shortenings: Callable[[str], Sequence[tuple[str, int]]]
    frequency: Callable[[str], int]


def understand(text: str, vocabulary: Vocabulary, *, jurisdiction: str | None = None) -> Topic:
    """The topic of a question; identifiers of a patient are struck out first and never kept.

    Raises ValueError where nothing is left to ask.
    """
    cleaned, notes = _cleaned(text)
    question = Question(text=cleaned, jurisdiction=jurisdiction)
    found = _split_alternatives(parts(cleaned), cleaned) or _abbreviated(cleaned, vocabulary)
    defined = {short.lower(): long for short, long in abbreviations(cleaned)}
    concepts, ambiguous = [], []
    for part in found:
        concept, note = _concept(part, defined, vocabulary)
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


_CAPITALS = re.compile(r"(?<![\w-])(?=\w*[A-Z]\w*[A-Z])[A-Za-z][A-Za-z0-9-]{1,9}(?![\w-])")


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


def _split_alternatives(found: Sequence[Part], question: str) -> tuple[Part, ...]:
    """ "apixaban or warfarin" is an intervention and a comparator."""
    split: list[Part] = []
    for part in _roles_told(found, question):
        first, *rest = re.split(r" or | versus | vs\.? ", part.text, maxsplit=1)
        if part.role is Role.INTERVENTION and rest and not any(p.role is Role.COMPARATOR for p in found):
            split += [Part(Role.INTERVENTION, first.strip()), Part(Role.COMPARATOR, rest[0].strip())]
        else:
            split.append(part)
    return tuple(split)


_PEOPLE_ALONE = re.compile(
    r"(?:(?:patients?|people|adults?|individuals?|persons?|men|women|males?|females?|children|child|infants?|neonates?|"
    r"newborns?|adolescents?|older|elderly|young|healthy|pregnant|community-dwelling|postmenopausal|the|in|and|over|"
    r"under|aged|years?|old|\d+|to|or) ?)+"
)
_OUTCOME_ALONE = re.compile(
    r"(?:all-cause |overall |long-term |cardiovascular |the )*(?:mortality|deaths?|survival|hospitali[sz]ations?|"
    r"readmissions?|pain|bleeding|relapses?|recurrences?|falls|fractures|quality of life|length of stay|blood pressure|"
    r"weight|outcomes?|symptoms)"
)
_OUTCOME_IN = re.compile(
    r"(?P<o>(?:all-cause |overall |cardiovascular |major )*(?:mortality|deaths?|survival|hospitali[sz]ations?|"
    r"(?:cardiovascular|bleeding|adverse) events?|strokes?|falls|fractures|relapses?|recurrences?|seizures|"
    r"quality of life)) (?:in|among|of) (?P<p>.+)",
    re.IGNORECASE,
)
_PURPOSEFUL = re.compile(
    r"(?P<i>screening|vaccination|prophylaxis|testing|surgery) (?:for|against|of) (?P<p>.+)", re.IGNORECASE
)


def _suffered(text: str) -> bool:
    """Whether a lone name may be a condition's: by what it is made of, as an abbreviation, or by its equivalents."""
    return names_condition(text) or len(text) <= 5 or bool(equivalents(_BRACKET.sub("", text).strip().lower()))


def _bare(part: Part, question: str) -> bool:
    """Whether a question is nothing but a name, then of something that is done: "tight glucose control"."""
    return question.strip(" ?.!").lower() == part.text.lower() and " " in part.text


def _roles_told(found: Sequence[Part], question: str) -> list[Part]:
    """ "reduce mortality" names an outcome; "screening for cancer" an intervention and whom it is for."""
    told: list[Part] = []
    for part in found:
        purposeful = _PURPOSEFUL.fullmatch(part.text) if part.role is Role.INTERVENTION else None
        if part.role is Role.POPULATION and len(found) == 1 and not _suffered(part.text):
            told += [Part(Role.INTERVENTION, part.text)] if _bare(part, question) else []
        elif part.role is Role.POPULATION and _OUTCOME_ALONE.fullmatch(part.text.lower()):
            told.append(Part(Role.OUTCOME, part.text))
        elif part.role is Role.POPULATION and (measured := _OUTCOME_IN.fullmatch(part.text)):
            told += [Part(Role.OUTCOME, measured["o"]), Part(Role.POPULATION, measured["p"])]
        elif purposeful:
            told += [Part(Role.INTERVENTION, purposeful["i"]), Part(Role.POPULATION, purposeful["p"])]
        else:
            told.append(part)
    return told


_IN_PEOPLE = re.compile(
    r"(?P<condition>.+) (?:in|among) (?:the )?(?:children|adults|infants|neonates|newborns|adolescents|elderly|men|"
    r"women|older \w+).*"
)
_EPISODE = re.compile(
    r"(?:.*\b)?(?:episodes?|attacks?|exacerbations?|flares?|relapses?|symptoms|signs) of (?:an? |the )?(?P<of>.+)"
)
_BRACKET = re.compile(r"\s*\([^()]*\)")
_PEOPLE = re.compile(
    r"^(?:critically ill |hospitali[sz]ed |older |elderly |pregnant |adult |paediatric |pediatric |young )*"
    r"(?:patients?|people|adults?|women|men|children|infants?|neonates?|individuals?|persons?)(?: aged [\w ]+?)? "
    r"(?:with|who have|having|suffering from) ",
    re.IGNORECASE,
)


def _concept(part: Part, defined: dict[str, str], vocabulary: Vocabulary) -> tuple[Concept, str]:
    """A concept with every form it goes by, and a note where its abbreviation is ambiguous."""
    name = _BRACKET.sub("", part.text).strip() or part.text.strip("()")
    core = _PEOPLE.sub("", name).lower()
    expanded, note = _expanded(core, defined, vocabulary)
    forms = [core, *_defined(core, defined), *expanded, *_narrowed(core, part.role)]
    for form in tuple(forms):
        forms += equivalents(form) or within(form)
    for form in tuple(forms):
        forms += [s.lower() for s, n in vocabulary.shortenings(form)[:2] if n > 1 and _means(s, form, vocabulary)]
    if not note:
        forms += [
            long.lower()
            for f in tuple(forms)
            if f.isalnum() and len(f) <= 6
            for long, _ in _agreeing(f, forms, vocabulary)
        ]
    for form in tuple(forms):
        forms += spellings(form)
    if name == core and len(core) <= 6 and core.isalnum() and any(" " in f for f in forms):
        name = core.upper()
    people = part.role is Role.POPULATION and bool(_PEOPLE_ALONE.fullmatch(core))
    return Concept(role=part.role, text=name, forms=tuple(dict.fromkeys(f for f in forms if f)), people=people), note


def _defined(core: str, defined: dict[str, str]) -> list[str]:
    """Both forms of a name whose abbreviation the question itself explains."""
    return [form for short, long in defined.items() if core in (short, long.lower()) for form in (long.lower(), short)]


def _expanded(core: str, defined: dict[str, str], vocabulary: Vocabulary) -> tuple[list[str], str]:
    """The long form held texts mostly give a name, and a note where they give it others."""
    known = vocabulary.expansions(core) if len(core) <= 10 and " " not in core and core not in defined else ()
    return ([known[0][0].lower()], _ambiguity(core, known)) if known else ([], "")


def _narrowed(core: str, role: Role) -> list[str]:
    """The condition without "episodes of" before it or "in children" behind it."""
    tail = _EPISODE.match(core)
    apart = _IN_PEOPLE.match(core) if role is Role.POPULATION else None
    return [*([tail["of"]] if tail else []), *([apart["condition"]] if apart else [])]


def _means(short: str, long: str, vocabulary: Vocabulary) -> bool:
    """Whether a short form stands for this long one more than for any other: "BC" is not breast cancer everywhere."""
    known = vocabulary.expansions(short)
    return len(short) > 2 and bool(known) and bool(set(words(known[0][0])) & set(words(long)))


def _agreeing(short: str, forms: Sequence[str], vocabulary: Vocabulary) -> list[tuple[str, int]]:
    """Expansions of a short form that share a word with a form already known."""
    known = {w for f in forms if " " in f for w in words(f)}
    return [(long, count) for long, count in vocabulary.expansions(short)[:4] if known & set(words(long))]


def _ambiguity(short: str, known: Sequence[tuple[str, int]]) -> str:
    first, count = known[0]
    others = [long for long, n in known[1:4] if n * 4 >= count and not set(words(long)) & set(words(first))]
    if not others:
        return ""
    return f"{short.upper()} was read as {first}; in this library it also stands for {', '.join(others)}."
