"""What the pages tell of a review as it goes on, over real HTTP: lists, feeds, the public record, two approvals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from desk_site import QUESTION, DeskSite, desk_site
from people import ADA, BEN, CLEO, DAN, after

from curbside.model import Standing

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[DeskSite]:
    with desk_site(tmp_path, f"sqlite:///{tmp_path / 'curbside.sqlite'}") as found:
        yield found


def submitted(site: DeskSite) -> tuple[str, str]:
    """The path of the founding answer, and its case, under review."""
    path = site.served.ask(QUESTION)
    sent = site.someone(ADA).post("/desk/submit", answer=path.rpartition("/")[2])
    case = sent.headers["location"].rpartition("/")[2]
    assert site.someone(BEN).act(case, "take").status_code == 303
    return path, case


def approved(site: DeskSite) -> tuple[str, str]:
    path, case = submitted(site)
    ben = site.someone(BEN)
    assert ben.judge(case).status_code == 303
    assert ben.act(case, "approve").status_code == 303
    return path, case


def told(site: DeskSite, path: str) -> Any:  # noqa: ANN401  # a twin, as JSON has it
    return site.served.twin(path)


def status(site: DeskSite, path: str) -> str:
    page = site.served.page(path)
    return " ".join(re.sub(r"<[^>]+>", " ", page.partition('id="status"')[2].partition("</div>")[0]).split())


def test_an_approval_runs_out_on_the_page_by_itself(site: DeskSite) -> None:
    path, _ = approved(site)
    assert "Approved by Ben Okoye" in status(site, path)
    site.clock[0] = after(days=366)
    assert "Expired" in status(site, path)
    assert "approved until 2027-11-22" in status(site, path)
    assert "Ben Okoye" not in status(site, path)
    assert told(site, path)["review"]["approvals"] == []


def test_a_withdrawn_answer_says_not_to_rely_on_it(site: DeskSite) -> None:
    path, case = approved(site)
    site.someone(ADA).act(case, "withdraw", reason="asked for another disease")
    assert "Withdrawn: do not rely on it" in status(site, path)
    assert "asked for another disease" in status(site, path)


def test_an_editor_recalls_an_approval_with_a_reason(site: DeskSite) -> None:
    path, case = approved(site)
    site.someone(ADA).act(case, "recall", reason="a colleague doubts the dose")
    assert "Approval recalled: a colleague doubts the dose" in status(site, path)


def test_two_people_approve_where_the_setting_asks(tmp_path: Path) -> None:
    with desk_site(tmp_path, f"sqlite:///{tmp_path / 'c.sqlite'}", approvals=2) as site:
        path, case = approved(site)
        assert "Under Review" in status(site, path)
        assert "(1 of 2)" in site.someone(BEN).client.get(f"/desk/cases/{case}").text
        assert site.someone(BEN).act(case, "approve").status_code == 403
        assert site.someone(CLEO).act(case, "approve").status_code == 303
        assert "Ben Okoye" in status(site, path)
        assert "Cleo Marsh" in status(site, path)
        assert "2 people approve" in site.served.page("/policy")


def test_the_feed_of_reviews_tells_of_approvals_and_recalls(site: DeskSite) -> None:
    path, case = approved(site)
    site.someone(ADA).act(case, "recall", reason="a colleague doubts the dose <b>")
    feed = fromstring(site.served.page("/feeds/reviews.atom"))
    titles = [e.findtext(f"{ATOM}title") for e in feed.iter(f"{ATOM}entry")]
    assert titles == [f"Recalled: {QUESTION}", f"Approved: {QUESTION}"]
    [recalled, _] = feed.iter(f"{ATOM}entry")
    assert recalled.findtext(f"{ATOM}summary") == "a colleague doubts the dose <b>"
    assert str(recalled.find(f"{ATOM}link").get("href")).endswith(path)  # type: ignore[union-attr]


def test_the_public_record_keeps_comments_and_verdicts_at_the_desk(site: DeskSite) -> None:
    path, case = submitted(site)
    ben = site.someone(BEN)
    ben.act(case, "comment", statement="", text="between us")
    ben.judge(case, "misleading")
    page = site.served.page(f"{path}/review")
    assert "Ada Holm" in page
    assert "took it for review" in page
    assert "between us" not in page
    assert "misleading" not in page
    assert "between us" in ben.client.get(f"/desk/cases/{case}/record").text
    assert told(site, f"{path}/review")["stage"] == "Under Review"


def test_an_answer_nobody_reviewed_says_so_in_its_record(site: DeskSite) -> None:
    path = site.served.ask(QUESTION)
    assert "Nobody has reviewed this answer" in site.served.page(f"{path}/review")


def test_the_queue_tells_age_and_priority_and_what_is_ones_own(site: DeskSite) -> None:
    _, case = submitted(site)
    site.clock[0] = after(days=3)
    site.someone(ADA).act(case, "prioritise", priority="urgent", reason="ward round")
    [listed] = site.someone(ADA).client.get("/desk.json").json()["waiting"]
    assert (listed["days"], listed["priority"], listed["mine"]) == (3, "urgent", True)
    [listed] = site.someone(BEN).client.get("/desk.json").json()["waiting"]
    assert listed["mine"] is False


def test_feedback_is_answered_at_the_desk(site: DeskSite) -> None:
    path, case = submitted(site)
    site.stranger().client.post(f"{path}/tell", data={"sort": "missing", "text": "nothing on newborns"})
    cleo = site.someone(CLEO)
    [said] = cleo.client.get(f"/desk/cases/{case}.json").json()["readers"]
    assert (said["sort"], said["text"]) == ("missing", "nothing on newborns")
    assert cleo.act(case, "answer-feedback", feedback=str(said["event"]), reason="added").status_code == 303
    assert cleo.client.get(f"/desk/cases/{case}.json").json()["readers"] == []


def test_an_approval_of_words_whose_source_fell_meanwhile_is_refused(site: DeskSite) -> None:
    path, case = submitted(site)
    ben = site.someone(BEN)
    ben.judge(case)
    twin = told(site, path)
    number = twin["research"][0]["statements"][0]["citations"][0]["reference"]
    now = ben.client.get(f"/desk/cases/{case}.json").json()
    site.mark(twin["references"][number - 1]["id"], Standing.RETRACTED)
    sent = ben.post(f"/desk/cases/{case}/approve", seen=str(now["position"]), digest=now["digest"])
    assert sent.status_code == 409
    assert "is now retracted" in sent.text
    assert "Approved" not in status(site, path)


def test_submitting_what_others_changed_meanwhile_is_refused(site: DeskSite) -> None:
    path, case = submitted(site)
    ada = site.someone(ADA)
    now = ada.client.get(f"/desk/cases/{case}.json").json()
    ada.act(case, "edit", edit="drop", statement=now["sections"][0]["statements"][0]["id"])
    sent = site.someone(CLEO).post("/desk/submit", answer=path.rpartition("/")[2])
    assert sent.status_code == 409
    assert "other words of this answer are at the desk" in sent.text
    assert site.someone(CLEO).post("/desk/submit", answer="0000").status_code == 404


def test_a_submitted_answer_is_not_submitted_twice(site: DeskSite) -> None:
    path, _ = submitted(site)
    assert site.someone(CLEO).post("/desk/submit", answer=path.rpartition("/")[2]).status_code == 403


def test_the_page_of_an_answer_at_the_desk_leads_to_its_case(site: DeskSite) -> None:
    path, case = submitted(site)
    page = site.someone(CLEO).client.get(f"/desk/answers/{path.rpartition('/')[2]}").text
    assert f"/desk/cases/{case}" in page
    assert "Submit for review" not in page
    assert site.someone(CLEO).client.get("/desk/answers/0000").status_code == 404


def test_an_administrator_adds_changes_and_closes(site: DeskSite) -> None:
    dan = site.someone(DAN)
    assert dan.post("/desk/people", what="add", id="Hal", name="Hal", password="x").status_code == 422
    told_ = {"id": "hal", "name": "Hal Ito", "password": "a quiet ward at night", "duty-reviewer": "yes"}
    assert dan.post("/desk/people", what="add", **told_).status_code == 303
    assert dan.post("/desk/people", what="duties", id="hal", **{"duty-editor": "yes"}).status_code == 303
    assert dan.post("/desk/people", what="duties", id="nobody", **{"duty-editor": "yes"}).status_code == 422
    assert dan.post("/desk/people", what="nonsense").status_code == 422
    account = site.reception.accounts.get("hal")
    assert account is not None
    assert sorted(account.person.duties) == ["editor"]
    assert dan.post("/desk/people", what="close", id="hal").status_code == 303
    kinds = [e.kind for e in site.office.desk.events("accounts")][-3:]
    assert kinds == ["account added", "account changed", "account closed"]
    assert site.office.desk.events("accounts")[-1].by == "dan"
