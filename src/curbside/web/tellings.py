"""The tellings of answers, each made once: a patient's takes a tenth of a second, and many ask for the same."""

from __future__ import annotations

import threading
from collections import OrderedDict

from curbside.model import Answer, Reader, Telling
from curbside.readers import tell

MOST = 200
"""Tellings remembered, those asked for last."""


class Tellings:
    """Tells answers to readers, and remembers the last ones told; threads may share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._told: OrderedDict[tuple[Answer, Reader], Telling] = OrderedDict()

    def of(self, answer: Answer, reader: Reader) -> Telling:
        """The answer as this reader reads it."""
        key = (answer, reader)
        with self._lock:
            if (known := self._told.get(key)) is not None:
                self._told.move_to_end(key)
                return known
        telling = tell(answer, reader)
        with self._lock:
            self._told[key] = telling
            while len(self._told) > MOST:
                self._told.popitem(last=False)
        return telling
