"""Opens the house: chooses each room and joins them. The only place that knows them all."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from curbside import sources
from curbside.appraisal import appraise, conditions, silent
from curbside.appraisal.chapters import chapters, guidelines_on
from curbside.appraisal.comparisons import Comparison, compared
from curbside.appraisal.synthesis import synthesise, tell
from curbside.appraisal.yes_no import reply
from curbside.calculators import named_in
from curbside.composing import compose, conclude, follow_ups, may_use
from curbside.engine import Engine
from curbside.library import Applied, Library, open_library, stems
from curbside.model import Answer, Document, Draft, Evidence, Hit, Kind, Passage, Role, Topic, Verified
from curbside.retrieval import (
    INSIDE,
    POOLED,
    Rerank,
    Shelves,
    find,
    question_terms,
    registered,
    related_guidelines,
    retrieve,
)
from curbside.semantic import (
    Encoder,
    Installed,
    Likeness,
    Vectors,
    check,
    described,
    embed,
    has_card,
    install,
    installed,
    missing_libraries,
    with_card,
)
from curbside.settings import Settings
from curbside.text import abbreviations, normalise, words
from curbside.understanding import Vocabulary, correct, follow, meaning_of, same_meaning, understand
from curbside.understanding.patients import strike
from curbside.verification import CHECKS, Court, stands_still, verify

STARTER = "starter library"
CHECKED = tuple(CHECKS)
"""What each statement is checked for before a reader may see it."""

_MOST_SILENT = 25
"""Guidelines on the condition that are read whole to say whether they name the intervention."""


@dataclass(frozen=True, slots=True)
class House:
    """A library and the engine that answers from it; `starter` is true for the library that comes along.

    `rerank` compares in meaning, where a model is installed and the library has vectors of it; `reranking` tells.
    """

    library: Library
    engine: Engine
    starter: bool
    rerank: Rerank | None = None
    reranking: str = "off (no model installed)"

    def as_it_stands(self, answer: Answer) -> Verified:
        """An answer given earlier, its standings asked anew; what rests on a source retracted since is refused."""
        return stands_still(answer, _court(self.library))

    def read(self, topic: Topic, hits: Sequence[Hit]) -> tuple[Evidence, ...]:
        """The hits as evidence with all that they say, also what an answer would not use: for those who edit one."""
        return appraise(hits, topic, self.library.standing)

    def rank(self, text: str, *, k: int, kinds: frozenset[Kind] | None = None) -> list[tuple[Passage, float]]:
        """The k best passages for a text with their scores (0 to 1), best first, searched as a question would be."""
        topic = topic_of(self, text)
        return find(question_terms(topic), kinds, shelves_of(self), asked=topic.question.text, k=k, mix=POOLED)


def topic_of(house: House, text: str) -> Topic:
    """A question as the house understands it, nothing asked before it."""
    return understand(text, _vocabulary(house.library))


def shelves_of(house: House) -> Shelves:
    """How retrieval reaches the house's library."""
    return _shelves(house.library, house.rerank)


def open_house(settings: Settings, *, library: Path | None = None) -> House:
    """The house over the library named, else over the one of the settings, else over the starter library.

    Raises LibraryError where the library named is none.
    """
    if library is None and not settings.library.exists():
        shelf = starter_library()
        return House(library=shelf, engine=engine_of(shelf, settings.jurisdiction), starter=True)
    directory = library or settings.library
    shelf = open_library(directory)
    rerank, told = _reranking(settings, directory)
    engine = engine_of(shelf, settings.jurisdiction, rerank)
    return House(library=shelf, engine=engine, starter=False, rerank=rerank, reranking=told)


def _reranking(settings: Settings, library: Path) -> tuple[Rerank | None, str]:
    """What compares in meaning, or None, and what is said of it; model and vectors are read with the first question."""
    model = installed(settings.model)
    if model is None:
        return None, "off (no model installed)"
    vectors = vectors_of(library, model)
    if not vectors.is_dir():
        return None, "off (no vectors yet: curbside library embed)"
    # Without the libraries a question is refused rather than answered in another order than the day before.
    missing = missing_libraries()
    told = f"off ({', '.join(missing)} missing: install curbside[semantic])" if missing else f"on ({model.name})"
    return Likeness(settings.model, vectors, threads=settings.threads), told


def vectors_of(library: Path, model: Installed) -> Path:
    """Where a library's vectors of a model are: beside the library, which keeps its own directory to itself."""
    library = library.resolve()
    return library.with_name(f"{library.name}.vectors") / model.digest


def embed_library(
    shelf: Library, directory: Path, settings: Settings, progress: Callable[[int], None] | None = None
) -> int | None:
    """Make the vectors that passages of the library in a directory lack, and say how many; None without a model.

    `progress` is told how many passages were seen so far.
    """
    model = installed(settings.model)
    if model is None:
        return None
    encoder = Encoder(settings.model, threads=settings.threads)
    vectors = Vectors(vectors_of(directory, model), model.dimensions)
    if vectors.covers(shelf.edition):
        return 0
    made = embed(encoder, vectors, passages_of(shelf), progress)
    vectors.cover(shelf.edition)
    return made


def passages_of(shelf: Library) -> Iterator[Passage]:
    """Every passage of a library, in the order of the ids of the documents."""
    after = ""
    while found := shelf.documents(after=after, limit=1000):
        for document in found:
            yield from shelf.document_passages(document.id)
        after = found[-1].id


def install_model(settings: Settings, source: Path, known: Mapping[str, object] | None = None) -> Installed:
    """Install the model of a directory; BadInputError names what is wrong with it, and nothing is changed then.

    A directory without model.json is taken as it is: what it holds is described, with what is `known` of it, and held
    to its checksums.
    """
    with tempfile.TemporaryDirectory() as scratch:
        told = None if has_card(source) else {**described(source), **(known or {})}
        whole = source if told is None else with_card(source, Path(scratch), told)
        Encoder(whole)
        return install(whole, settings.model)


def installed_model(settings: Settings) -> Installed | None:
    """The model installed, its files checked, or None; BadInputError where they are damaged."""
    model = installed(settings.model)
    if model is not None:
        check(model)
    return model


def starter_library() -> Library:
    """The starter library, made in memory from the cards that come with Curbside."""
    shelf = open_library(None)
    shelf.apply(sources.starter(), name=STARTER, digest=STARTER)
    return shelf


def engine_of(shelf: Library, jurisdiction: str | None = None, rerank: Rerank | None = None) -> Engine:
    """The engine over one library, which with `rerank` orders what it finds by likeness in meaning too."""
    shelves, vocabulary = _shelves(shelf, rerank), _vocabulary(shelf)
    return Engine(
        understand=partial(understand, vocabulary=vocabulary, jurisdiction=jurisdiction),
        follow=lambda text, earlier: understand(text, vocabulary, earlier=earlier, jurisdiction=jurisdiction),
        after=lambda text, earlier: follow(text, earlier, vocabulary),
        correct=partial(correct, vocabulary=vocabulary),
        retrieve=lambda topic: retrieve(topic, shelves),
        appraise=lambda topic, hits: appraise(hits, topic, shelf.standing, may_use),
        related=lambda topic, evidence: (*_related(shelves, evidence), *_chapters(shelf, topic, evidence)),
        silent=lambda topic, evidence: _silent(shelf, topic, evidence),
        registered=lambda topic: registered(topic, shelves),
        compose=compose,
        verify=lambda draft: _verified(shelf, draft),
    )


def _vocabulary(shelf: Library) -> Vocabulary:
    return Vocabulary(
        expansions=shelf.expansions,
        shortenings=shelf.shortenings,
        frequency=shelf.document_frequency,
        held=shelf.count,
        of_stem=shelf.words_of_stem,
        synonyms=shelf.synonyms,
        near=shelf.near,
    )


def expansion(shelf: Library, short: str, beside: Sequence[str], but: str = "") -> str:
    """What an abbreviation is read as beside some words, or ""; of the meaning `but`, one document is left out."""
    left_out = next((long for long, _ in shelf.expansions(short) if but and same_meaning(long, but)), "")
    known = [(long, n - (long == left_out)) for long, n in shelf.expansions(short)]

    def held(named: Sequence[str]) -> int:
        return max(0, shelf.count(named) - bool(named and but and same_meaning(named[0], but)))

    return meaning_of(short, None, [k for k in known if k[1] > 0], beside, held).long


def definitions(text: str) -> tuple[tuple[str, str], ...]:
    """The abbreviations that a text defines itself, with their long forms."""
    return abbreviations(text)


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, in lower case."""
    return tuple(words(text))


def meanings_agree(one: str, other: str) -> bool:
    """Whether two long forms of an abbreviation name the same thing."""
    return same_meaning(one, other)


def _shelves(shelf: Library, rerank: Rerank | None) -> Shelves:
    return Shelves(
        search=lambda terms, kinds, k: shelf.search(terms, kinds=kinds, k=k, inside=INSIDE),
        passages=shelf.passages,
        held=shelf.held,
        stems=stems,
        rarity=shelf.rarity,
        rerank=rerank,
    )


def _related(shelves: Shelves, evidence: Sequence[Evidence]) -> tuple[Hit, ...]:
    if any(e.direct and e.passage.document.kind is Kind.GUIDELINE for e in evidence):
        return ()
    known = {e.passage.document.id for e in evidence}
    return tuple(h for h in related_guidelines(conditions(evidence), shelves) if h.passage.document.id not in known)


def _chapters(shelf: Library, topic: Topic, evidence: Sequence[Evidence]) -> tuple[Hit, ...]:
    return chapters(topic, evidence, [shelf.document_passages(i) for i in guidelines_on(topic, evidence)])


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


def _court(shelf: Library) -> Court:
    return Court(standing=shelf.standing, conclude=conclude, follow_ups=follow_ups, edition=shelf.edition)


def _verified(shelf: Library, draft: Draft) -> Verified:
    return verify(draft, _court(shelf))


def scores_named(answer: Answer) -> tuple[dict[str, str], ...]:
    """The scores that an answer's statements name: for each its id, its name and the path of its page."""
    named = named_in(statement.text for statement in answer.statements)
    return tuple({"id": s.id, "name": s.name, "path": f"/scores/{s.id}"} for s in named)


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


def identifiers(text: str) -> tuple[str, ...]:
    """The kinds of identifiers of a patient that a text holds; none may leave the machine (law 10)."""
    return strike(text)[1]


def without_identifiers(text: str) -> str:
    """The text with identifiers of a patient struck out."""
    return strike(text)[0]


def files(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The files among and below the paths; BadInputError for one that is missing."""
    return sources.files(paths)


def direction_in_sentence(text: str, intervention: str, comparator: str, outcome: str) -> str:
    """Which way a sentence says the outcome goes in the intervention against the comparator."""
    return compared(normalise(text), _comparison(intervention, comparator, outcome)).value


def direction_in_abstract(text: str, intervention: str, comparator: str, outcome: str) -> str:
    """Which way an abstract says the outcome goes, by the sentence that tells it best; "unstated" where none does."""
    told = tell("abstract", normalise(text), _comparison(intervention, comparator, outcome))
    return told.direction.value if told else "unstated"


def synthesis_of(question: str, sources: Mapping[str, str]) -> str:
    """What several texts, by id, say together of a question that compares two arms."""
    return synthesise(question, sources).value


def reply_to(question: str, text: str) -> str:
    """Yes, no or maybe to a question, from an abstract without its conclusion."""
    return reply(question, text).value


def _comparison(intervention: str, comparator: str, outcome: str) -> Comparison:
    return Comparison(intervention=intervention, comparator=comparator, outcome=outcome)
