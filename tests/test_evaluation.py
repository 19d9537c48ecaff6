"""Retrieval is measured on BEIR files: read with care, counted by another's hand, written as TREC has it."""

from __future__ import annotations

from pathlib import Path

import pytest

from curbside.evaluation.retrieval import (
    DEPTH,
    Query,
    measured,
    rank_documents,
    read_judgements,
    read_queries,
    trec_lines,
)
from curbside.house import House, engine_of
from curbside.library import open_library
from curbside.model import Add, BadInputError, Document, Kind, Passage

GOOD = '{"_id": "q1", "text": "velumab in rust"}\n'


def file(folder: Path, content: str | bytes) -> Path:
    path = folder / "given"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


# Queries


def test_queries_are_read_in_order_and_blank_lines_passed_over(tmp_path: Path) -> None:
    path = file(tmp_path, '\ufeff{"_id": "q2", "text": "b", "more": 1}\r\n\r\n{"_id": 1, "text": "a"}')
    assert read_queries(path) == (Query("q2", "b"), Query("1", "a"))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("not json", "not a query"),
        ("[1, 2]", "not a query"),
        ('"text"', "not a query"),
        ('{"_id": "q2"}', "not a query"),
        ('{"text": "b"}', "not a query"),
        ('{"_id": "q2", "text": null}', "not a query"),
        ('{"_id": null, "text": "b"}', "not a query"),
        ('{"_id": "q2", "text": " "}', "not a query"),
        ('{"_id": "q1", "text": "again"}', "a duplicate id 'q1'"),
    ],
)
def test_a_line_that_is_no_query_is_named(tmp_path: Path, line: str, reason: str) -> None:
    with pytest.raises(BadInputError, match=f"given: line 2: {reason}"):
        read_queries(file(tmp_path, GOOD + line + "\n"))


def test_a_file_without_a_query_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="holds no query"):
        read_queries(file(tmp_path, "\n\n"))


def test_a_file_that_is_not_utf_8_is_refused_at_its_place(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="byte 0: not UTF-8"):
        read_queries(file(tmp_path, b"\xff\xfe"))


def test_a_file_that_is_missing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="No such file"):
        read_judgements(tmp_path / "missing")


# Judgements


@pytest.mark.parametrize("heading", ["query-id\tcorpus-id\tscore\n", ""], ids=["with heading", "without"])
def test_judgements_are_read_with_and_without_a_heading(tmp_path: Path, heading: str) -> None:
    path = file(tmp_path, heading + "q1\tpmid:1\t2\nq1\tpmid:2\t0\n\nq2\tpmid:1\t-1\n")
    assert read_judgements(path) == {"q1": {"pmid:1": 2, "pmid:2": 0}, "q2": {"pmid:1": -1}}


@pytest.mark.parametrize(
    "line", ["q1 pmid:1 1", "q1\tpmid:1", "q1\tpmid:1\thigh", "q1\tpmid:1\t1.5", "q1\t0\tpmid:1\t1"]
)
def test_a_line_that_is_no_judgement_is_named(tmp_path: Path, line: str) -> None:
    with pytest.raises(BadInputError, match="given: line 2: not a judgement"):
        read_judgements(file(tmp_path, f"q1\tpmid:1\t1\n{line}\n"))


# Measures


def test_measures_agree_with_a_small_example_worked_by_hand() -> None:
    # q1: relevant a and b, found a first and b third: DCG = 1 + 1/log2(4) = 1.5, ideal = 1 + 1/log2(3) = 1.6309.
    # q2: relevant c, not found: nought. Means: nDCG 0.9197 / 2, recall 1 / 2.
    judged = {"q1": {"a": 1, "b": 1}, "q2": {"c": 1}}
    run = {"q1": {"a": 3.0, "x": 2.0, "b": 1.0}, "q2": {"x": 1.0}}
    assert measured(run, judged) == {"R@10": 0.5, "R@100": 0.5, "nDCG@10": 0.4599}


def test_a_query_that_found_nothing_counts_as_nought() -> None:
    assert measured({"q1": {"a": 1.0}, "q2": {}}, {"q1": {"a": 1}, "q2": {"a": 1}})["R@10"] == 0.5


def test_a_query_without_judgements_does_not_count() -> None:
    assert measured({"q1": {"a": 1.0}, "q2": {"a": 1.0}}, {"q1": {"a": 1}})["R@10"] == 1.0


def test_a_judgement_of_a_query_not_asked_does_not_count() -> None:
    assert measured({"q1": {"a": 1.0}}, {"q1": {"a": 1}, "q9": {"a": 1}})["R@10"] == 1.0


def test_beyond_ten_only_the_wider_recall_sees() -> None:
    run = {"q1": {f"x{n:02}": 50.0 - n for n in range(10)} | {"a": 1.0}}
    assert measured(run, {"q1": {"a": 1}}) == {"R@10": 0.0, "R@100": 1.0, "nDCG@10": 0.0}


# Runs


def test_a_run_is_written_best_first_with_ties_by_id() -> None:
    run = {"q1": {"b": 1.0, "a": 1.0, "c": 2.5}, "q2": {}}
    assert list(trec_lines(run)) == [
        "q1 Q0 c 1 2.5000 curbside\n",
        "q1 Q0 a 2 1.0000 curbside\n",
        "q1 Q0 b 3 1.0000 curbside\n",
    ]


def test_blanks_in_ids_do_not_break_the_columns() -> None:
    assert list(trec_lines({"q 1": {"a b\tc": 1.0}}, "name")) == ["q%201 Q0 a%20b%09c 1 1.0000 name\n"]


# Ranking


def test_a_document_is_ranked_once_by_its_best_passage() -> None:
    documents = [Document(id=f"pmid:{n}", kind=Kind.STUDY, title=f"Rust {n}") for n in range(DEPTH + 20)]
    adds = [
        Add(
            document=d,
            passages=tuple(Passage(document=d, section="Text", text=f"velumab {'velumab ' * n}") for n in range(3)),
        )
        for d in documents
    ]
    with open_library(None) as library:
        library.apply(adds, name="made up", digest="made up")
        ranked = rank_documents(House(library=library, engine=engine_of(library), starter=False), "velumab")
    assert len(ranked) == DEPTH
    assert list(ranked.values()) == sorted(ranked.values(), reverse=True)
