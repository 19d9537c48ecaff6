"""A thesaurus in the library: MeSH descriptors in both of their shapes, as names of one thing."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from curbside import sources
from curbside.house import add_file, engine_of
from curbside.library import Library, open_library
from curbside.library.preparing import read_ready, ready, write_ready
from curbside.model import Add, BadInputError, Document, Heading, Kind, Passage, Role

XML = """<?xml version="1.0"?>
<!DOCTYPE DescriptorRecordSet SYSTEM "https://www.nlm.nih.gov/databases/dtd/nlmdescriptorrecordset_20260101.dtd">
<DescriptorRecordSet LanguageCode="eng">
 <DescriptorRecord DescriptorClass="1">
  <DescriptorUI>D999001</DescriptorUI>
  <DescriptorName><String>Rust, Marrow</String></DescriptorName>
  <TreeNumberList><TreeNumber>C15.001</TreeNumber></TreeNumberList>
  <ConceptList>
   <Concept PreferredConceptYN="Y">
    <ConceptUI>M0001</ConceptUI>
    <ConceptRelationList>
     <ConceptRelation RelationName="NRW"><Concept1UI>M0001</Concept1UI><Concept2UI>M0002</Concept2UI></ConceptRelation>
     <ConceptRelation RelationName="REL"><Concept1UI>M0001</Concept1UI><Concept2UI>M0003</Concept2UI></ConceptRelation>
    </ConceptRelationList>
    <TermList>
     <Term><TermUI>T1</TermUI><String>Rust, Marrow</String></Term>
     <Term><TermUI>T2</TermUI><String>Bone Oxidation Disease</String></Term>
    </TermList>
   </Concept>
   <Concept PreferredConceptYN="N">
    <ConceptUI>M0002</ConceptUI><TermList><Term><String>Rusting Marrow Crisis</String></Term></TermList>
   </Concept>
   <Concept PreferredConceptYN="N">
    <ConceptUI>M0003</ConceptUI><TermList><Term><String>Iron Overload of Marrow</String></Term></TermList>
   </Concept>
  </ConceptList>
 </DescriptorRecord>
</DescriptorRecordSet>
"""
ASCII = """*NEWRECORD
RECTYPE = D
MH = Rust, Marrow
PRINT ENTRY = Bone Oxidation Disease|T047|NON|EQV|NLM (1994)|930624|abcdef
ENTRY = Rusting Marrow Crisis|T047|NON|NRW|NLM (1994)|930624|abcdef
ENTRY = Iron Overload of Marrow|T047|NON|REL|NLM (1994)|930624|abcdef
ENTRY = Marrow Rust
MN = C15.001
UI = D999001

*NEWRECORD
RECTYPE = D
MH = Gout, Iron
ENTRY = Iron Gout
UI = D999002
"""
WANTED = {"marrow rust", "bone oxidation disease", "rusting marrow crisis"}


@pytest.fixture
def library() -> Iterator[Library]:
    with open_library(None) as shelf:
        yield shelf


def written(folder: Path, text: str, name: str = "file.dat") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def forms(library: Library, question: str) -> set[str]:
    condition = engine_of(library).understand(question).condition
    assert condition is not None
    return set(condition.forms)


@pytest.mark.parametrize("text", [XML, ASCII], ids=["XML", "ASCII"])
@pytest.mark.parametrize("asked", sorted(WANTED))
def test_every_name_of_a_heading_finds_the_others(library: Library, tmp_path: Path, text: str, asked: str) -> None:
    assert add_file(library, written(tmp_path, text)).headings >= 1
    found = forms(library, f"zinc in {asked}")
    assert found >= WANTED
    assert "iron overload of marrow" not in found, "a related thing is another thing"


@pytest.mark.parametrize(("text", "told"), [(XML, "MeSH descriptors in XML"), (ASCII, "MeSH descriptors in ASCII")])
def test_the_shapes_are_told_apart_by_content(tmp_path: Path, text: str, told: str) -> None:
    assert sources.describe(written(tmp_path, text)).format.value == told
    packed = tmp_path / "packed"
    packed.write_bytes(gzip.compress(text.encode()))
    assert sources.describe(packed).format.value == told


def test_a_study_under_another_name_of_the_condition_is_direct(library: Library, tmp_path: Path) -> None:
    document = Document(id="pmid:1", kind=Kind.TRIAL, title="Zinc in bone oxidation disease: a randomised trial")
    text = "In patients with bone oxidation disease zinc reduced mortality (risk ratio 0.5, 95% CI 0.4 to 0.6)."
    add = Add(document=document, passages=(Passage(document=document, section="Abstract", text=text),))
    library.apply([add], name="a", digest="a")
    before = engine_of(library).ask("Does zinc reduce mortality in marrow rust?").answer
    add_file(library, written(tmp_path, XML))
    after = engine_of(library).ask("Does zinc reduce mortality in marrow rust?").answer
    assert not any(s.direct for s in before.statements)
    assert any(s.direct for s in after.statements)


def test_a_thesaurus_is_part_of_the_edition_whatever_the_order(tmp_path: Path) -> None:
    files = [written(tmp_path, XML, "one"), written(tmp_path, ASCII, "two")]
    editions = []
    for order in (files, files[::-1]):
        with open_library(None) as shelf:
            empty = shelf.edition
            for path in order:
                add_file(shelf, path)
            editions.append(shelf.edition)
    assert editions[0] == editions[1] != empty


def test_the_same_thesaurus_again_changes_nothing(library: Library, tmp_path: Path) -> None:
    add_file(library, written(tmp_path, XML, "one"))
    edition = library.edition
    assert add_file(library, written(tmp_path, XML + "\n", "two")).headings == 0
    assert library.edition == edition


def test_a_name_of_two_headings_names_neither(library: Library) -> None:
    both = [Heading(id="mesh:D1", name="Rust", names=("MR",)), Heading(id="mesh:D2", name="Gout", names=("MR",))]
    library.apply(both, name="both", digest="both")
    assert library.synonyms("MR") == ()
    assert library.synonyms("rust") == ("MR",)


def test_a_library_keeps_its_thesaurus_on_disk_and_one_without_needs_none(tmp_path: Path) -> None:
    with open_library(tmp_path / "library", create=True) as shelf:
        assert shelf.synonyms("marrow rust") == ()
        add_file(shelf, written(tmp_path, XML))
    with open_library(tmp_path / "library") as shelf:
        assert (
            set(shelf.synonyms("Rust, Marrow"))
            == set(shelf.synonyms("marrow rust"))
            == {"Bone Oxidation Disease", "Rusting Marrow Crisis"}
        )


def test_a_heading_goes_from_process_to_process(tmp_path: Path) -> None:
    heading = Heading(id="mesh:D1", name="Rust", names=("Marrow Rust", "Oxidation"))
    with (tmp_path / "plain").open("wb") as out:
        write_ready([ready(heading, "file")], out)
    with (tmp_path / "plain").open("rb") as stream:
        assert list(read_ready(stream)) == [heading]


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        (XML.replace("<DescriptorUI>D999001</DescriptorUI>", ""), "Rust, Marrow", "without an id or a name"),
        (XML[:-40], "", ""),
        (ASCII.replace("UI = D999002", "DC = 1"), "line 11", "without MH or UI"),
        (ASCII.replace("MN = C15.001", "MN C15.001"), "line 8", "not an element and its value"),
    ],
)
def test_a_damaged_thesaurus_is_refused_as_a_whole(
    library: Library, tmp_path: Path, text: str, place: str, reason: str
) -> None:
    edition = library.edition
    with pytest.raises(BadInputError) as caught:
        add_file(library, written(tmp_path, text))
    assert place in str(caught.value)
    assert reason in str(caught.value)
    assert library.edition == edition
    assert library.synonyms("marrow rust") == ()


def test_a_line_that_is_no_text_is_named(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "broken"
    path.write_bytes(ASCII.encode() * 900 + b"ENTRY = \xff\xfe\n")
    with pytest.raises(BadInputError, match="not UTF-8"):
        add_file(library, path)


def test_the_condition_is_still_asked_under_its_own_name(library: Library, tmp_path: Path) -> None:
    add_file(library, written(tmp_path, XML))
    concept = engine_of(library).understand("zinc in bone oxidation disease").concept(Role.POPULATION)
    assert concept is not None
    assert concept.text == concept.forms[0] == "bone oxidation disease"
