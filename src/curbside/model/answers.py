"""The way of a question: each step has its own frozen type, so that none can be skipped.

Question -> Topic -> Hit -> Evidence -> Draft -> Verified
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from curbside.model.documents import Citation, Document, Passage
from curbside.model.errors import LawBrokenError
from curbside.model.vocabulary import (
    Certainty,
    Direction,
    Facet,
    Kind,
    Purpose,
    Relation,
    Role,
    Standing,
    Strength,
    UnderWay,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the reader asked, after identifiers of a patient were struck out; a follow-up is restated in full.

    `earlier` are the questions before it in the same conversation, oldest first, as they were asked.
    """

    text: str
    earlier: tuple[str, ...] = ()
    jurisdiction: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """A thing a question is about: as asked, and the other forms under which texts name it.

    `forms` are lower case, the asked form first; a text is about the concept when one of them stands in it. `people` is
    true where it only says who, by age or sex ("older adults"), and names no condition. `broader` are forms of what it
    is a kind of ("antibiotics" of "early antibiotics", "beta blockers" of propranolol): a text that speaks of these is
    not silent on it, and not about it either. `replaces` names the drug in place of which something is asked for.
    """

    role: Role
    text: str
    forms: tuple[str, ...]
    people: bool = False
    broader: tuple[str, ...] = ()
    replaces: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """How a question was read as following others: as it was asked, what it took from them, and what it changed.

    `replaced` are concepts of the earlier topic that the question let go. `purpose_inherited` is true where it says
    nothing itself of what it wants to know.
    """

    asked: str
    inherited: tuple[Concept, ...]
    changed: tuple[Concept, ...]
    replaced: tuple[Concept, ...]
    purpose_inherited: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A question as it was understood, open to correction.

    `terms` are its content words; `subject` those of them that name its subject, not only what is wanted of it.
    `newest` is true where the latest sources were asked for; `follow_up` tells what came from questions before it.
    """

    question: Question
    purpose: Purpose
    concepts: tuple[Concept, ...]
    terms: tuple[str, ...]
    subject: tuple[str, ...]
    emergency: str | None = None
    notes: tuple[str, ...] = ()
    newest: bool = False
    follow_up: FollowUp | None = None

    def concept(self, role: Role) -> Concept | None:
        """The first concept in this role, or None."""
        return next((c for c in self.concepts if c.role is role), None)

    @property
    def condition(self) -> Concept | None:
        """The condition asked about: the first population that is more than an age group or sex, or None."""
        return next((c for c in self.concepts if c.role is Role.POPULATION and not c.people), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchTerm:
    """Words to look for; a phrase is looked for as it stands. `asked` is false of other names for what was asked."""

    text: str
    weight: float = 1.0
    phrase: bool = False
    required: bool = False
    asked: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A passage that retrieval found, how well it matched, and by what."""

    passage: Passage
    score: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """How a source grades its own words, and how that maps to GRADE.

    `stated` are the source's words, or "" where it states none; `suggested` is true where a machine inferred
    the mapping from the design alone.
    """

    stated: str = ""
    scheme: str = ""
    strength: Strength = Strength.UNGRADED
    certainty: Certainty = Certainty.UNGRADED
    suggested: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """An effect as its sentence gives it: every figure is a copy of the words, never computed."""

    measure: str
    value: str
    low: str | None = None
    high: str | None = None
    level: str | None = None
    p: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One sentence of a passage, read: where it stands, what it tells, which way, and how well it fits the question.

    `names` are the concepts of the question that the sentence itself names; `second_hand` is true where it reports
    what another work found. `condition` is the place of the line above an item of a list that says for whom or when,
    `of` that of the line above that names what it is of, where it does not name it itself.
    """

    start: int
    end: int
    facet: Facet
    direction: Direction
    outcome: str
    effects: tuple[Effect, ...]
    grade: Grade
    names: tuple[Role, ...]
    second_hand: bool
    fit: float
    condition: tuple[int, int] | None = None
    of: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A passage that has been appraised.

    `population` is a place in the passage (start, end) that says who was studied, or None. `direct` is false when the
    passage is about another condition, drug, age group or route, and `studied_in` then names it. A document is "on" a
    concept when its title, its heading or its stated population says so; a passage is "about" it when it names it.
    `linked` is true where it is about another condition that can present as or include the one asked about. `coverage`
    is the share of the question's words, weighted by how much each tells, that stand in the passage or its title.
    """

    passage: Passage
    design: str
    level: int | None
    size: str | None
    population: tuple[int, int] | None
    direct: bool
    studied_in: str
    linked: bool
    on_population: bool
    about_population: bool
    on_intervention: bool
    about_intervention: bool
    findings: tuple[Finding, ...]
    standing: Standing
    coverage: float
    score: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One thing the answer says, with the words it rests on; `check` names the checks it passed, if it was checked."""

    text: str
    citations: tuple[Citation, ...]
    facet: Facet
    direction: Direction
    relation: Relation
    studied_in: str
    grade: Grade
    outcome: str = ""
    design: str = ""
    population: str = ""
    size: str | None = None
    effects: tuple[Effect, ...] = ()
    check: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Hold law 1 and law 4: a citation at least, and a population for whatever is indirect."""
        if not self.citations:
            raise LawBrokenError(f"law 1: a statement needs a citation: {self.text!r}")
        if self.relation is Relation.OTHER_POPULATION and not self.studied_in:
            raise LawBrokenError(f"law 4: an indirect statement must say what it was studied in: {self.text!r}")

    @property
    def id(self) -> str:
        """Twelve hexadecimal digits from the text and the places cited."""
        places = [f"{c.passage.id}:{c.start}:{c.end}" for c in self.citations]
        return hashlib.sha256("\x1f".join((self.text, *places)).encode()).hexdigest()[:12]

    @property
    def direct(self) -> bool:
        """Whether it is about the population and the intervention that were asked about."""
        return self.relation is Relation.DIRECT

    @property
    def source(self) -> Document:
        """The document first cited."""
        return self.citations[0].passage.document


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Statements under one heading."""

    title: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OngoingTrial:
    """A registered trial that is still under way, in the words of its record; it has no results, and is no evidence.

    `number` is that of the registry; `completion` and `updated` are copies of the record's words, "" where it has none.
    """

    statement: Statement
    number: str
    status: UnderWay
    completion: str = ""
    updated: str = ""

    def __post_init__(self) -> None:
        """Hold laws 1 and 2: it rests on registrations alone, and all it tells stands in their words."""
        if any(c.passage.document.kind is not Kind.REGISTRATION for c in self.statement.citations):
            raise LawBrokenError(f"law 1: {self.number} rests on something that is no registration")
        quoted = "\n".join(c.quote for c in self.statement.citations)
        for told in (self.number, self.status, self.completion, self.updated):
            if told not in quoted:
                raise LawBrokenError(f"law 2: {told!r} does not stand in the record of {self.number}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """What was looked for, where, and not found; `documents` are those searched, and how deep each is held.

    `trials` are those under way that may fill it.
    """

    text: str
    looked_for: str
    documents: tuple[Document, ...] = ()
    trials: tuple[OngoingTrial, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Statements, by id, that disagree, and on what."""

    text: str
    on: str
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BottomLine:
    """The verdict, composed from the statements it names by id; `direct` is false when all of them are indirect."""

    text: str
    direction: Direction
    strength: str
    direct: bool
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """What the statements say together."""

    bottom_line: BottomLine
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a composer wrote from the evidence it was given, before anyone has checked it."""

    topic: Topic
    evidence: tuple[Evidence, ...]
    guidelines: tuple[Section, ...]
    research: tuple[Section, ...]
    gaps: tuple[Gap, ...]
    composer: str

    def __post_init__(self) -> None:
        """Hold law 1: a draft cites only the evidence it was given; and law 4: a trial under way is none."""
        given = {e.passage.id for e in self.evidence}
        for section in (*self.guidelines, *self.research):
            for citation in (c for s in section.statements for c in s.citations):
                if citation.passage.id not in given:
                    raise LawBrokenError(f"law 1: passage {citation.passage.id} was not in the evidence")
                if citation.passage.document.kind is Kind.REGISTRATION:
                    raise LawBrokenError(f"law 4: {citation.passage.document.id} is under way: it has found nothing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a reader may see; only `verification` makes one. References are numbered from one, as they appear."""

    topic: Topic
    bottom_line: BottomLine
    guidelines: tuple[Section, ...]
    research: tuple[Section, ...]
    gaps: tuple[Gap, ...]
    conflicts: tuple[Conflict, ...]
    references: tuple[Document, ...]
    follow_ups: tuple[str, ...]
    composer: str
    edition: str

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Every statement, in the order it is read."""
        return tuple(s for section in (*self.guidelines, *self.research) for s in section.statements)

    @property
    def trials(self) -> tuple[Statement, ...]:
        """What is told of trials under way, in the order it is read; nothing is concluded from it."""
        return tuple(t.statement for gap in self.gaps for t in gap.trials)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A statement that failed its check, and why."""

    statement: Statement
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """A checked draft: the answer for the reader, and apart from it what was refused."""

    answer: Answer
    refusals: tuple[Refusal, ...]
