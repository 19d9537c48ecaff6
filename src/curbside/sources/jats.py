"""JATS full text, as PubMed Central keeps it, as changes for the library."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from curbside.model import Add, BadInputError, Change, Depth, Document, Identifiers, Kind, Mark, Passage, Standing
from curbside.sources.designs import CITING, kind_of
from curbside.sources.jats_tables import floating_pieces
from curbside.sources.jats_text import body_pieces
from curbside.sources.xml import Element, elements, plain
from curbside.text import sentences

_ROOTS = {"article": ("article",), "pmc-articleset": ("article",)}
_XLINK = "{http://www.w3.org/1999/xlink}href"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def read(stream: BinaryIO, *, file: str, kind: Kind | None = None) -> Iterator[Change]:
    """The changes of a JATS file, in file order: one Add for each article, and Mark for what a notice says of another.

    `kind` overrides what the article tells. Raises BadInputError for damaged, unsafe or foreign XML and for an
    article without identifier or title.
    """
    for article in elements(stream, file=file, roots=_ROOTS):
        front = article.find("front")
        meta = None if front is None else front.find("article-meta")
        if meta is None:
            raise BadInputError(file, f"line {article.sourceline}", "an article without article-meta")
        document, passages = _article(article, meta, file, kind)
        cites = _cites(article) if document.kind in CITING else ()
        yield Add(document=document, passages=passages, cites=cites)
        yield from _marks(article, meta, document)


def _article(article: Element, meta: Element, file: str, kind: Kind | None) -> tuple[Document, tuple[Passage, ...]]:
    identifiers = _identifiers(meta)
    id_ = _id(identifiers, file, article.sourceline)
    title = _title(meta)
    if not title:
        raise BadInputError(file, id_, "a record without a title")
    abstract = _abstract(meta)
    body = [*body_pieces(article.find("body")), *floating_pieces(article)]
    types = _types(article, meta)
    document = Document(
        id=id_,
        kind=kind or kind_of(types, title, abstract[1]),
        title=title,
        authors=_authors(meta),
        journal=_journal(article.find("front/journal-meta")),
        volume=_volume(meta),
        pages=_pages(meta),
        published=_published(meta),
        identifiers=identifiers,
        licence=_licence(meta),
        language=article.get(_LANGUAGE),
        depth=Depth.FULL_TEXT if body else Depth.ABSTRACT if abstract[1] else Depth.RECORD,
        standing=Standing.UNKNOWN,
        types=types,
        headings=tuple(text for k in meta.findall("kwd-group/kwd") if (text := plain(k))),
    )
    pieces = [abstract, *body] if abstract[1] else body
    # The same words twice in the same place would be one passage with one id.
    once = dict.fromkeys(pieces or [("Title", title)])
    return document, tuple(Passage(document=document, section=s, text=t) for s, t in once)


_DIGITS = re.compile(r"\d+")
_DOI = re.compile(r"10\.\d{4,9}/\S+")


def _identifiers(meta: Element) -> Identifiers:
    given = {i.get("pub-id-type"): (i.text or "").strip() for i in reversed(meta.findall("article-id"))}
    pmcid = _DIGITS.search(given.get("pmc") or given.get("pmcid") or "")
    pmid = _DIGITS.fullmatch(given.get("pmid", ""))
    return Identifiers(pmid=pmid and pmid[0], pmcid=pmcid and f"PMC{pmcid[0]}", doi=_doi(given.get("doi", "")))


def _doi(text: str) -> str | None:
    found = _DOI.search(text)
    return found[0].rstrip(".,;").lower() if found else None


def _id(identifiers: Identifiers, file: str, line: int) -> str:
    if identifiers.pmcid:
        return f"pmc:{identifiers.pmcid.removeprefix('PMC')}"
    if identifiers.pmid:
        return f"pmid:{identifiers.pmid}"
    if identifiers.doi:
        return f"doi:{identifiers.doi}"
    raise BadInputError(file, f"line {line}", "an article without PMCID, PMID or DOI")


def _cites(article: Element) -> tuple[str, ...]:
    """The articles among the references, by PMID, else by DOI: what a review or guideline rests on."""
    found = []
    for reference in article.iterfind(".//ref-list//ref"):
        known = {i.get("pub-id-type"): (i.text or "").strip() for i in reference.iter("pub-id")}
        if (pmid := known.get("pmid", "")).isdigit():
            found.append(f"pmid:{pmid}")
        elif doi := _doi(known.get("doi", "")):
            found.append(f"doi:{doi}")
    return tuple(dict.fromkeys(found))


_MARK = re.compile(r"(?<=\w)\^?[*\u2020\u2021\u00a7]+(?=[:\s]|$)")
"""The mark of a footnote to a title."""


def _title(meta: Element) -> str:
    group = meta.find("title-group")
    if group is None:
        return ""
    title = _line(group.find("article-title")) or _line(group.find("trans-title-group/trans-title"))
    subtitle = _line(group.find("subtitle"))
    if title and subtitle:
        title = f"{title}{' ' if title.endswith((':', '?', '!')) else ': '}{subtitle}"
    title = _MARK.sub("", title)
    return title[:-1] if title.endswith(".") and not title.endswith("..") else title


def _line(element: Element | None) -> str:
    return plain(element).replace("\n", " ")


def _authors(meta: Element) -> tuple[str, ...]:
    contributors = (c for group in meta.findall("contrib-group") for c in group.findall("contrib"))
    return tuple(name for c in contributors if c.get("contrib-type", "author") == "author" and (name := _author(c)))


def _author(contributor: Element) -> str:
    """The author in Vancouver style: "Smith JA", or the group as it calls itself."""
    name = contributor.find("name")
    if name is None:
        name = contributor.find("name-alternatives/name")
    if name is None:
        collective = contributor.find("collab")
        if collective is None:
            return _line(contributor.find("string-name"))
        # Some list the members of the group inside its name.
        return " ".join((collective.text or _line(collective.find("institution"))).split())
    surname, given = _line(name.find("surname")), _line(name.find("given-names"))
    suffix = _line(name.find("suffix")).rstrip(".")
    return " ".join(filter(None, (surname, _initials(given), suffix)))


def _initials(given: str) -> str:
    """ "Mikhail Y" as MY, "Jean-Paul" as JP, "JA" as JA."""
    if given.isupper() and given.isalpha() and len(given) <= 3:
        return given
    return "".join(part[0] for part in re.split(r"[\s.\-]+", given) if part and part[0].isalpha() and part[0].isupper())


def _journal(meta: Element | None) -> str | None:
    if meta is None:
        return None
    known = {i.get("journal-id-type"): (i.text or "").strip() for i in meta.findall("journal-id")}
    short = known.get("nlm-ta") or known.get("iso-abbrev") or _line(meta.find(".//abbrev-journal-title"))
    return short.replace(".", "") or _line(meta.find(".//journal-title")) or None


def _volume(meta: Element) -> str | None:
    volume, issue = _line(meta.find("volume")), _line(meta.find("issue"))
    return (f"{volume}({issue})" if issue else volume) or None


def _pages(meta: Element) -> str | None:
    first, last = _line(meta.find("fpage")), _line(meta.find("lpage"))
    if first and last and first != last:
        return f"{first}-{last}"
    return first or _line(meta.find("elocation-id")) or None


_PUBLISHED = frozenset(("epub", "ppub", "epub-ppub", "collection", "pub"))
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _published(meta: Element) -> str | None:
    """The earliest date on paper or on line; of two that agree the more precise."""
    dates = [
        date
        for d in meta.findall("pub-date")
        if (d.get("pub-type") or d.get("date-type") or "pub") in _PUBLISHED and (date := _date(d))
    ]
    return min(dates, key=lambda date: f"{date}~", default=None)


def _date(date: Element) -> str | None:
    year = _line(date.find("year"))
    if not _YEAR.fullmatch(year):
        return None
    month = _number(_line(date.find("month")), 12)
    day = _number(_line(date.find("day")), 31)
    return "-".join(filter(None, (year, month, month and day)))


def _number(text: str, most: int) -> str | None:
    if text[:3].lower() in _MONTHS:
        text = str(_MONTHS.index(text[:3].lower()) + 1)
    return f"{text:0>2}" if text.isascii() and text.isdigit() and 1 <= int(text) <= most else None


_COMMONS = re.compile(r"https?://creativecommons\.org/[\w./-]+")
_SAYS_LITTLE = frozenset(("", "open-access", "openaccess", "open access"))


def _licence(meta: Element) -> str | None:
    """The licence by its address where one is given, else by its name, else by its first sentence."""
    permissions = meta.find("permissions")
    licence = meta.find("permissions/license")
    if licence is None:
        licence = meta.find("license")
    if licence is None:
        return _line(permissions.find("copyright-statement")) or None if permissions is not None else None
    addresses = [str(v) for e in licence.iter() for v in (e.get(_XLINK), e.text) if v]
    address = next((found[0].rstrip(".") for a in addresses if (found := _COMMONS.search(a))), None)
    name = licence.get("license-type", "").strip()
    if address or name.lower() not in _SAYS_LITTLE:
        return address or name
    words = _line(licence)
    first = next(sentences(words), None)
    return words[first[0] : first[1]] if first else name or None


def _types(article: Element, meta: Element) -> tuple[str, ...]:
    subjects = (s for s in meta.findall("article-categories/subj-group/subject"))
    named = [article.get("article-type", ""), *map(_line, subjects)]
    return tuple(dict.fromkeys(filter(None, named)))


_NOT_THE_ABSTRACT = frozenset(
    ("graphical", "teaser", "toc", "precis", "editor", "key-points", "author-highlights", "highlights", "video")
)


def _abstract(meta: Element) -> tuple[str, str]:
    """The section and the text of the abstract proper, else of a translation of it."""
    own = [a for a in meta.findall("abstract") if a.get("abstract-type") not in _NOT_THE_ABSTRACT]
    own.sort(key=lambda a: a.get("abstract-type") is not None)
    for abstract in own:
        if text := _labelled(abstract):
            return "Abstract", text
    for abstract in meta.findall("trans-abstract"):
        if text := _labelled(abstract):
            return f"Abstract ({abstract.get(_LANGUAGE) or 'other'})", text
    return "Abstract", ""


def _labelled(abstract: Element) -> str:
    """One line for each labelled section, "LABEL: text"; the heading "Abstract" itself is no label."""
    lines = []
    for part in abstract:
        if part.tag == "sec":
            title = _line(part.find("title")).rstrip(":. ")
            text = " ".join(filter(None, (_line(p) for p in part if p.tag != "title")))
            lines.append(f"{title}: {text}" if title and text else text)
        elif part.tag != "title":
            lines.append(plain(part))
    return "\n".join(filter(None, lines))


_NOTICES = {
    "retraction": ("retracted-article", Standing.RETRACTED),
    "partial-retraction": ("partial-retraction", Standing.CONCERN),
    "expression-of-concern": ("object-of-concern", Standing.CONCERN),
    "correction": ("corrected-article", Standing.CORRECTED),
}
_ID_OF_LINK = {"pmid": "pmid:{}", "pmcid": "pmc:{}", "pmc": "pmc:{}"}


def _marks(article: Element, meta: Element, document: Document) -> Iterator[Change]:
    """What an article that is a notice says of the articles it is about."""
    if article.get("article-type") not in _NOTICES:
        return
    wanted, standing = _NOTICES[article.get("article-type")]
    related = meta.findall("related-article")
    about = [r for r in related if r.get("related-article-type") == wanted]
    if not about and len(related) == 1:
        about = related  # publishers name the relation in many ways; a lone one leaves no doubt
    targets = (_target(r) for r in about)
    for target in dict.fromkeys(t for t in targets if t and t != document.id):
        yield Mark(document=target, standing=standing, by=f"notice {document.id}")


def _target(related: Element) -> str | None:
    address = (related.get(_XLINK) or related.text or "").strip()
    if doi := _doi(address):
        return f"doi:{doi}"
    form = _ID_OF_LINK.get(related.get("ext-link-type", ""))
    number = _DIGITS.search(address)
    return form.format(number[0]) if form and number else None
