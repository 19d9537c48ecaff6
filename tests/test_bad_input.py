"""Whatever is wrong with a file is said in one line: which file, where in it, and why."""

from __future__ import annotations

import functools
import gzip
import json
import random
import tracemalloc
from pathlib import Path

import pytest
from pdf_writer import page, pdf
from test_sources import CARD, HTML, JATS, MEDLINE, ROW, TEXT, USPSTF, lines, tar, written

from curbside import sources
from curbside.model import BadInputError
from curbside.sources import opening

RECORDINGS = Path(__file__).parent / "recordings"

# Without the time in it, so that a test made of packed bytes has the same name wherever it is collected.
gzipped = functools.partial(gzip.compress, mtime=0)

BOMB = (
    b'<!DOCTYPE %s [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;">]>'
)
OUTSIDE = b'<!DOCTYPE %s [<!ENTITY c SYSTEM "file:///etc/hostname">]>'
NO_TEXT = pdf([[], []])
JUNK = random.Random(0).randbytes(3_000_000)


def with_entity(declared: bytes, root: bytes, content: bytes, words: bytes) -> bytes:
    return declared % root + content.removeprefix(b'<?xml version="1.0"?>').replace(words, b"&c;")


def refused(path: Path) -> BadInputError:
    with pytest.raises(BadInputError) as told:
        list(sources.read(path))
    return told.value


@pytest.mark.parametrize(
    ("content", "place", "reason"),
    [
        (b"", "byte 0", "the file is empty"),
        (gzipped(b""), "byte 0", "the file is empty"),
        (gzipped(JUNK[:9000] * 2)[:-1000], "unpacked", "cut short"),
        (gzipped(lines(*[{**ROW, "_id": str(n)} for n in range(9000)]))[:-20], "unpacked", "cut short"),
        (b"\x1f\x8bnot gzip at all", "unpacked", "broken"),
        (gzipped(TEXT)[:-8] + bytes(4) + gzipped(TEXT)[-4:], "unpacked", "broken"),  # its checksum is of another text
        (gzipped(TEXT)[:-4] + bytes(4), "unpacked", "broken"),  # and so is its length
        (gzipped(TEXT)[:10] + bytes([255] * 40), "unpacked", "broken"),
        (gzipped(TEXT) + b"more than padding", "unpacked", "broken"),
        (gzipped(gzipped(gzipped(TEXT))), "", "gzip inside gzip"),
        ("Th\u00e9 vert\n".encode("latin-1"), "byte 2", "not UTF-8"),
        (TEXT * 2000 + b"caf\xe9", f"byte {len(TEXT) * 2000 + 3}", "not UTF-8"),
        (b"\xff\xfeT\x00e", "byte 4", "not UTF-16"),
        (JUNK, "byte", "not a format Curbside reads"),
        (b"\x01\x02\x03 ab" * 100, "byte 0", "not a format Curbside reads"),
        (b"text with a \x00 in it", "byte 12", "not a format Curbside reads"),
        (b"PK\x03\x04 and more", "byte 0", "ZIP archive"),
        (b" \n" * 50, "byte 0", "blanks only"),
        (b"<recipe><tea/></recipe>", "byte 0", "neither MEDLINE nor JATS nor HTML (it begins with <recipe>)"),
        (b'[{"_id": "1"}]', "line 1", "neither USPSTF recommendations nor one object a line"),
        (b'{\n "tea": 1\n}', "line 1", "neither USPSTF recommendations nor one object a line"),
        (HTML.replace(b"Drink it.", b"").replace(b"Tea guide", b""), "", "no text"),
        (b"<html><head><meta charset='nonsense'></head><body><p>Tea</p></body></html>", "", "unknown encoding"),
    ],
)
def test_a_file_that_cannot_be_opened_is_refused(tmp_path: Path, content: bytes, place: str, reason: str) -> None:
    path = written(tmp_path, content)
    error = refused(path)
    assert error.file == str(path)
    assert place in error.place
    assert reason in error.reason
    assert "\n" not in str(error)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (with_entity(BOMB, b"PubmedArticleSet", MEDLINE, b"On tea."), "entit"),
        (with_entity(OUTSIDE, b"PubmedArticleSet", MEDLINE, b"On tea."), "entit"),
        (with_entity(BOMB, b"article", JATS, b"On coffee"), "entit"),
        (with_entity(OUTSIDE, b"article", JATS, b"On coffee"), "entit"),
        (MEDLINE[:-60], ""),
        (JATS[:-20], ""),
    ],
    ids=["MEDLINE bomb", "MEDLINE outside", "JATS bomb", "JATS outside", "MEDLINE cut", "JATS cut"],
)
def test_xml_with_entities_of_its_own_or_cut_short_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    path = written(tmp_path, content)
    error = refused(path)
    assert error.file == str(path)
    assert error.place
    assert reason in error.reason.lower()
    assert "\n" not in str(error)


@pytest.mark.parametrize(
    ("content", "place", "reason"),
    [
        (NO_TEXT, "page 1 to 2", "no text; scanned pages need OCR first"),
        (pdf([[]]), "page 1", "no text; scanned pages need OCR first"),
        ((RECORDINGS / "encrypted.pdf").read_bytes(), "", "encrypted"),
        (pdf([page(["Tea"])])[:80], "", "broken or cut short"),
    ],
)
def test_a_pdf_that_gives_no_text_is_refused(tmp_path: Path, content: bytes, place: str, reason: str) -> None:
    path = written(tmp_path, content)
    error = refused(path)
    assert (error.file, error.place) == (str(path), place)
    assert reason in error.reason


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (b"{broken", "not JSON"),
        (b"[1]", "not a JSON object"),
        (b'{"_id": "b", "text": "T"}', "a record without a title"),
        (b'{"title": "b", "text": "T"}', 'a record without "_id"'),
        (b'{"_id": "b", "title": "T"}', 'a record without "text"'),
        (b'{"_id": 5, "title": "T", "text": "T"}', '"_id" is not a text'),
        (b'{"_id": "b", "title": null, "text": "T"}', '"title" is not a text'),
        (b'{"_id": "b", "title": " ", "text": " "}', "without a title and without text"),
        (b'{"_id": " b", "title": "T", "text": "T"}', "without blanks around it"),
        (b'{"_id": "a1", "title": "T", "text": "T"}', "'a1' comes twice"),
        (b'{"_id": "b", "title": "T", "text": "T", "kind": "recipe"}', "\"kind\" is 'recipe', not one of guideline"),
        (b'{"_id": "b", "title": "T", "text": "T", "year": "soon"}', "not an ISO date"),
        (b'{"_id": "b", "title": "T", "text": "T", "standing": "fine"}', "not one of current"),
        (b'{"_id": "b", "title": "T", "text": "T", "authors": 3}', "neither a text nor a list"),
        (b'{"_id": "b", "title": "T", "text": "T\\ud800"}', "half a surrogate pair"),
        (b'{"_id": "b", "title": "T", "text": "T\xe9"}', "not UTF-8 at byte"),
        (b"[" * 200_000, "nesting too deep"),
        (b'{"_id": "' + b"b" * 10_500_000, "longer than 10 MB"),
    ],
    ids=lambda value: value[:40].decode("latin-1") if isinstance(value, bytes) else None,
)
def test_a_faulty_row_is_named_by_its_line(tmp_path: Path, row: bytes, reason: str) -> None:
    path = written(tmp_path, lines(ROW) + b"\n" + row + b"\n")
    error = refused(path)
    assert (error.file, error.place) == (str(path), "line 3")
    assert reason in error.reason
    assert len(str(error)) < 400


@pytest.mark.parametrize(
    ("change", "place", "reason"),
    [
        ({"id": None}, "line 1", 'a card without "id"'),
        ({"kind": "recipe"}, "line 1", "not one of guideline"),
        ({"depth": "a glance"}, "line 1", "does not begin with one of abstract"),
        ({"retracted": "maybe"}, "line 1", "not one of True, False, unknown"),
        ({"year": "2019"}, "line 1", "not a year of four digits"),
        ({"title": 5}, "line 1", '"title" is not a text'),
        ({"statements": []}, "line 1", 'a card without "statements"'),
        ({"statements": ["Tea."]}, "line 1, statement 1", "not a JSON object"),
        ({"statements": [{"text": "Tea.", "type": "rumour"}]}, "line 1, statement 1", "not one of definition"),
        ({"statements": [{"text": " ", "type": "finding"}]}, "line 1, statement 1", "without text"),
    ],
)
def test_a_faulty_card_is_named_by_its_line(tmp_path: Path, change: dict[str, object], place: str, reason: str) -> None:
    error = refused(written(tmp_path, lines({**CARD, **change})))
    assert error.place == place
    assert reason in error.reason


def test_two_cards_of_one_name_are_refused(tmp_path: Path) -> None:
    error = refused(written(tmp_path, lines(CARD, CARD)))
    assert (error.place, error.reason) == ("line 2", "the id 'tea' comes twice")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"title": ""}, "a record without a title"),
        ({"grade": None}, 'a record without "grade"'),
        ({"text": ["Tea"]}, 'a record without "text"'),
    ],
)
def test_a_faulty_recommendation_is_named_by_its_number(tmp_path: Path, change: dict[str, object], reason: str) -> None:
    good = USPSTF["specificRecommendations"][0]
    content = json.dumps({"specificRecommendations": [good, {**good, "id": 2, **change}]}).encode()
    error = refused(written(tmp_path, content))
    assert (error.place, error.reason) == ("specificRecommendations 2", reason)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (json.dumps({"specificRecommendations": USPSTF["specificRecommendations"] * 2}).encode(), "comes twice"),
        (b'{"specificRecommendations": []}', 'no list of "specificRecommendations"'),
        (b'{\n"specificRecommendations": [', "not JSON"),
    ],
)
def test_a_faulty_file_of_recommendations_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    assert reason in refused(written(tmp_path, content)).reason


@pytest.mark.parametrize(
    ("content", "place", "reason"),
    [
        (lines(ROW, ROW), "member b/bad, line 2", "comes twice"),
        (b"", "member b/bad, byte 0", "the file is empty"),
        (JUNK[:5000], "member b/bad, byte", "not a format Curbside reads"),
        (gzipped(TEXT)[:-12], "member b/bad, byte", "cut short"),
        (tar({"inner": TEXT}), "member b/bad", "an archive inside an archive"),
        (NO_TEXT, "member b/bad, page 1 to 2", "no text"),
    ],
    ids=["duplicate", "empty", "junk", "cut", "archive", "scan"],
)
def test_a_bad_file_inside_an_archive_is_named(tmp_path: Path, content: bytes, place: str, reason: str) -> None:
    path = written(tmp_path, tar({"a/good": TEXT, "b/bad": content}))
    error = refused(path)
    assert error.file == str(path)
    assert error.place.startswith(place)
    assert reason in error.reason


@pytest.mark.parametrize("content", [tar({"a": TEXT * 50})[:1500], gzipped(tar({"a": JUNK[:20_000]}))[:-3000]])
def test_an_archive_cut_short_is_refused(tmp_path: Path, content: bytes) -> None:
    path = written(tmp_path, content)
    assert refused(path).file == str(path)


def test_an_archive_without_files_is_refused(tmp_path: Path) -> None:
    assert "holds no files" in refused(written(tmp_path, tar({".hidden": TEXT}))).reason


def test_a_missing_path_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="no such file or folder"):
        sources.files([tmp_path / "nothing"])
    with pytest.raises(BadInputError, match="no such file or directory"):
        sources.describe(tmp_path / "nothing")


def test_junk_is_refused_after_a_look_at_its_head(tmp_path: Path) -> None:
    path = tmp_path / "junk"
    with path.open("wb") as stream:
        stream.truncate(200_000_000)
    tracemalloc.start()
    error = refused(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "not a format Curbside reads" in error.reason
    assert peak < 5_000_000


def test_what_unpacks_without_end_is_stopped(tmp_path: Path) -> None:
    path = written(tmp_path, gzipped(TEXT * 100_000))
    limit = pytest.raises(BadInputError, match="more than 1 MB come out of it")
    with opening.opened(path) as packed, opening.unpacked(packed, "bomb", limit=1024**2) as stream, limit:
        stream.read()


def test_a_format_read_in_one_piece_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "WHOLE", 1000)
    error = refused(written(tmp_path, TEXT * 100))
    assert "too large for this format" in error.reason
