"""The errors Curbside raises on purpose: one small tree.

CurbsideError
|-- QuoteNotFoundError   a quote was claimed that its passage does not hold
|-- LawBrokenError       a value was about to be made that a law forbids
|-- BadInputError        a file cannot be read: file, place, reason
|-- FetchError           a service of the world did not give what it was asked for: service, place, reason
`-- LibraryError         a library cannot be opened or written
"""

from __future__ import annotations


class CurbsideError(Exception):
    """Anything Curbside raises on purpose."""


class QuoteNotFoundError(CurbsideError, ValueError):
    """A quote was claimed that its passage does not hold."""


class LawBrokenError(CurbsideError, ValueError):
    """A value was about to be made that one of the ten laws forbids."""


class LibraryError(CurbsideError):
    """A library cannot be opened, read or written, and why."""


class BadInputError(CurbsideError):
    """A file cannot be read: which file, where in it, and why."""

    def __init__(self, file: str, place: str, reason: str) -> None:
        super().__init__(f"{file}: {place}: {reason}" if place else f"{file}: {reason}")
        self.file, self.place, self.reason = file, place, reason


class FetchError(CurbsideError):
    """A service did not give what it was asked for, or may not be asked: which service, for what, and why.

    `status` is the HTTP status it answered with, or None where it gave none.
    """

    def __init__(self, service: str, place: str, reason: str, *, status: int | None = None) -> None:
        super().__init__(f"{service}: {place}: {reason}" if place else f"{service}: {reason}")
        self.service, self.place, self.reason, self.status = service, place, reason, status
