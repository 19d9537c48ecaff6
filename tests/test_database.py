"""An engine whose transactions hold, and migrations that are applied once."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.engine import URL

from curbside.database import NewerSchemaError, checkpoint, migrate, open_engine, roomy, schema_version, writing


def first(connection: Connection) -> None:
    connection.execute(text("CREATE TABLE wards (name TEXT PRIMARY KEY)"))


def second(connection: Connection) -> None:
    connection.execute(text("ALTER TABLE wards ADD COLUMN beds INTEGER"))


def broken(connection: Connection) -> None:
    connection.execute(text("CREATE TABLE half (name TEXT)"))
    raise RuntimeError("stopped half way")


def engine_at(directory: Path) -> Engine:
    return open_engine(URL.create("sqlite", database=str(directory / "records.sqlite")))


def count(engine: Engine, table: str) -> int:
    with engine.connect() as connection:
        return int(connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0)  # noqa: S608


def test_each_migration_is_applied_once_and_a_later_one_is_added(tmp_path: Path) -> None:
    engine = engine_at(tmp_path)
    assert schema_version(engine, "wards") == 0
    migrate(engine, (first,), "wards")
    migrate(engine, (first,), "wards")
    migrate(engine, (first, second), "wards")
    assert schema_version(engine, "wards") == 2
    assert count(engine, "wards") == 0


def test_two_rooms_number_their_migrations_apart(tmp_path: Path) -> None:
    engine = engine_at(tmp_path)
    migrate(engine, (first, second), "wards")
    assert schema_version(engine, "desk") == 0


def test_a_migration_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    engine = engine_at(tmp_path)
    with pytest.raises(RuntimeError):
        migrate(engine, (first, broken), "wards")
    assert schema_version(engine, "wards") == 0
    migrate(engine, (first,), "wards")


def test_records_of_a_later_release_are_refused(tmp_path: Path) -> None:
    engine = engine_at(tmp_path)
    migrate(engine, (first, second), "wards")
    with pytest.raises(NewerSchemaError, match="schema 2 of the wards, where this release knows 1"):
        migrate(engine, (first,), "wards")


def test_what_raises_while_writing_is_dropped_as_a_whole(tmp_path: Path) -> None:
    engine = engine_at(tmp_path)
    migrate(engine, (first,), "wards")

    def stopped() -> None:
        with writing(engine) as connection:
            connection.execute(text("INSERT INTO wards VALUES ('north')"))
            raise RuntimeError("stopped half way")

    with pytest.raises(RuntimeError):
        stopped()
    assert count(engine, "wards") == 0


def test_a_reader_sees_one_state_while_another_writes(tmp_path: Path) -> None:
    engine = engine_at(tmp_path)
    migrate(engine, (first,), "wards")
    with engine.connect() as reader:
        assert reader.scalar(text("SELECT count(*) FROM wards")) == 0
        with writing(engine) as connection:
            connection.execute(text("INSERT INTO wards VALUES ('north')"))
        assert reader.scalar(text("SELECT count(*) FROM wards")) == 0
    assert count(engine, "wards") == 1


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("foreign_keys", 1), ("synchronous", 2), ("busy_timeout", 10000)],
)
def test_files_are_opened_so_that_commits_last(tmp_path: Path, pragma: str, value: object) -> None:
    with engine_at(tmp_path).connect() as connection:
        assert connection.scalar(text(f"PRAGMA {pragma}")) == value


def test_an_engine_in_memory_keeps_its_tables_between_connections() -> None:
    engine = open_engine("sqlite://")
    migrate(engine, (first,), "wards")
    checkpoint(engine)
    assert count(engine, "wards") == 0


def test_a_checkpoint_moves_the_log_into_the_file(tmp_path: Path) -> None:
    engine = engine_at(tmp_path)
    migrate(engine, (first,), "wards")
    before = (tmp_path / "records.sqlite").stat().st_size
    checkpoint(engine)
    assert (tmp_path / "records.sqlite").stat().st_size > before


def test_more_pages_are_held_while_rows_are_written_and_the_usual_number_after(tmp_path: Path) -> None:
    engine = engine_at(tmp_path)
    with engine.connect() as connection:
        before = connection.scalar(text("PRAGMA cache_size"))
        with roomy(connection):
            assert connection.scalar(text("PRAGMA cache_size")) == -64 * 1024
        assert connection.scalar(text("PRAGMA cache_size")) == before
