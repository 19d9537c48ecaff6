"""The editorial office over the starter library: the whole life of an answer, and what happens to it by itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from people import ADA, BEN, CLEO, NOON, after
from sqlalchemy import text
from world import Answer as Reply
from world import served

from curbside.archive import DamagedAnswerError
from curbside.database import writing
from curbside.exports.answer_json import answer_object
from curbside.exports.plain import plain
from curbside.house import House, add_starter, open_house
from curbside.library import open_library
from curbside.model import Answer, Mark, Person, Review, Stage, Standing
from curbside.office import Change, Office, digest, open_office, refresh
from curbside.office.webhooks import Delivery, deliver
from curbside.review import Action, Add, Case, Drop, EditError, Reword, StaleError, Verdict
from curbside.settings import Settings

QUESTION = "What are the benefits of Intravenous Immunoglobulin (IVIG) in Disseminated Intravascular Coagulation (DIC)?"


@pytest.fixture
def settings(tmp_path: Path, database: str) -> Settings:
    with open_library(tmp_path / "library", create=True) as shelf:
        add_starter(shelf)
    return Settings(library=tmp_path / "library", model=tmp_path / "model", database=database)


@pytest.fixture
def house(settings: Settings) -> Iterator[House]:
    house = open_house(settings)
    yield house
    house.library.close()


@pytest.fixture
def office(settings: Settings) -> Iterator[Office]:
    office = open_office(settings)
    yield office
    office.close()


def given(office: Office, house: House) -> Answer:
    answer = house.engine.ask(QUESTION).answer
    office.archive.keep(answer, given="2026-11-22T12:00:00+00:00")
    return answer


def judged(office: Office, case: Case, by: Person) -> Case:
    said = [{"statement": s, "verdict": Verdict.SUPPORTED, "text": ""} for s in case.version.statements]
    what = {"digest": case.version.digest, "judgements": said}
    return office.desk.act(case.id, Action(kind="judged", what=what), by, at=NOON)


def taken(office: Office, house: House) -> Case:
    case = office.submit(given(office, house), ADA, NOON)
    case = office.desk.act(case.id, Action(kind="taken", what={}, seen=case.position), BEN, at=NOON)
    return judged(office, case, BEN)


def approve(office: Office, house: House, case: Case, by: Person = BEN) -> Case:
    return office.approve(case, house, by, NOON, (case.position, case.version.digest))


def approved(office: Office, house: House) -> Case:
    return approve(office, house, taken(office, house))


def shown(office: Office, house: House, days: float = 1) -> Review | None:
    answer = house.engine.ask(QUESTION).answer
    return office.review(answer, house.as_it_stands(answer).answer, after(days=days))


def mark(settings: Settings, document: str, standing: Standing) -> House:
    with open_library(settings.library) as shelf:
        shelf.apply(
            [Mark(document=document, standing=standing, by="a test")], name=f"{document} {standing}", digest="1"
        )
    return open_house(settings)


def a_cited(office: Office, case: Case) -> str:
    answer = office.kept(case).answer
    return answer.research[0].statements[0].source.id


def test_an_answer_nobody_submitted_has_no_review(office: Office, house: House) -> None:
    assert shown(office, house) is None
    assert "not reviewed: composed and checked by machine" in plain(house.engine.ask(QUESTION).answer)


def test_an_approved_answer_says_by_whom_everywhere(office: Office, house: House) -> None:
    approved(office, house)
    review, answer = shown(office, house), house.engine.ask(QUESTION).answer
    assert review is not None
    told = (
        "approved by Ben Okoye (PharmD, City Hospital, declared conflicts: none) on 2026-11-22; holds until 2027-11-22"
    )
    assert answer_object(answer, review)["status"] == told
    assert " ".join(told.split()) in " ".join(plain(answer, review=review).split())
    assert json.loads(json.dumps(answer_object(answer, review)))["review"]["approvals"][0]["name"] == "Ben Okoye"


def test_a_source_that_is_retracted_ends_the_approval_at_once_and_says_why(
    office: Office, house: House, settings: Settings
) -> None:
    case = approved(office, house)
    kept = office.kept(case).answer
    later = mark(settings, a_cited(office, case), Standing.RETRACTED)
    today = later.as_it_stands(kept).answer
    review = office.review(kept, today, after(days=1))
    later.library.close()
    assert review is not None
    assert review.stage is Stage.UNDER_REVIEW
    assert review.approvals == ()
    assert "retracted" in review.reason
    found = office.desk.case(case.id)
    assert found is not None
    assert (found.stage, found.reason) == (Stage.UNDER_REVIEW, review.reason)
    assert office.desk.events(case.id)[-1].by == "curbside"


def test_refreshing_makes_the_answer_anew_shows_the_difference_and_recalls_it(
    office: Office, house: House, settings: Settings
) -> None:
    case = approved(office, house)
    document = a_cited(office, case)
    later = mark(settings, document, Standing.RETRACTED)
    [recall] = refresh(office, later, after(days=1))
    assert (recall.before, recall.now) == (Stage.APPROVED, Stage.UNDER_REVIEW)
    assert "is now retracted" in recall.reason
    assert any("taken out" in c for c in recall.changes)
    found = office.desk.case(case.id)
    assert found is not None
    assert found.version.number == 2
    assert document not in found.version.cited or found.version.digest != case.version.digest
    assert list(refresh(office, later, after(days=2))) == []
    later.library.close()
    assert office.prove().number == len(office.desk.events())


def test_a_correction_that_changes_no_word_recalls_too(office: Office, house: House, settings: Settings) -> None:
    case = approved(office, house)
    later = mark(settings, a_cited(office, case), Standing.CORRECTED)
    [recall] = refresh(office, later, after(days=1))
    later.library.close()
    assert recall.now is Stage.UNDER_REVIEW
    assert "is now corrected" in recall.reason


def test_what_was_gathered_and_changes_nothing_recalls_nothing(
    office: Office, house: House, settings: Settings
) -> None:
    approved(office, house)
    later = mark(settings, "pmid:99999999", Standing.RETRACTED)
    assert later.library.edition != house.library.edition
    assert list(refresh(office, later, after(days=1))) == []
    answer = later.engine.ask(QUESTION).answer
    review = office.review(answer, later.as_it_stands(answer).answer, after(days=1))
    later.library.close()
    assert review is not None
    assert review.approved


def test_an_approval_expires_and_says_so(office: Office, house: House) -> None:
    approved(office, house)
    [recall] = refresh(office, house, after(days=366))
    assert recall.now is Stage.EXPIRED
    review = shown(office, house, days=366)
    assert review is not None
    assert review.stage is Stage.EXPIRED


def test_nothing_is_approved_whose_standing_changed_since_it_was_read(
    office: Office, house: House, settings: Settings
) -> None:
    case = taken(office, house)
    later = mark(settings, a_cited(office, case), Standing.RETRACTED)
    with pytest.raises(StaleError, match="retracted"):
        approve(office, later, case)
    later.library.close()


def changed(case: Case, *edits: Drop | Reword | Add, reason: str = "clearer") -> Change:
    return Change(edits=edits, reason=reason, seen=case.position)


def test_an_edit_is_verified_kept_and_recorded(office: Office, house: House) -> None:
    case = taken(office, house)
    gone = case.version.statements[0]
    after_ = office.edit(case, house, CLEO, NOON, changed(case, Drop(statement=gone)))
    assert gone not in after_.version.statements
    assert office.kept(after_).answer.composer.endswith("edited by hand")
    assert after_.approvals == ()
    assert office.prove()


def test_an_edit_that_verification_refuses_changes_nothing(office: Office, house: House) -> None:
    case = taken(office, house)
    refused = {"It cures at once.": "words that are not the source's", "It does not cure.": "negates 1 time"}
    for said, reason in refused.items():
        wrong = Reword(statement=case.version.statements[0], text=said)
        with pytest.raises(EditError, match=f"verification refused it: .*{reason}"):
            office.edit(case, house, ADA, NOON, changed(case, wrong))
    assert office.desk.case(case.id) == case


def test_an_edit_that_changes_nothing_is_none(office: Office, house: House) -> None:
    case = taken(office, house)
    said = office.kept(case).answer.statements[0]
    with pytest.raises(EditError, match="changes nothing"):
        office.edit(case, house, ADA, NOON, changed(case, Reword(statement=said.id, text=said.text)))


def test_of_two_editors_the_later_is_told_and_keeps_nothing(office: Office, house: House) -> None:
    case = taken(office, house)
    first, second = case.version.statements[:2]
    office.edit(case, house, ADA, NOON, changed(case, Drop(statement=first)))
    count = office.archive.count()
    with pytest.raises(StaleError, match="has changed since you opened it"):
        office.edit(case, house, CLEO, NOON, changed(case, Drop(statement=second)))
    assert office.archive.count() == count


def test_edits_are_made_again_on_what_the_library_says_later(office: Office, house: House, settings: Settings) -> None:
    case = taken(office, house)
    answer = office.kept(case).answer
    dropped = answer.guidelines[0].statements[0].id
    case = office.edit(case, house, ADA, NOON, changed(case, Drop(statement=dropped)))
    later = mark(settings, a_cited(office, case), Standing.RETRACTED)
    [recall] = refresh(office, later, after(days=1))
    found = office.desk.case(case.id)
    assert found is not None
    assert dropped not in found.version.statements
    assert [type(e) for e in office.edits(found)] == [Drop]
    assert recall.now is Stage.UNDER_REVIEW
    later.library.close()


def test_an_edit_whose_statement_is_gone_is_told_as_lost(office: Office, house: House, settings: Settings) -> None:
    case = taken(office, house)
    said = office.kept(case).answer.research[0].statements[0]
    case = office.edit(case, house, ADA, NOON, changed(case, Drop(statement=said.id)))
    later = mark(settings, said.source.id, Standing.RETRACTED)
    [recall] = refresh(office, later, after(days=1))
    assert any("an edit can no longer be made" in c for c in recall.changes)
    later.library.close()


def test_an_approved_edit_is_what_a_reader_who_asks_is_given(office: Office, house: House) -> None:
    case = taken(office, house)
    case = office.edit(case, house, ADA, NOON, changed(case, Drop(statement=case.version.statements[0])))
    case = approve(office, house, judged(office, case, BEN))
    found = office.approved(house.engine.ask(QUESTION).answer.topic, house, after(days=1))
    assert found is not None
    assert digest(found[1]) == case.version.digest
    assert found[2].approved
    review = shown(office, house)
    assert review is not None
    assert not review.approved


def test_the_checklist_says_what_was_looked_for(office: Office, house: House) -> None:
    case = office.submit(given(office, house), ADA, NOON)
    found = {i.name: i.result for i in office.omissions(case, house)}
    assert set(found.values()) <= {"in the answer", "found in evidence", "not found"}
    assert len(found) == 9
    assert found["contraindications"] != "not found"


def test_words_that_were_changed_beside_the_desk_are_found_out(office: Office, house: House) -> None:
    approved(office, house)
    with writing(office.desk.engine) as connection:
        connection.execute(text("UPDATE answers SET text = replace(text, 'mortality', 'survival')"))
    with pytest.raises(DamagedAnswerError):
        office.prove()


def test_webhooks_are_told_once_and_signed(office: Office, house: House) -> None:
    approved(office, house)
    with served() as world:
        address = world.address
        chosen = replaced(office, webhooks=(f"{address}/told",), network=True, network_private=True)
        world.always("/told", Reply(status=204))
        assert list(deliver(chosen)) == [Delivery(url=f"{address}/told", told=1)]
        assert list(deliver(chosen)) == [Delivery(url=f"{address}/told", told=0)]
        [form] = world.questions("/told")
        event = json.loads(form["event"])
        assert (event["kind"], event["stage"], event["question"]) == ("approved", "Approved", QUESTION)
        assert len(form["signature"]) == 64


def replaced(office: Office, **chosen: object) -> Office:
    return replace(office, settings=office.settings.model_copy(update=chosen))


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/told",
        "https://localhost/told",
        "https://[::1]/told",
        "https://10.0.0.8/told",
        "https://169.254.169.254/latest/meta-data",
        "https://192.168.1.1/told",
    ],
)
def test_a_webhook_to_an_internal_address_is_refused(office: Office, house: House, url: str) -> None:
    approved(office, house)
    [delivery] = deliver(replaced(office, webhooks=(url,), network=True))
    assert delivery.told == 0
    assert "private address" in delivery.trouble


def test_a_webhook_without_encryption_or_with_the_network_off_is_refused(office: Office, house: House) -> None:
    approved(office, house)
    [plainly] = deliver(replaced(office, webhooks=("http://example.org/told",), network=True))
    assert "only https" in plainly.trouble
    [off] = deliver(replaced(office, webhooks=("https://example.org/told",)))
    assert "the network is off" in off.trouble


def test_a_webhook_that_fails_is_told_again(office: Office, house: House) -> None:
    approved(office, house)
    with served() as world:
        chosen = replaced(office, webhooks=(f"{world.address}/told",), network=True, network_private=True)
        [delivery] = deliver(chosen)
        assert delivery.trouble == "it answered 404"
        world.always("/told", Reply(status=204))
        assert [d.told for d in deliver(chosen)] == [1]
