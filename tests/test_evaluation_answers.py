"""Answers are measured by what they cite, what they cover, and whether yes is yes."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from made_up import document, evidence, passage

from curbside.evaluation.answers import Counts, counted, read_questions, said, sampled, shares
from curbside.house import engine_of
from curbside.library import open_library
from curbside.model import Add, Answer, BadInputError, Document, Kind, Passage

TEXT = (
    "RESULTS: In 900 patients with rust fever velumab reduced mortality compared with placebo "
    "(hazard ratio 0.70, 95% CI 0.55 to 0.90)."
)
ROW = {
    "id": "q1",
    "body": "Does velumab reduce mortality in rust fever?",
    "type": "yesno",
    "exact_answer": "yes",
    "documents": ["http://www.ncbi.nlm.nih.gov/pubmed/11", "http://www.ncbi.nlm.nih.gov/pubmed/12"],
    "snippets": [{"text": "velumab reduced mortality in rust fever"}, {"text": "zinc is a metal found in soil"}],
}


def file(folder: Path, *lines: object) -> Path:
    path = folder / "given"
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def answer() -> Answer:
    document = Document(id="pmid:11", kind=Kind.TRIAL, title="Velumab in rust fever: a randomised trial")
    passage = Passage(document=document, section="Abstract", text=TEXT)
    with open_library(None) as library:
        library.apply([Add(document=document, passages=(passage,))], name="made up", digest="made up")
        return engine_of(library).ask(ROW["body"]).answer  # type: ignore[arg-type]


def test_a_question_is_read_with_its_documents_by_their_ids(tmp_path: Path) -> None:
    (question,) = read_questions(file(tmp_path, ROW))
    assert question.documents == {"pmid:11", "pmid:12"}
    assert (question.known, len(question.snippets)) == ("yes", 2)


def test_a_question_of_another_type_has_no_yes_or_no(tmp_path: Path) -> None:
    (question,) = read_questions(file(tmp_path, {**ROW, "type": "factoid", "exact_answer": [["yes"]]}))
    assert question.known == ""


@pytest.mark.parametrize(("name", "value"), [("documents", None), ("snippets", "text"), ("body", "")])
def test_a_line_that_is_no_question_is_named(tmp_path: Path, name: str, value: object) -> None:
    with pytest.raises(BadInputError, match="line 1"):
        read_questions(file(tmp_path, {**ROW, name: value}))


def test_a_file_without_questions_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="holds no question"):
        read_questions(file(tmp_path))


def test_questions_are_taken_evenly_over_the_file(tmp_path: Path) -> None:
    asked = read_questions(file(tmp_path, *({**ROW, "id": str(n)} for n in range(10))))
    assert [q.id for q in sampled(asked, 3)] == ["0", "3", "6"]
    assert sampled(asked, 99) == asked


def test_an_answer_is_counted_against_what_is_known(tmp_path: Path, answer: Answer) -> None:
    (question,) = read_questions(file(tmp_path, ROW))
    given = [evidence(passage("Rust fell.", document(i))) for i in (*sorted(question.documents), "pmid:0", "pmid:0")]
    indirect = replace(given[0], passage=passage("Rust fell.", document("pmid:7")), direct=False)
    assert counted(question, answer, [*given, indirect]) == Counts(
        given=len(question.documents) + 1,
        given_gold=len(question.documents),
        cited=1,
        cited_gold=1,
        snippets=2,
        covered=1,
        yes_no=("yes", said(answer)),
    )


def test_shares_are_of_all_that_was_cited_and_all_that_was_known() -> None:
    counts = [
        Counts(given=6, given_gold=2, cited=4, cited_gold=1, snippets=6, covered=3, yes_no=None),
        Counts(given=4, given_gold=3, cited=0, cited_gold=0, snippets=4, covered=0, yes_no=None),
    ]
    assert shares(counts) == {
        "questions": 2,
        "answered": 1,
        "given_documents_gold": 0.5,
        "cited_documents_gold": 0.25,
        "snippets_covered": 0.3,
    }
    assert shares([])["cited_documents_gold"] == 0.0


def test_the_command_prints_lines_or_one_object(tmp_path: Path) -> None:
    arguments = [sys.executable, "-m", "curbside", "evaluate", "answers", "--questions", str(file(tmp_path, ROW))]
    plain = subprocess.run(arguments, capture_output=True, text=True, check=True)
    assert "questions: 1\n" in plain.stdout
    found = json.loads(subprocess.run([*arguments, "--json"], capture_output=True, text=True, check=True).stdout)
    assert found["yes_no"]["cases"] == 1
