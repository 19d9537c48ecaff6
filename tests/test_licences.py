"""Licences obeyed wherever words of a document are shown: on its page, in search, beside an answer, at the desk."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import GIVEN, Served, serving, settings_in
from desk_site import desk_site
from people import ADA
from test_web import words
from world import curbside

from curbside.library import open_library
from curbside.model import Add, Depth, Document, Identifiers, Kind, Passage
from curbside.web.app import application

OPEN, CLOSED, UNKNOWN = "https://creativecommons.org/licenses/by/4.0/", "Copyright Gout Society.", None
SECRET = "The chapter on copper bracelets goes on for many more pages, which only its publisher may show."
TEXT = (
    "We recommend copper for adults with iron gout (strong recommendation, moderate certainty evidence). "
    + "Bracelets of copper are worn on the left in most of the hospitals that took part in the first of the surveys. "
    + SECRET
)
QUESTION = "Is copper effective in iron gout?"


def guideline(licence: str | None, depth: Depth = Depth.FULL_TEXT) -> Add:
    document = Document(
        id="g:gout",
        kind=Kind.GUIDELINE,
        title="Management of iron gout",
        issuer="Gout Society",
        published="2024",
        identifiers=Identifiers(doi="10.1000/gout"),
        licence=licence,
        depth=depth,
    )
    return Add(document=document, passages=(Passage(document=document, section="Treatment", text=TEXT),))


@pytest.fixture(params=[OPEN, CLOSED, UNKNOWN], ids=["open", "closed", "not known"])
def held(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, str | None]:
    with open_library(tmp_path / "library", create=True) as shelf:
        shelf.apply([guideline(request.param)], name="gout", digest="gout")
    return tmp_path, request.param


@pytest.fixture
def own(held: tuple[Path, str | None]) -> Iterator[tuple[Served, str | None]]:
    with serving(application(settings_in(held[0]), lambda: GIVEN)) as served:
        yield served, held[1]


def says_why(told: str, licence: str | None) -> bool:
    return {
        OPEN: "short quotations" not in told,
        CLOSED: "does not let the full text be shown (Copyright Gout Society): short quotations only" in told,
        UNKNOWN: "No licence is known under which the full text may be shown: short quotations only" in told,
    }[licence]


def test_the_page_of_a_source_and_its_twin_show_what_its_licence_lets_be_shown(own: tuple[Served, str | None]) -> None:
    site, licence = own
    page = words(site.page("/sources/g:gout"))
    twin: dict[str, Any] = site.twin("/sources/g:gout")
    for told in (page, json.dumps(twin)):
        assert (SECRET in told) is (licence is OPEN)
        assert says_why(told, licence)
        assert "We recommend copper for adults with iron gout" in told
    [passage] = twin["passages"]
    assert licence is OPEN or passage["text"].endswith(" [...]")
    assert ("Read it at the publisher" in page) is (licence is not OPEN)


def test_a_search_in_the_sources_shows_no_more(own: tuple[Served, str | None]) -> None:
    site, licence = own
    for path in ("/sources?q=copper+bracelets", "/sources.json?q=copper+bracelets"):
        told = site.client.get(path).text
        assert "We recommend copper" in told
        assert "only its publisher may show" not in told or licence is OPEN
    assert ("only its publisher may show" in json.dumps(site.twin("/sources?q=copper+bracelets"))) is (licence is OPEN)


def test_beside_an_answer_stand_the_words_it_rests_on_and_no_more(own: tuple[Served, str | None]) -> None:
    site, licence = own
    answer: Any = site.twin(site.ask(QUESTION))
    [said] = [s for g in answer["told"]["guidelines"] for s in g["statements"] if "recommend copper" in s["text"]]
    page = words(site.page(said["words"]))
    twin: dict[str, Any] = site.twin(said["words"])
    for told in (page, json.dumps(twin)):
        assert (SECRET in told) is (licence is OPEN)
        assert says_why(told, licence)
    [passage] = twin["passages"]
    joined = "".join(p["text"] for p in passage["pieces"])
    assert joined == (TEXT if licence is OPEN else f"{passage['places'][0]['quote']} [...] ")
    assert TEXT[passage["places"][0]["start"] : passage["places"][0]["end"]] == passage["places"][0]["quote"]


def test_the_command_line_shows_no_more(held: tuple[Path, str | None]) -> None:
    place, licence = held
    for arguments in (
        ("library", "show", "g:gout"),
        ("library", "show", "g:gout", "--json"),
        ("search", "copper", "--json"),
    ):
        done = curbside(place, None, *arguments)
        assert done.returncode == 0, done.stderr
        assert "We recommend copper" in done.stdout
        assert (SECRET in done.stdout) is (licence is OPEN), arguments
        if "--json" in arguments:
            found = json.loads(done.stdout)
            assert (found if "whole" in found else found["hits"][0])["whole"] is (licence is OPEN)
        else:
            assert says_why(done.stdout, licence)


def test_an_abstract_is_shown_as_it_is(tmp_path: Path) -> None:
    with open_library(tmp_path / "library", create=True) as shelf:
        shelf.apply([guideline(CLOSED, depth=Depth.ABSTRACT)], name="gout", digest="gout")
    with serving(application(settings_in(tmp_path), lambda: GIVEN)) as site:
        assert SECRET in words(site.page("/sources/g:gout"))


def test_an_editor_is_offered_the_sentences_that_were_searched_for_and_no_more(tmp_path: Path) -> None:
    long = guideline(CLOSED)
    passage = Passage(document=long.document, section="All", text=" ".join(f"Rule {n} is told here." for n in range(9)))
    with desk_site(tmp_path, f"sqlite:///{tmp_path}/kept.sqlite") as site:
        with open_library(tmp_path / "library") as shelf:
            shelf.apply([Add(document=long.document, passages=(passage,))], name="gout", digest="gout")
        answer = site.served.ask("What are the risks of IVIG?").rpartition("/")[2]
        editor = site.someone(ADA)
        sent = editor.post("/desk/submit", answer=answer)
        case = sent.headers["location"].split("?")[0]
        told = editor.client.get(f"{case}.json", params={"find": "rule 7 told here"}).json()
        [offered] = [p for p in told["found"] if p["title"] == "Management of iron gout"]
        assert offered["sentences"] == ["Rule 0 is told here.", "Rule 1 is told here.", "Rule 7 is told here."]
        assert "short quotations only" in offered["limits"]
