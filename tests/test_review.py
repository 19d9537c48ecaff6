"""The desk: who may do what to an answer, what becomes of it, and a record that shows when it was touched."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from people import ADA, BEN, CLEO, DAN, NOON, after
from sqlalchemy import Engine, text

from curbside.database import open_engine, writing
from curbside.model import Duty, Person, Review, Stage
from curbside.review import (
    Action,
    Case,
    Desk,
    NotAllowedError,
    Priority,
    RecordError,
    Sort,
    StaleError,
    Terms,
    Verdict,
    may,
    moment,
    queue,
)

CASE = "case-1"


def words(digest: str = "d1", statements: tuple[str, ...] = ("s1", "s2"), **more: object) -> dict[str, object]:
    given = {"question": "velumab in marrow rust?", "answer": f"answer-{digest}", "digest": digest}
    return {**given, "statements": list(statements), "cited": ["pmid:1"], "reason": "", **more}


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    engine = open_engine(database)
    yield engine
    engine.dispose()


@pytest.fixture
def desk(engine: Engine) -> Desk:
    return opened(engine)


def opened(engine: Engine, **terms: int) -> Desk:
    desk = Desk(engine, Terms(**terms))
    desk.open(CASE, words(), by=None, at=NOON)
    return desk


def act(desk: Desk, by: Person, kind: str, **what: object) -> Case:
    case = desk.case(CASE)
    assert case is not None
    if kind == "approved":
        what = {"digest": case.version.digest, "expires": moment(after(days=365)), **what}
    return desk.act(CASE, Action(kind=kind, what=what, seen=case.position), by, at=after(hours=1))


def judge(desk: Desk, by: Person, verdict: Verdict = Verdict.SUPPORTED, *statements: str) -> Case:
    given = [{"statement": s, "verdict": verdict, "text": ""} for s in statements or ("s1", "s2")]
    return act(desk, by, "judged", digest="d1", judgements=given)


def approved(desk: Desk) -> Case:
    act(desk, ADA, "submitted")
    act(desk, BEN, "taken")
    judge(desk, BEN)
    return act(desk, BEN, "approved")


def shown(case: Case, digest: str = "d1", days: float = 1) -> Review:
    return case.review(digest, moment(after(days=days)))


def test_an_answer_is_submitted_taken_judged_and_approved_by_another(desk: Desk) -> None:
    stages = [act(desk, ADA, "submitted").stage, act(desk, BEN, "taken").stage]
    judge(desk, BEN)
    case = act(desk, BEN, "approved")
    assert [*stages, case.stage] == [Stage.SUBMITTED, Stage.UNDER_REVIEW, Stage.APPROVED]
    review = shown(case)
    assert review.approved
    assert [(a.person.name, a.person.credentials, a.person.conflicts) for a in review.approvals] == [
        ("Ben Okoye", "PharmD", "none")
    ]
    assert desk.prove().number == 5


def test_nobody_approves_what_they_submitted(desk: Desk) -> None:
    act(desk, CLEO, "submitted")
    act(desk, BEN, "taken")
    judge(desk, BEN)
    with pytest.raises(NotAllowedError, match="nobody reviews what they submitted or edited, and Cleo Marsh did"):
        act(desk, CLEO, "approved")


def test_nobody_approves_what_they_edited(desk: Desk) -> None:
    act(desk, ADA, "submitted")
    act(desk, BEN, "taken")
    act(desk, CLEO, "edited", **words("d2"))
    judge(desk, BEN)
    with pytest.raises(NotAllowedError, match="Cleo Marsh did"):
        act(desk, CLEO, "approved")


@pytest.mark.parametrize("kind", ["submitted", "taken", "judged", "approved", "edited", "withdrawn", "prioritised"])
def test_an_administrator_keeps_accounts_and_judges_nothing(desk: Desk, kind: str) -> None:
    with pytest.raises(NotAllowedError, match="Dan Reyes is administrator"):
        act(desk, DAN, kind, **words("d2", reason="because"))


@pytest.mark.parametrize("kind", ["edited", "withdrawn", "recalled", "prioritised"])
def test_a_reviewer_changes_no_words_and_withdraws_nothing(desk: Desk, kind: str) -> None:
    with pytest.raises(NotAllowedError, match="editor may do this"):
        act(desk, BEN, kind, **words("d2", reason="because"))


@pytest.mark.parametrize(
    ("kind", "stage"),
    [("taken", "Draft"), ("approved", "Draft"), ("changes requested", "Draft"), ("recalled", "Draft")],
)
def test_no_stage_is_skipped(desk: Desk, kind: str, stage: str) -> None:
    with pytest.raises(NotAllowedError, match=f"an answer that is {stage} cannot be {kind}"):
        act(desk, CLEO, kind, reason="because")


def test_an_approval_needs_a_verdict_on_every_statement(desk: Desk) -> None:
    act(desk, ADA, "submitted")
    act(desk, BEN, "taken")
    judge(desk, BEN, Verdict.SUPPORTED, "s1")
    with pytest.raises(NotAllowedError, match="1 of 2 statements have no verdict yet"):
        act(desk, BEN, "approved")


@pytest.mark.parametrize("verdict", [Verdict.NOT_SUPPORTED, Verdict.MISLEADING])
def test_a_verdict_against_a_statement_stands_in_the_way(desk: Desk, verdict: Verdict) -> None:
    act(desk, ADA, "submitted")
    act(desk, BEN, "taken")
    judge(desk, BEN)
    judge(desk, CLEO, verdict, "s2")
    with pytest.raises(NotAllowedError, match=f"Cleo Marsh found a statement {verdict}"):
        act(desk, BEN, "approved")
    judge(desk, CLEO, Verdict.PARTLY, "s2")
    assert act(desk, BEN, "approved").stage is Stage.APPROVED


def test_two_people_approve_the_same_words_where_the_setting_asks(engine: Engine) -> None:
    desk = opened(engine, approvals=2)
    act(desk, ADA, "submitted")
    act(desk, BEN, "taken")
    judge(desk, BEN)
    assert act(desk, BEN, "approved").stage is Stage.UNDER_REVIEW
    with pytest.raises(NotAllowedError, match="has approved these words already"):
        act(desk, BEN, "approved")
    case = act(desk, CLEO, "approved")
    assert case.stage is Stage.APPROVED
    assert [a.person.id for a in shown(case).approvals] == ["ben", "cleo"]


def test_an_edit_voids_an_approval_that_was_half_given(engine: Engine) -> None:
    desk = opened(engine, approvals=2)
    act(desk, ADA, "submitted")
    act(desk, BEN, "taken")
    judge(desk, BEN)
    act(desk, BEN, "approved")
    assert act(desk, ADA, "edited", **words("d2")).approvals == ()


def test_other_words_than_those_at_the_desk_cannot_be_approved(desk: Desk) -> None:
    act(desk, ADA, "submitted")
    act(desk, BEN, "taken")
    judge(desk, BEN)
    with pytest.raises(NotAllowedError, match="not those at the desk"):
        act(desk, BEN, "approved", digest="d0")


def test_an_edit_of_an_approved_answer_returns_it_to_review_with_the_reason(desk: Desk) -> None:
    approved(desk)
    case = act(desk, ADA, "edited", **words("d2", reason="the dose was of another condition"))
    assert (case.stage, case.reason) == (Stage.UNDER_REVIEW, "the dose was of another condition")
    assert case.priority is Priority.URGENT
    assert not shown(case, "d2").approved
    assert shown(case, "d1") == Review(
        case=CASE, stage=Stage.DRAFT, reason="the desk has a later version", since=case.since
    )


def test_changes_are_requested_with_a_reason_and_answered_by_a_new_version(desk: Desk) -> None:
    act(desk, ADA, "submitted")
    act(desk, BEN, "taken")
    with pytest.raises(NotAllowedError, match="a reason is needed"):
        act(desk, BEN, "changes requested", reason=" ")
    assert act(desk, BEN, "changes requested", reason="s2 leaves out children").stage is Stage.CHANGES_REQUESTED
    act(desk, ADA, "edited", **words("d2", ("s1", "s3")))
    case = act(desk, ADA, "submitted")
    assert (case.stage, case.version.number) == (Stage.SUBMITTED, 2)


def test_a_withdrawn_answer_says_why_and_can_come_back(desk: Desk) -> None:
    approved(desk)
    case = act(desk, ADA, "withdrawn", reason="the question was wrong")
    assert shown(case).stage is Stage.WITHDRAWN
    assert shown(case).reason == "the question was wrong"
    assert act(desk, ADA, "submitted").stage is Stage.SUBMITTED


def test_an_approval_that_ran_out_is_shown_as_expired_before_anyone_notes_it(desk: Desk) -> None:
    case = approved(desk)
    assert shown(case, days=364).stage is Stage.APPROVED
    late = shown(case, days=366)
    assert (late.stage, late.approvals) == (Stage.EXPIRED, ())
    assert late.reason.startswith("approved until 2027-11-22")


def test_of_two_who_act_on_what_they_saw_one_is_told_and_nothing_is_lost(desk: Desk) -> None:
    act(desk, ADA, "submitted")
    case = act(desk, BEN, "taken")
    gate = threading.Barrier(2)

    def edit(who: Person, digest: str) -> str:
        gate.wait()
        try:
            what = words(digest, reason=who.name)
            desk.act(CASE, Action(kind="edited", what=what, seen=case.position), who, at=NOON)
        except StaleError as told:
            return str(told)
        return "kept"

    with ThreadPoolExecutor(2) as pool:
        ends = sorted(pool.map(edit, (ADA, CLEO), ("d-ada", "d-cleo")))
    assert ends[0] == "kept"
    assert "has changed since you opened it (event 4, you saw 3)" in ends[1]
    found = desk.case(CASE)
    assert found is not None
    assert [v.number for v in found.versions] == [1, 2]
    assert desk.prove().number == 4


def test_a_comment_needs_no_look_at_what_others_did_meanwhile(desk: Desk) -> None:
    act(desk, ADA, "submitted")
    desk.act(CASE, Action(kind="commented", what={"digest": "d1", "statement": "s1", "text": "why?"}), BEN, at=NOON)
    assert [e.kind for e in desk.events(CASE)] == ["opened", "submitted", "commented"]


def test_many_at_once_lose_no_event(desk: Desk) -> None:
    def comment(number: int) -> None:
        what = {"digest": "d1", "statement": "s1", "text": f"comment {number}"}
        desk.act(CASE, Action(kind="commented", what=what), BEN, at=NOON)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(comment, range(80)))
    said = {e.what["text"] for e in desk.events(CASE) if e.kind == "commented"}
    assert said == {f"comment {n}" for n in range(80)}
    assert desk.prove().number == 81


def test_readers_words_land_in_the_queue_and_are_answered(desk: Desk) -> None:
    desk.hear(CASE, {"sort": Sort.WRONG, "text": "the dose is for children", "digest": "d1"}, at=NOON)
    case = desk.case(CASE)
    assert case is not None
    assert case.priority is Priority.HIGH
    assert [f.text for f in case.open_feedback] == ["the dose is for children"]
    case = act(desk, ADA, "feedback answered", feedback=case.feedback[0].event, reason="corrected")
    assert case.open_feedback == ()
    assert case.priority is Priority.NORMAL


def test_the_queue_puts_the_pressing_first_and_then_the_oldest(desk: Desk) -> None:
    for number, id_ in enumerate(("case-2", "case-3")):
        desk.open(id_, words(), by=None, at=after(hours=-1 - number))
    act(desk, ADA, "prioritised", priority=Priority.URGENT, reason="asked for on the ward round")
    assert [c.id for c in queue(desk.cases())] == ["case-1", "case-3", "case-2"]


def test_opening_twice_opens_once(desk: Desk) -> None:
    again = desk.open(CASE, words("d9"), by=ADA, at=NOON)
    assert again.version.digest == "d1"
    assert len(desk.events()) == 1


def test_what_happens_by_itself_gives_way_to_a_person(desk: Desk) -> None:
    case = approved(desk)
    act(desk, ADA, "withdrawn", reason="no longer asked")
    left = desk.note(case, "recalled", {"reason": "a source was retracted"}, at=NOON)
    assert left.stage is Stage.WITHDRAWN


def test_a_page_offers_only_what_its_reader_may_do(desk: Desk) -> None:
    case = act(desk, CLEO, "submitted")
    assert may(case, "taken", BEN)
    assert not may(case, "taken", CLEO)
    assert not may(case, "taken", DAN)
    assert may(case, "withdrawn", CLEO)
    assert not may(case, "withdrawn", BEN)


TAMPERED = {
    "a reason is rewritten": (
        "UPDATE events SET what = replace(what, 'marrow', 'bone') WHERE number = 1",
        "event 1: its words are not those",
    ),
    "another name is put under it": (
        "UPDATE events SET by = 'cleo' WHERE number = 5",
        "event 5: its words are not those",
    ),
    "the moment is changed": ("UPDATE events SET at = '2020-01-01T00:00:00Z' WHERE number = 2", "event 2: its words"),
    "one is taken out": ("DELETE FROM events WHERE number = 3", "event 3: it is missing"),
    "the last is cut off": ("DELETE FROM events WHERE number = 5", "event 5: events at the end are missing"),
    "a link is changed": (f"UPDATE events SET previous = '{'1' * 64}' WHERE number = 4", "event 4: it does not follow"),  # noqa: S608
    "a case is called approved": ("UPDATE cases SET position = 9", "listed as"),
}


@pytest.mark.parametrize("how", TAMPERED)
def test_a_record_that_was_tampered_with_is_found_out(desk: Desk, how: str) -> None:
    approved(desk)
    statement, found = TAMPERED[how]
    with writing(desk.engine) as connection:
        connection.execute(text(statement))
    with pytest.raises(RecordError, match=found):
        desk.prove()


def test_a_record_rewritten_as_a_whole_lacks_the_head_that_was_noted(desk: Desk) -> None:
    noted = desk.prove()
    other = Desk(open_engine("sqlite://"))
    other.open(CASE, words("d7"), by=None, at=NOON)
    assert desk.prove(noted.hash) == noted
    act(desk, ADA, "submitted")
    assert desk.prove(noted.hash).number == 2
    with pytest.raises(RecordError, match="is not in it"):
        other.prove(noted.hash)


def test_events_are_only_ever_added(desk: Desk) -> None:
    before = desk.events()
    approved(desk)
    assert desk.events()[: len(before)] == before


def test_who_acted_stays_as_they_described_themselves_then(desk: Desk) -> None:
    case = approved(desk)
    told = json.loads(json.dumps(desk.events(CASE)[-1].what))["person"]
    assert told["affiliation"] == "City Hospital"
    assert case.approvals[0].person == Person(
        id="ben", name="Ben Okoye", credentials="PharmD", affiliation="City Hospital", conflicts="none"
    )
    assert Duty.REVIEWER not in case.approvals[0].person.duties
