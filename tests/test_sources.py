"""Files are told apart by what is in them, and each format becomes documents with passages."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
from pathlib import Path

import pytest
from pdf_writer import page, pdf

from curbside import sources
from curbside.model import Add, Depth, Document, Kind, Standing
from curbside.sources import Format

DATA = Path(__file__).parent.parent.parent / "shared" / "data"
MEDLINE = (
    b'<?xml version="1.0"?><PubmedArticleSet><PubmedArticle><MedlineCitation><PMID Version="1">7</PMID><Article>'
    b"<Journal><Title>Made up</Title></Journal><ArticleTitle>On tea.</ArticleTitle>"
    b"<Abstract><AbstractText>Tea was made up.</AbstractText></Abstract>"
    b"</Article></MedlineCitation></PubmedArticle></PubmedArticleSet>"
)
JATS = (
    b"<article><front><article-meta><article-id pub-id-type='pmid'>8</article-id><title-group>"
    b"<article-title>On coffee</article-title></title-group></article-meta></front>"
    b"<body><sec><title>Methods</title><p>Coffee was made up.</p></sec></body></article>"
)
HTML = (
    b"<!DOCTYPE html><html><head><title>Tea guide</title></head><body><h1>Tea guide</h1><p>Drink it.</p></body></html>"
)
TEXT = b"TEA GUIDE\n\nDrink it while it is warm, and not before.\n"
ROW = {"_id": "a1", "title": "On tea", "text": "Tea was made up."}
CARD = {
    "id": "tea",
    "kind": "rct",
    "title": "On tea",
    "depth": "abstract",
    "statements": [{"text": "Tea was made up.", "type": "finding"}],
}
USPSTF = {"specificRecommendations": [{"id": 1, "title": "Tea -- Adults", "grade": "B", "text": "Offer tea."}]}


def lines(*rows: object) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


SAMPLES = [
    (Format.MEDLINE, MEDLINE),
    (Format.JATS, JATS),
    (Format.JATS, b"<!DOCTYPE article SYSTEM 'made-up.dtd'>\n<!-- a remark -->" + JATS),
    (Format.HTML, HTML),
    (Format.HTML, b"<h1>Tea</h1><p>Drink it.</p>"),
    (Format.HTML, b"<article><h2>Tea</h2><p>Drink it.</p></article>"),
    (Format.PDF, pdf([page(["Tea guide", "Drink it while it is warm."])])),
    (Format.USPSTF, json.dumps(USPSTF).encode()),
    (Format.USPSTF, json.dumps(USPSTF, indent=2).encode()),
    (Format.CARDS, lines(CARD)),
    (Format.JSONL, lines(ROW)),
    (Format.JSONL, b"\xef\xbb\xbf\n" + lines(ROW)),
    (Format.TEXT, TEXT),
    (Format.TEXT, b"\xef\xbb\xbf" + TEXT),
    (Format.TEXT, TEXT.decode().encode("utf-16")),
]


def written(folder: Path, content: bytes, name: str = "file") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def documents(path: Path, **options: Kind) -> list[Document]:
    return [change.document for change in sources.read(path, **options) if isinstance(change, Add)]


def adds(folder: Path, content: bytes) -> list[Add]:
    return [change for change in sources.read(written(folder, content)) if isinstance(change, Add)]


def tar(members: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        for name, content in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return held.getvalue()


@pytest.mark.parametrize(("form", "content"), SAMPLES)
@pytest.mark.parametrize("name", ["misleading.pdf", "misleading.xml.gz", "none"])
def test_a_format_is_told_by_content_and_never_by_name(tmp_path: Path, form: Format, content: bytes, name: str) -> None:
    assert sources.describe(written(tmp_path, content, name)).format is form


@pytest.mark.parametrize(("form", "content"), SAMPLES)
def test_gzip_is_taken_off_before_looking(tmp_path: Path, form: Format, content: bytes) -> None:
    plain, packed = written(tmp_path, content), written(tmp_path / "..", gzip.compress(content), "packed")
    assert sources.describe(packed).format is form
    ours, theirs = list(sources.read(plain)), list(sources.read(packed))
    assert len(ours) == len(theirs) == 1


def test_the_digest_is_of_the_bytes_on_disk(tmp_path: Path) -> None:
    content = gzip.compress(TEXT)
    assert sources.describe(written(tmp_path, content)).digest == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(("form", "content"), SAMPLES)
def test_only_medline_may_repeat_an_id(tmp_path: Path, form: Format, content: bytes) -> None:
    assert sources.describe(written(tmp_path, content)).repeats is (form is Format.MEDLINE)


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_an_archive_is_read_by_name_each_file_in_its_own_format(tmp_path: Path, pack: type[bytes]) -> None:
    held = tar({"b.xml": gzip.compress(MEDLINE), "a/c.nxml": JATS, ".hidden": b"\0", "z.jsonl": lines(ROW)})
    path = written(tmp_path, pack(held))
    source = sources.describe(path)
    assert source.format is Format.TAR
    assert source.repeats
    assert source.files == ("a/c.nxml", "b.xml", "z.jsonl")
    assert [document.title for document in documents(path)] == ["On coffee", "On tea", "On tea"]
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"], "nothing is unpacked to disk"


def test_a_guideline_inside_an_archive_is_named_after_its_own_file(tmp_path: Path) -> None:
    path = written(tmp_path, tar({"folder/tea.txt": TEXT}))
    assert [document.id for document in documents(path)] == ["file:tea.txt"]


def test_files_are_found_in_order_without_hidden_ones(tmp_path: Path) -> None:
    for name in ("b/two.txt", "a.txt", ".git/config", "b/.one"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        written(tmp_path, TEXT, name)
    found = sources.files([tmp_path, tmp_path / "a.txt", tmp_path / "b"])
    assert found == (tmp_path / "a.txt", tmp_path / "b/two.txt")


@pytest.mark.parametrize("content", [lines(ROW), lines(CARD), TEXT, HTML, json.dumps(USPSTF).encode()])
def test_a_kind_that_is_given_overrides_what_would_be_inferred(tmp_path: Path, content: bytes) -> None:
    path = written(tmp_path, content)
    assert {document.kind for document in documents(path)} != {Kind.CASE_REPORT}
    assert {document.kind for document in documents(path, kind=Kind.CASE_REPORT)} == {Kind.CASE_REPORT}


def test_a_row_becomes_one_document_with_one_passage(tmp_path: Path) -> None:
    (found,) = adds(tmp_path, lines(ROW))
    assert (found.document.id, found.document.title) == ("a1", "On tea")
    assert found.document.standing is Standing.UNKNOWN
    assert [(one.section, one.text) for one in found.passages] == [("Abstract", "Tea was made up.")]


def test_a_row_may_say_more_about_itself(tmp_path: Path) -> None:
    more = {"kind": "guideline", "year": 2019, "authors": ["Leaf A", "Pot B"], "journal": "J Tea", "doi": "10.1/tea"}
    (found,) = adds(tmp_path, lines({**ROW, **more, "standing": "retracted", "url": "https://example.org/tea"}))
    document = found.document
    assert (document.kind, document.published, document.authors) == (Kind.GUIDELINE, "2019", ("Leaf A", "Pot B"))
    assert (document.journal, document.identifiers.doi) == ("J Tea", "10.1/tea")
    assert (document.standing, document.url) == (Standing.RETRACTED, "https://example.org/tea")
    assert [one.section for one in found.passages] == ["Text"]


@pytest.mark.parametrize(
    ("name", "pmid", "pmcid"), [("pmid:12", "12", None), ("pmc:12", None, "PMC12"), ("x:12", None, None)]
)
def test_an_id_that_is_an_identifier_is_kept_as_both(
    tmp_path: Path, name: str, pmid: str | None, pmcid: str | None
) -> None:
    (found,) = adds(tmp_path, lines({**ROW, "_id": name}))
    assert found.document.id == name
    assert (found.document.identifiers.pmid, found.document.identifiers.pmcid) == (pmid, pmcid)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Tea helps.\nMore below.", "Tea helps."),
        ("TITLE: \nOn tea\n\n\n\nABSTRACT.METHODS:\n We drank.", "On tea"),
        ("leaf " * 100, ("leaf " * 60).strip()),
    ],
)
def test_an_empty_title_is_taken_from_the_first_line(tmp_path: Path, text: str, title: str) -> None:
    (found,) = adds(tmp_path, lines({**ROW, "title": "", "text": text}))
    assert found.document.title == title
    assert len(title) <= 300


def test_labelled_sections_become_lines_and_a_body_becomes_sections(tmp_path: Path) -> None:
    text = (
        "TITLE.\nOn tea\n\nABSTRACT.METHODS:\n We drank.\n\nABSTRACT.RESULTS:\nIt helped.\n\nBODY.RESULTS.MOOD.\nGood."
    )
    (found,) = adds(tmp_path, lines({**ROW, "title": "", "text": text}))
    assert [(one.section, one.text) for one in found.passages] == [
        ("Abstract", "METHODS: We drank.\nRESULTS: It helped."),
        ("Results > Mood", "Good."),
    ]
    assert found.document.depth is Depth.FULL_TEXT


def test_a_row_with_a_title_alone_is_a_record(tmp_path: Path) -> None:
    (found,) = adds(tmp_path, lines({**ROW, "text": " "}))
    assert [(one.section, one.text) for one in found.passages] == [("Title", "On tea")]
    assert found.document.depth is Depth.RECORD


@pytest.mark.parametrize(("words", "count"), [(400, 1), (401, 2), (1000, 5)])
def test_a_long_text_is_cut_at_sentences_and_loses_no_word(tmp_path: Path, words: int, count: int) -> None:
    text = " ".join(f"Word{number}." if number % 7 == 6 or number == words - 1 else "The" for number in range(words))
    (found,) = adds(tmp_path, lines({**ROW, "text": text}))
    assert " ".join(one.text for one in found.passages) == text
    assert len(found.passages) == count
    assert all(one.text.endswith(".") for one in found.passages)


def test_words_without_any_sentence_end_are_cut_between_words(tmp_path: Path) -> None:
    (found,) = adds(tmp_path, lines({**ROW, "text": " ".join(f"leaf{n}" for n in range(1000))}))
    assert [len(one.text.split()) for one in found.passages] == [200] * 5


def test_a_recommendation_of_the_task_force_says_its_grade_whom_it_is_for_and_what_the_grade_means(
    tmp_path: Path,
) -> None:
    row = {
        "id": 5,
        "title": "Tea: Screening -- Women",
        "grade": "B",
        "gradeVer": 1,
        "sex": "female",
        "ageRange": [21, 30],
        "riskName": "Pregnant",
        "text": "Offer tea<br>daily.<script>alert(1)</script>",
        "servFreq": "<p>Every 3 years</p>",
        "riskText": 'Thirst<a href="x">2</a>, <a href="y">9</a> &amp; heat.',
        "general": "3",
    }
    held = {
        "specificRecommendations": [row],
        "grades": {"B": ["Old words.", "Offer this."]},
        "generalRecommendations": {"3": {"topicYear": 2019, "rationale": "<p>Because.</p>", "uspstfAlias": "tea"}},
    }
    (found,) = adds(tmp_path, json.dumps(held).encode())
    document = found.document
    assert (document.id, document.kind, document.depth) == ("uspstf:5", Kind.GUIDELINE, Depth.SUMMARY)
    assert (document.issuer, document.jurisdiction) == ("US Preventive Services Task Force", "US")
    assert document.published == "2019"
    assert [(one.section, one.text) for one in found.passages] == [
        (
            "Recommendation",
            "Population: women, ages 21 to 30, pregnant\nGrade B: Offer tea\ndaily.\nFrequency: Every 3 years",
        ),
        ("Risk", "Thirst & heat."),
        ("Rationale", "Because."),
        ("Grade", "Grade B means: Offer this."),
    ]


def test_an_upper_age_of_a_hundred_means_no_upper_age(tmp_path: Path) -> None:
    row = {**USPSTF["specificRecommendations"][0], "ageRange": [65, 100], "sex": "men and women"}
    (found,) = adds(tmp_path, json.dumps({"specificRecommendations": [row]}).encode())
    assert found.passages[0].text == "Population: men and women, ages 65 and older\nGrade B: Offer tea."


@pytest.mark.data
@pytest.mark.skipif(not DATA.exists(), reason="the public sets are not beside the project")
@pytest.mark.parametrize(
    ("name", "form", "count"),
    [
        ("guidelines/uspstf_2021.json", Format.USPSTF, 137),
        ("guidelines/va_dod_opioid_passages.jsonl", Format.JSONL, 190),
        ("retrieval/corpus.jsonl.gz", Format.JSONL, 29_079),
    ],
)
def test_the_public_sets_are_read_whole(name: str, form: Format, count: int) -> None:
    assert sources.describe(DATA / name).format is form
    assert len({document.id for document in documents(DATA / name)}) == count


@pytest.mark.data
@pytest.mark.skipif(not DATA.exists(), reason="the public sets are not beside the project")
def test_no_markup_survives_in_the_recommendations_of_the_task_force() -> None:
    texts = [
        one.text
        for change in sources.read(DATA / "guidelines/uspstf_2021.json")
        if isinstance(change, Add)
        for one in change.passages
    ]
    assert len(texts) > 137
    assert not [text for text in texts if "<p" in text or "<br" in text or "&nbsp" in text or "href" in text]
