"""What a keeper knows of documents that they do not say themselves, put beside what was read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace

from curbside.model import Add, Change, Document, Kind, LawBrokenError, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What is told of every document of the files: whose, where it holds, when, which version, under which licence.

    With `local` they are protocols of the reader's own house: guidelines in force, before the literature.
    """

    issuer: str | None = None
    jurisdiction: str | None = None
    topic: str | None = None
    published: str | None = None
    version: str | None = None
    licence: str | None = None
    scheme: str | None = None
    local: bool = False

    def __post_init__(self) -> None:
        """Refuse a date that is none."""
        if self.published is not None and not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", self.published):
            raise LawBrokenError(f"{self.published!r} is no date such as 2024, 2024-03 or 2024-03-12")

    @property
    def told(self) -> dict[str, object]:
        """What is told, by the name of its field."""
        return {name: value for name, value in asdict(self).items() if value}


def described(changes: Iterable[Change], description: Description) -> Iterator[Change]:
    """The same changes, each document with what is told of it; what a document says itself stays."""
    for change in changes:
        if not isinstance(change, Add):
            yield change
            continue
        document = _with(change.document, description)
        passages = tuple(replace(passage, document=document) for passage in change.passages)
        yield replace(change, document=document, passages=passages)


def _with(document: Document, description: Description) -> Document:
    new = {name: value for name, value in description.told.items() if not getattr(document, name)}
    if description.local:
        new |= {"kind": Kind.GUIDELINE, "standing": Standing.CURRENT}
        new |= {"held": f"{document.held or document.depth.value}, local protocol"}
    return replace(document, **new)  # type: ignore[arg-type]  # the fields of a description are those of a document
