"""The house over the library as it is today: opened anew when something was gathered, never in the middle of use."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from curbside.house import House
from curbside.model import CurbsideError


@dataclass(slots=True)
class _Opened:
    house: House
    users: int = 0


class Latest:
    """One house at a time for all who ask; each keeps the edition it began with until it is done.

    `reopen` opens the house that is current; `stale` says of a house whether another would be opened now. `trouble`
    says why the last attempt failed, or is empty.
    """

    def __init__(self, reopen: Callable[[], House], stale: Callable[[House], bool]) -> None:
        self._reopen, self._stale = reopen, stale
        self._lock = threading.Lock()
        self._opened = _Opened(reopen())
        self.trouble = ""

    @contextmanager
    def using(self) -> Iterator[House]:
        """The house of today, which stays open and at its edition for as long as it is used."""
        opened = self._taken()
        try:
            yield opened.house
        finally:
            self._returned(opened)

    def _taken(self) -> _Opened:
        with self._lock:
            try:
                self._renew()
                self.trouble = ""
            except CurbsideError as error:
                # Half rebuilt or moved away: the edition that is open is whole, and the next reader looks again.
                self.trouble = str(error)
            self._opened.users += 1
            return self._opened

    def _renew(self) -> None:
        before = self._opened
        if not self._stale(before.house):
            return
        self._opened = _Opened(self._reopen())
        if not before.users:
            before.house.library.close()

    def _returned(self, opened: _Opened) -> None:
        with self._lock:
            opened.users -= 1
            if not opened.users and opened is not self._opened:
                opened.house.library.close()
