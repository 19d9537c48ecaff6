"""The whole house in one file, taken while it runs, and put back in one step.

Indexes are left out: they follow from the records and are made anew when the house is put back.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy.engine import make_url

from curbside import __version__
from curbside.library import open_library
from curbside.model import BadInputError, LibraryError

MANIFEST = "manifest.json"
_RECORDS, _DATABASE, _VECTORS = "records.sqlite", "database.sqlite", "vectors"


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where a house keeps what it knows: its library, its vectors, and the database of answers and reviews."""

    library: Path
    vectors: Path
    database: Path | None

    @classmethod
    def of(cls, library: Path, database: str) -> Places:
        """The places of a library and a database URL; one in another server's care is left to that server."""
        url = make_url(database)
        own = url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:")
        resolved = library.resolve()
        return cls(
            library=resolved,
            vectors=resolved.with_name(f"{resolved.name}.vectors"),
            database=Path(str(url.database)).resolve() if own else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup holds: the release that made it, the library's edition, and each file with its SHA-256."""

    release: str
    edition: str
    files: dict[str, str]


def back_up(places: Places, path: Path) -> Manifest:
    """Write the backup file, whole or not at all; readers and a writer may go on meanwhile.

    Raises BadInputError where the file is there already, LibraryError where there is no library.
    """
    if path.exists():
        raise BadInputError(str(path), "", "there is a file of this name already")
    path.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=path.parent, prefix=".backup-") as temporary:
        folder = Path(temporary)
        _copy(places.library / _RECORDS, folder / _RECORDS, needed=True)
        if places.database is not None:
            _copy(places.database, folder / _DATABASE, needed=False)
        if places.vectors.is_dir():
            # A finished segment of vectors never changes, and an unfinished one is not a vector yet.
            shutil.copytree(places.vectors, folder / _VECTORS, ignore=shutil.ignore_patterns("*.part"))
        manifest = Manifest(release=__version__, edition=_edition(folder / _RECORDS), files=dict(_digests(folder)))
        part = folder / "whole.tar"
        _pack(folder, manifest, part)
        part.replace(path)
    return manifest


def _copy(database: Path, out: Path, *, needed: bool) -> None:
    """A copy of an SQLite database as it is at one moment, also while another process writes it."""
    if not database.is_file():
        if needed:
            raise LibraryError(f"there is no library at {database.parent}")
        return
    try:
        with (
            closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as inner,
            closing(sqlite3.connect(out)) as outer,
        ):
            inner.backup(outer)
            # A copy in one file, with no log beside it.
            outer.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.DatabaseError as error:
        raise LibraryError(f"{database} cannot be copied: {error}") from error


def _edition(records: Path) -> str:
    with closing(sqlite3.connect(f"file:{records}?mode=ro", uri=True)) as connection:
        (edition,) = connection.execute("SELECT edition FROM generations ORDER BY number DESC LIMIT 1").fetchone()
    return str(edition)


def _digests(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        with path.open("rb") as stream:
            yield path.relative_to(folder).as_posix(), hashlib.file_digest(stream, "sha256").hexdigest()


def _pack(folder: Path, manifest: Manifest, out: Path) -> None:
    told = {"release": manifest.release, "edition": manifest.edition, "files": manifest.files}
    (folder / MANIFEST).write_text(json.dumps(told, indent=2, sort_keys=True), encoding="utf-8")
    with tarfile.open(out, "w") as archive:
        for name in (MANIFEST, *manifest.files):
            archive.add(folder / name, arcname=name, recursive=False)


def restore(path: Path, places: Places) -> Manifest:
    """Put a backup where the settings say; everything is checked first, and nothing that is there is overwritten.

    Raises BadInputError for a file that is no backup or damaged, LibraryError where something is in the way.
    """
    for place in filter(None, (places.library, places.vectors, places.database)):
        if place.exists():
            raise LibraryError(f"{place} is there already; move it away, or name another place in the settings")
    places.library.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=places.library.parent, prefix=".restore-") as temporary:
        folder = Path(temporary)
        manifest = _unpack(path, folder)
        library = folder / "library"
        library.mkdir()
        (folder / _RECORDS).rename(library / _RECORDS)
        with open_library(library) as shelf:
            if shelf.edition != manifest.edition:
                raise BadInputError(str(path), _RECORDS, f"its edition is {shelf.edition}, not {manifest.edition}")
        _place(folder, places)
    return manifest


def _place(folder: Path, places: Places) -> None:
    if (folder / _VECTORS).is_dir():
        shutil.move(folder / _VECTORS, places.vectors)
    if places.database is not None and (folder / _DATABASE).is_file():
        places.database.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(folder / _DATABASE, places.database)
    # Last, so that a restore that was killed is seen as none.
    (folder / "library").rename(places.library)


def _unpack(path: Path, folder: Path) -> Manifest:
    try:
        with tarfile.open(path, "r:") as archive:
            manifest = _manifest(archive, path)
            for name in manifest.files:
                _member(archive, name, folder, path)
    except (tarfile.TarError, EOFError) as error:
        raise BadInputError(str(path), "", f"no backup of Curbside, or a damaged one ({error})") from error
    except OSError as error:
        raise BadInputError(str(path), "", error.strerror or str(error)) from error
    for name, digest in _digests(folder):
        if manifest.files.get(name) != digest:
            raise BadInputError(str(path), name, "damaged: its digest is not the one of the manifest")
    return manifest


def _manifest(archive: tarfile.TarFile, path: Path) -> Manifest:
    stream = archive.extractfile(MANIFEST) if MANIFEST in archive.getnames() else None
    try:
        told: dict[str, Any] = json.loads(stream.read()) if stream is not None else {}
        manifest = Manifest(release=told["release"], edition=told["edition"], files=dict(told["files"]))
    except (TypeError, KeyError, ValueError) as error:
        raise BadInputError(str(path), MANIFEST, "no backup of Curbside") from error
    if _RECORDS not in manifest.files:
        raise BadInputError(str(path), MANIFEST, "no library in it")
    return manifest


def _member(archive: tarfile.TarFile, name: str, folder: Path, path: Path) -> None:
    """One file out of the archive; only names that a backup has, so that nothing lands anywhere else."""
    parts = PurePosixPath(name).parts
    known = name in (_RECORDS, _DATABASE) or (parts[:1] == (_VECTORS,) and ".." not in parts)
    stream = archive.extractfile(name) if known and name in archive.getnames() else None
    if stream is None:
        raise BadInputError(str(path), name, "missing from the backup, or no part of one")
    target = folder.joinpath(*parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as out:
        shutil.copyfileobj(stream, out)
