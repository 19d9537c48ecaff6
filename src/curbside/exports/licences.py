"""What may be shown of a document: all of it where its licence is open, else a short quotation and where to open it."""

from __future__ import annotations

import re
import textwrap

from curbside.model import Depth, Document, Passage

_OPEN = re.compile(r"creativecommons|\bcc[ -]?(?:by|0|zero)|public domain|open[- ]access|open government|\bogl\b", re.I)
_QUOTED, _TOLD = 200, 120  # characters


def shown_whole(document: Document) -> bool:
    """Whether all words held may be shown: an own protocol or file, no full text, or one under an open licence."""
    if document.local or document.depth is not Depth.FULL_TEXT:
        return True
    if document.licence is None:
        return document.id.startswith("file:")
    return _OPEN.search(document.licence) is not None


def limits(document: Document) -> str:
    """Why only short quotations of a document are shown, for a reader; "" where all words held may be."""
    if shown_whole(document):
        return ""
    if document.licence is None:
        return "No licence is known under which the full text may be shown: short quotations only."
    said = textwrap.shorten(document.licence.rstrip(". "), _TOLD, placeholder=" ...")
    return f"The licence does not let the full text be shown ({said}): short quotations only."


def shown(passage: Passage) -> str:
    """The words of a passage as far as its licence lets them be shown; a quotation ends in "[...]"."""
    if len(passage.text) <= _QUOTED or shown_whole(passage.document):
        return passage.text
    return f"{passage.text[:_QUOTED].rpartition(' ')[0] or passage.text[:_QUOTED]} [...]"
