"""Opens the editorial office over the database of the settings, and does what its people ask."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from textwrap import shorten

from sqlalchemy import Engine

from curbside.archive import Archive, Kept, keep_on
from curbside.database import open_engine
from curbside.house import House
from curbside.model import Answer, Evidence, Hit, Passage, Person, Review, Stage, Standing, Topic, Verified
from curbside.office.words import case_of, digest, edit_of, words_of
from curbside.review import (
    Action,
    Case,
    Desk,
    Edit,
    EditError,
    Head,
    Looked,
    RecordError,
    Shelf,
    StaleError,
    Terms,
    edited,
    looked_for,
    moment,
)
from curbside.review.rules import stale
from curbside.settings import Settings

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Office:
    """The desk and the archive of one database, and the settings in force."""

    desk: Desk
    archive: Archive
    settings: Settings

    # Looking

    def review(self, kept: Answer, today: Answer, at: datetime) -> Review | None:
        """How far an answer has been reviewed, given as it was kept and as it stands today; None where it never was.

        An approval of words that no longer stand is no approval: it is shown as recalled, and recorded so.
        """
        case = self.desk.case(case_of(kept.topic))
        if case is None:
            return None
        found = case.review(digest(kept), moment(at))
        if found.stage not in (Stage.APPROVED, Stage.EXPIRED) or digest(today) == digest(kept):
            return found
        reason = reason_of(kept, today, standings_of(today))
        if case.stage is Stage.APPROVED:
            case = self.desk.note(case, "recalled", {"reason": reason, "digest": digest(today)}, at=at)
        return Review(case=case.id, stage=Stage.UNDER_REVIEW, reason=reason, since=case.since)

    def approved(self, topic: Topic, house: House, at: datetime) -> tuple[Kept, Answer, Review] | None:
        """The approved answer to a question, where there is one that still stands: as kept and as it stands today."""
        case = self.desk.case(case_of(topic))
        if case is None or case.stage is not Stage.APPROVED:
            return None
        kept = self.kept(case)
        today = house.as_it_stands(kept.answer).answer
        found = self.review(kept.answer, today, at)
        return (kept, today, found) if found is not None and found.approved else None

    def kept(self, case: Case, number: int | None = None) -> Kept:
        """The words of a case, those of now or of a version by its number."""
        version = case.version if number is None else case.versions[number - 1]
        found = self.archive.get(version.answer)
        if found is None or digest(found.answer) != version.digest:
            raise RecordError(f"case {case.id}: version {version.number}: the words kept are not those recorded")
        return found

    def omissions(self, case: Case, house: House) -> tuple[Looked, ...]:
        """The checklist of a case, held against the answer and against all the evidence its question finds."""
        answer = self.kept(case).answer
        hits = house.engine.retrieve(answer.topic)
        return looked_for(answer, house.read(answer.topic, hits))

    def prove(self, noted: str = "") -> Head:
        """Where the record ends, once it and the words of every version are proven; RecordError where they are not."""
        end = self.desk.prove(noted)
        for case in self.desk.cases():
            for version in case.versions:
                self.kept(case, version.number)
        return end

    # Acting

    def open(self, answer: Answer, at: datetime, by: Person | None = None) -> Case:
        """The case of an answer that was given, opened where there was none."""
        return self.desk.open(case_of(answer.topic), words_of(answer), by=by, at=at)

    def submit(self, answer: Answer, by: Person, at: datetime) -> Case:
        """The case of an answer, submitted as it was given; StaleError where other words are at the desk."""
        case = self.open(answer, at, by)
        if case.version.digest != digest(answer):
            raise StaleError("other words of this answer are at the desk: open them there")
        return self.desk.act(case.id, Action(kind="submitted", what={}, seen=case.position), by, at=at)

    def approve(self, case: Case, house: House, by: Person, at: datetime, seen: tuple[int, str]) -> Case:
        """The case, approved by one more person who saw this position and digest; standings are asked again first."""
        kept = self.kept(case).answer
        today = house.as_it_stands(kept).answer
        if digest(today) != digest(kept):
            reason = reason_of(kept, today, standings_of(today))
            raise StaleError(f"{reason}; 'curbside review refresh' puts the words as they stand now on the desk")
        what = {"digest": seen[1], "expires": moment(at + timedelta(days=self.settings.approval_days))}
        return self.desk.act(case.id, Action(kind="approved", what=what, seen=seen[0]), by, at=at)

    def edit(self, case: Case, house: House, by: Person, at: datetime, change: Change) -> Case:
        """The case with edited words, verified again; EditError names what verification refused."""
        if change.seen != case.position:
            raise StaleError(stale(case, change.seen))
        before = self.kept(case).answer
        verified = reedited(before, change.edits, house)
        if digest(replace(verified.answer, composer=before.composer)) == digest(before):
            raise EditError("this changes nothing")
        what = words_of(verified.answer, change.reason, tuple(change.edits))
        also = partial(keep_on, answer=verified.answer, given=moment(at))
        return self.desk.act(case.id, Action(kind="edited", what=what, seen=change.seen), by, at=at, also=also)

    def edits(self, case: Case) -> tuple[Edit, ...]:
        """What hands have changed since the words last came from the library."""
        found: list[Edit] = []
        for event in self.desk.events(case.id):
            if event.kind in ("opened", "rerun"):
                found = []
            if event.kind in ("edited", "rerun"):
                found += [edit_of(e) for e in event.what["edits"]]  # type: ignore[attr-defined]
        return tuple(found)

    def close(self) -> None:
        """Let go of the database."""
        self.archive.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What an editor wants to change, why, and the position of the case they saw."""

    edits: Sequence[Edit]
    reason: str
    seen: int


def reedited(answer: Answer, edits: Sequence[Edit], house: House) -> Verified:
    """The answer with edits made and verified again; EditError where one cannot be made or a statement is refused."""
    verified = house.engine.verify(edited(answer, edits, shelf_of(house, answer.topic)))
    if verified.refusals:
        told_of = "; ".join(f"“{r.statement.text[:80]}”: {r.reason}" for r in verified.refusals[:_SHOWN])
        raise EditError(f"verification refused it: {told_of}")
    return verified


def shelf_of(house: House, topic: Topic) -> Shelf:
    """What editing asks of the library: passages, and their appraisal for a question."""

    def appraise(passages: Sequence[Passage]) -> Sequence[Evidence]:
        held = house.library.passages([p.id for p in passages])
        return house.read(topic, [Hit(passage=p, score=0.0, why="cited") for p in held])

    return Shelf(passages=house.library.passages, appraise=appraise)


def reason_of(before: Answer, after: Answer, standing: Mapping[str, Standing]) -> str:
    """Why words no longer stand, in a sentence: what became of the sources they rested on, else what came new."""
    marked = [
        f"“{_short(d.title)}” is now {standing[d.id]}"
        for d in before.references
        if standing.get(d.id, d.standing) is not d.standing
    ]
    if marked:
        return "; ".join(marked[:_SHOWN])
    known = {d.id for d in before.references}
    new = [f"“{_short(d.title)}”" for d in after.references if d.id not in known]
    reason = "answered otherwise by what the library holds now"
    return f"{reason}: {'; '.join(new[:_SHOWN])}" if new else reason


def standings_of(answer: Answer) -> dict[str, Standing]:
    """The standing of every source of an answer, as it tells them."""
    return {d.id: d.standing for d in answer.references}


def _short(title: str) -> str:
    return shorten(title, 90, placeholder=" ...")


def open_office(settings: Settings, engine: Engine | None = None) -> Office:
    """The office over the database of the settings."""
    engine = engine or open_engine(settings.database)
    return Office(Desk(engine, Terms(approvals=settings.approvals)), Archive(engine), settings)


def has_office(settings: Settings) -> bool:
    """Whether there is a database already: a question asked at the command line makes none."""
    kind, _, place = settings.database.partition(":///")
    return not kind.startswith("sqlite") or Path(place.partition("?")[0]).exists()


def make_place(settings: Settings) -> None:
    """Make the folder of a database in a file."""
    kind, _, place = settings.database.partition(":///")
    if kind.startswith("sqlite") and place:
        Path(place.partition("?")[0]).parent.mkdir(parents=True, exist_ok=True)


def token() -> str:
    """A word made by chance that nobody can guess (256 bits)."""
    return secrets.token_urlsafe(32)
