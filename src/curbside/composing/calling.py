"""What a source is called in a sentence of ours, so that a clinician knows it again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from curbside.composing.counting import counted, listed
from curbside.model import Document

_LONGEST = 90
"""Characters of a title that are enough to know it by; one that goes on is a sentence, not a name."""


def short_name(document: Document) -> str:
    """Issuer and year, or the title, cut at a word where it is long."""
    if document.issuer and not document.year:
        return f"{document.issuer}, {_title(document)}"
    name = document.issuer or _title(document)
    return f"{name} {document.year}" if document.year else name


def name_without_figures(document: Document) -> str:
    """Issuer, else title, without a year; "" where it has figures or is no name.

    A sentence of ours holds no figure, that none be taken for a finding.
    """
    name = re.sub(r"\s*\b(?:19|20)\d\d\b", "", document.issuer or document.title.split(" -- ")[0]).strip()
    if any(c.isdigit() for c in name) or len(name) > _LONGEST:
        return ""
    return name if document.issuer else sentence_case(name)


def names_listed(documents: Sequence[Document]) -> str:
    """The names of documents as a list in words, those without a name counted; "" where none has one."""
    names = list(dict.fromkeys(name_without_figures(d) for d in documents))
    named = [n for n in names if n]
    unnamed = sum(not name_without_figures(d) for d in documents)
    if not named or not unnamed:
        return listed(named)
    return f"{', '.join(named)} and {counted(unnamed)} other{'' if unnamed == 1 else 's'}"


def _title(document: Document) -> str:
    title = sentence_case(document.title.strip())
    return title if len(title) <= _LONGEST else f"{title[:_LONGEST].rsplit(' ', 1)[0]} \u2026"


def sentence_case(title: str) -> str:
    """A title that is all capitals, as a sentence would have it; what it is called for short stays as it is."""
    if not title.isupper():
        return title
    return re.sub(r"\(\w{2,6}\)", lambda short: short.group().upper(), title.capitalize())
