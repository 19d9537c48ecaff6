"""A part of a question, named: every form under which texts may speak of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from curbside.model import Concept, Role
from curbside.text import words
from curbside.understanding.abbreviated import Held, Meaning, meaning_of, same_meaning
from curbside.understanding.concepts import Part
from curbside.understanding.drug_classes import DrugClass, Family, class_named, classes_of, family_named
from curbside.understanding.forms import equivalents, spellings, within
from curbside.understanding.special_populations import forms_of_people


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What the library's own texts teach about words.

    `expansions` gives the long forms of an abbreviation with the number of documents that define it so, most frequent
    first; `shortenings` the other way round; `frequency` the passages that hold a word; `held` how many hold all of
    some words and phrases, counted up to a few hundred; `of_stem` the words with the stem of a class of drugs;
    `synonyms` the other names that a thesaurus gives a name; `near` the held words that are spelt nearly as one is, the
    forms of one stem together, with the number of passages.
    """

    expansions: Callable[[str], Sequence[tuple[str, int]]]
    shortenings: Callable[[str], Sequence[tuple[str, int]]]
    frequency: Callable[[str], int]
    held: Held = lambda _: 0
    of_stem: Callable[[str], Sequence[str]] = lambda _: ()
    synonyms: Callable[[str], Sequence[str]] = lambda _: ()
    near: Callable[[str], Sequence[tuple[Sequence[str], int]]] = lambda _: ()


_PEOPLE_ALONE = re.compile(
    r"(?:(?:patients?|people|adults?|individuals?|persons?|men|women|males?|females?|children|child|infants?|neonates?|"
    r"newborns?|adolescents?|older|elderly|young|healthy|pregnant|community-dwelling|postmenopausal|breastfeeding|lactating|the|in|and|over|"
    r"under|aged|years?|old|\d+|to|or) ?)+"
)
_EPISODE = re.compile(
    r"(?:.*\b)?(?:episodes?|attacks?|exacerbations?|flares?|relapses?|symptoms|signs) of (?:an? |the )?(?P<of>.+)"
)
_BRACKET = re.compile(r"\s*\([^()]*\)")


def concept_of(
    part: Part, defined: dict[str, str], vocabulary: Vocabulary, company: Sequence[str] = ()
) -> tuple[Concept, str]:
    """A concept with every form it goes by, and a note where its abbreviation has other meanings too.

    `company` are the words of the question outside the part.
    """
    name = _BRACKET.sub("", part.text).strip() or part.text.strip("()")
    core = name.lower()
    meaning = _meaning(part, core, defined, vocabulary, company)
    forms = _forms(core, meaning, defined, vocabulary)
    for form in tuple(forms):
        forms += [s.lower() for s, n in vocabulary.shortenings(form)[:2] if n > 1 and _means(s, form, vocabulary)]
    if not meaning.misleads:
        forms += [
            long.lower()
            for f in tuple(forms)
            if f.isalnum() and len(f) <= 6
            for long, _ in _agreeing(f, forms, vocabulary)
        ]
    forms += _members(forms, vocabulary)
    for form in tuple(forms):
        forms += spellings(form)
    if name == core and len(core) <= 6 and core.isalnum() and any(" " in f and _spells(core, f) for f in forms):
        name = core.upper()
    people = part.role is Role.POPULATION and bool(_PEOPLE_ALONE.fullmatch(core))
    if people:
        forms += forms_of_people(core)
    kept = dict.fromkeys(f for f in forms if f and not (meaning.misleads and f == core))
    broader = () if people or part.role is Role.OUTCOME else _broader(tuple(kept), part.role)
    return Concept(role=part.role, text=name, forms=tuple(kept), people=people, broader=broader), meaning.note


_HOW = re.compile(
    r"(?:early|earlier|late|delayed|immediate|initial|high-dose|low-dose|high dose|low dose|full-dose|intensive|tight|"
    r"aggressive|liberal|restrictive|short-course|long-course|short-term|long-term|prolonged|extended|continuous|"
    r"intermittent|single-dose|routine|prophylactic|therapeutic|empirical|empiric|broad-spectrum|narrow-spectrum|"
    r"adjunctive|adjuvant|neoadjuvant|combination|combined|standard|conventional|systemic|inhaled|nebuli[sz]ed|topical|"
    r"oral|intravenous|iv|subcutaneous|intramuscular|rectal|intranasal|home|perioperative|preoperative|postoperative|"
    r"maintenance|rescue|first-line|second-line|supplemental|dual|triple|repeated|weekly|daily)\s+(?P<what>.+)",
)
"""How, when and by which route something is given; without it stays what is given."""
_IN_FORM_OF = re.compile(
    r"(?P<what>.+?) (?:therapy|treatment|administration|infusions?|supplementation|prophylaxis|use|injections?|"
    r"tablets?)"
)
_ONE_NAME = frozenset(
    "immunoglobulin immune globulin immunoglobulins gammaglobulin igg contraceptives hygiene health".split()
)
"""What a word of how it is given is part of the name of: "intravenous immunoglobulin", "oral contraceptives"."""


def _broader(forms: Sequence[str], role: Role) -> tuple[str, ...]:
    """The forms of what a treatment is a kind of: without how it is given, and the class a drug is of by its name."""
    if role is Role.POPULATION:
        return ()
    found: list[str] = []
    for form in forms[:1]:
        base, stripped = form, _HOW.fullmatch(form) or _IN_FORM_OF.fullmatch(form)
        while stripped and not set(stripped["what"].split()) & _ONE_NAME:
            base = stripped["what"]
            stripped = _HOW.fullmatch(base) or _IN_FORM_OF.fullmatch(base)
        if base != form:
            found += [base, *(equivalents(base) or within(base)), *(n for c in _classes(base) for n in c.names)]
    found += [name for form in forms for c in classes_of(form) if not set(c.names) & set(forms) for name in c.names]
    return tuple(f for f in dict.fromkeys(found) if f not in forms)


def _classes(name: str) -> tuple[DrugClass, ...]:
    found = class_named(name)
    return (found,) if found else classes_of(name)


def _meaning(part: Part, core: str, defined: dict[str, str], vocabulary: Vocabulary, company: Sequence[str]) -> Meaning:
    """What a name stands for where it is an abbreviation that the question does not explain itself."""
    if len(core) > _LONGEST_SHORT or " " in core or core in defined:
        return Meaning()
    known = vocabulary.expansions(core)
    if not known and core.endswith("s") and len(core) > _SHORTEST_PLURAL:
        known = vocabulary.expansions(core[:-1])
    return meaning_of(core, part.role, known, company[:_MOST_BESIDE], vocabulary.held)


_LONGEST_SHORT, _SHORTEST_PLURAL = 10, 3
_MOST_BESIDE = 5
"""Words beside an abbreviation by which its meaning is told; more would cost more than they tell."""


def _forms(core: str, meaning: Meaning, defined: dict[str, str], vocabulary: Vocabulary) -> list[str]:
    """The name, what it stands for, and the everyday equivalents of both; none of a meaning that was not meant."""
    forms = [
        core,
        *_defined(core, defined),
        *([meaning.long] if meaning.long else []),
        *_narrowed(core),
        *_poisoned(core),
    ]
    for form in tuple(forms):
        known = equivalents(form) or within(form)
        other = form == core and meaning.long and not any(same_meaning(meaning.long, k) for k in known if " " in k)
        forms += () if other and meaning.misleads else known
    for form in tuple(forms):
        if form != core or not meaning.misleads:
            forms += [name.lower() for name in vocabulary.synonyms(form)[:_MOST_SYNONYMS]]
    return forms


_MOST_SYNONYMS = 40


_MOST_MEMBERS, _MOST_OF_FAMILY = 12, 6


def _members(forms: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    """The names of a class of drugs, and of its members those that held texts speak of."""
    found = next((c for f in forms if (c := class_named(f))), None)
    if found is None:
        family = next((named for f in forms if (named := family_named(f))), None)
        return _of_family(family, vocabulary) if family else []
    return [*found.names, *[*sorted(found.also), *_held(found, vocabulary)][:_MOST_MEMBERS]]


def _of_family(family: Family, vocabulary: Vocabulary) -> list[str]:
    found = [name for of in family.classes for name in (*of.names[:2], *_held(of, vocabulary)[:_MOST_OF_FAMILY])]
    return [*family.members, *found]


def _held(of: DrugClass, vocabulary: Vocabulary) -> list[str]:
    """The members of a class that held texts speak of, by their names."""
    return [w for w in vocabulary.of_stem(of.stem) if of.has(w)]


def _spells(short: str, long: str) -> bool:
    """Whether the letters of a short form stand in a long one in order, from its first: "dic", but not "stroke"."""
    letters = iter(long)
    return long[:1] == short[:1] and all(letter in letters for letter in short)


def _defined(core: str, defined: dict[str, str]) -> list[str]:
    """Both forms of a name whose abbreviation the question itself explains."""
    return [form for short, long in defined.items() if core in (short, long.lower()) for form in (long.lower(), short)]


_STAGED = re.compile(r"(?P<base>.+?),?(?: (?:stage|grade|class|type))? (?:[1-5][ab]?|i{1,3}|iv)")
_NUMBERED_KINDS = frozenset("type factor vitamin covid phase hepatitis level sars-cov".split())


def _narrowed(core: str) -> list[str]:
    """The condition without "episodes of" before it and without its stage behind it: "CKD 4", not "type 2"."""
    tail, staged = _EPISODE.match(core), _STAGED.fullmatch(core)
    base = staged["base"] if staged else ""
    kept = base and base.split()[-1] not in _NUMBERED_KINDS and " type " not in f" {core} "
    return [*([tail["of"]] if tail else []), *([base] if kept else [])]


_POISONED = re.compile(r"(?P<drug>[\w -]+) (?:toxicity|poisoning|overdose|intoxication)")


def _poisoned(core: str) -> list[str]:
    """The names that too much of a drug goes by."""
    match = _POISONED.fullmatch(core)
    drug = match["drug"] if match else ""
    return [f"{drug} {by}" for by in ("toxicity", "poisoning", "overdose", "intoxication")] if drug else []


def _means(short: str, long: str, vocabulary: Vocabulary) -> bool:
    """Whether a short form stands for this long one more than for any other: "BC" is not breast cancer everywhere."""
    known = vocabulary.expansions(short)
    return len(short) > 2 and bool(known) and bool(set(words(known[0][0])) & set(words(long)))


def _agreeing(short: str, forms: Sequence[str], vocabulary: Vocabulary) -> list[tuple[str, int]]:
    """Expansions of a short form that share a word with a form already known."""
    known = {w for f in forms if " " in f for w in words(f)}
    return [(long, count) for long, count in vocabulary.expansions(short)[:4] if known & set(words(long))]
