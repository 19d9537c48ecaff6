"""Guidelines with what is told of them, local protocols, what replaced what, and what a check of the library finds."""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
from datetime import date
from pathlib import Path

import docx
import pytest
from world import curbside

from curbside import gathering
from curbside.exports.licences import limits, shown, shown_whole
from curbside.gathering import Description
from curbside.house import add_file, engine_of
from curbside.library import Library, open_library
from curbside.model import Add, BadInputError, Depth, Document, Identifiers, Kind, LawBrokenError, Passage, Standing
from curbside.sources import read

DATA = Path(__file__).parent.parent.parent / "shared" / "data"
TODAY = date(2026, 11, 22)


def add(name: str, title: str, text: str = "Give copper.", **more: object) -> Add:
    known = {"kind": Kind.GUIDELINE, "depth": Depth.FULL_TEXT, **more}
    document = Document(id=name, title=title, **known)  # type: ignore[arg-type]
    return Add(document=document, passages=(Passage(document=document, section="Advice", text=text),))


def library(*changes: Add) -> Library:
    shelf = open_library(None)
    shelf.apply(changes, name="held", digest="1")
    return shelf


def protocol(path: Path) -> Path:
    """A protocol of a hospital, as its word processor writes it."""
    document = docx.Document()
    document.core_properties.title = "Protocol for marrow rust"
    document.add_heading("Treatment", level=1)
    document.add_paragraph("We recommend velumab 5 mg daily in adults with marrow rust.")
    document.add_paragraph("Check iron weekly.", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for row, cells in zip(table.rows, (("Weight", "Dose"), ("50 kg", "5 mg")), strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    document.save(str(path))
    return path


# DOCX


def test_a_docx_gives_its_headings_paragraphs_lists_and_tables(tmp_path: Path) -> None:
    [change] = read(protocol(tmp_path / "protocol.docx"))
    assert isinstance(change, Add)
    assert (change.document.title, change.document.kind) == ("Protocol for marrow rust", Kind.GUIDELINE)
    words = "\n".join(passage.text for passage in change.passages)
    assert "We recommend velumab 5 mg daily in adults with marrow rust." in words
    assert "Check iron weekly." in words
    assert "50 kg | 5 mg" in words
    assert {passage.section for passage in change.passages} == {"Treatment"}


def test_an_empty_cell_of_a_docx_keeps_its_place(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=2, cols=3)
    for row, cells in zip(table.rows, (("Weight", "Adults", "Children"), ("50 kg", "", "5 mg")), strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    document.save(str(tmp_path / "doses.docx"))
    [change] = read(tmp_path / "doses.docx")
    assert isinstance(change, Add)
    assert "Weight | Adults | Children\n50 kg |  | 5 mg" in change.passages[0].text


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (zipped(word__other_xml=b"<a/>"), "no text document"),
        (zipped(word__document_xml=b"<a/>"), "damaged document"),
        (zipped(xl__book_xml=b"<a/>"), "a ZIP archive or an office document"),
        (zipped(word__document_xml=b"0" * 300_000_000), "MB come out of it"),
        (zipped(word__document_xml=b"<a/>")[:60], "damaged or encrypted"),
    ],
    ids=["other", "empty", "sheet", "bomb", "cut"],
)
def test_a_docx_that_cannot_be_read_is_named(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "bad.docx").write_bytes(content)
    with pytest.raises(BadInputError, match=reason):
        list(read(tmp_path / "bad.docx"))


def test_a_docx_with_a_part_that_is_damaged_is_named(tmp_path: Path) -> None:
    content = bytearray(protocol(tmp_path / "p.docx").read_bytes())
    place = content.index(b"word/document.xml") + 200
    content[place : place + 20] = b"\0" * 20
    (tmp_path / "p.docx").write_bytes(content)
    with pytest.raises(BadInputError, match="damaged"):
        list(read(tmp_path / "p.docx"))


# Local protocols and what is told


def test_a_local_protocol_comes_first_and_says_that_it_is_local(tmp_path: Path) -> None:
    research = [
        add(
            f"guideline:{n}", f"Guideline {n} on marrow rust", "We recommend velumab 10 mg in adults with marrow rust.",
            issuer=f"Body {n}", published="2025", standing=Standing.CURRENT,
        )
        for n in range(3)
    ]  # fmt: skip
    shelf = library(*research)
    gathering.add_guidelines(shelf, protocol(tmp_path / "p.docx"), Description(issuer="Our House", local=True))
    found = shelf.document("file:p.docx")
    assert found is not None
    assert (found.local, found.issuer, found.standing) == (True, "Our House", Standing.CURRENT)
    assert found.held == "full text, local protocol"
    answer = engine_of(shelf).ask("What dose of velumab in adults with marrow rust?").answer
    assert answer.guidelines
    assert answer.references[0].id == "file:p.docx", "before the literature"


def test_what_a_document_says_itself_stays(tmp_path: Path) -> None:
    row = {"_id": "g:1", "title": "Gout", "text": "Give copper.", "kind": "guideline"}
    row |= {"issuer": "Its own", "published": "2020"}
    (tmp_path / "g.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    shelf = open_library(None)
    told = Description(issuer="Other", published="2021", version="3", topic="gout", scheme="GRADE", licence="CC BY")
    gathering.add_guidelines(shelf, tmp_path / "g.jsonl", told)
    [found] = gathering.guidelines(shelf)
    assert (found.issuer, found.published) == ("Its own", "2020")
    assert (found.version, found.topic, found.scheme, found.licence) == ("3", "gout", "GRADE", "CC BY")


def test_a_date_that_is_none_is_refused() -> None:
    with pytest.raises(LawBrokenError, match="no date"):
        Description(published="last year")


def test_our_own_come_first_then_our_country_then_the_others() -> None:
    shelf = library(
        add("g:us", "Gout", issuer="A", jurisdiction="US", published="2024"),
        add("g:de", "Gout", issuer="B", jurisdiction="DE", published="2020"),
        add("g:own", "Gout", issuer="C", local=True),
    )
    assert [d.id for d in gathering.guidelines(shelf, "de")] == ["g:own", "g:de", "g:us"]


# What replaced what

OLD = add("g:old", "Management of iron gout (2015)", issuer="Gout Society", published="2015")
NEW = add("g:new", "Management of iron gout: 2024 update", issuer="gout society", published="2024")


def test_a_newer_one_of_the_same_body_and_topic_is_found_and_nothing_is_marked() -> None:
    shelf = library(
        OLD,
        NEW,
        add("g:else", "Management of iron gout", issuer="Another Society", published="2025"),
        add("g:other", "Cloud fever in children", issuer="Gout Society", published="2025"),
    )
    [found] = gathering.successions(shelf)
    assert (found.older.id, found.newer.id) == ("g:old", "g:new")
    assert shelf.standing(["g:old"]) == {"g:old": Standing.UNKNOWN}


def test_versions_tell_where_the_year_does_not_and_topics_where_titles_do_not() -> None:
    shelf = library(
        add("g:1", "NG12", issuer="B", published="2024", version="1.2", topic="gout"),
        add("g:2", "Crystals in joints", issuer="B", published="2024", version="1.10", topic="Gout"),
    )
    [found] = gathering.successions(shelf)
    assert (found.older.id, found.newer.id) == ("g:1", "g:2")


def test_a_person_confirms_it_and_is_named() -> None:
    shelf = library(OLD, NEW)
    gathering.confirm(shelf, "g:old", "g:new", by="Dr Example", today=TODAY)
    assert shelf.standing(["g:old", "g:new"]) == {"g:old": Standing.SUPERSEDED, "g:new": Standing.UNKNOWN}
    assert not gathering.successions(shelf)


def test_a_person_may_find_otherwise_and_is_not_asked_again() -> None:
    shelf = library(OLD, NEW)
    edition = shelf.edition
    gathering.dismiss(shelf, "g:old", "g:new", by="Dr Example", today=TODAY)
    assert not gathering.successions(shelf)
    assert shelf.edition == edition


@pytest.mark.parametrize(
    ("older", "newer", "by"), [("g:old", "g:none", "Dr E"), ("g:old", "g:old", "Dr E"), ("g:old", "g:new", " ")]
)
def test_a_confirmation_that_makes_no_sense_is_refused(older: str, newer: str, by: str) -> None:
    with pytest.raises(BadInputError):
        gathering.confirm(library(OLD, NEW), older, newer, by=by, today=TODAY)


# Checking


def sorts(shelf: Library, **more: int) -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for problem in gathering.check(shelf, TODAY, **more):
        found.setdefault(problem.sort, []).append(problem.documents)
    return found


def test_a_check_finds_what_is_dated() -> None:
    shelf = library(OLD, NEW, add("g:undated", "Rust"))
    assert sorts(shelf)["dated"] == [("g:old",), ("g:undated",)]
    assert sorts(shelf, years=2)["dated"] == [("g:new",), ("g:old",), ("g:undated",)]
    assert sorts(shelf)["superseded?"] == [("g:old", "g:new")]


def test_a_check_finds_what_is_held_twice() -> None:
    trial = {"kind": Kind.TRIAL, "depth": Depth.ABSTRACT}
    shelf = library(
        add("pmid:1", "Velumab in rust", **trial, identifiers=Identifiers(pmid="1", doi="10.1/A", nct="NCT00000001")),
        add("pmc:2", "Velumab in rust", **trial, identifiers=Identifiers(pmcid="PMC2", doi="10.1/a")),
        add("pmid:3", "Quality of life", **trial, identifiers=Identifiers(pmid="3", nct="NCT00000001")),
        add("europepmc:PPR/4", "Copper for gout in adults", **trial, types=("preprint",)),
        add("pmid:5", "Copper for gout in adults", **trial, identifiers=Identifiers(pmid="5")),
    )
    assert sorts(shelf)["duplicated"] == [("europepmc:PPR/4", "pmid:5"), ("pmc:2", "pmid:1"), ("pmid:1", "pmid:3")]


def test_a_check_finds_what_is_broken_and_what_nobody_knows() -> None:
    empty = Document(id="pmid:7", kind=Kind.TRIAL, title="Empty", published="2031", standing=Standing.RETRACTED)
    shelf = library(NEW, Add(document=empty, passages=()))
    found = sorts(shelf)
    assert found["broken"] == [("pmid:7",), ("pmid:7",)]
    assert found["retracted"] == [("pmid:7",)]
    assert found["unknown standing"] == [("g:new",)]
    assert found["unknown licence"] == [("g:new",)]
    assert found["stale"] == [()]


def test_a_check_tells_when_a_source_was_last_consulted(tmp_path: Path) -> None:
    (tmp_path / "m.json").write_text('{"retractions": {}, "concerns": {}}', encoding="utf-8")
    shelf = library(NEW)
    gathering.from_file(shelf, tmp_path / "m.json", date(2026, 9, 1))
    assert [p.text for p in gathering.check(shelf, TODAY) if p.sort == "stale"] == [
        "Retraction Watch was consulted 82 days ago"
    ]
    gathering.from_file(shelf, tmp_path / "m.json", TODAY)
    assert "stale" not in sorts(shelf)


@pytest.mark.parametrize(
    ("licence", "whole"),
    [
        ("https://creativecommons.org/licenses/by/4.0/", True),
        ("CC BY-NC 4.0", True),
        ("public domain", True),
        ("Copyright Gout Society. All rights reserved.", False),
        (None, False),
    ],
)
def test_a_full_text_is_shown_whole_only_where_its_licence_is_open(licence: str | None, whole: bool) -> None:
    words = "Give copper to adults with iron gout. " * 20
    [passage] = add("g:1", "Gout", words.strip(), licence=licence).passages
    assert shown_whole(passage.document) is whole
    assert (shown(passage) == passage.text) is whole
    assert len(shown(passage)) <= 206 or whole


def test_a_licence_of_many_words_is_told_in_few() -> None:
    told = limits(add("g:1", "Gout", "Give copper.", licence="All rights reserved by the Society. " * 40).document)
    assert told.endswith(" ...): short quotations only.")
    assert len(told) < 240


def test_own_files_and_abstracts_are_shown_whole() -> None:
    for name, more in (("file:p.pdf", {}), ("g:1", {"local": True}), ("g:2", {"depth": Depth.ABSTRACT})):
        assert shown_whole(add(name, "Gout", **more).document)


def test_the_commands(tmp_path: Path) -> None:
    protocol(tmp_path / "p.docx")
    rows = [
        {"_id": f"g:{year}", "title": "Management of iron gout", "text": "Give copper.", "kind": "guideline",
         "issuer": "Gout Society", "year": year}
        for year in (2015, 2024)
    ]  # fmt: skip
    (tmp_path / "g.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    for arguments in (("p.docx", "--local", "--tell", "issuer=Our House"), ("g.jsonl", "--tell", "jurisdiction=DE")):
        done = curbside(tmp_path, None, "gather", "guidelines", *arguments)
        assert done.returncode == 0, done.stderr
    listed = curbside(tmp_path, None, "library", "guidelines")
    assert listed.stdout.startswith("file:p.docx\tProtocol for marrow rust\n\tbody: Our House")
    assert "country: DE, published: 2024" in listed.stdout
    assert json.loads(curbside(tmp_path, None, "library", "guidelines", "--json").stdout)[0]["local"]
    checked = curbside(tmp_path, None, "library", "check")
    assert "superseded?: g:2015 g:2024" in checked.stdout
    assert "dated: g:2015" in checked.stdout
    assert curbside(tmp_path, None, "library", "supersede", "g:2015", "g:2024", "--by", "Dr Example").returncode == 0
    assert "g:2015" not in curbside(tmp_path, None, "library", "check").stdout.replace("unknown", "")
    assert json.loads(curbside(tmp_path, None, "library", "check", "--json").stdout)["problems"]
    assert curbside(tmp_path, None, "gather", "guidelines", "p.docx", "--tell", "colour=red").returncode == 2
    assert curbside(tmp_path, None, "gather", "guidelines", "p.docx", "--tell", "published=soon").returncode == 2
    (tmp_path / "bad.docx").write_bytes(b"PK\x03\x04 word/ cut")
    assert curbside(tmp_path, None, "gather", "guidelines", "bad.docx").returncode == 3


@pytest.mark.data
@pytest.mark.skipif(not DATA.is_dir(), reason="the public sets are not beside the project")
def test_every_real_file_is_gathered_and_nothing_of_it_is_dropped_in_silence() -> None:
    shelf, wanted, deleted = open_library(None), set[str](), set[str]()
    for path in sorted((DATA / "formats").iterdir()):
        if path.name == "README.md":
            continue
        content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        # Counted by other means than ours: the identifiers as they stand in the bytes.
        deletions = re.findall(rb"<DeleteCitation>.*?</DeleteCitation>", content, re.DOTALL)
        deleted |= {number.decode() for part in deletions for number in re.findall(rb"<PMID[^>]*>(\d+)<", part)}
        wanted |= {
            f"pmid:{n.decode()}" for n in re.findall(rb"<MedlineCitation .*?<PMID[^>]*>(\d+)<", content, re.DOTALL)
        }
        found = re.search(rb'<article-id pub-id-type="pmc(?:id)?">(?:PMC)?(\d+)<', content)
        wanted |= {f"pmc:{found[1].decode()}"} if found and path.suffix == ".nxml" else set()
        add_file(shelf, path)
    held = {document.id for document in shelf.documents(limit=10_000)}
    assert len(wanted) > 600
    assert wanted <= held
    assert {name for name in held - wanted if name.startswith("pmid:")} == set()
    assert deleted == {"26432306"}
    assert not held & {f"pmid:{number}" for number in deleted}


@pytest.mark.data
@pytest.mark.skipif(not DATA.is_dir(), reason="the public sets are not beside the project")
def test_recommendations_of_2021_are_shown_as_dated() -> None:
    shelf = open_library(None)
    gathering.add_guidelines(shelf, DATA / "guidelines" / "uspstf_2021.json", Description(published="2021"))
    assert len(sorts(shelf)["dated"]) == shelf.size[0] == 137
    told = [problem.text for problem in gathering.check(shelf, TODAY) if problem.sort == "dated"]
    assert all("of 2021, 5 years or older" in text for text in told)
