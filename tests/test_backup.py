"""The whole house backed up in one command while it runs, and put back in one."""

from __future__ import annotations

import io
import json
import sqlite3
import tarfile
import threading
from pathlib import Path

import pytest
from world import curbside

from curbside.backup import MANIFEST, Places, back_up, restore
from curbside.library import open_library
from curbside.model import Add, BadInputError, Document, Kind, LibraryError, Passage, SearchTerm


def adds(first: int, count: int) -> list[Add]:
    found = []
    for number in range(first, first + count):
        document = Document(id=f"pmid:{number}", kind=Kind.TRIAL, title=f"Velumab {number}")
        found.append(
            Add(document=document, passages=(Passage(document=document, section="Abstract", text="It helped rust."),))
        )
    return found


def house(root: Path) -> Places:
    """A house with a library, a segment of vectors and a database of its own."""
    places = Places.of(root / "library", f"sqlite:///{root / 'house.sqlite'}")
    with open_library(places.library, create=True) as shelf:
        shelf.apply(adds(0, 50), name="first", digest="1")
    (places.vectors / "model").mkdir(parents=True)
    (places.vectors / "model" / "a.vectors").write_bytes(b"CBV1 numbers")
    (places.vectors / "model" / "b.part").write_bytes(b"half")
    with sqlite3.connect(root / "house.sqlite") as database:
        database.execute("CREATE TABLE answers (words TEXT)")
        database.execute("INSERT INTO answers VALUES ('as it was')")
    database.close()
    return places


def elsewhere(root: Path) -> Places:
    return Places.of(root / "new" / "library", f"sqlite:///{root / 'new' / 'house.sqlite'}")


def test_what_is_put_back_is_what_was_there(tmp_path: Path) -> None:
    places, again = house(tmp_path), elsewhere(tmp_path)
    back_up(places, tmp_path / "house.tar")
    restore(tmp_path / "house.tar", again)
    with open_library(places.library) as before, open_library(again.library) as after:
        assert (after.edition, after.size) == (before.edition, before.size)
        terms = [SearchTerm(text="rust")]
        assert after.search(terms, k=5) == before.search(terms, k=5)
    assert (again.vectors / "model" / "a.vectors").read_bytes() == b"CBV1 numbers"
    assert not (again.vectors / "model" / "b.part").exists()
    assert again.database is not None
    with sqlite3.connect(again.database) as database:
        assert database.execute("SELECT words FROM answers").fetchall() == [("as it was",)]
    database.close()


def test_it_is_taken_while_the_library_is_read_and_written(tmp_path: Path) -> None:
    places, again = house(tmp_path), elsewhere(tmp_path)
    editions, stop = set(), threading.Event()

    def write() -> None:
        with open_library(places.library) as shelf:
            editions.add(shelf.edition)
            for number in range(100):
                shelf.apply(adds(1000 + 20 * number, 20), name=f"more {number}", digest="1")
                editions.add(shelf.edition)
                if stop.is_set():
                    return

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            back_up(places, tmp_path / f"{number}.tar")
    finally:
        stop.set()
        writer.join()
    for number in range(3):
        manifest = restore(tmp_path / f"{number}.tar", Places.of(tmp_path / f"new{number}" / "library", "sqlite://"))
        assert manifest.edition in editions, "a state that the library was in, and no mixture of two"
    assert not again.library.exists()


def test_nothing_that_is_there_is_overwritten(tmp_path: Path) -> None:
    places = house(tmp_path)
    back_up(places, tmp_path / "house.tar")
    with pytest.raises(LibraryError, match="is there already"):
        restore(tmp_path / "house.tar", places)
    with pytest.raises(BadInputError, match="there is a file of this name"):
        back_up(places, tmp_path / "house.tar")


def test_a_house_that_is_not_there_cannot_be_backed_up(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="there is no library"):
        back_up(Places.of(tmp_path / "nowhere", "sqlite://"), tmp_path / "house.tar")
    assert not list(tmp_path.iterdir())


def contents(path: Path) -> dict[str, bytes]:
    with tarfile.open(path) as archive:
        return {m.name: stream.read() for m in archive if (stream := archive.extractfile(m)) is not None}


def changed(path: Path, out: Path, name: str, content: bytes | None) -> Path:
    """The same archive, one of its files with other bytes, or left out."""
    parts = {**contents(path), name: content}
    with tarfile.open(out, "w") as archive:
        for part, body in parts.items():
            if body is not None:
                member = tarfile.TarInfo(part)
                member.size = len(body)
                archive.addfile(member, io.BytesIO(body))
    return out


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("records.sqlite", b"damaged", "its digest is not the one of the manifest"),
        ("records.sqlite", None, "missing from the backup"),
        (MANIFEST, None, "no backup of Curbside"),
        (MANIFEST, b"[]", "no backup of Curbside"),
        (MANIFEST, json.dumps({"release": "1", "edition": "2", "files": {}}).encode(), "no library in it"),
        (
            MANIFEST,
            json.dumps({"release": "1", "edition": "2", "files": {"records.sqlite": "", "../evil": ""}}).encode(),
            "no part of one",
        ),
    ],
)
def test_a_damaged_backup_is_refused_and_nothing_is_put_in_place(
    tmp_path: Path, name: str, content: bytes | None, reason: str
) -> None:
    places, again = house(tmp_path), elsewhere(tmp_path)
    back_up(places, tmp_path / "house.tar")
    with pytest.raises(BadInputError, match=reason):
        restore(changed(tmp_path / "house.tar", tmp_path / "bad.tar", name, content), again)
    assert not again.library.exists()
    assert not (tmp_path / "evil").exists()


@pytest.mark.parametrize("content", [b"", b"no archive", None])
def test_what_is_no_backup_is_named(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "x.tar").write_bytes(content)
    with pytest.raises(BadInputError) as caught:
        restore(tmp_path / "x.tar", elsewhere(tmp_path))
    assert str(tmp_path / "x.tar") in str(caught.value)


def test_the_two_commands(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"_id": "x:1", "title": "Rust", "text": "It helped."}\n', encoding="utf-8")
    curbside(tmp_path, None, "library", "add", "a.jsonl")
    made = curbside(tmp_path, None, "backup", "house.tar")
    assert made.returncode == 0, made.stderr
    (tmp_path / "library").rename(tmp_path / "gone")
    done = curbside(tmp_path, None, "restore", "house.tar")
    assert done.returncode == 0, done.stderr
    assert made.stdout.rpartition("edition ")[2] == done.stdout.rpartition("edition ")[2]
    assert "x:1" in curbside(tmp_path, None, "library", "list").stdout
    assert curbside(tmp_path, None, "restore", "house.tar").returncode == 3
