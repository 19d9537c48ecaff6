"""What several abstracts say together: each rule of weighing, on values and on made-up abstracts."""

from __future__ import annotations

import pytest

from curbside.appraisal.comparisons import Comparison
from curbside.appraisal.synthesis import Told, Verdict, comparison, enrolled, synthesise, tell, weigh
from curbside.model import Direction

QUESTION = "Is the risk of death at 90 days higher, lower, or the same when comparing velumab to placebo?"
ASKED = Comparison(intervention="velumab", comparator="placebo", outcome="risk of death at 90 days")
START = "Rust fever is common. We randomly assigned {n} patients to velumab or placebo.\n"
LOWER = START + "Deaths were fewer with velumab than with placebo (5% vs 9%, P=0.01)."
HIGHER = START + "Deaths were more frequent with velumab than with placebo (9% vs 5%, P=0.01)."
SAME = START + "Mortality did not differ between velumab and placebo (P=0.60)."
UNTOLD = START + "Rust spots cleared sooner with velumab than with placebo (P=0.01)."


def told(direction: Direction, size: int | None = 500, *, tested: bool = True) -> Told:
    return Told(source="s", sentence="", direction=direction, tested=tested, size=size)


# The question


@pytest.mark.parametrize(
    ("question", "read"),
    [
        (QUESTION, ("velumab", "placebo", "risk of death at 90 days")),
        (
            "Is pain higher, lower, or the same when comparing zinc at 125 mmHg and brass with zinc alone?",
            ("zinc at 125 mmHg and brass", "zinc alone", "pain"),
        ),
        ("Is pain lower, higher, or the same comparing velumab versus zinc?", ("velumab", "zinc", "pain")),
        ("Is pain higher, lower, or the same when comparing velumab and zinc?", ("velumab", "zinc", "pain")),
    ],
)
def test_a_question_is_cut_into_outcome_and_arms(question: str, read: tuple[str, str, str]) -> None:
    found = comparison(question)
    assert found is not None
    assert (found.intervention, found.comparator, found.outcome) == read


@pytest.mark.parametrize("question", ["Does velumab help?", "Is pain higher, lower, or the same?", ""])
def test_a_question_of_another_form_has_no_answer(question: str) -> None:
    assert comparison(question) is None
    assert synthesise(question, {"1": LOWER}) is Verdict.INSUFFICIENT


# One source


def test_a_source_tells_by_the_sentence_on_the_outcome() -> None:
    found = tell("1", LOWER.format(n=812), ASKED)
    assert found is not None
    assert found.sentence.startswith("Deaths were fewer")
    assert (found.direction, found.tested, found.size) == (Direction.LOWER, True, 812)


def test_a_source_on_another_outcome_tells_nothing() -> None:
    assert tell("1", UNTOLD.format(n=812), ASKED) is None


def test_a_source_without_one_of_the_arms_tells_nothing() -> None:
    assert tell("1", LOWER.format(n=812).replace("velumab", "brass"), ASKED) is None


def test_a_result_without_a_word_on_which_was_more_leaves_it_uncertain() -> None:
    text = START.format(n=812) + "Rust was red. " * 9 + "\nTwo deaths occurred."
    found = tell("1", text, ASKED)
    assert found is not None
    assert (found.direction, found.tested) == (Direction.UNCERTAIN, False)


def test_background_and_methods_tell_nothing() -> None:
    text = "Velumab is said to reduce death against placebo.\nThe primary outcome was death, lower being better."
    assert tell("1", text + "\n" + "Rust was seen. " * 20, ASKED) is None


@pytest.mark.parametrize(
    "last", ["Velumab might lower deaths more than placebo.", "A drug that lowers deaths more than placebo is needed."]
)
def test_what_might_be_or_is_needed_tells_nothing(last: str) -> None:
    assert (
        tell("1", f"We gave velumab or placebo. Rust was common in all of them, and it stayed so. {last}", ASKED)
        is None
    )


def test_survival_is_read_from_deaths_the_other_way_round() -> None:
    asked = Comparison(intervention="velumab", comparator="placebo", outcome="overall survival")
    found = tell("1", LOWER.format(n=812), asked)
    assert found is not None
    assert found.direction is Direction.HIGHER


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("We enrolled 1,204 patients; 600 patients had velumab.", 1204),
        ("Between 2 and 28 weeks infants were fed.", None),
        ("Forty patients came.", None),
    ],
)
def test_the_size_is_the_most_people_spoken_of(text: str, size: int | None) -> None:
    assert enrolled(text) == size


# Weighing


def test_where_no_source_tells_there_is_insufficient_data() -> None:
    assert weigh([]) is Verdict.INSUFFICIENT


def test_where_sources_conflict_the_effect_is_uncertain() -> None:
    assert weigh([told(Direction.LOWER), told(Direction.HIGHER)]) is Verdict.UNCERTAIN


def test_where_nothing_was_tested_the_effect_is_uncertain() -> None:
    assert weigh([told(Direction.LOWER, tested=False)]) is Verdict.UNCERTAIN


def test_where_a_source_says_so_the_effect_is_uncertain() -> None:
    assert weigh([told(Direction.UNCERTAIN)]) is Verdict.UNCERTAIN


@pytest.mark.parametrize(
    ("size", "verdict"), [(299, Verdict.UNCERTAIN), (None, Verdict.UNCERTAIN), (300, Verdict.NO_DIFFERENCE)]
)
def test_no_difference_in_one_source_needs_people_enough_to_have_seen_one(size: int | None, verdict: Verdict) -> None:
    assert weigh([told(Direction.NO_DIFFERENCE, size)]) is verdict


@pytest.mark.parametrize(("size", "verdict"), [(299, Verdict.UNCERTAIN), (300, Verdict.NO_DIFFERENCE)])
def test_that_none_was_seen_needs_people_and_no_p_value(size: int, verdict: Verdict) -> None:
    assert weigh([told(Direction.NO_DIFFERENCE, size, tested=False)]) is verdict


def test_a_difference_without_a_test_stays_uncertain_beside_one_source_that_saw_none() -> None:
    assert weigh([told(Direction.LOWER, 900, tested=False), told(Direction.NO_DIFFERENCE, 90)]) is Verdict.UNCERTAIN


def test_no_difference_in_two_sources_is_believed() -> None:
    assert weigh([told(Direction.NO_DIFFERENCE, 60), told(Direction.NO_DIFFERENCE, 60)]) is Verdict.NO_DIFFERENCE


@pytest.mark.parametrize(("size", "verdict"), [(99, Verdict.UNCERTAIN), (100, Verdict.LOWER), (None, Verdict.LOWER)])
def test_few_people_settle_nothing(size: int | None, verdict: Verdict) -> None:
    assert weigh([told(Direction.LOWER, size)]) is verdict


def test_small_sources_are_counted_together() -> None:
    assert weigh([told(Direction.LOWER, 60), told(Direction.LOWER, 60)]) is Verdict.LOWER


def test_sources_that_agree_decide() -> None:
    assert weigh([told(Direction.HIGHER), told(Direction.HIGHER)]) is Verdict.HIGHER
    assert weigh([told(Direction.NO_DIFFERENCE)]) is Verdict.NO_DIFFERENCE


def test_the_larger_of_two_carries_a_direction_and_the_smaller_does_not() -> None:
    assert weigh([told(Direction.LOWER, 900), told(Direction.NO_DIFFERENCE, 200)]) is Verdict.LOWER
    assert weigh([told(Direction.LOWER, 200), told(Direction.NO_DIFFERENCE, 900)]) is Verdict.UNCERTAIN
    assert weigh([told(Direction.LOWER, 900), told(Direction.NO_DIFFERENCE, None)]) is Verdict.UNCERTAIN


def test_a_third_of_several_sources_carries_a_direction_and_fewer_do_not() -> None:
    none = told(Direction.NO_DIFFERENCE)
    assert weigh([told(Direction.LOWER), none, none]) is Verdict.LOWER
    assert weigh([told(Direction.LOWER, 50), told(Direction.NO_DIFFERENCE, 50), none]) is Verdict.LOWER
    assert weigh([told(Direction.LOWER), none, none, none, none]) is Verdict.NO_DIFFERENCE


def test_few_people_in_several_sources_that_differ_leave_it_uncertain() -> None:
    small = told(Direction.NO_DIFFERENCE, 60)
    assert weigh([told(Direction.LOWER, 60), small, small]) is Verdict.UNCERTAIN


# The whole way


@pytest.mark.parametrize(
    ("texts", "verdict"),
    [
        ([LOWER], Verdict.LOWER),
        ([HIGHER], Verdict.HIGHER),
        ([SAME], Verdict.NO_DIFFERENCE),
        ([LOWER, HIGHER], Verdict.UNCERTAIN),
        ([UNTOLD], Verdict.INSUFFICIENT),
        ([], Verdict.INSUFFICIENT),
    ],
)
def test_abstracts_are_read_and_weighed(texts: list[str], verdict: Verdict) -> None:
    assert synthesise(QUESTION, {str(n): t.format(n=400) for n, t in enumerate(texts)}) is verdict


def test_the_order_of_the_sources_does_not_matter() -> None:
    texts = {"a": LOWER.format(n=900), "b": SAME.format(n=200)}
    assert synthesise(QUESTION, texts) is synthesise(QUESTION, dict(reversed(texts.items())))
