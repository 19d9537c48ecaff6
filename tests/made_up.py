"""Made-up documents, statements and answers, made of the real types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from curbside.model import (
    BottomLine,
    Citation,
    Concept,
    Conclusion,
    Direction,
    Document,
    Draft,
    Evidence,
    Facet,
    Gap,
    Grade,
    Kind,
    Passage,
    Purpose,
    Question,
    Relation,
    Role,
    Section,
    Standing,
    Statement,
    Topic,
)
from curbside.verification import Court

TOPIC = Topic(
    question=Question(text="velumab in marrow rust?"),
    purpose=Purpose.BENEFIT,
    concepts=(
        Concept(role=Role.INTERVENTION, text="velumab", forms=("velumab",)),
        Concept(role=Role.POPULATION, text="marrow rust", forms=("marrow rust",)),
    ),
    terms=("velumab", "marrow", "rust"),
    subject=("velumab", "marrow", "rust"),
)


def document(id_: str = "pmid:1", **fields: object) -> Document:
    """A trial of that id, with whatever fields are given."""
    return replace(Document(id=id_, kind=Kind.TRIAL, title=f"A trial, {id_}"), **fields)  # type: ignore[arg-type]


def passage(text: str, of: Document | None = None) -> Passage:
    """A passage of a document."""
    return Passage(document=of or document(), section="Abstract", text=text)


def statement(
    quoted: Passage, text: str | None = None, *, more: Sequence[Citation] = (), **fields: object
) -> Statement:
    """A direct finding that cites the whole passage and says its words, or those given."""
    said = Statement(
        text=quoted.text if text is None else text,
        citations=(quoted.cite(quoted.text), *more),
        facet=Facet.FINDING,
        direction=Direction.LOWER,
        relation=Relation.DIRECT,
        studied_in="",
        grade=Grade(),
    )
    return replace(said, **fields)  # type: ignore[arg-type]


def evidence(of: Passage) -> Evidence:
    """A passage as direct evidence, without findings."""
    return Evidence(
        passage=of,
        design="randomised trial",
        level=2,
        size=None,
        population=None,
        direct=True,
        studied_in="",
        linked=False,
        on_population=True,
        about_population=True,
        on_intervention=True,
        about_intervention=True,
        findings=(),
        standing=Standing.UNKNOWN,
        coverage=1.0,
        score=1.0,
        reason="about the condition asked about",
    )


def draft(
    research: Sequence[Statement] = (), *, guidelines: Sequence[Statement] = (), gaps: tuple[Gap, ...] = ()
) -> Draft:
    """A draft with the statements of each tier in one section, citing exactly the evidence they need."""
    cited = {c.passage.id: c.passage for s in (*guidelines, *research) for c in s.citations}
    return Draft(
        topic=TOPIC,
        evidence=tuple(evidence(p) for p in cited.values()),
        guidelines=(Section(title="What guidelines say", statements=tuple(guidelines)),) if guidelines else (),
        research=(Section(title="Results", statements=tuple(research)),) if research else (),
        gaps=gaps,
        composer="by hand",
    )


def resting_on_all(
    topic: Topic, guidelines: Sequence[Section], research: Sequence[Section], gaps: Sequence[Gap]
) -> Conclusion:
    """A conclusion that names every statement it was given."""
    stood = [s for section in (*guidelines, *research) for s in section.statements]
    line = BottomLine(
        text=" ".join(s.text for s in stood) or "Nothing stood.",
        direction=Direction.UNSTATED,
        strength="none",
        direct=any(s.direct for s in stood),
        statements=tuple(s.id for s in stood),
    )
    return Conclusion(bottom_line=line, conflicts=())


def court(told: Mapping[str, Standing] | None = None) -> Court:
    """A court whose library knows these standings and no others."""
    known = told or {}
    return Court(
        standing=lambda ids: {i: known.get(i, Standing.UNKNOWN) for i in ids},
        conclude=resting_on_all,
        follow_ups=lambda topic, statements: (),
        edition="edition-1",
    )
