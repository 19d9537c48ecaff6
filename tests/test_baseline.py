"""PubMed's baseline and updates from a folder: in order, checked, resumed after a kill, by processes and a cluster."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from world import curbside, environment

from curbside.gathering import Means, Report, gather_files
from curbside.library import open_library
from curbside.model import BadInputError, Standing

TITLES = ("Velumab in marrow rust", "Zorvexin in iron gout", "Copper baths in cloud fever")


def citation(pmid: int, title: str | None = None, extra: str = "") -> str:
    words = f"Patients with iron gout (IG) were given {pmid} mg of zorvexin. Mortality was lower."
    return (
        f'<PubmedArticle><MedlineCitation><PMID Version="1">{pmid}</PMID><Article>'
        f"<ArticleTitle>{TITLES[pmid % 3] if title is None else title}</ArticleTitle>"
        f"<Abstract><AbstractText>{words}</AbstractText></Abstract></Article>{extra}</MedlineCitation></PubmedArticle>"
    )


def deletion(*pmids: int) -> str:
    return f"<DeleteCitation>{''.join(f'<PMID>{pmid}</PMID>' for pmid in pmids)}</DeleteCitation>"


def released(folder: Path, number: int, *parts: str, year: int = 26) -> Path:
    """A file as NLM releases it, its MD5 beside it."""
    folder.mkdir(exist_ok=True)
    path = folder / f"pubmed{year}n{number:04}.xml.gz"
    path.write_bytes(gzip.compress(f"<PubmedArticleSet>{''.join(parts)}</PubmedArticleSet>".encode(), mtime=0))
    checked(path)
    return path


def checked(path: Path) -> None:
    digest = hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()
    path.with_name(f"{path.name}.md5").write_text(f"MD5({path.name})= {digest}\n", encoding="ascii")


def many(folder: Path, files: int, records: int) -> Path:
    for number in range(1, files + 1):
        released(folder, number, *[citation(number * 10_000 + n) for n in range(records)])
    return folder


def gathered(root: Path, folder: Path, **means: object) -> tuple[Report, str, int]:
    with open_library(root / "library", create=True) as shelf:
        told: list[str] = []
        chosen = Means(**{"processes": 1, **means})  # type: ignore[arg-type]
        report = gather_files(shelf, folder, root / "spool", chosen, told.append)
        shelf.settle()
        return report, shelf.edition, shelf.size[0]


def test_files_are_taken_in_order_so_that_the_newest_record_counts(tmp_path: Path) -> None:
    folder = tmp_path / "updates"
    released(folder, 2, citation(1, "Second"), deletion(3))
    released(folder, 1, citation(1, "First"), citation(2), citation(3))
    report, _, documents = gathered(tmp_path, folder)
    with open_library(tmp_path / "library") as shelf:
        found = shelf.document("pmid:1")
    assert found is not None
    assert (found.title, documents, report.whole) == ("Second", 2, True)


def test_deletions_and_retractions_of_an_update_are_honoured(tmp_path: Path) -> None:
    notice = (
        '<CommentsCorrectionsList><CommentsCorrections RefType="RetractionOf"><RefSource>J</RefSource>'
        "<PMID>2</PMID></CommentsCorrections></CommentsCorrectionsList>"
    )
    released(tmp_path / "baseline", 1, citation(1), citation(2))
    released(tmp_path / "updates", 2, deletion(1), citation(9, "Retraction", notice))
    gathered(tmp_path, tmp_path / "baseline")
    gathered(tmp_path, tmp_path / "updates")
    with open_library(tmp_path / "library") as shelf:
        assert shelf.document("pmid:1") is None
        assert shelf.standing(["pmid:2"]) == {"pmid:2": Standing.RETRACTED}


def test_processes_cannot_change_what_comes_of_it(tmp_path: Path) -> None:
    folder = many(tmp_path / "baseline", 5, 40)
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    alone = gathered(tmp_path / "a", folder)
    together = gathered(tmp_path / "b", folder, processes=3)
    assert alone[1:] == together[1:]
    assert alone[2] == 200
    assert not (tmp_path / "b" / "spool").exists()


def test_what_was_taken_is_passed_over_the_next_time(tmp_path: Path) -> None:
    folder = many(tmp_path / "baseline", 2, 5)
    _, edition, _ = gathered(tmp_path, folder)
    released(folder, 3, citation(7))
    report, after, documents = gathered(tmp_path, folder)
    assert (report.already, report.counts["added"], documents) == (2, 1, 11)
    assert after != edition


def test_a_damaged_file_ends_it_and_what_came_before_stays(tmp_path: Path) -> None:
    folder = many(tmp_path / "baseline", 4, 5)
    path = folder / "pubmed26n0003.xml.gz"
    path.write_bytes(path.read_bytes()[:-20])
    report, _, documents = gathered(tmp_path, folder, processes=2)
    assert documents == 10
    assert "MD5" in str(report.failed[0])
    assert str(path) in str(report.failed[0])
    many(folder, 4, 5)
    assert gathered(tmp_path, folder)[2] == 20


@pytest.mark.parametrize("body", [b"<PubmedArticleSet><Pub", b"<html/>", b""])
def test_a_file_whose_md5_fits_and_that_is_no_medline_is_named(tmp_path: Path, body: bytes) -> None:
    folder = many(tmp_path / "baseline", 1, 5)
    (folder / "pubmed26n0002.xml.gz").write_bytes(gzip.compress(body))
    checked(folder / "pubmed26n0002.xml.gz")
    report, _, documents = gathered(tmp_path, folder)
    assert documents == 5
    assert isinstance(report.failed[0], BadInputError)


def test_a_record_that_cannot_be_kept_is_told_and_does_not_stop_the_rest(tmp_path: Path) -> None:
    bare = citation(2, "").replace("AbstractText", "Nothing")
    released(tmp_path / "baseline", 1, citation(1), bare, citation(3))
    report, _, documents = gathered(tmp_path, tmp_path / "baseline", processes=2)
    assert documents == 2
    assert [(s.name, s.reason) for s in report.skipped] == [("PMID 2", "a record without a title")]


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ([], "no files such as"),
        ([("pubmed26n0001.xml.gz", False)], "its MD5 is not beside it"),
        ([("pubmed26n0001.xml.gz", True), ("pubmed26n0003.xml.gz", True)], "number 0002 is missing"),
        ([("pubmed25n0001.xml.gz", True), ("pubmed26n0002.xml.gz", True)], "several years (25, 26)"),
        ([("pubmed26n0001.xml.gz", True), ("pubmed26n0001.xml", True)], "the same number as"),
    ],
)
def test_a_folder_that_is_not_whole_is_refused_before_anything_is_taken(
    tmp_path: Path, files: Sequence[tuple[str, bool]], reason: str
) -> None:
    folder = tmp_path / "baseline"
    folder.mkdir()
    for name, has_md5 in files:
        (folder / name).write_bytes(gzip.compress(b"<PubmedArticleSet/>"))
        if has_md5:
            checked(folder / name)
    with pytest.raises(BadInputError) as caught:
        gathered(tmp_path, folder)
    assert reason in str(caught.value)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="no such folder"):
        gathered(tmp_path, tmp_path / "nowhere")


def test_a_file_without_its_md5_is_taken_where_that_is_asked_for(tmp_path: Path) -> None:
    folder = many(tmp_path / "baseline", 1, 3)
    (folder / "pubmed26n0001.xml.gz.md5").unlink()
    assert gathered(tmp_path, folder, unchecked=True)[2] == 3


def test_updates_come_after_what_was_taken_and_leave_no_gap(tmp_path: Path) -> None:
    gathered(tmp_path, many(tmp_path / "baseline", 3, 2))
    released(tmp_path / "late", 5, citation(1))
    with pytest.raises(BadInputError, match="after a gap to number 0003"):
        gathered(tmp_path, tmp_path / "late")
    released(tmp_path / "next", 4, citation(1))
    gathered(tmp_path, tmp_path / "next")
    released(tmp_path / "old", 0, citation(1))
    with pytest.raises(BadInputError, match="comes before number 0004"):
        gathered(tmp_path, tmp_path / "old")


def test_other_files_in_the_folder_are_told(tmp_path: Path) -> None:
    folder = many(tmp_path / "baseline", 1, 1)
    (folder / "README.txt").write_text("read me", encoding="utf-8")
    report, _, _ = gathered(tmp_path, folder)
    assert report.notes == ["README.txt: not a PubMed file, left alone"]


# The command, killed and resumed


def started(root: Path, folder: Path, *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "curbside", "gather", "baseline", str(folder), *more]
    return subprocess.Popen(command, env=environment(root), cwd=root, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize("seed", range(5))
def test_killed_anywhere_it_goes_on_to_the_same_edition(tmp_path: Path, seed: int) -> None:
    folder = many(tmp_path / "baseline", 12, 150)
    for name in ("whole", "broken"):
        (tmp_path / name).mkdir()
    _, edition, documents = gathered(tmp_path / "whole", folder)
    chance = random.Random(seed)
    for _ in range(3):
        run = started(tmp_path / "broken", folder, "--processes", "2")
        time.sleep(chance.uniform(0.6, 2.4))
        run.send_signal(signal.SIGKILL)
        run.communicate()
    done = curbside(tmp_path / "broken", None, "gather", "baseline", str(folder), "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["edition"], told["documents"]) == (edition, documents)


def test_workers_end_when_the_one_who_started_them_is_killed(tmp_path: Path) -> None:
    folder = many(tmp_path / "baseline", 30, 200)
    run = started(tmp_path, folder, "--processes", "2")
    assert run.stderr is not None
    run.stderr.readline()
    children = Path(f"/proc/{run.pid}/task/{run.pid}/children").read_text(encoding="ascii").split()
    run.kill()
    run.communicate()
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and any(Path(f"/proc/{child}").exists() for child in children):
        time.sleep(0.1)
    assert children
    assert not [child for child in children if Path(f"/proc/{child}").exists()]


def test_progress_tells_files_pace_and_time_left(tmp_path: Path) -> None:
    folder = many(tmp_path / "baseline", 2, 5)
    done = curbside(tmp_path, None, "gather", "baseline", str(folder))
    first, second = done.stderr.splitlines()
    assert first.startswith("pubmed26n0001.xml.gz: 1 of 2 files, ")
    assert second.endswith(" changes/s, 0 s left")
    assert "10 added, 10 passages" in done.stdout


def test_a_damaged_file_ends_the_command_with_3(tmp_path: Path) -> None:
    folder = many(tmp_path / "baseline", 2, 5)
    (folder / "pubmed26n0002.xml.gz").write_bytes(b"cut")
    done = curbside(tmp_path, None, "gather", "updates", str(folder))
    assert done.returncode == 3
    assert "the file is damaged or cut short" in done.stderr
    assert "holds 5 documents" in done.stdout


# A cluster


@pytest.fixture(name="cluster")
def _cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and two worker processes on loopback."""
    place = tmp_path / "scheduler.json"
    dask = [
        sys.executable,
        "-m",
        "distributed.cli.dask_scheduler",
        "--host",
        "127.0.0.1",
        "--port",
        "0",
        "--no-dashboard",
    ]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": environment(tmp_path), "cwd": tmp_path}
    scheduler = subprocess.Popen([*dask, "--no-dashboard", "--scheduler-file", str(place)], **quiet)  # type: ignore[call-overload]
    deadline = time.monotonic() + 60
    while not place.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    address = json.loads(place.read_text(encoding="utf-8"))["address"]
    one = [
        sys.executable,
        "-m",
        "distributed.cli.dask_worker",
        address,
        "--nthreads",
        "1",
        "--no-nanny",
        "--no-dashboard",
    ]
    workers = [
        subprocess.Popen([*one, "--no-dashboard", "--local-directory", str(tmp_path / f"worker{n}")], **quiet)  # type: ignore[call-overload]
        for n in range(2)
    ]
    yield address, workers
    for process in (*workers, scheduler):
        process.kill()
        process.wait()


def test_a_cluster_comes_to_the_same_edition_though_a_worker_is_killed_on_the_way(
    tmp_path: Path, cluster: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    address, workers = cluster
    folder = many(tmp_path / "baseline", 16, 300)
    (tmp_path / "whole").mkdir()
    _, edition, documents = gathered(tmp_path / "whole", folder)
    run = started(tmp_path, folder, "--cluster", address)
    assert run.stderr is not None
    lines = [run.stderr.readline() for _ in range(3)]
    os.kill(workers[0].pid, signal.SIGKILL)
    _, rest = run.communicate(timeout=120)
    assert run.returncode == 0, rest
    assert "3 of 16 files" in lines[-1]
    with open_library(tmp_path / "library") as shelf:
        assert (shelf.edition, shelf.size[0]) == (edition, documents)


def test_a_cluster_that_is_not_there_is_named(tmp_path: Path) -> None:
    folder = many(tmp_path / "baseline", 1, 1)
    done = curbside(tmp_path, None, "gather", "baseline", str(folder), "--cluster", "tcp://127.0.0.1:9")
    assert done.returncode == 3
    assert "no scheduler answers there" in done.stderr
