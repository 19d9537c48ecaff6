"""Atom feeds (RFC 4287) of new answers and of those that changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from fastapi import Request
from fastapi.responses import Response

from curbside.archive import Entry
from curbside.exports.plain import printable
from curbside.web.rendering import Action, Route, path_of
from curbside.web.site import InHouse, OnSite, Site
from curbside.web.today import as_of_today

MOST = 50


def new(request: Request, site: OnSite, house: InHouse, q: str = "", topic: str = "") -> Response:
    """The latest answers, all or those that a search would find."""
    found = site.archive.search(q[:500], topic=topic[:500] or None, limit=MOST)
    return _feed(request, site, "New answers", as_of_today(found, site.archive, house))


def changed(request: Request, site: OnSite, house: InHouse) -> Response:
    """The latest answers to questions that were answered otherwise before."""
    found = as_of_today(site.archive.changed(limit=MOST), site.archive, house)
    return _feed(request, site, "Changed answers", found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An entry of a feed; `path` is on this site, `updated` an ISO 8601 moment."""

    id: str
    title: str
    path: str
    updated: str
    summary: str


def feed(request: Request, site: Site, title: str, items: Sequence[Item]) -> Response:
    """An Atom feed of items, the latest first."""
    base = (site.settings.public_url or str(request.base_url)).rstrip("/")
    here = f"{base}{request.url.path}"
    updated = items[0].updated if items else "1970-01-01T00:00:00+00:00"
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<title>{_text(f'{site.settings.site}: {title}')}</title>",
        f"<id>{_text(here)}</id>",
        f'<link rel="self" href={quoteattr(here)}/>',
        f"<updated>{updated}</updated>",
        f"<author><name>{_text(site.settings.publisher or site.settings.site)}</name></author>",
        *(_entry(i, base) for i in items),
        "</feed>",
    ]
    return Response("\n".join(lines), media_type="application/atom+xml")


def _feed(request: Request, site: Site, title: str, entries: Sequence[Entry]) -> Response:
    return feed(request, site, title, [_item(e) for e in entries])


def _item(entry: Entry) -> Item:
    return Item(
        id=f"urn:sha256:{entry.hash}",
        title=entry.question,
        path=path_of("answers", entry.id),
        updated=entry.given,
        summary=entry.bottom_line,
    )


def _entry(item: Item, base: str) -> str:
    return (
        f"<entry><title>{_text(item.title)}</title><id>{_text(item.id)}</id>"
        f"<link href={quoteattr(base + item.path)}/><updated>{item.updated}</updated>"
        f"<summary>{_text(item.summary)}</summary></entry>"
    )


def _text(text: str) -> str:
    return escape(printable(text))


ROUTES: tuple[Route, ...] = (
    Action(path="/feeds/new.atom", endpoint=new, about="Atom feed of new answers"),
    Action(path="/feeds/changed.atom", endpoint=changed, about="Atom feed of changed answers"),
)
