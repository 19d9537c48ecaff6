"""Attacks on the desk over real HTTP: each is refused, and leaves things as they were."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import httpx2
import pyotp
import pytest
from desk_site import PASSWORD, QUESTION, DeskSite, Someone, desk_site
from openid_provider import CLIENT, SECRET, OpenIdProvider
from people import ADA, BEN, CLEO, DAN, NOON, after, person

from curbside.accounts.sessions import OF_ONE_NAME, WINDOW
from curbside.model import Duty, Stage
from curbside.web.desk.public import HOUR, OF_ONE_ADDRESS


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskSite]:
    place = tmp_path_factory.mktemp("desk")
    with desk_site(place, f"sqlite:///{place / 'curbside.sqlite'}") as found:
        yield found


@pytest.fixture
def site(shared: DeskSite) -> DeskSite:
    """The shared site an hour later each time, so that no test is throttled by another."""
    shared.clock[0] = shared.clock[0] + (after(hours=2) - NOON)
    return shared


@pytest.fixture(scope="module")
def answer(shared: DeskSite) -> str:
    return shared.served.ask(QUESTION).rpartition("/")[2]


@pytest.fixture(scope="module")
def case(shared: DeskSite, answer: str) -> str:
    sent = shared.someone(ADA).post("/desk/submit", answer=answer)
    assert sent.status_code == 303, sent.text
    return str(sent.headers["location"].rpartition("/")[2])


def stage(site: DeskSite, case: str) -> Stage:
    found = site.office.desk.case(case)
    assert found is not None
    return found.stage


def events(site: DeskSite) -> int:
    return len(site.office.desk.events())


def stranger(site: DeskSite) -> Someone:
    return site.stranger()


# Coming in


def test_a_wrong_password_does_not_come_in(site: DeskSite) -> None:
    someone = stranger(site)
    sent = someone.sign_in("ada", "a loud ward at noon")
    assert sent.status_code == 401
    assert "is wrong" in sent.text
    assert someone.client.get("/desk").status_code == 303


def test_guessing_is_throttled_and_the_right_password_waits_too(site: DeskSite) -> None:
    someone = stranger(site)
    for _ in range(OF_ONE_NAME):
        someone.sign_in("cleo", "a guess at the word")
    assert "Too many attempts" in someone.sign_in("cleo").text
    site.clock[0] = site.clock[0] + (after(seconds=WINDOW) - NOON)
    assert someone.sign_in("cleo").status_code == 303


def test_a_session_fixed_by_someone_else_is_not_taken_up(site: DeskSite) -> None:
    someone = stranger(site)
    someone.client.cookies.set("session", "fixed-by-an-attacker")
    sent = someone.sign_in("ada")
    given = sent.headers["set-cookie"]
    assert "fixed-by-an-attacker" not in given
    assert "HttpOnly" in given
    assert "SameSite=lax" in given
    attacker = stranger(site)
    attacker.client.cookies.set("session", "fixed-by-an-attacker")
    assert attacker.client.get("/desk").status_code == 303


def test_signing_in_again_ends_the_session_before(site: DeskSite) -> None:
    someone = site.someone(ADA)
    before = someone.client.cookies["session"]
    someone.sign_in("ada")
    thief = stranger(site)
    thief.client.cookies.set("session", before)
    assert thief.client.get("/desk").status_code == 303


def test_a_session_is_worth_nothing_after_signing_out(site: DeskSite) -> None:
    someone = site.someone(ADA)
    kept = someone.client.cookies["session"]
    someone.post("/desk/sign-out")
    thief = stranger(site)
    thief.client.cookies.set("session", kept)
    assert thief.client.get("/desk").status_code == 303
    assert thief.client.get("/desk.json").status_code == 401


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_nobody_is_sent_elsewhere_after_signing_in(site: DeskSite, back: str) -> None:
    sent = stranger(site).sign_in("ada", back=back)
    assert sent.status_code == 303
    assert "evil" not in sent.headers["location"]
    assert sent.headers["location"].startswith("/")


def test_a_cookie_goes_over_https_alone_where_the_site_does(tmp_path_factory: pytest.TempPathFactory) -> None:
    place = tmp_path_factory.mktemp("https")
    with desk_site(place, f"sqlite:///{place / 'c.sqlite'}", public_url="https://answers.example") as site:
        assert "Secure" in stranger(site).sign_in("ada").headers["set-cookie"]


# Forms


@pytest.mark.parametrize("form", ["", "guessed"])
def test_a_forged_form_is_refused(site: DeskSite, case: str, form: str) -> None:
    ben, before = site.someone(BEN), events(site)
    sent = ben.client.post(f"/desk/cases/{case}/comment", data={"form": form, "text": "forged", "statement": ""})
    assert sent.status_code == 403
    assert events(site) == before


def test_a_form_made_for_another_session_is_refused(site: DeskSite, case: str) -> None:
    ben, cleo, before = site.someone(BEN), site.someone(CLEO), events(site)
    data = {"form": cleo.token(), "text": "forged", "statement": ""}
    assert ben.client.post(f"/desk/cases/{case}/comment", data=data).status_code == 403
    assert events(site) == before


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_a_form_sent_by_another_site_is_refused(site: DeskSite, case: str, headers: dict[str, str]) -> None:
    ben, before = site.someone(BEN), events(site)
    data = {"form": ben.token(), "text": "forged", "statement": ""}
    assert ben.client.post(f"/desk/cases/{case}/comment", data=data, headers=headers).status_code == 403
    signing = stranger(site).client.post("/desk/sign-in", data={"name": "ada", "password": PASSWORD}, headers=headers)
    assert signing.status_code == 403
    assert events(site) == before


def test_a_replayed_form_does_nothing_a_second_time(site: DeskSite) -> None:
    asked = site.served.ask("Antithrombin in sepsis with DIC?").rpartition("/")[2]
    ada = site.someone(ADA)
    made = ada.post("/desk/submit", answer=asked).headers["location"].rpartition("/")[2]
    ben = site.someone(BEN)
    now = ben.client.get(f"/desk/cases/{made}.json").json()
    data = {"form": ben.token(), "seen": str(now["position"]), "digest": now["digest"]}
    assert ben.client.post(f"/desk/cases/{made}/take", data=data).status_code == 303
    before = events(site)
    again = ben.client.post(f"/desk/cases/{made}/take", data=data)
    assert again.status_code == 409
    assert "has changed since you opened it" in again.text
    assert events(site) == before
    ben.post("/desk/sign-out")
    assert ben.client.post(f"/desk/cases/{made}/take", data=data).status_code == 401


def test_a_stale_form_is_told_and_what_was_typed_comes_back(site: DeskSite, case: str) -> None:
    ada = site.someone(ADA)
    now = ada.client.get(f"/desk/cases/{case}.json").json()
    first = next(s["statements"][0]["id"] for s in now["sections"] if len(s["statements"]) > 1)
    ada.act(case, "edit", edit="later", statement=first, reason="the order")
    data = {"seen": str(now["position"]), "edit": "drop", "statement": first, "reason": "my long thought"}
    sent = ada.post(f"/desk/cases/{case}/edit", **data)
    assert sent.status_code == 409
    assert "my long thought" in sent.text
    assert "Ada Holm changed the words: the order" in sent.text


# Who may do what


ADMINISTRATION: dict[str, Callable[[Someone], httpx2.Response]] = {
    "the list of people": lambda s: s.client.get("/desk/people"),
    "its twin": lambda s: s.client.get("/desk/people.json"),
    "adding someone": lambda s: s.post(
        "/desk/people", what="add", id="mallory", name="Mallory", password=PASSWORD, **{"duty-administrator": "yes"}
    ),
    "more duties for oneself": lambda s: s.post(
        "/desk/people", what="duties", id="ben", **{"duty-administrator": "yes"}
    ),
    "closing another's account": lambda s: s.post("/desk/people", what="close", id="ada"),
}


@pytest.mark.parametrize("what", ADMINISTRATION)
def test_a_reviewer_does_not_reach_administration(site: DeskSite, what: str) -> None:
    before = site.reception.all()
    assert ADMINISTRATION[what](site.someone(BEN)).status_code == 403
    assert site.reception.all() == before


def test_nobody_gives_themselves_duties_with_their_profile(site: DeskSite) -> None:
    ben = site.someone(BEN)
    ben.post("/desk/me", what="profile", name="Ben Okoye", conflicts="none", **{"duty-administrator": "yes"})
    account = site.reception.accounts.get("ben")
    assert account is not None
    assert account.person.duties == frozenset({Duty.REVIEWER})


@pytest.mark.parametrize("act", ["submit", "take", "judge", "approve", "withdraw", "edit", "comment", "prioritise"])
def test_an_administrator_does_not_judge(site: DeskSite, case: str, act: str) -> None:
    dan, before = site.someone(DAN), events(site)
    told = {"edit": "drop", "statement": "", "text": "x", "reason": "x", "priority": "low"}
    assert dan.act(case, act, **told).status_code in (403, 422)
    assert events(site) == before


def test_whoever_submitted_does_not_approve_whatever_form_they_send(site: DeskSite, case: str) -> None:
    ada, before = site.someone(ADA), stage(site, case)
    assert ada.act(case, "take").status_code == 403
    assert ada.judge(case).status_code == 403
    assert ada.act(case, "approve").status_code == 403
    assert stage(site, case) is before


@pytest.mark.parametrize("path", ["/desk", "/desk/me", "/desk/people", "/desk/cases/x", "/desk/cases/x/record"])
def test_nothing_of_the_desk_is_shown_to_strangers(site: DeskSite, path: str) -> None:
    someone = stranger(site)
    assert someone.client.get(path).headers["location"].startswith("/desk/sign-in?")
    assert someone.client.get(f"{path}.json").status_code == 401


@pytest.mark.parametrize(
    ("act", "fields", "status"),
    [
        ("nonsense", {}, 404),
        ("edit", {"edit": "nonsense"}, 422),
        ("edit", {"edit": "drop", "statement": "0"}, 422),
        ("edit", {"edit": "add", "passage": "0", "quote": "x"}, 422),
        ("judge", {"verdict-0": "supported"}, 422),
        ("comment", {"text": " "}, 422),
        ("comment", {"text": "x" * 5000}, 422),
        ("prioritise", {"priority": "yesterday"}, 422),
        ("answer-feedback", {"feedback": "none"}, 422),
        ("answer-feedback", {"feedback": "999999"}, 409),
        ("withdraw", {"reason": " "}, 403),
        ("withdraw", {"reason": "x" * 5000}, 422),
        ("withdraw", {"reason": "x", "seen": "9" * 40}, 409),
    ],
)
def test_a_form_that_makes_no_sense_is_told_why(
    site: DeskSite, case: str, act: str, fields: dict[str, str], status: int
) -> None:
    cleo, before = site.someone(CLEO), events(site)
    sent = cleo.act(case, act, **fields)
    assert sent.status_code == status, sent.text
    assert events(site) == before


# Words


MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)> \u202eevil \x1b[31m {{ 7*7 }}"


def test_markup_in_a_comment_is_words(site: DeskSite, case: str) -> None:
    ben = site.someone(BEN)
    assert ben.act(case, "comment", text=MARKUP, statement="").status_code == 303
    page = ben.client.get(f"/desk/cases/{case}").text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "\x1b" not in page
    assert "\u202e" not in page
    assert "{{ 7*7 }}" in page
    assert "<script>alert" not in ben.client.get(f"/desk/cases/{case}/record").text


def test_markup_in_a_name_is_words(site: DeskSite, answer: str) -> None:
    dan = site.someone(DAN)
    told = {"id": "eve", "name": MARKUP[:60], "password": PASSWORD, "duty-editor": "yes"}
    assert dan.post("/desk/people", what="add", **told).status_code == 303
    eve = site.someone(person("eve", Duty.EDITOR))
    page = eve.client.get("/desk").text
    assert "<script>alert" not in page
    assert dan.post("/desk/people", what="close", id="eve").status_code == 303
    assert eve.client.get("/desk").status_code == 303


def test_what_a_reader_says_lands_in_the_queue_without_a_patients_identifiers(site: DeskSite, answer: str) -> None:
    someone = stranger(site)
    text = "Wrong for my patient, born 12/03/1961, phone 555-201-4455: the dose is a child's. <b>Look</b>"
    sent = someone.client.post(f"/answers/{answer}/tell", data={"sort": "wrong", "text": text})
    assert sent.status_code == 303
    assert "Thank you" in someone.client.get(sent.headers["location"].partition("#")[0]).text
    queue = site.someone(BEN).client.get("/desk.json").json()
    [listed] = [c for c in queue["waiting"] if c["question"] == QUESTION]
    assert listed["feedback"] >= 1
    page = site.someone(BEN).client.get(listed["path"]).text
    assert "the dose is a child&#39;s" in page
    assert "<b>Look" not in page
    assert "555-201-4455" not in page


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"sort": "angry", "text": "x"}, 422),
        ({"sort": "wrong", "text": " "}, 422),
        ({"sort": "missing", "text": "x" * 2001}, 422),
        ({}, 422),
    ],
)
def test_feedback_that_makes_no_sense_is_told_why(
    site: DeskSite, answer: str, fields: dict[str, str], status: int
) -> None:
    before = events(site)
    assert stranger(site).client.post(f"/answers/{answer}/tell", data=fields).status_code == status
    assert events(site) == before


def test_feedback_is_throttled(site: DeskSite, answer: str) -> None:
    someone, path = stranger(site), f"/answers/{answer}/tell"
    sent = [someone.client.post(path, data={"sort": "helpful"}).status_code for _ in range(OF_ONE_ADDRESS + 1)]
    assert sent == [303] * OF_ONE_ADDRESS + [429]
    site.clock[0] = site.clock[0] + (after(seconds=HOUR) - NOON)
    assert someone.client.post(path, data={"sort": "helpful"}).status_code == 303


def test_feedback_on_what_was_never_given_is_refused(site: DeskSite) -> None:
    assert stranger(site).client.post("/answers/0000/tell", data={"sort": "helpful"}).status_code == 404


# One's own account


def test_a_password_is_changed_with_the_old_one_and_ends_every_session(site: DeskSite) -> None:
    site.reception.add(person("fay", Duty.REVIEWER), NOON, password=PASSWORD)
    fay, other = (site.someone(person("fay", Duty.REVIEWER)) for _ in range(2))
    new = "a different quiet ward"
    assert fay.post("/desk/me", what="password", old="wrong old word", new=new).status_code == 422
    assert fay.post("/desk/me", what="password", old=PASSWORD, new="short").status_code == 422
    assert fay.post("/desk/me", what="password", old=PASSWORD, new=new).status_code == 303
    assert other.client.get("/desk").status_code == 303
    assert stranger(site).sign_in("fay").status_code == 401
    assert stranger(site).sign_in("fay", new).status_code == 303


def test_a_second_factor_is_set_up_with_a_code_and_asked_for_from_then_on(site: DeskSite) -> None:
    site.reception.add(person("gil", Duty.REVIEWER), NOON, password=PASSWORD)
    gil = site.someone(person("gil", Duty.REVIEWER))
    page = gil.post("/desk/me", what="start-second-factor").text
    secret = page.partition('name="secret" value="')[2].partition('"')[0]
    at = int(site.clock[0].timestamp())
    assert gil.post("/desk/me", what="second-factor", secret=secret, code="000000").status_code == 422
    code = pyotp.TOTP(secret).at(at)
    assert gil.post("/desk/me", what="second-factor", secret=secret, code=code).status_code == 303
    asked = stranger(site).sign_in("gil")
    assert asked.status_code == 401
    assert "Code of your second factor" in asked.text
    assert stranger(site).sign_in("gil", code=code).status_code == 303
    assert stranger(site).sign_in("gil", code=code).status_code == 401


# Another house


def test_people_sign_in_by_an_openid_provider(tmp_path_factory: pytest.TempPathFactory) -> None:
    place = tmp_path_factory.mktemp("openid")
    with OpenIdProvider(now=int(NOON.timestamp())) as provider:
        chosen = {
            "openid_issuer": provider.issuer,
            "openid_client": CLIENT,
            "openid_secret": SECRET,
            "network": True,
            "network_private": True,
        }
        with desk_site(place, f"sqlite:///{place / 'c.sqlite'}", **chosen) as site:
            someone = stranger(site)
            assert "Sign in by" in someone.client.get("/desk/sign-in").text
            back = _through(someone)
            assert someone.client.get(back).status_code == 403  # nobody here is known by that name yet
            named = f"{provider.issuer} {provider.subject}"
            site.reception.add(person("ida", Duty.REVIEWER, name="Ida Lund"), NOON, subject=named)
            back = _through(someone)
            stolen = stranger(site)
            assert stolen.client.get(back).status_code == 403  # another browser did not begin this
            assert someone.client.get(back).headers["location"] == "/desk"
            assert "Ida Lund" in someone.client.get("/desk").text
            assert someone.client.get(back).status_code == 403  # a code is taken once


def _through(someone: Someone) -> str:
    """The way to the provider and back: the path it sends the browser to."""
    away = someone.client.get("/desk/openid").headers["location"]
    return str(httpx2.get(away).headers["location"])


def test_openid_is_off_where_nothing_is_set(site: DeskSite) -> None:
    assert "Sign in by" not in stranger(site).client.get("/desk/sign-in").text
    assert stranger(site).client.get("/desk/openid").status_code == 404
