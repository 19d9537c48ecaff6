"""The desk in a real browser: the whole life of the founding answer, with three people and a reader."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desk_site import PASSWORD, QUESTION, DeskSite, desk_site
from people import after
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright
from test_browser import violations

from curbside.model import Standing

CHROMIUM = shutil.which("chromium")
SOURCE = Path(__file__).parent.parent / "src"
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here (apt-get install chromium)")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture
def site(tmp_path: Path, database: str) -> Iterator[DeskSite]:
    with desk_site(tmp_path, database) as found:
        yield found


def opened(browser: Browser, site: DeskSite, width: int = 1280) -> Page:
    size = {"width": width, "height": 900}
    page = browser.new_context(base_url=site.served.address, viewport=size).new_page()  # type: ignore[arg-type]
    page.set_default_timeout(20_000)
    return page


def sign_in(page: Page, name: str, path: str = "/desk") -> Page:
    page.goto(path)
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)
    return page


def ask(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Your question").fill(QUESTION)
    page.get_by_role("button", name="Ask", exact=True).click()
    page.wait_for_url("**/answers/*")


def judge_all(page: Page, verdict: str) -> None:
    for choices in page.locator("fieldset.choices").all():
        choices.get_by_label(verdict, exact=True).check()


def keep_verdicts(page: Page) -> None:
    page.get_by_role("button", name="Keep my verdicts").click()
    expect(page.locator("#trouble")).to_have_count(0)


def structured(page: Page) -> dict[str, object]:
    found: dict[str, object] = json.loads(page.locator('script[type="application/ld+json"]').inner_text())
    return found


def curbside(site: DeskSite, *arguments: str) -> str:
    settings = site.settings
    environment = {
        "PATH": os.defpath,
        "PYTHONPATH": str(SOURCE),
        "CURBSIDE_LIBRARY": str(settings.library),
        "CURBSIDE_DATABASE": settings.database,
        "HOME": str(settings.library.parent),
    }
    command = [sys.executable, "-m", "curbside", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return done.stdout


def status(page: Page) -> Locator:
    return page.locator("#status")


def test_the_whole_life_of_the_founding_answer(browser: Browser, site: DeskSite) -> None:
    reader = opened(browser, site)
    ask(reader)
    first = reader.url
    expect(status(reader)).to_contain_text("Not reviewed")
    assert "reviewedBy" not in structured(reader)

    ada = opened(browser, site)
    submitted(ada, first)
    reader.reload()
    expect(status(reader)).to_contain_text("Submitted")
    gone = sent_back(sign_in(opened(browser, site), "ben"))
    changed(ada, gone)
    cleo = sign_in(opened(browser, site), "cleo")
    approved(cleo)

    ask(reader)
    assert reader.url != first
    expect(reader.get_by_text(gone, exact=True)).to_have_count(0)
    twin = told_everywhere(site, reader)
    page = reader.url
    reader.goto(f"{page}/review")
    expect(reader.locator("del").first).to_be_visible()

    document = twin["research"][0]["statements"][0]["citations"][0]["reference"]
    site.mark(twin["references"][document - 1]["id"], Standing.RETRACTED)
    recalled(site, reader, page)
    approved_anew(site, cleo)
    ask(reader)
    expect(status(reader)).to_contain_text("Approved by Cleo Marsh, MD, PhD on 2026-11-23")
    assert curbside(site, "audit", "verify").startswith("Unbroken: ")


def submitted(ada: Page, answer: str) -> None:
    """Ada, an editor, submits it; the link leads her past the door and back."""
    ada.goto(answer)
    ada.get_by_role("link", name="At the desk").click()
    ada.get_by_label("Name").fill("ada")
    ada.get_by_label("Password").fill(PASSWORD)
    ada.get_by_role("button", name="Sign in").click()
    ada.get_by_role("button", name="Submit for review").click()
    expect(ada.locator(".status .badge")).to_have_text("Submitted")
    expect(ada.get_by_text("another person reviews it")).to_be_visible()
    expect(ada.get_by_role("button", name="Take it for review")).to_have_count(0)


def sent_back(ben: Page) -> str:
    """Ben, a reviewer, takes it, finds one statement misleading, and asks for changes; gives the statement's words."""
    ben.get_by_role("link", name=QUESTION).click()
    ben.get_by_role("button", name="Take it for review").click()
    expect(ben.locator(".status .badge")).to_have_text("Under Review")
    expect(ben.get_by_role("button", name="Approve these words")).to_be_disabled()
    judge_all(ben, "supported")
    worst = ben.locator("article.pair").first
    gone = worst.locator(".said").inner_text()
    worst.get_by_label("misleading").check()
    worst.get_by_label("Why", exact=True).first.fill("A child's dose <b>here</b>")
    keep_verdicts(ben)
    expect(ben.locator(".judgement.misleading")).to_contain_text("A child's dose <b>here</b>")
    ben.get_by_role("button", name="Approve these words").click()
    expect(ben.locator("#trouble")).to_contain_text("found a statement misleading")
    ben.get_by_label("What should change").fill("Drop the first statement")
    ben.get_by_role("button", name="Ask for changes").click()
    expect(ben.locator(".status .badge")).to_have_text("Changes Requested")
    return gone


def changed(ada: Page, gone: str) -> None:
    """Ada drops the statement and submits again."""
    ada.reload()
    pair = ada.locator("article.pair").first
    pair.get_by_text("Change this statement").click()
    pair.get_by_role("button", name="Drop").click()
    expect(ada.locator(".said", has_text=gone)).to_have_count(0)
    ada.get_by_role("button", name="Submit for review").click()


def approved(cleo: Page) -> None:
    """Cleo, the third, takes it, judges every statement, and approves."""
    cleo.get_by_role("link", name=QUESTION).click()
    cleo.get_by_role("button", name="Take it for review").click()
    judge_all(cleo, "supported")
    keep_verdicts(cleo)
    cleo.get_by_role("button", name="Approve these words").click()
    expect(cleo.locator(".status .badge")).to_have_text("Approved")


def told_everywhere(site: DeskSite, reader: Page) -> Any:  # noqa: ANN401  # a twin, as JSON has it
    """Page, twin, structured data, print and command line name who approved; gives the twin."""
    expect(status(reader)).to_contain_text("Approved by Cleo Marsh, MD, PhD")
    told = structured(reader)
    assert told["lastReviewed"] == "2026-11-22"
    assert told["reviewedBy"] == [{"@type": "Person", "name": "Cleo Marsh", "honorificSuffix": "MD, PhD"}]
    twin = reader.request.get(f"{reader.url}.json").json()
    assert twin["review"]["approvals"][0]["name"] == "Cleo Marsh"
    assert "approved by Cleo Marsh" in " ".join(curbside(site, "ask", QUESTION).split())
    reader.emulate_media(media="print")
    expect(status(reader)).to_be_visible()
    reader.emulate_media(media="screen")
    return twin


def recalled(site: DeskSite, reader: Page, page: str) -> None:
    """A source was retracted: the banner changes at once, and no name stands under the words any more."""
    reader.goto(page)
    expect(status(reader)).to_contain_text("Approval recalled")
    expect(status(reader)).to_contain_text("retracted")
    expect(status(reader)).not_to_contain_text("Approved by")
    assert "reviewedBy" not in structured(reader)
    assert "approved by" not in curbside(site, "ask", QUESTION)


def approved_anew(site: DeskSite, cleo: Page) -> None:
    """Refreshing makes the answer anew; the desk shows the difference, and it is approved again."""
    assert "is now retracted" in curbside(site, "review", "refresh")
    site.clock[0] = after(days=1)
    sign_in(cleo, "cleo")
    expect(cleo.locator(".case.urgent")).to_contain_text("retracted")
    cleo.get_by_role("link", name=QUESTION).click()
    expect(cleo.locator(".version").first.locator("del").first).to_be_visible()
    judge_all(cleo, "supported")
    cleo.get_by_role("button", name="Keep my verdicts").click()
    cleo.get_by_role("button", name="Approve these words").click()
    expect(cleo.locator(".status .badge")).to_have_text("Approved")


def test_of_two_editors_at_once_the_later_is_told_and_loses_nothing(browser: Browser, site: DeskSite) -> None:
    reader = opened(browser, site)
    ask(reader)
    ada = sign_in(opened(browser, site), "ada", f"/desk/answers/{reader.url.rpartition('/')[2]}")
    ada.get_by_role("button", name="Submit for review").click()
    cleo = sign_in(opened(browser, site), "cleo")
    cleo.get_by_role("link", name=QUESTION).click()
    for page, why in ((ada, "too long"), (cleo, "not of this disease")):
        pair = page.locator("article.pair").nth(1)
        pair.get_by_text("Change this statement").click()
        pair.get_by_label("Why", exact=True).last.fill(why)
    ada.locator("article.pair").nth(1).get_by_role("button", name="Drop").click()
    expect(ada.locator("#trouble")).to_have_count(0)
    cleo.locator("article.pair").nth(1).get_by_role("button", name="Drop").click()
    told = cleo.locator("#trouble")
    expect(told).to_contain_text("has changed since you opened it")
    expect(told).to_contain_text("Ada Holm changed the words: too long")
    expect(told).to_contain_text("not of this disease")
    [case] = site.office.desk.cases()
    assert len(case.versions) == 2


def test_a_statement_is_added_with_words_cut_from_the_library(browser: Browser, site: DeskSite) -> None:
    reader = opened(browser, site)
    ask(reader)
    ada = sign_in(opened(browser, site), "ada", f"/desk/answers/{reader.url.rpartition('/')[2]}")
    ada.get_by_role("button", name="Submit for review").click()
    ada.get_by_label("Search the library").fill("immunoglobulin renal failure warning")
    ada.get_by_role("button", name="Search").click()
    found = ada.locator("#add ~ details").first
    found.locator("summary").click()
    sentence = found.locator(".sentences label").first
    words = sentence.inner_text().strip()
    sentence.locator("input").check()
    found.get_by_label("Why").fill("the label warns of it")
    found.get_by_role("button", name="Add it").click()
    refused = ada.locator("#trouble")
    if refused.count():
        expect(refused).to_contain_text("verification refused it")
    else:
        expect(ada.locator(".said", has_text=words).first).to_be_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_at_the_desk(browser: Browser, site: DeskSite, width: int) -> None:
    reader = opened(browser, site, width)
    ask(reader)
    answer = reader.url
    page = sign_in(opened(browser, site, width), "cleo", f"/desk/answers/{answer.rpartition('/')[2]}")
    found = {"submit": violations(page)}
    page.get_by_role("button", name="Submit for review").click()
    case = page.url
    paths = [case, f"{case}/record", "/desk", "/desk/me", f"{answer}/review", answer, f"{case}?find=renal"]
    for path in paths:
        page.goto(path)
        found[path] = violations(page)
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found[path] += [f"wider than the screen by {overflow}"] if overflow > 0 else []
    dan = opened(browser, site, width)
    dan.goto("/desk/sign-in")
    found["sign in"] = violations(dan)
    sign_in(dan, "dan").goto("/desk/people")
    found["people"] = violations(dan)
    assert {path: told for path, told in found.items() if told} == {}
