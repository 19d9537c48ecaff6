"""Abbreviations are measured by a glossary, and by the words beside them in texts that define them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from curbside.evaluation.abbreviations import Case, Expander, against_glossary, by_company, cases_of, read_glossary
from curbside.house import definitions, expansion, meanings_agree, passages_of, words_of
from curbside.library import Library, open_library
from curbside.model import Add, BadInputError, Document, Kind, Passage

TEXTS = (
    ("Heparin for clots of the lung", "Pulmonary embolism (PE) is treated with heparin."),
    ("Heparin after surgery", "Heparin prevents pulmonary embolism (PE)."),
    ("Clots and travel", "Pulmonary embolism (PE) after long flights."),
    ("Magnesium for seizures", "Magnesium in preeclampsia (PE) prevents seizures."),
    ("Magnesium in Lagos", "Women with preeclampsia (PE) received magnesium."),
    ("Magnesium again", "Magnesium was given in preeclampsia (PE)."),
    ("Rust", "Marrow rust syndrome (MRS) is rare, as are two MRSs."),
    ("More rust", "We saw marrow rust syndrome (MRS) twice."),
)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with open_library(tmp_path / "library", create=True) as shelf:
        adds = []
        for number, (title, text) in enumerate(TEXTS):
            document = Document(id=f"pmid:{number}", kind=Kind.STUDY, title=title)
            adds.append(Add(document=document, passages=(Passage(document=document, section="Abstract", text=text),)))
        shelf.apply(adds, name="a", digest="a")
        yield shelf


def reader(library: Library) -> Expander:
    return Expander(
        expansions=library.expansions,
        defined=definitions,
        words=words_of,
        read=partial(expansion, library),
        same=meanings_agree,
    )


def glossary(folder: Path, text: str) -> Path:
    path = folder / "glossary.csv"
    path.write_text(text, encoding="utf-8")
    return path


GIVEN = (
    "Abbreviation/Shorthand,Meaning,More Info\nPE,pre-eclampsia,\nPE,pulmonary embolism,\nMRS,mitral ring,\nXYZ,x,\n"
)


def test_a_glossary_tells_how_many_abbreviations_are_known_and_read_alike(library: Library, tmp_path: Path) -> None:
    found = against_glossary(read_glossary(glossary(tmp_path, GIVEN)), reader(library))
    assert found == {
        "abbreviations in the glossary": 3,
        "defined by two held documents or more": 2,
        "known": 0.5,
        "read alike": 1.0,
        "read alike, of those with several meanings in the glossary": 1.0,
    }


def test_the_cases_are_of_abbreviations_that_held_texts_give_two_meanings(library: Library) -> None:
    cases = cases_of(passages_of(library), reader(library), most=10)
    assert {c.short for c in cases} == {"pe"}
    assert Case("pe", ("magnesium", "seizures"), "preeclampsia") in cases
    assert len(cases_of(passages_of(library), reader(library), most=2)) == 2


def test_company_tells_what_the_commonest_meaning_cannot(library: Library) -> None:
    cases = (Case("pe", ("magnesium",), "preeclampsia"), Case("pe", ("heparin",), "pulmonary embolism"))
    found = by_company(cases, reader(library))
    assert found == {"cases": 2, "abbreviations": 1, "by company": 1.0, "most frequent": 0.5}
    assert by_company((), reader(library))["by company"] == 0.0


def test_the_document_a_case_is_from_does_not_count_for_itself(library: Library) -> None:
    with open_library(None) as shelf:
        document = Document(id="pmid:1", kind=Kind.STUDY, title="Rust")
        text = "Marrow rust syndrome (MRS) was seen."
        shelf.apply(
            [Add(document=document, passages=(Passage(document=document, section="A", text=text),))],
            name="a",
            digest="a",
        )
        assert expansion(shelf, "mrs", ()) == "marrow rust syndrome"
        assert expansion(shelf, "mrs", (), "marrow rust syndrome") == ""


@pytest.mark.parametrize(
    ("text", "reason"),
    [("", "the columns must be"), ("a,b\nc,d\n", "the columns must be"), ("abbreviation\nPE\n", "the columns must be")],
)
def test_a_file_that_is_no_glossary_is_named(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(BadInputError, match=reason):
        read_glossary(glossary(tmp_path, text))


def test_a_folder_without_a_glossary_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="no CSV file"):
        read_glossary(tmp_path)
    with pytest.raises(BadInputError, match="no CSV file"):
        read_glossary(tmp_path / "missing.csv")


def test_the_command_prints_both_measures(library: Library, tmp_path: Path) -> None:
    path = str(glossary(tmp_path, GIVEN))
    directory = str(tmp_path / "library")
    command = [
        sys.executable,
        "-m",
        "curbside",
        "evaluate",
        "abbreviations",
        "--glossary",
        path,
        "--library",
        directory,
    ]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "  read alike: 1.0\n" in told
    assert f"edition: {library.edition}\n" in told
    found = json.loads(subprocess.run([*command, "--json"], capture_output=True, text=True, check=True).stdout)
    assert found["ambiguous"]["abbreviations"] == 1
