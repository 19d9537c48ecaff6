"""The library: its documents, what each says, what cites it, and whether it may still be relied on."""

from __future__ import annotations

from fastapi import HTTPException

from curbside.exports.licences import limits, shown
from curbside.model import Kind, Passage
from curbside.web.rendering import Page, Route, Shown, Value
from curbside.web.showing import entry_value, reference_value
from curbside.web.site import InHouse, OnSite
from curbside.web.today import as_of_today

PER_PAGE = 30
MOST_PASSAGES = 60
"""Passages of a document on one page; a book has more, and they go on on the next."""


def source(id: str, site: OnSite, house: InHouse, page: int = 1) -> Shown:  # noqa: A002
    """A document: what is held of it, its standing today, and the answers that cite it."""
    document = house.library.document(id)
    if document is None:
        raise HTTPException(404, f"The library does not hold {id}; it may hold it under another id.")
    passages = house.library.document_passages(id)
    page = min(max(page, 1), 100_000)
    start = (page - 1) * MOST_PASSAGES
    on_page = passages[start : start + MOST_PASSAGES]
    value = {
        "title": document.title or document.id,
        "reference": reference_value(document),
        "jurisdiction": document.jurisdiction,
        "licence": document.licence,
        "supersedes": list(document.supersedes),
        "limits": limits(document),
        "passages": [{"id": p.id, "section": p.section, "text": shown(p)} for p in on_page],
        "number": len(passages),
        "page": page,
        "pages": max(1, -(-len(passages) // MOST_PASSAGES)),
        "cited_by": [entry_value(e) for e in as_of_today(site.archive.citing(id), site.archive, house)],
        "edition": house.library.edition,
    }
    return Shown(template="source.html", value=value)


def listed(house: InHouse, q: str = "", kind: str = "", after: str = "") -> Shown:
    """The documents held, in the order of their ids, or the passages that fit some words best."""
    of = Kind(kind) if kind in set(Kind) else None
    stats = house.library.stats()
    documents = () if q.strip() else house.library.documents(of, after=after, limit=PER_PAGE)
    value = {
        "title": "Sources",
        "query": q[:500],
        "kind": of.value if of else "",
        "kinds": {k.value: n for k, n in stats.kinds},
        "number": stats.documents,
        "passages": stats.passages,
        "edition": stats.edition,
        "starter": house.starter,
        "documents": [reference_value(d) for d in documents],
        "next": documents[-1].id if len(documents) == PER_PAGE else "",
        "hits": _hits(house, q[:500], of) if q.strip() else [],
    }
    return Shown(template="sources.html", value=value)


def _hits(house: InHouse, query: str, kind: Kind | None) -> list[Value]:
    try:
        found = house.rank(query, k=PER_PAGE, kinds=frozenset({kind}) if kind else None)
    except ValueError:
        # Nothing to look for is left of the words: nothing is found, as the page says.
        return []
    return [_hit(passage, score) for passage, score in found]


def _hit(passage: Passage, score: float) -> Value:
    return {
        "reference": reference_value(passage.document),
        "passage": passage.id,
        "section": passage.section,
        "text": shown(passage),
        "score": round(score, 4),
    }


ROUTES: tuple[Route, ...] = (
    Page(path="/sources", view=listed, about="The documents held, and search in their words"),
    Page(path="/sources/{id:path}", view=source, about="A document, what it says and what cites it"),
)
