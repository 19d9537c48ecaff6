"""The world's documents, read into changes for a library: each format told by its content."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from curbside.model import BadInputError, Change, Kind
from curbside.sources import cards, guidelines, jats, jsonl, medline, mesh, uspstf
from curbside.sources.archives import contents, members, within
from curbside.sources.formats import Format, told
from curbside.sources.opening import HEAD, opened, unpacked

__all__ = ["Format", "Source", "describe", "files", "read", "starter"]


class _Reader(Protocol):
    def __call__(self, stream: BinaryIO, *, file: str, kind: Kind | None = None) -> Iterator[Change]: ...


_READERS: dict[Format, _Reader] = {
    Format.MEDLINE: medline.read,
    Format.JATS: jats.read,
    Format.HTML: guidelines.read_html,
    Format.PDF: guidelines.read_pdf,
    Format.DOCX: guidelines.read_docx,
    Format.TEXT: guidelines.read_text,
    Format.USPSTF: uspstf.read,
    Format.CARDS: cards.read,
    Format.JSONL: jsonl.read,
    Format.MESH_XML: mesh.read_xml,
    Format.MESH_ASCII: mesh.read_ascii,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file as it was found: its format, the SHA-256 of its bytes, and for an archive the names of the files inside.

    `repeats` says whether an id may come more than once, a later record replacing an earlier one: in MEDLINE it may.
    """

    path: Path
    format: Format
    digest: str
    repeats: bool
    files: tuple[str, ...] = ()


def files(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The files among and below the paths, in the order of the paths, those of a folder sorted, hidden ones left out.

    Raises BadInputError for a missing path.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if not path.exists():
            raise BadInputError(str(path), "", "no such file or folder")
        found.update(dict.fromkeys(sorted(_below(path)) if path.is_dir() else (path,)))
    return tuple(found)


def _below(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts):
            yield path


def describe(path: Path) -> Source:
    """What a file is, without reading its documents; BadInputError where it is nothing Curbside reads."""
    form = _format(path)
    held = members(_seekable(path), str(path)) if form is Format.TAR else ()
    formats = {member.format for member in held} or {form}
    return Source(
        path=path,
        format=form,
        digest=_digest(path),
        repeats=Format.MEDLINE in formats,
        files=tuple(member.name for member in held),
    )


def read(path: Path, *, kind: Kind | None = None) -> Iterator[Change]:
    """The changes that a file asks for, one after the other; `kind` overrides what its documents would be taken for.

    Raises BadInputError at the first fault, so what came before it must not be kept.
    """
    form = _format(path)
    if form is Format.TAR:
        yield from _read_archive(path, kind)
        return
    with opened(path) as packed, unpacked(packed, str(path)) as stream:
        yield from _READERS[form](stream, file=str(path), kind=kind)


def starter() -> Iterator[Change]:
    """The starter library that comes with Curbside."""
    with resources.files("curbside.starter").joinpath("cards.jsonl").open("rb") as stream:
        yield from cards.read(cast(BinaryIO, stream), file="starter library")


def _read_archive(path: Path, kind: Kind | None) -> Iterator[Change]:
    held = members(_seekable(path), str(path))
    for member, stream in contents(_seekable(path), str(path), held):
        with within(member.name, str(path)):
            yield from _READERS[member.format](stream, file=member.name, kind=kind)


def _format(path: Path) -> Format:
    with opened(path) as packed, unpacked(packed, str(path)) as stream:
        return told(stream.peek(HEAD)[:HEAD], str(path))


def _seekable(path: Path) -> BinaryIO:
    """The bytes of an archive, gzip taken off, with a place that can be moved."""
    with opened(path) as stream:
        packed = stream.read(2) == b"\x1f\x8b"
    return cast(BinaryIO, gzip.GzipFile(path, mode="rb")) if packed else opened(path)


def _digest(path: Path) -> str:
    with opened(path) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
