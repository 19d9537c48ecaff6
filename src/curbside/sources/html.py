"""Reads an HTML page: its title, and its headings, paragraphs, list items and tables as text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from curbside.model import BadInputError
from curbside.sources.opening import decoded, encoding_of
from curbside.sources.outline import Block, Sort
from curbside.sources.spans import in_columns
from curbside.text import normalise

_DROPPED = (
    "script",
    "style",
    "noscript",
    "template",
    "nav",
    "header",
    "footer",
    "aside",
    "form",
    "iframe",
    "object",
    "svg",
)
_DROPPED_ROLES = ("navigation", "banner", "contentinfo", "search", "complementary")
_TEXTS = {"p", "blockquote", "dt", "dd", "pre", "figcaption", "caption", "address"}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_UTF8 = {"utf-8", "utf8", "us-ascii", "ascii"}


def page(content: bytes, file: str) -> tuple[str, list[Block]]:
    """The title and the blocks of a page; scripts, navigation and markup never come through."""
    # Loaded here: the answer to a question needs no HTML parser, and it must come within a second.
    from lxml import etree
    from lxml import html as parser

    text = _text(content, file)
    try:
        root = parser.document_fromstring(text, parser=parser.HTMLParser(no_network=True, remove_comments=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise BadInputError(file, "", f"not HTML that can be read ({error})") from None
    titles = [normalise(one.text_content()) for one in [*root.iter("h1"), *root.iter("title")]]
    title = next((one for one in titles if one), "")
    _drop(root)
    body = root.find("body")
    return title, [block for block in _blocks(root if body is None else body, 0) if block.text]


def _text(content: bytes, file: str) -> str:
    """The page as text: in UTF-8, or in the encoding that its head declares."""
    declared = _DECLARED.search(content[:2048])
    name = declared.group(1).decode("ascii").lower() if declared else "utf-8"
    ours = name in _UTF8 or encoding_of(content)[1] > 0
    text = decoded(content, file) if ours else _declared(content, name, file)
    # lxml refuses a text that declares an encoding of its own.
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text)


def _declared(content: bytes, name: str, file: str) -> str:
    try:
        return content.decode(name)
    except LookupError:
        raise BadInputError(file, "", f"declares the unknown encoding {name!r}") from None
    except UnicodeDecodeError as error:
        raise BadInputError(file, f"byte {error.start}", f"not {name}, the encoding it declares") from None


def _drop(root: Any) -> None:  # noqa: ANN401  # lxml has no types
    unwanted = list(root.iter(*_DROPPED))
    unwanted += [one for one in root.iter() if isinstance(one.tag, str) and _is_hidden(one)]
    for element in unwanted:
        if element.getparent() is not None:
            element.drop_tree()


def _is_hidden(element: Any) -> bool:  # noqa: ANN401
    return element.get("role") in _DROPPED_ROLES or "hidden" in element.attrib or element.get("aria-hidden") == "true"


def _blocks(element: Any, depth: int) -> Iterator[Block]:  # noqa: ANN401
    """The blocks of an element; text that stands bare between blocks is a paragraph, too."""
    bare = [element.text or ""]
    for child in element:
        if _is_inline(child):
            bare.append(child.text_content() if isinstance(child.tag, str) else "")
            bare.append("\n" if child.tag == "br" else "")
        else:
            yield Block(Sort.PROSE, _line("".join(bare)))
            bare = []
            yield from _block(child, depth)
        bare.append(child.tail or "")
    yield Block(Sort.PROSE, _line("".join(bare)))


def _block(element: Any, depth: int) -> Iterator[Block]:  # noqa: ANN401
    tag = element.tag
    if tag in _HEADINGS:
        yield Block(Sort.HEADING, _line(element.text_content()), _HEADINGS[tag])
    elif tag == "table":
        yield from _table(element)
    elif tag == "li":
        yield from _item(element, depth)
    elif tag in _TEXTS and not _holds_blocks(element):
        yield Block(Sort.PROSE, _line(_spaced(element)))
    else:
        yield from _blocks(element, depth + (tag in ("ul", "ol")))


def _item(element: Any, depth: int) -> Iterator[Block]:  # noqa: ANN401
    """A list item: its own text as one line, lists inside it below."""
    inner = list(_blocks(element, depth))
    own = [block.text for block in inner if block.sort is Sort.PROSE and block.text]
    if own:
        mark = "\u2022" if depth <= 1 else "-"
        yield Block(Sort.BULLET, f"{mark} {' '.join(own)}", max(depth, 1))
    yield from (block for block in inner if block.sort is not Sort.PROSE)


def _table(element: Any) -> Iterator[Block]:  # noqa: ANN401
    for caption in element.iter("caption"):
        yield Block(Sort.PROSE, _line(caption.text_content()))
    spanning: dict[int, tuple[int, str]] = {}
    for row in element.iter("tr"):
        own = [(cell, _line(_spaced(cell))) for cell in row if cell.tag in ("td", "th")]
        cells = in_columns(own, spanning, repeat=all(cell.tag == "th" for cell, _ in own))
        if any(cells):
            yield Block(Sort.ROW, " | ".join(cells))


_INLINE = set(
    "a abbr acronym b bdi bdo big br button cite code data del dfn em font i img input ins kbd label mark q s samp "
    "small span strike strong sub sup time tt u var wbr".split()
)


def _is_inline(element: Any) -> bool:  # noqa: ANN401
    if not isinstance(element.tag, str):
        return True
    return element.tag in _INLINE and not _holds_blocks(element)


def _holds_blocks(element: Any) -> bool:  # noqa: ANN401
    return any(isinstance(one.tag, str) and one.tag not in _INLINE for one in element.iterdescendants())


def _spaced(element: Any) -> str:  # noqa: ANN401
    """The text of an element, a blank where a line breaks or a block inside ends."""
    parts = []
    for event in element.iter():
        if event is not element and isinstance(event.tag, str) and event.tag not in _INLINE - {"br"}:
            parts.append(" ")
        parts.append(event.text or "" if isinstance(event.tag, str) else "")
        if event is not element:
            parts.append(event.tail or "")
    return "".join(parts)


def _line(text: str) -> str:
    return normalise(" ".join(text.split()))
