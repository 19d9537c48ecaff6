"""Which arm a sentence speaks of, and which way the asked outcome goes in the one arm against the other."""

from __future__ import annotations

import pytest

from curbside.appraisal.arms import arms, mentions
from curbside.appraisal.comparisons import Comparison, compared
from curbside.model import Direction

HIGHER, LOWER, SAME = Direction.HIGHER, Direction.LOWER, Direction.NO_DIFFERENCE


def sides(text: str, intervention: str, comparator: str) -> list[bool]:
    return [m.first for m in mentions(text, arms(intervention, comparator, text))]


def goes(text: str, outcome: str = "mortality", intervention: str = "velumab", comparator: str = "zinc") -> Direction:
    return compared(text, Comparison(intervention=intervention, comparator=comparator, outcome=outcome))


# Arms


@pytest.mark.parametrize(
    ("text", "intervention", "comparator", "found"),
    [
        ("Rust was rarer with velumab than with zinc.", "velumab 5 mg daily", "zinc", [True, False]),
        ("Rust was rarer than in the placebo group.", "velumab", "placebo", [False]),
        ("Rust was rarer in the control arm.", "velumab", "no velumab", [False]),
        ("The intervention group had less rust.", "home visits", "usual care", [True]),
        ("Group B had more rust than group A.", "brass (group B)", "copper (group A)", [True, False]),
        ("VLM reduced rust.", "velumab (VLM)", "zinc", [True]),
        ("Rust fell by half with 40 mg but not with 20 mg.", "velumab 40 mg", "velumab 20 mg", [True, False]),
        ("More rust was seen with zinc alone.", "velumab plus zinc", "zinc alone", [False]),
        ("Velumab plus zinc was given.", "velumab plus zinc", "zinc alone", [True]),
    ],
)
def test_an_arm_is_found_by_what_only_it_is_called(
    text: str, intervention: str, comparator: str, found: list[bool]
) -> None:
    assert sides(text, intervention, comparator) == found


def test_an_abbreviation_that_the_text_defines_names_its_arm() -> None:
    text = "Velumab extended release (VER) was compared with zinc. VER was better."
    assert sides(text, "velumab extended release", "zinc")[-1] is True


def test_groups_called_by_the_initial_of_their_drug_are_told_apart() -> None:
    assert sides("Rust lasted 6 days in group V and 9 days in group Z.", "velumab", "zinc") == [True, False]


def test_words_of_the_outcome_name_no_arm() -> None:
    found = arms("iron tablets", "zinc tablets", outcome="iron level")
    assert not mentions("The iron level was measured.", found)


# Comparisons


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("Mortality was lower with velumab than with zinc (P=0.01).", LOWER),
        ("Mortality was lower in the zinc group than in the velumab group (P=0.01).", HIGHER),
        ("Mortality was significantly higher in patients given zinc.", LOWER),
        ("Compared with zinc, velumab reduced mortality.", LOWER),
        ("Compared with velumab, zinc reduced mortality.", HIGHER),
        ("Velumab increased mortality compared with zinc.", HIGHER),
        ("Mortality did not differ between velumab and zinc.", SAME),
        ("Mortality was comparable in both groups.", SAME),
        ("Mortality was 4% with velumab and 9% with zinc (P=0.30).", SAME),
        ("Mortality was 4% with velumab and 9% with zinc (P=0.003).", LOWER),
        ("Mortality was 9% in the zinc group versus 4% in the velumab group (P=0.003).", LOWER),
        ("Mortality fell with velumab (HR 0.80, 95% CI 0.70 to 0.95).", LOWER),
        ("Mortality: HR 0.80 (95% CI 0.50 to 1.30).", SAME),
        ("Mortality improved with velumab.", LOWER),
        ("Velumab was more effective than zinc in reducing mortality (P=0.02).", LOWER),
        ("Mortality fell significantly in both groups.", SAME),
        ("The weather was fine.", Direction.UNSTATED),
    ],
)
def test_a_sentence_is_read_for_the_intervention_against_its_comparator(text: str, points: Direction) -> None:
    assert goes(text) is points


@pytest.mark.parametrize(
    ("text", "outcome", "points"),
    [
        ("Velumab reduced pain (P=0.01) but not nausea (P=0.40).", "pain", LOWER),
        ("Velumab reduced pain (P=0.01) but not nausea (P=0.40).", "nausea", SAME),
        ("With velumab, sleep was longer (P=0.01) and pain was lower (P=0.02).", "pain", LOWER),
        ("With velumab, sleep was longer (P=0.01) and pain was lower (P=0.02).", "sleep", HIGHER),
        ("Velumab gave a greater reduction in pain than zinc.", "pain", LOWER),
        ("Velumab gave a greater reduction in pain than zinc.", "reduction in pain", HIGHER),
        ("Velumab improved quality of life.", "quality of life", HIGHER),
        ("Velumab improved pain scores.", "pain scores", LOWER),
        ("Survival: HR 0.70 (95% CI 0.55 to 0.90).", "survival", HIGHER),
    ],
)
def test_of_several_outcomes_the_asked_one_is_read_and_its_sense_is_known(
    text: str, outcome: str, points: Direction
) -> None:
    assert goes(text, outcome) is points


def test_a_row_of_a_table_is_read_by_its_last_cell() -> None:
    assert goes("Mortality, %\n4.1\n9.3\n0.01") is LOWER
    assert goes("Mortality, %\n4.1\n9.3\n0.31") is SAME
    assert goes("Mortality, %\n4.1\n9.3\nN.S.") is SAME


def test_what_stands_around_may_say_that_a_difference_was_none() -> None:
    assert goes("Mortality was lower with velumab. This difference was not significant (P=0.2).") is SAME
