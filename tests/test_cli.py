"""The command line as others script against it: real processes, exit codes, one clear line where something is wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from curbside.library import open_library
from curbside.model import Add, Document, Kind, Passage

SOURCE = str(Path(__file__).parent.parent / "src")
VELUMAB = {"_id": "pmid:900", "title": "Velumab in marrow rust", "text": "Velumab reduced mortality in marrow rust."}
ZORVEXIN = {"_id": "pmid:901", "title": "Zorvexin in iron gout", "text": "Zorvexin did not reduce pain in iron gout."}


class Place:
    """A place to run the command line in, with a home and a library of its own."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.home = root / "home"
        self.library = root / "library"
        self.home.mkdir()

    def run(self, *arguments: str | bytes) -> subprocess.CompletedProcess[str]:
        environment = {
            "PATH": os.defpath,
            "PYTHONPATH": SOURCE,
            "HOME": str(self.home),
            "XDG_DATA_HOME": str(self.home / "data"),
            "CURBSIDE_LIBRARY": str(self.library),
            # Lines that run in these processes count as tested too.
            **{name: value for name, value in os.environ.items() if name.startswith("COVERAGE")},
        }
        done = subprocess.run(
            [sys.executable, "-W", "error", "-m", "curbside", *arguments],
            capture_output=True,
            text=True,
            check=False,
            env=environment,
            cwd=self.root,
        )
        assert "Traceback" not in done.stderr + done.stdout
        return done

    def told(self, *arguments: str) -> str:
        done = self.run(*arguments)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    def refused(self, code: int, *arguments: str | bytes) -> str:
        """The one line on standard error of a run that ends with this code."""
        done = self.run(*arguments)
        assert done.returncode == code
        [line] = done.stderr.splitlines()
        return line

    def write(self, name: str, *rows: dict[str, str]) -> str:
        (self.root / name).write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
        return name


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def written(root: Path) -> list[str]:
    return sorted(str(p.relative_to(root)) for p in root.rglob("*"))


# Asking


def test_a_question_is_answered_as_text_from_the_starter_library_and_nothing_is_written(place: Place) -> None:
    told = place.told("ask", "What are the benefits of IVIG in DIC?")
    assert "BOTTOM LINE" in told
    assert told.endswith(
        "Answered from the starter library that comes with Curbside; 'curbside library add PATH' makes your own.\n"
    )
    assert "\x1b" not in told
    assert written(place.root) == ["home"]


def test_a_question_is_answered_as_one_json_object(place: Place) -> None:
    whole = json.loads(place.told("ask", "--json", "ivig in dic?"))
    assert whole["question"] == "ivig in dic?"
    assert whole["references"]
    assert written(place.root) == ["home"]


def test_a_question_that_cannot_be_answered_ends_well_with_its_gaps(place: Place) -> None:
    whole = json.loads(place.told("ask", "--json", "Does quinapril prevent sleepwalking?"))
    assert whole["bottom_line"]["text"] == "The library held cannot answer this question."
    assert whole["gaps"]


def test_search_finds_passages_in_the_starter_library(place: Place) -> None:
    found = json.loads(place.told("search", "antithrombin in DIC", "-k", "3", "--kind", "guideline", "--json"))
    assert len(found["hits"]) == 3
    assert {h["document"]["kind"] for h in found["hits"]} == {"guideline"}
    assert [h["score"] for h in found["hits"]] == sorted((h["score"] for h in found["hits"]), reverse=True)


# A library of one's own


def test_a_library_is_gathered_listed_shown_counted_asked_and_emptied(place: Place) -> None:
    files = [place.write("one.jsonl", VELUMAB), place.write("two.jsonl", ZORVEXIN)]
    added = json.loads(place.told("library", "add", *files, "--json"))
    assert (added["documents"], added["passages"], added["errors"]) == (2, 2, [])
    assert [f["added"] for f in added["files"]] == [1, 1]
    assert "already gathered" in place.told("library", "add", files[0])

    listed = json.loads(place.told("library", "list", "--json"))
    assert [d["id"] for d in listed] == ["pmid:900", "pmid:901"]
    assert place.told("library", "list", "--limit", "1").count("\n") == 1

    shown = json.loads(place.told("library", "show", "pmid:900", "--json"))
    assert [p["text"] for p in shown["passages"]] == [VELUMAB["text"]]
    assert VELUMAB["text"] in place.told("library", "show", "pmid:900")

    counted = json.loads(place.told("library", "stats", "--json"))
    assert (counted["documents"], counted["passages"], counted["starter"]) == (2, 2, False)
    assert counted["edition"] == added["edition"]

    asked = place.told("ask", "velumab in marrow rust")
    assert "Velumab reduced mortality in marrow rust. [1]" in asked
    assert "starter library" not in asked

    assert place.told("library", "remove", "pmid:900") == "1 removed.\n"
    assert "2 documents" not in place.told("library", "stats")
    assert "Velumab reduced" not in place.told("ask", "velumab in marrow rust")


def test_the_starter_library_can_be_added_to_one_s_own(place: Place) -> None:
    assert "79 added" in place.told("library", "add", "--starter")
    assert "Library, edition" in place.told("library", "stats")


def test_a_bad_file_among_good_ones_is_named_and_the_good_ones_are_kept(place: Place) -> None:
    good = place.write("good.jsonl", VELUMAB)
    (place.root / "bad.xml.gz").write_bytes(b"\x1f\x8b\x08\x00cut")
    done = place.run("library", "add", good, "bad.xml.gz")
    assert done.returncode == 3
    [line] = done.stderr.splitlines()
    assert line.startswith("curbside: bad.xml.gz: ")
    assert "cut short" in line
    assert "pmid:900" in place.told("library", "list")


def test_of_a_file_with_one_bad_record_nothing_is_kept(place: Place) -> None:
    name = place.write("half.jsonl", VELUMAB, {"_id": "pmid:902", "title": "", "text": ""})
    line = place.refused(3, "library", "add", name)
    assert line.startswith(f"curbside: {name}: line 2: ")
    assert place.told("library", "list") == ""


def test_control_characters_of_a_source_never_reach_the_terminal(place: Place) -> None:
    document = Document(id="pmid:903", kind=Kind.STUDY, title="Red \x1b[31malarm")
    evil = Passage(document=document, section="Text \x1b[2J", text="Velumab \x1b]0;x\x07 and \x9b2J in rust.")
    with open_library(place.library, create=True) as library:
        library.apply([Add(document=document, passages=(evil,))], name="evil", digest="evil")
    told = ""
    for arguments in (("list",), ("show", "pmid:903")):
        told += place.told("library", *arguments)
    told += place.told("search", "velumab")
    assert "alarm" in told
    assert not [c for c in told if (ord(c) < 32 and c not in "\n\t") or 127 <= ord(c) < 160]


# Measuring


def test_retrieval_is_measured_and_its_run_written(place: Place) -> None:
    place.told("library", "add", place.write("docs.jsonl", VELUMAB, ZORVEXIN))
    queries = place.write("queries.jsonl", {"_id": "q1", "text": "velumab"}, {"_id": "q2", "text": "zorvexin pain"})
    (place.root / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq1\tpmid:900\t1\nq2\tpmid:900\t1\n")
    arguments = ("evaluate", "retrieval", "--queries", queries, "--qrels", "qrels.tsv", "--run", "run.trec", "--json")
    measured = json.loads(place.told(*arguments))
    assert (measured["queries"], measured["judged"], measured["R@10"]) == (2, 2, 0.5)
    lines = (place.root / "run.trec").read_text().splitlines()
    assert lines[0].startswith("q1 Q0 pmid:900 1 ")


# What is wrong is said in one line


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("ask", ""), "the question is empty"),
        (("ask", " ?! "), "the question is empty"),
        (("ask", b"ivig \xff in dic"), "not UTF-8"),
        (("ask",), "Missing argument"),
        (("ask", "ivig", "--nope"), "No such option: --nope"),
        (("search", "x", "-k", "0"), "'-k'"),
        (("library", "list", "--kind", "nope"), "'nope' is not one of"),
        (("library", "add"), "name at least one file or folder"),
        (("nope",), "No such command"),
    ],
)
def test_bad_usage_ends_with_code_2_and_one_line(place: Place, arguments: tuple[str | bytes, ...], told: str) -> None:
    line = place.refused(2, *arguments)
    assert line.startswith("curbside: ")
    assert told in line


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("library", "add", "missing.xml"), "missing.xml: no such file or folder"),
        (("ask", "ivig", "--library", "missing"), "there is no library at missing"),
        (("ask", "ivig", "--library", "home"), "home is not a library"),
        (("library", "show", "pmid:0"), "pmid:0: no such document is held"),
        (("library", "remove", "pmid:0"), "there is no library at"),
        (("evaluate", "retrieval", "--queries", "missing", "--qrels", "missing"), "missing: No such file"),
    ],
)
def test_bad_input_ends_with_code_3_and_one_line(place: Place, arguments: tuple[str, ...], told: str) -> None:
    line = place.refused(3, *arguments)
    assert line.startswith("curbside: ")
    assert told in line


def test_without_arguments_help_is_shown(place: Place) -> None:
    done = place.run()
    assert done.returncode == 2
    assert "Usage" in done.stdout
    assert done.stderr == ""


def test_a_follow_up_is_asked_after_the_questions_before_it(place: Place) -> None:
    told = place.told("ask", "in children?", "--after", "ivig in dic?", "--after", "and the dose?")
    assert "Understood as: dose of IVIG in children with DIC" in told
    found = json.loads(place.told("ask", "and the dose?", "--after", "ivig in dic?", "--json"))
    assert found["question"] == found["understood"]["follow_up"]["understood_as"] == "dose of IVIG in DIC"


def test_an_earlier_question_without_a_word_is_bad_usage(place: Place) -> None:
    done = place.run("ask", "and the dose?", "--after", " ")
    assert done.returncode == 2
    assert "empty" in done.stderr
