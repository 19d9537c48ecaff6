"""Photograph every page, as it is served from the starter library, in Debian's Chromium.

    python scripts/screenshots.py --out DIR [--all]

Writes the six that docs/screenshots keeps; with --all every page at phone and desktop width, in light and dark, and the
answer for each reader.
"""

from __future__ import annotations

import argparse
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
QUESTION = "What are the benefits of Intravenous Immunoglobulin (IVIG) in Disseminated Intravascular Coagulation (DIC)?"
PHONE, DESKTOP = (390, 844), (1280, 900)
PAGES = ("/", "/answers", "/sources", "/policy", "/about", "/privacy", "/disclaimer", "/docs", "/nope")
READERS = ("clinician", "trainee", "patient")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One photograph: its name, what it shows, how wide and in which scheme; `words` opens the words of a statement."""

    name: str
    path: str
    size: tuple[int, int]
    scheme: str
    words: bool = False
    whole: bool = False


@contextmanager
def served() -> Iterator[str]:
    """The address of the pages over the starter library, with records of their own."""
    with tempfile.TemporaryDirectory() as home, socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
        found.close()
        place = {"CURBSIDE_DATABASE": f"sqlite:///{home}/answers.sqlite", "XDG_DATA_HOME": home}
        command = [sys.executable, "-m", "curbside", "serve", "--port", str(port)]
        server = subprocess.Popen(command, env={**place, "PATH": "/usr/bin:/bin"}, cwd=home)
        try:
            _wait(f"http://127.0.0.1:{port}/health")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait()


def _wait(address: str) -> None:
    for _ in range(150):
        try:
            urlopen(address, timeout=2).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"nothing answers at {address}")


def kept(answer: str) -> list[Shot]:
    return [
        Shot(name="ask", path="/", size=DESKTOP, scheme="light"),
        Shot(name="answer", path=answer, size=DESKTOP, scheme="light"),
        Shot(name="words", path=answer, size=DESKTOP, scheme="light", words=True),
        Shot(name="answer-dark", path=answer, size=DESKTOP, scheme="dark"),
        Shot(name="answer-phone", path=answer, size=PHONE, scheme="light"),
        Shot(name="patient-phone", path=f"{answer}?reader=patient", size=PHONE, scheme="light"),
    ]


def every(answer: str) -> list[Shot]:
    paths = {p.strip("/") or "ask": p for p in PAGES}
    paths |= {f"answer-{r}": f"{answer}?reader={r}" for r in READERS} | {"history": f"{answer}/history"}
    return [
        Shot(name=f"{name}-{width}-{scheme}", path=path, size=size, scheme=scheme, whole=True)
        for name, path in paths.items()
        for width, size in (("phone", PHONE), ("desktop", DESKTOP))
        for scheme in ("light", "dark")
    ]


def take(browser: Browser, address: str, shot: Shot, out: Path) -> None:
    width, height = shot.size
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=shot.scheme)  # type: ignore[arg-type]
    page.goto(address + shot.path)
    if shot.words:
        open_words(page)
    page.screenshot(path=out / f"{shot.name}.png", full_page=shot.whole)
    page.close()


def open_words(page: Page) -> None:
    page.locator(".tier a.cite").first.click()
    page.locator("#beside mark").first.wait_for()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--all", action="store_true")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(address)
        page.fill("#question", QUESTION)
        page.click("button.main")
        page.wait_for_url("**/answers/*")
        answer = page.url.removeprefix(address)
        for shot in (every if arguments.all else kept)(answer):
            take(browser, address, shot, arguments.out)
            print(arguments.out / f"{shot.name}.png")
        browser.close()


if __name__ == "__main__":
    main()
