"""A document made ready for the records: all that costs time and needs no library, so that it can be done elsewhere."""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, BinaryIO, NamedTuple

from curbside.library.forms import learned
from curbside.library.records import digest_of, record_of, uniform_name
from curbside.model import Add, BadInputError, Change, Heading, Mark, Remove, Standing

_BATCH = 500


class Prepared(NamedTuple):
    """An Add as the records take it: texts and tuples alone.

    `passages` are (id, section, text), `abbreviations` (short, long, short as written, long as written).
    """

    id: str
    kind: str
    digest: str
    record: str
    passages: tuple[tuple[str, str, str], ...]
    abbreviations: tuple[tuple[str, str, str, str], ...]
    supersedes: tuple[str, ...]
    cites: tuple[str, ...] = ()


Ready = Prepared | Remove | Mark | Heading


def ready(change: Change, name: str) -> Ready:
    """The change as the records take it; BadInputError where it cannot be kept."""
    if not isinstance(change, Add):
        return change
    document = change.document
    if any(passage.document.id != document.id for passage in change.passages):
        raise BadInputError(name, document.id, "a passage of another document")
    record = record_of(document)
    try:
        passages = {passage.id: passage for passage in change.passages}
        cites = tuple(dict.fromkeys(map(uniform_name, change.cites)))
        digest = digest_of(record, tuple(passages.values()), cites)
    except UnicodeEncodeError as error:
        raise BadInputError(name, document.id, "half a character, which is no text") from error
    return Prepared(
        id=document.id,
        kind=document.kind.value,
        digest=digest,
        record=record,
        passages=tuple((id_, p.section, p.text) for id_, p in passages.items()),
        abbreviations=tuple(learned((document.title, *(p.text for p in passages.values())))),
        supersedes=tuple(dict.fromkeys(map(uniform_name, document.supersedes))),
        cites=cites,
    )


def write_ready(changes: Iterable[Ready], out: BinaryIO) -> int:
    """Write changes for another process of the same Python to read, and say how many."""
    count, rest = 0, iter(changes)
    while batch := [_plain(change) for change in islice(rest, _BATCH)]:
        packed = marshal.dumps(batch)
        out.write(len(packed).to_bytes(8, "big") + packed)
        count += len(batch)
    return count


def _plain(change: Ready) -> tuple[Any, ...]:
    if isinstance(change, Prepared):
        return tuple(change)
    if isinstance(change, Remove):
        return (change.document,)
    if isinstance(change, Heading):
        return change.id, (change.name, *change.names)
    return change.document, change.standing.value, change.by


def read_ready(stream: BinaryIO) -> Iterator[Ready]:
    """The changes that `write_ready` wrote."""
    while length := stream.read(8):
        for plain in marshal.loads(stream.read(int.from_bytes(length, "big"))):  # written by us
            if len(plain) == 1:
                yield Remove(document=plain[0])
            elif len(plain) == 2:
                yield Heading(id=plain[0], name=plain[1][0], names=plain[1][1:])
            elif len(plain) == 3:
                yield Mark(document=plain[0], standing=Standing(plain[1]), by=plain[2])
            else:
                yield Prepared(*plain)
