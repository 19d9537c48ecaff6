"""Readers on the command line: who reads, and how hard it is to read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_cli import Place

ASKED = "What are the risks of IVIG?"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_a_reader_is_asked_for_on_the_command_line(place: Place) -> None:
    assert place.told("ask", ASKED, "--reader", "clinician") == place.told("ask", ASKED)
    patient = place.told("ask", ASKED, "--reader", "patient")
    assert "What are the strongest warnings?" in patient
    assert "Reading grade (Flesch-Kincaid)" in patient
    assert "king" in place.refused(2, "ask", ASKED, "--reader", "king")


def test_the_json_of_a_telling_holds_the_answer_and_what_is_read(place: Place) -> None:
    answer = json.loads(place.told("ask", ASKED, "--json"))
    assert "telling" not in answer
    told = json.loads(place.told("ask", ASKED, "--json", "--reader", "patient"))
    telling = told.pop("telling")
    assert {**told, "disclaimer": answer["disclaimer"]} == answer
    assert telling["reader"] == "patient"
    assert telling["readability"]["told"]["grade"] <= 8
    for tier in ("guidelines", "research"):
        ids = [[s["id"] for part in found[tier] for s in part["statements"]] for found in (telling, answer)]
        assert ids[0] == ids[1]


def test_a_trainee_is_told_notes_in_json(place: Place) -> None:
    telling = json.loads(place.told("ask", ASKED, "--json", "--reader", "trainee"))["telling"]
    assert telling["readability"] is None
    assert "DIC" in {n["about"] for n in telling["notes"]}


def test_the_reading_grade_is_measured_over_many_questions(place: Place) -> None:
    (place.root / "q.jsonl").write_text(f'{{"Question": "{ASKED}"}}\n{{"text": "How is DIC diagnosed?"}}\n', "utf-8")
    found = json.loads(place.told("evaluate", "readability", "--questions", "q.jsonl", "--json"))
    assert (found["questions"], found["answered"]) == (2, 2)
    assert found["told: median grade"] <= 8
    assert found["statements quoted"] < found["statements"]
    named = place.root / "q.json"
    named.write_text(json.dumps({"risks": ASKED}), "utf-8")
    assert "told: median grade: " in place.told("evaluate", "readability", "--questions", "q.json")


@pytest.mark.parametrize(
    ("name", "content", "rule"),
    [
        ("a.jsonl", '{"name": "x"}\n', 'line 1: no "question"'),
        ("a.json", '["x"]', "not one object of questions by name"),
        ("a.json", "{", "not JSON"),
        ("a.jsonl", '{"text": "?"}\n', "a.jsonl"),
    ],
)
def test_bad_questions_are_named(place: Place, name: str, content: str, rule: str) -> None:
    (place.root / name).write_text(content, "utf-8")
    assert rule in place.refused(3, "evaluate", "readability", "--questions", name)


def test_a_missing_file_of_questions_is_named(place: Place) -> None:
    assert "none.json" in place.refused(3, "evaluate", "readability", "--questions", "none.json")
