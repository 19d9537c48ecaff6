"""One passage, read sentence by sentence: what each tells and how well it fits the question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from curbside.appraisal.comparisons import Comparison, compared
from curbside.appraisal.cues import cue, starts_of
from curbside.appraisal.effects import effects_of
from curbside.appraisal.facets import concludes, facet_of, recommends
from curbside.appraisal.grades import grade_of, suggested
from curbside.appraisal.headings import Chapter, chapter_of, heading_above
from curbside.appraisal.lists import (
    condition_of,
    drug_above,
    end_of_item,
    heading_run_on,
    is_item,
    lead_of,
    names_no_drug,
    parent_of,
)
from curbside.appraisal.matching import Matcher, stems
from curbside.appraisal.outcomes import direction_of, outcome_of
from curbside.appraisal.populations import based_on, for_others, links
from curbside.appraisal.rows import facet_in_row, is_for_others, is_of_some, is_tellable, names_in_row
from curbside.appraisal.sentences import Labelled, labelled, second_hand
from curbside.appraisal.states import another_state, leads_to_another
from curbside.appraisal.tables import Row, row_at, row_of
from curbside.appraisal.whom import heading_of_whom
from curbside.model import Direction, Facet, Finding, Grade, Kind, Passage, Purpose, Role, Topic
from curbside.text import words

_WANTED: dict[Purpose, frozenset[Facet]] = {
    Purpose.HARM: frozenset({Facet.HARM, Facet.CONTRAINDICATION, Facet.MONITORING}),
    Purpose.DOSE: frozenset({Facet.DOSE}),
    Purpose.DIAGNOSIS: frozenset({Facet.DIAGNOSIS}),
    Purpose.PROGNOSIS: frozenset({Facet.PROGNOSIS}),
    Purpose.MONITORING: frozenset({Facet.MONITORING}),
    Purpose.MECHANISM: frozenset({Facet.MECHANISM}),
    Purpose.DEFINITION: frozenset({Facet.DEFINITION, Facet.MECHANISM}),
    Purpose.CAUSE: frozenset({Facet.MECHANISM, Facet.FINDING}),
    Purpose.TREATMENT: frozenset({Facet.RECOMMENDATION, Facet.DOSE}),
    Purpose.PREVENTION: frozenset({Facet.RECOMMENDATION}),
}
_DEPENDENT = frozenset(
    "it this these they their its such he she both however moreover furthermore thus therefore additionally also "
    "another others consequently here thereby similarly conversely whereas nevertheless hence overall finally second "
    "third".split()
)


_MOST_READ, _MOST_OF_CHAPTER = 7, 16
"""Sentences of a passage that are read in full, the promising ones; summaries and labels are read whole.

Of a chapter that answers by its heading more are read, since no word of a line tells which of them does.
"""


@dataclass(frozen=True, slots=True)
class Reading:
    """What is the same for every passage of one question: its topic, its matchers, and how much each stem tells."""

    topic: Topic
    matchers: Mapping[Role, Matcher]
    weights: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence before it is read: its place, its words, the share of the question it holds, the concepts it names.

    Of a guideline also the chapter it stands in, the line above it that names the treatment where it does not, and
    whether the heading of the passage names the condition; `whom` is the heading within it that does.
    """

    place: Labelled
    text: str
    words: list[str]
    starts: frozenset[str]
    overlap: float
    names: tuple[Role, ...]
    chapter: Chapter | None = None
    of: tuple[int, int] | None = None
    on_condition: bool = False
    row: Row | None = None
    whom: tuple[int, int] | None = None

    @property
    def promise(self) -> float:
        """How likely it is to be of use, told by its words alone."""
        told = 0.5 if _RESULT_LABEL.match(self.place.label) or self.chapter is Chapter.TREATMENT else 0.0
        return 3.0 * self.overlap + sum(_WORTH[role] for role in self.names) + told


_RESULT_LABEL = re.compile(r"conclu|result|finding|interpret|recommend", re.IGNORECASE)


_LEAST_SAID = {False: 0.3, True: 0.5}
"""Share of the question's telling words that a sentence must hold where no concept was recognised to tell by.

The larger share is for guidelines, which are told as advice.
"""


def findings(passage: Passage, reading: Reading, intervention: tuple[bool, bool]) -> tuple[Finding, ...]:
    """The sentences of a passage, read; of a long one the most promising.

    `intervention` says whether the document is on the intervention and whether the passage is about it.
    """
    found = [s for place, row in _places(passage) if (s := _sentence(place, passage, reading, row))]
    if not reading.matchers:
        least = _LEAST_SAID[passage.document.kind is Kind.GUIDELINE]
        found = [s for s in found if s.overlap >= least]
    most = _MOST_OF_CHAPTER if any(s.on_condition for s in found) else _MOST_READ
    if len(found) > most and passage.section != "Summary" and passage.document.kind is not Kind.LABEL:
        kept = sorted(found, key=lambda s: (-s.promise, s.place.start))[:most]
        found = sorted(kept, key=lambda s: s.place.start)
    read, before, asked = list[Finding](), "", reading.matchers.get(Role.POPULATION)
    for sentence in found:
        finding = _read(sentence, before, passage, reading, intervention)
        before = finding.outcome or before
        if sentence.row is None:
            read.append(_to_whom(_with_condition(finding, passage, sentence.of, asked), sentence, passage, reading))
        elif _tells(sentence, sentence.row, finding, passage, reading):
            fit = finding.fit - (_OF_SOME if is_of_some(passage.text, sentence.row, reading.topic) else 0.0)
            read.append(replace(finding, of=sentence.row.caption, condition=sentence.row.head, fit=fit))
    return tuple(read)


def _to_whom(finding: Finding, sentence: _Sentence, passage: Passage, reading: Reading) -> Finding:
    """A finding with the heading that names the condition asked about, a dose with any that says for whom it is.

    What stands under "Neonatal conjunctivitis" is told behind it, and not at all to who asks about adults.
    """
    if passage.document.kind is not Kind.GUIDELINE:
        return finding
    heading = heading_of_whom(passage.text, finding.start) if finding.facet in _INSTRUCTS else None
    if heading and for_others(reading.topic, passage.text[slice(*heading)]):
        return replace(finding, facet=Facet.BACKGROUND)
    asked = reading.matchers.get(Role.POPULATION)
    dosed = heading and finding.facet is Facet.DOSE and _says_when(passage.text[slice(*heading)], asked)
    whom = sentence.whom or (heading if dosed else None)
    if whom is None or whom in (finding.of, finding.condition):
        return finding
    return replace(finding, condition=whom) if finding.condition is None else replace(finding, of=finding.of or whom)


_OF_SOME = 1.2
"""What a row loses that is for people with something else too: it comes behind that for all."""


def _places(passage: Passage) -> Iterator[tuple[Labelled, Row | None]]:
    """The sentences of a passage; a row of a guideline's table is one, whatever full stops stand in its cells.

    A row that cannot be told with what it stands under is none.
    """
    text, told = passage.text, 0
    tabled = passage.document.kind is Kind.GUIDELINE and " | " in text
    for place in labelled(text):
        line = row_at(text, place.start) if tabled else None
        if line is None:
            yield place, None
        elif place.start >= told:
            told = line[1]
            if row := row_of(text, line):
                yield Labelled(*line, "", ""), row


def _tells(sentence: _Sentence, row: Row, finding: Finding, passage: Passage, reading: Reading) -> bool:
    """Whether a row may be told to who asks: a dose only with what it is of, nothing that is for others."""
    text, asked = passage.text, reading.matchers.get(Role.POPULATION)
    if not reading.matchers or (reading.topic.purpose is Purpose.OTHER and sentence.overlap < _LEAST_SAID[True]):
        return False  # that it shares words with a question that is not understood does not make it its answer
    if is_for_others(text, row, reading.topic, sentence.chapter) or not is_tellable(text, row, finding.facet):
        return False
    return asked is None or not _of_another_state(finding, passage, asked, row.caption)


def _heading_of_few(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The place of the heading above an item of a few words, which say nothing without it: "Bed rest"."""
    above = heading_above(text, start) if is_item(text, start) and len(words(text[start:end])) < _FEW else ""
    place = text.rfind(f"{above}\n", 0, start) if above else -1
    return (place, place + len(above)) if place >= 0 else None


_FEW = 5


def _says_when(lead: str, asked: Matcher | None) -> bool:
    """Whether a line with a colon says for whom, when or to what end, and not only what is asked about anyway."""
    told = stems(words(lead)) - _ANYWAY
    return bool(told - stems(words(asked.concept.forms[0])) if asked else told)


_ANYWAY = stems(
    "regimen regimens recommended drug drugs treatment treatments therapy medicines note nb dose doses dosage other "
    "others options management example examples e g".split()
)


def _with_condition(finding: Finding, passage: Passage, of: tuple[int, int] | None, asked: Matcher | None) -> Finding:
    """A finding; a dose that is an item of a list with the lines above it that say of what, for whom or when.

    `of` is the line above it that names the treatment asked about, where it does not name that itself. A dose of which
    nothing tells what it is of is none that may be told.
    """
    text, start, kind = passage.text, finding.start, passage.document.kind
    if kind is Kind.GUIDELINE and not of and finding.facet in _DOSED and names_no_drug(text[start : finding.end]):
        of = drug_above(text, start)
        finding = finding if of or passage.section == "Summary" else replace(finding, facet=Facet.BACKGROUND)
    condition = None
    if finding.facet is Facet.DOSE and kind is not Kind.LABEL and is_item(text, start):
        condition = condition_of(text, start, finding.end)
    if condition is None and kind is Kind.GUIDELINE and finding.facet in _INSTRUCTS:
        condition = lead_of(text, start) or heading_run_on(text, start)
        condition = condition if condition and _says_when(text[slice(*condition)], asked) else None
        condition = condition or of or _heading_of_few(text, start, finding.end)
    if (
        asked
        and kind is Kind.GUIDELINE
        and finding.facet in _INSTRUCTS
        and _of_another_state(finding, passage, asked, condition)
    ):
        return replace(finding, facet=Facet.BACKGROUND)
    return replace(finding, of=of, condition=condition if condition != of else None)


def _of_another_state(finding: Finding, passage: Passage, asked: Matcher, lead: tuple[int, int] | None) -> bool:
    """Whether a line, or what it stands under, is on the condition in another state than the one asked about."""
    text = passage.text
    under = text[slice(*lead)] if lead else heading_above(text, finding.start)
    said = text[finding.start : finding.end], text
    return any(another_state(asked.concept, t) for t in said) or leads_to_another(asked.concept, under)


_DOSED = frozenset({Facet.DOSE, Facet.RECOMMENDATION})
_INSTRUCTS = frozenset({Facet.DOSE, Facet.RECOMMENDATION, Facet.CONTRAINDICATION, Facet.HARM, Facet.MONITORING})


_SHORTEST, _SHORTEST_OF_PROSE = 6, 15
"""Letters below which nothing is read: items of a guideline's list are shorter than sentences."""


def _sentence(place: Labelled, passage: Passage, reading: Reading, row: Row | None) -> _Sentence | None:
    if passage.document.kind is Kind.GUIDELINE:
        place = replace(place, end=end_of_item(passage.text, place.start, place.end))
    text = passage.text[place.start : place.end]
    if len(text) < (_SHORTEST if passage.document.kind is Kind.GUIDELINE else _SHORTEST_OF_PROSE):
        return None
    found = words(text)
    held = stems(found)
    total = sum(reading.weights.values()) or 1.0
    overlap = sum(w for s, w in reading.weights.items() if s in held) / total
    names = tuple(role for role, asked in reading.matchers.items() if asked.named_in(text, held))
    if passage.document.kind is not Kind.GUIDELINE:
        return _Sentence(place, text, found, starts_of(found), overlap, names)
    of = _named_above(place, passage.text, reading) if Role.INTERVENTION not in names else None
    names = (Role.INTERVENTION, *names) if of else names
    names = names_in_row(passage.text, row, names, reading.matchers) if row else names
    chapter = chapter_of(passage.text, place.start, passage.section)
    asked = reading.matchers.get(Role.POPULATION)
    on_condition = asked is not None and based_on(passage.section, asked) and _answers(chapter, reading.topic.purpose)
    whom = None if row or Role.POPULATION in names else _named_by_heading(place, passage, asked)
    names = (*names, Role.POPULATION) if whom else names
    # Each line of a chapter on the condition is of it, and each item of what its line above names; that one happens to
    # name it again tells nothing.
    above = " ".join(passage.text[slice(*p)] for p in (row.places[:-1] if row else (of, whom)) if p)
    held |= stems(words(f"{passage.section if on_condition else ''} {above}"))
    overlap = sum(w for s, w in reading.weights.items() if s in held) / total
    return _Sentence(place, text, found, starts_of(found), overlap, names, chapter, of, on_condition, row, whom)


def _named_by_heading(place: Labelled, passage: Passage, asked: Matcher | None) -> tuple[int, int] | None:
    """The heading within a passage that names the condition, where neither its title nor its chapter does."""
    if asked is None or based_on(passage.section, asked) or based_on(passage.document.title, asked):
        return None
    whom = heading_of_whom(passage.text, place.start)
    return whom if whom and asked.stands_in(passage.text[slice(*whom)]) else None


def _answers(chapter: Chapter, purpose: Purpose) -> bool:
    return chapter in _CHAPTERS.get(purpose, frozenset())


def _named_above(place: Labelled, text: str, reading: Reading) -> tuple[int, int] | None:
    """The line that an item of a list stands under, where it names the treatment: what is listed there is of it."""
    asked = reading.matchers.get(Role.INTERVENTION)
    above = parent_of(text, place.start) if asked and is_item(text, place.start) else None
    return above if asked and above and asked.stands_in(text[slice(*above)]) else None


def _read(
    sentence: _Sentence, before: str, passage: Passage, reading: Reading, intervention: tuple[bool, bool]
) -> Finding:
    text, place = sentence.text, sentence.place
    guideline = passage.document.kind is Kind.GUIDELINE
    facet = facet_of(text, sentence.starts, place.label, sentence.chapter)
    if sentence.row:
        facet = facet_in_row(passage.text, sentence.row, facet, reading.topic.purpose)
    effects = effects_of(text)
    direction = direction_of(text, sentence.starts, facet, effects)
    if reading.topic.purpose is Purpose.DIAGNOSIS and facet in _MAY_TEST and _TESTS.search(text, sentence.starts):
        facet = Facet.DIAGNOSIS  # what a recommendation or finding on tests tells, to one who asks how to diagnose
    outcome = _outcome(sentence, reading) or (before if effects and not _OF_ITS_OWN.search(text) else "")
    if direction in _POINTS and outcome and facet not in _ADVICE and any(intervention):
        # Effects are of the intervention against the other arm, as trials write them, unless it is that arm itself.
        between = _against_it if effects else _between_arms
        direction = between(sentence, direction, outcome, reading)
    bracket = place.bracket or (place.label if "boxed" in place.label.lower() else "")
    grade = grade_of(text, label=bracket, document=passage.document)
    if grade == Grade() and facet is Facet.RECOMMENDATION:
        grade = suggested(passage.document, text)
    elif guideline and grade.stated and facet in (Facet.LIMITATION, Facet.BACKGROUND):
        facet = Facet.RECOMMENDATION  # a graded statement that the evidence is insufficient is the body's answer
    return Finding(
        start=place.start,
        end=place.end,
        facet=facet,
        direction=direction,
        outcome=outcome,
        effects=effects,
        grade=grade,
        names=sentence.names,
        second_hand=second_hand(text, passage.section, passage.document.kind),
        fit=round(_fit(sentence, (facet, direction, outcome), reading, intervention), 4),
    )


_POINTS = frozenset({Direction.HIGHER, Direction.LOWER})
_OTHER_ARM = cue(
    r"\b(?:than|compar\w+|versus|vs|placebo|sham|controls?|usual|standard|untreated|conventional|alone|against|over)\b",
    "tha com ver vs pla sha con usu sta unt alo aga ove",
)
"""Without a word of another arm a sentence tells of the intervention."""
_ADVICE = frozenset({Facet.RECOMMENDATION, Facet.CONTRAINDICATION})


def _between_arms(sentence: _Sentence, direction: Direction, outcome: str, reading: Reading) -> Direction:
    """Which way the outcome goes in the intervention asked about, where the sentence tells it of the other arm.

    "More bleeding with warfarin than with apixaban" is less of it for one who asks about apixaban.
    """
    intervention, comparator = (reading.topic.concept(r) for r in (Role.INTERVENTION, Role.COMPARATOR))
    if intervention is None or not _OTHER_ARM.search(sentence.text, sentence.starts):
        return direction
    text = sentence.text.lower()
    called = next((f for f in intervention.forms if f.lower() in text), intervention.forms[0])
    against = next((f for f in comparator.forms if f.lower() in text), comparator.forms[0]) if comparator else ""
    told = compared(sentence.text, Comparison(intervention=called, comparator=against, outcome=outcome))
    return told if told in _POINTS else direction


_AGAINST = re.compile(
    r"\b(?:compared (?:with|to)|versus|vs\.?|relative to|than(?: with| in| for)?) "
    r"(?:(?:those|patients|people) (?:on|with|given|receiving|taking|treated with) |the )?$"
)
_OPPOSITE = {Direction.HIGHER: Direction.LOWER, Direction.LOWER: Direction.HIGHER}


def _against_it(sentence: _Sentence, direction: Direction, _outcome: str, reading: Reading) -> Direction:
    """Which way the outcome goes in the intervention asked about, where an effect is told of another against it."""
    asked = reading.topic.concept(Role.INTERVENTION)
    text = sentence.text.lower()
    places = [place for form in (asked.forms if asked else ()) if (place := text.find(form.lower())) >= 0]
    return _OPPOSITE[direction] if places and _AGAINST.search(text[: min(places)]) else direction


_OF_ITS_OWN = re.compile(
    r"\b(?:risks?|rates?|odds|incidence|likelihood|probability|occurrence|frequency|prevalence) (?:of|for) (?!the\b)\w",
    re.IGNORECASE,
)
"""A sentence that says what its figures are of; its outcome is not that of the sentence before, known or not."""


def _outcome(sentence: _Sentence, reading: Reading) -> str:
    if Role.OUTCOME in sentence.names:
        return reading.matchers[Role.OUTCOME].concept.text
    return outcome_of(sentence.text, sentence.starts)


_WORTH = {Role.INTERVENTION: 1.6, Role.POPULATION: 0.8, Role.OUTCOME: 1.2, Role.COMPARATOR: 0.8}
_CRITICAL = frozenset({"mortality", "survival"})
_EFFECT = frozenset({Purpose.BENEFIT, Purpose.TREATMENT, Purpose.COMPARISON, Purpose.OTHER})


_ACTS = frozenset({Purpose.TREATMENT, Purpose.DOSE, Purpose.PREVENTION})
_ASIDE = frozenset({Facet.DIAGNOSIS, Facet.MECHANISM, Facet.PROGNOSIS})
_TREATS = cue(
    r"\b(?:treat\w*|therap\w+|drugs?|manag\w+|dos(?:e|es|ing)|mg|surg\w+|prevent\w*|screen\w*|vaccin\w+|prophyla\w+)\b",
    "tre the dru man dos mg sur pre scr vac pro",
)


_MAY_TEST = frozenset({Facet.RECOMMENDATION, Facet.FINDING, Facet.DEFINITION})
_TESTS = cue(r"\bdiagnos\w*|\bscor(?:e|es|ing)\b|\bcriteria\b|\btests?\b|\binvestigat\w+", "dia sco cri tes inv")


def _inherited(reading: Reading, names: tuple[Role, ...], outcome: str, intervention: tuple[bool, bool]) -> float:
    """A result in a document on the intervention need not name it; deaths count first where no outcome is asked."""
    on, about = intervention
    critical = outcome in _CRITICAL and Role.OUTCOME not in reading.matchers and reading.topic.purpose in _EFFECT
    worth = 0.6 if critical else 0.0
    if Role.INTERVENTION not in reading.matchers or Role.INTERVENTION in names:
        return worth
    if on:
        return worth + (1.1 if outcome else 0.2)
    return worth + (0.1 if about else -0.8)


_CHAPTERS: dict[Purpose, frozenset[Chapter]] = {
    Purpose.TREATMENT: frozenset({Chapter.TREATMENT, Chapter.ADVICE}),
    Purpose.BENEFIT: frozenset({Chapter.TREATMENT, Chapter.ADVICE}),
    Purpose.COMPARISON: frozenset({Chapter.TREATMENT, Chapter.ADVICE}),
    Purpose.DOSE: frozenset({Chapter.TREATMENT}),
    Purpose.PREVENTION: frozenset({Chapter.PREVENTION, Chapter.ADVICE}),
    Purpose.DIAGNOSIS: frozenset({Chapter.TESTS, Chapter.FEATURES}),
    Purpose.HARM: frozenset({Chapter.WARNINGS}),
    Purpose.CAUSE: frozenset({Chapter.CAUSES}),
    Purpose.PROGNOSIS: frozenset({Chapter.COURSE}),
}
"""The chapters of a guideline in which each purpose is answered."""
_OTHER_END = {
    Purpose.TREATMENT: frozenset({Chapter.PREVENTION, Chapter.WARNINGS, Chapter.TESTS, Chapter.FEATURES}),
    Purpose.PREVENTION: frozenset({Chapter.TREATMENT, Chapter.WARNINGS}),
}
_WITH_OTHERS = cue(
    r"\b(?:in conjunction with|refer(?:red|ral)?\b(?! to as)|consult\w*|multi-?disciplinary|joint (?:care|management)|"
    r"team (?:approach|work)|seek (?:advice|help)|involve\w* (?:the|a)|adequate counsel\w*|manage as if)\b",
    "in ref con mul joi tea see inv ade man",
)
"""Who else is asked for help: part of good care, and no treatment."""
_RESTRAINS = cue(
    r"\b(?:avoid|stop|discontinu\w+|care must|cautio\w+|(?:reduc\w+|lower) (?:the )?dose|not recommended|only if|"
    r"unless|continue (?:with|until|for))\b",
    "avo sto dis car cau red low not onl unl con",
)
"""What is to be left or ended comes after what is to be given."""
_FIRST_CHOICE = cue(
    r"\b(?:best (?:drug|treatment|choice)|(?:drugs?|treatment|agents?) of (?:first )?choice|first[- ]line|mainstay)\b",
    "bes dru tre age fir mai",
)


def _of_chapter(sentence: _Sentence, facet: Facet, purpose: Purpose) -> float:
    """What the chapter of a guideline that a sentence stands in adds to its fit."""
    if sentence.chapter is None:
        return 0.0
    worth = 0.8 * _answers(sentence.chapter, purpose)
    worth -= 0.8 * (sentence.chapter in _OTHER_END.get(purpose, frozenset()))
    if sentence.on_condition and Role.POPULATION not in sentence.names:
        worth += _WORTH[Role.POPULATION]
    if purpose in _EFFECT and facet is Facet.DOSE:
        return worth + 0.9 * (sentence.chapter is Chapter.TREATMENT)
    if purpose is not Purpose.TREATMENT:
        return worth
    worth -= 1.6 if _WITH_OTHERS.search(sentence.text, sentence.starts) else 0.0
    worth -= 0.8 if _RESTRAINS.search(sentence.text, sentence.starts) else 0.0
    return worth + (0.8 if _FIRST_CHOICE.search(sentence.text, sentence.starts) else 0.0)


def _fit(
    sentence: _Sentence, read: tuple[Facet, Direction, str], reading: Reading, intervention: tuple[bool, bool]
) -> float:
    """How well a sentence answers the question; a sum of small reasons, each readable here."""
    facet, direction, outcome = read
    purpose, label = reading.topic.purpose, sentence.place.label
    fit = 3.0 * sentence.overlap + sum(_WORTH[role] for role in sentence.names)
    fit += _inherited(reading, sentence.names, outcome, intervention)
    fit += 1.5 if facet in _WANTED.get(purpose, frozenset()) else 0.0
    fit += 0.8 if concludes(label) else 0.5 if label.lower() in ("results", "finding", "findings") else 0.0
    fit += 0.4 if direction not in (Direction.UNSTATED, Direction.UNCERTAIN) else 0.0
    if purpose in _ACTS:
        fit += 0.8 * (
            bool(facet is Facet.DOSE or _TREATS.search(sentence.text, sentence.starts))
            + recommends(sentence.text, sentence.starts)
            - (facet in _ASIDE)
        )
    fit += _of_chapter(sentence, facet, purpose)
    fit -= {Facet.BACKGROUND: 2.5, Facet.LIMITATION: 0.5}.get(facet, 0.0)
    fit -= 1.1 if sentence.words and sentence.words[0] in _DEPENDENT else 0.0
    fit -= 0.02 * max(0, len(sentence.words) - 45) if sentence.row is None else 0.0
    if Role.POPULATION in sentence.names and links(sentence.text, reading.matchers[Role.POPULATION]):
        fit += 0.6
    return fit - (0.8 if sentence.text.endswith("?") else 0.0)
