"""A draft, checked against the words it cites: what stands becomes the answer, the rest is refused with its reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from curbside.model import (
    Answer,
    Conclusion,
    Document,
    Draft,
    Facet,
    Gap,
    OngoingTrial,
    Refusal,
    Relation,
    Section,
    Standing,
    Statement,
    Topic,
    Verified,
)
from curbside.text import figures, quantities, words

Conclude = Callable[[Topic, Sequence[Section], Sequence[Section], Sequence[Gap]], Conclusion]


@dataclass(frozen=True, slots=True, kw_only=True)
class Court:
    """What verification asks of others: standing as the library knows it now, and the conclusion of what stood."""

    standing: Callable[[Sequence[str]], Mapping[str, Standing]]
    conclude: Conclude
    follow_ups: Callable[[Topic, Sequence[Statement]], tuple[str, ...]]
    edition: str


def verify(draft: Draft, court: Court) -> Verified:
    """The answer made of the statements that pass every check, and apart from it those refused."""
    named = {c.passage.document.id for s in _statements(draft) for c in s.citations}
    named |= {d.id for gap in draft.gaps for d in (*gap.documents, *(t.statement.source for t in gap.trials))}
    standing = court.standing(sorted(named))
    refusals: list[Refusal] = []
    guidelines = _checked(draft.guidelines, standing, refusals)
    research = _checked(draft.research, standing, refusals)
    gaps = _checked_gaps(draft.gaps, standing, refusals)
    conclusion = court.conclude(draft.topic, guidelines, research, gaps)
    kept = tuple(s for section in (*guidelines, *research) for s in section.statements)
    _hold_to(conclusion, kept)
    answer = Answer(
        topic=draft.topic,
        bottom_line=conclusion.bottom_line,
        guidelines=guidelines,
        research=research,
        gaps=gaps,
        conflicts=conclusion.conflicts,
        references=_references(kept, gaps, standing),
        follow_ups=court.follow_ups(draft.topic, kept),
        composer=draft.composer,
        edition=court.edition,
    )
    return Verified(answer=answer, refusals=tuple(refusals))


def stands_still(answer: Answer, court: Court) -> Verified:
    """An answer given earlier, as the library's word of today leaves it: standings anew, retracted support refused.

    Where a statement falls, what was concluded from all of them is concluded anew from those that are left.
    """
    named = {c.passage.document.id for s in answer.statements for c in s.citations} | {d.id for d in answer.references}
    standing = court.standing(sorted(named))
    said = (*answer.statements, *answer.trials)
    fallen = [Refusal(statement=s, reason=r) for s in said if (r := retracted(s, standing))]
    references = tuple(replace(d, standing=standing.get(d.id, d.standing)) for d in answer.references)
    if not fallen:
        return Verified(answer=replace(answer, references=references), refusals=())
    lost = {f.statement.id for f in fallen}
    guidelines, research = _without(answer.guidelines, lost), _without(answer.research, lost)
    gaps = tuple(g for gap in answer.gaps if (g := _with_trials(gap, lambda t: t.statement.id not in lost)) is not None)
    conclusion = court.conclude(answer.topic, guidelines, research, gaps)
    left = replace(answer, guidelines=guidelines, research=research, gaps=gaps, references=references)
    concluded = replace(left, bottom_line=conclusion.bottom_line, conflicts=conclusion.conflicts)
    return Verified(answer=concluded, refusals=tuple(fallen))


def _without(sections: Sequence[Section], lost: set[str]) -> tuple[Section, ...]:
    left = (Section(title=s.title, statements=tuple(t for t in s.statements if t.id not in lost)) for s in sections)
    return tuple(s for s in left if s.statements)


def _statements(draft: Draft) -> list[Statement]:
    return [s for section in (*draft.guidelines, *draft.research) for s in section.statements]


def _checked(
    sections: Sequence[Section], standing: Mapping[str, Standing], refusals: list[Refusal]
) -> tuple[Section, ...]:
    kept = []
    for section in sections:
        passed = []
        for statement in section.statements:
            reason = objection(statement, standing)
            if reason:
                refusals.append(Refusal(statement=statement, reason=reason))
            else:
                passed.append(_passed(statement))
        if passed:
            kept.append(Section(title=section.title, statements=tuple(passed)))
    return tuple(kept)


def _passed(statement: Statement) -> Statement:
    return replace(statement, check=("not retracted, as the library knows now", *CHECKS))


def _checked_gaps(gaps: Sequence[Gap], standing: Mapping[str, Standing], refusals: list[Refusal]) -> tuple[Gap, ...]:
    """The gaps with those trials under way that pass every check of a statement; one that named only others is gone."""

    def stands(trial: OngoingTrial) -> bool:
        reason = objection(trial.statement, standing)
        if reason:
            refusals.append(Refusal(statement=trial.statement, reason=reason))
        return not reason

    return tuple(g for gap in gaps if (g := _with_trials(gap, stands)) is not None)


def _with_trials(gap: Gap, stands: Callable[[OngoingTrial], bool]) -> Gap | None:
    """The gap with those of its trials that stand, marked as checked; None where it named trials and none stands."""
    if not gap.trials:
        return gap
    kept = tuple(replace(t, statement=_passed(t.statement)) for t in gap.trials if stands(t))
    return replace(gap, trials=kept) if kept else None


def objection(statement: Statement, standing: Mapping[str, Standing]) -> str:
    """Why a statement may not stand, by the first check it fails, or an empty string."""
    if reason := retracted(statement, standing):
        return reason
    return next((reason for check in CHECKS.values() if (reason := check(statement))), "")


def retracted(statement: Statement, standing: Mapping[str, Standing]) -> str:
    """Law 5: a retracted document, by the library's word now or by the record, holds nothing up."""
    for citation in statement.citations:
        document = citation.passage.document
        if Standing.RETRACTED in (standing.get(document.id), document.standing):
            return f"law 5: {document.id} is retracted"
    return ""


def _quotes(statement: Statement) -> str:
    return "\n".join(c.quote for c in statement.citations)


def numbers_stand(statement: Statement) -> str:
    """Law 2: every figure of the statement, and of its effects, stands in its quotes."""
    said = figures(" ".join((statement.text, *_figures_of_effects(statement))))
    missing = sorted(said - figures(_quotes(statement)))
    return f"law 2: not in the quotes: {', '.join(missing)}" if missing else ""


def _figures_of_effects(statement: Statement) -> list[str]:
    return [f for e in statement.effects for f in (e.value, e.low, e.high, e.level, e.p) if f]


def units_stand(statement: Statement) -> str:
    """Law 2: every figure keeps the unit it has in the quotes: 5 mg is not 5 kg."""
    quoted = {(q.value, q.unit) for q in quantities(_quotes(statement))}
    missing = sorted(
        {f"{q.value} {q.unit}" for q in quantities(statement.text) if q.unit and (q.value, q.unit) not in quoted}
    )
    return f"law 2: not in the quotes with this unit: {', '.join(missing)}" if missing else ""


_NEGATIONS = re.compile(
    r"\b(?:no|not|never|without|neither|nor|cannot|none|fail(?:ed|s)?|against|avoid|contraindicated)\b", re.IGNORECASE
)


def negations_stand(statement: Statement) -> str:
    """A statement negates as often as the words it rests on: a dropped "not" turns a finding round.

    It rests on its first citation, and on that of the line above an item of a list; the one that gives its population
    may stand in the frame.
    """
    said = len(_NEGATIONS.findall(_unframed(statement)))
    resting = [c.quote for c in statement.citations if c.quote != statement.population] or [_quotes(statement)]
    quoted = sum(len(_NEGATIONS.findall(quote)) for quote in resting)
    return "" if said == quoted else f"negates {said} times where its quote negates {quoted} times"


_SIGNED = re.compile(r"(?P<sign>[<>\u2264\u2265]=?\s?|(?<![\w.)%])[-\u2013])?(?<![\w.])(?P<figure>\d[\d.,]*\d|\d)")


def signs_stand(statement: Statement) -> str:
    """Law 2: every figure keeps the sign before it: "P < 0.05" is not "P > 0.05", and -5 days is not 5 days."""
    missing = sorted(_signed(_unframed(statement)) - _signed(_quotes(statement)))
    return f"law 2: not in the quotes with this sign: {', '.join(missing)}" if missing else ""


def _signed(text: str) -> set[str]:
    """The figures of a text with the sign before each, separators of thousands left out."""
    return {f"{(m['sign'] or '').strip()}{m['figure']}" for m in _SIGNED.finditer(_joined(text))}


def _joined(text: str) -> str:
    """The text without separators of thousands."""
    return re.sub(r"(?<=\d)[, ](?=\d{3}(?!\d))", "", text)


def _unframed(statement: Statement) -> str:
    """The statement without the frame that names its population."""
    frame = f"In {statement.studied_in} (indirect): "
    return statement.text.removeprefix(frame) if statement.relation is Relation.OTHER_POPULATION else statement.text


JOINING = frozenset("a an the of in on at to for with and or by as was were is are that which this it".split())
"""Words a statement may add to the source's own; they join, and say nothing themselves."""


def words_stand(statement: Statement) -> str:
    """The words of the statement are those of its quotes in their order, apart from words that only join."""
    quoted = iter(w for c in statement.citations for w in words(_joined(c.quote)))
    said = [w for w in words(_joined(_unframed(statement))) if w not in JOINING]
    foreign = [w for w in said if w not in quoted]
    return f"words that are not the source's: {', '.join(foreign[:8])}" if foreign else ""


def population_stands(statement: Statement) -> str:
    """Law 4: an indirect statement names, in its own text, what it was studied in."""
    if statement.relation is not Relation.OTHER_POPULATION or statement.studied_in.lower() in statement.text.lower():
        return ""
    return f"law 4: does not say that it is about {statement.studied_in}"


def dose_has_condition(statement: Statement) -> str:
    """Law 4: a dose is shown only with the condition it was studied in."""
    if statement.facet is not Facet.DOSE or statement.direct or statement.studied_in or statement.population:
        return ""
    return "law 4: a dose without the condition it was studied in"


CHECKS: dict[str, Callable[[Statement], str]] = {
    "figures stand in the quotes": numbers_stand,
    "units stand in the quotes": units_stand,
    "signs stand in the quotes": signs_stand,
    "negations agree with the quotes": negations_stand,
    "words are the source's, in its order": words_stand,
    "population is named": population_stands,
    "dose has its condition": dose_has_condition,
}


def _hold_to(conclusion: Conclusion, kept: Sequence[Statement]) -> None:
    """Raise where the bottom line or a conflict rests on a statement that did not stand: that is a fault of ours."""
    known = {s.id for s in kept}
    named = {*conclusion.bottom_line.statements, *(i for c in conclusion.conflicts for i in c.statements)}
    if named - known:
        raise AssertionError(f"the conclusion rests on statements that are not in the answer: {sorted(named - known)}")


def _references(
    kept: Sequence[Statement], gaps: Sequence[Gap], standing: Mapping[str, Standing]
) -> tuple[Document, ...]:
    """Documents in order of first appearance, each with its standing now."""
    found: dict[str, Document] = {}
    for statement in kept:
        for citation in statement.citations:
            found.setdefault(citation.passage.document.id, citation.passage.document)
    for document in (d for gap in gaps for d in (*gap.documents, *(t.statement.source for t in gap.trials))):
        found.setdefault(document.id, document)
    return tuple(replace(d, standing=standing.get(d.id, d.standing)) for d in found.values())
