"""Measures how fast the pages are and how large, over a library, and prints the figures as Markdown tables.

    python scripts/benchmark_pages.py [--library DIR] [--data DIR] [--questions N]

A server of its own is started over the library, with records of its own, and asked over loopback by one reader at a
time; then by many at once. Nothing here is a test: figures depend on the machine, which the first line names.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import httpx2
from benchmark import ROOT, machine, questions, spread, table

READERS = ("clinician", "trainee", "patient")
PAGES = ("/", "/answers", "/answers?q=cancer", "/sources", "/sources?q=sepsis", "/policy", "/docs", "/static/style.css")
TURNS, WARM_UP, PORT = 20, 3, 18924


class Fetched(NamedTuple):
    """Milliseconds until the first byte of a reply and until its last, and its bytes."""

    first: float
    whole: float
    size: int


def fetched(client: httpx2.Client, path: str) -> Fetched:
    began = time.perf_counter()
    with client.stream("GET", path) as sent:
        parts = sent.iter_raw()
        found = next(parts)
        first = time.perf_counter()
        size = len(found) + sum(len(p) for p in parts)
        sent.raise_for_status()
    return Fetched((first - began) * 1000, (time.perf_counter() - began) * 1000, size)


class Asked(NamedTuple):
    """Milliseconds until the first step was told, until the answer was made, and until its page was there."""

    first: float
    made: float
    page: float
    path: str


def asked(client: httpx2.Client, question: str) -> Asked:
    began = time.perf_counter()
    first, told = 0.0, ""
    with client.stream("POST", "/ask", data={"question": question}, headers={"Accept": "text/event-stream"}) as sent:
        for part in sent.iter_text():
            first = first or time.perf_counter()
            told += part
    made = time.perf_counter()
    path = told.rpartition('"path": "')[2].partition('"')[0]
    fetched(client, path)
    return Asked((first - began) * 1000, (made - began) * 1000, (time.perf_counter() - began) * 1000, path)


@contextmanager
def served(library: Path | None) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as home:
        place = [f"CURBSIDE_DATABASE=sqlite:///{home}/kept.sqlite", f"XDG_DATA_HOME={home}"]
        command = ["env", *place, sys.executable, "-m", "curbside", "serve", "--port", str(PORT)]
        command += ["--library", str(library.resolve())] if library else []
        server = subprocess.Popen(command, cwd=home, stderr=subprocess.DEVNULL)
        try:
            with httpx2.Client(transport=httpx2.HTTPTransport(retries=100)) as client:
                client.get(f"http://127.0.0.1:{PORT}/health").raise_for_status()
            yield f"http://127.0.0.1:{PORT}"
        finally:
            server.terminate()
            server.wait()


def measure_asking(client: httpx2.Client, texts: Sequence[str]) -> list[str]:
    for text in texts[:WARM_UP]:
        asked(client, f"{text} again")
    times = [asked(client, text) for text in texts]
    rows = [
        ("first step told", *spread([t.first for t in times])),
        ("answer made and kept", *spread([t.made for t in times])),
        ("its page complete", *spread([t.page for t in times])),
    ]
    table(f"Asking {len(texts)} questions, milliseconds from sending", ("until", "p50", "p95", "most"), rows)
    return [t.path for t in times]


def measure_reading(client: httpx2.Client, answers: Sequence[str]) -> None:
    rows = []
    for reader in READERS:
        fresh = [fetched(client, f"{path}?reader={reader}") for path in answers]
        again = [fetched(client, f"{path}?reader={reader}") for path in answers[-150:]]
        first, repeated = spread([f.first for f in fresh]), spread([f.first for f in again])
        sizes = sorted(f.size / 1000 for f in fresh)
        rows.append((reader, *first[:2], *repeated[:2], statistics.median(sizes), sizes[-1]))
    headings = ("reader", "told first, p50", "p95", "told before, p50", "p95", "kB, median", "kB, most")
    table(f"Pages of {len(answers)} answers: milliseconds to the first byte, and size", headings, rows)


def measure_pages(client: httpx2.Client) -> None:
    rows = []
    for path in PAGES:
        found = [fetched(client, path) for _ in range(TURNS)]
        rows.append((path, *spread([f.first for f in found])[:2], found[0].size / 1000))
    table(f"Other pages, {TURNS} times each: milliseconds to the first byte", ("page", "p50", "p95", "kB"), rows)


async def once(port: int, path: str) -> tuple[int, float]:
    """The status of a page asked for over a connection of its own, and the seconds until its last byte."""
    began = time.perf_counter()
    reading, writing = await asyncio.open_connection("127.0.0.1", port)
    writing.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
    sent = await reading.read(-1)
    writing.close()
    return int(sent[9:12] or 0), time.perf_counter() - began


def measure_crowd(port: int, path: str, readers: int) -> None:
    async def crowd() -> list[tuple[int, float]]:
        return await asyncio.gather(*(once(port, path) for _ in range(readers)))

    began = time.perf_counter()
    found = asyncio.run(crowd())
    seconds = time.perf_counter() - began
    codes = Counter(code for code, _ in found)
    row = (
        readers,
        codes[200],
        codes[503],
        readers - codes[200] - codes[503],
        seconds,
        *spread([s for _, s in found])[:2],
    )
    headings = ("readers", "answered", "told to wait", "neither", "seconds in all", "p50 s", "p95 s")
    table("One answer, asked for by many at once", headings, [row])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--library", type=Path, help="the library served; else the starter library")
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="the public sets")
    parser.add_argument("--questions", type=int, default=150, help="how many questions are asked (150)")
    parser.add_argument("--readers", type=int, default=2000, help="how many read at once (2000)")
    options = parser.parse_args()
    print(f"Measured on: {machine()}")
    texts = questions(options.data, options.questions)
    with served(options.library) as address, httpx2.Client(base_url=address, timeout=120) as client:
        answers = measure_asking(client, texts)
        measure_reading(client, answers)
        measure_pages(client)
        measure_crowd(PORT, answers[0], options.readers)


if __name__ == "__main__":
    main()
