"""The two kinds of database that what is kept must work on."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

SCRIPT = Path(__file__).parent.parent / "scripts" / "postgresql"
_NUMBERS = count(1)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL of our own; skipped with a reason where it is not installed."""
    if not list(Path("/usr/lib/postgresql").glob("*/bin/postgres")) or not SCRIPT.exists():
        pytest.skip("PostgreSQL is not installed here: apt-get install postgresql")
    if os.geteuid() == 0 and shutil.which("runuser") is None:
        pytest.skip("PostgreSQL does not run as root, and there is no runuser here")
    # It lives as long as its standard input is open, so it ends with the tests however they end.
    command = [str(SCRIPT), "sh", "-c", 'echo "$CURBSIDE_TEST_POSTGRESQL"; cat >/dev/null']
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        address = server.stdout.readline().strip()
        assert address, "scripts/postgresql did not start"
        yield address
        server.communicate()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database, of each kind in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'curbside.sqlite'}"
    return str(empty_database(request.getfixturevalue("postgresql")))


def empty_database(address: str) -> str:
    """The URL of a new database in a PostgreSQL."""
    name = f"curbside_{next(_NUMBERS)}"
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return make_url(address).set(database=name).render_as_string(hide_password=False)
