"""A library survives being killed at any moment, and readers see one edition while another process writes."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from curbside.library import Library, open_library
from curbside.model import Add, BadInputError, Change, Document, Kind, Mark, Passage, Remove, SearchTerm, Standing

WORDS = (
    "sepsis heparin platelet thrombosis plasma fibrinogen mortality infusion antithrombin bleeding shock lactate "
    "neonate pregnancy cancer dialysis transfusion culture fever antibiotic dosage kidney liver cardiac stroke"
).split()
FILES = 7
SPAWN = multiprocessing.get_context("spawn")


def add(number: int, version: int) -> Add:
    chance = random.Random(number * 1000 + version)
    kind = chance.choice((Kind.GUIDELINE, Kind.TRIAL))
    document = Document(id=f"pmid:{number}", kind=kind, title=" ".join(chance.choices(WORDS, k=4)))
    texts = [" ".join(chance.choices(WORDS, k=chance.randint(5, 60))) for _ in range(2)]
    passages = tuple(Passage(document=document, section=f"version {version}", text=text) for text in texts)
    return Add(document=document, passages=passages)


def retold(number: int, file: int) -> Add:
    """A document in the words it had, with other fields than those the index holds."""
    held = add(number, 0)
    document = replace(held.document, journal=f"Journal {file}")
    return Add(document=document, passages=tuple(replace(p, document=document) for p in held.passages))


def changes(file: int) -> Iterator[Change]:
    """The changes of a file: new documents, and from the fourth file on replacements, removals and marks."""
    yield from (add(number, 0) for number in range(file * 100, file * 100 + 60))
    if file >= 3:
        yield from (add(number, file) for number in range((file - 3) * 100, (file - 3) * 100 + 20))
        yield from (Remove(document=f"pmid:{number}") for number in range((file - 3) * 100 + 20, (file - 3) * 100 + 40))
        yield from (retold(number, file) for number in range((file - 3) * 100 + 40, (file - 3) * 100 + 50))
        yield Mark(document=f"pmid:{file * 100}", standing=Standing.RETRACTED, by="watch")


def apply_all(library: Library, *, settle: bool) -> None:
    for file in range(FILES):
        library.apply(changes(file), name=f"file {file}", digest="1", settle=settle)
    library.settle()


def told(library: Library) -> object:
    chance = random.Random(5)
    asked = [[SearchTerm(text=word) for word in chance.sample(WORDS, 4)] for _ in range(50)]
    found = [library.search(terms, k=25) for terms in asked]
    texts = [[(p.id, p.document.standing) for p in library.passages([id_ for id_, _ in hits])] for hits in found]
    return library.edition, library.size, found, texts


@pytest.fixture(scope="module")
def unbroken() -> object:
    with open_library(None) as library:
        apply_all(library, settle=True)
        return told(library)


def write(directory: Path, stage: str, times: int, settle: bool) -> None:
    """Apply all files in a process that kills itself when it reaches a stage for the n-th time."""
    left = times

    def after(reached: str) -> None:
        nonlocal left
        left -= reached == stage
        if left == 0 and reached == stage:
            os.kill(os.getpid(), signal.SIGKILL)

    with open_library(directory, create=True, after=after) as library:
        ready(directory).touch()
        apply_all(library, settle=settle)


def ready(directory: Path) -> Path:
    return directory.with_suffix(".ready")


def started(target: Callable[..., None], *arguments: object) -> BaseProcess:
    process = SPAWN.Process(target=target, args=arguments, daemon=True)
    process.start()
    return process


def finished(process: BaseProcess) -> int | None:
    process.join(60)
    code = process.exitcode
    process.close()
    return code


def commits(directory: Path) -> dict[str, bytes]:
    """What was committed to each index."""
    return {str(path): path.read_bytes() for path in sorted((directory / "index").glob("*/meta.json"))}


def check_reading(directory: Path) -> None:
    """A reader finds one complete edition, and needs nothing repaired for it."""
    held = commits(directory)
    with open_library(directory) as reader:
        assert commits(directory) == held
        hits = [id_ for word in WORDS for id_, _ in reader.search([SearchTerm(text=word)], k=2000)]
        assert len(reader.passages(hits)) == len(hits)
        assert len(set(hits)) <= reader.size[1]
        listed = reader.documents(limit=10_000)
        assert len(listed) == reader.size[0]
        assert sum(len(reader.document_passages(d.id)) for d in listed) == reader.size[1]


STAGES = [
    # The first three files bring new documents alone: the index takes them while the records are written.
    ("batch", 1, True),
    ("batch", 3, True),
    ("records", 1, False),
    ("records", 3, True),
    ("index", 1, True),
    # The others replace and remove as well: the index follows from the records.
    ("batch", 5, False),
    ("records", 5, True),
    ("records", 5, False),
    ("index", 2, True),
    ("index", 6, False),
    ("noted", 6, False),
    ("rebuilt", 1, True),
    ("rebuilt", 3, True),
    ("rebuilt", 2, False),
    ("switched", 1, True),
]


@pytest.mark.parametrize(("stage", "times", "settle"), STAGES)
def test_killed_at_a_stage_it_reads_and_then_finishes_as_if_unbroken(
    tmp_path: Path, unbroken: object, stage: str, times: int, *, settle: bool
) -> None:
    assert finished(started(write, tmp_path, stage, times, settle)) == -signal.SIGKILL
    if (tmp_path / "index").is_dir() and (stage, times) not in {("rebuilt", 1)}:
        check_reading(tmp_path)
    with open_library(tmp_path, create=True) as library:
        apply_all(library, settle=settle)
        assert told(library) == unbroken
    assert len(list((tmp_path / "index").iterdir())) <= 2


@pytest.mark.parametrize("seed", range(8))
def test_killed_at_any_moment_and_again_it_finishes_as_if_unbroken(tmp_path: Path, unbroken: object, seed: int) -> None:
    chance = random.Random(seed)
    settle = seed % 2 == 0
    for _ in range(1 + seed % 2):
        process = started(write, tmp_path, "never", 1, settle)
        while not ready(tmp_path).exists() and process.is_alive():
            time.sleep(0.002)
        time.sleep(chance.uniform(0.0, 0.25))
        process.kill()
        process.join(60)
        process.close()
        ready(tmp_path).unlink(missing_ok=True)
        check_reading(tmp_path)
    with open_library(tmp_path, create=True) as library:
        apply_all(library, settle=settle)
        assert told(library) == unbroken


MANY = 1200
"""More than one batch, so that the index has taken passages before the last change comes."""


def many(last: Change) -> Iterator[Change]:
    yield from (add(number, 0) for number in range(MANY))
    yield last


def test_a_file_that_fails_after_the_index_took_its_passages_leaves_nothing_of_them(tmp_path: Path) -> None:
    with open_library(tmp_path, create=True) as library:
        library.apply(changes(30), name="before", digest="1")
        held, committed = told(library), commits(tmp_path)
        with pytest.raises(BadInputError, match="duplicate"):
            library.apply(many(add(0, 0)), name="faulty", digest="1")
        assert (told(library), commits(tmp_path)) == (held, committed)
        assert library.apply(many(add(MANY, 0)), name="sound", digest="1").added == MANY + 1


@pytest.mark.parametrize("last", [add(5, 1), Remove(document="pmid:5")], ids=["replaced", "removed"])
def test_what_a_file_takes_back_of_itself_leaves_no_trace_in_the_index(tmp_path: Path, last: Change) -> None:
    with open_library(tmp_path, create=True) as library:
        library.apply(many(last), name="file", digest="1", settle=False, duplicates_allowed=True)
        found = told(library)
    with open_library(None) as library:
        unbroken = [add(number, 0) for number in range(MANY) if number != 5]
        library.apply([*unbroken, *([last] if isinstance(last, Add) else [])], name="file", digest="1")
        assert told(library) == found


def test_a_killed_writer_lets_the_next_one_write(tmp_path: Path) -> None:
    assert finished(started(write, tmp_path, "batch", 1, True)) == -signal.SIGKILL
    with open_library(tmp_path) as library:
        assert library.apply(changes(0), name="file 0", digest="1").added == 60


def test_a_reader_sees_one_edition_at_a_time_while_another_process_writes(tmp_path: Path) -> None:
    editions = editions_on_the_way()
    open_library(tmp_path, create=True).close()
    with open_library(tmp_path) as reader:
        process = started(write, tmp_path, "never", 1, True)
        seen = []
        while process.is_alive():
            reader.refresh()
            seen.append(reader.edition)
            hits = [id_ for word in WORDS[:6] for id_, _ in reader.search([SearchTerm(text=word)], k=300)]
            passages = reader.passages(hits)
            assert [p.id for p in passages] == hits
            assert reader.size == editions[reader.edition]
            assert {p.document.id for p in passages} <= {d.id for d in reader.documents(limit=10_000)}
        assert finished(process) == 0
        reader.refresh()
        assert reader.edition == list(editions)[-1]
    order = [list(editions).index(edition) for edition in seen]
    assert order == sorted(order)
    assert len(set(order)) > 1


def editions_on_the_way() -> dict[str, tuple[int, int]]:
    with open_library(None) as library:
        found = {library.edition: library.size}
        for file in range(FILES):
            library.apply(changes(file), name=f"file {file}", digest="1")
            found[library.edition] = library.size
        return found
