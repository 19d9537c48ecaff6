"""Opening a library: the checks before the first look."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError

from curbside.database import migrate, open_engine, schema_version
from curbside.library import reading
from curbside.library.holding import Library, only_writer
from curbside.library.indexing import DIRECTORY, Indexing
from curbside.library.records import STEPS
from curbside.model import LibraryError

_ROOM = "library"
_RECORDS = "records.sqlite"
_OURS = {_RECORDS, f"{_RECORDS}-wal", f"{_RECORDS}-shm", f"{_RECORDS}-journal", "index", "writing", "writing-journal"}


def _nothing(_stage: str) -> None:
    pass


def open_library(directory: Path | None, *, create: bool = False, after: Callable[[str], None] = _nothing) -> Library:
    """The library in a directory, made where `create` allows it, or an empty one in memory for None.

    `after` is told each stage of writing when it is reached: batch, records, index, noted, rebuilt, switched.
    Raises LibraryError where there is no library, something else, or one of a later release.
    """
    if directory is None:
        engine = open_engine("sqlite://")
        indexing = Indexing(engine, None, after)
        _prepare(engine, indexing)
        return Library(engine, None, indexing, after)
    if create:
        _claim(directory)
    engine = open_engine(URL.create("sqlite", database=str(_records(directory, create=create))))
    indexing = Indexing(engine, directory / "index", after)
    try:
        _check_schema(engine, directory, indexing, create=create)
        return Library(engine, directory, indexing, after)
    except DatabaseError as error:
        engine.dispose()
        raise LibraryError(f"{directory} cannot be read as a library: {error.orig}") from error
    except LibraryError:
        engine.dispose()
        raise


def _claim(directory: Path) -> None:
    if directory.exists() and not directory.is_dir():
        raise LibraryError(f"{directory} is a file, not a library")
    directory.mkdir(parents=True, exist_ok=True)
    if foreign := sorted(p.name for p in directory.iterdir() if p.name not in _OURS):
        raise LibraryError(f"{directory} holds other files ({foreign[0]}); a library needs a directory of its own")


def _records(directory: Path, *, create: bool) -> Path:
    records = directory / _RECORDS
    if not create and not directory.exists():
        raise LibraryError(f"there is no library at {directory}")
    if not create and not records.is_file():
        raise LibraryError(f"{directory} is not a library: it holds no {_RECORDS}")
    return records


def _check_schema(engine: Engine, directory: Path, indexing: Indexing, *, create: bool) -> None:
    version = schema_version(engine, _ROOM)
    if version > len(STEPS):
        raise LibraryError(
            f"{directory} was written by a later release (schema {version}, this one knows {len(STEPS)})"
        )
    if version == 0 and not create:
        raise LibraryError(f"{directory} is not a library: its {_RECORDS} holds none")
    if version < len(STEPS) or not _complete(engine):
        with only_writer(directory):
            _prepare(engine, indexing)


def _complete(engine: Engine) -> bool:
    """Whether the first index was made; not so after a kill while the library was made."""
    with engine.connect() as connection:
        return reading.state(connection, DIRECTORY) is not None


def _prepare(engine: Engine, indexing: Indexing) -> None:
    migrate(engine, STEPS, _ROOM)
    indexing.recover(settle=False)
