"""What sources say of the standing of what is held: each consulted, each recorded, flagged, clear or unknown."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from curbside.library import Library
from curbside.model import Document, Mark, Standing
from curbside.sources.catalogues import crossref, europepmc, retraction_watch
from curbside.sources.catalogues.notices import Consultation, Index, Said, index, names_of, worst
from curbside.sources.catalogues.replies import Site

CONSULTED = "consulted:"
CITES = "references"
_PAGE = 1000
SERVICES: dict[str, Callable[[Site, Sequence[str]], Consultation]] = {
    "crossref": crossref.consultation,
    "europepmc": europepmc.consultation,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one consultation said of what is held, by document id: three states, and what needs a person."""

    source: str
    flagged: dict[str, Standing] = field(default_factory=dict)
    clear: int = 0
    unknown: int = 0
    doubtful: dict[str, str] = field(default_factory=dict)
    failed: tuple[str, ...] = ()


def documents(shelf: Library) -> Iterator[Document]:
    """Every document held, in the order of ids."""
    after = ""
    while found := shelf.documents(after=after, limit=_PAGE):
        yield from found
        after = found[-1].id


def from_file(shelf: Library, path: Path, today: date) -> Found:
    """Consult the Retraction Watch file, also for what is gathered later."""
    return _consult(shelf, retraction_watch.consultation(path), today)


def from_service(shelf: Library, site: Site, name: str, today: date) -> Found:
    """Consult a service about every DOI held."""
    dois = sorted({d.identifiers.doi.lower() for d in documents(shelf) if d.identifiers.doi})
    return _consult(shelf, SERVICES[name](site, dois), today)


def _consult(shelf: Library, said: Consultation, today: date) -> Found:
    found = Found(source=said.source, failed=said.failed)
    notices = index(said)
    marks, counts = list[Mark](), {"clear": 0, "unknown": 0}
    matched: set[str] = set()
    for document in documents(shelf):
        of_this = notices.of(document)
        matched.update(names_of(document))
        marks += _marks(said.source, document, of_this)
        if of_this.notices:
            found.flagged[document.id] = worst(notice.standing for notice in of_this.notices)
        elif of_this.doubtful:
            found.doubtful[document.id] = of_this.doubtful
        else:
            counts["clear" if of_this.clear else "unknown"] += 1
    marks += _of_others(notices, matched)
    # The digest must differ whenever anything may have changed.
    name, digest = f"{said.source}:", f"{said.version} {today} {shelf.edition}"
    if said.failed:
        # What it said before stands until it can be asked again.
        shelf.apply(marks, name=name, digest=digest)
    else:
        shelf.renew(marks, source=name, digest=digest)
    done = Found(source=found.source, flagged=found.flagged, doubtful=found.doubtful, failed=found.failed, **counts)
    shelf.note(f"{CONSULTED}{said.source}", _record(said, done, today))
    return done


def _marks(source: str, document: Document, said: Said) -> Iterator[Mark]:
    for notice in said.notices:
        yield Mark(document=document.id, standing=notice.standing, by=f"{source}: {notice.notice or 'listed'}")
    # Only where nothing else tells: a record of PubMed tells its own standing.
    if said.clear and not document.id.startswith("pmid:"):
        yield Mark(document=document.id, standing=Standing.CURRENT, by=f"{source}: clear")


def _of_others(notices: Index, held: set[str]) -> Iterator[Mark]:
    """Marks for articles that are not held, so that they are flagged as soon as they come."""
    source = notices.consultation.source
    for notice in notices.consultation.notices:
        if notice.names and held.isdisjoint(notice.names):
            by = f"{source}: {notice.notice or 'listed'}"
            yield from (Mark(document=name, standing=notice.standing, by=by) for name in notice.names)


def _record(said: Consultation, found: Found, today: date) -> str:
    counts = {"flagged": len(found.flagged), "clear": found.clear, "unknown": found.unknown}
    state = "failed in part" if said.failed else "complete"
    return json.dumps({"on": today.isoformat(), "version": said.version, "state": state, **counts}, sort_keys=True)


def second_order(shelf: Library) -> dict[str, tuple[str, ...]]:
    """Mark the guidelines and reviews held that cite a retracted article, and say which, by document id."""
    retracted = _retracted(shelf, {name for _, name in shelf.citing()})
    found: defaultdict[str, list[str]] = defaultdict(list)
    for document, name in shelf.citing():
        if name in retracted:
            found[document].append(name)
    marks = [
        Mark(document=document, standing=Standing.CITES_RETRACTED, by=f"{CITES}: {name}")
        for document, names in sorted(found.items())
        for name in names
    ]
    shelf.renew(marks, source=f"{CITES}:", digest=shelf.edition)
    return {document: tuple(names) for document, names in sorted(found.items())}


def _retracted(shelf: Library, cited: set[str]) -> frozenset[str]:
    """Which cited articles are retracted: by marks under any of their names, or as held."""
    listed = sorted(cited)
    told = {name for name, standing in shelf.standing(listed).items() if standing is Standing.RETRACTED}
    for document in documents(shelf):
        if document.standing is Standing.RETRACTED:
            told.update(cited.intersection(names_of(document)))
    return frozenset(told)


def consulted(shelf: Library) -> dict[str, dict[str, object]]:
    """Which sources were consulted, when, and what came of it, by source."""
    return {name.removeprefix(CONSULTED): json.loads(told) for name, told in shelf.noted(CONSULTED).items()}


def flagged(found: Iterable[Found]) -> dict[str, Standing]:
    """The documents that any source flags, with the most severe standing."""
    told: defaultdict[str, list[Standing]] = defaultdict(list)
    for one in found:
        for document, standing in one.flagged.items():
            told[document].append(standing)
    return {document: worst(standings) for document, standings in sorted(told.items())}
