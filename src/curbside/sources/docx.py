"""Reads a DOCX document: its headings, paragraphs, list items and tables in their order, as text."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from curbside.model import BadInputError
from curbside.sources.opening import WHOLE
from curbside.sources.outline import Block, Sort
from curbside.text import normalise

_HEADING = re.compile(r"heading (\d)")


def page(content: bytes, file: str) -> tuple[str, list[Block]]:
    """The title that the document states, or "", and its blocks; BadInputError where it is no DOCX or damaged."""
    _check(content, file)
    from docx import Document  # only here, as it is slow to import and few libraries hold such files
    from docx.opc.exceptions import OpcError

    try:
        document = Document(io.BytesIO(content))
    except (OpcError, KeyError, ValueError, SyntaxError) as error:
        raise BadInputError(file, "", f"a damaged document ({error})") from error
    blocks = list(_blocks(document))
    title = normalise(document.core_properties.title or "")
    return title, blocks


def _check(content: bytes, file: str) -> None:
    """Refuse what is no ZIP archive, is damaged, or would unpack to more than any document holds."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > WHOLE:
                raise BadInputError(file, "", f"more than {WHOLE // 1024**2} MB come out of it")
            if "word/document.xml" not in archive.namelist():
                raise BadInputError(file, "", "an office document that is no text document (DOCX)")
            if (broken := archive.testzip()) is not None:
                raise BadInputError(file, broken, "this part of the document is damaged")
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise BadInputError(file, "", f"a damaged or encrypted document ({error})") from error


def _blocks(document: Any) -> Iterator[Block]:  # noqa: ANN401  # python-docx has no types of its own
    from docx.table import Table

    for part in document.iter_inner_content():
        if isinstance(part, Table):
            yield from _rows(part)
        elif text := normalise(part.text.replace("\n", " ")):
            yield _block(text, (part.style.name or "").lower() if part.style is not None else "")


def _block(text: str, style: str) -> Block:
    if style == "title":
        return Block(Sort.HEADING, text, 1)
    if match := _HEADING.match(style):
        return Block(Sort.HEADING, text, int(match[1]))
    return Block(Sort.BULLET if style.startswith("list") else Sort.PROSE, text)


def _rows(table: Any) -> Iterator[Block]:  # noqa: ANN401  # as above
    for row in table.rows:
        # A merged cell comes once for each place it covers.
        cells = dict.fromkeys((cell._tc, normalise(cell.text.replace("\n", " "))) for cell in row.cells)
        # An empty cell keeps its place: without it those behind it would stand under the heads of others.
        if any(text for _, text in cells):
            yield Block(Sort.ROW, " | ".join(text for _, text in cells))
