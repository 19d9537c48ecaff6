"""What Crossref registers about works, for documents whose own record lacks it: journal, date, licence, type."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from curbside.model import Document
from curbside.sources.catalogues.crossref import BATCH, SOURCE, works
from curbside.sources.catalogues.notices import same_title
from curbside.sources.catalogues.replies import Object, Site, Skipped, objects_at, text_at, texts_at
from curbside.text import normalise

_PARTS = ("journal", "published", "volume", "pages", "licence")
"""What a work can tell of a document; its authors and its title are left as their source wrote them."""
_SOUGHT = ("journal", "published", "licence")
"""A document that lacks one of these is asked for."""
_DOI = re.compile(r"10\.\d{4,9}/[^\s,]+")
_UNSEEN = re.compile(r"\(title not seen\)|^(?:PMID|PMC|doi:)\s*[\d.]\S*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed:
    """One reply: documents with what they lacked, those left as they are and why, and where the two disagree."""

    asked: tuple[str, ...]
    documents: tuple[Document, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[str, ...] = ()


def lacking(document: Document) -> bool:
    """Whether a document with a DOI lacks something that Crossref may tell."""
    return document.identifiers.doi is not None and any(getattr(document, part) is None for part in _SOUGHT)


def completed(site: Site, documents: Sequence[Document], today: date) -> Iterator[Completed]:
    """The documents with what they lacked, a reply each; a licence that is not in force today is not told."""
    for start in range(0, len(documents), BATCH):
        batch = documents[start : start + BATCH]
        # One that is no DOI would have the whole batch refused.
        dois = tuple(dict.fromkeys(d.lower() for b in batch if _DOI.fullmatch(d := b.identifiers.doi or "")))
        found = {(text_at(work, "DOI") or "").lower(): work for work in works(site, dois)} if dois else {}
        yield _reply(batch, dois, found, today)


def _reply(batch: Sequence[Document], dois: tuple[str, ...], found: Mapping[str, Object], today: date) -> Completed:
    made: list[Document] = []
    skipped: list[Skipped] = []
    notes: list[str] = []
    for document in batch:
        work = found.get((document.identifiers.doi or "").lower())
        if reason := _objection(document, work):
            skipped.append(Skipped(name=document.id, reason=reason))
        elif work is not None:
            told = _told(work, today)
            notes += _conflicts(document, told)
            new = _with(document, told, _type(work))
            made += [new] if new != document else []
    return Completed(asked=dois, documents=tuple(made), skipped=tuple(skipped), notes=tuple(notes))


def _objection(document: Document, work: Object | None) -> str:
    """Why nothing is taken from a work for a document: an id is trusted only together with a title."""
    doi = document.identifiers.doi
    if not _DOI.fullmatch(doi or ""):
        return f"{doi!r} is no DOI that {SOURCE} can be asked about"
    if work is None:
        return f"{SOURCE} does not know {doi}"
    title = _title(work)
    if title is None or _UNSEEN.search(document.title):
        return f"{SOURCE} or the document gives no title to check {doi} by"
    if not same_title(title, document.title):
        return f"{doi} is {title!r} at {SOURCE}, another title: nothing is taken"
    return ""


def _title(work: Object) -> str | None:
    title, rest = next(iter(texts_at(work, "title")), None), texts_at(work, "subtitle")
    return title and _plain(": ".join((title, *rest[:1])))


def _plain(text: str) -> str:
    return normalise(re.sub(r"<[^>]+>", "", text)).replace("\n", " ")


def _told(work: Object, today: date) -> dict[str, str]:
    """What a work says of the parts, those alone that it does say."""
    journal = next(iter((*texts_at(work, "container-title"), *texts_at(work, "short-container-title"))), None)
    told = {
        "journal": journal and _plain(journal),
        "published": next((d for name in ("issued", "published") if (d := _date(work.get(name)))), None),
        "volume": text_at(work, "volume"),
        "pages": text_at(work, "page") or text_at(work, "article-number"),
        "licence": _licence(work, today),
    }
    return {part: text for part, text in told.items() if text}


def _date(found: object) -> str | None:
    """The first of Crossref's date parts ([[2024, 3, 1]]) as an ISO date, None where there is none."""
    parts = found.get("date-parts") if isinstance(found, dict) else None
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    numbers = [p for p in first[:3] if isinstance(p, int)]
    if not numbers or not 1000 <= numbers[0] <= 9999:
        return None
    try:
        date(*[*numbers, 1, 1][:3])
    except ValueError:
        return None
    return "-".join([f"{numbers[0]:04}", *(f"{n:02}" for n in numbers[1:])])


_VERSIONS = ("vor", "am", "unspecified")
"""The versions of an article that readers see, that of record first; "tdm" is for machines and lets nobody show it."""


def _licence(work: Object, today: date) -> str | None:
    """The address of the licence in force for the version of record, else for another that readers see."""
    known = [
        (_VERSIONS.index(version), address)
        for one in objects_at(work, "license")
        if (version := text_at(one, "content-version")) in _VERSIONS
        and (address := text_at(one, "URL"))
        and (_date(one.get("start")) or "") <= today.isoformat()
    ]
    return min(known)[1] if known else None


def _type(work: Object) -> str | None:
    if text_at(work, "subtype") == "preprint":
        return "preprint"
    sort = text_at(work, "type")
    return sort and sort.replace("-", " ")


def _with(document: Document, told: Mapping[str, str], sort: str | None) -> Document:
    """The document with what it lacked; what it has stays."""
    new = {part: told[part] for part in _PARTS if part in told and getattr(document, part) is None}
    types = document.types or ((sort,) if sort else ())
    return replace(document, types=types, **new)  # type: ignore[arg-type]  # parts that are texts


def _conflicts(document: Document, told: Mapping[str, str]) -> Iterator[str]:
    """Where a document and the work say different things: told, and left as the document has it."""
    for part in _PARTS:
        held, said = getattr(document, part), told.get(part)
        if held and said and not _SAME[part](held, said):
            yield f"{document.id}: {part} is {held!r} here and {said!r} at {SOURCE}; left as it is"


def _same_journal(one: str, other: str) -> bool:
    """Whether two names may be of one journal: each word of the shorter begins one of the longer, in order."""
    short, long = sorted((re.findall(r"[^\W_]+", name.casefold()) for name in (one, other)), key=len)
    rest = iter(long)
    return all(any(w.startswith(s) or s.startswith(w) for w in rest) for s in short)


def _same_pages(one: str, other: str) -> bool:
    """Whether two ranges begin alike: "633-652" and "633-52" are one."""
    first, second = (
        re.split(r"[-\u2013]", text.strip(), maxsplit=1)[0].lstrip("eE0").casefold() for text in (one, other)
    )
    return first == second


def _same_licence(one: str, other: str) -> bool:
    """Whether two licences may be one: a name and an address cannot be told apart, two addresses can."""
    addresses = [re.sub(r"^https?://(?:www\.)?|/(?:legalcode)?$", "", text.casefold()) for text in (one, other)]
    return addresses[0] == addresses[1] or not all(text.casefold().startswith("http") for text in (one, other))


_SAME = {
    "journal": _same_journal,
    "published": lambda one, other: one[:4] == other[:4],
    "volume": lambda one, other: one.split("(")[0].strip().casefold() == other.strip().casefold(),
    "pages": _same_pages,
    "licence": _same_licence,
}
