"""PubMed by the E-utilities of NCBI: searched with the history server, fetched page by page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from curbside.model import Add, BadInputError, FetchError
from curbside.sources import medline
from curbside.sources.catalogues.replies import Object, Page, Site, Skipped, asked_json, at, digest_of, stream_of
from curbside.sources.fetching import Request

_USUAL = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"
_NAME = "PubMed"
_PAGE = 200
_MOST_AT_ONCE = 9_999
"""Records that one search of PubMed gives at most; a longer list is cut by dates of publication."""

_FIRST_DAY = date(1700, 1, 1)


class Sort(StrEnum):
    """What is asked for apart, so that many reports of one sort do not crowd out the few of another."""

    GUIDELINES = "guidelines"
    REVIEWS = "reviews"
    TRIALS = "trials"
    ANY = "any"


FILTERS: Mapping[Sort, str] = {
    Sort.GUIDELINES: "(practice guideline[pt] OR guideline[pt] OR consensus development conference[pt])",
    Sort.REVIEWS: "(systematic[sb] OR meta-analysis[pt])",
    Sort.TRIALS: "(randomized controlled trial[pt] OR controlled clinical trial[pt])",
    Sort.ANY: "",
}


def term_of(groups: Sequence[Sequence[str]]) -> str:
    """The query for groups of other forms: each group must be met by one of its forms, each form as it stands.

    Every form carries its field. A proximity of nought finds a phrase that PubMed's index of phrases lacks, and keeps
    automatic term mapping from taking it to pieces; the first form is looked for as a MeSH heading, too.
    """
    return " AND ".join(_group(forms) for forms in groups if forms)


_PLAIN = re.compile(r"[^\w\s'-]+")


def _group(forms: Sequence[str]) -> str:
    plain = list(dict.fromkeys(" ".join(_PLAIN.sub(" ", form).split()) for form in forms))
    tagged = [_tagged(form) for form in plain if form]
    headed = [f'"{plain[0]}"[mh]'] if plain and plain[0] else []
    return f"({' OR '.join((*tagged, *headed))})"


def _tagged(form: str) -> str:
    return f'"{form}"[tiab:~0]' if " " in form else f"{form}[tiab]"


_OPERATOR = re.compile(r"\b(AND|OR|NOT)\b|[()]|\"[^\"]*\"")


def written(query: str) -> str:
    """A query as a person wrote it, made safe from term mapping: its own fields are left, all else is tagged.

    Quoted words are one phrase, words without quotes are each looked for; AND, OR, NOT and brackets stay.
    """
    if re.search(r"\[[\w /:~-]+\]", query):
        return query.strip()
    parts, place = [], 0
    for match in _OPERATOR.finditer(query):
        parts += [_words(query[place : match.start()]), _operator(match.group())]
        place = match.end()
    parts.append(_words(query[place:]))
    return re.sub(r"(?<=[\])]) (?=[\w\"(])(?!AND\b|OR\b|NOT\b)", " AND ", " ".join(filter(None, parts)))


def _operator(found: str) -> str:
    return _tagged(" ".join(_PLAIN.sub(" ", found).split())) if found.startswith('"') else found


def _words(text: str) -> str:
    return " AND ".join(_tagged(word) for word in _PLAIN.sub(" ", text).split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A search: the query that leaves, for reports of which sort, published since when, and how many at most."""

    term: str
    sort: Sort = Sort.ANY
    since: date | None = None
    until: date
    most: int = 1000

    @property
    def query(self) -> str:
        """The words that are sent."""
        kept = FILTERS[self.sort]
        return f"({self.term}) AND {kept}" if kept else self.term


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A list that the history server keeps: how long, how it understood the query, and where the list is."""

    count: int
    notes: tuple[str, ...]
    history: Mapping[str, str]
    dates: tuple[date, date]


def pages(site: Site, asked: Asked) -> Iterator[Page]:
    """The records found, most relevant first where they fit one list; FetchError where PubMed does not give them."""
    found = _search(site, asked, (asked.since or _FIRST_DAY, asked.until))
    wanted = min(found.count, asked.most)
    yield Page(name=f"pubmed {asked.query}", digest="", notes=found.notes, found=found.count)
    for part in _parts(site, asked, found) if wanted > _MOST_AT_ONCE else (found,):
        length = min(part.count, wanted, _MOST_AT_ONCE)
        yield from _pages(site, asked, part, length)
        wanted -= length
        if wanted <= 0:
            return


def _parts(site: Site, asked: Asked, found: _Found) -> Iterator[_Found]:
    """The list in parts short enough to be given, the newest first; a single day longer than that is cut and told."""
    if found.count <= _MOST_AT_ONCE or found.dates[0] == found.dates[1]:
        yield found
        return
    first, last = found.dates
    middle = first + (last - first) // 2
    for dates in ((middle + timedelta(days=1), last), (first, middle)):
        yield from _parts(site, asked, _search(site, asked, dates))


def _search(site: Site, asked: Asked, dates: tuple[date, date], *, fresh: bool = False) -> _Found:
    params = {
        "db": "pubmed",
        "usehistory": "y",
        "retmode": "json",
        "retmax": "0",
        "sort": "relevance",
        "tool": "curbside",
    }
    if asked.since is not None or dates != (_FIRST_DAY, asked.until):
        params |= {"datetype": "pdat", "mindate": _day(dates[0]), "maxdate": _day(dates[1])}
    request = _request(site, "esearch.fcgi", params, words={"term": asked.query}, fresh=fresh)
    reply = asked_json(site, request)
    result = at(reply, "esearchresult", dict, request.failed)
    if error := result.get("ERROR") or reply.get("error"):
        raise request.failed(f"the search was refused: {error}")
    count = at(reply, "esearchresult.count", str, request.failed)
    if not count.isdigit():
        raise request.failed(f"the reply has changed: the count is {count!r}")
    history = {
        "WebEnv": at(reply, "esearchresult.webenv", str, request.failed),
        "query_key": at(reply, "esearchresult.querykey", str, request.failed),
    }
    return _Found(count=int(count), notes=_notes(result), history=history, dates=dates)


def _day(day: date) -> str:
    return f"{day:%Y/%m/%d}"


def _notes(result: Object) -> tuple[str, ...]:
    """What PubMed says of the words it did not find, so that a query that fell apart is seen."""
    told = []
    for listed in (result.get("errorlist"), result.get("warninglist")):
        for name, words in listed.items() if isinstance(listed, dict) else ():
            if isinstance(words, list) and words:
                told.append(f"{name}: {', '.join(map(str, words))}")
    return tuple(told)


def _request(
    site: Site, name: str, params: Mapping[str, str], *, words: Mapping[str, str] | None = None, fresh: bool = False
) -> Request:
    own = {"email": site.contact} if site.contact else {}
    return Request(
        service=_NAME,
        url=f"{site.address('pubmed', _USUAL)}/{name}",
        words=words or {},
        params={**params, **own},
        secrets={"api_key": site.ncbi_key} if site.ncbi_key else {},
        post=True,
        fresh=fresh,
    )


def _pages(site: Site, asked: Asked, found: _Found, length: int) -> Iterator[Page]:
    history = found.history
    for start in range(0, length, _PAGE):
        size = min(_PAGE, length - start)
        try:
            yield _page(site, asked, history, (start, size))
        except FetchError as error:
            if error.status != 400:
                raise
            # The server forgets lists after some hours: asked for anew, the same list goes on where it was.
            history = _search(site, asked, found.dates, fresh=True).history
            yield _page(site, asked, history, (start, size))


def _page(site: Site, asked: Asked, history: Mapping[str, str], span: tuple[int, int]) -> Page:
    start, size = span
    params = {"db": "pubmed", "retmode": "xml", "retstart": str(start), "retmax": str(size), "tool": "curbside"}
    request = _request(site, "efetch.fcgi", {**params, **history})
    reply = site.send(request)
    place = f"PubMed records {start + 1} to {start + size}"
    skipped: list[Skipped] = []
    try:
        read = medline.read(
            stream_of(reply), file=place, skip=lambda e: skipped.append(Skipped(name=e.place, reason=e.reason))
        )
        changes = tuple(read)
    except BadInputError as error:
        raise request.failed(f"the reply cannot be read: {error}") from error
    given = sum(isinstance(change, Add) for change in changes) + len(skipped)
    notes = () if given == size else (f"{place}: {size} asked for, {given} given",)
    return Page(
        name=f"pubmed {asked.query} {start}",
        digest=digest_of(reply.body),
        changes=changes,
        skipped=tuple(skipped),
        notes=notes,
    )
