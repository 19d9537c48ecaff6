"""One golden answer for each kind of question, from the starter library, as a text one can read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from curbside.engine import Engine
from curbside.exports.plain import plain
from curbside.house import engine_of, starter_library

GOLDEN = Path(__file__).parent / "golden"
QUESTIONS: dict[str, str] = json.loads((GOLDEN / "questions.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def engine() -> Engine:
    return engine_of(starter_library())


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_answer_reads_as_its_golden_file(engine: Engine, name: str) -> None:
    told = plain(engine.ask(QUESTIONS[name]).answer)
    assert told == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8"), (
        "this answer changed: read the difference as a clinician, then run scripts/golden"
    )


def test_every_golden_file_has_its_question() -> None:
    assert {p.stem for p in GOLDEN.glob("*.txt")} == set(QUESTIONS)
