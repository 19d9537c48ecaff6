"""Europe PMC: search, full texts that may be kept, and what it says of the standing of articles."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from datetime import date

from curbside.model import Add, BadInputError, Change, Depth, Document, FetchError, Identifiers, Passage, Standing
from curbside.sources import jats
from curbside.sources.catalogues.notices import Consultation, Notice
from curbside.sources.catalogues.replies import (
    Object,
    Page,
    Site,
    Skipped,
    asked_json,
    at,
    digest_of,
    objects_at,
    stream_of,
    text_at,
    texts_at,
)
from curbside.sources.designs import kind_of
from curbside.sources.fetching import Request
from curbside.text import normalise

_USUAL = "https://www.ebi.ac.uk/europepmc/webservices/rest"
SOURCE = "Europe PMC"
_PAGE = 100
BATCH = 50
_SAID = {
    "retraction in": Standing.RETRACTED,
    "retracted and republished in": Standing.RETRACTED,
    "expression of concern in": Standing.CONCERN,
    "partial retraction in": Standing.CONCERN,
    "erratum in": Standing.CORRECTED,
    "corrected and republished in": Standing.CORRECTED,
}


def pages(site: Site, query: str, *, since: date | None, most: int, full_text: bool) -> Iterator[Page]:
    """The records found, page by page; with `full_text` the open full text of each that has one, instead."""
    words = f"({query}) AND FIRST_PDATE:[{since:%Y-%m-%d} TO 3000-12-31]" if since else query
    cursor, taken = "*", 0
    while taken < most:
        size = min(_PAGE, most - taken)
        request = _search(site, words, cursor, size)
        found = asked_json(site, request)
        total = at(found, "hitCount", int, request.failed)
        at(found, "resultList.result", list, request.failed)
        records = objects_at(found, "resultList.result")
        yield _page(site, query, records, (taken, total if taken == 0 else None), full_text=full_text)
        taken += len(records)
        onward = text_at(found, "nextCursorMark")
        if not records or taken >= total or onward in (None, cursor):
            return
        cursor = str(onward)


def _search(site: Site, words: str, cursor: str, size: int) -> Request:
    return Request(
        service=SOURCE,
        url=f"{site.address('europepmc', _USUAL)}/search",
        words={"query": words},
        params={"format": "json", "resultType": "core", "pageSize": str(size), "cursorMark": cursor},
    )


def _page(site: Site, query: str, records: Sequence[Object], place: tuple[int, int | None], *, full_text: bool) -> Page:
    changes: list[Change] = []
    skipped: list[Skipped] = []
    for record in records:
        try:
            changes += _full(site, record) if full_text and _open(record) else [_abstract(record)]
        except (BadInputError, FetchError) as error:
            name = text_at(record, "pmcid") or text_at(record, "id") or "a record"
            skipped.append(Skipped(name=name, reason=error.reason))
    start, total = place
    digest = digest_of(repr(changes).encode())
    return Page(
        name=f"europepmc {query} {start}", digest=digest, changes=tuple(changes), skipped=tuple(skipped), found=total
    )


def _open(record: Object) -> bool:
    return text_at(record, "isOpenAccess") == "Y" and text_at(record, "pmcid") is not None


def _full(site: Site, record: Object) -> list[Change]:
    pmcid = text_at(record, "pmcid") or ""
    if not re.fullmatch(r"PMC\d+", pmcid):
        raise BadInputError(SOURCE, pmcid, f"{pmcid!r} is no PMCID")
    request = Request(service=SOURCE, url=f"{site.address('europepmc', _USUAL)}/{pmcid}/fullTextXML")
    found = list(jats.read(stream_of(site.send(request)), file=request.shown))
    held = [change.document.identifiers.pmcid for change in found if isinstance(change, Add)]
    if held != [pmcid]:
        raise BadInputError(SOURCE, pmcid, f"the full text is that of {', '.join(map(str, held)) or 'nothing'}")
    return found


_TAG = re.compile(r"<[^>]+>")


def _plain(text: str | None) -> str:
    """The text of a title or an abstract, its headings as lines that end in a colon."""
    marked = re.sub(r"<h4>(.*?)</h4>", r"\n\1: ", text or "", flags=re.DOTALL)
    return normalise(html.unescape(_TAG.sub("", marked)))


def _abstract(record: Object) -> Add:
    source, number = text_at(record, "source"), text_at(record, "id")
    title = _plain(text_at(record, "title")).removesuffix(".")
    if source is None or number is None:
        raise BadInputError(SOURCE, "", "a record without source and id: the reply has changed")
    if not title:
        raise BadInputError(SOURCE, number, "a record without a title")
    pmid, pmcid = text_at(record, "pmid"), text_at(record, "pmcid")
    abstract = _plain(text_at(record, "abstractText"))
    types = texts_at(record, "pubTypeList.pubType")
    doi = text_at(record, "doi")
    document = Document(
        id=f"pmid:{pmid}" if pmid else f"pmc:{pmcid.removeprefix('PMC')}" if pmcid else f"europepmc:{source}/{number}",
        kind=kind_of(types, title, abstract),
        title=title,
        authors=tuple(a.strip() for a in (text_at(record, "authorString") or "").rstrip(".").split(",") if a.strip()),
        journal=text_at(record, "journalInfo.journal.isoabbreviation") or text_at(record, "journalInfo.journal.title"),
        volume=text_at(record, "journalInfo.volume"),
        pages=text_at(record, "pageInfo"),
        published=_date(record),
        identifiers=Identifiers(pmid=pmid, pmcid=pmcid, doi=doi and doi.lower()),
        licence=text_at(record, "license"),
        language=text_at(record, "language"),
        depth=Depth.ABSTRACT if abstract else Depth.RECORD,
        standing=next((n.standing for n in _notices(record)), Standing.UNKNOWN),
        types=("preprint", *types) if source == "PPR" and "preprint" not in map(str.lower, types) else types,
    )
    section, text = ("Abstract", abstract) if abstract else ("Title", title)
    return Add(document=document, passages=(Passage(document=document, section=section, text=text),))


def _date(record: Object) -> str | None:
    day = text_at(record, "firstPublicationDate") or text_at(record, "pubYear") or ""
    return day if re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", day) else None


def _notices(record: Object) -> list[Notice]:
    """What the record says of its own article, the most severe first."""
    pmid, doi = text_at(record, "pmid"), text_at(record, "doi")
    types = {name.lower() for name in texts_at(record, "pubTypeList.pubType")}
    said = [Standing.RETRACTED] if "retracted publication" in types else []
    corrections = objects_at(record, "commentCorrectionList.commentCorrection")
    said += [s for c in corrections if (s := _SAID.get((text_at(c, "type") or "").lower())) is not None]
    title = _plain(text_at(record, "title"))
    order = list(_SAID.values())
    return [
        Notice(standing=standing, doi=doi and doi.lower(), pmid=pmid, title=title)
        for standing in sorted(set(said), key=order.index)
    ]


def consultation(site: Site, dois: Sequence[str]) -> Consultation:
    """What Europe PMC says of articles by DOI; those it does not know, or could not be asked for, stay unknown."""
    notices: list[Notice] = []
    answered: set[str] = set()
    failed: list[str] = []
    for start in range(0, len(dois), BATCH):
        wanted = " OR ".join(f'DOI:"{doi}"' for doi in dois[start : start + BATCH])
        request = _search(site, "", "*", _PAGE)
        request = Request(service=SOURCE, url=request.url, params={**request.params, "query": wanted})
        try:
            found = asked_json(site, request)
            at(found, "resultList.result", list, request.failed)
        except FetchError as error:
            failed.append(str(error))
            continue
        for record in objects_at(found, "resultList.result"):
            if doi := text_at(record, "doi"):
                answered.add(f"doi:{doi.lower()}")
                notices += _notices(record)
    return Consultation(
        source=SOURCE, version="", notices=tuple(notices), answered=frozenset(answered), failed=tuple(failed)
    )
