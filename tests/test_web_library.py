"""The pages while the library changes, is attacked through its files, or has too many readers."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any

import httpx2
import pytest
from conftest import GIVEN, Served, serving, settings_in
from sqlalchemy import text
from test_laws import SILENT, held

from curbside.database import open_engine, writing
from curbside.house import House, engine_of, open_house, starter_library
from curbside.library import open_library
from curbside.model import Add, Depth, Document, Kind, LibraryError, Mark, Passage, Reader, Standing
from curbside.office import Reception, open_office
from curbside.web.app import application, pages
from curbside.web.latest import Latest
from curbside.web.site import Site
from curbside.web.tellings import MOST, Tellings

EVIL = "<script>alert('x')</script><img src=x onerror=alert(1)> {{7*7}} ]]> & </title>"
TRIAL = held(
    "pmid:1",
    Kind.TRIAL,
    "Velumab for marrow rust: a randomised trial",
    "Velumab reduced mortality in patients with marrow rust (hazard ratio 0.70, 95% CI 0.55 to 0.90).",
)
OTHER = held(
    "pmid:2",
    Kind.TRIAL,
    "Velumab in marrow rust: a second randomised trial",
    "Velumab did not change mortality in patients with marrow rust (hazard ratio 0.98, 95% CI 0.80 to 1.20).",
)


def gather(place: Path, *changes: Add | Mark, name: str = "first") -> None:
    with open_library(place, create=True) as shelf:
        shelf.apply(changes, name=name, digest=name)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    gather(tmp_path / "library", SILENT, TRIAL, OTHER)
    return tmp_path


@pytest.fixture
def own(place: Path) -> Iterator[Served]:
    with serving(application(settings_in(place), lambda: GIVEN)) as served:
        yield served


def statements(twin: dict[str, Any]) -> list[str]:
    return [s["text"] for tier in ("guidelines", "research") for g in twin[tier] for s in g["statements"]]


# Standing is asked again


def test_what_rests_on_a_source_retracted_since_is_withheld_from_page_and_twin(own: Served, place: Path) -> None:
    path = own.ask("velumab in marrow rust mortality?")
    before: dict[str, Any] = own.twin(path)
    assert any("0.70" in s for s in statements(before))
    words = next(s["words"] for g in before["told"]["research"] for s in g["statements"] if "0.70" in s["text"])
    gather(place / "library", Mark(document="pmid:1", standing=Standing.RETRACTED, by="notice"), name="retraction")
    after: dict[str, Any] = own.twin(path)
    page = own.page(path)
    assert after["since"]["withheld"] == 1
    assert "withheld" in page
    for told in (page, json.dumps(after)):
        assert "reduced mortality" not in told
        assert "[Retracted]" in told
    assert "0.70" not in json.dumps(after["bottom_line"])
    assert any("0.98" in s for s in statements(after))
    assert own.client.get(words).status_code == 404
    assert own.page(after["references"][0]["path"])


def test_no_list_tells_a_bottom_line_that_rested_on_what_was_retracted_since(own: Served, place: Path) -> None:
    path = own.ask("velumab in marrow rust mortality?")
    later = own.ask("and the dose?", after=path.rpartition("/")[2])
    before: dict[str, Any] = own.twin(path)
    said = before["bottom_line"]["text"]
    lists = ["/", "/answers", "/feeds/new.atom", f"{path}/history", later, "/sources/pmid:2"]
    assert all(escape(said[:100]) in own.page(listed) for listed in lists)
    gather(place / "library", Mark(document="pmid:1", standing=Standing.RETRACTED, by="notice"), name="retraction")
    assert own.twin(path)["bottom_line"]["text"] != said  # type: ignore[index]
    for listed in (*lists, path):
        assert escape(said[:100]) not in own.page(listed), listed
        assert "reduced mortality" not in own.page(listed), listed


def test_a_refused_statement_is_in_neither_page_nor_twin(place: Path) -> None:
    gather(place / "library", Mark(document="pmid:1", standing=Standing.RETRACTED, by="notice"), name="retraction")
    with serving(application(settings_in(place), lambda: GIVEN)) as own:
        path = own.ask("velumab in marrow rust mortality?")
        for told in (
            own.page(path),
            json.dumps(own.twin(path)),
            *(own.page(f"{path}?reader={r}") for r in ("trainee", "patient")),
        ):
            assert "0.70" not in told


def test_another_standing_is_told_beside_the_answer(own: Served, place: Path) -> None:
    path = own.ask("velumab in marrow rust mortality?")
    gather(place / "library", Mark(document="pmid:1", standing=Standing.CONCERN, by="notice"), name="concern")
    twin: dict[str, Any] = own.twin(path)
    assert [c["standing"] for c in twin["since"]["standings"]] == ["expression of concern"]
    assert "expression of concern" in own.page(path)


# A library that changes while it is read


def test_a_newer_library_is_seen_and_the_new_answer_stands_beside_the_old(own: Served, place: Path) -> None:
    first = own.ask("velumab in marrow rust mortality?")
    third = replace(OTHER.document, id="pmid:3", title="Velumab in marrow rust: a third randomised trial")
    text = "Velumab increased bleeding in patients with marrow rust (odds ratio 2.10, 95% CI 1.20 to 3.60)."
    gather(
        place / "library", Add(document=third, passages=(Passage(document=third, section="A", text=text),)), name="more"
    )
    assert own.twin(first)["since"]["library_changed"] is True  # type: ignore[index]
    second = own.ask("velumab in marrow rust mortality?")
    assert second != first
    assert own.twin(first)["since"]["newer"]["path"] == second  # type: ignore[index]
    history: dict[str, Any] = own.twin(f"{second}/history")
    assert [v["path"] for v in history["versions"]] == [second, first]
    assert history["versions"][0]["changes"]["new_sources"] or history["versions"][0]["changes"]["added"] == []
    assert second in own.page("/feeds/changed.atom")
    assert first not in own.page("/feeds/changed.atom")


def test_pages_are_read_while_the_library_is_rebuilt(own: Served, place: Path) -> None:
    path = own.ask("velumab in marrow rust mortality?")
    done = threading.Event()

    def rebuild() -> None:
        try:
            for n in range(4):
                document = replace(OTHER.document, id=f"pmid:{100 + n}")
                text = f"Velumab was given to {n} patients with marrow rust."
                added = Add(document=document, passages=(Passage(document=document, section="A", text=text),))
                with open_library(place / "library") as shelf:
                    shelf.apply([added], name=f"file {n}", digest="1")
                    shelf.reindex()
        finally:
            done.set()

    writer = threading.Thread(target=rebuild)
    writer.start()
    seen: Counter[int] = Counter()
    with httpx2.Client(base_url=own.address, timeout=60) as client:
        while not done.is_set() or sum(seen.values()) < 20:
            seen[client.get(path).status_code] += 1
            seen[client.get("/sources?q=velumab").status_code] += 1
            seen[client.post("/ask", data={"question": "velumab in marrow rust?"}).status_code] += 1
    writer.join()
    assert set(seen) == {200, 303}
    with open_library(place / "library") as shelf:
        assert own.twin("/health")["edition"] == shelf.edition


def test_the_starter_library_gives_way_to_ones_own(tmp_path: Path) -> None:
    with serving(application(settings_in(tmp_path), lambda: GIVEN)) as served:
        assert served.twin("/about")["starter"] is True
        gather(tmp_path / "library", SILENT, TRIAL)
        assert served.twin("/about")["starter"] is False


def test_a_library_that_cannot_be_opened_anew_leaves_the_one_before_in_use(place: Path) -> None:
    failing = False

    def reopen() -> House:
        if failing:
            raise LibraryError("it is half rebuilt")
        return house_in(place)

    latest = Latest(reopen, lambda house: failing)
    failing = True
    with latest.using() as house:
        assert house.library.size[0] == 3
    assert latest.trouble == "it is half rebuilt"
    failing = False
    with latest.using():
        assert latest.trouble == ""


def site_of(place: Path, latest: Latest) -> Site:
    """A site of its own, over a house that changes as the test wants it."""
    settings = settings_in(place)
    office = open_office(settings)
    reception = Reception(office.desk.engine)
    return Site(latest=latest, office=office, reception=reception, settings=settings, now=lambda: GIVEN)


def house_in(place: Path) -> House:
    return open_house(settings_in(place))


def test_a_library_that_cannot_be_opened_anew_is_told_on_the_pages_that_ask_for_it(place: Path) -> None:
    failing: list[str] = []

    def reopen() -> House:
        if failing:
            raise LibraryError(failing[0])
        return house_in(place)

    site = site_of(place, Latest(reopen, lambda house: bool(failing)))
    with serving(pages(site)) as own:
        path = own.ask("velumab in marrow rust mortality?")
        assert own.twin("/health")["trouble"] == ""
        failing.append("it is half rebuilt")
        health = own.client.get("/health.json")
        assert health.status_code == 503
        assert "it is half rebuilt" in health.json()["error"]
        assert "it is half rebuilt" in own.page("/policy")
        assert own.page(path)
    site.archive.close()


def test_the_oldest_tellings_are_forgotten_and_told_again() -> None:
    tellings = Tellings()
    answer = engine_of(starter_library()).ask("ivig in dic?").answer
    first = tellings.of(answer, Reader.CLINICIAN)
    assert tellings.of(answer, Reader.CLINICIAN) is first
    for n in range(MOST):
        tellings.of(replace(answer, edition=f"{n:016x}"), Reader.CLINICIAN)
    again = tellings.of(answer, Reader.CLINICIAN)
    assert again is not first
    assert again == first


# What sources hold is shown as text


def test_markup_in_titles_passages_and_authors_is_shown_as_text(tmp_path: Path) -> None:
    document = Document(
        id="pmid:9/<b>",
        kind=Kind.GUIDELINE,
        title=f"Marrow rust {EVIL}",
        authors=(f"Evil {EVIL}",),
        issuer=EVIL,
        journal=EVIL,
        published="2024",
        depth=Depth.FULL_TEXT,
        link="javascript:alert(1)",
    )
    text = (
        f"Velumab is recommended in patients with marrow rust {EVIL} early.\nWe recommend velumab\u202e in marrow rust."
    )
    gather(
        tmp_path / "library", Add(document=document, passages=(Passage(document=document, section=EVIL, text=text),))
    )
    with serving(application(settings_in(tmp_path), lambda: GIVEN)) as own:
        path = own.ask("velumab in marrow rust?")
        twin: dict[str, Any] = own.twin(path)
        shown = [path, "/sources", "/sources?q=velumab", twin["references"][0]["path"], "/answers", "/feeds/new.atom"]
        shown += [s["words"] for g in twin["told"]["guidelines"] for s in g["statements"]]
        shown += [f"{path}?reader={r}" for r in ("trainee", "patient")]
        for one in shown:
            page = own.page(one)
            assert "<script>alert" not in page
            assert "<img src=x" not in page
            assert "</title> " not in page
            assert 'href="javascript:' not in page
            assert "\u202e" not in page


# Many readers


def test_two_thousand_at_once_are_answered_or_told_to_wait(site: Served) -> None:
    path = site.ask("ivig in dic?")

    async def crowd() -> list[httpx2.Response]:
        limits = httpx2.Limits(max_connections=2000, max_keepalive_connections=0)
        async with httpx2.AsyncClient(base_url=site.address, timeout=300, limits=limits) as client:
            return await asyncio.gather(*(client.get(path) for _ in range(2000)))

    found = asyncio.run(crowd())
    codes = Counter(r.status_code for r in found)
    assert set(codes) <= {200, 503}
    assert codes[200] >= 500
    for sent in (r for r in found if r.status_code == 503):
        assert int(sent.headers["retry-after"]) > 0
        assert "Traceback" not in sent.text
    assert site.page(path)


def test_whoever_comes_beyond_the_limit_is_told_when_to_come_again(place: Path) -> None:
    made = application(settings_in(place), lambda: GIVEN, most=(1, 0))
    with serving(made) as own:
        page = own.client.post("/ask", data={"question": "velumab?"})
        assert (page.status_code, page.headers["retry-after"]) == (503, "5")
        assert "Many people are here" in page.text
        assert "default-src 'none'" in page.headers["content-security-policy"]
        assert own.client.post("/ask.json", data={"question": "velumab?"}).json()["status"] == 503
        assert own.page("/about")


def test_a_page_that_fails_shows_no_trace_and_the_next_one_is_made(place: Path) -> None:
    def broken() -> None:
        raise RuntimeError("secret place: /etc/passwd")

    site = site_of(place, Latest(lambda: house_in(place), lambda house: False))
    made = pages(site)
    made.add_api_route("/broken", broken)
    made.add_api_route("/broken.json", broken)
    with serving(made) as own:
        for path in ("/broken", "/broken.json"):
            sent = own.client.get(path)
            assert sent.status_code == 500
            assert "secret" not in sent.text
            assert "Traceback" not in sent.text
        assert own.page("/about")
    site.archive.close()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_an_answer_that_cannot_be_kept_is_told_so_and_shows_no_trace(place: Path) -> None:
    settings = settings_in(place)
    with serving(application(settings, lambda: GIVEN)) as own:
        engine = open_engine(settings.database)
        with writing(engine) as connection:
            connection.execute(text("ALTER TABLE answers RENAME TO gone"))
        engine.dispose()
        streamed = own.client.post("/ask", data={"question": "velumab?"}, headers={"Accept": "text/event-stream"})
        assert "event: trouble" in streamed.text
        assert "nothing was kept" in streamed.text
        plain = own.client.post("/ask", data={"question": "velumab?"})
        assert plain.status_code == 500
        assert "answers" not in plain.text.split("<main")[1].split("</h1>")[0]
        assert "Traceback" not in plain.text + streamed.text


# The command


def test_serve_serves_until_it_is_stopped(tmp_path: Path) -> None:
    place = {
        **os.environ,
        "CURBSIDE_DATABASE": f"sqlite:///{tmp_path}/deep/kept.sqlite",
        "XDG_DATA_HOME": str(tmp_path),
    }
    command = [sys.executable, "-m", "curbside", "serve", "--port", "18923"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, env=place, cwd=tmp_path, text=True) as server:
        assert server.stderr is not None
        assert "http://127.0.0.1:18923" in server.stderr.readline()
        with httpx2.Client(base_url="http://127.0.0.1:18923", transport=httpx2.HTTPTransport(retries=50)) as client:
            assert client.post("/ask", data={"question": "ivig in dic?"}).status_code == 303
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=20) in (0, 130)
    assert (tmp_path / "deep" / "kept.sqlite").exists()
