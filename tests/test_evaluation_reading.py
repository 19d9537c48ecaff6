"""Reading is measured on cases with known answers: read with care, counted in halves, printed and returned."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from curbside.appraisal.yes_no import Reply, reply
from curbside.evaluation.cases import rows
from curbside.evaluation.directions import read_abstracts
from curbside.evaluation.directions import read_cases as read_directions
from curbside.evaluation.readings import direction_report, synthesis_report, yes_no_report
from curbside.evaluation.report import measured, table
from curbside.evaluation.synthesis import overclaimed, read_questions
from curbside.evaluation.yes_no import read_cases as read_yes_no
from curbside.model import BadInputError

SHARED = Path(__file__).parent.parent.parent / "shared" / "data"

DIRECTION = {
    "PMCID": "7",
    "Valid Label": "True",
    "Label Code": "-1",
    "Annotations": "Deaths fell &lt; with velumab.",
    "Outcome": "deaths",
    "Intervention": "velumab",
    "Comparator": "zinc",
}
QUESTION = {
    "question_id": 3,
    "question": "Is pain higher, lower, or the same when comparing velumab to zinc?",
    "answer": "lower",
    "sources": {"1": {"content": "Pain was lower with velumab than with zinc in 400 patients (P=0.01)."}},
}
ASKED = {
    "pmid": "5",
    "QUESTION": "Does velumab reduce rust?",
    "CONTEXTS": ["Velumab significantly reduced rust (P=0.01)."],
    "LABELS": ["RESULTS"],
    "final_decision": "yes",
}


def file(folder: Path, *lines: object, zipped: bool = False) -> Path:
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines).encode()
    path = folder / "given"
    path.write_bytes(gzip.compress(text) if zipped else text)
    return path


# Lines


@pytest.mark.parametrize("zipped", [False, True], ids=["plain", "gzip"])
def test_lines_are_read_plain_and_zipped_and_blank_ones_passed_over(tmp_path: Path, zipped: bool) -> None:
    assert list(rows(file(tmp_path, '{"a": 1}', "", '{"b": 2}', zipped=zipped))) == [(1, {"a": 1}), (3, {"b": 2})]


@pytest.mark.parametrize(("line", "reason"), [("{", "not JSON"), ("[1]", "not an object")])
def test_a_line_that_is_no_object_is_named(tmp_path: Path, line: str, reason: str) -> None:
    with pytest.raises(BadInputError, match=f"given: line 2: {reason}"):
        list(rows(file(tmp_path, "{}", line)))


@pytest.mark.parametrize(
    ("content", "reason"), [(b"\xff\xfe", "not UTF-8"), (gzip.compress(b"{}" * 99, mtime=0)[:-9], "a broken gzip file")]
)
def test_a_file_that_is_no_text_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "given").write_bytes(content)
    with pytest.raises(BadInputError, match=reason):
        list(rows(tmp_path / "given"))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="No such file"):
        list(rows(tmp_path / "given"))


# Cases


def test_a_direction_is_read_with_its_signs_as_they_were_written(tmp_path: Path) -> None:
    (case,) = read_directions(file(tmp_path, DIRECTION, {**DIRECTION, "Valid Label": "False"}))
    assert (case.known, case.evidence) == ("lower", "Deaths fell < with velumab.")


def test_abstracts_are_those_of_the_archive(tmp_path: Path) -> None:
    path = file(tmp_path, {"_id": "pmc:7", "text": "a"}, {"_id": "pmid:7", "text": "b"})
    assert read_abstracts(path) == {"7": "a"}


@pytest.mark.parametrize(
    ("read", "line", "reason"),
    [
        (read_directions, {**DIRECTION, "Label Code": "2"}, "'Label Code' is '2'"),
        (read_directions, {**DIRECTION, "Outcome": ""}, "'Outcome' is missing"),
        (read_yes_no, {**ASKED, "final_decision": "perhaps"}, "'final_decision' is 'perhaps'"),
        (read_yes_no, {**ASKED, "CONTEXTS": "text"}, "'CONTEXTS' is no list"),
        (read_yes_no, {**ASKED, "pmid": True}, "'pmid' is missing"),
        (read_questions, {**QUESTION, "sources": []}, "'sources' is no object"),
        (read_questions, {**QUESTION, "sources": {"1": "text"}}, "source '1' has no text"),
    ],
)
def test_a_line_that_is_no_case_is_named(tmp_path: Path, read: object, line: object, reason: str) -> None:
    assert callable(read)
    with pytest.raises(BadInputError, match=f"line 1: {reason}"):
        read(file(tmp_path, line))


@pytest.mark.parametrize("read", [read_directions, read_yes_no, read_questions])
def test_a_file_without_cases_is_refused(tmp_path: Path, read: object) -> None:
    assert callable(read)
    with pytest.raises(BadInputError, match="holds no"):
        read(file(tmp_path, ""))


def test_a_question_that_stands_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="line 2: a duplicate question_id '3'"):
        read_questions(file(tmp_path, QUESTION, QUESTION))


def test_parts_without_labels_are_lines_of_their_own(tmp_path: Path) -> None:
    (case,) = read_yes_no(file(tmp_path, {**ASKED, "CONTEXTS": ["One.", "Two."], "LABELS": None}))
    assert case.text == "One.\nTwo."


# Reports


def test_all_cases_of_one_article_stay_in_one_half() -> None:
    cases = [(str(n // 4), ("up", "up")) for n in range(40)]
    found = measured(cases)
    sizes = [found[name]["cases"] for name in ("all", "developed on", "kept apart")]  # type: ignore[index]
    assert sizes == [40, 20, 20]


def test_the_halves_of_a_part_are_those_of_the_whole() -> None:
    ids = [str(n) for n in range(10)]
    whole = measured([(i, ("up", "up")) for i in ids])
    parts = [measured([(i, ("up", "up"))], among=ids)["developed on"]["cases"] for i in ids]  # type: ignore[index]
    assert sum(parts) == whole["developed on"]["cases"] == 5  # type: ignore[index]


def test_what_is_not_settled_and_called_certain_is_over_claimed() -> None:
    cells = {("uncertain effect", "lower"): 1, ("insufficient data", "uncertain effect"): 3, ("lower", "lower"): 9}
    assert overclaimed(cells) == 0.25
    assert overclaimed({("lower", "lower"): 9}) == 0.0


def test_a_synthesis_writes_each_answer_and_measures_those_known(tmp_path: Path) -> None:
    unknown = {**QUESTION, "question_id": "q9", "answer": None}
    report, lines = synthesis_report(file(tmp_path, QUESTION, unknown), lambda question, sources: "lower")
    assert lines == '{"question_id": "3", "answer": "lower"}\n{"question_id": "q9", "answer": "lower"}\n'
    assert report["synthesis"]["all"]["accuracy"] == [1.0, 1.0, 1.0]  # type: ignore[index]


def test_without_known_answers_nothing_is_measured(tmp_path: Path) -> None:
    asked = {k: v for k, v in QUESTION.items() if k != "answer"}
    assert synthesis_report(file(tmp_path, asked), lambda question, sources: "lower")[0] == {}


def test_an_abstract_silent_on_the_outcome_counts_as_no_difference(tmp_path: Path) -> None:
    cases = file(tmp_path, DIRECTION)
    abstracts = tmp_path / "abstracts"
    abstracts.write_text('{"_id": "pmc:7", "text": "Velumab was given."}', encoding="utf-8")
    report = direction_report(cases, abstracts, (lambda *asked: "lower", lambda *asked: "unstated"))
    assert report["given the evidence sentence"]["confusion"] == [{"known": "lower", "said": "lower", "cases": 1}]
    assert report["given the abstract"]["confusion"] == [{"known": "lower", "said": "no difference", "cases": 1}]


def test_the_table_names_each_half_and_each_label(tmp_path: Path) -> None:
    shown = table("set", yes_no_report(file(tmp_path, ASKED), lambda question, text: "yes")["yes, no or maybe"])
    assert "developed on" in shown
    assert "accuracy 1.000 (1.000 to 1.000)" in shown
    assert "precision 1.000  recall 1.000  cases 1" in shown


# Yes and no


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        ("Does velumab reduce rust?", "RESULTS: Velumab significantly reduced rust (P=0.01).", Reply.YES),
        ("Does velumab reduce rust?", "RESULTS: Rust did not differ between velumab and zinc (P=0.4).", Reply.NO),
        ("Is velumab as good as zinc?", "RESULTS: Rust did not differ between velumab and zinc (P=0.4).", Reply.YES),
        ("Does velumab reduce rust?", "RESULTS: Rust is red.", Reply.MAYBE),
        ("Does velumab reduce rust?", "", Reply.MAYBE),
    ],
)
def test_a_title_that_asks_is_answered_by_what_was_found(question: str, text: str, said: Reply) -> None:
    assert reply(question, text) is said


# The command


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "curbside", "evaluate", *arguments], capture_output=True, text=True, check=False
    )


def test_the_command_prints_one_object_and_writes_the_answers(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    done = run("synthesis", "--questions", str(file(tmp_path, QUESTION)), "--out", str(out), "--json")
    assert json.loads(done.stdout)["synthesis"]["all"]["cases"] == 1
    assert out.read_text(encoding="utf-8") == '{"question_id": "3", "answer": "lower"}\n'


def test_the_command_ends_with_three_on_bad_input(tmp_path: Path) -> None:
    done = run("pubmedqa", "--cases", str(tmp_path / "missing"))
    assert done.returncode == 3
    assert done.stderr.count("\n") == 1


@pytest.mark.data
@pytest.mark.skipif(not SHARED.exists(), reason="the public sets are not beside the project")
def test_the_public_sets_are_read_as_well_as_reported() -> None:
    synthesis = run(
        "synthesis", "--questions", str(SHARED / "synthesis/medevidence.jsonl"), "--out", "/dev/null", "--json"
    )
    asked = run("pubmedqa", "--cases", str(SHARED / "answers/pubmedqa.jsonl.gz"), "--json")
    assert json.loads(synthesis.stdout)["synthesis"]["all"]["accuracy"][0] >= 0.55
    assert json.loads(asked.stdout)["yes, no or maybe"]["all"]["accuracy"][0] >= 0.63
