"""Opens the house: chooses each room and joins them. The only place that knows them all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from curbside import sources
from curbside.appraisal import appraise, conditions, silent
from curbside.composing import compose, conclude, follow_ups
from curbside.engine import Engine
from curbside.library import Applied, Library, open_library
from curbside.model import Document, Draft, Evidence, Hit, Kind, Passage, Role, Topic, Verified
from curbside.retrieval import Shelves, question_terms, related_guidelines, retrieve
from curbside.settings import Settings
from curbside.text import words
from curbside.understanding import Vocabulary, understand
from curbside.verification import Court, verify

STARTER = "starter library"
_MOST_SILENT = 25
"""Guidelines on the condition that are read whole to say whether they name the intervention."""


@dataclass(frozen=True, slots=True)
class House:
    """A library and the engine that answers from it; `starter` is true for the library that comes along."""

    library: Library
    engine: Engine
    starter: bool

    def rank(self, text: str, *, k: int, kinds: frozenset[Kind] | None = None) -> list[tuple[Passage, float]]:
        """The k best passages for a text with their scores, best first, searched as a question would be."""
        topic = understand(text, _vocabulary(self.library))
        ranked = self.library.search(question_terms(topic), kinds=kinds, k=k)
        scores = dict(ranked)
        return [(p, scores[p.id]) for p in self.library.passages([i for i, _ in ranked])]


def open_house(settings: Settings, *, library: Path | None = None) -> House:
    """The house over the library named, else over the one of the settings, else over the starter library.

    Raises LibraryError where the library named is none.
    """
    if library is None and not settings.library.exists():
        shelf, starter = starter_library(), True
    else:
        shelf, starter = open_library(library or settings.library), False
    return House(library=shelf, engine=engine_of(shelf, settings.jurisdiction), starter=starter)


def starter_library() -> Library:
    """The starter library, made in memory from the cards that come with Curbside."""
    shelf = open_library(None)
    shelf.apply(sources.starter(), name=STARTER, digest=STARTER)
    return shelf


def engine_of(shelf: Library, jurisdiction: str | None = None) -> Engine:
    """The engine over one library."""
    shelves = Shelves(
        search=lambda terms, kinds, k: shelf.search(terms, kinds=kinds, k=k),
        passages=shelf.passages,
    )
    return Engine(
        understand=partial(understand, vocabulary=_vocabulary(shelf), jurisdiction=jurisdiction),
        retrieve=lambda topic: retrieve(topic, shelves),
        appraise=lambda topic, hits: appraise(hits, topic, shelf.standing),
        related=lambda topic, evidence: _related(shelves, evidence),
        silent=lambda topic, evidence: _silent(shelf, topic, evidence),
        compose=compose,
        verify=lambda draft: _verified(shelf, draft),
    )


def _vocabulary(shelf: Library) -> Vocabulary:
    return Vocabulary(expansions=shelf.expansions, shortenings=shelf.shortenings, frequency=shelf.document_frequency)


def _related(shelves: Shelves, evidence: Sequence[Evidence]) -> tuple[Hit, ...]:
    if any(e.direct and e.passage.document.kind is Kind.GUIDELINE for e in evidence):
        return ()
    known = {e.passage.document.id for e in evidence}
    return tuple(h for h in related_guidelines(conditions(evidence), shelves) if h.passage.document.id not in known)


def _silent(shelf: Library, topic: Topic, evidence: Sequence[Evidence]) -> tuple[Document, ...]:
    if topic.concept(Role.INTERVENTION) is None or topic.condition is None:
        return ()
    found = conditions(evidence)

    def named(item: Evidence) -> bool:
        return any(c in words(item.passage.document.title) for c in found)

    guidelines = dict.fromkeys(
        e.passage.document.id
        for e in evidence
        if e.passage.document.kind is Kind.GUIDELINE and not e.about_intervention and (e.on_population or named(e))
    )
    return silent(topic, [shelf.document_passages(i) for i in list(guidelines)[:_MOST_SILENT]])


def _verified(shelf: Library, draft: Draft) -> Verified:
    court = Court(standing=shelf.standing, conclude=conclude, follow_ups=follow_ups, edition=shelf.edition)
    return verify(draft, court)


def add_starter(shelf: Library) -> Applied:
    """Put the starter library into a library on disk."""
    return shelf.apply(sources.starter(), name=STARTER, digest=STARTER)


def add_file(
    shelf: Library, path: Path, *, kind: Kind | None = None, progress: Callable[[int], None] | None = None
) -> Applied:
    """Gather one file as a whole; BadInputError names file, place and reason, and then nothing of the file is kept."""
    source = sources.describe(path)
    return shelf.apply(
        sources.read(path, kind=kind),
        name=str(path.resolve()),
        digest=f"{source.digest}:{kind}",
        progress=progress,
        settle=False,
        duplicates_allowed=source.repeats,
    )


def files(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The files among and below the paths; BadInputError for one that is missing."""
    return sources.files(paths)
