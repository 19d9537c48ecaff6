"""A name is known by its class, by what it is a kind of, and an abbreviation by its company."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from curbside.house import engine_of
from curbside.library import Library, open_library
from curbside.model import Add, Concept, Document, Kind, Passage, Purpose, Role
from curbside.retrieval.terms import question_terms
from curbside.understanding.abbreviated import same_meaning
from curbside.understanding.drug_classes import CLASSES, class_named, classes_of


def document(number: int, title: str, text: str, kind: Kind = Kind.TRIAL) -> Add:
    made = Document(id=f"pmid:{number}", kind=kind, title=title, published="2020")
    return Add(document=made, passages=(Passage(document=made, section="Abstract", text=text),))


TEXTS = (
    ("Zorvolol in marrow rust", "Zorvolol reduced mortality in patients with marrow rust (hazard ratio 0.5)."),
    ("Zorvolol and pain", "In adults with iron gout, zorvolol, a beta blocker, had no effect on pain."),
    ("Pulmonary embolism", "Patients with pulmonary embolism (PE) received heparin for five days."),
    ("Clots", "Heparin is given in pulmonary embolism (PE) before anything else."),
    ("Eclampsia", "Women with preeclampsia (PE) received magnesium sulphate."),
    ("Magnesium", "Magnesium sulphate in preeclampsia (PE) prevented seizures."),
    ("Dye", "Cells were stained with phycoerythrin (PE)."),
)
GUIDELINES = (
    ("Management of marrow rust", "Antibiotics are recommended in marrow rust. Beta blockers should be offered."),
    ("Management of iron gout", "Rest is recommended in iron gout. Colchicine should be offered."),
)


@pytest.fixture(scope="module")
def library() -> Iterator[Library]:
    with open_library(None) as shelf:
        found = [document(n, *text) for n, text in enumerate(TEXTS)]
        found += [document(90 + n, *text, kind=Kind.GUIDELINE) for n, text in enumerate(GUIDELINES)]
        shelf.apply(found, name="names", digest="names")
        yield shelf


def concept(library: Library, question: str, role: Role = Role.INTERVENTION) -> Concept:
    found = engine_of(library).understand(question).concept(role)
    assert found is not None, question
    return found


# Classes of drugs


@pytest.mark.parametrize(
    ("drug", "named"),
    [
        ("propranolol", "beta blockers"),
        ("carvedilol", "beta blockers"),
        ("ramipril", "ace inhibitors"),
        ("losartan", "angiotensin receptor blockers"),
        ("atorvastatin", "statins"),
        ("omeprazole", "proton pump inhibitors"),
        ("sitagliptin", "dpp-4 inhibitors"),
        ("dapagliflozin", "sglt2 inhibitors"),
        ("apixaban", "factor xa inhibitors"),
        ("amlodipine", "dihydropyridines"),
        ("ceftriaxone", "cephalosporins"),
        ("rituximab", "monoclonal antibodies"),
    ],
)
def test_the_stem_of_a_name_tells_the_class(drug: str, named: str) -> None:
    assert [named in c.names for c in classes_of(drug)] == [True]


@pytest.mark.parametrize(
    "word",
    ["april", "aripiprazole", "somatostatin", "nystatin", "histidine", "cocaine", "heparin", "alcohol", "mab", "olol"],
)
def test_a_word_that_only_ends_alike_is_no_member(word: str) -> None:
    assert classes_of(word) == ()


def test_no_name_is_of_two_classes() -> None:
    names = [name for c in CLASSES for name in c.names]
    assert len(names) == len(set(names))


def test_a_class_is_found_however_it_is_written() -> None:
    assert class_named("beta-blockers") is class_named("beta blockers") is not None
    assert class_named("marrow blockers") is None


def test_who_asks_for_a_class_finds_the_sentences_on_its_members(library: Library) -> None:
    assert "zorvolol" in concept(library, "Do beta blockers help in marrow rust?").forms
    answer = engine_of(library).ask("Do beta blockers reduce mortality in marrow rust?").answer
    assert any("Zorvolol reduced mortality" in s.text and s.direct for s in answer.statements)


def test_a_member_is_a_kind_of_its_class_and_not_the_same(library: Library) -> None:
    asked = concept(library, "Does propranolol help in marrow rust?")
    assert "beta blockers" in asked.broader
    assert "beta blockers" not in asked.forms
    assert "zorvolol" not in asked.forms


# What something is a kind of


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ("early antibiotic treatment", "antibiotics"),
        ("high-dose heparin", "heparin"),
        ("inhaled corticosteroids", "corticosteroids"),
        ("early high-dose zinc", "zinc"),
        ("oral propranolol", "beta blockers"),
    ],
)
def test_how_something_is_given_is_not_what_is_given(library: Library, asked: str, kind: str) -> None:
    assert kind in concept(library, f"Does {asked} help in marrow rust?").broader


@pytest.mark.parametrize("asked", ["intravenous immunoglobulin", "oral contraceptives", "heparin"])
def test_a_word_that_is_part_of_the_name_stays(library: Library, asked: str) -> None:
    assert concept(library, f"Does {asked} help in marrow rust?").broader == ()


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Does early antibiotic treatment help in marrow rust?", "antibiotic"),
        ("Does propranolol help in marrow rust?", "beta blockers"),
    ],
)
def test_a_guideline_that_speaks_of_the_kind_is_not_called_silent(library: Library, question: str, kind: str) -> None:
    answer = engine_of(library).ask(question).answer
    assert not any("silence, not a recommendation against" in g.text for g in answer.gaps)
    assert any(f"speaks of {kind}" in g.text and "by name" in g.text for g in answer.gaps)
    assert f"speaks of {kind}" in answer.bottom_line.text
    assert not answer.bottom_line.direct
    section = answer.guidelines[0]
    assert section.title.startswith(f"On {kind} in general in marrow rust (indirect")
    assert not any(s.direct for s in section.statements)


def test_a_guideline_that_speaks_of_neither_is_silent(library: Library) -> None:
    answer = engine_of(library).ask("Does early antibiotic treatment help in iron gout?").answer
    assert any("silence, not a recommendation against" in g.text for g in answer.gaps)


# Abbreviations and their company


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("heparin in PE", "pulmonary embolism"),
        ("heparin dose pe", "pulmonary embolism"),
        ("magnesium sulphate in PE", "preeclampsia"),
        ("mgso4 for pe", "preeclampsia"),
    ],
)
def test_an_ambiguous_abbreviation_is_told_by_its_company(library: Library, question: str, meant: str) -> None:
    found = concept(library, question, Role.POPULATION)
    others = {"pulmonary embolism", "preeclampsia", "phycoerythrin"} - {meant}
    assert found.forms[0] == meant
    assert not others & set(found.forms)
    assert "pe" not in found.forms
    [note] = engine_of(library).understand(question).notes
    assert note.startswith(f"PE was read as {meant}, by the other words of the question; in this library it also")


def test_what_an_ambiguous_abbreviation_stands_for_is_looked_for(library: Library) -> None:
    terms = question_terms(engine_of(library).understand("heparin in PE"))
    assert "pulmonary embolism" in [t.text for t in terms]
    assert "preeclampsia" not in [t.text for t in terms]


def test_without_company_an_ambiguous_abbreviation_is_shown_as_ambiguous(library: Library) -> None:
    [note] = engine_of(library).understand("zinc in PE").notes
    assert note.startswith("PE was read as pulmonary embolism; in this library it also stands for")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("intravenous immunoglobulin", "intravenous immune globulin", True),
        ("triple-negative breast cancer", "triple negative breast cancers", True),
        ("Parkinson's disease", "progressive disease", False),
        ("heart failure", "high frequency", False),
    ],
)
def test_spellings_of_one_meaning_are_counted_together(one: str, other: str, same: bool) -> None:
    assert same_meaning(one, other) is same


def test_an_abbreviation_is_known_in_the_plural(library: Library) -> None:
    assert "pulmonary embolism" in concept(library, "heparin in PEs", Role.POPULATION).forms


# What is asked of an intervention


@pytest.mark.parametrize(
    ("question", "purpose"),
    [
        ("Does early antibiotic treatment improve survival in septic shock?", Purpose.BENEFIT),
        ("Effect of zinc on survival in marrow rust", Purpose.BENEFIT),
        ("zinc survival marrow rust cancer", Purpose.PROGNOSIS),
        ("What is the survival of marrow rust?", Purpose.PROGNOSIS),
        ("high-dose zinc in marrow rust", Purpose.BENEFIT),
        ("What is the dose of zinc in marrow rust?", Purpose.DOSE),
    ],
)
def test_survival_under_a_treatment_is_its_effect(library: Library, question: str, purpose: Purpose) -> None:
    assert engine_of(library).understand(question).purpose is purpose
