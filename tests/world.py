"""A real HTTP server on loopback that answers as the services of the world document it, and fails as they do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qsl, urlsplit

from curbside.sources.fetching import Policy, Request


@dataclass(frozen=True)
class Answer:
    """What is sent back: `cut` sends fewer bytes than were promised, `slow` waits before it says anything."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: bool = False
    slow: float = 0.0


def as_json(value: object, status: int = 200) -> Answer:
    return Answer(body=json.dumps(value).encode(), status=status)


Answering = Callable[[dict[str, str]], Answer]


class World:
    """What the server was asked, and what it answers: first the answers put in line for a path, then the usual ones."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.times: list[float] = []
        self.agents: list[str] = []
        self.usual: dict[str, Answering] = {}
        self.next: defaultdict[str, list[Answer]] = defaultdict(list)
        self.address = ""

    def always(self, path: str, answer: Answer | Answering) -> None:
        self.usual[path] = answer if callable(answer) else lambda _: answer

    def first(self, path: str, *answers: Answer) -> None:
        self.next[path] += answers

    def answer(self, path: str, params: dict[str, str]) -> Answer:
        self.asked.append((path, params))
        self.times.append(time.monotonic())
        if self.next[path]:
            return self.next[path].pop(0)
        return self.usual[path](params) if path in self.usual else Answer(status=404, body=b"no such place")

    def questions(self, path: str) -> list[dict[str, str]]:
        return [params for asked, params in self.asked if asked == path]


@contextmanager
def served() -> Iterator[World]:
    world = World()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._reply("")

        def do_POST(self) -> None:
            self._reply(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode())

        def _reply(self, form: str) -> None:
            parts = urlsplit(self.path)
            world.agents.append(self.headers.get("User-Agent", ""))
            answer = world.answer(parts.path, dict(parse_qsl(parts.query)) | dict(parse_qsl(form)))
            time.sleep(answer.slow)
            try:
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer.body) + 100 * answer.cut))
                self.end_headers()
                self.wfile.write(answer.body)
            except OSError:
                pass  # the client gave up, as it should where the answer is slow
            self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    world.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield world
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def policy(cache: Path | None = None, **changes: object) -> Policy:
    """A policy for a server on this machine, that waits little between tries."""
    usual: dict[str, object] = {
        "network": True,
        "hosts": frozenset({"127.0.0.1"}),
        "private": True,
        "cache": cache,
        "pauses": {"127.0.0.1": 0.0},
        "first_wait": 0.01,
        "silence": 2.0,
        "identifiers": lambda text: ("a name",) if "Mrs" in text else (),
    }
    return Policy(**{**usual, **changes})  # type: ignore[arg-type]


def asking(url: str, **params: str) -> Request:
    return Request(service="Somewhere", url=url, params=params)


ADDRESSES = {
    "pubmed": "/eutils",
    "europepmc": "/europepmc",
    "crossref": "/crossref",
    "dailymed": "/dailymed",
    "clinicaltrials": "/trials",
}


def environment(root: Path, world: World | None = None) -> dict[str, str]:
    """An environment with a home and a library of its own, and the network where there is a world."""
    found = {
        "PATH": os.defpath,
        "PYTHONPATH": str(Path(__file__).parent.parent / "src"),
        "HOME": str(root),
        "CURBSIDE_LIBRARY": str(root / "library"),
        "CURBSIDE_CACHE": str(root / "cache"),
        **{name: value for name, value in os.environ.items() if name.startswith("COVERAGE")},
    }
    if world is not None:
        found |= {
            "CURBSIDE_NETWORK": "true",
            "CURBSIDE_NETWORK_PRIVATE": "true",
            "CURBSIDE_ADDRESSES": json.dumps({name: world.address + path for name, path in ADDRESSES.items()}),
        }
    return found


def curbside(root: Path, world: World | None, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command line, run in a process of its own."""
    command = [sys.executable, "-W", "error", "-m", "curbside", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment(root, world), cwd=root)
    assert "Traceback" not in done.stderr, done.stderr
    return done
