"""The founding question, from the starter library, held to what was checked claim by claim."""

from __future__ import annotations

import re

import pytest

from curbside.exports.plain import plain
from curbside.house import engine_of, starter_library
from curbside.model import Answer, Direction, Facet, Kind, Relation, Statement
from curbside.text import figures

QUESTION = "What are the benefits of Intravenous Immunoglobulin (IVIG) in Disseminated Intravascular Coagulation (DIC)?"


@pytest.fixture(scope="module")
def answer() -> Answer:
    return engine_of(starter_library()).ask(QUESTION).answer


def of(answer: Answer, card: str) -> list[Statement]:
    return [s for s in answer.statements if s.source.id == f"card:{card}"]


def test_the_question_is_understood(answer: Answer) -> None:
    said = {c.role.value: c.text for c in answer.topic.concepts}
    assert said == {
        "intervention": "Intravenous Immunoglobulin",
        "population": "Disseminated Intravascular Coagulation",
    }
    assert answer.topic.purpose.value == "benefit"


def test_dic_guidelines_are_named_as_silent_with_their_depth_and_never_as_against(answer: Answer) -> None:
    silence = next(g for g in answer.gaps if "guidelines on Disseminated" in g.text)
    for name in ("ISTH", "SISET", "British Committee for Standards in Haematology", "JSTH"):
        assert name in silence.text
    assert "as far as the text held goes" in silence.text
    assert {d.held for d in silence.documents} >= {"abstract", "full summary", "opening of full text"}
    assert len(silence.documents) == 7
    assert "neither for nor against" in answer.bottom_line.text
    assert "not recommended" not in plain(answer).replace("not recommended.", "not recommended.")
    assert answer.bottom_line.direct is False


def test_sepsis_guidance_is_given_as_indirect(answer: Answer) -> None:
    sepsis = [s for s in of(answer, "ssc-2021") if s.source.kind is Kind.GUIDELINE]
    assert sepsis
    assert all(s.relation is Relation.OTHER_POPULATION and "sepsis" in s.text for s in sepsis)
    related = next(g for g in answer.gaps if "related conditions" in g.text)
    assert "JSICM / JAAM" in related.text
    assert "SCCM / ESICM" in related.text


@pytest.mark.parametrize(
    ("card", "figure", "direction", "design", "population"),
    [
        ("ivig-jseptic-iizuka-2017", "32.9", Direction.NO_DIFFERENCE, "cohort study", "sepsis/septic shock"),
        ("ivig-sic-ishikura-2015", "18.2", Direction.UNCERTAIN, "observational study", "sepsis"),
        ("ivig-sepsis-pan-2023", "0.86", Direction.LOWER, "meta-analysis", "sepsis"),
        ("ivig-sepsis-cochrane-2013", "1430", Direction.LOWER, "systematic review", "sepsis"),
        ("stss-darenberg-2003", "3.6", Direction.NO_DIFFERENCE, "randomised double-blind trial", "STSS"),
    ],
)
def test_mortality_results_that_conflict_stand_side_by_side(
    answer: Answer, card: str, figure: str, direction: Direction, design: str, population: str
) -> None:
    found = [s for s in of(answer, card) if s.outcome in ("mortality", "survival") and figure in figures(s.text)]
    assert [(s.direction, s.design) for s in found] == [(direction, design)]
    assert population in found[0].studied_in
    assert found[0].population
    conflict = next(c for c in answer.conflicts if c.on == "mortality")
    assert found[0].id in conflict.statements


def test_standard_ivig_is_told_apart_from_enriched_products(answer: Answer) -> None:
    [found] = [s for s in of(answer, "ivig-sepsis-pan-2023") if "0.91" in figures(s.text)]
    assert found.direction is Direction.MIXED
    assert "standard IVIG was not effective" in found.text


def test_no_dose_for_dic_itself_and_each_studied_dose_with_its_condition(answer: Answer) -> None:
    doses = [s for s in answer.statements if s.facet is Facet.DOSE]
    assert doses
    for dose in doses:
        assert dose.relation is Relation.OTHER_POPULATION
        assert dose.text.startswith(f"In {dose.studied_in} (indirect): ")
    studied = {s.source.id.removeprefix("card:"): s.studied_in for s in doses}
    assert studied["ivig-sic-fang-2024"] == "sepsis-induced coagulopathy"
    assert studied["ivig-jseptic-iizuka-2017"] == "sepsis/septic shock"
    assert studied["ivig-thrombocytopenia-peng-2015"] == "severe thrombocytopenia"
    assert not re.search(r"0\.4 ?(?:-|to|\u2013) ?1 g/kg", plain(answer))


def test_boxed_warnings_come_first_and_iga_deficiency_as_the_label_words_it(answer: Answer) -> None:
    label = next(s for s in answer.guidelines if "Boxed" in s.title)
    assert label.statements[0].text == "Boxed warning: thrombosis, renal dysfunction and acute renal failure."
    [contraindicated] = [s for s in label.statements if s.facet is Facet.CONTRAINDICATION]
    assert (
        "IgA-deficient patients who have antibodies against IgA and a history of hypersensitivity"
        in contraindicated.text
    )
    assert "not every IgA-deficient patient" in contraindicated.text


def test_autoimmune_hit_is_shown_as_an_exception_of_its_own(answer: Answer) -> None:
    exception = next(s for s in answer.research if "exception" in s.title)
    assert {s.source.id for s in exception.statements} == {"card:hit-ivig-review-2019", "card:hit-ahit-warkentin-2023"}
    assert all("HIT" in s.studied_in for s in exception.statements)
    assert not set(answer.bottom_line.statements) & {s.id for s in exception.statements}


def test_standard_management_is_given_with_its_bleeding_rule(answer: Answer) -> None:
    management = next(s for s in answer.guidelines if s.title.startswith("Standard management"))
    texts = " ".join(s.text for s in management.statements)
    assert "Treating the underlying condition is the cornerstone" in texts
    assert "should not be given on laboratory results alone" in texts
    assert all(s.relation is Relation.OTHER_TREATMENT for s in management.statements)


def test_nothing_comes_from_the_retracted_card_nor_from_a_guessed_reference(answer: Answer) -> None:
    assert "card:retraction-surgisphere-2020" not in {d.id for d in answer.references}
    assert "British Journal of Anaesthesia" not in plain(answer)
    assert "Stainsby" not in plain(answer)


def test_every_figure_stands_in_a_quote_and_every_quote_in_its_passage(answer: Answer) -> None:
    for statement in answer.statements:
        quotes = [c.quote for c in statement.citations]
        assert figures(statement.text) <= figures("\n".join(quotes))
        assert all(c.quote in c.passage.text for c in statement.citations)
        assert statement.check
