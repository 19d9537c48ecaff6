"""PubMed's baseline and updates into a library: in order, checked, each file as a whole, going on where it stopped."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor
from dataclasses import dataclass
from pathlib import Path

from curbside.gathering.releases import Release, follows, releases
from curbside.gathering.report import Report
from curbside.gathering.workers import Crew, Outcome, crew
from curbside.library import Applied, Library
from curbside.model import BadInputError, LibraryError

Told = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What the work is done with: so many processes, or the workers of a cluster at an address."""

    processes: int = 2
    cluster: str | None = None
    unchecked: bool = False


def gather_files(shelf: Library, folder: Path, spool: Path, means: Means, told: Told) -> Report:
    """Gather the files of a folder. A faulty file ends it, as later ones must not come before it; what came stays.

    Files that were taken before, with the same MD5, are passed over. `spool` holds what is ready and not yet taken.
    """
    found, others = releases(folder, unchecked=means.unchecked)
    report = Report()
    report.notes += [f"{name}: not a PubMed file, left alone" for name in others]
    todo = [release for release in found if shelf.applied(release.name) != release.digest]
    report.already = len(found) - len(todo)
    if todo:
        follows(todo[0], shelf.files("medline:"))
        shutil.rmtree(spool, ignore_errors=True)
        spool.mkdir(parents=True)
        try:
            with crew(min(means.processes, len(todo)), spool, means.cluster) as hands:
                _take(shelf, todo, hands, report, told)
        finally:
            shutil.rmtree(spool, ignore_errors=True)
    return report


def _take(shelf: Library, todo: Sequence[Release], hands: Crew, report: Report, told: Told) -> None:
    progress = Progress(todo, told)
    try:
        for release, outcome in hands.outcomes(todo):
            applied = _applied(shelf, release, outcome)
            report.applied(applied)
            report.skipped += outcome.left_out
            progress.done(release, applied)
    except BadInputError as error:
        report.failed.append(error)
    except BrokenExecutor as error:
        raise LibraryError(f"a process that reads files was killed ({error}); run it again to go on") from error


def _applied(shelf: Library, release: Release, outcome: Outcome) -> Applied:
    with outcome.changes() as changes:
        return shelf.apply(changes, name=release.name, digest=release.digest, settle=False, duplicates_allowed=True)


class Progress:
    """Tells after each file how far it is, how fast, and how long the rest will take at this pace."""

    def __init__(self, todo: Sequence[Release], told: Told) -> None:
        self._told, self._files, self._bytes = told, len(todo), sum(release.size for release in todo)
        self._began = time.monotonic()
        self._count = self._size = self._records = 0

    def done(self, release: Release, applied: Applied) -> None:
        """Another file is in the library."""
        self._count += 1
        self._size += release.size
        self._records += applied.added + applied.replaced + applied.removed
        seconds = max(time.monotonic() - self._began, 1e-9)
        left = seconds * (self._bytes - self._size) / max(self._size, 1)
        pace = f"{self._records / seconds:,.0f} changes/s"
        self._told(f"{release.path.name}: {self._count:,} of {self._files:,} files, {pace}, {span(left)} left")


def span(seconds: float) -> str:
    """A length of time in words: "3 h 10 min"."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min {rest:02} s" if minutes else f"{rest} s"
