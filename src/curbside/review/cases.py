"""A case: one question's answer at the desk, as its events tell it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from curbside.model import Approval, Person, Review, Stage
from curbside.review.record import Event


class Verdict(StrEnum):
    """What a reviewer finds of one statement, held against the words it cites."""

    SUPPORTED = "supported"
    PARTLY = "partly supported"
    NOT_SUPPORTED = "not supported"
    MISLEADING = "misleading"


STANDS_IN_THE_WAY = frozenset({Verdict.NOT_SUPPORTED, Verdict.MISLEADING})
"""Verdicts with which no answer is approved: the statement is dropped or reworded, or the verdict taken back, first."""


class Priority(StrEnum):
    """How soon someone should look, the most pressing first."""

    URGENT = "urgent"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class Sort(StrEnum):
    """What a reader says of an answer."""

    HELPFUL = "helpful"
    WRONG = "wrong"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """The words of the answer at one time: where they are kept, their digest, and the ids of their statements.

    `cited` are the documents they rest on or list as searched; `number` counts from one.
    """

    number: int
    answer: str
    digest: str
    statements: tuple[str, ...]
    cited: tuple[str, ...]
    by: str
    name: str
    at: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What one person found of one statement; the last one counts."""

    by: str
    name: str
    statement: str
    verdict: Verdict
    text: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """What a reader said; open until someone at the desk has answered it."""

    event: int
    sort: Sort
    text: str
    at: str
    digest: str
    open: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Where the review of one answer stands.

    `position` is that of the last event: who acts names it, so that nobody acts on what changed meanwhile. `authors`
    are those who submitted or edited, in any version; `approvals` are those of the words as they are now.
    """

    id: str
    question: str
    stage: Stage
    position: int
    since: str
    versions: tuple[Version, ...]
    authors: frozenset[str] = frozenset()
    approvals: tuple[Approval, ...] = ()
    needed: int = 0
    expires: str = ""
    reason: str = ""
    set_priority: Priority | None = None
    judgements: tuple[Judgement, ...] = ()
    feedback: tuple[Feedback, ...] = ()

    @property
    def version(self) -> Version:
        """The words as they are now."""
        return self.versions[-1]

    @property
    def open_feedback(self) -> tuple[Feedback, ...]:
        """What readers said that nobody has answered yet."""
        return tuple(f for f in self.feedback if f.open)

    @property
    def priority(self) -> Priority:
        """The one that was set; else urgent for what was recalled, high for what a reader calls wrong."""
        if self.set_priority is not None:
            return self.set_priority
        if self.reason and self.stage is Stage.UNDER_REVIEW:
            return Priority.URGENT
        wrong = any(f.sort is Sort.WRONG for f in self.open_feedback)
        return Priority.HIGH if wrong else Priority.NORMAL

    def standing_verdicts(self) -> dict[tuple[str, str], Judgement]:
        """The last judgement of each person on each statement of the words as they are now."""
        now = set(self.version.statements)
        return {(j.by, j.statement): j for j in self.judgements if j.statement in now}

    def unjudged(self) -> tuple[str, ...]:
        """Statements of the words as they are now on which nobody has given a verdict."""
        judged = {statement for _, statement in self.standing_verdicts()}
        return tuple(s for s in self.version.statements if s not in judged)

    def review(self, digest: str, at: str) -> Review:
        """What a reader may know of the words with this digest, at this moment."""
        if digest != self.version.digest:
            return self._of_other_words(digest)
        stage, reason = self.stage, self.reason
        if stage is Stage.APPROVED and self.expires <= at:
            stage, reason = Stage.EXPIRED, f"approved until {self.expires[:10]} and not looked at again since"
        approvals = self.approvals if stage is Stage.APPROVED else ()
        return Review(
            case=self.id,
            stage=stage,
            approvals=approvals,
            reason=reason,
            since=self.since,
            expires=self.expires if stage is Stage.APPROVED else "",
        )

    def _of_other_words(self, digest: str) -> Review:
        if all(v.digest != digest for v in self.versions):
            return Review(case=self.id, stage=Stage.DRAFT, reason="these words are not those at the desk")
        return Review(case=self.id, stage=Stage.DRAFT, reason="the desk has a later version", since=self.since)


def fold(events: Iterable[Event]) -> Case | None:
    """The case that its events tell of, or None where there are none."""
    case: Case | None = None
    for event in events:
        case = _opened(event) if case is None else advanced(case, event)
    return case


def advanced(case: Case, event: Event) -> Case:
    """The case after one more event."""
    return replace(_AFTER[event.kind](case, event), position=event.position)


def _opened(event: Event) -> Case:
    return Case(
        id=event.case,
        question=str(event.what["question"]),
        stage=Stage.DRAFT,
        position=event.position,
        since=event.at,
        versions=(_version(event, 1),),
    )


def _version(event: Event, number: int) -> Version:
    what: Mapping[str, Any] = event.what
    return Version(
        number=number,
        answer=what["answer"],
        digest=what["digest"],
        statements=tuple(what["statements"]),
        cited=tuple(what["cited"]),
        by=event.by,
        name=_name(event),
        at=event.at,
        reason=str(what.get("reason", "")),
    )


def _name(event: Event) -> str:
    told: Any = event.what.get("person") or {}
    return str(told.get("name", event.by))


def person_of(told: Mapping[str, Any]) -> Person:
    """The person that an event tells of, as they described themselves then."""
    return Person(
        id=told["id"],
        name=told["name"],
        credentials=told["credentials"],
        affiliation=told["affiliation"],
        conflicts=told["conflicts"],
    )


def _submitted(case: Case, event: Event) -> Case:
    authors = case.authors | {event.by}
    return replace(case, stage=Stage.SUBMITTED, since=event.at, authors=authors, reason="", approvals=())


def _taken(case: Case, event: Event) -> Case:
    return replace(case, stage=Stage.UNDER_REVIEW, since=event.at)


def _judged(case: Case, event: Event) -> Case:
    what: Mapping[str, Any] = event.what
    given = tuple(
        Judgement(
            by=event.by,
            name=_name(event),
            statement=j["statement"],
            verdict=Verdict(j["verdict"]),
            text=j["text"],
            at=event.at,
        )
        for j in what["judgements"]
    )
    return replace(case, judgements=(*case.judgements, *given))


def _requested(case: Case, event: Event) -> Case:
    reason = str(event.what["reason"])
    return replace(case, stage=Stage.CHANGES_REQUESTED, since=event.at, approvals=(), reason=reason)


def _approved(case: Case, event: Event) -> Case:
    what: Mapping[str, Any] = event.what
    approvals = (*case.approvals, Approval(person=person_of(what["person"]), at=event.at))
    if len(approvals) < what["needed"]:
        return replace(case, approvals=approvals, needed=what["needed"])
    return replace(
        case,
        stage=Stage.APPROVED,
        approvals=approvals,
        needed=what["needed"],
        since=event.at,
        expires=what["expires"],
        reason="",
        set_priority=None,
    )


def _withdrawn(case: Case, event: Event) -> Case:
    reason = str(event.what["reason"])
    return replace(case, stage=Stage.WITHDRAWN, since=event.at, approvals=(), expires="", reason=reason)


def _recalled(case: Case, event: Event) -> Case:
    reason = str(event.what["reason"])
    return replace(case, stage=Stage.UNDER_REVIEW, since=event.at, approvals=(), expires="", reason=reason)


def _expired(case: Case, event: Event) -> Case:
    reason = str(event.what["reason"])
    return replace(case, stage=Stage.EXPIRED, since=event.at, approvals=(), expires="", reason=reason)


def _changed(case: Case, event: Event) -> Case:
    """New words: approvals of the old ones are void, and what was approved goes back under review with the reason."""
    versions = (*case.versions, _version(event, len(case.versions) + 1))
    case = replace(case, versions=versions, approvals=())
    if event.kind == "edited":
        case = replace(case, authors=case.authors | {event.by})
    return _recalled(case, event) if case.stage is Stage.APPROVED else case


def _prioritised(case: Case, event: Event) -> Case:
    return replace(case, set_priority=Priority(str(event.what["priority"])))


def _told(case: Case, event: Event) -> Case:
    what: Mapping[str, Any] = event.what
    said = Feedback(event=event.number, sort=Sort(what["sort"]), text=what["text"], at=event.at, digest=what["digest"])
    return replace(case, feedback=(*case.feedback, said))


def _answered(case: Case, event: Event) -> Case:
    answered = event.what["feedback"]
    return replace(case, feedback=tuple(replace(f, open=f.open and f.event != answered) for f in case.feedback))


def _unchanged(case: Case, _event: Event) -> Case:
    return case


_AFTER = {
    "submitted": _submitted,
    "taken": _taken,
    "judged": _judged,
    "commented": _unchanged,
    "changes requested": _requested,
    "approved": _approved,
    "withdrawn": _withdrawn,
    "recalled": _recalled,
    "expired": _expired,
    "edited": _changed,
    "rerun": _changed,
    "prioritised": _prioritised,
    "feedback": _told,
    "feedback answered": _answered,
}
KINDS = ("opened", *_AFTER)
"""What can happen to a case."""


def queue(cases: Sequence[Case]) -> list[Case]:
    """Cases the most pressing first, of those the one that has waited longest, ties by id."""
    order = list(Priority)
    return sorted(cases, key=lambda c: (order.index(c.priority), c.since, c.id))
