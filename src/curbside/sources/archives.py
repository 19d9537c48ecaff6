"""Reads tar archives in place: which files they hold, and each file's bytes, in the order of the names."""

from __future__ import annotations

import gzip
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, BinaryIO, cast

from curbside.model import BadInputError
from curbside.sources.formats import Format, told
from curbside.sources.opening import HEAD, STREAMED, unpacked

_BROKEN = (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A file inside an archive and where its bytes lie."""

    name: str
    offset: int
    size: int
    format: Format


def members(stream: BinaryIO, file: str) -> tuple[Member, ...]:
    """The files of an archive by name; folders and hidden files are left out, links and unreadable files refused."""
    found = []
    with _archive(stream, file) as archive:
        while (entry := archive.next()) is not None:
            archive.members.clear()  # type: ignore[attr-defined]  # an archive of a million files must not pile up
            if entry.isdir() or _hidden(entry.name):
                continue
            with within(entry.name, file):
                found.append(_member(archive, entry))
    if not found:
        raise BadInputError(file, "", "the archive holds no files")
    return tuple(sorted(found, key=lambda member: (member.name, member.offset)))


def _hidden(name: str) -> bool:
    return any(part.startswith(".") and part != "." for part in name.split("/"))


def _member(archive: tarfile.TarFile, entry: tarfile.TarInfo) -> Member:
    content = archive.extractfile(entry) if entry.isfile() else None
    if content is None:
        raise BadInputError(entry.name, "", "neither a file nor a folder (links are not followed)")
    if entry.size > STREAMED:
        raise BadInputError(entry.name, "", f"larger than {STREAMED // 1024**3} GB")
    with unpacked(_bytes(content), entry.name) as stream:
        form = told(stream.peek(HEAD)[:HEAD], entry.name)
    if form is Format.TAR:
        raise BadInputError(entry.name, "", "an archive inside an archive")
    return Member(name=entry.name, offset=entry.offset_data, size=entry.size, format=form)


def contents(stream: BinaryIO, file: str, held: tuple[Member, ...]) -> Iterator[tuple[Member, BinaryIO]]:
    """Each member with its unpacked bytes, in the order given."""
    with _archive(stream, file) as archive:
        for member in held:
            entry = tarfile.TarInfo(member.name)
            entry.offset_data, entry.size = member.offset, member.size
            content = archive.fileobject(archive, entry)
            with unpacked(_bytes(content), member.name) as unzipped:
                yield member, unzipped


@contextmanager
def _archive(stream: BinaryIO, file: str) -> Iterator[tarfile.TarFile]:
    try:
        with stream, tarfile.open(fileobj=stream, mode="r:") as archive:
            yield archive
    except _BROKEN as error:
        raise BadInputError(file, "", f"the archive is broken or cut short ({error})") from None


@contextmanager
def within(name: str, file: str) -> Iterator[None]:
    """Errors from inside, told as errors of the archive at that member."""
    try:
        yield
    except BadInputError as error:
        place = f"member {name}" + (f", {error.place}" if error.place else "")
        raise BadInputError(file, place, error.reason) from None


def _bytes(content: IO[bytes]) -> BinaryIO:
    return cast(BinaryIO, content)
