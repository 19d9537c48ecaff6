"""Writes small PDFs for tests: pages of lines in Helvetica, each line with a size of type and a place of its own."""

from __future__ import annotations

from collections.abc import Sequence

Line = tuple[str, int, int, int]
"""The words, the size of type, and the place from the left and from below, in points."""


def page(lines: Sequence[str], *, size: int = 11, left: int = 72, top: int = 770, gap: int = 14) -> list[Line]:
    """Lines one below the other."""
    return [(text, size, left, top - number * gap) for number, text in enumerate(lines)]


def pdf(pages: Sequence[Sequence[Line]], *, title: str = "") -> bytes:
    """The bytes of a PDF; a page without lines has no text, like a scan."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    bodies = [b"", b"", font, b"<< /Title " + _string(title) + b" >>"]
    kids = []
    for lines in pages:
        text = b"".join(
            b"BT /F1 %d Tf %d %d Td %s Tj ET\n" % (size, left, top, _string(words)) for words, size, left, top in lines
        )
        bodies.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text))
        bodies.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % len(bodies)
        )
        kids.append(b"%d 0 R" % len(bodies))
    bodies[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    bodies[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    return _file(bodies)


def _string(text: str) -> bytes:
    escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return b"(" + escaped.encode("cp1252") + b")"


def _file(bodies: Sequence[bytes]) -> bytes:
    content, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(bodies) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R /Info 4 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(content))
    return content + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + trailer
