"""A library: what it holds, at one edition at a time, and how a file of changes is applied to it."""

from __future__ import annotations

import math
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import TracebackType

import tantivy
from sqlalchemy import Connection, Engine, delete, insert
from sqlalchemy.exc import DatabaseError

from curbside.database import checkpoint, roomy, writing
from curbside.library import reading
from curbside.library.forms import words_with
from curbside.library.gathering import Gathering, purge
from curbside.library.index import (
    UnreadableIndexError,
    counted,
    frequency,
    holding_stem,
    near,
    query_of,
    ranked,
)
from curbside.library.indexing import DIRECTORY, Ahead, Indexing, stay, unsettle
from curbside.library.preparing import Prepared
from curbside.library.reading import Generation, Stats
from curbside.library.records import FILES, STATE
from curbside.model import Add, Change, Document, Kind, LibraryError, Mark, Passage, SearchTerm, Standing

_MOST_STANDINGS = 50_000
_LOOKS = 50
_STEM_PASSAGES = 400
"""How often a reader looks again where a writer switched between two looks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What a file changed: documents added, replaced and removed, marks read, passages written.

    A document that was held word for word counts in none of them. `already` tells that the file was skipped.
    """

    name: str
    added: int = 0
    replaced: int = 0
    removed: int = 0
    marked: int = 0
    headings: int = 0
    passages: int = 0
    already: bool = False


@dataclass(frozen=True, slots=True)
class _Edition:
    """What a reader sees until it refreshes: a generation of the records, and the index that belongs to it.

    `standings` are those already looked up and `counted` what was counted; within one edition they cannot change.
    """

    held: Generation
    searcher: tantivy.Searcher
    standings: dict[str, Standing] = field(default_factory=dict)
    counted: list[Stats] = field(default_factory=list)

    def remember(self, found: Mapping[str, Standing]) -> None:
        """Keep standings for the rest of the edition, a bounded number of them."""
        if len(self.standings) > _MOST_STANDINGS:
            self.standings.clear()
        self.standings.update(found)


class Library:
    """Documents and passages, found by words. Every answer comes from one edition until `refresh`.

    Threads may share it. On disk the edition in view is held by an open transaction, so a writer never takes away
    what a reader is about to ask for.
    """

    def __init__(
        self, engine: Engine, directory: Path | None, indexing: Indexing, after: Callable[[str], None]
    ) -> None:
        self._engine, self._directory, self._indexing, self._after = engine, directory, indexing, after
        self._lock = threading.RLock()
        self._view: Connection | None = None
        self._settling_later = False
        self._now = self._look_again()

    def __enter__(self) -> Library:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files."""
        with self._lock:
            self._release()
            self._engine.dispose()

    # What it holds

    @property
    def edition(self) -> str:
        """Sixteen hexadecimal digits that change with the content alone."""
        return self._now.held.edition

    @property
    def size(self) -> tuple[int, int]:
        """How many documents and passages it holds."""
        return self._now.held.documents, self._now.held.passages

    def stats(self) -> Stats:
        """How much it holds, and of what."""
        now = self._now
        if not now.counted:
            with self._reading() as (connection, _):
                now.counted.append(reading.stats(connection, now.held))
        return now.counted[0]

    def search(
        self,
        terms: Sequence[SearchTerm],
        *,
        kinds: frozenset[Kind] | None = None,
        k: int = 100,
        inside: float = 1.0,
    ) -> list[tuple[str, float]]:
        """The ids and scores (BM25) of the k best passages, best first, equal scores in the order of their ids.

        Of these, passages from the body of a full text count `inside` times their score.

        A required term must stand in every passage found, with all its words; `kinds` limits to documents of these.
        """
        query = query_of(terms, kinds)
        return [] if query is None or k < 1 else ranked(self._now.searcher, query, k, inside)

    def rarity(self, word: str) -> float:
        """How much a word tells, as BM25 weighs it: the more, the fewer passages hold it."""
        held, count = self.size[1], self.document_frequency(word)
        return math.log(1 + (held - count + 0.5) / (count + 0.5))

    def document_frequency(self, word: str) -> int:
        """How many passages hold a word in any of its endings; of several words, the rarest counts."""
        return frequency(self._now.searcher, word)

    def count(self, texts: Sequence[str]) -> int:
        """How many passages hold all of some words and phrases; of none, all passages."""
        query = query_of([SearchTerm(text=t, phrase=" " in t, required=True) for t in texts], None)
        return self.size[1] if not texts else 0 if query is None else counted(self._now.searcher, query)

    def words_of_stem(self, stem: str) -> tuple[str, ...]:
        """The words held with the stem of a class of drugs, "-olol" at the end or "cef-" at the beginning.

        In lower case, those in most of the passages looked at first; a few hundred passages are.
        """
        ids = holding_stem(self._now.searcher, stem, _STEM_PASSAGES)
        return words_with(stem, (p.text for p in self.passages(ids)))

    def near(self, word: str) -> tuple[tuple[tuple[str, ...], int], ...]:
        """The words held that are spelt nearly as one is, with the passages that hold them in any of their endings.

        The forms of one stem stand together, in lower case, the most frequent first. A stem begins with the same letter
        as the word's own and is one or two edits away. Those in most passages come first, a few of them.
        """
        return tuple(near(self._now.searcher, word, self.passages))

    def passages(self, ids: Sequence[str]) -> tuple[Passage, ...]:
        """The passages with these ids, in this order, without those it does not hold; standings are those in force."""
        with self._reading() as (connection, number):
            found = reading.passages(connection, number, ids)
            self._now.remember({p.document.id: p.document.standing for p in found})
        return found

    def held(self, ids: Sequence[str], kinds: frozenset[Kind] | None = None) -> tuple[str, ...]:
        """Those of the passage ids that it holds, in their order; `kinds` limits to documents of these."""
        with self._reading() as (connection, number):
            return reading.held(connection, number, ids, kinds)

    def standing(self, document_ids: Sequence[str]) -> dict[str, Standing]:
        """The standing in force of each id, also of documents it does not hold, as far as marks tell it."""
        with self._reading() as (connection, number):
            told = {i: s for i in document_ids if (s := self._now.standings.get(i)) is not None}
            unknown = [i for i in document_ids if i not in told]
            if unknown:
                found = reading.standing(connection, number, unknown)
                self._now.remember(found)
                told |= found
        return {i: told[i] for i in document_ids}

    def document(self, id_: str) -> Document | None:
        """The document in its standing in force, or None."""
        with self._reading() as (connection, number):
            return reading.document(connection, number, id_)

    def document_passages(self, id_: str) -> tuple[Passage, ...]:
        """The passages of a document in their order; none where it is not held."""
        with self._reading() as (connection, number):
            return reading.document_passages(connection, number, id_)

    def recorded(self, id_: str) -> Add | None:
        """What was taken of a document, its own standing in it and not the one in force; None where it is not held."""
        with self._reading() as (connection, number):
            return reading.recorded(connection, number, id_)

    def documents(self, kind: Kind | None = None, *, after: str = "", limit: int = 100) -> tuple[Document, ...]:
        """The next documents after an id, in the order of their ids."""
        with self._reading() as (connection, number):
            return reading.documents(connection, number, kind, after=after, limit=limit)

    def expansions(self, short: str) -> tuple[tuple[str, int], ...]:
        """The long forms that held texts give a short one, with the number of documents, most frequent first."""
        with self._reading() as (connection, number):
            return reading.expansions(connection, number, short)

    def shortenings(self, long: str) -> tuple[tuple[str, int], ...]:
        """The short forms that held texts give a long one, with the number of documents, most frequent first."""
        with self._reading() as (connection, number):
            return reading.shortenings(connection, number, long)

    def synonyms(self, name: str) -> tuple[str, ...]:
        """The other names that a thesaurus in the library gives the thing of this name; none without a thesaurus."""
        with self._reading() as (connection, number):
            return reading.synonyms(connection, number, name)

    def applied(self, name: str) -> str | None:
        """The digest of the file last applied under this name, or None."""
        with self._reading() as (connection, _):
            return reading.applied_digest(connection, name)

    def wordless(self) -> tuple[str, ...]:
        """The ids of the documents that hold no words to find or to cite."""
        with self._reading() as (connection, number):
            return reading.wordless(connection, number)

    def citing(self) -> Iterator[tuple[str, str]]:
        """Each guideline and systematic review held with each name among its references, sorted."""
        with self._reading() as (connection, number):
            yield from reading.citing(connection, number)

    def note(self, name: str, value: str) -> None:
        """Keep a word beside the documents that is no part of the edition, such as when a source was consulted."""
        with self._writing(settle=False), writing(self._engine) as connection:
            connection.execute(delete(STATE).where(STATE.c.name == name))
            connection.execute(insert(STATE).values(name=name, value=value))

    def noted(self, prefix: str) -> dict[str, str]:
        """The words kept under names that begin so."""
        with self._reading() as (connection, _):
            return reading.states(connection, prefix)

    def files(self, prefix: str = "") -> tuple[str, ...]:
        """The names of the files applied that begin so, sorted."""
        with self._reading() as (connection, _):
            return reading.applied_names(connection, prefix)

    # How it changes

    def apply(
        self,
        changes: Iterable[Change | Prepared],
        *,
        name: str,
        digest: str,
        progress: Callable[[int], None] | None = None,
        settle: bool = True,
        duplicates_allowed: bool = False,
    ) -> Applied:
        """Apply one file of changes as a whole; a file last applied with this digest is skipped.

        `progress` is told how many changes were taken so far. With `settle=False` a file that replaces or removes
        leaves the scores unsettled until `settle` or the next apply that settles. With `duplicates_allowed` the last
        of several documents of one id counts.
        Raises BadInputError for a duplicate id, LibraryError where another writes; nothing is kept then, nor where
        `changes` raises.
        """
        taking = partial(Gathering, name=name, duplicates_allowed=duplicates_allowed)
        return self._apply(changes, (name, digest), progress, taking, settle=settle)

    def renew(self, marks: Iterable[Mark], *, source: str, digest: str) -> Applied:
        """Take all that a source says now; what it said before, under a `by` that begins so, is taken back."""
        taking = partial(Gathering, name=source, duplicates_allowed=False, renews=source)
        return self._apply(marks, (source, digest), None, taking, settle=False)

    def _apply(
        self,
        changes: Iterable[Change | Prepared],
        file: tuple[str, str],
        progress: Callable[[int], None] | None,
        taking: Callable[[Ahead, Connection, Generation], Gathering],
        *,
        settle: bool,
    ) -> Applied:
        name, digest = file
        with self._writing(settle=not self._settling_later), self._indexing.ahead() as ahead:
            with self._engine.connect() as connection:
                already = reading.applied_digest(connection, name) == digest
            if already:
                applied = Applied(name=name, already=True)
            else:
                gathering = self._record(changes, (name, digest), progress, taking, ahead)
                applied = _applied(name, gathering)
            self._settling_later = not settle
            self._indexing.recover(settle=settle, ahead=ahead)
        return applied

    def _record(
        self,
        changes: Iterable[Change | Prepared],
        file: tuple[str, str],
        progress: Callable[[int], None] | None,
        taking: Callable[[Ahead, Connection, Generation], Gathering],
        ahead: Ahead,
    ) -> Gathering:
        name, digest = file

        def batch_taken(count: int) -> None:
            self._after("batch")
            if progress is not None:
                progress(count)

        with writing(self._engine) as connection, roomy(connection):
            before = reading.generation(connection)
            purge(connection, before.number)
            gathering = taking(ahead, connection, before)
            gathering.take(changes, batch_taken)
            connection.execute(delete(FILES).where(FILES.c.name == name))
            counts = {"documents": gathering.added + gathering.replaced, "passages": gathering.passages_added}
            number = gathering.number if gathering.changed else before.number
            connection.execute(insert(FILES).values(name=name, digest=digest, generation=number, **counts))
            _conclude(connection, gathering, before.number)
        self._after("records")
        return gathering

    def settle(self) -> None:
        """Make the index anew where files were applied with `settle=False`, so that scores do not show the history."""
        with self._writing(settle=True):
            self._settling_later = False

    def forget(self, name: str) -> None:
        """Forget that a file was applied, so that it is not skipped the next time; what it brought stays."""
        with self._writing(settle=False), writing(self._engine) as connection:
            connection.execute(delete(FILES).where(FILES.c.name == name))

    def reindex(self) -> None:
        """Make the index anew from the records."""
        with self._writing(settle=False):
            self._indexing.rebuild()

    @property
    def behind(self) -> bool:
        """Whether something was applied since, which `refresh` would show; false while a writer is half way."""
        try:
            with self._engine.connect() as connection:
                latest = reading.state(connection, DIRECTORY)
                # By the generation and not the index alone: marks change what is true and leave the index as it is.
                name = latest or ""
                noted = reading.generation_of_index(connection, name, self._indexing.open(name).stamp)
            return noted is not None and noted != self._now.held.number
        except UnreadableIndexError:
            return True
        except DatabaseError as error:
            raise LibraryError(f"{self._directory} cannot be read as a library: {error.orig}") from error

    def refresh(self) -> None:
        """See what was applied since."""
        with self._lock:
            self._now = self._look_again()

    @contextmanager
    def _writing(self, *, settle: bool) -> Iterator[None]:
        with self._lock, self._only_writer():
            self._release()
            try:
                self._indexing.recover(settle=settle)
                yield
            finally:
                checkpoint(self._engine)
                self._now = self._look_again()

    @contextmanager
    def _only_writer(self) -> Iterator[None]:
        if self._directory is None:
            yield
            return
        with only_writer(self._directory):
            yield

    # How it looks

    @contextmanager
    def _reading(self) -> Iterator[tuple[Connection, int]]:
        with self._lock:
            if self._view is not None:
                yield self._view, self._now.held.number
                return
            with self._engine.connect() as connection:
                yield connection, self._now.held.number

    def _release(self) -> None:
        if self._view is not None:
            self._view.close()
            self._view = None

    def _look_again(self) -> _Edition:
        for _ in range(_LOOKS):
            self._release()
            try:
                found = self._look()
            except UnreadableIndexError:
                continue
            if found is not None:
                return found
        with self._only_writer():
            self._indexing.current = None
            self._indexing.recover(settle=False)
        if (found := self._look()) is None:
            raise LibraryError(f"the index of {self._directory} cannot be read")
        return found

    def _look(self) -> _Edition | None:
        """The edition of the index as it is now, or None where a writer went on in between."""
        with self._engine.connect() as connection:
            name = reading.state(connection, DIRECTORY)
        if name is None:
            raise UnreadableIndexError("no index was made yet")
        index = self._indexing.open(name)
        stamp = index.stamp
        searcher = index.searcher()
        if index.stamp != stamp:
            return None
        connection = self._engine.connect()
        held = reading.generation(connection, reading.generation_of_index(connection, name, stamp))
        # Older than the last but one: a writer went on twice, and the rows of that generation may be gone.
        behind = held.number < reading.generation(connection).number - 1
        fits = reading.state(connection, DIRECTORY) == name and held.passages == searcher.num_docs
        if self._directory is None:
            connection.close()
        else:
            self._view = connection
        return _Edition(held, searcher) if fits and not behind else None


def _conclude(connection: Connection, gathering: Gathering, before: int) -> None:
    if not gathering.changed:
        return
    gathering.finish()
    # Most of what is replaced is said anew in other fields than those the index holds.
    came, went = reading.moved(connection, gathering.number) if gathering.displaced else (gathering.indexed, False)
    if went:
        unsettle(connection)
    if not came and not went:
        stay(connection, before, gathering.number)


def _applied(name: str, gathering: Gathering) -> Applied:
    return Applied(
        name=name,
        added=gathering.added,
        replaced=gathering.replaced,
        removed=gathering.removed,
        marked=gathering.marked,
        headings=gathering.headings,
        passages=gathering.passages_added,
    )


@contextmanager
def only_writer(directory: Path) -> Iterator[None]:
    """Hold the right to write; the system takes it back from a process that dies.

    Raises LibraryError where another holds it.
    """
    # An exclusive lock on an empty SQLite file: it works on every system, and SQLite is there anyway.
    guard = sqlite3.connect(directory / "writing", timeout=0, isolation_level=None)
    try:
        guard.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        guard.close()
        raise LibraryError(f"another curbside is writing {directory}; wait until it has finished") from error
    try:
        yield
    finally:
        guard.close()
