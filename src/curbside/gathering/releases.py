"""PubMed's yearly files and daily updates: which there are in a folder, in what order, and whether they are whole."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from curbside.model import BadInputError

_NAME = re.compile(r"(pubmed|medline)(\d\d)n(\d{4,5})\.xml(\.gz)?")
_MD5 = re.compile(r"\b[0-9a-fA-F]{32}\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One file of a year: its number in the year's order, its size in bytes, and the MD5 that NLM states for it."""

    path: Path
    year: str
    number: int
    size: int
    md5: str | None

    @property
    def name(self) -> str:
        """The name under which the library remembers it, wherever it lay."""
        return f"medline:{self.path.name}"

    @property
    def digest(self) -> str:
        """What tells one content of the file from another."""
        return f"md5:{self.md5}"


def releases(folder: Path, *, unchecked: bool = False) -> tuple[tuple[Release, ...], tuple[str, ...]]:
    """The files of a folder in their order, and the names of what else lies there.

    Raises BadInputError for a missing folder, one without such files, files of two years, a number missing between two
    others, and a file without its .md5 beside it unless `unchecked`.
    """
    if not folder.is_dir():
        raise BadInputError(str(folder), "", "no such folder")
    found, others = [], []
    for path in sorted(folder.iterdir()):
        match = _NAME.fullmatch(path.name)
        if match and path.is_file():
            found.append(_release(path, match, unchecked=unchecked))
        elif not path.name.endswith(".md5") and not path.name.startswith("."):
            others.append(path.name)
    if not found:
        raise BadInputError(str(folder), "", "no files such as pubmed26n0001.xml.gz in it")
    found.sort(key=lambda release: release.number)
    _check(folder, found)
    return tuple(found), tuple(others)


def _release(path: Path, match: re.Match[str], *, unchecked: bool) -> Release:
    beside = path.with_name(f"{path.name}.md5")
    stated = _MD5.search(beside.read_text("ascii", "replace")) if beside.is_file() else None
    if stated is None and not unchecked:
        reason = "no MD5 in it" if beside.is_file() else "the file with its MD5 is not beside it"
        raise BadInputError(str(beside), "", f"{reason}; --unchecked gathers without")
    md5 = stated[0].lower() if stated else md5_of(path)
    return Release(path=path, year=match[2], number=int(match[3]), size=path.stat().st_size, md5=md5)


def _check(folder: Path, found: Sequence[Release]) -> None:
    years = sorted({release.year for release in found})
    if len(years) > 1:
        raise BadInputError(str(folder), "", f"files of several years ({', '.join(years)}); gather one year at a time")
    for before, after in zip(found, found[1:], strict=False):
        if after.number == before.number:
            raise BadInputError(str(after.path), "", f"the same number as {before.path.name}")
        if after.number != before.number + 1:
            reason = f"number {before.number + 1:04} is missing before it; files are taken in order, none left out"
            raise BadInputError(str(after.path), "", reason)


def follows(first: Release, taken: Sequence[str]) -> None:
    """Refuse a file that cannot come after what the library has taken: an older one, or one that leaves a gap.

    `taken` are the names of releases in the library. A file that is among them may come again.
    """
    numbers = [
        int(m[3]) for name in taken if (m := _NAME.fullmatch(name.removeprefix("medline:"))) and m[2] == first.year
    ]
    last = max(numbers, default=None)
    if last is None or first.name in taken:
        return
    if first.number != last + 1:
        where = "before" if first.number <= last else "after a gap to"
        reason = f"comes {where} number {last:04}, the last one taken; updates are taken in order"
        raise BadInputError(str(first.path), "", reason)


def md5_of(path: Path) -> str:
    """The MD5 of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
