"""Each score against a second implementation, on values drawn from anywhere and from both sides of every edge."""

from __future__ import annotations

from datetime import date, timedelta
from math import isclose, isnan
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from second_scores import SECOND

from curbside.calculators import SCORES, Calculator, calculate, calculation_object
from curbside.calculators.forms import Choice, Day, Flag, Input, Number
from curbside.calculators.points import Points, candidates

ROUNDED = 0.051
"""The most that a result rounded to one decimal can differ from one that is not."""


def turns(score: Calculator, key: str) -> list[Any]:
    """Both sides of every edge of an input, and its plausible ends."""
    wanted = next(i for i in score.inputs if i.key == key)
    if not isinstance(wanted, Number) or not isinstance(score.method, Points):
        return []
    edges = [e for c in score.method.criteria for e in c.turns.get(key, ())]
    return [v for v in candidates(wanted, edges) if v is not None]


def drawn(score: Calculator, wanted: Input) -> st.SearchStrategy[Any]:
    match wanted:
        case Flag():
            values: st.SearchStrategy[Any] = st.booleans()
        case Choice(options=options):
            values = st.sampled_from(list(options))
        case Day():
            return st.dates(date(2000, 1, 1), date(2030, 1, 1))
        case Number(low=low, high=high, whole=True):
            values = st.integers(int(low), int(high))
        case Number(low=low, high=high):
            # Two decimals, as laboratories report, and both sides of each edge.
            values = st.integers(int(low * 100) + (low > 0), int(high * 100)).map(lambda n: n / 100)
            if places := turns(score, wanted.key):
                values = values | st.sampled_from(places)
    needed = wanted.default is None and not wanted.optional
    return values if needed else st.none() | values


@st.composite
def inputs(draw: st.DrawFn, score: Calculator) -> dict[str, Any]:
    found = {i.key: draw(drawn(score, i)) for i in score.inputs}
    if score.id == "gestational_age":
        found["current_date"] = found["last_menstrual_period"] + timedelta(days=draw(st.integers(0, 300)))
    return found


def same(found: object, wanted: object) -> bool:
    if isinstance(wanted, dict):
        return isinstance(found, dict) and all(same(found.get(k), v) for k, v in wanted.items())
    if isinstance(wanted, float) and isnan(wanted):
        return True
    if isinstance(wanted, (int, float)) and isinstance(found, (int, float)) and not isinstance(wanted, bool):
        return isclose(found, wanted, rel_tol=1e-6, abs_tol=ROUNDED)
    return found == wanted


@pytest.mark.parametrize("score", SCORES, ids=lambda s: s.id)
def test_a_score_agrees_with_its_second_implementation(score: Calculator) -> None:
    @settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
    @given(inputs(score))
    def agree(values: dict[str, Any]) -> None:
        shown = {k: v.isoformat() if isinstance(v, date) else v for k, v in values.items()}
        found = calculation_object(calculate(score, shown))["result"]
        wanted = SECOND[score.id](values)
        if any(isinstance(v, float) and isnan(v) for v in wanted.values()):
            return
        assert same(found, wanted), (shown, found, wanted)

    agree()


EDGED = [s for s in SCORES if isinstance(s.method, Points)]


@pytest.mark.parametrize("score", EDGED, ids=lambda s: s.id)
def test_points_turn_where_the_published_edges_are_on_both_sides(score: Calculator) -> None:
    usual = {i.key: usual_value(i) for i in score.inputs}
    for wanted in score.inputs:
        for value in turns(score, wanted.key):
            values = {**usual, wanted.key: value}
            found = calculation_object(calculate(score, values))["result"]
            assert same(found, SECOND[score.id](values)), (wanted.key, value)


def usual_value(wanted: Input) -> object:
    match wanted:
        case Flag():
            return False
        case Choice(options=options):
            return next(iter(options))
        case Number(low=low, high=high, whole=whole, optional=optional):
            return None if optional else int(high) if whole else (low + high) / 2
    raise AssertionError(wanted)


def test_every_score_has_a_second_implementation() -> None:
    assert set(SECOND) == {s.id for s in SCORES}
