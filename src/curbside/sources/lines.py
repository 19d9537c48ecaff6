"""Reads files of one JSON object a line: bounded lines, faults told by line number."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import BinaryIO

from curbside.model import Add, BadInputError, Change, Kind, LawBrokenError

LONGEST = 10 * 1024**2
"""Most bytes of one line."""

_HALF_PAIR = re.compile(rb"\\u[dD][89a-fA-F]")


def objects(stream: BinaryIO, file: str) -> Iterator[tuple[str, dict[str, object]]]:
    """Each object with its place ("line 12"); blank lines are passed over, anything else is refused."""
    number = 0
    while line := stream.readline(LONGEST + 1):
        number += 1
        place = f"line {number}"
        if len(line) > LONGEST:
            raise BadInputError(file, place, f"longer than {LONGEST // 1024**2} MB")
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if line.strip():
            yield place, _object(line, file, place)


Reading = Callable[[dict[str, object], str, str, Kind | None], Add]
"""How one object becomes a document: the object, the file, the place in it and the kind asked for."""


def documents(stream: BinaryIO, file: str, kind: Kind | None, reading: Reading) -> Iterator[Change]:
    """One document for each object; BadInputError names the line of a faulty or repeated one."""
    seen: set[str] = set()
    for place, row in objects(stream, file):
        try:
            add = reading(row, file, place, kind)
        except LawBrokenError as error:
            raise BadInputError(file, place, str(error)) from None
        if add.document.id in seen:
            raise BadInputError(file, place, f"the id {row.get('_id', row.get('id'))!r} comes twice")
        seen.add(add.document.id)
        yield add


def _object(line: bytes, file: str, place: str) -> dict[str, object]:
    try:
        found = json.loads(line.decode("utf-8"))
        if _HALF_PAIR.search(line):
            # JSON may spell half of a surrogate pair, which no text file can hold.
            json.dumps(found, ensure_ascii=False).encode("utf-8")
    except UnicodeDecodeError as error:
        raise BadInputError(file, place, f"not UTF-8 at byte {error.start} of the line") from None
    except UnicodeEncodeError:
        raise BadInputError(file, place, "half a surrogate pair, which is no character") from None
    except json.JSONDecodeError as error:
        raise BadInputError(file, place, f"not JSON ({error.msg} at character {error.pos})") from None
    except (ValueError, RecursionError):
        raise BadInputError(file, place, "not JSON that can be read (a number too long or nesting too deep)") from None
    if not isinstance(found, dict):
        raise BadInputError(file, place, "not a JSON object")
    return found


def text_of(row: dict[str, object], key: str, file: str, place: str) -> str | None:
    """The text under a key, None where the key is missing or null; BadInputError where it is no text."""
    value = row.get(key)
    if value is None or isinstance(value, str):
        return value
    raise BadInputError(file, place, f'"{key}" is not a text')
