"""Who may do what to a case, and when: every refusal is a sentence that the person reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from curbside.model import CurbsideError, Duty, Person, Stage
from curbside.review.cases import STANDS_IN_THE_WAY, Case

DESK = frozenset({Duty.REVIEWER, Duty.EDITOR})
EDITORS = frozenset({Duty.EDITOR})


class NotAllowedError(CurbsideError):
    """This person may not do this to this case as it stands, and why."""


class StaleError(CurbsideError):
    """Somebody else acted first: what was seen is no longer what is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a site asks for: how many people must approve the same words."""

    approvals: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something a person wants to do, as they saw the case; particulars are in `what`.

    `seen` is the position of the last event they saw, or None for what changes nobody's words and so needs no look.
    """

    kind: str
    what: Mapping[str, object]
    seen: int | None = None


_FROM: dict[str, frozenset[Stage]] = {
    "submitted": frozenset({Stage.DRAFT, Stage.CHANGES_REQUESTED, Stage.WITHDRAWN, Stage.EXPIRED}),
    "taken": frozenset({Stage.SUBMITTED}),
    "changes requested": frozenset({Stage.UNDER_REVIEW}),
    "approved": frozenset({Stage.UNDER_REVIEW}),
    "withdrawn": frozenset(Stage) - {Stage.WITHDRAWN},
    "recalled": frozenset({Stage.APPROVED}),
    "edited": frozenset(Stage) - {Stage.WITHDRAWN, Stage.EXPIRED},
    "judged": frozenset(Stage),
    "commented": frozenset(Stage),
    "prioritised": frozenset(Stage),
    "feedback answered": frozenset(Stage),
}
_WHO: dict[str, frozenset[Duty]] = {
    **dict.fromkeys(_FROM, DESK),
    **dict.fromkeys(("edited", "withdrawn", "recalled", "prioritised"), EDITORS),
}
_WITH_LOOK = frozenset({"submitted", "taken", "changes requested", "approved", "withdrawn", "recalled", "edited"})
_WITH_REASON = frozenset({"changes requested", "withdrawn", "recalled"})


def objection(case: Case, action: Action, by: Person) -> str:
    """Why a person may not act so on a case, or an empty string."""
    kind = action.kind
    if not by.duties & _WHO[kind]:
        return f"{_listed(_WHO[kind])} may do this ({kind}); {by.name} is {_listed(by.duties) or 'neither'}"
    if case.stage not in _FROM[kind]:
        return f"an answer that is {case.stage} cannot be {kind}"
    if kind in _WITH_REASON and not str(action.what.get("reason", "")).strip():
        return "a reason is needed"
    if kind in ("taken", "judged", "approved") and by.id in case.authors:
        return f"nobody reviews what they submitted or edited, and {by.name} did"
    return _against_approval(case, action, by) if kind == "approved" else ""


def _against_approval(case: Case, action: Action, by: Person) -> str:
    if action.what.get("digest") != case.version.digest:
        return "the words to be approved are not those at the desk"
    if by.id in {a.person.id for a in case.approvals}:
        return f"{by.name} has approved these words already; another person must be the next"
    if unjudged := case.unjudged():
        return f"{len(unjudged)} of {len(case.version.statements)} statements have no verdict yet"
    against = [j for j in case.standing_verdicts().values() if j.verdict in STANDS_IN_THE_WAY]
    if against:
        first = against[0]
        return f"{first.name} found a statement {first.verdict}: drop it, reword it, or change the verdict first"
    return ""


def hold(case: Case, action: Action, by: Person) -> None:
    """Raise StaleError where the case went on since it was seen, NotAllowedError where the act is not allowed."""
    if action.kind in _WITH_LOOK and action.seen != case.position:
        raise StaleError(stale(case, action.seen))
    if reason := objection(case, action, by):
        raise NotAllowedError(reason)


def stale(case: Case, seen: int | None) -> str:
    """What someone is told who acts on a case that went on since they saw it."""
    return (
        f"this answer has changed since you opened it (event {case.position}, you saw {seen}); nothing of yours was "
        "applied: look at what happened and decide again"
    )


def may(case: Case, kind: str, by: Person) -> bool:
    """Whether a person could do this now, reasons and verdicts aside: what a page offers."""
    own = kind in ("taken", "judged", "approved") and by.id in case.authors
    return bool(by.duties & _WHO[kind]) and case.stage in _FROM[kind] and not own


def _listed(duties: frozenset[Duty]) -> str:
    return " or ".join(sorted(duties))
