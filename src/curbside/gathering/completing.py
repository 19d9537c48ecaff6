"""Gives documents what their own records lack and Crossref knows; their words, their title and what they say stay."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import islice

from curbside.gathering.report import Report
from curbside.gathering.retractions import documents
from curbside.gathering.taking import Told, take
from curbside.library import Library
from curbside.model import Add, Document
from curbside.sources.catalogues.replies import Page, Site, digest_of
from curbside.sources.catalogues.works import completed, lacking


def crossref(shelf: Library, site: Site, today: date, told: Told, *, span: tuple[str, int]) -> Report:
    """Ask Crossref about the documents with a DOI that lack their journal, their date or their licence.

    `span` is an id after which to begin and how many documents to ask about at most.
    """
    after, most = span
    lack = list(islice((d for d in documents(shelf) if d.id > after and lacking(d)), most))
    told(f"Crossref is asked about {len(lack):,} documents{f', the last {lack[-1].id}' if lack else ''}")
    report = Report()
    take(shelf, _pages(shelf, site, lack, today), report, told)
    return report


def _pages(shelf: Library, site: Site, lack: list[Document], today: date) -> Iterator[Page]:
    for reply in completed(site, lack, today):
        changes = tuple(_changed(shelf, document) for document in reply.documents)
        yield Page(
            name=f"crossref {' '.join(reply.asked)}",
            digest=digest_of(repr(changes).encode()),
            changes=changes,
            skipped=reply.skipped,
            notes=reply.notes,
        )


def _changed(shelf: Library, document: Document) -> Add:
    """The document as it was taken, with what it lacked; its standing stays its own, whatever marks say of it."""
    taken = shelf.recorded(document.id)
    assert taken is not None  # it was listed by the same edition
    new = replace(document, standing=taken.document.standing)
    return replace(taken, document=new, passages=tuple(replace(p, document=new) for p in taken.passages))
