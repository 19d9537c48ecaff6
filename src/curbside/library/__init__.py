"""Keeps documents and finds their passages: records in SQLite, and a word index that follows them."""

from curbside.library.holding import Applied, Library
from curbside.library.index import stems
from curbside.library.opening import open_library
from curbside.library.preparing import Prepared, Ready, read_ready, ready, write_ready
from curbside.library.reading import Stats

__all__ = [
    "Applied",
    "Library",
    "Prepared",
    "Ready",
    "Stats",
    "open_library",
    "read_ready",
    "ready",
    "stems",
    "write_ready",
]
