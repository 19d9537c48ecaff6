"""Every worked case of the specifications, and every example a score carries itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from curbside.calculators import SCORES, Calculator, calculate, calculation_object, calculator

SPECIFICATIONS = Path(__file__).parent.parent.parent / "shared" / "data" / "calculators" / "specifications.json"


def _cases() -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    if not SPECIFICATIONS.exists():
        return
    for score in json.loads(SPECIFICATIONS.read_text(encoding="utf-8"))["calculators"]:
        for case in score["cases"]:
            yield score["id"], case["inputs"], case["expected"]


CASES = list(_cases())


def holding(result: object, expected: object) -> bool:
    """Whether a result holds everything expected, a mapping key by key."""
    if isinstance(expected, dict):
        return isinstance(result, dict) and all(holding(result.get(k), v) for k, v in expected.items())
    return type(result) is type(expected) and result == expected or _same_number(result, expected)


def _same_number(one: object, other: object) -> bool:
    numbers = isinstance(one, (int, float)) and isinstance(other, (int, float))
    return numbers and not isinstance(one, bool) and not isinstance(other, bool) and one == other


@pytest.mark.data
@pytest.mark.skipif(not CASES, reason="the specifications are not beside the project")
@pytest.mark.parametrize(("score", "given", "expected"), CASES)
def test_every_case_of_the_specifications_comes_out(
    score: str, given: dict[str, Any], expected: dict[str, Any]
) -> None:
    assert holding(dict(calculate(calculator(score), given).outcome.result), expected)


@pytest.mark.data
@pytest.mark.skipif(not CASES, reason="the specifications are not beside the project")
def test_every_score_of_the_specifications_is_built() -> None:
    assert len({score for score, _, _ in CASES}) == 23
    assert {score for score, _, _ in CASES} <= {s.id for s in SCORES}


@pytest.mark.parametrize(("name", "number"), [(s.id, n) for s in SCORES for n in range(len(s.examples))])
def test_every_example_a_score_carries_comes_out(name: str, number: int) -> None:
    score = calculator(name)
    example = score.examples[number]
    assert holding(calculation_object(calculate(score, example.given))["result"], dict(example.expected))


@pytest.mark.parametrize("score", SCORES, ids=lambda s: s.id)
def test_every_score_has_an_example_a_source_and_says_what_it_is_for(score: Calculator) -> None:
    assert score.examples
    assert score.sources
    assert score.purpose
    assert score.version
    assert all(s.pmid or s.doi or s.url or s.citation for s in score.sources)
