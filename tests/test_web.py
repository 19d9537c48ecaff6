"""The pages over HTTP, as a browser without scripts, a program and an attacker would ask for them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from conftest import GIVEN, Served, serving, settings_in
from lxml import etree

from curbside.web.app import application

QUESTION = "What are the benefits of IVIG in disseminated intravascular coagulation?"
PLAIN_PAGES = (
    "/",
    "/answers",
    "/sources",
    "/scores",
    "/scores/sofa_1996",
    "/policy",
    "/disclaimer",
    "/about",
    "/privacy",
    "/health",
    "/docs",
)


def words(text: str) -> str:
    """The words of a page as they are read, in one line."""
    found = re.sub(r"<(script|style|head)\b.*?</\1>|<[^>]+>", " ", text, flags=re.DOTALL)
    for escaped, plain in (
        ("&#34;", '"'),
        ("&#39;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ):
        found = found.replace(escaped, plain)
    return " ".join(found.split())


@pytest.fixture(scope="module")
def answer(site: Served) -> str:
    return site.ask(QUESTION)


# Every page


@pytest.mark.parametrize("path", PLAIN_PAGES)
def test_every_page_has_a_twin_under_the_same_title(site: Served, path: str) -> None:
    twin: dict[str, Any] = site.client.get("/index.json" if path == "/" else f"{path}.json").json()
    assert str(twin["title"]) in words(site.page(path)) or str(twin["title"]) in site.page(path)


@pytest.mark.parametrize("path", [*PLAIN_PAGES, "/nope", "/static/page.js", "/openapi.json"])
def test_nothing_inline_and_nothing_from_elsewhere_may_run(site: Served, path: str) -> None:
    sent = site.client.get(path)
    policy = sent.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert sent.headers["x-content-type-options"] == "nosniff"
    if "html" in sent.headers["content-type"]:
        assert not re.search(r"<script(?![^>]*(?: src=\"/static/|application/ld\+json))", sent.text)
        assert not re.search(r"\son\w+=|\sstyle=|<style|(?:src|href)=\"https?://[^\"]+\.(?:js|css)", sent.text)


def test_an_answer_has_a_link_that_stays(site: Served, answer: str) -> None:
    assert site.ask(QUESTION) == answer
    assert site.twin(answer)["given"] == GIVEN


def test_the_page_and_its_twin_tell_the_same_story(site: Served, answer: str) -> None:
    page, twin = words(site.page(answer)), json.loads(json.dumps(site.twin(answer)))
    told = twin["told"]
    statements = [s["text"] for t in ("guidelines", "research") for g in told[t] for s in g["statements"]]
    assert len(statements) > 20
    for text in (twin["question"], told["bottom_line"], *statements, *(g["text"] for g in told["gaps"])):
        assert " ".join(text.split()) in page
    assert statements == [s["text"] for t in ("guidelines", "research") for g in twin[t] for s in g["statements"]]


def test_an_unknown_link_gets_a_page_that_helps(site: Served) -> None:
    for path in ("/answers/0000000000000000", "/sources/card:nope", "/nope"):
        sent = site.client.get(path)
        assert sent.status_code == 404
        assert "Search the answers given" in sent.text


@pytest.mark.parametrize("path", ["/answers?page=second", "/answers.json?page=second"])
def test_an_address_that_cannot_be_read_says_which_part(site: Served, path: str) -> None:
    sent = site.client.get(path)
    assert sent.status_code == 422
    assert "This cannot be read: page" in sent.text


# Asking


def test_a_program_gets_the_answer_itself(site: Served) -> None:
    sent = site.client.post("/ask", data={"question": QUESTION}, headers={"Accept": "application/json"})
    assert sent.status_code == 201
    assert sent.json()["question"] == QUESTION


def test_the_steps_are_told_as_they_happen(site: Served) -> None:
    sent = site.client.post("/ask", data={"question": "ivig in dic?"}, headers={"Accept": "text/event-stream"})
    names = re.findall(r"^event: (\w+)$", sent.text, re.MULTILINE)
    assert names == ["step"] * (len(names) - 1) + ["done"]
    assert "Intravenous" in sent.text or "ivig" in sent.text.lower()
    path = json.loads(sent.text.split("event: done\ndata: ")[1])["path"]
    assert "ivig in dic?" in site.page(path)


@pytest.mark.parametrize("question", ["", "   ", "?!", "\x00"])
def test_an_empty_question_is_asked_for_again(site: Served, question: str) -> None:
    sent = site.client.post("/ask", data={"question": question})
    assert sent.status_code == 422
    assert "the question is empty" in sent.text
    told = site.client.post("/ask", data={"question": question}, headers={"Accept": "text/event-stream"}).text
    assert "event: trouble" in told


def test_a_question_of_twenty_thousand_characters_is_answered_and_its_end_named_as_unread(site: Served) -> None:
    path = site.ask("ivig in dic? " + "please " * 2_855)
    assert "Only the first 2000 characters" in words(site.page(path))
    assert len(site.page(path)) < 100_000


def test_a_form_too_large_or_without_a_length_is_refused(site: Served) -> None:
    assert site.client.post("/ask", data={"question": "x" * 1_100_000}).status_code == 413
    assert site.client.post("/ask", content=iter([b"question=ivig"])).status_code == 411


def test_a_correction_is_understood_and_told(site: Served) -> None:
    path = site.ask("ivig in dic?", corrected="true", intervention="antithrombin", population="sepsis", purpose="harm")
    twin: dict[str, Any] = site.twin(path)
    understood = twin["understood"]
    assert (understood["intervention"]["text"], understood["population"]["text"]) == ("antithrombin", "sepsis")
    assert understood["kind"] == "harm"
    assert any("corrected by the reader" in n for n in understood["notes"])


def test_the_people_beside_a_condition_are_shown_as_understood(site: Served) -> None:
    page = words(site.page(site.ask("antithrombin in DIC in children")))
    assert "population DIC population children intervention antithrombin asking for" in " ".join(page.split())


def test_a_follow_up_keeps_what_its_reader_corrected_before(site: Served) -> None:
    first = site.ask("ivig in dic?", corrected="true", intervention="antithrombin", population="sepsis")
    twin: dict[str, Any] = site.twin(site.ask("and the dose?", after=first.rpartition("/")[2]))
    assert twin["understood"]["intervention"]["text"] == "antithrombin"
    assert twin["understood"]["kind"] == "dose"
    assert [e["path"] for e in twin["conversation"]] == [first]


def test_what_identifies_a_patient_is_neither_kept_nor_shown(site: Served) -> None:
    path = site.ask("ivig in dic for John Smith, DOB 01/02/1960, MRN 12345678?")
    for told in (site.page(path), json.dumps(site.twin(path)), site.page("/answers"), site.page("/feeds/new.atom")):
        assert "12345678" not in told
        assert "01/02/1960" not in told


# Readers


def test_the_reader_is_remembered_and_the_way_back_stays_on_the_site(site: Served, answer: str) -> None:
    sent = site.client.post("/reader", data={"reader": "patient", "back": f"{answer}?reader=trainee&x=1"})
    assert (sent.status_code, sent.headers["location"]) == (303, f"{answer}?x=1")
    assert "HttpOnly" in sent.headers["set-cookie"]
    site.client.cookies.clear()
    for away in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
        assert site.client.post("/reader", data={"reader": "patient", "back": away}).headers["location"] == "/"
    site.client.cookies.clear()


@pytest.mark.parametrize("reader", ["clinician", "trainee", "patient"])
def test_every_reader_gets_the_same_statements_from_page_and_twin(site: Served, answer: str, reader: str) -> None:
    twin: dict[str, Any] = site.twin(f"{answer}?reader={reader}")
    page = site.page(answer, Cookie=f"reader={reader}")
    told = [s for tier in ("guidelines", "research") for g in twin["told"][tier] for s in g["statements"]]
    assert [s["id"] for s in told] == [
        s["id"] for tier in ("guidelines", "research") for g in twin[tier] for s in g["statements"]
    ]
    for statement in told:
        assert f'id="s-{statement["id"]}"' in page
        assert " ".join(statement["body"].split()) in words(page)
    assert len(page) < 100_000


# What others wrote is shown as text


MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'></textarea>{{7*7}}"


def test_markup_in_a_question_is_shown_as_text(site: Served) -> None:
    path = site.ask("ivig in dic 5<6 & 7>2 {{7*7}} \" ' onmouseover=alert(1)?")
    page = site.page(path)
    assert "{{7*7}}" in page
    assert "49" not in str(site.twin(path)["title"])
    for asked in (f"/?q={MARKUP}", f"/answers?q={MARKUP}", f"/sources?q={MARKUP}", f"/answers?topic={MARKUP}"):
        told = site.page(asked)
        assert "<script>alert" not in told
        assert "<img src=x" not in told


def test_the_source_of_a_statement_says_it_word_for_word(site: Served, answer: str) -> None:
    twin: dict[str, Any] = site.twin(answer)
    statements = [s for section in twin["told"]["guidelines"] for s in section["statements"]]
    for statement in statements:
        found: dict[str, Any] = site.twin(statement["words"])
        places = [(passage, place) for passage in found["passages"] for place in passage["places"]]
        for passage, place in places:
            text = "".join(p["text"] for p in passage["pieces"])
            assert text[place["start"] : place["end"]] == place["quote"]
        assert places
        assert all(check["passed"] for check in found["checks"])
        assert "<mark>" in site.page(statement["words"])


# The library, the policy, the feeds


def test_a_source_has_a_page_with_what_it_says_and_what_cites_it(site: Served, answer: str) -> None:
    reference: dict[str, Any] = site.twin(answer)["references"][0]  # type: ignore[index]
    page = site.page(reference["path"])
    assert answer in page
    twin: dict[str, Any] = site.twin(reference["path"])
    for passage in twin["passages"]:
        assert " ".join(passage["text"].split()) in words(page)


def test_the_library_is_listed_page_by_page_and_searched(site: Served) -> None:
    twin: dict[str, Any] = site.twin("/sources")
    assert f"after={twin['next'].replace(':', '%3A')}" in site.page("/sources")
    ids = [d["id"] for d in twin["documents"]]
    following: dict[str, Any] = site.twin(f"/sources?after={twin['next']}")
    assert ids == sorted(ids)
    assert following["documents"][0]["id"] > ids[-1]
    hits: dict[str, Any] = site.twin("/sources?q=antithrombin&kind=trial")
    assert {h["reference"]["kind"] for h in hits["hits"]} <= {"trial"}
    assert site.twin("/sources?q=%3F")["hits"] == []


def test_answers_are_listed_searched_and_sorted_by_topic(site: Served, answer: str) -> None:
    twin: dict[str, Any] = site.twin("/answers?q=immunoglobulin+benefits")
    listed = [e["path"] for e in twin["answers"]]
    assert answer in listed or site.twin("/answers?q=IVIG+benefits")["answers"]
    topics: dict[str, Any] = site.twin("/answers")
    assert topics["topics"]
    assert site.twin("/answers?q=no+such+words+anywhere")["number"] == 0


def test_feeds_are_atom_with_absolute_links(site: Served, answer: str) -> None:
    root = etree.fromstring(site.client.get("/feeds/new.atom").content)
    space = {"a": "http://www.w3.org/2005/Atom"}
    assert root.tag == "{http://www.w3.org/2005/Atom}feed"
    links = root.xpath("//a:entry/a:link/@href", namespaces=space)
    assert f"{site.address}{answer}" in links
    assert len(root.xpath("//a:entry/a:updated", namespaces=space)) == len(links)


def test_the_policy_says_what_the_settings_say(tmp_path: Path) -> None:
    chosen = settings_in(tmp_path, publisher="St Example's Hospital", funding="by its patients", jurisdiction="GB")
    with serving(application(chosen, lambda: GIVEN)) as site:
        page = words(site.page("/policy"))
        assert "St Example's Hospital" in page
        assert "by its patients" in page
        assert "Guidelines of GB come first" in page
    with serving(application(settings_in(tmp_path), lambda: GIVEN)) as site:
        page = words(site.page("/policy"))
        assert "has not said who they are" in page
        assert "No country" in page


def test_structured_description_claims_no_review(site: Served, answer: str) -> None:
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', site.page(answer), re.DOTALL)
    assert block is not None
    told = json.loads(block[1])
    assert told["@type"] == "MedicalWebPage"
    assert told["dateModified"] == GIVEN
    assert len(told["citation"]) == len(site.twin(answer)["references"])  # type: ignore[arg-type]
    assert "reviewedBy" not in told
    assert "lastReviewed" not in told


def test_the_description_for_programs_names_every_page(site: Served) -> None:
    described = site.client.get("/openapi.json").json()["paths"]
    assert "/answers/{id}.json" in described
    for path in described:
        assert path in site.page("/docs")


# The forest plot


def test_a_plot_shows_only_figures_that_stand_in_the_cited_words(site: Served, answer: str) -> None:
    twin: dict[str, Any] = site.twin(answer)
    rows = [r for p in twin["plots"] for r in p["rows"]]
    quoted = {s["id"]: " ".join(c["quote"] for c in s["citations"]) for g in twin["research"] for s in g["statements"]}
    assert len(rows) >= 2
    page = site.page(answer)
    for row in rows:
        for figure in (row["value"], row["low"], row["high"]):
            assert figure in quoted[row["statement"]]
        assert row["words"] in words(page)


# The handout


@pytest.mark.parametrize("reader", ["clinician", "trainee", "patient"])
def test_a_handout_holds_every_warning(site: Served, answer: str, reader: str) -> None:
    twin: dict[str, Any] = site.twin(f"{answer}?reader={reader}")
    stated = [s for tier in ("guidelines", "research") for g in twin[tier] for s in g["statements"]]
    warnings = {s["id"] for s in stated if s["facet"] == "contraindication" or "warning" in s["grade"]["stated"]}
    assert len(warnings) > 1
    assert warnings <= set(twin["handout"]) < {s["id"] for s in stated}
