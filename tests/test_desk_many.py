"""Many editors at one desk at once: the script that measures it, for a few seconds."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from databases import empty_database

SCRIPT = Path(__file__).parent.parent / "scripts" / "editors.py"


def run(*more: str) -> list[dict[str, object]]:
    command = [sys.executable, str(SCRIPT), "--editors", "8", "--seconds", "3", "--json", *more]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    told: list[dict[str, object]] = json.loads(done.stdout)
    return told


def test_many_editors_at_once_lose_no_event(request: pytest.FixtureRequest) -> None:
    rows = run("--postgresql", empty_database(request.getfixturevalue("postgresql")))
    assert [row["database"] for row in rows] == ["SQLite", "PostgreSQL"]
    for row in rows:
        assert row["kept"] == row["events"] != 0
        assert (row["lost"], row["doubled"], row["from nowhere"], row["went wrong"]) == (0, 0, 0, {})
        assert row["unbroken"] is True
