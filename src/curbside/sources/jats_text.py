"""The running text of a JATS article, cut into passages that stay within their section."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curbside.sources.xml import Element, plain
from curbside.text import sentences

Piece = tuple[str, str]
"""A section and a text."""

_ENOUGH, _FULL, _TOO_LONG, _SHORT = 120, 220, 300, 60
_NOT_TEXT = frozenset(
    ("title", "label", "caption", "sec-meta", "table-wrap", "table-wrap-group", "fig", "fig-group", "boxed-text")
)
_BACK_MATTER = re.compile(
    r"(?:competing|conflicts?|declarations?) (?:of )?interests?|conflicts? of interest(?:s| statement)?|"
    r"(?:list of )?author'?s?'? ?contributions?|acknowledge?ments?|pre-publication history|funding(?: sources?)?|"
    r"supplementary (?:materials?|data|information)|supporting information|additional (?:files?|material)|"
    r"electronic supplementary material|disclosures?|footnotes",
    re.IGNORECASE,
)
_NUMBERING = re.compile(r"^\d+\.(?:\d+\.?)* +(?=[A-Z])")
_BACK_TYPES = frozenset(
    ("supplementary-material", "conflict", "COI-statement", "display-objects", "author-contributions")
)


def body_pieces(body: Element | None) -> Iterator[Piece]:
    """The passages of a body, about 120 to 220 words each, with the path of their headings; back matter left out."""
    if body is not None:
        for path, paragraphs in _sections(body, ()):
            section = " > ".join(path) or "Text"
            yield from ((section, text) for text in _grouped(paragraphs))


def _sections(element: Element, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    paragraphs: list[str] = []
    for child in element:
        if child.tag == "sec":
            if paragraphs:
                yield path, paragraphs
                paragraphs = []
            yield from _subsection(child, path)
        elif child.tag not in _NOT_TEXT and (text := plain(child)):
            paragraphs.append(text)
    if paragraphs:
        yield path, paragraphs


def _subsection(section: Element, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    title = _NUMBERING.sub("", plain(section.find("title")).replace("\n", " ").rstrip(":. "))
    if section.get("sec-type") in _BACK_TYPES or _BACK_MATTER.fullmatch(title.replace("\u2019", "'")):
        return
    yield from _sections(section, (*path, title) if title else path)


def _grouped(paragraphs: list[str]) -> Iterator[str]:
    """Paragraphs joined to passages; a short end joins what stands before it."""
    parts = [part for paragraph in paragraphs for part in _cut(paragraph)]
    groups: list[list[str]] = []
    size = 0
    for part in parts:
        count = _size(part)
        if groups and (size < _ENOUGH or count < _SHORT) and size + count <= _FULL:
            groups[-1].append(part)
            size += count
        else:
            groups.append([part])
            size = count
    if len(groups) > 1 and sum(map(_size, groups[-1])) < _SHORT:
        groups[-2:] = [groups[-2] + groups[-1]]
    return ("\n".join(group) for group in groups)


def _size(text: str) -> int:
    return len(text.split())


def _cut(paragraph: str) -> Iterator[str]:
    """The paragraph whole, or a long one in parts of much the same size that end where sentences end."""
    total = _size(paragraph)
    if total <= _TOO_LONG:
        yield paragraph
        return
    target = total / -(-total // _FULL)
    start, size = 0, 0
    for begin, end in sentences(paragraph):
        count = _size(paragraph[begin:end])
        if size and size + count / 2 > target:
            yield paragraph[start:begin].strip()
            start, size = begin, 0
        size += count
    yield paragraph[start:].strip()
