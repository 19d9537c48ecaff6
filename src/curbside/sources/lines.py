"""Reads files of one JSON object a line: bounded lines, faults told by line number."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import BinaryIO

from curbside.model import BadInputError

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
