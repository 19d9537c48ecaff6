"""What an editor may do to an answer's words: drop, move, reword, add. The result is a draft, to be verified again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from curbside.model import (
    Answer,
    Citation,
    CurbsideError,
    Direction,
    Draft,
    Evidence,
    Facet,
    Finding,
    Grade,
    Kind,
    Passage,
    Relation,
    Section,
    Statement,
)

Appraise = Callable[[Sequence[Passage]], Sequence[Evidence]]
"""Passages, appraised for the question of the answer; those that cannot be used are left out."""


class EditError(CurbsideError):
    """An edit cannot be made: which, and why; the answer is left as it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """Take a statement out."""

    statement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Put a statement so many places later under its heading, or earlier where `by` is negative."""

    statement: str
    by: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reword:
    """Say a statement in these words; what it cites stays."""

    statement: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Add:
    """Add a statement that says a quote of a passage, at the end under a heading."""

    passage: str
    quote: str
    heading: str


Edit = Drop | Move | Reword | Add


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """What editing asks of others: passages by their ids, and their appraisal for the question."""

    passages: Callable[[Sequence[str]], Sequence[Passage]]
    appraise: Appraise


def edited(answer: Answer, edits: Sequence[Edit], shelf: Shelf) -> Draft:
    """A draft of the answer with the edits made, in their order; EditError where one cannot be made."""
    guidelines, research = list(answer.guidelines), list(answer.research)
    for edit in edits:
        if isinstance(edit, Add):
            _add(guidelines, research, edit, shelf)
        else:
            place = _place(guidelines, research, edit.statement)
            _EDITS[type(edit)](*place, edit)
    kept = [tuple(s for s in sections if s.statements) for sections in (guidelines, research)]
    cited = {c.passage.id: c.passage for tier in kept for s in tier for t in s.statements for c in t.citations}
    evidence = tuple(shelf.appraise(list(cited.values())))
    lost = cited.keys() - {e.passage.id for e in evidence}
    if lost:
        named = ", ".join(sorted({cited[i].document.id for i in lost}))
        raise EditError(f"the library no longer holds what is cited of {named}")
    return Draft(
        topic=answer.topic,
        evidence=evidence,
        guidelines=kept[0],
        research=kept[1],
        gaps=answer.gaps,
        composer=answer.composer if answer.composer.endswith(EDITED) else f"{answer.composer}{EDITED}",
    )


EDITED = ", edited by hand"

_Place = tuple[list[Section], int, int]


def _place(guidelines: list[Section], research: list[Section], statement: str) -> _Place:
    for tier in (guidelines, research):
        for number, section in enumerate(tier):
            ids = [said.id for said in section.statements]
            if statement in ids:
                return tier, number, ids.index(statement)
    raise EditError(f"statement {statement}: the answer has no such statement")


def _with(tier: list[Section], number: int, statements: Sequence[Statement]) -> None:
    tier[number] = replace(tier[number], statements=tuple(statements))


def _drop(tier: list[Section], number: int, position: int, _edit: Drop) -> None:
    said = tier[number].statements
    _with(tier, number, (*said[:position], *said[position + 1 :]))


def _move(tier: list[Section], number: int, position: int, edit: Move) -> None:
    said = list(tier[number].statements)
    moved = said.pop(position)
    said.insert(max(0, position + edit.by), moved)
    _with(tier, number, said)


def _reword(tier: list[Section], number: int, position: int, edit: Reword) -> None:
    said = list(tier[number].statements)
    text = " ".join(edit.text.split())
    if not text:
        raise EditError(f"statement {edit.statement}: words are needed; drop it where it should go")
    before = said[position]
    frame = f"In {before.studied_in} (indirect): "
    if before.relation is Relation.OTHER_POPULATION and not text.startswith(frame):
        text = frame + text
    said[position] = replace(before, text=text, check=())
    _with(tier, number, said)


_EDITS: Mapping[type, Callable[..., None]] = {Drop: _drop, Move: _move, Reword: _reword}


def _add(guidelines: list[Section], research: list[Section], edit: Add, shelf: Shelf) -> None:
    passage = next(iter(shelf.passages([edit.passage])), None)
    if passage is None:
        raise EditError(f"passage {edit.passage}: the library holds no such passage")
    citation = passage.cite(" ".join(edit.quote.split()) if edit.quote not in passage.text else edit.quote)
    appraised = next(iter(shelf.appraise([passage])), None)
    if appraised is None:
        raise EditError(f"passage {edit.passage}: it cannot be appraised for this question")
    said = cut(appraised, citation)
    tier = guidelines if passage.document.kind in (Kind.GUIDELINE, Kind.LABEL) else research
    titles = [s.title for s in tier]
    if edit.heading in titles:
        number = titles.index(edit.heading)
        _with(tier, number, (*tier[number].statements, said))
    else:
        tier.append(Section(title=edit.heading or ADDED, statements=(said,)))


ADDED = "Added by an editor"


def cut(evidence: Evidence, citation: Citation) -> Statement:
    """The statement that a quote makes, framed by its population where that is another one (law 4).

    Facet, direction and grade are those read from the sentence that the quote is of; where none was read, they stay
    open. Effects are taken over with a whole sentence only.
    """
    finding = next((f for f in evidence.findings if f.start < citation.end and citation.start < f.end), None)
    relation = _relation(evidence)
    text = citation.quote if relation is not Relation.OTHER_POPULATION else _framed(evidence, citation)
    people = evidence.population
    more = (Citation(passage=evidence.passage, start=people[0], end=people[1]),) if people else ()
    return Statement(
        text=text,
        citations=(citation, *more),
        facet=finding.facet if finding else Facet.FINDING,
        direction=finding.direction if finding else Direction.UNSTATED,
        relation=relation,
        studied_in=evidence.studied_in,
        grade=finding.grade if finding else Grade(),
        outcome=finding.outcome if finding else "",
        design=evidence.design,
        population=more[0].quote if more else "",
        size=evidence.size,
        effects=_effects(finding, citation),
    )


def _framed(evidence: Evidence, citation: Citation) -> str:
    return f"In {evidence.studied_in} (indirect): {citation.quote}"


def _effects(finding: Finding | None, citation: Citation) -> tuple:  # type: ignore[type-arg]
    whole = finding is not None and (finding.start, finding.end) == (citation.start, citation.end)
    return finding.effects if finding is not None and whole else ()


def _relation(evidence: Evidence) -> Relation:
    if evidence.direct:
        return Relation.DIRECT
    if evidence.about_population and not evidence.about_intervention:
        return Relation.OTHER_TREATMENT
    return Relation.OTHER_POPULATION
