"""What tests of the pages share: real servers on loopback, and a real browser."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
import uvicorn
from databases import database, postgresql
from starlette.types import ASGIApp

from curbside.settings import Settings
from curbside.web.app import application

__all__ = ["database", "postgresql"]
"""Fixtures that pytest finds here."""

GIVEN = "2026-11-22T04:00:00+00:00"


@dataclass(frozen=True)
class Served:
    """A site on loopback: its address, and a client that is not sent on by itself."""

    address: str
    client: httpx2.Client

    def ask(self, question: str, **fields: str) -> str:
        """The path of the answer."""
        sent = self.client.post("/ask", data={"question": question, **fields})
        assert sent.status_code == 303, sent.text
        return sent.headers["location"]

    def page(self, path: str, **headers: str) -> str:
        """The text of a page."""
        found = self.client.get(path, headers=headers)
        assert found.status_code == 200, f"{path}: {found.status_code}"
        return found.text

    def twin(self, path: str) -> dict[str, object]:
        """What the JSON twin of a page holds."""
        path, _, query = path.partition("?")
        told: dict[str, object] = self.client.get(f"{path}.json?{query}").json()
        return told


@contextmanager
def serving(pages: ASGIApp) -> Iterator[Served]:
    """The pages, served on loopback until the end."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        server = uvicorn.Server(uvicorn.Config(pages, log_level="critical", access_log=False, lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            with httpx2.Client(base_url=address, timeout=60) as client:
                yield Served(address, client)
        finally:
            server.should_exit = True
            thread.join()


def settings_in(place: Path, **chosen: object) -> Settings:
    """Settings whose library and records are in a folder."""
    fixed = {"library": place / "library", "model": place / "model", "database": f"sqlite:///{place}/kept.sqlite"}
    return Settings(**{**fixed, **chosen})  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The pages over the starter library."""
    with serving(application(settings_in(tmp_path_factory.mktemp("site")), lambda: GIVEN)) as served:
        yield served
