"""The desk at the command line, in real processes."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from people import ADA, BEN, NOON

from curbside.house import open_house
from curbside.model import Person
from curbside.office import open_office
from curbside.review import Action, Verdict
from curbside.settings import Settings

SOURCE = Path(__file__).parent.parent / "src"
QUESTION = "What are the benefits of IVIG in disseminated intravascular coagulation?"
PASSWORD = "a quiet ward at night"


def run(root: Path, *arguments: str, typed: str = "", **chosen: str) -> subprocess.CompletedProcess[str]:
    environment = {
        "PATH": os.defpath,
        "PYTHONPATH": str(SOURCE),
        "HOME": str(root),
        **{f"CURBSIDE_{name.upper()}": value for name, value in chosen.items()},
        **{name: value for name, value in os.environ.items() if name.startswith("COVERAGE")},
    }
    command = [sys.executable, "-W", "error", "-m", "curbside", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=root, input=typed)
    assert "Traceback" not in done.stderr, done.stderr
    return done


def database(root: Path) -> Path:
    return root / ".local" / "share" / "curbside" / "curbside.sqlite"


def add(root: Path, id_: str = "ada", *more: str, password: str = PASSWORD) -> subprocess.CompletedProcess[str]:
    told = (f"name={id_.title()} Holm", "credentials=MD, haematology", "conflicts=none")
    return run(root, "account", "add", id_, *told, "--password-stdin", *more, typed=f"{password}\n")


def approve(root: Path) -> None:
    """The founding answer, approved as three people at the desk would do it."""
    settings = Settings(library=root / "none", model=root / "none", database=f"sqlite:///{database(root)}")
    office, house = open_office(settings), open_house(settings)
    answer = house.engine.ask(QUESTION).answer
    office.archive.keep(answer, given="2026-11-22T12:00:00+00:00")
    case = office.submit(answer, ADA, NOON)

    def act(kind: str, by: Person, **what: object) -> None:
        nonlocal case
        case = office.desk.act(case.id, Action(kind=kind, what=what, seen=case.position), by, at=NOON)

    act("taken", BEN)
    said = [{"statement": s, "verdict": Verdict.SUPPORTED, "text": ""} for s in case.version.statements]
    act("judged", BEN, digest=case.version.digest, judgements=said)
    office.approve(case, house, BEN, NOON, (case.position, case.version.digest))
    office.close()


def test_an_account_is_added_listed_changed_and_closed(tmp_path: Path) -> None:
    assert (
        add(tmp_path, "ada", "--duty", "editor", "--duty", "reviewer").stdout
        == "ada may sign in as editor, reviewer.\n"
    )
    run(tmp_path, "account", "change", "ada", "conflicts=holds shares in a maker of IVIG")
    [told] = json.loads(run(tmp_path, "account", "list", "--json").stdout)
    assert told["conflicts"] == "holds shares in a maker of IVIG"
    assert told["credentials"] == "MD, haematology"
    assert told["duties"] == ["editor", "reviewer"]
    assert "otpauth://totp/" in run(tmp_path, "account", "second-factor", "ada").stdout
    assert run(tmp_path, "account", "password", "ada", "--password-stdin", typed="another quiet ward\n").returncode == 0
    run(tmp_path, "account", "close", "ada")
    assert run(tmp_path, "account", "list").stdout == "ada\tAda Holm\teditor, reviewer, closed\tMD, haematology\n"


def test_no_password_stands_in_the_record_or_the_list(tmp_path: Path) -> None:
    add(tmp_path)
    told = run(tmp_path, "audit", "export").stdout + run(tmp_path, "account", "list", "--json").stdout
    assert PASSWORD not in told
    assert "argon2" not in told


@pytest.mark.parametrize(
    ("arguments", "code", "reason"),
    [
        (("account", "add", "Ada", "name=Ada", "--password-stdin"), 3, "small letters"),
        (("account", "add", "ada", "title=Dr", "--password-stdin"), 2, "'title' is none of name, credentials"),
        (("account", "add", "ada", "name=Ada", "--duty", "king", "--password-stdin"), 2, "king"),
        (("account", "change", "ben", "name=Ben"), 3, "there is no such account"),
        (("account", "close", "ben"), 3, "there is no such account"),
        (("audit", "verify", "--head", "0123"), 3, "is not in it"),
        (("audit", "export", "--to", "no/such/place"), 3, "no/such/place: No such file or directory"),
    ],
)
def test_bad_input_is_told_in_one_line(tmp_path: Path, arguments: tuple[str, ...], code: int, reason: str) -> None:
    done = run(tmp_path, *arguments, typed=f"{PASSWORD}\n")
    assert done.returncode == code
    assert reason in done.stderr
    assert run(tmp_path, "account", "list", "--json").stdout == "[]\n"


def test_a_weak_password_is_refused(tmp_path: Path) -> None:
    done = add(tmp_path, password="short")
    assert (done.returncode, done.stderr) == (3, "curbside: account ada: a password has 12 to 1000 characters\n")


def test_asking_makes_no_database(tmp_path: Path) -> None:
    assert run(tmp_path, "ask", QUESTION).returncode == 0
    assert not database(tmp_path).exists()


def test_what_was_approved_is_said_by_ask_and_listed(tmp_path: Path) -> None:
    add(tmp_path)
    approve(tmp_path)
    assert "approved by Ben Okoye (PharmD" in " ".join(run(tmp_path, "ask", QUESTION).stdout.split())
    told = json.loads(run(tmp_path, "ask", QUESTION, "--json").stdout)
    assert told["review"]["stage"] == "Approved"
    [case] = json.loads(run(tmp_path, "review", "list", "--json").stdout)
    assert (case["stage"], case["question"]) == ("Approved", QUESTION)
    assert "\tApproved\t" in run(tmp_path, "review", "list").stdout


def test_nothing_is_at_an_empty_desk(tmp_path: Path) -> None:
    assert run(tmp_path, "review", "list").stdout == "Nothing is at the desk.\n"
    assert run(tmp_path, "review", "refresh").stdout == "Everything at the desk stands as it was.\n"


def test_what_was_gathered_since_recalls_what_would_be_answered_otherwise(tmp_path: Path) -> None:
    add(tmp_path)
    approve(tmp_path)
    (tmp_path / "one.jsonl").write_text(
        json.dumps(
            {
                "_id": "new-trial",
                "title": "Intravenous immunoglobulin in disseminated intravascular coagulation: a randomised trial",
                "text": "In 200 adults with disseminated intravascular coagulation, intravenous immunoglobulin (IVIG) "
                "did not lower mortality compared with placebo (30% versus 31%).",
            }
        )
        + "\n"
    )
    assert run(tmp_path, "library", "add", "--starter", "one.jsonl").returncode == 0
    done = run(tmp_path, "review", "refresh")
    assert "Approved > Under Review" in done.stdout
    assert "answered otherwise by what the library holds now" in done.stdout
    assert "under review, not approved: answered otherwise" in " ".join(run(tmp_path, "ask", QUESTION).stdout.split())
    told = json.loads(run(tmp_path, "review", "refresh", "--json").stdout)
    assert told == {"changed": [], "webhooks": []}


def test_a_webhook_that_cannot_be_told_is_named_with_exit_code_4(tmp_path: Path) -> None:
    add(tmp_path)
    approve(tmp_path)
    done = run(tmp_path, "review", "refresh", webhooks='["https://127.0.0.1/told"]', network="true")
    assert done.returncode == 4
    assert "private address" in done.stderr


def test_the_record_is_proven_exported_and_found_out_when_tampered_with(tmp_path: Path) -> None:
    add(tmp_path)
    approve(tmp_path)
    proven = json.loads(run(tmp_path, "audit", "verify", "--json").stdout)
    assert (proven["unbroken"], proven["events"]) == (True, 6)
    assert run(tmp_path, "audit", "verify", "--head", proven["head"]).returncode == 0
    assert run(tmp_path, "audit", "export", "--to", "record.jsonl").stdout == "6 events written.\n"
    lines = [json.loads(line) for line in (tmp_path / "record.jsonl").read_text().splitlines()]
    assert [e["kind"] for e in lines] == ["account added", "opened", "submitted", "taken", "judged", "approved"]
    assert lines[-1]["hash"] == proven["head"]
    assert run(tmp_path, "audit", "export", "--to", "record.jsonl").returncode == 3
    with sqlite3.connect(database(tmp_path)) as connection:
        connection.execute("UPDATE events SET what = replace(what, 'Ben Okoye', 'Ada Holm') WHERE number = 6")
    connection.close()
    done = run(tmp_path, "audit", "verify")
    assert done.returncode == 3
    assert done.stderr == "curbside: record: event 6: its words are not those that were recorded\n"
