"""MEDLINE and PubMed citations, baseline and update files, as changes for the library."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO

from curbside.model import (
    Add,
    BadInputError,
    Change,
    Depth,
    Document,
    Identifiers,
    Kind,
    Mark,
    Passage,
    Remove,
    Standing,
)
from curbside.sources.designs import CITING, kind_of
from curbside.sources.xml import Element, elements, plain
from curbside.text import normalise

_ROOTS = {
    "PubmedArticleSet": ("PubmedArticle", "PubmedBookArticle", "DeleteCitation"),
    "PubmedBookArticleSet": ("PubmedBookArticle",),
    "MedlineCitationSet": ("MedlineCitation", "DeleteCitation"),
    "PubmedArticle": ("PubmedArticle",),
    "MedlineCitation": ("MedlineCitation",),
    "DeleteCitation": ("DeleteCitation",),
}
_Children = Mapping[str, list[Element]]
_NONE: list[Element] = []


def read(
    stream: BinaryIO, *, file: str, kind: Kind | None = None, skip: Callable[[BadInputError], None] | None = None
) -> Iterator[Change]:
    """The changes of a MEDLINE or PubMed file in file order: Add, Remove for deletions, Mark for what notices say.

    A PMID may come twice, as a newer version: the later one counts. `kind` overrides what the record tells.
    Raises BadInputError for damaged, unsafe or foreign XML and for a record without PMID or title; with `skip`, such
    a record is told to it and the others are read.
    """
    for element in elements(stream, file=file, roots=_ROOTS):
        try:
            yield from _record(element, file, kind)
        except BadInputError as error:
            if skip is None:
                raise
            skip(error)


def _record(element: Element, file: str, kind: Kind | None) -> Iterator[Change]:
    if element.tag == "DeleteCitation":
        yield from (Remove(document=f"pmid:{_text(p)}") for p in element.iterchildren("PMID"))
    elif element.tag == "PubmedBookArticle":
        yield _chapter(element, file, kind)
    else:
        yield from _citation(element, file, kind)


def _citation(element: Element, file: str, kind: Kind | None) -> Iterator[Change]:
    record = _children(element)
    pubmed = _children(_first(record, "PubmedData"))
    citation = record if element.tag == "MedlineCitation" else _children(_first(record, "MedlineCitation"))
    pmid = _pmid(citation, file)
    article = _children(_first(citation, "Article"))
    notices = [
        c for group in citation.get("CommentsCorrectionsList", _NONE) for c in group if c.get("RefType") != "Cites"
    ]
    journal, volume, published = _journal(article, citation)
    title, abstract = _title_and_abstract(article, citation, f"PMID {pmid}", file)
    types = _texts(article, "PublicationTypeList")
    document = Document(
        id=f"pmid:{pmid}",
        kind=kind or kind_of(types, title, abstract[1]),
        title=title,
        authors=_authors(_first(article, "AuthorList")),
        journal=journal,
        volume=volume,
        published=published,
        identifiers=_identifiers(pmid, article, citation, pubmed),
        pages=_pages(_first(article, "Pagination")),
        licence=_licence(article),
        language=_text(_first(article, "Language")) or None,
        depth=Depth.ABSTRACT if abstract[1] else Depth.RECORD,
        standing=_standing(types, notices),
        types=types,
        headings=_headings(citation),
    )
    cites = _cites(citation, pubmed) if document.kind in CITING else ()
    yield Add(document=document, passages=_passages(document, *abstract), cites=cites)
    yield from _marks(pmid, notices)


def _chapter(element: Element, file: str, kind: Kind | None) -> Change:
    """A book or a chapter of one, such as those of the NCBI Bookshelf."""
    book_document = _children(_first(_children(element), "BookDocument"))
    pmid = _pmid(book_document, file)
    book = _children(_first(book_document, "Book"))
    book_title = plain(_first(book, "BookTitle"))
    chapter = plain(_first(book_document, "ArticleTitle"))
    title = _without_stop(chapter or book_title)
    if not title:
        raise BadInputError(file, f"PMID {pmid}", "a record without a title")
    section, abstract = _abstract(book_document)
    types = tuple(t for p in book_document.get("PublicationType", _NONE) if (t := _text(p)))
    document = Document(
        id=f"pmid:{pmid}",
        kind=kind or kind_of(types, title, abstract),
        title=title,
        authors=_authors(_first(book_document, "AuthorList")) or _authors(_first(book, "AuthorList")),
        issuer=plain(_first(_children(_first(book, "Publisher")), "PublisherName")) or None,
        journal=_without_stop(book_title) if chapter else None,
        published=_date(_children(_first(book, "PubDate"))),
        identifiers=_identifiers(pmid, book, book_document, _children(_first(_children(element), "PubmedBookData"))),
        language=_text(_first(book_document, "Language")) or None,
        depth=Depth.ABSTRACT if abstract else Depth.RECORD,
        standing=Standing.CURRENT,
        types=types,
    )
    return Add(document=document, passages=_passages(document, section, abstract))


def _children(element: Element | None) -> _Children:
    found: dict[str, list[Element]] = {}
    if element is not None:
        for child in element:
            tag = child.tag
            if tag in found:
                found[tag].append(child)
            else:
                found[tag] = [child]
    return found


def _first(children: _Children, tag: str) -> Element | None:
    found = children.get(tag)
    return found[0] if found else None


def _text(element: Element | None) -> str:
    text: str = "" if element is None else (element.text or "").strip()
    return text if text.isascii() else normalise(text)


def _texts(children: _Children, tag: str) -> tuple[str, ...]:
    return tuple(text for group in children.get(tag, _NONE) for c in group if (text := _text(c)))


def _pmid(citation: _Children, file: str) -> str:
    pmid = _text(_first(citation, "PMID"))
    if not (pmid.isascii() and pmid.isdigit()):
        raise BadInputError(file, f"PMID {pmid!r}", "a record without a PMID")
    return pmid


def _passages(document: Document, section: str, abstract: str) -> tuple[Passage, ...]:
    if not abstract:
        return (Passage(document=document, section="Title", text=document.title),)
    return (Passage(document=document, section=section, text=abstract),)


_NO_TITLE = frozenset(("", "not available", "in process citation"))


def _title_and_abstract(article: _Children, citation: _Children, place: str, file: str) -> tuple[str, tuple[str, str]]:
    abstract = _abstract(article)
    if not abstract[1]:
        abstract = _other_abstract(citation)
    title = _unbracketed(_without_stop(plain(_first(article, "ArticleTitle"))))
    if title.lower() in _NO_TITLE:
        title = _unbracketed(_without_stop(plain(_first(article, "VernacularTitle"))))
    if not title and not abstract[1]:
        raise BadInputError(file, place, "a record without a title")
    return title or "(untitled)", abstract


def _without_stop(title: str) -> str:
    return title[:-1].rstrip() if title.endswith(".") and not title.endswith("..") else title


def _unbracketed(title: str) -> str:
    """The title out of the square brackets that mark a translation; others are part of the title."""
    if not (title.startswith("[") and title.endswith("]")):
        return title
    inner, depth = title[1:-1], 0
    for character in inner:
        depth += (character == "[") - (character == "]")
        if depth < 0:
            return title
    return _without_stop(inner.strip())


_NO_LABEL = frozenset(("", "UNLABELLED", "UNLABELED", "UNASSIGNED"))


def _abstract(article: _Children) -> tuple[str, str]:
    abstract = _first(article, "Abstract")
    return "Abstract", "" if abstract is None else _labelled(abstract)


def _other_abstract(citation: _Children) -> tuple[str, str]:
    """The abstract in another language or for another reader, where the journal's own is missing."""
    for other in citation.get("OtherAbstract", _NONE):
        text = _labelled(other)
        if text:
            return f"Abstract ({other.get('Language') or other.get('Type') or 'other'})", text
    return "Abstract", ""


def _labelled(abstract: Element) -> str:
    lines = []
    for part in abstract:
        if part.tag == "AbstractText" and (text := plain(part)):
            label = (part.get("Label") or "").strip()
            lines.append(text if label.upper() in _NO_LABEL else f"{normalise(label.rstrip(': '))}: {text}")
    return "\n".join(lines)


def _authors(author_list: Element | None) -> tuple[str, ...]:
    if author_list is None:
        return ()
    return tuple(name for a in author_list if a.get("ValidYN") != "N" and (name := _author(a)))


def _author(author: Element) -> str:
    last = first = initials = suffix = collective = None
    for part in author:  # a filter of tags costs more to make than the few other children cost to look at
        tag = part.tag
        if tag == "LastName":
            last = part.text
        elif tag == "Initials":
            initials = part.text
        elif tag == "ForeName":
            first = part.text
        elif tag == "Suffix":
            suffix = part.text
        elif tag == "CollectiveName":
            collective = part
    if not last:
        return plain(collective).rstrip(".") or (first or "").strip()
    initials = initials or "".join(n[0] for n in (first or "").split())
    name = f"{last} {initials}" if initials else last
    if suffix and (suffix := suffix.rstrip(".")):
        name = f"{name} {suffix}"
    return name if name.isascii() else normalise(name)


def _journal(article: _Children, citation: _Children) -> tuple[str | None, str | None, str | None]:
    journal = _children(_first(article, "Journal"))
    issue = _children(_first(journal, "JournalIssue"))
    name = _text(_first(journal, "ISOAbbreviation")).replace(".", "")
    if not name:
        name = _text(_first(_children(_first(citation, "MedlineJournalInfo")), "MedlineTA"))
    volume, number = _text(_first(issue, "Volume")), _text(_first(issue, "Issue"))
    written = f"{volume}({number})" if number else volume
    published = _date(_children(_first(issue, "PubDate")))
    if published is None:
        published = _date(_children(_first(article, "ArticleDate")))
    return name or _text(_first(journal, "Title")) or None, written or None, published


def _pages(pagination: Element | None) -> str | None:
    found = _children(pagination)
    pages = _text(_first(found, "MedlinePgn"))
    if pages:
        return pages
    ends = _text(_first(found, "StartPage")), _text(_first(found, "EndPage"))
    return "-".join(filter(None, ends)) or None


_MONTHS = {
    name: f"{number:02}"
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_YEAR_THEN_MONTH = re.compile(r"((?:1[5-9]|20)\d\d)(?: ([A-Z][a-z]{2}))?")


def _date(date: _Children) -> str | None:
    """An ISO date of the precision the record gives, or None; of a span, its beginning."""
    year = _text(_first(date, "Year"))
    if not year:
        return _free_date(_text(_first(date, "MedlineDate")))
    if not (len(year) == 4 and year.isascii() and year.isdigit() and "1500" <= year < "2100"):
        return None
    month = _month(_text(_first(date, "Month")))
    if month is None:
        return year
    day = _text(_first(date, "Day"))
    return f"{year}-{month}-{day:0>2}" if day.isdigit() and 1 <= int(day) <= 31 else f"{year}-{month}"


def _month(month: str) -> str | None:
    if month.isdigit():
        return f"{month:0>2}" if 1 <= int(month) <= 12 else None
    return _MONTHS.get(month[:3].lower())


def _free_date(text: str) -> str | None:
    """ "2007 Nov-Dec" as 2007-11, "1998-1999" and "Spring 1998" as 1998."""
    found = _YEAR_THEN_MONTH.search(text)
    if found is None:
        return None
    month = _month(found[2]) if found[2] else None
    return f"{found[1]}-{month}" if month else found[1]


_DOI = re.compile(r"10\.\d{4,9}/\S+")
_PMCID = re.compile(r"PMC\d+")
_NCT = re.compile(r"NCT\d{8}")


def _identifiers(pmid: str, article: _Children, citation: _Children, pubmed: _Children) -> Identifiers:
    """The record's own identifiers; those of the articles it refers to stand elsewhere and are never looked at."""
    doi = pmcid = None
    for place in article.get("ELocationID", _NONE):
        if place.get("EIdType") == "doi" and place.get("ValidYN") != "N":
            doi = doi or _doi(_text(place))
    for name in (
        i for group in (*pubmed.get("ArticleIdList", _NONE), *citation.get("ArticleIdList", _NONE)) for i in group
    ):
        if name.get("IdType") == "doi":
            doi = doi or _doi(_text(name))
        elif name.get("IdType") == "pmc":
            pmcid = pmcid or _matched(_PMCID, _text(name))
    for other in citation.get("OtherID", _NONE):
        pmcid = pmcid or _matched(_PMCID, _text(other))
    return Identifiers(pmid=pmid, doi=doi, pmcid=pmcid, nct=_registration(_first(article, "DataBankList")))


def _matched(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.search(text)
    return found[0] if found else None


def _doi(text: str) -> str | None:
    doi = _matched(_DOI, text)
    return doi.rstrip(".,;").lower() if doi else None


def _registration(banks: Element | None) -> str | None:
    """The first ClinicalTrials.gov number the authors declared."""
    if banks is None:
        return None
    declared = (b for b in banks if b.findtext("DataBankName") == "ClinicalTrials.gov")
    numbers = (_matched(_NCT, _text(n)) for b in declared for n in b.iter("AccessionNumber"))
    return next(filter(None, numbers), None)


def _licence(article: _Children) -> str | None:
    return plain(_first(_children(_first(article, "Abstract")), "CopyrightInformation")) or None


def _headings(citation: _Children) -> tuple[str, ...]:
    groups = citation.get("MeshHeadingList", _NONE)
    return tuple(text for group in groups for h in group if len(h) and (text := _text(h[0])))


_RETRACTED, _CONCERN, _CORRECTED = Standing.RETRACTED, Standing.CONCERN, Standing.CORRECTED
_SAID_OF_THIS = {
    "RetractionIn": _RETRACTED,
    "RetractedandRepublishedIn": _RETRACTED,
    "ExpressionOfConcernIn": _CONCERN,
    "PartialRetractionIn": _CONCERN,
    "ErratumIn": _CORRECTED,
    "CorrectedandRepublishedIn": _CORRECTED,
    "UpdateIn": _CORRECTED,
}


def _cites(citation: _Children, pubmed: _Children) -> tuple[str, ...]:
    """The articles among the references, by PMID or DOI: what a review or guideline rests on."""
    groups = citation.get("CommentsCorrectionsList", _NONE)
    found = [f"pmid:{_text(c.find('PMID'))}" for g in groups for c in g if c.get("RefType") == "Cites"]
    for reference in (r for listed in pubmed.get("ReferenceList", _NONE) for r in listed.iter("Reference")):
        known = {name.get("IdType"): _text(name) for name in reference.iter("ArticleId")}
        if number := known.get("pubmed"):
            found.append(f"pmid:{number}")
        elif doi := _doi(known.get("doi", "")):
            found.append(f"doi:{doi}")
    return tuple(name for name in dict.fromkeys(found) if name != "pmid:")


_SAID_OF_ANOTHER = {
    "RetractionOf": _RETRACTED,
    "RetractedandRepublishedFrom": _RETRACTED,
    "ExpressionOfConcernFor": _CONCERN,
    "PartialRetractionOf": _CONCERN,
    "ErratumFor": _CORRECTED,
}


def _standing(types: tuple[str, ...], notices: list[Element]) -> Standing:
    said = {_SAID_OF_THIS.get(n.get("RefType")) for n in notices}
    if "Retracted Publication" in types:
        return _RETRACTED
    return next((s for s in (_RETRACTED, _CONCERN, _CORRECTED) if s in said), Standing.CURRENT)


def _marks(pmid: str, notices: list[Element]) -> Iterator[Change]:
    """What this record, being a notice, says of other documents: by PMID, or by the DOI its reference gives."""
    for notice in notices:
        standing = _SAID_OF_ANOTHER.get(notice.get("RefType"))
        if standing is None:
            continue
        other, doi = _text(notice.find("PMID")), _doi(_text(notice.find("RefSource")))
        document = f"pmid:{other}" if other else f"doi:{doi}" if doi else None
        if document and other != pmid:
            yield Mark(document=document, standing=standing, by=f"MEDLINE pmid:{pmid}")
