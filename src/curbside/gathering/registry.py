"""The guidelines held: whose, where, when, which version; and which may have been replaced, for a person to confirm."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from curbside import sources
from curbside.library import Applied, Library
from curbside.model import BadInputError, Document, Kind, Mark, Standing
from curbside.sources.catalogues.notices import same_title
from curbside.sources.describing import Description, described

_DISMISSED = "not superseded:"
_PAGE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Succession:
    """Two guidelines of one body on one topic, the newer later than the older."""

    older: Document
    newer: Document


def add_guidelines(shelf: Library, path: Path, description: Description) -> Applied:
    """Gather one file of guidelines with what is told of it; BadInputError where it cannot be read."""
    source = sources.describe(path)
    return shelf.apply(
        described(sources.read(path), description),
        name=str(path.resolve()),
        digest=f"{source.digest}:{sorted(description.told.items())}",
        settle=False,
        duplicates_allowed=source.repeats,
    )


def guidelines(shelf: Library, jurisdiction: str | None = None) -> tuple[Document, ...]:
    """The guidelines held: those of the reader's own house, then of the own jurisdiction, then by body and year."""
    found = list(_guidelines(shelf))
    home = (jurisdiction or "").casefold()
    return tuple(
        sorted(
            found,
            key=lambda d: (
                not d.local,
                not home or (d.jurisdiction or "").casefold() != home,
                (d.issuer or "~").casefold(),
                -(d.year or 0),
                d.id,
            ),
        )
    )


def _guidelines(shelf: Library) -> Iterator[Document]:
    after = ""
    while found := shelf.documents(Kind.GUIDELINE, after=after, limit=_PAGE):
        yield from found
        after = found[-1].id


def successions(shelf: Library) -> tuple[Succession, ...]:
    """The guidelines that a newer one of the same body on the same topic may have replaced, not yet decided on."""
    by_body: defaultdict[tuple[str, str], list[Document]] = defaultdict(list)
    for document in _guidelines(shelf):
        if document.issuer:
            by_body[(document.issuer.casefold(), (document.jurisdiction or "").casefold())].append(document)
    dismissed = shelf.noted(_DISMISSED)
    found = [s for body in sorted(by_body) for s in _within(by_body[body])]
    return tuple(s for s in found if f"{_DISMISSED}{s.older.id} {s.newer.id}" not in dismissed)


def _within(documents: Sequence[Document]) -> Iterator[Succession]:
    """Each guideline with the newest that may have replaced it."""
    for older in documents:
        if older.standing in (Standing.SUPERSEDED, Standing.RETRACTED):
            continue
        later = [d for d in documents if d.id != older.id and _is_later(d, older) and _topic_is_same(d, older)]
        if later:
            yield Succession(older=older, newer=max(later, key=lambda d: (d.published or "", d.version or "", d.id)))


def _is_later(one: Document, other: Document) -> bool:
    if one.published and other.published and one.published[:4] != other.published[:4]:
        return one.published > other.published
    return bool(one.version and other.version) and _numbers(one.version) > _numbers(other.version)


def _numbers(version: str | None) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", version or "")]


_EDITION = re.compile(r"\b(?:19|20)\d\d\b|\b(?:version|update|updated|edition|revised|v)\b\.? ?[\d.]*", re.IGNORECASE)


def _topic_is_same(one: Document, other: Document) -> bool:
    """Whether two guidelines are on one topic: the topics told of them, else their titles but for year and version."""
    if one.topic and other.topic:
        return one.topic.casefold() == other.topic.casefold()
    return same_title(_EDITION.sub(" ", one.title), _EDITION.sub(" ", other.title))


def confirm(shelf: Library, older: str, newer: str, *, by: str, today: date) -> None:
    """Mark a guideline as superseded, on the word of a person; BadInputError where one of the two is not held."""
    _both(shelf, older, newer, by)
    mark = Mark(document=older, standing=Standing.SUPERSEDED, by=f"{by}, {today}: superseded by {newer}")
    shelf.apply([mark], name=f"superseded {older}", digest=f"{newer} {by} {today}")


def dismiss(shelf: Library, older: str, newer: str, *, by: str, today: date) -> None:
    """Remember that a person found a guideline not replaced by another; BadInputError where one is not held."""
    _both(shelf, older, newer, by)
    shelf.note(f"{_DISMISSED}{older} {newer}", f"{by}, {today}")


def _both(shelf: Library, older: str, newer: str, by: str) -> None:
    if not by.strip():
        raise BadInputError("library", older, "who says so must be named")
    for name in (older, newer):
        found = shelf.document(name)
        if found is None or found.kind is not Kind.GUIDELINE:
            raise BadInputError("library", name, "no guideline of this id is held")
    if older == newer:
        raise BadInputError("library", older, "a guideline cannot supersede itself")
