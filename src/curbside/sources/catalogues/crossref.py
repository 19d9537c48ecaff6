"""Crossref: what publishers and Retraction Watch registered about works, by DOI."""

from __future__ import annotations

from collections.abc import Sequence

from curbside.model import FetchError, Standing
from curbside.sources.catalogues.notices import Consultation, Notice
from curbside.sources.catalogues.replies import Object, Site, asked_json, at, objects_at, text_at, texts_at
from curbside.sources.fetching import Request

_USUAL = "https://api.crossref.org"
SOURCE = "Crossref"
BATCH = 20
_UPDATES = {
    "retraction": Standing.RETRACTED,
    "withdrawal": Standing.RETRACTED,
    "removal": Standing.RETRACTED,
    "partial_retraction": Standing.CONCERN,
    "expression_of_concern": Standing.CONCERN,
    "correction": Standing.CORRECTED,
    "corrigendum": Standing.CORRECTED,
    "erratum": Standing.CORRECTED,
    "retract_and_replace": Standing.RETRACTED,
}


def consultation(site: Site, dois: Sequence[str]) -> Consultation:
    """What Crossref says of works; those it does not know, or could not be asked for, stay unknown."""
    notices: list[Notice] = []
    answered: set[str] = set()
    failed: list[str] = []
    for start in range(0, len(dois), BATCH):
        batch = dois[start : start + BATCH]
        try:
            found = works(site, batch)
        except FetchError as error:
            failed.append(str(error))
            continue
        for work in found:
            doi = text_at(work, "DOI")
            if doi is not None:
                answered.add(f"doi:{doi.lower()}")
                notices += _notices(work, doi.lower())
    return Consultation(
        source=SOURCE, version="", notices=tuple(notices), answered=frozenset(answered), failed=tuple(failed)
    )


def works(site: Site, dois: Sequence[str]) -> list[Object]:
    """The works of some DOIs, at most `BATCH`, those alone that Crossref knows; FetchError where the reply is none."""
    params = {"filter": ",".join(f"doi:{doi}" for doi in dois), "rows": str(len(dois))}
    contact = {"mailto": site.contact} if site.contact else {}
    request = Request(service=SOURCE, url=f"{site.address('crossref', _USUAL)}/works", params={**params, **contact})
    found = asked_json(site, request)
    at(found, "message.items", list, request.failed)
    return objects_at(found, "message.items")


def _notices(work: Object, doi: str) -> list[Notice]:
    title = next(iter(texts_at(work, "title")), None)
    return [
        Notice(standing=standing, doi=doi, title=title, notice=text_at(update, "DOI"))
        for update in objects_at(work, "updated-by")
        if (standing := _UPDATES.get((text_at(update, "type") or "").replace("-", "_"))) is not None
    ]
