"""Who was studied, read from the words; whether that is who was asked about (law 4)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from curbside.appraisal.ages import ages_in
from curbside.appraisal.matching import Matcher, stems
from curbside.appraisal.states import another_state
from curbside.model import Kind, Passage, Role, Topic
from curbside.text import lowered, names_condition, words

_WHO = (
    r"patients?|adults|children|infants|neonates|newborns|women|men|people|participants|subjects|individuals|"
    r"volunteers|survivors|outpatients|inpatients|cases|persons|adolescents|males|females|boys|girls|pairs|residents"
)
_WITH = (
    r"with|who had|who have|having|undergoing|suffering from|affected by|treated for|admitted (?:with|for)|"
    r"hospitali[sz]ed (?:with|for)|at (?:high |increased )?risk (?:of|for)|recovering from|presenting with|experiencing"
)
_END = (
    r"(?=\s(?:but|were|was|are|is|received|receiving|who|that|which|and (?:were|had|a|the|an|to)|from|"
    r"in (?:the|a|an|our|this|which|terms)|at|to|randomi[sz]ed|treated|during|between|after|before|by|as|using|on|has|"
    r"have|had|showed|compared|versus|vs|aged|through|under|may|can|will|should|when|"
    r"without|given|enrolled|registered|included|while|based|according|over|whose|led|did|does|or (?:without|not)|"
    r"for)\b|[.,;:()\[\]\n?]|$)"
)
# These three are for texts in lower case.
_PEOPLE_WITH = re.compile(rf"\b(?:{_WHO}) (?:{_WITH}) (?P<condition>[^.;:()\[\]\n]{{3,90}}?){_END}")
_WITH_SOMETHING = re.compile(rf" (?:{_WITH}) ")
_WHO_BEFORE = re.compile(rf"\b(?:{_WHO})$")
_LONGEST_WHO = 12
_CONDITION_PATIENTS = re.compile(
    r"\b(?:in|among|for|of|with) (?:\d[\d,]* )?(?P<condition>(?:[a-z0-9-]+ ){1,4}?)"
    r"(?:patients|survivors|sufferers)\b(?! with)"
)
_STATES = "Population: "
_STATED = re.compile(rf"^{_STATES}(?P<population>[^\n]+)$", re.MULTILINE)
_IN_TITLE = re.compile(
    r"\b(?:in|for|of|among|during|after|with|against) "
    r"(?=(?P<condition>[^:;,.?()\[\]]{3,90}?)"
    r"(?: (?:in|for|among|during|after|against|on|by|to|from|using) |[:;,.?()\[\]]|$))",
    re.IGNORECASE,
)
"""What stands after a preposition up to the next one; each preposition is looked at, also within what another took."""
_EMPTY = frozenset(
    "the a an all these those our other most many some both such this that study control intervention placebo "
    "hospital hospitalized hospitalised critically ill icu adult adults older elderly young pediatric paediatric male "
    "female new eligible consecutive enrolled treated untreated included selected few several high low general and or "
    "more fewer of in number two three additional individual healthy human group groups".split()
)
_VERBS = frozenset("are is were was be been increasing fewer deaths events reduction improvement outcomes".split())
_NOT_CONDITIONS = frozenset("by safely various regular normal higher lower different using our all each".split())
_COMPARATIVES = frozenset("younger older aged less more over under greater".split())
_DANGLING = frozenset("but and or with of in the a an to for by on remained than".split())
_GROUPS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "children",
        re.compile(
            r"\b(?:child\w*|p(?:a)?ediatric\w*|infan\w+|neonat\w+|newborns?|adolescen\w+|toddlers?|preterm)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "adults",
        re.compile(r"\b(?:adults?|elderly|older (?:people|adults|patients|persons)|men|women)\b", re.IGNORECASE),
    ),
    ("pregnancy", re.compile(r"\b(?:pregnan\w+|gestation\w*|postpartum|antenatal|obstetric\w*)\b", re.IGNORECASE)),
)
_ROUTES = re.compile(
    r"\b(?:intravenous|oral|subcutaneous|topical|inhaled|intramuscular|intrathecal|transdermal|rectal|intranasal)\b",
    re.IGNORECASE,
)
_ANIMALS = re.compile(
    r"\b(?:mice|mouse|murine|rats?|rabbits?|zebrafish|piglets?|in vitro|cell lines?)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Studied:
    """Who a passage is about: where it says so, in what words, and whether that is who was asked about.

    `on` is true where the document is about them by its title, heading or stated population; `matches` also where its
    text keeps naming them.
    """

    place: tuple[int, int] | None
    condition: str
    on: bool
    matches: bool


def studied(passage: Passage, asked: Mapping[Role, Matcher], topic: Topic) -> Studied:
    """Who was studied in a passage, and whether it answers for the population of the question."""
    text, title = passage.text, passage.document.title
    population = asked.get(Role.POPULATION)
    stated = _STATED.search(text) if _STATES in text else None
    if stated and _other_age(topic.question.text, stated["population"]):
        return Studied(stated.span("population"), stated["population"][:90], on=False, matches=False)
    if not stated and _other_age(topic.question.text, title):
        return Studied(None, "people of another age", on=False, matches=False)
    if passage.document.kind is Kind.GUIDELINE and not stated:
        return _guided(passage, population)
    place: tuple[int, int] | None
    sources = tuple((source, tuple(_people_with(source))) for source in (title, text[:_READ]))
    place, condition = _stated(text) or _described(text, sources, asked.get(Role.INTERVENTION))
    people = _people(sources)
    if other := _other_group(topic, f"{people} {condition}" if people or condition else title):
        return Studied(place, condition or other, on=False, matches=False)
    if population is None:
        return Studied(place, condition, on=True, matches=True)
    named = population.stands_in(title) and not _names_condition(text)
    on = (population.stands_in(condition) or named) and not _subordinate(condition, population)
    kept_naming = not _stated(text) and population.count(text) >= _KEEPS_NAMING
    return Studied(place, condition, on=on, matches=on or kept_naming)


_KEEPS_NAMING = 2
"""Times a passage must name a condition, where no title and no stated population does, to be about it."""


_ABOUT_WHAT = re.compile(
    r"\b(?:managements?|treatments?|diagnosis|prevention|therapy|care|guidelines?|guidance|recommendations?|statement)\b",
    re.IGNORECASE,
)
_OF_WHAT = re.compile(r"[^:]{0,60}?\b(?:of|for|on|in) (?:the )?(?P<what>.+)", re.IGNORECASE)


def _subject(title: str) -> str:
    """What a guideline's title says it is about: "Management of iron gout" is about iron gout."""
    named = list(_ABOUT_WHAT.finditer(title))
    match = _OF_WHAT.match(title, named[-1].end()) if named else None
    return match["what"] if match else title


def _guided(passage: Passage, population: Matcher | None) -> Studied:
    """A guideline is on what its title or the heading of the passage names; a broader title counts ("Malaria")."""
    title = passage.document.title
    condition = re.split(r" -- |: ", re.sub(r"\s+", " ", title))[0].strip(" .")
    condition = _subject(condition.lower() if condition.isupper() else condition)
    condition = condition if len(words(condition)) <= _LONGEST_NAME else ""
    if population is None:
        return Studied(None, condition, on=True, matches=True)
    broader = _broader(title, population) and _of_that_state(passage, population)
    on = population.stands_in(title) or population.stands_in(passage.section) or broader
    return Studied(None, condition, on=on, matches=on or population.stands_in(passage.text))


_STATES_OF_DISEASE = stems(
    "decompensated unstable crisis exacerbation exacerbations fulminant refractory resistant".split()
)


def _of_that_state(passage: Passage, population: Matcher) -> bool:
    """Whether guidance on a condition speaks of the state of it that was asked about, where one was.

    What is given in heart failure may harm in the decompensated one.
    """
    asked = stems(words(population.concept.forms[0])) & _STATES_OF_DISEASE
    return not asked or asked <= stems(words(f"{passage.document.title} {passage.section} {passage.text}"))


_LONGEST_NAME = 14
"""Words of a title beyond which it is a sentence and not the name of a condition."""


_DEGREES = frozenset(
    "acute chronic severe mild moderate uncomplicated complicated recurrent refractory persistent".split()
)
_PEOPLE_BEHIND = re.compile(
    r" (?:in|among) (?:the )?(?:children|adults|infants|neonates|newborns|pregnan\w+|older \w+|elderly|men|women)\b.*$"
)


def based_on(heading: str, population: Matcher) -> bool:
    """Whether a heading names a condition, or all of its name but its degree: "heart failure", if acute."""
    base = stems(w for w in words(population.concept.forms[0]) if w not in _DEGREES)
    return population.stands_in(heading) or (bool(base) and base <= stems(words(heading)))


_COURSES = stems(("acute", "chronic"))


def _broader(title: str, population: Matcher) -> bool:
    if another_state(population.concept, title):
        return False
    named, asked = stems(words(title)), stems(words(population.concept.forms[0]))
    base = stems(w for w in words(_PEOPLE_BEHIND.sub("", population.concept.forms[0])) if w not in _DEGREES)
    if _COURSES & named and _COURSES & asked and not _COURSES & named & asked:
        return False  # a guideline on the chronic disease is none on the acute one
    return bool(named and base) and (named <= asked or base <= named)


def _other_age(question: str, population: str) -> bool:
    """Whether a stated population holds nobody of the age that was asked about."""
    asked = ages_in(question)
    told = ages_in(population) if asked else None
    return asked is not None and told is not None and not asked.overlaps(told)


def _stated(text: str) -> tuple[tuple[int, int], str] | None:
    """A line "Population: ..." says it outright; its condition is what stands after "with", else all of it."""
    match = _STATED.search(text) if _STATES in text else None
    if not match:
        return None
    line = match["population"]
    inner = next(_people_with(line), None)
    return match.span("population"), line[slice(*inner.condition)].strip() if inner else _short(line)


def _names_condition(text: str) -> bool:
    """Whether a stated population says outright which condition its people had."""
    match = _STATED.search(text) if _STATES in text else None
    return match is not None and any(_people_with(match["population"]))


def _short(line: str) -> str:
    """A population line without its counts: "43 RCTs, any age, bacterial sepsis" is about bacterial sepsis."""
    pieces = [p.strip() for p in re.split(r"[,:] ", re.sub(r"\s*\([^()]*\)", "", line))]
    while len(pieces) > 1 and re.search(r"\d|^any |^all ", pieces[0]):
        pieces = pieces[1:]
    named = ", ".join(pieces)
    return named if len(named) <= 90 else named[:90].rsplit(" ", 1)[0]


@dataclass(frozen=True, slots=True)
class _People:
    """Where a text says who had what, (start, end), and where in that it says what."""

    start: int
    end: int
    condition: tuple[int, int]


_Sources = tuple[tuple[str, tuple[_People, ...]], ...]
"""The title and the beginning of the text, each with those it speaks of as having something."""


def _people_with(text: str) -> Iterator[_People]:
    """Each "patients with sepsis" of a text, looked for from its second word on, which fewer places can be."""
    low, end = lowered(text), 0
    for having in _WITH_SOMETHING.finditer(low):
        who = _WHO_BEFORE.search(low, max(end, having.start() - _LONGEST_WHO), having.start())
        match = _PEOPLE_WITH.match(low, who.start()) if who else None
        if match:
            end = match.end()
            yield _People(match.start(), end, match.span("condition"))


def _patients_of(text: str) -> Iterator[_People]:
    """Each "in sepsis patients" of a text."""
    low = lowered(text)
    if any(who in low for who in ("patients", "survivors", "sufferers")):
        yield from (_People(*m.span(), m.span("condition")) for m in _CONDITION_PATIENTS.finditer(low))


def _described(text: str, sources: _Sources, intervention: Matcher | None) -> tuple[tuple[int, int] | None, str]:
    title = sources[0][0]
    for source, found in ((s, f) for s, people in sources for f in (people, _patients_of(s))):
        for match in found:
            condition = "" if _LEFT_OUT.match(source, match.end) else _tidy(source[slice(*match.condition)])
            if condition and names_condition(condition) and not (intervention and intervention.stands_in(condition)):
                return _find(text, condition), condition
    condition = next((c for c in _in_title(title) if not (intervention and intervention.stands_in(c))), "")
    place = _find(text, condition) if condition else None
    return (place, condition) if place else (None, "")


def _in_title(title: str) -> Iterator[str]:
    """The conditions of a title, each as it stands after a preposition, in whichever half of it."""
    for match in _IN_TITLE.finditer(title):
        condition = _tidy(match["condition"])
        if condition and names_condition(condition):
            yield condition


_LEFT_OUT = re.compile(r"[^.;]{0,40}\b(?:excluded|not (?:eligible|included|enrolled|studied))\b", re.IGNORECASE)


def left_out(text: str, population: Matcher) -> bool:
    """Whether the condition is named only to say that people with it were not studied."""
    place = population.place(text)
    return place is not None and bool(_LEFT_OUT.match(text, place[1])) and population.count(text) == 1


def _people(sources: _Sources) -> str:
    """The first words that say who was studied: "children with rust disease"."""
    for source, people in sources:
        if people and not _LEFT_OUT.match(source, people[0].end):
            return source[people[0].start : people[0].end]
    return ""


_READ = 2500
"""Characters of a passage in which its people are looked for."""


def _tidy(condition: str) -> str:
    named = condition.strip(" ,-").split()
    while named and (named[0].lower() in _EMPTY or named[0].isdigit()):
        named = named[1:]
    while named and named[-1].lower() in _DANGLING:
        named = named[:-1]
    if (
        any(w.lower() in _VERBS for w in named)
        or (named and named[0].lower() in _NOT_CONDITIONS)
        or (named and named[0].lower() in _COMPARATIVES)
    ):
        return ""
    return " ".join(named) if any(len(w) > 2 for w in named) else ""


def _find(text: str, named: str) -> tuple[int, int] | None:
    start = text.lower().find(named.lower())
    return (start, start + len(named)) if start >= 0 else None


_FIGURED = re.compile(
    r"\b(?:types?|stages?|grades?|class|genotypes?) \d\w?\b(?: (?:and|or|to|/) (?=(?:type|stage|grade) \d))? ?|"
    r"(?<=[A-Za-z]{3})-\d{1,2}\b",
    re.IGNORECASE,
)
"""Figures without which a condition keeps a name of its own: "type 2 diabetes" is diabetes, "COVID-19" is COVID."""


def citable(who: Studied, text: str) -> Studied:
    """Who was studied, named by no figure that the passage does not hold: what a frame says must be cited (law 2).

    "Type 2 diabetes" of a title is cited where the passage names it too, and is "diabetes" where it does not; what has
    no name without its figures has none.
    """
    if who.place or not any(c.isdigit() for c in who.condition):
        return who
    if place := _find(text, who.condition):
        return replace(who, place=place)
    left = _tidy(_FIGURED.sub("", who.condition))
    return replace(who, condition="" if any(c.isdigit() for c in left) else left)


_PART_OF = (
    r"(?:from|due to|caused by|secondary to|includ\w+|especially|particularly|complicated by|present\w* with|"
    r"with (?:or without )?(?:overt|concomitant|coexisting))"
)


def _subordinate(condition: str, population: Matcher) -> bool:
    """Whether the asked condition is only named as a part of another one: "HIT, including with overt DIC"."""
    place = population.place(condition)
    base = " ".join(w for w in population.concept.forms[0].split() if w not in _DEGREES)
    start = place[0] if place else condition.lower().find(base)
    return start > 0 and bool(re.search(rf"\w.*\b{_PART_OF}\b", condition[:start], re.IGNORECASE))


def links(sentence: str, population: Matcher | None) -> bool:
    """Whether a sentence says that another condition can present as, include or lead to the asked one."""
    place = population.place(sentence) if population else None
    if place is None:
        return False
    return bool(
        re.search(
            rf"\b(?:{_PART_OF}|and overt|lead\w* to|cause\w*)\b[^.]{{0,60}}$", sentence[: place[0]], re.IGNORECASE
        )
    )


ANIMALS = "laboratory animals or cells"


def asks_of_animals(question: str) -> bool:
    """Whether a question is about animals or cells itself."""
    return bool(_ANIMALS.search(question))


def _other_group(topic: Topic, condition: str) -> str:
    """The age group, pregnancy or species of a passage, where the question asks for another one; "" otherwise."""
    if _ANIMALS.search(condition) and not _ANIMALS.search(topic.question.text):
        return ANIMALS
    found = {name for name, pattern in _GROUPS if pattern.search(condition)}
    if ages := ages_in(condition):  # "men and women, ages 12 to 18" are no adults
        found = {n for n in found if n == "pregnancy"} | ages.groups
    asked = {name for name, pattern in _GROUPS if pattern.search(topic.question.text)} if found else set[str]()
    if "pregnancy" in asked and found and "pregnancy" not in found:
        return sorted(found)[0]
    if not asked or not found or asked & found:
        return ""
    return sorted(found)[0] if "children" in asked | found else ""


def names_group(text: str) -> bool:
    """Whether words name people by age or pregnancy: "neonates", "adults", "pregnant women"."""
    return any(pattern.search(text) for _, pattern in _GROUPS)


def for_others(topic: Topic, said: str) -> bool:
    """Whether words say outright that something is for another age or group than the one asked about."""
    return _other_age(topic.question.text, said) or bool(_other_group(topic, said))


def other_route(asked: str, title: str) -> str:
    """The route of administration in a title, where the question names another one; "" otherwise."""
    found = [m.group().lower() for m in _ROUTES.finditer(title)]
    wanted = {m.group().lower() for m in _ROUTES.finditer(asked)} if found else set[str]()
    if not wanted or wanted & set(found):
        return ""
    return found[0]
