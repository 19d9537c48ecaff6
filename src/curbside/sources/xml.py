"""XML from the world: read as a stream, safely, and its mixed content rendered as plain text."""

from __future__ import annotations

import gzip
import html
import re
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, BinaryIO, TypeAlias

from lxml import etree

from curbside.model import BadInputError
from curbside.text import normalise

Element: TypeAlias = Any
"""An lxml element; lxml ships no types."""

_SAFE: dict[str, bool] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "dtd_validation": False,
    "attribute_defaults": False,
    "huge_tree": False,  # keeps libxml2's own limits on depth, text length and entity growth
    "remove_comments": True,
    "remove_pis": True,
    "collect_ids": False,
}
_CHUNK = 1 << 17
_MOST_PER_RECORD = 1 << 24  # 16 MiB: no real article comes near, and memory must stay bounded
_PROLOG = 1 << 16
_ENTITY = re.compile(rb"<\0?!\0?E\0?N\0?T\0?I\0?T\0?Y")
_POSITION = re.compile(r",? line \d+, column \d+.*$", re.DOTALL)


def elements(stream: BinaryIO, *, file: str, roots: Mapping[str, Collection[str]]) -> Iterator[Element]:
    """Each element whose tag the root's entry names, in file order; freed when the next one is asked for.

    Raises BadInputError for XML that is not well formed, truncated or wrongly encoded, for an unknown root,
    for declared entities, for one record over 16 MiB, and for damaged compression.
    """
    reader = _Reader(stream, file)
    head, root = reader.prolog()
    if root not in roots:
        raise BadInputError(file, "line 1", f"the root element is <{root}>, not {' or '.join(sorted(roots))}")
    parser = etree.XMLPullParser(events=("end",), tag=tuple(roots[root]), **_SAFE)
    chunk, pending = head, 0
    while chunk:
        pending += len(chunk)
        reader.feed(parser, chunk)
        for _, element in parser.read_events():
            pending = 0
            yield element
            _free(element)
        if pending > _MOST_PER_RECORD:
            raise BadInputError(file, f"byte {reader.read_bytes:,}", "one record takes more than 16 MiB")
        chunk = reader.chunk(_CHUNK)
    reader.close(parser)
    for _, element in parser.read_events():
        yield element


def _free(element: Element) -> None:
    parent = element.getparent()
    if parent is None:
        element.clear()
    else:
        del parent[:]


class _Reader:
    """Bytes of a stream, fed to a parser, with every foreign error told as ours."""

    def __init__(self, stream: BinaryIO, file: str) -> None:
        self._stream, self._file = stream, file
        self.read_bytes = 0

    def chunk(self, size: int) -> bytes:
        try:
            read = self._stream.read(size)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            reason = f"the compressed file is truncated or damaged ({error})"
            raise BadInputError(self._file, f"byte {self.read_bytes:,}", reason) from error
        self.read_bytes += len(read)
        return read

    def feed(self, parser: Element, chunk: bytes) -> None:
        try:
            parser.feed(chunk)
        except (etree.XMLSyntaxError, LookupError, UnicodeError) as error:
            raise self._not_xml(error) from error

    def close(self, parser: Element) -> None:
        try:
            parser.close()
        except etree.XMLSyntaxError as error:
            raise self._not_xml(error) from error

    def prolog(self) -> tuple[bytes, str]:
        """The first bytes and the name of the root element, once no entity is found declared before it.

        A parser of its own reads them a little at a time, so that a bomb is refused before anything expands it.
        """
        head, probe = b"", etree.XMLPullParser(events=("start",), **_SAFE)
        while len(head) < _PROLOG:
            chunk = self.chunk(1024)
            if not chunk:
                break
            head += chunk
            self._refuse_entities(head)
            self.feed(probe, chunk)
            for _, root in probe.read_events():
                return head, str(root.tag)
        if not head.strip():
            raise BadInputError(self._file, "line 1", "the file is empty")
        if len(head) < _PROLOG:
            self.close(probe)
        raise BadInputError(self._file, "line 1", "no element within the first 64 KiB")

    def _refuse_entities(self, head: bytes) -> None:
        declared = _ENTITY.search(head)
        if declared:
            line = head.count(b"\n", 0, declared.start()) + 1
            raise BadInputError(self._file, f"line {line}", "declares an entity; such files are refused")

    def _not_xml(self, error: Exception) -> BadInputError:
        line = getattr(error, "lineno", None) or 1
        reason = _POSITION.sub("", str(error)) or "damaged"
        cause = "wrong encoding" if "ncod" in reason or isinstance(error, UnicodeError) else "not well-formed XML"
        return BadInputError(self._file, f"line {line}", f"{cause}: {reason.strip()}")


# Characters that XML cannot hold, so that they are free to mark places in a text while it is rendered.
CITED, CITED_END, BREAK = "\x01", "\x02", "\x03"


def plain(element: Element | None) -> str:
    """The text of an element and all inside it: one line, but for "\\n" between its blocks; "" for None."""
    if element is None:
        return ""
    if len(element) == 0:
        return _finished(element.text or "")
    pieces: list[str] = []
    _gather(element, pieces)
    return _finished("".join(pieces))


def _finished(text: str) -> str:
    if not text.isprintable() or "  " in text or text[:1] == " " or text[-1:] == " ":
        text = " ".join(text.split())
    if text.isascii() and text.isprintable():
        return text  # nothing left to make uniform, and most texts of MEDLINE end here
    if CITED in text:
        text = _without_citations(text)
    return normalise(text.replace(BREAK, "\n"))


def _gather(element: Element, pieces: list[str]) -> None:
    if element.text:
        pieces.append(element.text)
    for child in element:
        if not isinstance(child.tag, str):
            pieces.append(html.unescape(child.text or ""))  # a reference to a named character; comments are gone
        else:
            _RENDER.get(child.tag, _gather)(child, pieces)
        if child.tail:
            pieces.append(child.tail)


def _inner(element: Element) -> str:
    pieces: list[str] = []
    _gather(element, pieces)
    return "".join(pieces)


def _left_out(element: Element, pieces: list[str]) -> None:
    pass


def _block(element: Element, pieces: list[str]) -> None:
    pieces.append(BREAK)
    _gather(element, pieces)
    pieces.append(BREAK)


def _blank(element: Element, pieces: list[str]) -> None:
    pieces.append(" ")
    _gather(element, pieces)
    pieces.append(" ")


def _term(element: Element, pieces: list[str]) -> None:
    pieces.append(f"{BREAK}{_inner(element).strip().rstrip(':')}: ")


_TRADEMARKS = {"TM": "\u2122", "SM": "\u2120"}
_SIGN_APART = re.compile(r"^([+\-\u2212\u2013])\s+(?=\d)")
_ORDINAL = frozenset(("st", "nd", "rd", "th"))
_SIGNS = re.compile(r"[^\w\d]+|\d*[+\-\u2212\u2013]")  # a trademark, a dagger, the charge of an ion


def _superscript(element: Element, pieces: list[str]) -> None:
    """10<sup>9</sup> as 10^9, Ca<sup>2+</sup> as Ca2+, 4<sup>th</sup> as 4th; a mark never melts into a number."""
    inner = _inner(element)
    content = _SIGN_APART.sub(r"\1", inner.strip())
    if content in _TRADEMARKS:
        pieces.append(_TRADEMARKS[content])
        return
    before = _last_character(pieces)
    if not _CITATION.sub("", content).strip(" ,;[]()-\u2013"):
        pieces.append(_BARE if content else inner)
        return
    if CITED in content or not _joins(before, content):
        pieces.append(f"{inner} " if _opens_note(before, content, element.tail or "") else inner)
        return
    pieces.append(f"^{content}" if inner == inner.rstrip() else f"^{content} ")


def _joins(before: str, content: str) -> bool:
    if not before or not (before.isalnum() or before in ")]%"):
        return False
    if content.lower() in _ORDINAL and before.isdigit():
        return False
    return not _SIGNS.fullmatch(content) or (before.isdigit() and content[0].isdigit())


def _opens_note(before: str, content: str, after: str) -> bool:
    """Whether a raised letter or figure is the mark at the start of a footnote, and no isotope: "a" of "a Adjusted"."""
    if before not in ("", BREAK) or not after[:1].isalnum():
        return False
    return bool(re.fullmatch(r"[a-z]{1,2}", content) or re.match(r"[A-Z]?[a-z]{3}", after))


def _subscript(element: Element, pieces: list[str]) -> None:
    inner = _inner(element)
    if inner[:1].isdigit() and _last_character(pieces).isdigit():
        pieces.append("_")  # two figures must not melt into one
    pieces.append(inner)


def _last_character(pieces: list[str]) -> str:
    for piece in reversed(pieces):
        if piece:
            return piece[-1]
    return ""


_REFERENCE = frozenset(("bibr", "ref"))
_FOOTNOTE = frozenset(("fn", "table-fn", "author-notes", "corresp"))


def _cross_reference(element: Element, pieces: list[str]) -> None:
    kind = element.get("ref-type")
    if kind in _REFERENCE:
        pieces.append(f"{CITED}{_inner(element)}{CITED_END}")
    elif kind in _FOOTNOTE and element.find("sup") is None:
        _superscript(element, pieces)
    else:
        _gather(element, pieces)


_BARE = f"{CITED}{CITED_END}"
_CITATION = re.compile(r"\x01[^\x02]*\x02")
_JOINT = r"(?:[\s,;.&\-\u2010-\u2015/]|and|to|see|e\.g\.|refs?\.?|references?)"
_BRACKETED = re.compile(rf"\s*[\[(]{_JOINT}*(?:\x01[^\x02]*\x02{_JOINT}*)+[\])]")
_NUMERIC = r"\x01(?!\s*[\[(]?(?:1[6-9]|20)\d\d[a-z]?[\])]?\s*\x02)[^\x02A-Za-z]*\x02"
_NUMERIC_RUN = re.compile(rf"\s*{_NUMERIC}(?:\s*[,;\-\u2010-\u2015]?\s*{_NUMERIC})*")
_LEFT_BEHIND = re.compile(r"([\[(])[\s,;]+|\s+(?=[\])])")


def _without_citations(text: str) -> str:
    """The text without reference numbers and their brackets; an author's name and a year in the prose are kept."""
    # Twice, for brackets around brackets: "(e.g., [14], [15])".
    text = _BRACKETED.sub(_BARE, _BRACKETED.sub(_BARE, text))
    text = _NUMERIC_RUN.sub("", text)
    text = _LEFT_BEHIND.sub(lambda m: m[1] or "", text)
    return text.replace(CITED, "").replace(CITED_END, "")


def _alternatives(element: Element, pieces: list[str]) -> None:
    """The first of several forms of the same thing that has text."""
    formulas = [c for c in element if str(c.tag).rpartition("}")[2] == "math"]
    for child in formulas or element:
        _RENDER.get(child.tag, _gather)(child, pieces)


_TEX = re.compile(r"\\begin\{document\}(.*)\\end\{document\}", re.DOTALL)


def _tex(element: Element, pieces: list[str]) -> None:
    text = _inner(element)
    body = _TEX.search(text)
    pieces.append((body[1] if body else text).replace("$", " "))


def _math(element: Element, pieces: list[str]) -> None:
    pieces.append(_formula(element))


def _inline_formula(element: Element, pieces: list[str]) -> None:
    """A formula; one that is only a picture is told as such, so that the sentence does not close over the gap."""
    pieces.append(_inner(element) if _worded(element) else "[formula]")


def _display_formula(element: Element, pieces: list[str]) -> None:
    pieces.append(BREAK)
    _inline_formula(element, pieces)
    pieces.append(BREAK)


def _worded(element: Element) -> bool:
    return bool(_CITATION.sub("", _inner(element)).replace(BREAK, "").strip())


def _formula(element: Element) -> str:
    """A MathML formula in one line; blanks between its parts are layout, not text."""
    name = str(element.tag).rpartition("}")[2]
    if name.startswith("annotation"):
        return ""
    if len(element) == 0:
        return " " if name == "mspace" else (element.text or "").strip(" \t\r\n")
    parts = [_formula(child) for child in element if isinstance(child.tag, str)]
    shape = _FORMULAS.get(name)
    return shape(parts) if shape else "".join(parts)


def _grouped(part: str) -> str:
    return part if re.fullmatch(r"[\w.,]*", part) else f"({part})"


# The dot of a rate goes, as clinicians write VO2; a hat or a bar makes another quantity and stays.
_ACCENTS = {"\u02d9": "", "^": "\u0302", "\u00af": "\u0304", "\u203e": "\u0304", "~": "\u0303"}
_FORMULAS: dict[str, Callable[[list[str]], str]] = {
    "mfrac": lambda p: "/".join(map(_grouped, p)),
    "msup": lambda p: "^".join((p[0], *map(_grouped, p[1:]))),
    "msub": lambda p: ("" if p[0][-1:].isalpha() and p[-1].isdigit() else "_").join(p),
    "mover": lambda p: p[0] + _ACCENTS.get(p[1], p[1]) if len(p) == 2 else "".join(p),
    "msubsup": lambda p: f"{p[0]}_{p[1]}^{_grouped(p[2])}" if len(p) == 3 else "".join(p),
    "msqrt": lambda p: f"\u221a({''.join(p)})",
    "mroot": lambda p: f"({p[0]})^(1/{p[1]})" if len(p) == 2 else "".join(p),
    "mfenced": lambda p: f"({', '.join(p)})",
    "mtd": lambda p: f"{''.join(p)} ",
    "mtr": lambda p: f"{' '.join(p)}; ",
}
_MATHML = "{http://www.w3.org/1998/Math/MathML}"
_RENDER: dict[str, Callable[[Element, list[str]], None]] = {
    "sup": _superscript,
    "sub": _subscript,
    "xref": _cross_reference,
    "alternatives": _alternatives,
    "tex-math": _tex,
    "math": _math,
    f"{_MATHML}math": _math,
    "inline-formula": _inline_formula,
    "disp-formula": _display_formula,
    "term": _term,
    **dict.fromkeys(("break", "td", "th", "speaker"), _blank),
    **dict.fromkeys(
        (
            "p", "title", "list", "list-item", "def-list", "def-item", "disp-quote", "verse-group",
            "verse-line", "preformat", "attrib", "statement", "speech", "tr", "sec",
        ),
        _block,
    ),
    **dict.fromkeys(
        (
            "fn", "fn-group", "table-wrap", "table-wrap-group", "fig", "fig-group", "boxed-text", "graphic", "media",
            "inline-graphic", "supplementary-material", "label", "object-id", "alt-text", "long-desc", "index-term",
        ),
        _left_out,
    ),
}  # fmt: skip
