"""MEDLINE is read as its records mean it, and what is unsafe or damaged is refused in one line."""

from __future__ import annotations

import gzip
import io
import unicodedata
from pathlib import Path
from typing import BinaryIO, cast

import pytest
from lxml import etree

from curbside.model import Add, BadInputError, Change, Depth, Document, Kind, Mark, Remove, Standing
from curbside.sources import medline
from curbside.sources.xml import plain
from curbside.text import normalise

RECORDINGS = Path(__file__).parent / "recordings"
FORMATS = Path(__file__).parent.parent.parent / "shared" / "data" / "formats"


def read(content: bytes, kind: Kind | None = None) -> list[Change]:
    return list(medline.read(io.BytesIO(content), file="here.xml", kind=kind))


@pytest.fixture(scope="module")
def changes() -> list[Change]:
    return read((RECORDINGS / "medline_oddities.xml").read_bytes())


def document(changes: list[Change], pmid: int) -> Document:
    return next(c.document for c in changes if isinstance(c, Add) and c.document.id == f"pmid:{pmid}")


def text(changes: list[Change], pmid: int) -> tuple[str, str]:
    passages = next(c.passages for c in changes if isinstance(c, Add) and c.document.id == f"pmid:{pmid}")
    assert len(passages) == 1
    return passages[0].section, passages[0].text


def citation(inside: str, root: str = "MedlineCitationSet") -> bytes:
    return f"<{root}><MedlineCitation><PMID>9</PMID>{inside}</MedlineCitation></{root}>".encode()


def dated(date: str) -> str | None:
    journal = f"<Journal><JournalIssue><PubDate>{date}</PubDate></JournalIssue></Journal>"
    return document(read(citation(f"<Article>{journal}<ArticleTitle>T</ArticleTitle></Article>")), 9).published


def standing(reference: str) -> Standing:
    list_ = f'<CommentsCorrectionsList><CommentsCorrections RefType="{reference}"/></CommentsCorrectionsList>'
    return document(read(citation(f"<Article><ArticleTitle>T</ArticleTitle></Article>{list_}")), 9).standing


def test_markup_in_a_title_becomes_text_that_keeps_its_numbers(changes: list[Change]) -> None:
    assert document(changes, 101).title == "Effect of CO2 on Testudo platelets above 10^9/L and Ca2+: a trial"


def test_a_structured_abstract_is_one_passage_with_a_line_for_each_label(changes: list[Change]) -> None:
    assert text(changes, 101) == (
        "Abstract",
        "BACKGROUND: Dose was 5 mg/m^2 on the 4th day.\nClearance fell to 3 mL min^-1.",
    )


def test_authors_stand_in_vancouver_style_with_groups_and_without_invalid_names(changes: list[Change]) -> None:
    assert document(changes, 101).authors == ("Müller AB Jr", "The Invented Trials Group")


def test_identifiers_are_the_records_own_and_an_empty_or_invalid_doi_is_passed_over(changes: list[Change]) -> None:
    found = document(changes, 101).identifiers
    assert (found.pmid, found.doi, found.pmcid, found.nct) == ("101", "10.1000/abc.def", "PMC900", "NCT00000001")


def test_no_identifier_is_taken_from_the_reference_list() -> None:
    references = (
        '<ReferenceList><ArticleIdList><ArticleId IdType="doi">10.1000/x</ArticleId></ArticleIdList></ReferenceList>'
    )
    content = citation("<Article><ArticleTitle>T</ArticleTitle></Article>", "PubmedArticle").decode()
    content = content.replace("</PubmedArticle>", f"<PubmedData>{references}</PubmedData></PubmedArticle>")
    assert document(read(content.encode()), 9).identifiers.doi is None


def test_a_record_tells_its_journal_volume_pages_date_language_licence_types_and_headings(
    changes: list[Change],
) -> None:
    found = document(changes, 101)
    assert (found.journal, found.volume, found.pages, found.published) == (
        "J Invent Med",
        "12(3)",
        "45-52",
        "2021-02-07",
    )
    assert (found.language, found.licence, found.depth) == ("eng", "Copyright held by nobody.", Depth.ABSTRACT)
    assert found.types == ("Journal Article", "Randomized Controlled Trial")
    assert found.headings == ("Blood Platelets", "Humans")
    assert (found.kind, found.standing) == (Kind.TRIAL, Standing.CURRENT)


def test_a_translated_title_loses_its_brackets_and_an_abstract_in_another_language_says_so(
    changes: list[Change],
) -> None:
    assert document(changes, 102).title == "Invented fever [acute] in turtles"
    assert text(changes, 102) == ("Abstract (ger)", "Erfundene Worte.")
    assert document(changes, 102).standing is Standing.RETRACTED


def test_brackets_that_belong_to_a_title_stay() -> None:
    found = read(citation("<Article><ArticleTitle>[18F]FDG and [11C]PIB [review].</ArticleTitle></Article>"))
    assert document(found, 9).title == "[18F]FDG and [11C]PIB [review]"


def test_a_vernacular_title_stands_in_for_a_missing_one_and_a_title_for_a_missing_abstract(
    changes: list[Change],
) -> None:
    found = document(changes, 103)
    assert (found.title, found.depth, found.published) == ("Fièvre inventée", Depth.RECORD, "2019-03-09")
    assert text(changes, 103) == ("Title", "Fièvre inventée")


def test_a_concern_outweighs_a_correction(changes: list[Change]) -> None:
    assert document(changes, 103).standing is Standing.CONCERN


def test_notices_mark_what_they_are_about_and_never_themselves(changes: list[Change]) -> None:
    marks = [(c.document, c.standing, c.by) for c in changes if isinstance(c, Mark)]
    by = "MEDLINE pmid:104"
    assert marks == [
        ("pmid:201", Standing.RETRACTED, by),
        ("pmid:202", Standing.CONCERN, by),
        ("pmid:203", Standing.CONCERN, by),
        ("pmid:204", Standing.CORRECTED, by),
        ("doi:10.1000/gone.1", Standing.RETRACTED, by),
    ]


def test_a_chapter_names_its_book_and_publisher(changes: list[Change]) -> None:
    found = document(changes, 105)
    assert (found.title, found.journal, found.issuer) == ("Fever of turtles", "Invented Pearls", "Invented Press")
    assert (found.authors, found.published) == (("Editor E",), "2024-01")


def test_deletions_come_last_as_they_stand_in_the_file(changes: list[Change]) -> None:
    assert changes[-2:] == [Remove(document="pmid:301"), Remove(document="pmid:302")]


def test_a_file_of_deletions_alone_is_read() -> None:
    content = b"<PubmedArticleSet><DeleteCitation><PMID>5</PMID></DeleteCitation></PubmedArticleSet>"
    assert read(content) == [Remove(document="pmid:5")]


def test_a_given_kind_overrides_what_the_record_tells() -> None:
    changes = read((RECORDINGS / "medline_oddities.xml").read_bytes(), Kind.GUIDELINE)
    assert {c.document.kind for c in changes if isinstance(c, Add)} == {Kind.GUIDELINE}


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("<Year>2007</Year>", "2007"),
        ("<Year>2007</Year><Month>11</Month>", "2007-11"),
        ("<Year>2007</Year><Month>Nov</Month><Day>3</Day>", "2007-11-03"),
        ("<Year>2007</Year><Month>Nov</Month><Day>32</Day>", "2007-11"),
        ("<Year>2007</Year><Month>13</Month><Day>1</Day>", "2007"),
        ("<Year>2007</Year><Season>Fall</Season>", "2007"),
        ("<MedlineDate>2007 Dec-2008 Jan</MedlineDate>", "2007-12"),
        ("<MedlineDate>1998-1999</MedlineDate>", "1998"),
        ("<MedlineDate>Spring 1998</MedlineDate>", "1998"),
        ("<MedlineDate>2015 Jul 15-21</MedlineDate>", "2015-07"),
        ("<Year>soon</Year>", None),
        ("", None),
    ],
)
def test_dates_are_as_precise_as_the_record_and_a_span_is_dated_by_its_beginning(written: str, iso: str | None) -> None:
    assert dated(written) == iso


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("RetractionIn", Standing.RETRACTED),
        ("RetractedandRepublishedIn", Standing.RETRACTED),
        ("PartialRetractionIn", Standing.CONCERN),
        ("ExpressionOfConcernIn", Standing.CONCERN),
        ("ErratumIn", Standing.CORRECTED),
        ("UpdateIn", Standing.CORRECTED),
        ("CommentIn", Standing.CURRENT),
        ("RetractionOf", Standing.CURRENT),
    ],
)
def test_standing_is_what_the_record_says_of_itself(reference: str, said: Standing) -> None:
    assert standing(reference) is said


@pytest.mark.parametrize(
    ("inside", "rendered"),
    [
        ("10<sup>9</sup>/L", "10^9/L"),
        ("10 <sup>-8</sup>", "10 -8"),
        ("10<sup>- 5</sup>", "10^-5"),
        ("m<sup>2 </sup>each", "m^2 each"),
        ("4<sup>th</sup>", "4th"),
        ("Ca<sup>2+</sup> and Na<sup>+</sup>", "Ca2+ and Na+"),
        ("<sup>99m</sup>Tc and <sup>18</sup>F", "99mTc and 18F"),
        ("12.3<sup>a</sup>", "12.3^a"),
        ("Pump<sup>TM</sup>", "Pump\u2122"),
        ("H<sub>2</sub>O, 5<sub>2</sub>", "H2O, 5_2"),
        ("a <b>b<i>c</i> d</b>e", "a bc de"),
        ("one\n   line", "one line"),
    ],
)
def test_superscripts_and_subscripts_never_change_a_number(inside: str, rendered: str) -> None:
    assert plain(etree.fromstring(f"<t>{inside}</t>")) == rendered


def test_plain_text_of_any_character_is_what_normalising_makes_of_it() -> None:
    for code in (*range(0x20, 0xD800), *range(0xE000, 0xFFFE)):
        for text in (f"a{chr(code)}b  c", f"a{chr(code)}b", f"{chr(code)}b"):
            element = etree.Element("t")
            element.text = text
            assert plain(element) == normalise(" ".join(text.split())), unicodedata.name(chr(code), hex(code))


@pytest.mark.parametrize(
    ("content", "place", "reason"),
    [
        (b"", "line 1", "empty"),
        (b"\n \n", "line 1", "empty"),
        (b"<PubmedArticleSet>\n<PubmedArticle>", "line 2", "not well-formed"),
        (b"<html>\n<body/></html>", "line 1", "root element is <html>"),
        (b"junk", "line 1", "not well-formed"),
        ("<MedlineCitationSet>\n<é/></MedlineCitationSet>".encode("latin-1"), "line 2", "wrong encoding"),
        (b'<?xml version="1.0" encoding="klingon"?><MedlineCitationSet/>', "line 1", "ncoding"),
        (citation("<Article><ArticleTitle/></Article>"), "PMID 9", "a record without a title"),
        (
            b"<MedlineCitationSet><MedlineCitation><PMID>x</PMID></MedlineCitation></MedlineCitationSet>",
            "PMID 'x'",
            "PMID",
        ),
        (b"<PubmedArticleSet>" + b"<a>" * 400 + b"</a>" * 400 + b"</PubmedArticleSet>", "line 1", "depth"),
        (b" " * 70_000, "line 1", "empty"),
        (b"<!--" + b"x" * 70_000 + b"--><PubmedArticleSet/>", "line 1", "no element within"),
    ],
)
def test_what_cannot_be_read_is_refused_with_place_and_reason(content: bytes, place: str, reason: str) -> None:
    with pytest.raises(BadInputError, match=reason) as refused:
        read(content)
    assert (refused.value.file, refused.value.place) == ("here.xml", place)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(("name", "line"), [("entity_bomb.xml", 3), ("external_entity.xml", 2)])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_file_that_declares_entities_is_refused_before_any_is_expanded(name: str, line: int, encoding: str) -> None:
    content = (RECORDINGS / name).read_text(encoding="utf-8")
    with pytest.raises(BadInputError, match="declares an entity") as refused:
        read(content.encode(encoding))
    assert refused.value.place == f"line {line}"


def test_a_truncated_or_damaged_gzip_file_is_refused() -> None:
    whole = gzip.compress((RECORDINGS / "medline_oddities.xml").read_bytes())
    broken = bytearray(whole)
    broken[len(whole) // 2] ^= 0xFF
    for content in (whole[:-200], bytes(broken)):
        stream = gzip.GzipFile(fileobj=io.BytesIO(content))
        with pytest.raises(BadInputError, match="truncated or damaged"):
            list(medline.read(cast(BinaryIO, stream), file="here.xml.gz"))


def test_one_endless_record_is_refused_rather_than_kept_in_memory() -> None:
    content = b"<MedlineCitationSet><MedlineCitation>" + (b"<x>" + b"y" * 1000 + b"</x>") * 18_000
    with pytest.raises(BadInputError, match="more than 16 MiB"):
        read(content)


@pytest.mark.data
@pytest.mark.skipif(not FORMATS.exists(), reason="the public sets are not beside the project")
def test_a_real_update_file_is_read_whole() -> None:
    with gzip.open(FORMATS / "medline16n0902.xml.gz") as stream:
        changes = list(medline.read(cast(BinaryIO, stream), file="medline16n0902.xml.gz"))
    added = [c for c in changes if isinstance(c, Add)]
    assert len(added) == 604
    assert sum(c.document.depth is Depth.ABSTRACT for c in added) == 526
    assert [c for c in changes if isinstance(c, Remove)] == [Remove(document="pmid:26432306")]
    assert [c.document for c in changes if isinstance(c, Mark)] == ["pmid:22828228"]
    assert all(c.document.published and c.document.journal for c in added)


@pytest.mark.data
@pytest.mark.skipif(not FORMATS.exists(), reason="the public sets are not beside the project")
def test_the_newer_format_is_read_alike() -> None:
    with gzip.open(FORMATS / "test_current_medline.xml.gz") as stream:
        first = next(medline.read(cast(BinaryIO, stream), file="test_current_medline.xml.gz"))
    assert isinstance(first, Add)
    assert first.document.title == "Back Pain: Differential Diagnosis and Management"
    assert (first.document.volume, first.document.pages, first.document.published) == ("41(1)", "61-76", "2023-02")
    assert first.document.identifiers.doi == "10.1016/j.ncl.2022.07.002"
