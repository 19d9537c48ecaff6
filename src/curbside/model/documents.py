"""What a library keeps: documents, their passages, places in them, and changes."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field

from curbside.model.errors import LawBrokenError, QuoteNotFoundError
from curbside.model.vocabulary import Depth, Kind, Standing

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifiers:
    """The names other catalogues give a document; each its own type, never mixed."""

    pmid: str | None = None
    pmcid: str | None = None
    doi: str | None = None
    nct: str | None = None

    @property
    def url(self) -> str | None:
        """Where a reader can open the document, or None where no identifier is known."""
        if self.doi:
            return f"https://doi.org/{self.doi}"
        if self.pmid:
            return f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/"
        if self.pmcid:
            return f"https://pmc.ncbi.nlm.nih.gov/articles/{self.pmcid}/"
        return f"https://clinicaltrials.gov/study/{self.nct}" if self.nct else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One guideline, label, review or study as its publisher issued it, and how much of it is held.

    `published` is an ISO 8601 date of any precision ("2024", "2024-03", "2024-03-12") or None.
    `held` says in words what part was read where `depth` alone is too coarse. Of a guideline, `topic` says what it is
    about, `scheme` how it grades, `version` which one it is; `local` is true for a protocol of the reader's own house.
    """

    id: str
    kind: Kind
    title: str
    authors: tuple[str, ...] = ()
    issuer: str | None = None
    journal: str | None = None
    volume: str | None = None
    pages: str | None = None
    published: str | None = None
    identifiers: Identifiers = field(default_factory=Identifiers)
    jurisdiction: str | None = None
    licence: str | None = None
    language: str | None = None
    depth: Depth = Depth.ABSTRACT
    held: str | None = None
    standing: Standing = Standing.UNKNOWN
    supersedes: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    link: str | None = None
    topic: str | None = None
    version: str | None = None
    scheme: str | None = None
    local: bool = False

    def __post_init__(self) -> None:
        """Refuse a document without id, or with a date that is none."""
        if not self.id or self.id != self.id.strip():
            raise LawBrokenError(f"a document needs an id without blanks around it, not {self.id!r}")
        if self.published is not None and not _DATE.fullmatch(self.published):
            raise LawBrokenError(f"{self.id}: {self.published!r} is not an ISO date")

    @property
    def year(self) -> int | None:
        """The year of publication, or None where it was not seen."""
        return int(self.published[:4]) if self.published else None

    @property
    def url(self) -> str | None:
        """Where a reader can open the document, or None."""
        return self.link or self.identifiers.url


def is_inside(kind: Kind, depth: Depth, section: str) -> bool:
    """Whether a section is of the body of a full text, of research alone: each chapter of a guideline says its own."""
    research = kind not in (Kind.GUIDELINE, Kind.LABEL)
    return research and depth is Depth.FULL_TEXT and not section.startswith(("Abstract", "Title"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A stretch of a document, short enough to read and long enough to mean something."""

    document: Document
    section: str
    text: str

    @property
    def id(self) -> str:
        """Sixteen hexadecimal digits; the same words in the same place always have the same id."""
        place = "\x1f".join((self.document.id, self.section, self.text))
        return hashlib.sha256(place.encode()).hexdigest()[:16]

    @property
    def inside(self) -> bool:
        """Whether it is from the body of research held in full, whose abstract tells the same in fewer words."""
        return is_inside(self.document.kind, self.document.depth, self.section)

    def cite(self, quote: str) -> Citation:
        """Cut a citation from this passage; the quote must stand in it word for word."""
        start = self.text.find(quote) if quote else -1
        if start < 0:
            raise QuoteNotFoundError(f"{quote!r} is not in passage {self.id} of {self.document.id}")
        return Citation(passage=self, start=start, end=start + len(quote))


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A place in a passage. The quote is read from the passage, so it cannot be misquoted."""

    passage: Passage
    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse a place outside the passage."""
        if not 0 <= self.start < self.end <= len(self.passage.text):
            raise QuoteNotFoundError(f"{self.start}:{self.end} is outside passage {self.passage.id}")

    @property
    def quote(self) -> str:
        """The cited words."""
        return self.passage.text[self.start : self.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Add:
    """A document and its passages, to be kept; replaces whatever the library holds under the same id.

    `cites` names the articles among its references ("pmid:123", "doi:10.1/abc"), for guidelines and systematic reviews.
    """

    document: Document
    passages: tuple[Passage, ...]
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Remove:
    """A document to be taken out, by id."""

    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A standing to be kept for a document, whether it is held already or comes later.

    `document` is a document id ("pmid:123") or a DOI written "doi:10.1/abc" (compared without case);
    `by` names who says so.
    """

    document: str
    standing: Standing
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading of a thesaurus and the other names of the same thing, to be kept; `id` as "mesh:D004211"."""

    id: str
    name: str
    names: tuple[str, ...]


Change = Add | Remove | Mark | Heading
