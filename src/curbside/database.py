"""Where records are kept: an engine for SQLite or PostgreSQL, and numbered migrations that are applied once."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from threading import Lock
from weakref import WeakKeyDictionary

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    event,
    func,
    make_url,
    select,
)
from sqlalchemy.engine import URL
from sqlalchemy.pool import ConnectionPoolEntry, StaticPool

Step = Callable[[Connection], None]
"""One migration: it may create and alter tables, and is never edited once released."""

_STEPS = Table(
    "migrations",
    MetaData(),
    Column("room", String, primary_key=True),
    Column("number", Integer, primary_key=True),
)


class NewerSchemaError(Exception):
    """The records were written by a later release than this one."""


def open_engine(url: str | URL) -> Engine:
    """An engine whose SQLite connections use a write-ahead log, foreign keys and a busy timeout of ten seconds.

    "sqlite://" keeps everything in memory, on one connection.
    """
    url = make_url(url)
    if url.get_backend_name() != "sqlite":
        return create_engine(url, isolation_level="REPEATABLE READ")
    in_memory = url.database in (None, "", ":memory:")
    unbound = {"check_same_thread": False}
    if in_memory:
        engine = create_engine(url, poolclass=StaticPool, connect_args=unbound)
    else:
        engine = create_engine(url, connect_args=unbound)
    event.listen(engine, "connect", _tune_memory if in_memory else _tune_file)
    event.listen(engine, "begin", _begin)
    return engine


def _tune_memory(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")


def _tune_file(connection: sqlite3.Connection, entry: ConnectionPoolEntry) -> None:
    _tune_memory(connection, entry)
    connection.execute("PRAGMA busy_timeout = 10000")
    connection.execute("PRAGMA journal_mode = WAL")
    # FULL, so that no commit is lost in a power cut while an index that was written after it is kept.
    connection.execute("PRAGMA synchronous = FULL")


def _begin(connection: Connection) -> None:
    # Python's driver opens no transaction for reading, so a reader would see a writer's commits half way through.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A connection in a transaction that may write: kept as a whole at the end, or dropped as a whole on an error."""
    with _turn(engine), engine.connect() as connection, connection.execution_options(writes=True).begin():
        yield connection


_PAGES, _USUAL_PAGES = -64 * 1024, -2000  # in KiB, as SQLite wants them told; the second is its own choice


@contextmanager
def roomy(connection: Connection) -> Iterator[None]:
    """Within, SQLite holds 64 MB of pages, not 2: rows come in another order than the indexes', and each page that does
    not fit is written to the log and read again for the next row.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    connection.exec_driver_sql(f"PRAGMA cache_size = {_PAGES}")
    try:
        yield
    finally:
        connection.exec_driver_sql(f"PRAGMA cache_size = {_USUAL_PAGES}")


_TURNS: WeakKeyDictionary[Engine, Lock] = WeakKeyDictionary()


def _turn(engine: Engine) -> AbstractContextManager[object]:
    """SQLite lets one write at a time and whoever waits try again by luck; here threads wait for their turn."""
    return _TURNS.setdefault(engine, Lock()) if engine.dialect.name == "sqlite" else nullcontext()


def checkpoint(engine: Engine) -> None:
    """Move what SQLite's write-ahead log holds into the database file, as far as readers allow."""
    if engine.dialect.name == "sqlite":
        connection = engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)")
        finally:
            connection.close()


def schema_version(engine: Engine, room: str) -> int:
    """How many migrations of a room were applied; 0 for an empty database."""
    with engine.connect() as connection:
        if not engine.dialect.has_table(connection, _STEPS.name):
            return 0
        return connection.scalar(select(func.max(_STEPS.c.number)).where(_STEPS.c.room == room)) or 0


def migrate(engine: Engine, steps: Sequence[Step], room: str) -> None:
    """Apply the steps that a room's tables have not seen yet, all or none; step n makes schema n.

    Raises NewerSchemaError where the tables are of a later schema than the last step.
    """
    with writing(engine) as connection:
        _STEPS.create(connection, checkfirst=True)
        seen = connection.scalar(select(func.max(_STEPS.c.number)).where(_STEPS.c.room == room)) or 0
        if seen > len(steps):
            raise NewerSchemaError(f"schema {seen} of the {room}, where this release knows {len(steps)}")
        for number, step in enumerate(steps[seen:], start=seen + 1):
            step(connection)
            connection.execute(_STEPS.insert().values(room=room, number=number))
