"""Tells formats apart by their first 64 kB, never by a file's name."""

from __future__ import annotations

import codecs
import json
import re
import tarfile
from enum import StrEnum

from curbside.model import BadInputError
from curbside.sources.opening import HEAD, encoding_of


class Format(StrEnum):
    """What a file is, whatever it is called."""

    MEDLINE = "MEDLINE XML"
    JATS = "JATS XML"
    HTML = "HTML"
    PDF = "PDF"
    DOCX = "DOCX"
    USPSTF = "USPSTF JSON"
    CARDS = "evidence cards"
    JSONL = "JSON lines"
    MESH_XML = "MeSH descriptors in XML"
    MESH_ASCII = "MeSH descriptors in ASCII"
    TEXT = "plain text"
    TAR = "tar archive"


_UNKNOWN = "not a format Curbside reads"
_MEDLINE = {"PubmedArticleSet", "PubmedArticle", "MedlineCitationSet", "MedlineCitation", "DeleteCitation"}
_MESH = {"DescriptorRecordSet", "DescriptorRecord"}
_MESH_RECORD = re.compile(r"\*NEWRECORD\s+RECTYPE = D\b")
_JATS = {"article", "pmc-articleset"}
_PROLOG = re.compile(r"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*", re.DOTALL)
_DOCTYPE = re.compile(r"<!DOCTYPE\s+([\w:.-]+)", re.IGNORECASE)
_ROOT = re.compile(r"<([A-Za-z_][\w:.-]*)")
_HTML = re.compile(r"<(?:html|head|body|h[1-6]|div|p|ul|ol|table|main|article|section|title|meta)[\s>/]", re.IGNORECASE)
_PDF_WITHIN = 1024  # a PDF may have a few bytes before its mark
_CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\r\f\v")
_CONTROL_SHARE = 0.02


def told(head: bytes, file: str) -> Format:
    """The format of a file by its unpacked head; BadInputError for what Curbside does not read."""
    if not head:
        raise BadInputError(file, "byte 0", "the file is empty")
    if b"%PDF-" in head[:_PDF_WITHIN]:
        return Format.PDF
    if _is_tar(head):
        return Format.TAR
    if head.startswith(b"PK\x03\x04") and b"word/" in head:
        return Format.DOCX
    if head.startswith(b"PK\x03\x04"):
        raise BadInputError(file, "byte 0", f"{_UNKNOWN} (a ZIP archive or an office document)")
    text = _opening(head, file)
    stripped = text.lstrip()
    if not stripped:
        raise BadInputError(file, "byte 0", f"{_UNKNOWN} (it begins with blanks only)")
    if stripped.startswith("<"):
        return _markup(stripped, file)
    if stripped.startswith("{") or re.match(r"\[\s*\{", stripped):
        return _json(stripped, file)
    return Format.MESH_ASCII if _MESH_RECORD.match(stripped) else Format.TEXT


def _is_tar(head: bytes) -> bool:
    if len(head) < tarfile.BLOCKSIZE:
        return False
    try:
        tarfile.TarInfo.frombuf(head[: tarfile.BLOCKSIZE], "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        return False
    return True


def _opening(head: bytes, file: str) -> str:
    """The head as text. Fails on bytes that are no text.

    Markup may declare another encoding, and a faulty row of JSON is better named by its line: both are read loosely.
    """
    encoding, start = encoding_of(head)
    if encoding == "utf-8":
        _refuse_junk(head, file)
    loose = head[start:].lstrip()[:1] in (b"<", b"{")
    decoder = codecs.getincrementaldecoder(encoding)("replace" if loose else "strict")
    try:
        return decoder.decode(head[start:], final=len(head) < HEAD)
    except UnicodeDecodeError as error:
        name = "UTF-8" if encoding == "utf-8" else "UTF-16"
        raise BadInputError(file, f"byte {start + error.start}", f"not {name}") from None


def _refuse_junk(head: bytes, file: str) -> None:
    nul = head.find(0)
    if nul >= 0:
        raise BadInputError(file, f"byte {nul}", f"{_UNKNOWN} (a NUL byte)")
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if controls > len(head) * _CONTROL_SHARE:
        raise BadInputError(file, "byte 0", f"{_UNKNOWN} (mostly unprintable)")


def _markup(text: str, file: str) -> Format:
    text = text[_PROLOG.match(text).end() :]  # type: ignore[union-attr]  # the pattern matches nothing, too
    found = _DOCTYPE.match(text) or _ROOT.match(text)
    name = found.group(1).rpartition(":")[2] if found else ""
    if name in _MEDLINE:
        return Format.MEDLINE
    if name in _MESH:
        return Format.MESH_XML
    if name in _JATS and not _is_html_fragment(name, text):
        return Format.JATS
    if name.lower() == "html" or _HTML.match(text):
        return Format.HTML
    raise BadInputError(file, "byte 0", f"XML that is neither MEDLINE nor JATS nor HTML (it begins with <{name[:40]}>)")


def _is_html_fragment(name: str, text: str) -> bool:
    """Whether an <article> is HTML's: JATS always has a front or a body of its own."""
    return (
        name == "article"
        and not re.search(r"<(?:\w+:)?(?:front|article-meta|body|sub-article)\b", text)
        and (re.search(r"<(?:h[1-6]|div|ul|li)[\s>]", text) is not None)
    )


def _json(text: str, file: str) -> Format:
    first, newline, _ = text.partition("\n")
    complete = bool(newline) or len(text) < HEAD
    row = _object(first) if complete else None
    if row is not None and "specificRecommendations" not in row and "generalRecommendations" not in row:
        return Format.CARDS if "statements" in row else Format.JSONL
    if '"specificRecommendations"' in text or '"generalRecommendations"' in text:
        return Format.USPSTF
    if not first.startswith("[") and ('"_id"' in first or (complete and first.strip() != "{")):
        return Format.JSONL
    raise BadInputError(file, "line 1", "JSON that is neither USPSTF recommendations nor one object a line")


def _object(line: str) -> dict[str, object] | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
