"""Reads the text of a PDF: its title and its lines in reading order, without what repeats on every page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from curbside.model import BadInputError
from curbside.sources.plain import Line
from curbside.text import normalise

_EDGE = 3  # lines at the top and the foot of a page among which headers and footers stand
_FEWEST_PAGES = 3  # what repeats on two pages only may be the text itself
_PAGE_NUMBER = re.compile(r"(?:page )?\d{1,4}(?: ?(?:of|/) ?\d{1,4})?", re.IGNORECASE)
_LARGER = 1.12  # a heading's type is at least this much larger than the text's
_MOST_WORDS = 20
_NO_TITLE = re.compile(r"untitled|microsoft word|.*\.(?:docx?|pdf|indd|qxd|rtf)$|powerpoint|\W*\d*\W*$", re.IGNORECASE)

_Sized = tuple[str, float]


def lines(content: bytes, file: str) -> tuple[str, list[Line]]:
    """The title, "" where the PDF has no sensible one, and its lines; headings are told by the size of their type."""
    # Loaded here: the answer to a question needs no PDF library, and it must come within a second.
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise BadInputError(file, "", _reason(str(error))) from None
    try:
        pages = [_page(document, number, file) for number in range(len(document))]
        title = normalise(document.get_metadata_value("Title") or "")
    finally:
        document.close()
    if not any(pages):
        raise BadInputError(
            file, f"page 1 to {len(pages)}" if len(pages) > 1 else "page 1", "no text; scanned pages need OCR first"
        )
    kept = [line for page in _without_running(pages) for line in page]
    return "" if len(title) < 5 or _NO_TITLE.match(title) else title, _levelled(kept)


def _reason(error: str) -> str:
    if "password" in error.lower():
        return "the PDF is encrypted; save it without a password first"
    return "the PDF is broken or cut short"


def _page(document: Any, number: int, file: str) -> list[_Sized]:  # noqa: ANN401  # pypdfium2 has no types
    """The lines of a page, each with the size of its type in points."""
    import pypdfium2

    try:
        page = document[number]
        try:
            text_page = page.get_textpage()
            return _lines(text_page)
        finally:
            page.close()
    except pypdfium2.PdfiumError:
        raise BadInputError(file, f"page {number + 1}", "the page is broken") from None


def _lines(page: Any) -> list[_Sized]:  # noqa: ANN401
    # The one place that needs the C interface: pypdfium2 itself does not tell the size of type.
    from pypdfium2 import raw

    found, place = [], 0
    for line in page.get_text_range().split("\n"):
        text = line.rstrip("\r").replace("\ufffe", "\u00ad").replace("\x02", "\u00ad")
        middle = place + len(line) // 2
        if text.strip():
            found.append((text, round(raw.FPDFText_GetFontSize(page, middle), 1)))
        place += len(line) + 1
    return found


def _without_running(pages: Sequence[list[_Sized]]) -> list[list[_Sized]]:
    """The pages without the headers, footers and page numbers that repeat on most of them."""
    counts: Counter[str] = Counter()
    for number, page in enumerate(pages):
        counts.update({key for index in _edge(page) for key in _keys(page[index][0], number)})
    often = max(_FEWEST_PAGES, len(pages) // 3 + 1)
    running = {key for key, count in counts.items() if count >= often}
    return [_trimmed(page, number, running) for number, page in enumerate(pages)]


def _edge(page: list[_Sized]) -> set[int]:
    """The places of the first and last lines of a page."""
    places = range(len(page))
    return {*places[:_EDGE], *places[-_EDGE:]}


def _keys(text: str, number: int) -> set[str]:
    """The line, and the line with each figure told as its distance from the page.

    So "Page 3 of 9" and "Page 4 of 9" are one running line, and "Adults: 5 mg" and "Adults: 10 mg" are two.
    """
    text = normalise(text).lower()
    found = {text}
    for figure in re.finditer(r"\d{1,4}", text):
        found.add(f"{text[: figure.start()]}page{int(figure.group()) - number:+}{text[figure.end() :]}")
    return found


def _trimmed(page: list[_Sized], number: int, running: set[str]) -> list[_Sized]:
    edge = _edge(page)
    kept = [line for index, line in enumerate(page) if index not in edge or not _keys(line[0], number) & running]
    for outermost in (0, -1):
        if kept and _PAGE_NUMBER.fullmatch(kept[outermost][0].strip()):
            del kept[outermost]
    return kept


def _levelled(found: Sequence[_Sized]) -> list[Line]:
    """The lines with the levels of headings: the largest type is level 1, and so on down to the text's."""
    weights: Counter[float] = Counter()
    for text, size in found:
        weights[size] += len(text)
    body = weights.most_common(1)[0][0] if weights else 0.0
    larger = sorted(
        {size for text, size in found if size >= body * _LARGER and len(text.split()) <= _MOST_WORDS}, reverse=True
    )
    levels = {size: level for level, size in enumerate(larger[:6], start=1)}
    return [Line(text, levels.get(size, 0) if len(text.split()) <= _MOST_WORDS else 0) for text, size in found]
