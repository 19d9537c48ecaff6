"""Measures of labels agree with small examples worked by hand, and print the same interval for the same seed."""

from __future__ import annotations

import pytest

from curbside.evaluation.measures import (
    accuracy,
    by_label,
    confusion,
    difference,
    halves,
    interval,
    macro_f1,
    majority,
)

# Three cases of "up" (two told, one called "same") and two of "same" (one told, one called "up").
PAIRS = [("up", "up"), ("up", "up"), ("up", "same"), ("same", "same"), ("same", "up")]


def test_the_confusion_table_counts_each_pair() -> None:
    assert confusion(PAIRS) == {("same", "same"): 1, ("same", "up"): 1, ("up", "same"): 1, ("up", "up"): 2}


def test_accuracy_is_the_share_told_rightly() -> None:
    assert accuracy(confusion(PAIRS)) == 3 / 5


def test_the_majority_is_what_saying_one_thing_always_reaches() -> None:
    assert majority(confusion(PAIRS)) == 3 / 5


def test_each_label_has_its_precision_recall_and_f1() -> None:
    same, up = by_label(confusion(PAIRS))
    assert (up.label, up.precision, up.recall, up.cases) == ("up", 2 / 3, 2 / 3, 3)
    assert up.f1 == pytest.approx(2 / 3)
    assert (same.precision, same.recall, same.f1, same.cases) == (0.5, 0.5, 0.5, 2)


def test_macro_f1_is_the_mean_over_the_labels_that_cases_have() -> None:
    assert macro_f1(confusion(PAIRS)) == pytest.approx((2 / 3 + 1 / 2) / 2)


def test_a_label_that_no_case_has_costs_recall_and_adds_no_class() -> None:
    # up: precision 1, recall 1/2, F1 2/3; "unstated" is said once and never true.
    assert macro_f1(confusion([("up", "up"), ("up", "unstated")])) == pytest.approx(2 / 3)


@pytest.mark.parametrize("measure", [accuracy, macro_f1, majority])
def test_without_cases_every_measure_is_nought(measure: object) -> None:
    assert callable(measure)
    assert measure({}) == 0.0


def test_the_interval_holds_the_value_and_repeats_with_its_seed() -> None:
    found = interval(PAIRS * 20, accuracy, seed=7)
    assert found == interval(PAIRS * 20, accuracy, seed=7)
    assert found != interval(PAIRS * 20, accuracy, seed=8)
    assert found.value == 0.6
    # The normal approximation: 0.6 and 1.96 times the root of 0.6 * 0.4 / 100.
    assert found.low == pytest.approx(0.504, abs=0.02)
    assert found.high == pytest.approx(0.696, abs=0.02)


def test_cases_that_are_all_right_leave_no_doubt() -> None:
    found = interval([("up", "up")] * 9, accuracy, seed=1)
    assert (found.low, found.value, found.high) == (1.0, 1.0, 1.0)
    assert str(found) == "1.000 (1.000 to 1.000)"


def test_no_cases_give_an_interval_of_nought() -> None:
    assert interval([], accuracy, seed=1).high == 0.0
    assert difference([], ([], []), accuracy, seed=1).high == 0.0


def test_two_systems_are_compared_case_by_case() -> None:
    known = ["up"] * 50 + ["same"] * 50
    better, worse = known, ["up"] * 100
    found = difference(known, (better, worse), accuracy, seed=3)
    assert found.value == 0.5
    assert 0.39 < found.low < 0.5 < found.high < 0.61
    assert difference(known, (worse, worse), accuracy, seed=3).high == 0.0


def test_a_comparison_of_unequal_lists_is_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        difference(["up"], (["up"], []), accuracy, seed=1)


def test_halves_are_apart_whole_and_the_same_for_a_seed() -> None:
    first, second = halves(["a", "b", "c", "d", "e", "a"], seed=2)
    assert first | second == {"a", "b", "c", "d", "e"}
    assert not first & second
    assert (len(first), len(second)) == (3, 2)
    assert (first, second) == halves(["e", "d", "c", "b", "a"], seed=2)
