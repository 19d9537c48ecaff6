"""What a source says of the standing of articles: notices, and matching them to documents by id and title together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from curbside.model import Document, Standing

_SEVERITY = (Standing.RETRACTED, Standing.CONCERN, Standing.CORRECTED, Standing.CURRENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What a source says of one article: its identifiers and title as the source gives them, and the notice itself."""

    standing: Standing
    doi: str | None = None
    pmid: str | None = None
    title: str | None = None
    notice: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the article, a DOI without case."""
        named = (("doi", self.doi and self.doi.lower()), ("pmid", self.pmid))
        return tuple(f"{prefix}:{value}" for prefix, value in named if value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Consultation:
    """What a source was asked and said: its notices, and the names it knows about, None where it knows of all articles.

    An article that is not `answered` for is unknown to the source and never clear. `failed` says why some are not.
    """

    source: str
    version: str
    notices: tuple[Notice, ...] = ()
    answered: frozenset[str] | None = None
    failed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a consultation says of one document: flagged with its notices, clear, unknown, or doubtful with a reason."""

    notices: tuple[Notice, ...] = ()
    clear: bool = False
    doubtful: str | None = None


@dataclass(frozen=True, slots=True)
class Index:
    """The notices of a consultation by the names of their articles."""

    consultation: Consultation
    by_name: Mapping[str, tuple[Notice, ...]] = field(default_factory=dict)

    def of(self, document: Document) -> Said:
        """What it says of a document, by any of its identifiers; one whose title differs is doubtful, not flagged."""
        names = names_of(document)
        found = list(dict.fromkeys(notice for name in names for notice in self.by_name.get(name, ())))
        alike = tuple(notice for notice in found if notice.title is None or same_title(notice.title, document.title))
        if alike:
            return Said(notices=alike)
        if found:
            reason = f"{found[0].standing.value} is said of {found[0].names[0]}, {found[0].title!r}: another title"
            return Said(doubtful=reason)
        answered = self.consultation.answered
        return Said(clear=bool(names) and (answered is None or not answered.isdisjoint(names)))


def index(consultation: Consultation) -> Index:
    """The index of a consultation."""
    by_name: dict[str, tuple[Notice, ...]] = {}
    for notice in consultation.notices:
        for name in notice.names:
            by_name[name] = (*by_name.get(name, ()), notice)
    return Index(consultation, by_name)


def names_of(document: Document) -> tuple[str, ...]:
    """The names under which sources of notices know a document: its DOI and its PMID."""
    known = document.identifiers
    named = (("doi", known.doi and known.doi.lower()), ("pmid", known.pmid))
    return tuple(f"{prefix}:{value}" for prefix, value in named if value)


def worst(standings: Iterable[Standing]) -> Standing:
    """The most severe of the standings a source can give."""
    return min(standings, key=_SEVERITY.index)


_PREFIX = re.compile(
    r"^\W*(?:retracted(?: article| paper)?|withdrawn|retraction(?: of| note to)?|removed|expression of concern)"
    r"\W*[:\u2014-]\s*",
    re.IGNORECASE,
)
_ALIKE = 0.6


def same_title(one: str, other: str) -> bool:
    """Whether two titles name one article: most words the same, words like "RETRACTED:" and subtitles aside."""
    first, second = _words(one), _words(other)
    if not first or not second:
        return True  # nothing to tell them apart by
    shared = len(first & second)
    return shared / len(first | second) >= _ALIKE or (shared >= 4 and shared == min(len(first), len(second)))


def _words(title: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W_]+", _PREFIX.sub("", title).casefold()))
