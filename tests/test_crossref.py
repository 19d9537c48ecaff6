"""Crossref's works as documented, served on loopback: what documents lack is taken, what they have stays."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from test_retractions import add
from world import ADDRESSES, Answer, World, as_json, curbside, policy, served

from curbside import gathering
from curbside.gathering import Report, Site
from curbside.library import Library, open_library
from curbside.model import Document, Kind, Mark, Standing
from curbside.sources.fetching import client

WORKS = "/crossref/works"
TODAY = date(2026, 11, 22)
TITLE = "Velumab in marrow rust: a randomised trial"
BY = "https://creativecommons.org/licenses/by/4.0/"


@pytest.fixture(name="world")
def _world() -> Iterator[World]:
    with served() as world:
        yield world


@pytest.fixture(name="shelf")
def _shelf() -> Library:
    return holding(add("pmc:1", TITLE, "10.1000/ABC"))


def holding(*changes: object) -> Library:
    shelf = open_library(None)
    shelf.apply(changes, name="held", digest="1")  # type: ignore[arg-type]
    return shelf


def licence(url: str = BY, version: str = "vor", day: tuple[int, ...] = (2024, 3, 1)) -> dict[str, object]:
    start = {"date-parts": [list(day)], "date-time": "2024-03-01T00:00:00Z", "timestamp": 1709251200000}
    return {"URL": url, "content-version": version, "delay-in-days": 0, "start": start}


def work(doi: str = "10.1000/abc", title: str = TITLE, **more: object) -> dict[str, object]:
    """A work as Crossref's REST API describes it, with what is to be otherwise."""
    usual = {
        "DOI": doi,
        "title": [title],
        "container-title": ["Journal of Invented Medicine"],
        "short-container-title": ["J Invent Med"],
        "issued": {"date-parts": [[2024, 3, 1]]},
        "volume": "8",
        "page": "1-9",
        "type": "journal-article",
        "publisher": "Invented Press",
        "license": [licence()],
    }
    return {**usual, **more}


def works(*items: dict[str, object]) -> Answer:
    listed = {"total-results": len(items), "items-per-page": 20, "items": list(items)}
    return as_json({"status": "ok", "message-type": "work-list", "message-version": "1.0.0", "message": listed})


def asked(shelf: Library, world: World, *, after: str = "", most: int = 1000) -> Report:
    with client(policy()) as send:
        site = Site(send=send, addresses={n: world.address + p for n, p in ADDRESSES.items()}, contact="a@b.example")
        return gathering.crossref(shelf, site, TODAY, lambda _: None, span=(after, most))


def completed(shelf: Library, world: World, *items: dict[str, object], name: str = "pmc:1") -> Document:
    world.always(WORKS, works(*items))
    report = asked(shelf, world)
    assert report.whole
    found = shelf.document(name)
    assert found is not None
    return found


# What is taken


def test_what_a_document_lacks_is_taken_and_its_words_stay(shelf: Library, world: World) -> None:
    before = shelf.document_passages("pmc:1")
    found = completed(shelf, world, work())
    assert (found.journal, found.published, found.volume) == ("Journal of Invented Medicine", "2024-03-01", "8")
    assert (found.pages, found.licence, found.types) == ("1-9", BY, ("journal article",))
    assert (found.title, found.kind, found.identifiers.doi) == (TITLE, Kind.TRIAL, "10.1000/ABC")
    assert [p.id for p in shelf.document_passages("pmc:1")] == [p.id for p in before]
    assert world.questions(WORKS) == [{"filter": "doi:10.1000/abc", "rows": "1", "mailto": "a@b.example"}]


def test_what_a_document_has_stays_and_where_the_two_differ_is_told(world: World) -> None:
    has = {"journal": "J Invent Med", "published": "2019-05", "volume": "7", "pages": "1-19"}
    shelf = holding(add("pmc:1", TITLE, "10.1000/abc", **has))
    world.always(WORKS, works(work()))
    report = asked(shelf, world)
    found = shelf.document("pmc:1")
    assert found is not None
    assert {part: getattr(found, part) for part in has} == has
    assert found.licence == BY
    assert report.notes == [
        "pmc:1: published is '2019-05' here and '2024-03-01' at Crossref; left as it is",
        "pmc:1: volume is '7' here and '8' at Crossref; left as it is",
    ]


@pytest.mark.parametrize(
    ("part", "held", "told", "conflict"),
    [
        ("journal", "J Invent Med", {"container-title": ["Journal of Invented Medicine"]}, False),
        ("journal", "Lancet", {"container-title": ["Journal of Invented Medicine"]}, True),
        ("pages", "633-652", {"page": "633-52"}, False),
        ("pages", "e12", {"page": "12"}, False),
        ("pages", "7-9", {"page": "1-9"}, True),
        ("licence", "CC BY 4.0", {"license": [licence()]}, False),
        ("licence", "http://creativecommons.org/licenses/by/4.0/legalcode", {"license": [licence()]}, False),
        ("licence", "https://publisher.example/terms", {"license": [licence()]}, True),
        ("published", "2024", {"issued": {"date-parts": [[2024, 12]]}}, False),
    ],
)
def test_two_ways_to_write_one_thing_are_no_conflict(
    world: World, part: str, held: str, told: dict[str, object], *, conflict: bool
) -> None:
    shelf = holding(add("pmc:1", TITLE, "10.1000/abc", **{part: held}))
    world.always(WORKS, works({**work(), **told}))
    notes = asked(shelf, world).notes
    assert any(note.startswith(f"pmc:1: {part} is {held!r}") for note in notes) is conflict


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"title": "Wooden teeth of beavers"}, "is 'Wooden teeth of beavers' at Crossref, another title"),
        ({"title": ""}, "gives no title to check 10.1000/ABC by"),
        ({"doi": "10.1000/other"}, "Crossref does not know 10.1000/ABC"),
    ],
)
def test_an_id_is_trusted_only_together_with_its_title(
    shelf: Library, world: World, changes: dict[str, str], reason: str
) -> None:
    world.always(WORKS, works(work(**changes)))
    edition = shelf.edition
    report = asked(shelf, world)
    [skipped] = report.skipped
    assert skipped.name == "pmc:1"
    assert reason in skipped.reason
    assert shelf.edition == edition


def test_a_document_whose_title_was_not_seen_is_left_as_it_is(world: World) -> None:
    shelf = holding(add("pmid:7", "PMID 7 (title not seen)", "10.1000/abc"))
    world.always(WORKS, works(work()))
    assert "gives no title to check" in asked(shelf, world).skipped[0].reason


@pytest.mark.parametrize(
    ("licences", "taken"),
    [
        ([licence("https://tdm.example", "tdm")], None),
        ([licence("https://am.example", "am"), licence(BY, "vor")], BY),
        ([licence("https://am.example", "am")], "https://am.example"),
        ([licence(BY, "vor", (2027, 1, 1))], None),
        ([licence(BY, "vor", (2026, 11, 22))], BY),
        ([{"URL": BY}], None),
        ("changed", None),
    ],
    ids=["for machines", "of record first", "as accepted", "not in force yet", "from today", "no version", "no list"],
)
def test_the_licence_is_one_that_readers_have_today(
    shelf: Library, world: World, licences: object, taken: str | None
) -> None:
    assert completed(shelf, world, work(license=licences)).licence == taken


@pytest.mark.parametrize(
    ("issued", "published"),
    [
        ({"date-parts": [[2024]]}, "2024"),
        ({"date-parts": [[2024, 2]]}, "2024-02"),
        ({"date-parts": [[2024, 2, 30]]}, None),
        ({"date-parts": [[None]]}, None),
        ({"date-parts": []}, None),
        ({"date-parts": [[24, 1, 1]]}, None),
        ("2024", None),
    ],
)
def test_a_date_is_taken_as_exact_as_it_is_told(
    shelf: Library, world: World, issued: object, published: str | None
) -> None:
    assert completed(shelf, world, work(issued=issued)).published == published


def test_a_preprint_is_told_as_one(shelf: Library, world: World) -> None:
    found = completed(shelf, world, work(type="posted-content", subtype="preprint"))
    assert found.types == ("preprint",)


def test_markup_in_a_title_and_a_subtitle_do_not_make_it_another(shelf: Library, world: World) -> None:
    told = work(title="<i>Velumab</i> in marrow rust", subtitle=["a randomized trial"])
    assert completed(shelf, world, told).journal == "Journal of Invented Medicine"


def test_marks_and_what_it_cites_stay_beside_the_document(world: World) -> None:
    review = add("pmc:1", TITLE, "10.1000/abc", kind=Kind.SYSTEMATIC_REVIEW, cites=("pmid:9", "doi:10.1/x"))
    shelf = holding(review, Mark(document="pmc:1", standing=Standing.RETRACTED, by="a notice: 1"))
    before = list(shelf.citing())
    assert completed(shelf, world, work()).standing is Standing.RETRACTED
    assert list(shelf.citing()) == before
    shelf.renew([], source="a notice", digest="taken back")
    assert shelf.standing(["pmc:1"]) == {"pmc:1": Standing.UNKNOWN}, "a mark is not written into the document"


def test_nothing_is_asked_about_what_lacks_nothing_or_has_no_doi(world: World) -> None:
    whole = {"journal": "J", "published": "2024", "licence": "CC BY"}
    shelf = holding(add("pmc:1", TITLE, "10.1000/abc", **whole), add("pmc:2", TITLE))
    assert asked(shelf, world).whole
    assert not world.asked


def test_what_is_no_doi_is_told_and_does_not_spoil_the_rest(world: World) -> None:
    bad = [add(f"pmc:{n}", TITLE, doi) for n, doi in ((2, "11.1000/abc"), (3, "10.1000/a,b"), (4, "10.1000/a b"))]
    shelf = holding(add("pmc:1", TITLE, "10.1000/abc"), *bad)
    world.always(WORKS, works(work()))
    report = asked(shelf, world)
    assert (report.counts["replaced"], [s.name for s in report.skipped]) == (1, ["pmc:2", "pmc:3", "pmc:4"])
    assert world.questions(WORKS)[0]["filter"] == "doi:10.1000/abc"


# Failures


def many(count: int) -> Library:
    return holding(*(add(f"pmc:{n:03}", f"{TITLE}, part {n}", f"10.1000/{n:03}") for n in range(count)))


def of_filter(params: dict[str, str]) -> Answer:
    dois = [part.removeprefix("doi:") for part in params["filter"].split(",")]
    return works(*(work(doi, f"{TITLE}, part {int(doi[-3:])}") for doi in dois))


@pytest.mark.parametrize(
    "bad",
    [Answer(status=429), Answer(status=500), Answer(body=b'{"half', cut=True), Answer(body=b""), Answer(slow=3)],
    ids=["429", "500", "truncated", "empty", "slow"],
)
def test_what_passes_is_tried_again(shelf: Library, world: World, bad: Answer) -> None:
    world.first(WORKS, bad)
    assert completed(shelf, world, work()).licence == BY


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Answer(status=429), "HTTP 429"),
        (Answer(status=500), "HTTP 500; given up after 5 tries"),
        (Answer(status=400, body=b"validation-failure"), "HTTP 400"),
        (Answer(body=b"<html>down</html>"), "not JSON"),
        (as_json(["changed"]), "not a JSON object"),
        (as_json({"status": "ok", "message": {"works": []}}), "the reply has changed: no message.items"),
    ],
)
def test_what_stays_is_named_and_nothing_is_taken(shelf: Library, world: World, answer: Answer, reason: str) -> None:
    world.always(WORKS, answer)
    edition = shelf.edition
    report = asked(shelf, world)
    assert reason in str(report.failed[0])
    assert shelf.edition == edition


def test_stopped_half_way_and_asked_again_it_ends_as_an_unbroken_run_does(world: World) -> None:
    world.always(WORKS, of_filter)
    unbroken, broken = many(50), many(50)
    assert asked(unbroken, world).counts["replaced"] == 50
    world.always(WORKS, lambda p: Answer(status=403) if "10.1000/020" in p["filter"] else of_filter(p))
    report = asked(broken, world)
    assert (report.counts["replaced"], report.whole) == (20, False)
    world.always(WORKS, of_filter)
    assert asked(broken, world).counts["replaced"] == 30
    assert broken.edition == unbroken.edition


def test_so_many_are_asked_about_and_the_next_time_those_after(world: World) -> None:
    world.always(WORKS, of_filter)
    shelf = many(5)
    assert asked(shelf, world, most=2).counts["replaced"] == 2
    assert asked(shelf, world, after="pmc:002").counts["replaced"] == 2
    assert world.questions(WORKS)[1]["filter"] == "doi:10.1000/003,doi:10.1000/004"


def test_the_command_gathers_and_tells(world: World, tmp_path: Path) -> None:
    row = {"_id": "pmc:1", "title": TITLE, "text": "Velumab lowered mortality.", "doi": "10.1000/abc"}
    (tmp_path / "rows.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    assert curbside(tmp_path, None, "library", "add", "rows.jsonl").returncode == 0
    assert curbside(tmp_path, None, "gather", "crossref").returncode == 3, "off until the network is turned on"
    world.always(WORKS, works(work(volume="8")))
    done = curbside(tmp_path, world, "gather", "crossref", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["replaced"] == 1
    assert "Crossref is asked about 1 documents, the last pmc:1" in done.stderr
    shown = json.loads(curbside(tmp_path, None, "library", "show", "pmc:1", "--json").stdout)
    assert (shown["journal"], shown["year"], shown["volume"]) == ("Journal of Invented Medicine", 2024, "8")


def test_what_was_taken_of_a_document_can_be_taken_again() -> None:
    taken = add("pmc:1", TITLE, "10.1000/abc", kind=Kind.GUIDELINE, cites=("pmid:1", "pmid:2"))
    shelf = holding(taken, Mark(document="pmc:1", standing=Standing.CONCERN, by="x"))
    assert shelf.recorded("pmc:1") == replace(taken, cites=("pmid:1", "pmid:2"))
    assert shelf.recorded("pmc:2") is None
