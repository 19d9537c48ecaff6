"""Reads cases with known answers: JSON Lines, plain or gzip, each line an object."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from curbside.model import BadInputError

Row = Mapping[str, object]

_GZIP = b"\x1f\x8b"


def rows(path: Path) -> Iterator[tuple[int, Row]]:
    """Each object of a JSON Lines file with the number of its line; BadInputError names the line that is none."""
    for number, line in enumerate(_text(path).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise BadInputError(str(path), f"line {number}", "not JSON") from error
        if not isinstance(row, dict):
            raise BadInputError(str(path), f"line {number}", "not an object")
        yield number, row


def field(row: Row, name: str, path: Path, number: int) -> str:
    """The text of a field, a number written as text; BadInputError where the line has none."""
    value = row.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int) or not str(value).strip():
        raise BadInputError(str(path), f"line {number}", f"{name!r} is missing or no text")
    return str(value)


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
        if content.startswith(_GZIP):
            content = gzip.decompress(content)
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise BadInputError(str(path), f"byte {error.start}", "not UTF-8") from error
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise BadInputError(str(path), "", "a broken gzip file") from error
    except OSError as error:
        raise BadInputError(str(path), "", error.strerror or "cannot be read") from error
