"""The pages over HTTP, as a browser without scripts, a program and an attacker would ask for them."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from conftest import GIVEN, Served

QUESTION = "What are the benefits of IVIG in disseminated intravascular coagulation?"
PLAIN_PAGES = ("/", "/answers", "/sources", "/policy", "/disclaimer", "/about", "/privacy", "/health", "/docs")


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
