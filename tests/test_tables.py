"""Rows of guidelines' tables: told whole behind their head, for whom they are, or not at all (law 4)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from curbside.appraisal.bands import falls_in
from curbside.appraisal.tables import row_at, row_of
from curbside.house import engine_of
from curbside.library import open_library
from curbside.model import Add, Answer, Document, Kind, Passage, Statement
from curbside.text import cells, figures

CHILDREN = """Table 4.1: Antibiotics for Pneumonia in Children - Society of Rust
Category of Children | Outpatient: First Line | Inpatient: First Line | Inpatient: Alternatives
< 2 months | Admit | Admit | Admit and treat as neonatal sepsis
\u2265 2 months | Oral amoxicillin (80 mg/kg/day) in 2 divided doses for 5 days | IV amoxicillin (120 mg/kg/day in 3 \
divided doses) AND IV gentamicin 6 mg/kg/day | 1. IV ceftriaxone 80 mg/kg/day single dose 2. IV cefotaxime 50 mg/kg in \
2 divided doses
HIV infected children | Oral amoxicillin (80 mg/kg/day) in 2 divided doses for 10 days | IV amoxicillin (120 mg/kg/day \
in 3 divided doses) PLUS co-trimoxazole 20 mg/kg/day | 1. IV ceftriaxone 80 mg/kg/day single dose"""
WEIGHTS = """Table 4.2: Dosage Regimen for Artemether-Lumefantrine
Weight | Tablets of 20/120 mg | Tablets of 40/240 mg
5 -- <15 kg | 1 tab twice daily x 3 days | NA
15 -- <25 kg | 2 tabs twice daily x 3 days | 1 tab twice daily x 3 days
25 -- <35 kg | 3 tabs twice daily x 3 days | NA
35 -- <45 kg | 4 tabs twice daily x 3 days | 2 tabs twice daily x 3 days
45 kg and above | 5 tabs twice daily x 3 days | 3 tabs twice daily x 3 days"""
ADULTS = """Table 5.1: Daily Doses of Antituberculosis Drugs (Adults)
Drugs | Daily Dose | Adverse Drug Reactions
Rifampicin | 11 mg/kg (maximum dose) 610 mg | Hepatitis, fever
Isoniazid | 4 mg/kg (maximum dose) 310 mg | Polyneuropathy"""
PAEDIATRIC = """Table 5.2: Paediatric Doses for the Management of Tuberculosis
Drug | Dosage (mg/kg) | Maximum Dose (mg/day)
Rifampicin (R) | 14 | 590
Isoniazid (H) | 9 | 290"""


EXPOSURE = """Table 6.1: Atovaquone-Proguanil Dosage Regimen
Weight (kg) | Total Daily Dose | Dosage Regimen
11-20 kg | 62.5 mg/25 mg | 1 paediatric tablet daily
21-30 kg | 125 mg/50 mg | 2 paediatric tablets daily"""


def chapter(name: str, title: str, section: str, text: str, kind: Kind = Kind.GUIDELINE) -> Add:
    document = Document(id=f"g:{name}", kind=kind, title=title)
    return Add(document=document, passages=(Passage(document=document, section=section, text=text),))


def ask(question: str, *chapters: Add) -> Answer:
    with open_library(None) as shelf:
        shelf.apply(chapters, name="made up", digest="made up")
        verified = engine_of(shelf).ask(question)
    assert not verified.refusals
    return verified.answer


def guidance(answer: Answer) -> list[Statement]:
    return [s for section in answer.guidelines if "indirect" not in section.title for s in section.statements]


def treating(disease: str, *tables: str) -> list[Add]:
    return [
        chapter(f"{disease}{n}", disease, f"Treatment of {disease} > Drug Treatment", t) for n, t in enumerate(tables)
    ]


PNEUMONIA = treating("Pneumonia", CHILDREN)
MALARIA = treating("Malaria", WEIGHTS)
TUBERCULOSIS = treating("Tuberculosis", ADULTS, PAEDIATRIC)


# How a row is told


def test_a_row_is_one_statement_in_which_each_cell_stands_behind_the_head_of_its_column() -> None:
    (first, *_) = guidance(ask("amoxicillin in pneumonia child dose", *PNEUMONIA))
    assert first.text == (
        "Table 4.1: Antibiotics for Pneumonia in Children - Society of Rust: Category of Children: \u2265 2 months | "
        "Outpatient: First Line: Oral amoxicillin (80 mg/kg/day) in 2 divided doses for 5 days | "
        "Inpatient: First Line: IV amoxicillin (120 mg/kg/day in 3 divided doses) AND IV gentamicin 6 mg/kg/day | "
        "Inpatient: Alternatives: 1. IV ceftriaxone 80 mg/kg/day single dose 2. IV cefotaxime 50 mg/kg in 2 divided "
        "doses"
    )


def test_the_caption_and_each_head_and_cell_of_a_row_are_cited() -> None:
    (told,) = guidance(ask("isoniazid dose in tuberculosis in children", *TUBERCULOSIS))
    assert [c.quote for c in told.citations] == [
        *("Table 5.2: Paediatric Doses for the Management of Tuberculosis", "Drug", "Isoniazid (H)"),
        *("Dosage (mg/kg)", "9", "Maximum Dose (mg/day)", "290"),
    ]


def test_a_cell_that_is_empty_is_left_out_with_its_head() -> None:
    table = ADULTS.replace("11 mg/kg (maximum dose) 610 mg", "")
    (told,) = guidance(ask("side effects of rifampicin in tuberculosis", *treating("Tuberculosis", table)))
    assert told.text.endswith("(Adults): Drugs: Rifampicin | Adverse Drug Reactions: Hepatitis, fever")


def test_a_row_for_those_with_another_disease_too_is_told_only_where_that_is_asked_about() -> None:
    for question, rows in (
        ("amoxicillin in pneumonia child dose", [False]),
        ("amoxicillin dose in pneumonia in a child with HIV", [False, True]),
    ):
        told = guidance(ask(question, *PNEUMONIA))
        assert ["HIV infected children" in s.text for s in told] == rows


def test_all_bands_of_weight_of_a_table_are_told_in_its_order() -> None:
    told = guidance(ask("artemether lumefantrine dose in malaria", *MALARIA))
    assert [s.citations[2].quote for s in told] == [
        line.split(" | ")[0] for line in WEIGHTS.split("\n")[2:]
    ]  # more than a document may otherwise say


# The bottom line


def test_a_bottom_line_names_the_table_of_a_long_row_and_quotes_none_of_it() -> None:
    line = ask("amoxicillin in pneumonia child dose", *PNEUMONIA).bottom_line
    assert line.text == (
        'The guideline "Pneumonia": it answers in a table (Antibiotics for Pneumonia in Children - Society of Rust); '
        "the row of it that fits stands below, each cell behind the head of its column."
    )
    assert line.statements


def test_a_bottom_line_takes_no_band_of_weight_out_of_several() -> None:
    answer = ask("artemether lumefantrine dose in malaria", *MALARIA)
    assert "(Dosage Regimen for Artemether-Lumefantrine); the rows that fit stand below" in answer.bottom_line.text
    assert not figures(answer.bottom_line.text)


def test_a_bottom_line_quotes_a_short_row_that_stands_alone_with_whom_it_is_for() -> None:
    line = ask("isoniazid dose in tuberculosis in children", *TUBERCULOSIS).bottom_line.text
    assert line == (
        'The guideline "Tuberculosis": Table 5.2: Paediatric Doses for the Management of Tuberculosis: '
        "Drug: Isoniazid (H) | Dosage (mg/kg): 9 | Maximum Dose (mg/day): 290."
    )


def test_no_second_choice_is_quoted_behind_a_first_that_stands_in_a_long_row() -> None:
    beside = "\u2022 Or cefpodoxime 4 mg/kg orally 12 hourly in children with pneumonia"
    (book,) = PNEUMONIA
    more = replace(book.passages[0], text=beside)
    answer = ask("treatment of pneumonia in children outpatient", replace(book, passages=(*book.passages, more)))
    assert any(s.text.startswith("Or cefpodoxime") for s in answer.statements)
    assert answer.bottom_line.text.endswith("each cell behind the head of its column.")


# For whom a row is


@pytest.mark.parametrize(
    ("question", "shown", "hidden"),
    [
        ("isoniazid dose in tuberculosis in children", "290", "310"),
        ("isoniazid dose in tuberculosis in adults", "310", "290"),
        ("amoxicillin dose in neonatal pneumonia", "", "amoxicillin"),
        ("amoxicillin dose in pneumonia in a 3 week old", "", "amoxicillin"),
        ("artemether lumefantrine dose in malaria child of 20 kg", "15 -- <25 kg", "25 -- <35 kg"),
        ("artemether lumefantrine dose in malaria in a man of 70 kg", "45 kg and above", "15 -- <25 kg"),
        ("side effects of isoniazid in tuberculosis", "Polyneuropathy", "290"),
    ],
)
def test_a_row_is_told_only_to_whom_it_is_for(question: str, shown: str, hidden: str) -> None:
    told = "\n".join(s.text for s in guidance(ask(question, *PNEUMONIA, *MALARIA, *TUBERCULOSIS)))
    assert shown in told
    assert hidden not in told


def test_a_dose_that_prevents_is_not_told_to_who_treats_and_the_other_way_round() -> None:
    prevents = chapter("1", "Malaria", "Treatment of Malaria > Prevention", EXPOSURE)
    treats = chapter("2", "Malaria", "Treatment of Malaria > Drug Treatment", EXPOSURE)
    for question, fits, other in (
        ("atovaquone proguanil dose malaria prophylaxis", prevents, treats),
        ("atovaquone proguanil dose malaria", treats, prevents),
    ):
        assert guidance(ask(question, fits))
        assert not guidance(ask(question, other))


def test_a_drug_named_by_the_caption_alone_is_not_that_of_a_row_of_another() -> None:
    table = PAEDIATRIC.replace("Paediatric Doses", "Paediatric Doses of Isoniazid and Rifampicin")
    (told,) = guidance(ask("isoniazid dose in tuberculosis", *treating("Tuberculosis", table)))
    assert "Isoniazid (H)" in told.text


@pytest.mark.parametrize(
    ("asked", "key", "falls"),
    [
        ("child of 20 kg", "15 -- <25 kg", True),
        ("child of 25 kg", "15 -- <25 kg", False),
        ("child of 25 kg", "25 -- <35 kg", True),
        ("child of 20.5 kg", "11-20 kg", True),
        ("child of 21 kg", "11-20 kg", False),
        ("child of 20 kg", "\u2264 20 kg", True),
        ("child of 21 kg", "up to 20 kg", False),
        ("child of 20 kg", "< 20 kg", False),
        ("woman of 60 kg", "36 kg and above (14 years and above)", True),
        ("girl of 30 kg", "36 kg and above (14 years and above)", False),
        ("4 year old", "9 kg -- <18 kg (1 year - 5 years)", True),
        ("6 year old", "9 kg -- <18 kg (1 year - 5 years)", False),
        ("neonate", "\u2265 2 months", False),
        ("newborn of 3 days", "Birth to 6 weeks", True),
        ("10 day old", "1 month to 6 months", False),
        ("5 month old", "1 month to 6 months", True),
        ("child", "15 -- <25 kg", True),
        ("children under 3 years", "Children (<3 years)", True),
        ("children under 3 years", "Adolescents (10 \u2013 19 years)", False),
        ("children under 3 years", "Children (3 \u2013 10 years)", False),
        ("children over 12 years", "Children (<3 years)", False),
        ("5 days of it in a child", "\u2265 2 months", True),
        ("child for 3 to 5 days", "\u2265 2 months", True),
        ("for 6 months in an infant", "1 year - 5 years", True),
        ("infant aged 6 months", "1 year - 5 years", False),
        ("boy of 6 months", "1 year - 5 years", False),
        ("6 month infant", "1 year - 5 years", False),
        ("twins of 3 kg and 5 kg", "15 -- <25 kg", True),
        ("5 mg/kg in a child", "15 -- <25 kg", True),
        ("child of 20 kg", "Severe", True),
    ],
)
def test_a_weight_and_an_age_fall_in_the_bands_that_hold_them(asked: str, key: str, falls: bool) -> None:
    assert falls_in(asked, key) is falls


# What is not told


HEAD, ROW = "Drug | Adults | Children", "Velumab | 4 mg daily | 2 mg daily"
DOUBTFUL = {
    "the head alone": HEAD,
    "a row of fewer cells than the head": f"Table 1: Rust\n{HEAD}\nVelumab | 4 mg daily",
    "a row without its first cell": f"Table 1: Rust\n{HEAD}\n | 4 mg daily | 2 mg daily",
    "a table in which a row has more cells": f"Table 1: Rust\n{HEAD}\nZinc | 1 mg | 2 mg | 3 mg\n{ROW}",
    "two head rows": f"Table 1: Rust\nDrug | Dose | Dose\n{HEAD}\n{ROW}",
    "a head with an empty cell": f"Table 1: Rust\nDrug |  | Children\n{ROW}",
    "a row below one that says for whom": f"Table 1: Rust\n{HEAD}\nIn renal failure |  | \n{ROW}",
    "what goes on behind another line": f"Table 1: Rust\n{HEAD}\nZinc | 1 | 2\nIn renal failure\nIron | a | b\n{ROW}",
    "what stands behind a line below the head": f"Table 1: Rust\n{HEAD}\nIn renal failure\nIron | a | b\n{ROW}",
    "results of a study": f"Table 1: Rust\nDrug | Adults (N = 40) | Children\n{ROW}",
}


@pytest.mark.parametrize("text", DOUBTFUL.values(), ids=DOUBTFUL)
def test_a_row_whose_cells_are_in_doubt_is_none(text: str) -> None:
    place = row_at(text, text.rfind("\n") + 1)
    assert place is not None
    assert row_of(text, place) is None


def test_a_row_under_one_head_and_its_caption_is_told_with_both() -> None:
    text = f"\u2022 Rest.\nTable 1: Rust\n{HEAD}\nZinc | 1 mg | 2 mg\n{ROW}\nVelumab is dear."
    place = row_at(text, text.index("4 mg"))
    assert place is not None
    row = row_of(text, place)
    assert row is not None
    assert [text[slice(*p)] for p in row.places] == ["Table 1: Rust", HEAD, ROW]


def test_one_bar_makes_a_row_only_beside_another() -> None:
    assert row_at("Give velumab | or zinc.\nRest.", 3) is None
    assert row_at("Drug | Dose\nVelumab | 4 mg", 14) == (12, 26)


def test_cells_are_what_stands_between_bars_without_blanks() -> None:
    text = "x\n | a |  | b|c | "
    assert [text[slice(*c)] for c in cells(text, (2, len(text)))] == ["", "a", "", "b|c", ""]


@pytest.mark.parametrize(
    "table",
    [
        WEIGHTS.split("\n", 1)[1],  # neither caption nor row says which drug
        WEIGHTS.replace("x 3 days", "x 3 days*"),  # a note that is not told with it
        WEIGHTS.replace("x 3 days", "x 3 days " + "with fatty food " * 60),
    ],
    ids=["no drug", "a note", "too long"],
)
def test_a_row_that_cannot_be_told_safely_is_not_told(table: str) -> None:
    named = f"Artemether-lumefantrine is given in malaria.\n{table}"
    answer = ask("artemether lumefantrine dose in malaria", *treating("Malaria", named))
    assert not any(" | " in s.text for s in answer.statements)


def test_a_dose_of_which_neither_row_nor_caption_says_the_drug_is_told_to_nobody() -> None:
    captioned, bare = WEIGHTS, WEIGHTS.split("\n", 1)[1]
    for table, rows in ((captioned, True), (bare, False)):
        answer = ask("treatment of malaria", *treating("Malaria", f"Give it with food in malaria.\n{table}"))
        assert any(" | " in s.text for s in answer.statements) is rows


def test_a_row_on_the_disease_alone_does_not_answer_what_is_not_understood() -> None:
    table = (
        "Table 5.3: Staging of Diabetes\nStage | Test | Glucose\nFirst | Fasting | above 7\nLast | Fasting | above 9"
    )
    for question, rows in (("Was golimumab tested for diabetes?", 0), ("staging of diabetes", 2)):
        answer = ask(question, chapter("1", "Diabetes", "Diagnosis of diabetes", table))
        assert sum(" | " in s.text for s in answer.statements) == rows


def test_no_row_answers_a_question_of_which_no_subject_is_known() -> None:
    table = "Table 8.1: Staging of Kidney Injury\nStage | Creatinine\n1 | above 26\n2 | above 52\n3 | above 78"
    answer = ask("what is stage 3", chapter("1", "Kidney injury", "Staging", table))
    assert not any(" | " in s.text for s in answer.statements)


def test_rows_of_the_tables_of_studies_are_not_told() -> None:
    study = chapter("1", "Amoxicillin in pneumonia in children: a randomised trial", "Table 1", CHILDREN, Kind.TRIAL)
    answer = ask("amoxicillin in pneumonia child dose", study)
    assert not any(" | " in s.text for s in answer.statements)
