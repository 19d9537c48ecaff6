"""Files made ready for the library by other processes, on this machine or a cluster, handed over in their order."""

from __future__ import annotations

import io
import os
import threading
import time
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any, BinaryIO, Protocol, cast

from curbside.gathering.releases import Release, md5_of
from curbside.library import Ready, read_ready, ready, write_ready
from curbside.model import BadInputError, FetchError
from curbside.sources import medline
from curbside.sources.catalogues.replies import Skipped
from curbside.sources.opening import opened, unpacked

_MOST_SKIPPED = 1000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: its changes, on the disk or packed, or why there are none; and the records skipped."""

    spool: str | None = None
    packed: bytes | None = None
    skipped: tuple[tuple[str, str], ...] = ()
    fault: tuple[str, str, str] | None = None

    @contextmanager
    def changes(self) -> Iterator[Iterator[Ready]]:
        """The changes; BadInputError where the file was at fault. What was on the disk is deleted after."""
        if self.fault is not None:
            raise BadInputError(*self.fault)
        with self._stream() as stream:
            yield read_ready(stream)
        if self.spool is not None:
            Path(self.spool).unlink()

    def _stream(self) -> BinaryIO:
        if self.spool is not None:
            return Path(self.spool).open("rb")
        return io.BytesIO(zlib.decompress(self.packed or b""))

    @property
    def left_out(self) -> list[Skipped]:
        """The records skipped."""
        return [Skipped(name=name, reason=reason) for name, reason in self.skipped]


def make_ready(path: str, md5: str, spool: str | None) -> Outcome:
    """Check and read one MEDLINE file; its changes go to the spool file, or packed into the outcome without one.

    A fault comes back as a value, because it has to reach another process whole.
    """
    skipped: list[tuple[str, str]] = []

    def skip(error: BadInputError) -> None:
        if len(skipped) < _MOST_SKIPPED:
            skipped.append((error.place, error.reason))

    try:
        found = md5_of(Path(path))
        if found != md5:
            raise BadInputError(path, "", f"its MD5 is {found}, and {md5} is stated: the file is damaged or cut short")
        with opened(Path(path)) as inner, unpacked(inner, path) as stream:
            changes = (ready(change, path) for change in medline.read(cast(BinaryIO, stream), file=path, skip=skip))
            return _written(changes, spool, skipped)
    except BadInputError as error:
        return Outcome(fault=(error.file, error.place, error.reason))
    except OSError as error:
        return Outcome(fault=(path, "", error.strerror or str(error)))


def _written(changes: Iterable[Ready], spool: str | None, skipped: Sequence[tuple[str, str]]) -> Outcome:
    if spool is not None:
        with Path(spool).open("wb") as out:
            write_ready(changes, out)
        return Outcome(spool=spool, skipped=tuple(skipped))
    packed = io.BytesIO()
    write_ready(changes, packed)
    return Outcome(packed=zlib.compress(packed.getvalue(), level=1), skipped=tuple(skipped))


class Task(Protocol):
    """Something under way."""

    def result(self) -> Outcome:
        """What became of it, once it is done."""


Submit = Callable[[Release], Task]


@dataclass(frozen=True, slots=True)
class Crew:
    """Who makes files ready, and how many of them may be under way or waiting at once, so that memory stays flat."""

    submit: Submit
    window: int

    def outcomes(self, files: Iterable[Release]) -> Iterator[tuple[Release, Outcome]]:
        """Each file with its outcome, in the order of the files."""
        waiting: deque[tuple[Release, Task]] = deque()
        for release in files:
            waiting.append((release, self.submit(release)))
            if len(waiting) >= self.window:
                first, task = waiting.popleft()
                yield first, task.result()
        while waiting:
            first, task = waiting.popleft()
            yield first, task.result()


@dataclass(frozen=True, slots=True)
class _Done:
    outcome: Outcome

    def result(self) -> Outcome:
        return self.outcome


@contextmanager
def crew(processes: int, spool: Path, cluster: str | None) -> Iterator[Crew]:
    """Processes of this machine, this process itself where one is asked for, or the workers of a cluster."""
    if cluster is not None:
        with _cluster(cluster) as found:
            yield found
    elif processes == 1:
        yield Crew(lambda r: _Done(make_ready(str(r.path), str(r.md5), str(spool / r.path.name))), 1)
    else:
        with ProcessPoolExecutor(
            processes, mp_context=get_context("spawn"), initializer=_end_with_parent, initargs=(os.getpid(),)
        ) as pool:
            yield Crew(
                lambda r: pool.submit(make_ready, str(r.path), str(r.md5), str(spool / r.path.name)), processes + 1
            )


def _end_with_parent(parent: int) -> None:
    """A worker whose parent was killed would wait for its next task for ever."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


@dataclass(frozen=True, slots=True)
class _Remote:
    """A task on a cluster; one that the cluster gave up comes back as a fault of its file."""

    future: Any
    path: str

    def result(self) -> Outcome:
        from distributed import KilledWorker

        try:
            outcome: Outcome = self.future.result()
        except (KilledWorker, CancelledError, OSError) as error:
            return Outcome(fault=(self.path, "", f"the cluster gave it up ({type(error).__name__}: {error})"))
        self.future.release()
        return outcome


@contextmanager
def _cluster(address: str) -> Iterator[Crew]:
    """The workers of a Dask cluster, which must see the files under the same paths; a lost worker's task is redone."""
    try:
        from distributed import Client  # only here: an extra, and slow to import
    except ImportError:
        reason = "the extra 'cluster' is not installed: pip install 'curbside[cluster]'"
        raise FetchError("cluster", "", reason) from None
    connect: Callable[..., Any] = Client
    try:
        client = connect(address, timeout="15s", set_as_default=False)
    except (OSError, ValueError) as error:
        raise FetchError("cluster", address, f"no scheduler answers there ({error})") from error

    def submit(release: Release) -> Task:
        path = str(release.path.resolve())
        return _Remote(client.submit(make_ready, path, str(release.md5), None, pure=False, retries=3), path)

    try:
        workers = max(1, len(client.scheduler_info(n_workers=-1)["workers"]))
        yield Crew(submit, 2 * workers)
    finally:
        client.close()
