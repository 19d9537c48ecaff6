"""Keeps approvals true: what would be answered otherwise today, as its sources stand now, is made anew and recalled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from curbside.archive import keep_on
from curbside.house import House
from curbside.model import Answer, LawBrokenError, QuoteNotFoundError, Stage
from curbside.office.opening import Office, reason_of, reedited
from curbside.office.words import digest, words_of
from curbside.review import Case, Edit, EditError, differences, moment
from curbside.review.differences import told


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """What happened to a case by itself: its stage before and now, why, and the change, line by line."""

    case: str
    question: str
    before: Stage
    now: Stage
    reason: str
    changes: tuple[str, ...] = ()


def refresh(office: Office, house: House, at: datetime) -> Iterator[Recall]:
    """Look at every case in the order of the ids, and say what changed by itself; each is kept before it is told."""
    for case in office.desk.cases():
        if case.stage is not Stage.WITHDRAWN:
            yield from _refreshed(office, house, case, at)


def _refreshed(office: Office, house: House, case: Case, at: datetime) -> Iterator[Recall]:
    if (made := _made_anew(office, house, case)) is not None:
        yield from _replace(office, house, case, made, at)
    elif case.stage is Stage.APPROVED and case.expires <= moment(at):
        reason = f"approved until {case.expires[:10]} and not looked at again since"
        after = office.desk.note(case, "expired", {"reason": reason}, at=at)
        yield Recall(case=case.id, question=case.question, before=case.stage, now=after.stage, reason=reason)


@dataclass(frozen=True, slots=True)
class _Made:
    before: Answer
    answer: Answer
    edits: tuple[Edit, ...]
    lost: tuple[str, ...]


def _made_anew(office: Office, house: House, case: Case) -> _Made | None:
    """The answer as the library of today gives it, with the edits that still can be made; None where it is the same.

    The same edition gives the same answer, so nothing is asked again then.
    """
    before = office.kept(case).answer
    if before.edition == house.library.edition:
        return None
    fresh = house.engine.answer(before.topic).answer
    today, kept, lost = fresh, list[Edit](), list[str]()
    for edit in office.edits(case):
        try:
            today = reedited(today, [edit], house).answer
            kept.append(edit)
        except (EditError, LawBrokenError, QuoteNotFoundError) as error:
            lost.append(f"an edit can no longer be made: {error}")
    return None if digest(today) == digest(before) else _Made(before, today, tuple(kept), tuple(lost))


def _replace(office: Office, house: House, case: Case, made: _Made, at: datetime) -> Iterator[Recall]:
    changes = (*(told(d) for d in differences(made.before, made.answer)), *made.lost)
    standing = house.library.standing([d.id for d in made.before.references])
    reason = reason_of(made.before, made.answer, standing)
    what = {**words_of(made.answer, reason, made.edits), "changes": list(changes)}
    also = partial(keep_on, answer=made.answer, given=moment(at))
    after = office.desk.note(case, "rerun", what, at=at, also=also)
    if after.version.digest == digest(made.answer):
        yield Recall(
            case=case.id, question=case.question, before=case.stage, now=after.stage, reason=reason, changes=changes
        )
