"""Lets many editors work at one desk at once over HTTP, and holds the record against what each was told was kept.

    python scripts/editors.py [--editors 50] [--seconds 60] [--postgresql URL] [--json]

Each editor signs in to a running `curbside serve` and comments, gives verdicts and changes the order of statements
without a pause. Whatever the desk acknowledged must stand in the record once, and whatever it refused must not.
Prints a table; exits 1 where an event was lost, doubled or came from nowhere, or the record does not hold. On both:

    scripts/postgresql sh -c 'python scripts/editors.py --postgresql "$CURBSIDE_TEST_POSTGRESQL"'
"""

from __future__ import annotations

import argparse
import json
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import httpx2
from sqlalchemy import Engine

from curbside.house import open_house
from curbside.model import Duty, Person
from curbside.office import Reception, open_office
from curbside.review import Event
from curbside.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "a quiet ward at night"
QUESTIONS = (
    "What are the benefits of IVIG in disseminated intravascular coagulation?",
    "Antithrombin in sepsis with DIC?",
    "When should platelets be transfused in DIC?",
    "Heparin in disseminated intravascular coagulation?",
    "What are the harms of intravenous immunoglobulin?",
)


@dataclass
class Told:
    """What one editor was told: what was kept, what was refused as stale, what went wrong, and how long each took."""

    kept: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    wrong: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)


def main() -> int:
    """Run the editors on each database and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--editors", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--postgresql", default="", metavar="URL", help="an empty database of a PostgreSQL, too")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        databases = {"SQLite": f"sqlite:///{folder}/curbside.sqlite"}
        databases |= {"PostgreSQL": chosen.postgresql} if chosen.postgresql else {}
        for name, url in databases.items():
            rows.append({"database": name, **measured(Path(folder), url, chosen.editors, chosen.seconds)})
    if chosen.json:
        print(json.dumps(rows, indent=2))
    else:
        print("| " + " | ".join(rows[0]) + " |\n|" + "---|" * len(rows[0]))
        for row in rows:
            print("| " + " | ".join(str(v) for v in row.values()) + " |")
    return int(any(row["lost"] or row["doubled"] or row["from nowhere"] or not row["unbroken"] for row in rows))


def measured(folder: Path, url: str, editors: int, seconds: float) -> dict[str, Any]:
    """The figures of one run on one database."""
    settings = Settings(library=folder / "none", model=folder / "none", database=url)
    office = open_office(settings)
    cases = prepared(office.desk.engine, settings, editors)
    before = len(office.desk.events())
    with served(settings, folder) as address, ThreadPoolExecutor(editors) as pool:
        gate = threading.Barrier(editors)
        told = list(pool.map(lambda n: work(address, n, cases, gate, seconds), range(editors)))
    events = office.desk.events()[before:]
    recorded = Counter(_mark(e) for e in events)
    kept = Counter(m for t in told for m in t.kept)
    refused = {m for t in told for m in t.refused}
    try:
        unbroken = office.prove().number == before + len(events)
    finally:
        office.close()
    times = sorted(s for t in told for s in t.seconds)
    wrong: Counter[str] = sum((t.wrong for t in told), Counter())
    return {
        "editors": editors,
        "seconds": seconds,
        "kept": kept.total(),
        "told of another's act": len(refused),
        "went wrong": dict(wrong),
        "events": len(events),
        "lost": len(kept - recorded),
        "doubled": sum(n > 1 for n in recorded.values()),
        "from nowhere": len((recorded - kept).keys() & refused) if not wrong else len((recorded - kept).keys()),
        "unbroken": unbroken,
        "acts a second": round(kept.total() / seconds, 1),
        "median ms": round(statistics.median(times) * 1000),
        "p95 ms": round(times[int(len(times) * 0.95)] * 1000),
        "slowest ms": round(times[-1] * 1000),
    }


def _mark(event: Event) -> str:
    """The word by which an act is known again."""
    told: dict[str, Any] = dict(event.what)
    return str(told.get("reason") or told.get("text") or "".join(j["text"] for j in told.get("judgements", ())))


def prepared(engine: Engine, settings: Settings, editors: int) -> list[str]:
    """Accounts for the editors, and cases that someone else submitted."""
    at = datetime.now(UTC)
    office, house, reception = open_office(settings, engine), open_house(settings), Reception(engine)
    for number in range(editors):
        duties = frozenset({Duty.REVIEWER, Duty.EDITOR})
        reception.add(Person(id=f"editor-{number}", name=f"Editor {number}", duties=duties), at, password=PASSWORD)
    author = Person(id="author", name="The Author", duties=frozenset({Duty.EDITOR}))
    cases = []
    for question in QUESTIONS:
        answer = house.engine.ask(question).answer
        office.archive.keep(answer, given=at.isoformat(timespec="seconds"))
        cases.append(office.submit(answer, author, at).id)
    return cases


@contextmanager
def served(settings: Settings, folder: Path) -> Iterator[str]:
    """The address of a `curbside serve` of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": str(ROOT / "src"),
        "HOME": str(folder),
        "CURBSIDE_DATABASE": settings.database,
        "CURBSIDE_LIBRARY": str(settings.library),
    }
    command = [sys.executable, "-m", "curbside", "serve", "--port", str(port)]
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as server:
        address = f"http://127.0.0.1:{port}"
        try:
            _wait(address)
            yield address
        finally:
            server.terminate()


def _wait(address: str) -> None:
    for _ in range(600):
        try:
            httpx2.get(f"{address}/about", timeout=30)
        except httpx2.TransportError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("curbside serve did not start")


def work(address: str, number: int, cases: list[str], gate: threading.Barrier, seconds: float) -> Told:
    """One editor, from signing in to the end of the time."""
    told, chance = Told(), Random(number)
    with httpx2.Client(base_url=address, timeout=120) as client:
        try:
            came = client.post("/desk/sign-in", data={"name": f"editor-{number}", "password": PASSWORD})
            found = re.search(r'name="form" value="([^"]*)"', client.get("/desk/me").text)
            assert found, f"signing in failed: {came.status_code}"
        except BaseException:
            gate.abort()
            raise
        case = cases[number % len(cases)]
        seen: dict[str, Any] = client.get(f"/desk/cases/{case}.json").json()
        gate.wait()
        end = time.monotonic() + seconds
        turn = 0
        while time.monotonic() < end:
            mark = f"editor {number} act {turn}"
            act, fields = _chosen(seen, mark, chance, edits=number < len(cases))
            began = time.monotonic()
            sent = client.post(f"/desk/cases/{case}/{act}", data={"form": found[1], **fields})
            told.seconds.append(time.monotonic() - began)
            if sent.status_code == 303:
                told.kept.append(mark)
            elif sent.status_code == 409:
                told.refused.append(mark)
            else:
                told.wrong[f"{act} {sent.status_code}"] += 1
            if act == "edit":
                seen = client.get(f"/desk/cases/{case}.json").json()
            turn += 1
    return told


def _chosen(seen: dict[str, Any], mark: str, chance: Random, *, edits: bool) -> tuple[str, dict[str, str]]:
    told = {"seen": str(seen["position"]), "digest": str(seen["digest"])}
    sections = [s["statements"] for s in seen["sections"] if len(s["statements"]) > 1]
    if edits and sections and chance.random() < 0.3:
        statement = chance.choice(sections)[0]["id"]
        return "edit", {**told, "edit": "later", "statement": statement, "reason": mark}
    if not edits and chance.random() < 0.3:
        statement = chance.choice([s["id"] for section in seen["sections"] for s in section["statements"]])
        return "judge", {**told, f"verdict-{statement}": "supported", f"text-{statement}": mark}
    return "comment", {**told, "statement": "", "text": mark}


if __name__ == "__main__":
    sys.exit(main())
