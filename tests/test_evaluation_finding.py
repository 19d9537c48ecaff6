"""Ways of finding are compared on the same queries, their differences in pairs, and their misses named."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from curbside.cli import app
from curbside.evaluation.comparing import compared, mean, reason
from curbside.evaluation.retrieval import Query, unknown_documents
from curbside.evaluation.systems import PLAIN, WORDING, systems
from curbside.house import House, open_house
from curbside.settings import Settings

TEXTS = {
    "1": "Zinc was given. It was late. The marrow was seen, and rust was not, and so on and on.",
    "2": "It was late and so on and on. Zinc was given: marrow rust was not seen, it was so.",
    "3": "Gout in the toe hurts.",
}
QUERIES = {"a": "zinc marrow rust", "b": "gout", "c": "xylophone"}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CURBSIDE_LIBRARY", str(tmp_path / "library"))
    monkeypatch.setenv("CURBSIDE_MODEL", str(tmp_path / "none"))
    lines = (json.dumps({"_id": i, "title": f"Number {i}", "text": t}) + "\n" for i, t in TEXTS.items())
    (tmp_path / "texts.jsonl").write_text("".join(lines), encoding="utf-8")
    folder = tmp_path / "small"
    folder.mkdir()
    asked = (json.dumps({"_id": i, "text": t}) + "\n" for i, t in QUERIES.items())
    (folder / "queries.jsonl").write_text("".join(asked), encoding="utf-8")
    judged = "a\t2\t1\nb\t3\t1\nc\t1\t1\n"
    (folder / "qrels.tsv").write_text(f"query-id\tcorpus-id\tscore\n{judged}", encoding="utf-8")
    app(["library", "add", "texts.jsonl"], standalone_mode=False)
    return tmp_path


@pytest.fixture
def house(place: Path) -> House:
    return open_house(Settings(library=place / "library", model=place / "none"))


def test_each_way_of_finding_has_its_name_and_without_a_model_there_are_two(house: House) -> None:
    assert [s.name for s in systems(house)] == [PLAIN, WORDING]
    plain, wording = (s.rank("zinc marrow rust") for s in systems(house))
    assert set(plain) == set(wording) == {"1", "2"}
    assert next(iter(wording)) == "2"


def test_the_report_has_measures_differences_misses_a_plot_and_the_runs(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    app(["evaluate", "finding", "--set", "small", "--out", "out"], standalone_mode=False)
    told = (place / "out" / "finding.md").read_text(encoding="utf-8")
    assert capsys.readouterr().out.endswith(told)
    assert "## small (3 queries)" in told
    assert "| words and wording | 0.667 (0.000 to 1.000) |" in told
    assert "| 0.00 | xylophone | no word of it stands in any passage |" in told
    assert "`curbside evaluate finding --set small --out DIR`" in told
    plot = ElementTree.parse(place / "out" / "finding.svg").getroot()
    assert len(plot.findall("{*}circle")) == 2
    runs = sorted(p.name for p in (place / "out").glob("*.trec"))
    assert runs == ["small.plain-words.trec", "small.words-and-wording.trec"]
    assert (place / "out" / runs[1]).read_text(encoding="utf-8").startswith("a Q0 2 1 ")


def test_fewer_queries_are_taken_evenly(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    app(["evaluate", "finding", "--set", "small", "--out", "out", "--most", "1"], standalone_mode=False)
    assert "(1 queries)" in capsys.readouterr().out


def test_a_judged_document_that_is_not_held_is_told_in_one_line_and_counts_as_missed(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (place / "small" / "qrels.tsv").open("a", encoding="utf-8") as judged:
        judged.write("b\t99\t1\n")
    capsys.readouterr()
    arguments = ["--queries", "small/queries.jsonl", "--qrels", "small/qrels.tsv", "--json"]
    app(["evaluate", "retrieval", *arguments], standalone_mode=False)
    out, err = capsys.readouterr()
    assert err == "small/qrels.tsv: 1 judged documents are not held and count as missed, first 99\n"
    assert json.loads(out)["R@100"] == 0.5
    assert unknown_documents({"b": {"3": 1, "99": 1}}, {"3"}.__contains__) == ("99",)


def test_a_difference_in_pairs_is_of_the_same_queries() -> None:
    asked = [Query("q", "rust"), Query("r", "zinc")]
    judged = {"q": {"d": 1}, "r": {"e": 1}}
    first = {"q": {"x": 1.0, "d": 0.5}, "r": {"e": 1.0}}
    second = {"q": {"d": 1.0}, "r": {"e": 1.0}}
    found = compared("two", asked, judged, {"old": first, "new": second}, str, 1)
    assert found.differences["new"]["R@10"].value == 0
    assert found.differences["new"]["nDCG@10"].value == pytest.approx((1 - 0.6309) / 2, abs=1e-4)
    assert list(found.differences) == ["new"]
    assert [m.query for m in found.worst] == ["q", "r"]


def test_a_mean_without_values_is_nought() -> None:
    assert mean([], 1).value == 0


def test_why_a_query_is_missed_is_said_as_far_as_it_can_be_seen() -> None:
    assert reason({"d": 1}, {}, str) == "no word of it stands in any passage"
    assert reason({"d": 1, "e": 1}, {"x": 2.0, "d": 1.0}, lambda id_: f"title of {id_}") == (
        "known at 2; 1 of 2 known not among the best 2; first without judgement: title of x"
    )
