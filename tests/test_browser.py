"""The pages in a real browser: what a reader does with a mouse, a keyboard, a printer, or without scripts."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import Served
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

CHROMIUM = shutil.which("chromium")
QUESTION = "What are the benefits of IVIG in disseminated intravascular coagulation?"
READERS = ("clinician", "trainee", "patient")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here (apt-get install chromium)")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture
def context(browser: Browser, site: Served) -> Iterator[BrowserContext]:
    with_scripts = browser.new_context(base_url=site.address, viewport={"width": 1280, "height": 900})
    yield with_scripts
    with_scripts.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    complaints: list[str] = []
    found = context.new_page()
    found.on("pageerror", lambda error: complaints.append(str(error)))
    found.on("console", lambda told: complaints.append(told.text) if told.type == "error" else None)
    yield found
    assert complaints == []


@pytest.fixture(scope="module")
def answer(site: Served) -> str:
    return site.ask(QUESTION)


def ask(page: Page, question: str) -> None:
    page.goto("/")
    page.get_by_label("Your question").fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()
    page.wait_for_url("**/answers/*")


def test_ask_and_see_the_steps_and_the_answer(page: Page) -> None:
    told: list[str] = []
    page.expose_function("noted", lambda line: told.append(line))  # a built-in method cannot be exposed
    page.goto("/")
    page.evaluate(
        "new MutationObserver(m => m.forEach(r => r.addedNodes.forEach(n => noted(n.textContent))))"
        ".observe(document.querySelector('.steps'), {childList: true})"
    )
    page.get_by_label("Your question").fill("antithrombin in dic?")
    page.get_by_role("button", name="Ask", exact=True).click()
    page.wait_for_url("**/answers/*")
    expect(page.get_by_role("heading", level=1)).to_have_text("antithrombin in dic?")
    expect(page.get_by_role("heading", name="Bottom line")).to_be_visible()
    expect(page.locator(".understood summary")).to_contain_text("intervention antithrombin")
    assert any(t.startswith("Understood as: intervention: antithrombin") for t in told)
    assert any(re.match(r"Found: \d+ passages of \d+ guidelines and \d+ other sources", t) for t in told)


def test_an_empty_question_is_told_so_where_it_was_asked(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Your question").fill("?!")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator(".steps .trouble")).to_contain_text("the question is empty")


def test_a_citation_opens_its_words_beside_the_text_and_gives_the_place_back(page: Page, answer: str) -> None:
    page.goto(answer)
    citation = page.locator(".tier a.cite").first
    statement = page.locator(".statement > p").first.inner_text()
    citation.click()
    beside = page.get_by_role("complementary", name="The words behind a statement")
    expect(beside.locator("mark").first).to_be_visible()
    expect(beside).to_be_focused()
    for told in ("held:", "standing not known", "Passed: figures stand in the quotes"):
        expect(beside).to_contain_text(told)
    # Words that name the population are marked too, and may stand before those of the statement.
    quoted = [" ".join(mark.inner_text().split()) for mark in beside.locator("mark").all()]
    assert any(q in " ".join(statement.split()) for q in quoted)
    page.keyboard.press("Escape")
    expect(beside).to_be_hidden()
    expect(citation).to_be_focused()


def test_a_follow_up_is_answered_in_the_conversation_and_can_be_corrected(page: Page, answer: str) -> None:
    page.goto(answer)
    page.get_by_label("Your follow-up question").fill("and the dose?")
    page.locator(".follow").get_by_role("button", name="Ask", exact=True).click()
    page.wait_for_url(lambda url: not url.endswith(answer))
    expect(page.locator(".resolved")).to_contain_text("You asked “and the dose?”")
    expect(page.locator(".talk")).to_contain_text(QUESTION)
    expect(page.locator(".understood summary")).to_contain_text("asking for dose")
    page.get_by_text("Correct this").click()
    page.get_by_label("Population").fill("sepsis")
    page.get_by_role("button", name="Ask with this understanding").click()
    expect(page.locator(".understood summary")).to_contain_text("population sepsis")
    expect(page.locator(".talk")).to_contain_text(QUESTION)


def test_a_suggested_follow_up_can_be_asked(page: Page, answer: str) -> None:
    page.goto(answer)
    page.locator(".follow .chips button").first.click()
    page.wait_for_url(lambda url: not url.endswith(answer))
    expect(page.locator(".talk")).to_contain_text(QUESTION)


def test_the_understanding_is_corrected_and_the_correction_is_told(page: Page, answer: str) -> None:
    page.goto(answer)
    page.get_by_text("Correct this").click()
    page.get_by_label("Intervention").fill("antithrombin")
    page.get_by_label("Kind of question").select_option("harm")
    page.get_by_role("button", name="Ask with this understanding").click()
    page.wait_for_url(lambda url: not url.endswith(answer))
    expect(page.locator(".understood summary")).to_contain_text("intervention antithrombin asking for harm")
    expect(page.locator(".note").first).to_contain_text("corrected by the reader")


def test_the_reader_is_chosen_remembered_and_changed(page: Page, answer: str) -> None:
    page.goto(answer)
    page.get_by_role("button", name="Patient or carer").click()
    expect(page.get_by_role("heading", name="When to seek help")).to_be_visible()
    expect(page.get_by_role("heading", name="What do guidelines say?")).to_be_visible()
    expect(page.locator(".bottom-line")).to_contain_text("Reading grade of these words")
    page.goto("/")
    expect(page.get_by_role("button", name="Patient or carer")).to_have_attribute("aria-pressed", "true")
    page.goto(answer)
    page.get_by_role("button", name="Clinician").click()
    expect(page.get_by_role("heading", name="From the guidelines")).to_be_visible()


PRINTED = [QUESTION, "ivig in kawasaki disease?", "dose of antithrombin in sepsis with dic", "how is dic diagnosed?"]


def on_paper(page: Page) -> tuple[int, str]:
    """How many pages a page takes, and their words in one line."""
    with pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True)) as printed:
        text = " ".join(" ".join(p.get_textpage().get_text_range() for p in printed).split())
        return len(printed), text


@pytest.mark.parametrize("question", PRINTED)
@pytest.mark.parametrize("reader", READERS)
def test_an_answer_prints_on_two_pages(page: Page, site: Served, question: str, reader: str) -> None:
    page.goto(f"{site.ask(question)}?reader={reader}")
    assert on_paper(page)[0] <= 2


@pytest.mark.parametrize("reader", READERS)
def test_a_handout_holds_every_warning_and_where_to_find_the_rest(
    page: Page, site: Served, answer: str, reader: str
) -> None:
    page.goto(f"{answer}?reader={reader}")
    _, text = on_paper(page)
    assert "Not reviewed" in text
    assert answer in text
    assert "Correct this" not in text
    twin: dict[str, Any] = site.twin(f"{answer}?reader={reader}")
    stated = [s for tier in ("guidelines", "research") for g in twin[tier] for s in g["statements"]]
    warnings = {s["id"] for s in stated if s["facet"] == "contraindication" or "warning" in s["grade"]["stated"]}
    assert warnings
    assert warnings <= set(twin["handout"])
    told = [s for tier in ("guidelines", "research") for g in twin["told"][tier] for s in g["statements"]]
    for statement in told:
        assert (" ".join(statement["body"].split())[:25] in text) or statement["id"] not in twin["handout"]


def test_everything_is_reached_with_the_keyboard_alone(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to the page")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Your question")).to_be_focused()
    page.keyboard.type("ivig in dic?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/answers/*")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('a.cite')"):
            break
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
    page.keyboard.press("Enter")
    expect(page.locator("#beside mark").first).to_be_visible()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.matches('a.cite')")


def test_all_of_it_works_without_scripts(browser: Browser, site: Served) -> None:
    context = browser.new_context(base_url=site.address, java_script_enabled=False)
    page = context.new_page()
    ask(page, "ivig in dic?")
    answer = page.url
    page.locator(".tier a.cite").first.click()
    expect(page.locator("mark").first).to_be_visible()
    page.get_by_role("link", name="Back to the answer").click()
    page.get_by_label("Your follow-up question").fill("and in sepsis?")
    page.locator(".follow").get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator(".talk")).to_contain_text("ivig in dic?")
    page.get_by_role("button", name="Trainee").click()
    expect(page.locator(".terms").first).to_be_visible()
    page.goto(answer)
    page.get_by_text("Correct this").click()
    page.get_by_label("Population").fill("sepsis")
    page.get_by_role("button", name="Ask with this understanding").click()
    expect(page.locator(".understood summary")).to_contain_text("population sepsis")
    context.close()


def violations(page: Page) -> list[str]:
    """What axe-core finds, with where."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found.response["violations"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_on_any_page(browser: Browser, site: Served, answer: str, scheme: str, width: int) -> None:
    paths = ["/", "/answers", "/answers?q=nothing+such", "/sources", "/sources?q=sepsis", "/policy", "/disclaimer"]
    paths += ["/about", "/privacy", "/docs", "/health", "/nope", f"{answer}/history"]
    paths += [f"{answer}?reader={reader}" for reader in READERS]
    paths += ["/scores", "/scores?q=dic", "/scores/ivig_dose?actual_weight=80&height=175&sex=male"]
    paths += ["/scores/isth_overt_dic_2001?platelets=45&fibrinogen=0.8", "/scores/meld_3_0?creatinine=90"]
    size = {"width": width, "height": 900}
    context = browser.new_context(base_url=site.address, color_scheme=scheme, viewport=size)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(answer)
    words, source = (page.locator(s).first.get_attribute("href") for s in (".tier a.cite", ".references li a"))
    page.locator(".tier a.cite").first.click()
    page.locator("#beside mark").first.wait_for()
    found = {"words beside": violations(page)}
    for path in [*paths, words, source]:
        page.goto(str(path))
        found[str(path)] = violations(page)
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found[str(path)] += [f"wider than the screen by {overflow}"] if overflow > 0 else []
    context.close()
    assert {path: told for path, told in found.items() if told} == {}
