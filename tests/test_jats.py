"""JATS full text is read as a reader would: sections and tables whole, reference numbers and back matter gone."""

from __future__ import annotations

import io
import re
import tarfile
from pathlib import Path
from typing import BinaryIO, cast

import pytest

from curbside.model import Add, BadInputError, Change, Depth, Kind, Mark, Passage, Standing
from curbside.sources import jats

RECORDINGS = Path(__file__).parent / "recordings"
DATA = Path(__file__).parent.parent.parent / "shared" / "data"


def read(content: bytes, kind: Kind | None = None) -> list[Change]:
    return list(jats.read(io.BytesIO(content), file="here.nxml", kind=kind))


def article(body: str, meta: str = '<article-id pub-id-type="pmc">9</article-id>') -> Add:
    title = "<title-group><article-title>T</article-title></title-group>"
    content = f"<article><front><article-meta>{meta}{title}</article-meta></front><body>{body}</body></article>"
    (change,) = read(content.encode())
    assert isinstance(change, Add)
    return change


def texts(body: str) -> list[tuple[str, str]]:
    return [(p.section, p.text) for p in article(body).passages]


@pytest.fixture(scope="module")
def turtles() -> Add:
    (change,) = read((RECORDINGS / "article.nxml").read_bytes())
    assert isinstance(change, Add)
    return change


def in_section(add: Add, section: str) -> str:
    (passage,) = [p for p in add.passages if p.section == section]
    return passage.text


def test_the_front_matter_is_read(turtles: Add) -> None:
    found = turtles.document
    assert (found.id, found.title) == ("pmc:900", "Turtles on oxygen: a randomised trial")
    assert found.authors == ("Smith JAB Jr", "The Turtle Group")
    assert (found.journal, found.volume, found.pages) == ("J Invent Med", "8(2)", "R1-R9")
    assert (found.identifiers.pmid, found.identifiers.pmcid, found.identifiers.doi) == ("101", "PMC900", "10.1000/abc")
    assert (found.published, found.licence) == ("2019-11-04", "https://creativecommons.org/licenses/by/4.0/")
    assert (found.types, found.headings) == (("research-article", "Research"), ("turtle", "oxygen"))
    assert (found.kind, found.depth, found.standing) == (Kind.TRIAL, Depth.FULL_TEXT, Standing.UNKNOWN)
    assert found.language == "en"


def test_the_abstract_is_one_passage_with_its_labels_and_no_teaser(turtles: Add) -> None:
    assert in_section(turtles, "Abstract") == (
        "Background: Turtles need air.\nResults: Counts rose to 10^9/L. None died."
    )


def test_reference_numbers_go_with_their_brackets_and_authors_in_the_prose_stay(turtles: Add) -> None:
    assert in_section(turtles, "Introduction") == (
        "Air is good, as known. Others agree; Jones et al. (2010) did not.\nSee Table 1 (area 5 m^2 each)."
    )


def test_a_list_is_read_as_lines_and_footnotes_and_tables_do_not_interrupt_it(turtles: Add) -> None:
    assert in_section(turtles, "Methods > Participants") == ("We took:\nadult turtles;\nyoung turtles.\nAll were well.")


def test_a_formula_is_told_in_text_and_one_that_is_a_picture_is_said_to_be_there(turtles: Add) -> None:
    assert in_section(turtles, "Methods > Analysis") == "We used χ^2 and [formula] tests."


def test_a_table_is_told_row_by_row_with_spans_repeated_and_its_notes(turtles: Add) -> None:
    assert in_section(turtles, "Table 1").split("\n") == [
        "Turtles at the start.",
        "Measure | Group | Group",
        "Measure | Air | Oxygen",
        "Mass, kg | 3.1^a | 3.2",
        "Mass, kg | 2.9 | 3.0",
        "All alive",
        "a Mean of two.",
    ]


def test_captions_and_boxes_are_passages_of_their_own(turtles: Add) -> None:
    assert in_section(turtles, "Figure 1") == "Flow. Of turtles."
    assert in_section(turtles, "Box 1 > Key points") == "Turtles like air."


def test_back_matter_references_and_competing_interests_are_left_out(turtles: Add) -> None:
    everything = " ".join(p.text for p in turtles.passages)
    assert not re.search("Thanks|Hidden|hidden|own turtles|Reference", everything)


def test_notices_mark_the_article_they_are_about() -> None:
    marks = [c for c in read((RECORDINGS / "notices.nxml").read_bytes()) if isinstance(c, Mark)]
    assert marks == [
        Mark(document="doi:10.1000/gone", standing=Standing.RETRACTED, by="notice pmc:901"),
        Mark(document="pmid:77", standing=Standing.CONCERN, by="notice pmid:902"),
        Mark(document="doi:10.1000/wrong", standing=Standing.CORRECTED, by="notice doi:10.1000/corr"),
    ]


def test_an_article_without_body_is_held_as_far_as_it_goes() -> None:
    assert article("").document.depth is Depth.RECORD
    assert texts("") == [("Title", "T")]
    abstract = '<article-id pub-id-type="pmc">9</article-id><abstract><p>A.</p></abstract>'
    assert article("", abstract).document.depth is Depth.ABSTRACT


@pytest.mark.parametrize(
    ("prose", "rendered"),
    [
        ("known [{1}].", "known."),
        ("known [{1}–{3}], and", "known, and"),
        ("known [{1}],[{2}]–[{4}].", "known."),
        ("known<sup>{1},{2}</sup> so", "known so"),
        ("known{1}, {2} so", "known so"),
        ("known (see {Lee 2011}; {Day 2012}) so", "known so"),
        ("known (Lee et al. {2011}; n = 5) so", "known (Lee et al. 2011; n = 5) so"),
        ("known ({1}, n = 5) so", "known (n = 5) so"),
        ("{Lee (2011)} said", "Lee (2011) said"),
        ("a rate of 5 (3 to 7) and [95% CI]", "a rate of 5 (3 to 7) and [95% CI]"),
    ],
)
def test_citations_leave_the_sentence_as_it_would_be_said(prose: str, rendered: str) -> None:
    body = re.sub(r"\{([^}]*)\}", r'<xref ref-type="bibr" rid="r">\1</xref>', prose)
    assert texts(f"<p>{body}</p>") == [("Text", rendered)]


def words(count: int, name: str = "word") -> str:
    return " ".join([name] * (count - 1)) + " end."


def test_paragraphs_are_joined_to_readable_passages_that_stay_in_their_section() -> None:
    body = f"<sec><title>A</title><p>{words(100)}</p><p>{words(90)}</p><p>{words(150)}</p><p>{words(20)}</p></sec>"
    found = texts(f"{body}<sec><title>B</title><p>{words(10)}</p></sec>")
    assert [(s, len(t.split())) for s, t in found] == [("A", 190), ("A", 170), ("B", 10)]


def test_a_long_paragraph_is_cut_where_sentences_end_and_loses_nothing() -> None:
    paragraph = " ".join(f"Sentence {n} has {words(30)}" for n in range(20))
    found = [t for _, t in texts(f"<p>{paragraph}</p>")]
    assert len(found) == 3
    assert " ".join(found) == paragraph
    assert all(t.endswith(".") and len(t.split()) <= 300 for t in found)


def test_a_long_table_is_cut_at_rows_with_caption_and_header_repeated() -> None:
    rows = "".join(f"<tr><td>row {n}</td><td>{'x' * 80}</td></tr>" for n in range(120))
    head = "<label>Table 2</label><caption><p>Long.</p></caption>"
    table = f"<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody>{rows}</tbody></table>"
    found = texts(f"<table-wrap>{head}{table}</table-wrap>")
    assert len(found) == 3
    assert {s for s, _ in found} == {"Table 2"}
    assert all(t.startswith("Long.\nA | B\nrow ") and len(t) <= 4000 for _, t in found)
    assert [int(n) for _, t in found for n in re.findall(r"^row (\d+)", t, re.MULTILINE)] == list(range(120))


def test_a_row_over_all_columns_is_told_again_where_its_table_is_cut() -> None:
    rows = "".join(f"<tr><td>row {n}</td><td>{'x' * 80}</td></tr>" for n in range(120))
    table = (
        f"<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td>Children</td></tr>{rows}</tbody></table>"
    )
    found = texts(f"<table-wrap><label>Table 2</label>{table}</table-wrap>")
    assert len(found) == 3
    assert all(t.startswith("A | B\nChildren\nrow ") for _, t in found)


def test_an_absurd_span_does_not_fill_the_memory() -> None:
    (_, text), *_ = texts('<table-wrap><table><tr><td colspan="999999999">a</td><td>b</td></tr></table></table-wrap>')
    assert text.count("|") == 60


def test_the_same_words_twice_in_one_section_are_one_passage() -> None:
    figure = "<fig><label>Figure 1</label><caption><p>Same.</p></caption></fig>"
    assert texts(figure * 2) == [("Figure 1", "Same.")]


@pytest.mark.parametrize(
    ("dates", "iso"),
    [
        ('<pub-date pub-type="epub"><year>2010</year><month>Dec</month></pub-date>'
         '<pub-date pub-type="collection"><year>2011</year></pub-date>', "2010-12"),
        ('<pub-date pub-type="collection"><year>2010</year></pub-date>'
         '<pub-date date-type="pub"><year>2010</year><month>5</month><day>1</day></pub-date>', "2010-05-01"),
        ('<pub-date pub-type="pmc-release"><year>2009</year></pub-date>', None),
    ],
)  # fmt: skip
def test_the_earliest_date_is_kept_and_of_two_alike_the_more_precise(dates: str, iso: str | None) -> None:
    assert article("", f'<article-id pub-id-type="pmc">9</article-id>{dates}').document.published == iso


@pytest.mark.parametrize(
    ("ids", "id_"),
    [
        ('<article-id pub-id-type="pmc">PMC12</article-id><article-id pub-id-type="pmid">3</article-id>', "pmc:12"),
        ('<article-id pub-id-type="pmid">3</article-id><article-id pub-id-type="doi">10.1000/X</article-id>', "pmid:3"),
        ('<article-id pub-id-type="doi">10.1000/X</article-id>', "doi:10.1000/x"),
    ],
)
def test_the_id_is_the_best_identifier_given(ids: str, id_: str) -> None:
    assert article("", ids).document.id == id_


UNTITLED = (
    b'<article><front><article-meta><article-id pub-id-type="pmc">9</article-id></article-meta></front></article>'
)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<article/>", "without article-meta"),
        (b"<article><front><article-meta/></front></article>", "without PMCID, PMID or DOI"),
        (UNTITLED, "a record without a title"),
        (b"<article><front>", "not well-formed"),
        (b'<!DOCTYPE article [<!ENTITY % x SYSTEM "file:///etc/hostname"> %x;]><article/>', "declares an entity"),
        (b"<book/>", "root element is <book>"),
    ],
)
def test_what_is_no_article_is_refused_with_a_reason(content: bytes, reason: str) -> None:
    with pytest.raises(BadInputError, match=reason):
        read(content)


@pytest.mark.data
@pytest.mark.skipif(not DATA.exists(), reason="the public sets are not beside the project")
def test_real_articles_are_read_without_citations_left_behind() -> None:
    left_behind = re.compile(r"[\x00-\x09\x0b-\x1f]|\[[\s,;\u2013-]+\]|\([\s,;]+\)\.")
    read_articles = 0
    with tarfile.open(DATA / "fulltext" / "jats_cc.tar.gz") as archive:
        for member in archive:
            stream = archive.extractfile(member)
            if stream is None or not member.name.endswith("5.nxml"):
                continue
            for change in jats.read(cast(BinaryIO, stream), file=member.name):
                read_articles += isinstance(change, Add)
                passages: tuple[Passage, ...] = change.passages if isinstance(change, Add) else ()
                assert len({p.id for p in passages}) == len(passages)
                prose = [p for p in passages if not p.section.startswith("Table")]
                assert not [p for p in prose if left_behind.search(p.text)]
    assert read_articles > 200
