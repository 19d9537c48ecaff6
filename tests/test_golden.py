"""One golden answer for each kind of question, from the starter library, as a text one can read."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from curbside.engine import Engine
from curbside.exports.answer_json import answer_object
from curbside.exports.plain import plain
from curbside.exports.telling_text import told_text
from curbside.house import House, engine_of, starter_library
from curbside.model import Reader
from curbside.readers import tell

GOLDEN = Path(__file__).parent / "golden"
QUESTIONS: dict[str, str] = json.loads((GOLDEN / "questions.json").read_text(encoding="utf-8"))
TOLD = (Reader.TRAINEE, Reader.PATIENT)


@pytest.fixture(scope="module")
def engine() -> Engine:
    return engine_of(starter_library())


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_answer_reads_as_its_golden_file(engine: Engine, name: str) -> None:
    told = plain(engine.ask(QUESTIONS[name]).answer)
    assert told == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8"), (
        "this answer changed: read the difference as a clinician, then run scripts/golden"
    )


@pytest.mark.parametrize("name", QUESTIONS)
def test_reading_only_what_an_answer_may_use_changes_no_answer(engine: Engine, name: str) -> None:
    house = House(library=starter_library(), engine=engine, starter=True)
    reads_all = replace(engine, appraise=house.read)
    told, whole = (answer_object(e.ask(QUESTIONS[name]).answer) for e in (engine, reads_all))
    assert json.dumps(told) == json.dumps(whole)


def test_who_edits_an_answer_is_shown_also_what_it_would_not_use(engine: Engine) -> None:
    house = House(library=starter_library(), engine=engine, starter=True)
    topic = engine.understand(QUESTIONS["dose"])
    hits = engine.retrieve(topic)
    read, all_read = (
        sum(bool(e.findings) for e in found) for found in (engine.appraise(topic, hits), house.read(topic, hits))
    )
    assert 0 < read < all_read


@pytest.mark.parametrize("reader", TOLD, ids=lambda r: r.value)
@pytest.mark.parametrize("name", QUESTIONS)
def test_the_telling_reads_as_its_golden_file(engine: Engine, name: str, reader: Reader) -> None:
    told = told_text(tell(engine.ask(QUESTIONS[name]).answer, reader))
    assert told == (GOLDEN / reader.value / f"{name}.txt").read_text(encoding="utf-8"), (
        f"this telling changed: read the difference as a {reader.value}, then run scripts/golden"
    )


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_clinician_reads_the_answer_as_it_is(engine: Engine, name: str) -> None:
    answer = engine.ask(QUESTIONS[name]).answer
    assert told_text(tell(answer, Reader.CLINICIAN)) == plain(answer)


def test_every_golden_file_has_its_question() -> None:
    for folder in (GOLDEN, *(GOLDEN / reader.value for reader in TOLD)):
        assert {p.stem for p in folder.glob("*.txt")} == set(QUESTIONS)
