"""Reads guideline documents in PDF, HTML and plain text into passages, recommendation by recommendation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import BinaryIO

from curbside.model import Add, BadInputError, Change, Depth, Document, Kind, LawBrokenError, Passage
from curbside.sources import docx, html, pdf, plain
from curbside.sources.opening import decoded, whole
from curbside.sources.outline import Block, Sort, passages
from curbside.text import normalise

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
           "december")  # fmt: skip
_SAYS = r"(?:first |date |last )?(?:published|publication date|issued|date of issue|version|updated|revised|date)"
_DATE = re.compile(
    rf"\b{_SAYS}\b[^\n]{{0,30}}?(?:(?P<day>\d{{1,2}}) )?(?P<month>{'|'.join(_MONTHS)})?,? ?\b(?P<year>(?:19|20)\d\d)\b"
    r"(?:-(?P<m>\d\d)(?:-(?P<d>\d\d))?)?",
    re.IGNORECASE,
)
_FIRST_PAGE = 3000  # characters
_LONGEST_TITLE = 300


def read_text(stream: BinaryIO, *, file: str, kind: Kind | None = None) -> Iterator[Change]:
    """The one document of a plain text; its first line is the title."""
    text = decoded(whole(stream, file), file)
    yield _change(plain.blocks([plain.Line(line) for line in text.splitlines()]), "", file, kind)


def read_html(stream: BinaryIO, *, file: str, kind: Kind | None = None) -> Iterator[Change]:
    """The one document of an HTML page, without scripts, navigation and markup."""
    title, blocks = html.page(whole(stream, file), file)
    yield _change(blocks, title, file, kind)


def read_pdf(stream: BinaryIO, *, file: str, kind: Kind | None = None) -> Iterator[Change]:
    """The one document of a PDF; BadInputError where it is broken, encrypted or has no text."""
    title, lines = pdf.lines(whole(stream, file), file)
    yield _change(plain.blocks(lines), title, file, kind)


def read_docx(stream: BinaryIO, *, file: str, kind: Kind | None = None) -> Iterator[Change]:
    """The one document of a DOCX file; BadInputError where it is damaged, encrypted or has no text."""
    title, blocks = docx.page(whole(stream, file), file)
    yield _change(blocks, title, file, kind)


def _change(blocks: Sequence[Block], title: str, file: str, kind: Kind | None) -> Add:
    title, blocks = _titled(title, blocks, file)
    opening = "\n".join([title, *(block.text for block in blocks)])[:_FIRST_PAGE]
    found = passages(blocks)
    if not found:
        raise BadInputError(file, "", "no text below its title")
    try:
        document = Document(
            id=f"file:{PurePath(file).name}".strip(),
            kind=kind or Kind.GUIDELINE,
            title=title,
            published=published(opening),
            depth=Depth.FULL_TEXT,
        )
    except LawBrokenError as error:
        raise BadInputError(file, "", str(error)) from None
    return Add(
        document=document,
        passages=tuple(Passage(document=document, section=section, text=text) for section, text in found),
    )


def _titled(title: str, blocks: Sequence[Block], file: str) -> tuple[str, Sequence[Block]]:
    """The title given, else the first heading or line, which then is no passage any more."""
    if not blocks:
        raise BadInputError(file, "", "no text in it")
    first = blocks[0]
    if title and normalise(first.text).casefold() == normalise(title).casefold():
        return first.text, blocks[1:]
    if title:
        return title, blocks
    if first.sort is Sort.HEADING or (first.sort is Sort.PROSE and len(first.text) <= _LONGEST_TITLE):
        says_more = first.sort is Sort.PROSE and (first.text.endswith(".") or re.search(r"\d", first.text))
        rest = blocks if says_more else blocks[1:]
        again = rest and rest[0].text.casefold() == first.text.casefold()
        return first.text, rest[1:] if again and not says_more else rest or blocks
    return PurePath(file).stem, blocks


def published(opening: str) -> str | None:
    """The date that a first page names as its publication, or None where it names none or several."""
    found = {_iso(match) for match in _DATE.finditer(opening)}
    return found.pop() if len(found) == 1 else None


def _iso(match: re.Match[str]) -> str:
    if match["m"]:
        return "-".join(part for part in (match["year"], match["m"], match["d"]) if part)
    if not match["month"]:
        return match["year"]
    month = f"{match['year']}-{_MONTHS.index(match['month'].lower()) + 1:02}"
    return f"{month}-{int(match['day']):02}" if match["day"] else month
