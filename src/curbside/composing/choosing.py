"""Which findings go under which heading: the fitting ones, from the best evidence, none twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from curbside.composing.tabled import is_row, row_stands_alone, told_of_row
from curbside.model import Citation, Evidence, Facet, Finding, Kind, Passage, Relation, Role, Section, Statement, Topic
from curbside.text import figures, words

_OF_THE_DRUG = frozenset({Facet.HARM, Facet.CONTRAINDICATION, Facet.MONITORING})


_HOME = 1.0
"""What a guideline of the reader's own jurisdiction gains: it comes first, and others stay beside it."""
_NEW = 2.0
"""What the newest document gains over the oldest where the newest were asked for: as much as a sentence that fits."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A finding and the evidence it is part of; `home` where a guideline is of the jurisdiction asked for.

    `recency` is 0 to 1, from the oldest document of the evidence to the newest, where the newest were asked for.
    """

    evidence: Evidence
    finding: Finding
    home: bool = False
    recency: float = 0.0

    @property
    def worth(self) -> float:
        """Fit of the sentence, rank of its passage and strength of its design together."""
        level = self.evidence.level
        design = {1: 0.6, 2: 0.45, 3: 0.2, 4: 0.0, 5: -0.1}.get(level, 0.0) if level else 0.0
        return (
            self.finding.fit + 1.2 * self.evidence.score + design + (_HOME if self.home else 0.0) + _NEW * self.recency
        )

    @property
    def relation(self) -> Relation:
        """How the sentence stands to the question; a label's warnings hold for its drug whatever it is given for."""
        evidence, document = self.evidence, self.evidence.passage.document
        if document.kind is Kind.LABEL and self.finding.facet in _OF_THE_DRUG and evidence.about_intervention:
            return Relation.DIRECT
        if evidence.direct and (
            evidence.on_population or document.kind is not Kind.GUIDELINE or self.names(Role.POPULATION)
        ):
            return Relation.DIRECT
        if evidence.about_population and not evidence.about_intervention:
            return Relation.OTHER_TREATMENT
        return Relation.OTHER_POPULATION

    def names(self, role: Role) -> bool:
        """Whether the sentence itself names a concept of the question."""
        return role in self.finding.names

    def names_kind(self, topic: Topic) -> bool:
        """Whether the sentence names what the intervention is a kind of, and not the intervention itself."""
        concept = topic.concept(Role.INTERVENTION)
        return concept is not None and not self.names(Role.INTERVENTION) and speaks_of(concept.broader, self.sentence)

    @property
    def tells(self) -> bool:
        """Whether the sentence is about the intervention: it names it, or gives a result of a document on it."""
        told = bool(self.finding.outcome or self.finding.effects) or self.evidence.passage.section == "Summary"
        return self.names(Role.INTERVENTION) or (self.evidence.on_intervention and told)

    @property
    def order(self) -> tuple[bool, float, str, str, int]:
        """Most worth first, reports of cases behind all else, ties broken by document, passage and place."""
        return (
            of_one_case(self.evidence.design) and self.finding.facet is not Facet.DOSE,
            -self.worth,
            self.evidence.passage.document.id,
            self.evidence.passage.id,
            self.finding.start,
        )

    @property
    def sentence(self) -> str:
        """The sentence as it stands in its passage."""
        return self.evidence.passage.text[self.finding.start : self.finding.end]


def of_one_case(design: str) -> bool:
    """Whether a design is that of reports of cases, which lead only where no other is held."""
    return design == "case reports"


def speaks_of(forms: Sequence[str], text: str) -> bool:
    """Whether one of some forms stands in a text as a name of its own."""
    low = text.lower()
    return any(re.search(rf"(?<![a-z]){re.escape(f)}(?:e?s)?(?![a-z])", low) for f in forms)


_SCREENS = re.compile(r"\bscreen(?:ing|ed|s)?\b", re.IGNORECASE)
_TREATS = re.compile(r"\b(?:treat\w*|therap\w+|regimens?|mg)\b", re.IGNORECASE)


def screens(text: str) -> bool:
    """Whether a sentence is on screening alone, which treats nobody."""
    return _SCREENS.search(text) is not None and _TREATS.search(text) is None


_AMOUNT = re.compile(r"\d\s?(?:mg|g|mcg|micrograms?|\u00b5g|\u03bcg|IU|units?|mL|ml|mmol|mEq|drops|tab\w*)\b")
_NEAR = 30
"""Characters behind an amount within which what it is of may still be named: "0.4 g/kg a day of velumab"."""


def doses_another(forms: Sequence[str], text: str) -> bool:
    """Whether the amounts of a sentence are of something else, since the drug is named only well behind all of them."""
    low = text.lower()
    named = [low.find(f) for f in forms if f in low]
    amounts = [m.start() for m in _AMOUNT.finditer(text)]
    return bool(named and amounts) and min(named) > amounts[-1] + _NEAR


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading: which candidates belong under it, how many, how many of one document, and how they are framed.

    With `grouped`, what was chosen of one passage stands together, in the order of its author.
    """

    title: str
    belongs: Callable[[Candidate], bool]
    most: int
    of_one: int = 2
    floor: float = 0.55
    as_written: bool = False
    grouped: bool = False


@dataclass(slots=True)
class Chosen:
    """What was taken so far, so that nothing is said twice. Lives for one composition."""

    sentences: list[tuple[frozenset[str], frozenset[str]]] = field(default_factory=list)
    places: set[tuple[str, int]] = field(default_factory=set)

    def repeats(self, candidate: Candidate) -> bool:
        """Whether the sentence, or one that says nearly the same in the same words, was taken already."""
        if (candidate.evidence.passage.id, candidate.finding.start) in self.places:
            return True
        found = frozenset(words(candidate.sentence))
        alike = [told for taken, told in self.sentences if len(found & taken) > 0.8 * min(len(found), len(taken))]
        return bool(alike) and figures(candidate.sentence) in alike

    def take(self, candidate: Candidate) -> None:
        """Remember a sentence as said."""
        self.places.add((candidate.evidence.passage.id, candidate.finding.start))
        self.sentences.append((frozenset(words(candidate.sentence)), figures(candidate.sentence)))


def candidates(
    evidence: Sequence[Evidence], jurisdiction: str | None = None, *, newest: bool = False
) -> list[Candidate]:
    """Every sentence of the evidence that can stand alone, the worthiest first; with `newest`, new before old."""
    years = [y for e in evidence if newest and (y := e.passage.document.year)]
    found = [
        Candidate(e, f, _at_home(e, jurisdiction), _recency(e.passage.document.year, years))
        for e in evidence
        for f in e.findings
        if _stands_alone(e.passage, f)
    ]
    return sorted(found, key=lambda c: c.order)


def _recency(year: int | None, years: Sequence[int]) -> float:
    """Where a year stands between the oldest and the newest; 0 where it is not known or age does not matter."""
    if year is None or not years or max(years) == min(years):
        return 0.0
    return (year - min(years)) / (max(years) - min(years))


def _at_home(evidence: Evidence, jurisdiction: str | None) -> bool:
    document = evidence.passage.document
    named = document.jurisdiction or ""
    ours = document.local or (jurisdiction is not None and named.lower() == jurisdiction.lower())
    return ours and document.kind is Kind.GUIDELINE


_BEGINS_AS_FRAGMENT = re.compile(r"[a-z(\[,;:)\]]|\d{1,3}[);]|\W*\d{4,}|[A-Z.]+\.[A-Z]")
_ENDS_AS_FRAGMENT = (":", ";", ",", "...")
_BREAKS_OFF = re.compile(
    r"\b(?:if|when|unless|and|or|the|an?|to|with|of|for|by|from|then|including|includes?|e\.g\.?|such as|following)$|"
    r"(?:\bOR|\|) \d\.$"
)
_ABBREVIATION = re.compile(r"(?:^|; )[A-Z][\w()-]{1,12}, ")
_LISTED = 4
"""Abbreviations with their meanings from which on a sentence is the key to a table."""
_ELSEWHERE = ("Fig", "Table", "Appendix", "Supplementary", "Box")
_POINTS_ELSEWHERE = re.compile(r"\b(?:Fig|Figure|Table|Appendix|Supplementary|Box)\b\.? ?\d")


def _fragment(sentence: str) -> bool:
    """Whether a sentence is no whole one, or sends the reader to a figure, a table or a page."""
    return (
        sentence.endswith(_ENDS_AS_FRAGMENT)
        or _BREAKS_OFF.search(sentence) is not None
        or len(_ABBREVIATION.findall(sentence)) >= _LISTED
        or any(mark in sentence for mark in ("*", "http://", "https://"))
        or _BEGINS_AS_FRAGMENT.match(sentence) is not None
        or (any(name in sentence for name in _ELSEWHERE) and _POINTS_ELSEWHERE.search(sentence) is not None)
    )


def _stands_alone(passage: Passage, finding: Finding) -> bool:
    if is_row(passage, finding):
        return row_stands_alone(passage, finding)
    text, end = passage.text, finding.end
    sentence, after = text[finding.start : end], text[end : end + 2]
    if (
        after[:1] == "\n"
        and sentence[-1] not in ".!?)"
        and (after[1:].islower() or after[1:].isdigit() or sentence[-1] == ",")
    ):
        return False
    if end == len(text) and sentence[-1].isalnum() and passage.section.startswith("Abstract") and len(sentence) > 60:
        return False  # the stored text breaks off here
    if " | " in sentence and passage.document.kind is not Kind.GUIDELINE:
        return False  # a study's table row without its header is figures without their condition
    found = words(sentence)
    terse = passage.section == "Summary" or passage.document.kind is Kind.LABEL
    least = 1 if finding.condition or finding.of else 3 if terse else 5
    return least <= len(found) <= 110 and not _fragment(sentence) and not _heading(sentence)


_SHORT_FORM = re.compile(r" \([A-Z]{2,8}\)$")


def _heading(sentence: str) -> bool:
    """Whether a line without full stop is a heading: in capitals, or nearly every long word with one."""
    if sentence.endswith((".", "!", "?")):
        return False
    if sentence.endswith(")") and not _SHORT_FORM.search(sentence):
        return False
    long_words = [w for w in re.split(r"[\s-]", sentence) if len(w) > 3 and w[0].isalpha()]
    return bool(long_words) and sum(w[0].isupper() for w in long_words) >= 0.7 * len(long_words) > 1


def section(heading: Heading, ranked: Sequence[Candidate], chosen: Chosen) -> Section:
    """The statements under one heading; empty where nothing belongs there."""
    belonging = [c for c in ranked if heading.belongs(c)]
    if heading.as_written:
        belonging.sort(key=_as_written)
    best = max((c.worth for c in belonging), default=0.0)
    counts: Counter[str] = Counter()
    kept: list[Candidate] = []
    for candidate in belonging:
        document = candidate.evidence.passage.document.id
        if not heading.as_written and candidate.worth < best * heading.floor:
            break
        full = sum(counts.values()) == heading.most or counts[document] >= heading.of_one
        more = _goes_on(candidate, kept)
        if (full and not more) or chosen.repeats(candidate):
            continue
        counts[document] += not more
        chosen.take(candidate)
        kept.append(candidate)
    ordered = _grouped(kept) if heading.grouped else _tables_together(kept)
    return Section(title=heading.title, statements=tuple(statement(c) for c in ordered))


_MOST_ROWS, _MOST_ROWS_OF_DOSES = 6, 12
"""Rows of one table that are told: a table of weights without some of them is read as if it had no others."""


def _goes_on(candidate: Candidate, kept: Sequence[Candidate]) -> bool:
    """Whether a candidate is a row of a table of which another is told already; the rows of one count as one."""
    table = _table(candidate)
    rows = sum(_table(k) == table for k in kept) if table else 0
    return 0 < rows < (_MOST_ROWS_OF_DOSES if candidate.finding.facet is Facet.DOSE else _MOST_ROWS)


def _table(candidate: Candidate) -> tuple[str, ...] | None:
    """The table that a candidate is a row of: its document, its caption and its head; None where it is none."""
    passage, finding = candidate.evidence.passage, candidate.finding
    if finding.condition is None or not is_row(passage, finding):
        return None
    caption = passage.text[slice(*finding.of)] if finding.of else ""
    return passage.document.id, caption, passage.text[slice(*finding.condition)]


def _tables_together(kept: Sequence[Candidate]) -> list[Candidate]:
    """Candidates in their order, the rows of one table where the first of them stands, in the order of its author."""
    tables = [_table(c) or (c.evidence.passage.id, str(c.finding.start)) for c in kept]
    passages = [c.evidence.passage.id for c in kept]
    order = {id(c): (tables.index(t), passages.index(p)) for c, t, p in zip(kept, tables, passages, strict=True)}
    return sorted(kept, key=lambda c: (order[id(c)], c.finding.start))


def _grouped(kept: Sequence[Candidate]) -> list[Candidate]:
    """What is of one document and passage together, as it was written; first what is worth much more than the rest."""
    places = [c.evidence.passage.document.id for c in kept], [c.evidence.passage.id for c in kept]
    ordered = sorted(kept, key=lambda c: (*_first_of(c, places), c.finding.start))
    if kept and kept[0].worth - ordered[0].worth > _MUCH_MORE:
        ordered.sort(key=lambda c: c is not kept[0])
    return ordered


_MUCH_MORE = 0.8
"""Worth by which a line goes before those that its author wrote before it."""


def _first_of(candidate: Candidate, places: tuple[list[str], list[str]]) -> tuple[int, int]:
    passage = candidate.evidence.passage
    return places[0].index(passage.document.id), places[1].index(passage.id)


def _as_written(candidate: Candidate) -> tuple[float, str, str, int]:
    """The best passage first, and in it the order of its author."""
    passage = candidate.evidence.passage
    return (-candidate.evidence.score, passage.document.id, passage.id, candidate.finding.start)


def _told(candidate: Candidate) -> tuple[str, list[Citation]]:
    """The words of a candidate behind those above it that say of what or for whom, and the citations of both."""
    passage, finding = candidate.evidence.passage, candidate.finding
    if is_row(passage, finding):
        return told_of_row(passage, finding)
    text, citations = candidate.sentence, [Citation(passage=passage, start=finding.start, end=finding.end)]
    for start, end in sorted({place for place in (finding.of, finding.condition) if place}, reverse=True):
        citations.insert(0, Citation(passage=passage, start=start, end=end))
        text = f"{citations[0].quote}: {text}"
    return text, citations


def statement(candidate: Candidate) -> Statement:
    """A candidate as a statement: its sentence, framed by its population where another one was asked about (law 4)."""
    evidence, finding = candidate.evidence, candidate.finding
    text, citations = _told(candidate)
    related = candidate.relation
    if related is Relation.OTHER_POPULATION:
        text = f"In {evidence.studied_in} (indirect): {text}"
    population = ""
    if evidence.population:
        citations.append(Citation(passage=evidence.passage, start=evidence.population[0], end=evidence.population[1]))
        population = citations[-1].quote
    return Statement(
        text=text,
        citations=tuple(citations),
        facet=finding.facet,
        direction=finding.direction,
        relation=related,
        studied_in=evidence.studied_in,
        grade=finding.grade,
        outcome=finding.outcome,
        design=evidence.design,
        population=population,
        size=evidence.size,
        effects=finding.effects,
    )
