"""What is wrong with a library, or may be: broken, dated, duplicated, of unknown standing, without a licence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from curbside.gathering.registry import successions
from curbside.gathering.retractions import consulted, documents
from curbside.library import Library
from curbside.model import Depth, Document, Kind, Standing
from curbside.sources.catalogues.notices import same_title

_PREPRINT_DOIS = ("10.1101/", "10.21203/", "10.2139/", "10.31234/", "10.20944/")
"""bioRxiv and medRxiv, Research Square, SSRN, PsyArXiv and Preprints.org."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing to look at: which sort, the documents it is about, and what it is in words."""

    sort: str
    documents: tuple[str, ...]
    text: str


@dataclass(slots=True)
class _Seen:
    """What is gathered on the one way through the documents."""

    names: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    trials: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    titles: defaultdict[str, list[Document]] = field(default_factory=lambda: defaultdict(list))
    unknown: list[str] = field(default_factory=list)
    unlicensed: list[str] = field(default_factory=list)


def check(shelf: Library, today: date, *, years: int = 5, days: int = 30) -> tuple[Problem, ...]:
    """All that is to be looked at: guidelines older than so many years, sources not consulted for so many days."""
    seen, found = _Seen(), list[Problem]()
    found += [
        Problem(sort="broken", documents=(name,), text="it has no words to find or to cite")
        for name in shelf.wordless()
    ]
    for document in documents(shelf):
        found += _of_one(document, today, years)
        _see(document, seen)
    found += _duplicates(seen)
    found += _consultations(shelf, today, days)
    found += [
        Problem(
            sort="superseded?",
            documents=(s.older.id, s.newer.id),
            text=f"{s.older.title!r} may be replaced by {s.newer.title!r} ({s.newer.published or s.newer.version})",
        )
        for s in successions(shelf)
    ]
    for sort, ids in (("unknown standing", seen.unknown), ("unknown licence", seen.unlicensed)):
        if ids:
            found.append(Problem(sort=sort, documents=tuple(ids), text=f"{len(ids):,} documents"))
    if not shelf.stats().settled:
        found.append(Problem(sort="broken", documents=(), text="an unsettled index; the next gathering mends it"))
    return tuple(sorted(found, key=lambda problem: (problem.sort, problem.documents)))


def _of_one(document: Document, today: date, years: int) -> Iterator[Problem]:
    about = (document.id,)
    if document.published and document.published > f"{today.year + 1}":
        yield Problem(sort="broken", documents=about, text=f"published in {document.published}, which is to come")
    if document.kind is Kind.GUIDELINE and document.standing not in (Standing.SUPERSEDED, Standing.RETRACTED):
        if document.year is None:
            yield Problem(sort="dated", documents=about, text=f"{document.title!r}: its date is not known")
        elif today.year - document.year >= years:
            age = f"of {document.published}, {years} years or older"
            yield Problem(sort="dated", documents=about, text=f"{document.title!r}: {age}")
    if document.standing in (Standing.RETRACTED, Standing.CONCERN, Standing.CITES_RETRACTED):
        yield Problem(sort=document.standing.value, documents=about, text=repr(document.title))


def _see(document: Document, seen: _Seen) -> None:
    known = document.identifiers
    for prefix, value in (("doi", known.doi and known.doi.lower()), ("pmid", known.pmid), ("pmcid", known.pmcid)):
        if value:
            seen.names[f"{prefix}:{value}"].append(document.id)
    if known.nct and document.kind is not Kind.REGISTRATION:
        seen.trials[known.nct].append(document.id)
    opening = " ".join(document.title.casefold().split()[:3])
    seen.titles[opening].append(document)
    if document.standing is Standing.UNKNOWN:
        seen.unknown.append(document.id)
    if document.licence is None and document.depth is Depth.FULL_TEXT and not document.local:
        seen.unlicensed.append(document.id)


def _duplicates(seen: _Seen) -> Iterator[Problem]:
    told: set[tuple[str, ...]] = set()
    for name, ids in sorted(seen.names.items()):
        about = tuple(sorted(ids))
        if len(about) > 1 and about not in told:
            told.add(about)
            yield Problem(sort="duplicated", documents=about, text=f"one article held {len(about)} times ({name})")
    for nct, ids in sorted(seen.trials.items()):
        if len(ids) > 1:
            yield Problem(sort="duplicated", documents=tuple(sorted(ids)), text=f"one trial in several papers ({nct})")
    for alike in seen.titles.values():
        yield from _preprints(alike)


def _preprints(alike: list[Document]) -> Iterator[Problem]:
    articles = [d for d in alike if not _is_preprint(d)]
    for preprint in filter(_is_preprint, alike):
        for article in articles:
            if same_title(preprint.title, article.title):
                text = f"a preprint and its article: {article.title!r}"
                yield Problem(sort="duplicated", documents=(preprint.id, article.id), text=text)


def _is_preprint(document: Document) -> bool:
    return "preprint" in map(str.lower, document.types) or (document.identifiers.doi or "").startswith(_PREPRINT_DOIS)


def _consultations(shelf: Library, today: date, days: int) -> Iterator[Problem]:
    done: Mapping[str, Mapping[str, object]] = consulted(shelf)
    if not done:
        yield Problem(sort="stale", documents=(), text="no source of retractions was consulted yet")
    for source, record in sorted(done.items()):
        age = (today - date.fromisoformat(str(record["on"]))).days
        if age > days:
            yield Problem(sort="stale", documents=(), text=f"{source} was consulted {age} days ago")
        if record["state"] != "complete":
            yield Problem(sort="stale", documents=(), text=f"{source} did not answer for all on {record['on']}")
