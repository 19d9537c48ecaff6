"""Standing asked of every source: flagged, clear or unknown, each consultation recorded, second order shown."""

from __future__ import annotations

import csv
import io
import json
import re
import tarfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from world import Answer, World, as_json, curbside, policy, served

from curbside import gathering
from curbside.gathering import Found, Site
from curbside.house import add_file
from curbside.library import Library, open_library
from curbside.model import Add, BadInputError, Document, Identifiers, Kind, Passage, Standing
from curbside.sources.catalogues.notices import same_title
from curbside.sources.fetching import client

DATA = Path(__file__).parent.parent.parent / "shared" / "data"
TODAY = date(2026, 11, 22)
COLUMNS = (
    "Record ID", "Title", "OriginalPaperDOI", "OriginalPaperPubMedID", "RetractionDOI", "RetractionDate",
    "RetractionNature", "Reason",
)  # fmt: skip


def add(name: str, title: str, doi: str | None = None, pmid: str | None = None, **more: object) -> Add:
    cites = more.pop("cites", ())
    known = {"kind": Kind.TRIAL, "identifiers": Identifiers(doi=doi, pmid=pmid), **more}
    document = Document(id=name, title=title, **known)  # type: ignore[arg-type]
    passage = Passage(document=document, section="Abstract", text=f"{title}: mortality was lower.")
    return Add(document=document, passages=(passage,), cites=cites)  # type: ignore[arg-type]


@pytest.fixture(name="shelf")
def _shelf() -> Library:
    shelf = open_library(None)
    changes = [
        add("pmc:1", "Velumab in marrow rust: a randomised trial", "10.1000/ABC"),
        add("pmc:2", "Zorvexin in iron gout", "10.1000/def", "222"),
        add("pmc:3", "Copper baths in cloud fever", "10.1000/ghi"),
        add("file:4", "A protocol of our own"),
    ]
    shelf.apply(changes, name="held", digest="1")
    return shelf


def a_map(path: Path, retractions: dict[str, str], concerns: dict[str, str] | None = None) -> Path:
    path.write_text(json.dumps({"retractions": retractions, "concerns": concerns or {}}), encoding="utf-8")
    return path


def table(path: Path, *rows: tuple[str, str, str, str, str]) -> Path:
    """Rows of title, DOI, PMID, date and nature, in the columns of the Retraction Watch file."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    for number, (title, doi, pmid, day, nature) in enumerate(rows):
        writer.writerow(dict(zip(COLUMNS, (number, title, doi, pmid, f"10.9/n{number}", day, nature, ""), strict=True)))
    path.write_text(out.getvalue(), encoding="utf-8")
    return path


def standings(shelf: Library) -> dict[str, Standing]:
    return shelf.standing(["pmc:1", "pmc:2", "pmc:3", "file:4"])


def test_three_states_and_a_doi_without_case(shelf: Library, tmp_path: Path) -> None:
    found = gathering.from_file(
        shelf, a_map(tmp_path / "m", {"10.1000/aBc": "10.9/n"}, {"10.1000/DEF": "10.9/m"}), TODAY
    )
    assert standings(shelf) == {
        "pmc:1": Standing.RETRACTED,
        "pmc:2": Standing.CONCERN,
        "pmc:3": Standing.CURRENT,
        "file:4": Standing.UNKNOWN,
    }
    assert (len(found.flagged), found.clear, found.unknown) == (2, 1, 1)


def test_what_was_consulted_is_recorded(shelf: Library, tmp_path: Path) -> None:
    gathering.from_file(shelf, a_map(tmp_path / "m", {"10.1000/abc": "10.9/n"}), TODAY)
    [(source, record)] = gathering.consulted(shelf).items()
    assert source == "Retraction Watch"
    assert (record["on"], record["state"], record["flagged"], record["unknown"]) == ("2026-11-22", "complete", 1, 1)


def test_what_comes_later_is_flagged_at_once(shelf: Library, tmp_path: Path) -> None:
    gathering.from_file(shelf, a_map(tmp_path / "m", {"10.1000/LATER": "10.9/n"}), TODAY)
    shelf.apply([add("pmc:9", "Later", "10.1000/later")], name="later", digest="1")
    assert shelf.standing(["pmc:9"]) == {"pmc:9": Standing.RETRACTED}


def test_what_a_source_takes_back_is_taken_back(shelf: Library, tmp_path: Path) -> None:
    first = a_map(tmp_path / "m", {"10.1000/abc": "10.9/n", "10.1000/other": "10.9/o"})
    gathering.from_file(shelf, first, TODAY)
    gathering.from_file(shelf, a_map(tmp_path / "m", {}), TODAY)
    assert standings(shelf)["pmc:1"] is Standing.CURRENT
    assert shelf.standing(["doi:10.1000/other"]) == {"doi:10.1000/other": Standing.UNKNOWN}


def test_the_order_of_consulting_leaves_no_trace(shelf: Library, tmp_path: Path) -> None:
    path = a_map(tmp_path / "m", {"10.1000/abc": "10.9/n"})
    gathering.from_file(shelf, path, TODAY)
    edition = shelf.edition
    gathering.from_file(shelf, a_map(tmp_path / "n", {}), TODAY)
    gathering.from_file(shelf, path, TODAY)
    assert shelf.edition == edition


def test_the_id_is_checked_together_with_the_title(shelf: Library, tmp_path: Path) -> None:
    path = table(
        tmp_path / "rw.csv",
        ("RETRACTED: Velumab in Marrow Rust: A Randomized Trial", "10.1000/abc", "0", "9/28/2023 0:00", "Retraction"),
        ("Wooden teeth of beavers", "10.1000/def", "0", "9/28/2023 0:00", "Retraction"),
    )
    found = gathering.from_file(shelf, path, TODAY)
    assert standings(shelf)["pmc:1"] is Standing.RETRACTED
    assert standings(shelf)["pmc:2"] is Standing.UNKNOWN, "neither flagged nor clear until a person has looked"
    assert "Wooden teeth of beavers" in found.doubtful["pmc:2"]


def test_a_pmid_is_an_identifier_too(shelf: Library, tmp_path: Path) -> None:
    row = ("Zorvexin in iron gout", "unavailable", "222", "1/2/2024 0:00", "Expression of concern")
    gathering.from_file(shelf, table(tmp_path / "rw.csv", row), TODAY)
    assert standings(shelf)["pmc:2"] is Standing.CONCERN


def test_a_pmid_and_a_pmcid_of_one_number_are_not_confused(shelf: Library, tmp_path: Path) -> None:
    row = ("Velumab in marrow rust: a randomised trial", "", "1", "1/2/2024 0:00", "Retraction")
    gathering.from_file(shelf, table(tmp_path / "rw.csv", row), TODAY)
    assert standings(shelf)["pmc:1"] is Standing.CURRENT


def test_the_last_word_counts_and_a_reinstatement_lifts_a_retraction(shelf: Library, tmp_path: Path) -> None:
    title = "Copper baths in cloud fever"
    lifted = (title, "10.1000/ghi", "0", "5/1/2023 0:00", "Reinstatement")
    path = table(tmp_path / "rw.csv", (title, "10.1000/ghi", "0", "1/2/2022 0:00", "Retraction"), lifted)
    gathering.from_file(shelf, path, TODAY)
    assert standings(shelf)["pmc:3"] is Standing.CURRENT
    again = (title, "10.1000/ghi", "0", "6/1/2023 0:00", "Retraction")
    gathering.from_file(shelf, table(path, lifted, again), TODAY)
    assert standings(shelf)["pmc:3"] is Standing.RETRACTED


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "empty"),
        ("{", "not JSON"),
        ('{"retractions": {}}', "no map of DOIs"),
        ("Title,DOI\na,b\n", "the columns of the file have changed"),
        (",".join(COLUMNS) + "\n1,T,10.1/a,0,10.9/n,1/2/2022,Misprint,\n", "not one of retraction"),
        (",".join(COLUMNS) + "\n1,T,10.1/a,0,10.9/n,yesterday,Retraction,\n", "no date"),
    ],
)
def test_a_file_that_has_changed_is_named_and_nothing_is_marked(
    shelf: Library, tmp_path: Path, content: str, reason: str
) -> None:
    (tmp_path / "rw.csv").write_text(content, encoding="utf-8")
    edition = shelf.edition
    with pytest.raises(BadInputError, match=reason):
        gathering.from_file(shelf, tmp_path / "rw.csv", TODAY)
    assert shelf.edition == edition


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("RETRACTED ARTICLE: Gout in dogs", "Gout in dogs.", True),
        ("Effects of velumab on marrow rust", "Effect of Velumab on Marrow Rust: a trial", False),
        ("Effects of velumab on marrow rust", "Effects of Velumab on Marrow Rust: a randomised trial", True),
        ("Wooden teeth", "Iron gout in adults", False),
    ],
)
def test_titles_are_compared_by_their_words(one: str, other: str, same: bool) -> None:
    assert same_title(one, other) is same


# Services


@pytest.fixture(name="world")
def _world() -> Iterator[World]:
    with served() as world:
        yield world


def asked(shelf: Library, world: World, name: str) -> Found:
    addresses = {"crossref": f"{world.address}/crossref", "europepmc": f"{world.address}/europepmc"}
    with client(policy()) as send:
        return gathering.from_service(shelf, Site(send=send, addresses=addresses), name, TODAY)


def work(doi: str, title: str, *updates: str) -> dict[str, object]:
    by = [{"DOI": f"10.9/{u}", "type": u, "label": u.title(), "source": "retraction-watch"} for u in updates]
    return {"DOI": doi, "title": [title], **({"updated-by": by} if by else {})}


def works(*items: dict[str, object]) -> Answer:
    return as_json({"status": "ok", "message-type": "work-list", "message": {"total-results": 9, "items": items}})


def test_crossref_flags_clears_and_leaves_unknown_what_it_does_not_know(shelf: Library, world: World) -> None:
    world.always(
        "/crossref/works",
        works(
            work("10.1000/ABC", "Velumab in marrow rust: a randomised trial", "correction", "retraction"),
            work("10.1000/def", "Zorvexin in iron gout"),
        ),
    )
    found = asked(shelf, world, "crossref")
    assert standings(shelf) == {
        "pmc:1": Standing.RETRACTED,
        "pmc:2": Standing.CURRENT,
        "pmc:3": Standing.UNKNOWN,
        "file:4": Standing.UNKNOWN,
    }
    assert (found.clear, found.unknown, found.failed) == (1, 2, ())
    assert world.questions("/crossref/works")[0]["filter"] == "doi:10.1000/abc,doi:10.1000/def,doi:10.1000/ghi"


@pytest.mark.parametrize(
    "answer",
    [Answer(status=500), Answer(status=403), Answer(body=b"<html>"), as_json({"message": {}}), Answer(body=b"")],
    ids=["500", "403", "HTML", "changed", "empty"],
)
@pytest.mark.parametrize(("name", "path"), [("crossref", "/crossref/works"), ("europepmc", "/europepmc/search")])
def test_a_look_up_that_failed_is_unknown_and_never_clear(
    shelf: Library, world: World, answer: Answer, name: str, path: str
) -> None:
    world.always(path, answer)
    found = asked(shelf, world, name)
    assert set(standings(shelf).values()) == {Standing.UNKNOWN}
    assert found.failed
    [record] = gathering.consulted(shelf).values()
    assert record["state"] == "failed in part"


def test_what_crossref_said_before_stands_while_it_cannot_be_asked(shelf: Library, world: World) -> None:
    title = "Velumab in marrow rust: a randomised trial"
    world.always("/crossref/works", works(work("10.1000/abc", title, "retraction")))
    asked(shelf, world, "crossref")
    world.always("/crossref/works", Answer(status=403))
    asked(shelf, world, "crossref")
    assert standings(shelf)["pmc:1"] is Standing.RETRACTED


def test_europe_pmc_says_it_by_type_and_by_notice(shelf: Library, world: World) -> None:
    def record(doi: str, title: str, **more: object) -> dict[str, object]:
        return {"id": "1", "source": "MED", "doi": doi, "title": title, **more}

    retracted = {"pubType": ["Retracted Publication"]}
    corrections = {"commentCorrection": [{"id": "5", "source": "MED", "type": "Expression of concern in"}]}
    records = [
        record("10.1000/abc", "Velumab in marrow rust: a randomised trial", pubTypeList=retracted),
        record("10.1000/def", "Zorvexin in iron gout.", commentCorrectionList=corrections),
        record("10.1000/ghi", "Copper baths in cloud fever"),
    ]
    world.always("/europepmc/search", as_json({"hitCount": 3, "resultList": {"result": records}}))
    asked(shelf, world, "europepmc")
    assert [standings(shelf)[f"pmc:{n}"] for n in (1, 2, 3)] == [Standing.RETRACTED, Standing.CONCERN, Standing.CURRENT]


# Second order


def test_a_review_that_cites_a_retracted_trial_says_so(shelf: Library, tmp_path: Path) -> None:
    review = add("pmid:7", "A review", kind=Kind.SYSTEMATIC_REVIEW, cites=("doi:10.1000/abc", "pmid:5"))
    other = add("pmid:8", "Another", kind=Kind.SYSTEMATIC_REVIEW, cites=("pmid:5",), standing=Standing.CURRENT)
    shelf.apply([review, other], name="reviews", digest="1")
    gathering.from_file(shelf, a_map(tmp_path / "m", {"10.1000/ABC": "10.9/n"}), TODAY)
    assert gathering.second_order(shelf) == {"pmid:7": ("doi:10.1000/abc",)}
    told = shelf.standing(["pmid:7", "pmid:8"])
    assert told == {"pmid:7": Standing.CITES_RETRACTED, "pmid:8": Standing.CURRENT}
    gathering.from_file(shelf, a_map(tmp_path / "m", {}), TODAY)
    assert gathering.second_order(shelf) == {}
    assert shelf.standing(["pmid:7"]) == {"pmid:7": Standing.UNKNOWN}


def test_what_a_record_cites_goes_with_it(shelf: Library) -> None:
    review = add("pmid:7", "A review", kind=Kind.SYSTEMATIC_REVIEW, cites=("pmid:5", "pmid:6"))
    shelf.apply([review], name="r", digest="1")
    assert list(shelf.citing()) == [("pmid:7", "pmid:5"), ("pmid:7", "pmid:6")]
    shelf.apply([add("pmid:7", "A review", kind=Kind.SYSTEMATIC_REVIEW, cites=("pmid:6",))], name="r", digest="2")
    assert list(shelf.citing()) == [("pmid:7", "pmid:6")]


# The command, and the real set


def test_the_command_lists_what_is_flagged_and_which_source_said_so(tmp_path: Path) -> None:
    rows = [{"_id": "x:1", "title": "Velumab in marrow rust", "text": "It helped.", "doi": "10.1000/ABC"}]
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    curbside(tmp_path, None, "library", "add", "rows.jsonl")
    a_map(tmp_path / "m.json", {"10.1000/abc": "10.9/n"})
    done = curbside(tmp_path, None, "gather", "retractions", "m.json")
    assert done.returncode == 0, done.stderr
    assert "Retraction Watch: of what is held, 1 flagged, 0 clear, 0 unknown\n  retracted: x:1\n" in done.stdout
    assert json.loads(curbside(tmp_path, None, "gather", "retractions", "m.json", "--json").stdout)["flagged"]
    assert curbside(tmp_path, None, "gather", "retractions").returncode == 2
    assert curbside(tmp_path, None, "gather", "retractions", "--ask", "nobody").returncode == 2
    assert curbside(tmp_path, None, "gather", "retractions", "--ask", "crossref").returncode == 3


def test_the_command_asks_services_and_says_what_failed(tmp_path: Path, world: World) -> None:
    row = {"_id": "x:1", "title": "Velumab in marrow rust", "text": "It helped.", "doi": "10.1000/ABC"}
    (tmp_path / "rows.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    curbside(tmp_path, None, "library", "add", "rows.jsonl")
    world.always("/crossref/works", works(work("10.1000/abc", "Velumab in marrow rust", "retraction")))
    world.always("/europepmc/search", Answer(status=404))
    done = curbside(tmp_path, world, "gather", "retractions", "--ask", "crossref", "--ask", "europepmc")
    assert done.returncode == 4
    assert "retracted: x:1" in done.stdout
    assert "Europe PMC" in done.stderr


def trial_dois() -> dict[str, str]:
    """The DOI of each trial by PMCID, read by other means than ours: as it stands in the bytes of the file."""
    found = {}
    with tarfile.open(DATA / "fulltext" / "jats_cc.tar.gz") as archive:
        for member in (m for m in archive if m.isfile()):
            stream = archive.extractfile(member)
            assert stream is not None
            front = stream.read().partition(b"</article-meta>")[0].decode("utf-8", "replace")
            doi = re.search(r'<article-id pub-id-type="doi">([^<]+)<', front)
            pmcid = re.search(r'<article-id pub-id-type="pmc(?:id)?">(?:PMC)?(\d+)<', front)
            if doi and pmcid:
                found[f"pmc:{pmcid[1]}"] = doi[1].strip().lower()
    return found


@pytest.mark.data
@pytest.mark.skipif(not DATA.is_dir(), reason="the public sets are not beside the project")
def test_every_retracted_or_questioned_trial_of_the_real_set_is_flagged_and_no_other(tmp_path: Path) -> None:
    said = json.loads((DATA / "retractions" / "retractions.json").read_text(encoding="utf-8"))
    listed = {part: {doi.lower() for doi in said[part]} for part in ("retractions", "concerns")}
    dois = trial_dois()
    wanted = {part: {name for name, doi in dois.items() if doi in listed[part]} for part in listed}
    with open_library(tmp_path / "library", create=True) as shelf:
        add_file(shelf, DATA / "fulltext" / "jats_cc.tar.gz")
        assert shelf.size[0] == 2308, "every file became a document"
        found = gathering.from_file(shelf, DATA / "retractions" / "retractions.json", TODAY)
    flagged = {standing: {d for d, s in found.flagged.items() if s is standing} for standing in Standing}
    assert flagged[Standing.RETRACTED] == wanted["retractions"]
    assert flagged[Standing.CONCERN] == wanted["concerns"] - wanted["retractions"]
    assert len(found.flagged) == 3
