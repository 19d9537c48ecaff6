"""Opens files: unpacks gzip, bounds what may come out, reads whole files, decodes text without guessing."""

from __future__ import annotations

import codecs
import gzip
import io
from pathlib import Path
from typing import BinaryIO, cast

from isal import igzip, isal_zlib

from curbside.model import BadInputError

HEAD = 64 * 1024
"""How many bytes are looked at to tell a format."""

STREAMED = 8 * 1024**3
"""Most bytes that may come out of one compressed file or archive member."""

WHOLE = 200 * 1024**2
"""Most bytes of a file that has to be read in one piece."""

_GZIP = b"\x1f\x8b"
_DAMAGED = (gzip.BadGzipFile, cast(type[Exception], isal_zlib.error))
_DEEPEST = 2  # a gzip inside a gzip happens by mistake; deeper nesting only to harm
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


class _Bounded(io.RawIOBase):
    """A stream that refuses to give more than its limit and says plainly when compressed bytes are broken."""

    def __init__(self, inner: BinaryIO, file: str, limit: int) -> None:
        self._inner, self._file, self._limit, self._given = inner, file, limit, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer; it is short only at the end, so that one peek sees a whole head."""
        filled = 0
        while filled < len(buffer):
            part = self._part(len(buffer) - filled)
            if not part:
                break
            buffer[filled : filled + len(part)] = part
            filled += len(part)
        return filled

    def _part(self, size: int) -> bytes:
        try:
            part = self._inner.read(size)
        except EOFError:
            raise BadInputError(self._file, self._place(), "the compressed file is cut short") from None
        except _DAMAGED as error:
            raise BadInputError(self._file, self._place(), f"the compressed file is broken ({error})") from None
        self._given += len(part)
        if self._given > self._limit:
            reason = f"more than {self._limit // 1024**2:,} MB come out of it"
            raise BadInputError(self._file, self._place(), reason)
        return part

    def _place(self) -> str:
        return f"byte {self._given} unpacked"

    def close(self) -> None:
        self._inner.close()
        super().close()


def opened(path: Path) -> io.BufferedReader:
    """The bytes of a file; BadInputError where it is missing or may not be read."""
    try:
        return path.open("rb")
    except OSError as error:
        raise BadInputError(str(path), "", (error.strerror or str(error)).lower()) from None


def unpacked(inner: BinaryIO, file: str, *, limit: int = STREAMED) -> io.BufferedReader:
    """The stream with gzip taken off, bounded, ready to be peeked at; the caller closes `inner`."""
    stream = _bounded(inner, file, limit)
    for _ in range(_DEEPEST):
        if not stream.peek(2).startswith(_GZIP):
            return stream
        unzipped = cast(BinaryIO, igzip.GzipFile(fileobj=stream, mode="rb"))  # type: ignore[no-untyped-call]
        stream = _bounded(unzipped, file, limit)
    if stream.peek(2).startswith(_GZIP):
        raise BadInputError(file, "", f"gzip inside gzip, more than {_DEEPEST} deep")
    return stream


def _bounded(inner: BinaryIO, file: str, limit: int) -> io.BufferedReader:
    return cast(io.BufferedReader, io.BufferedReader(_Bounded(inner, file, limit), HEAD))


def whole(stream: BinaryIO, file: str) -> bytes:
    """All bytes of a stream, 200 MB at most."""
    content = stream.read(WHOLE + 1)
    if len(content) > WHOLE:
        raise BadInputError(file, "", f"larger than {WHOLE // 1024**2} MB, too large for this format")
    return content


def encoding_of(head: bytes) -> tuple[str, int]:
    """The encoding that a byte order mark names, else UTF-8, and the length of the mark."""
    return next(((name, len(mark)) for mark, name in _BOMS if head.startswith(mark)), ("utf-8", 0))


def decoded(content: bytes, file: str) -> str:
    """The text of the bytes: UTF-8, or UTF-16 with its mark; anything else is refused, the first faulty byte named."""
    encoding, start = encoding_of(content)
    try:
        return content[start:].decode(encoding)
    except UnicodeDecodeError as error:
        name = "UTF-8" if encoding == "utf-8" else "UTF-16"
        raise BadInputError(file, f"byte {start + error.start}", f"not {name}") from None
