"""How the word index follows the records, and is brought back to them after a kill at any point."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from sqlalchemy import Connection, Engine, delete, insert, update

from curbside.database import writing
from curbside.library import reading
from curbside.library.index import Draft, Entry, UnreadableIndexError, WordIndex
from curbside.library.records import INDEX_COMMITS, STATE

DIRECTORY, UNSETTLED = "directory", "unsettled"
"""The names of what the library keeps about its index: where it is, and whether its scores show its history."""


class Ahead:
    """Passages that the index takes while their records are still being written, and commits after them.

    Only where a file brings new documents and nothing else: what it takes from the index is told from its records.
    """

    def __init__(self, opening: Callable[[], Draft]) -> None:
        self._opening, self._forgone = opening, False
        self._draft: Draft | None = None

    def add(self, entries: Iterable[Entry]) -> None:
        """Take in passages of new documents; without effect once it was forgone."""
        if not self._forgone:
            self._draft = self._draft or self._opening()
            self._draft.add(entries)

    def forgo(self) -> None:
        """Leave the index as it was, and all to the records."""
        draft, self._draft, self._forgone = self._draft, None, True
        if draft is not None:
            draft.drop()

    def finish(self) -> Draft | None:
        """All passages that came, to be committed; None where it was forgone."""
        draft, self._draft, self._forgone = self._draft, None, True
        return draft


class Indexing:
    """The indexes of one library: one in use, and older ones that readers may still hold.

    The records are committed first, then the index, which may have taken its passages meanwhile, then the note which
    commit of the index belongs to which generation. So an index whose commit is not noted belongs to the latest
    generation, and one whose commit is noted for an earlier generation has to follow. `after` is told each stage when
    it is reached.
    """

    def __init__(self, engine: Engine, home: Path | None, after: Callable[[str], None]) -> None:
        self._engine, self._home, self._after = engine, home, after
        self.current: WordIndex | None = None

    def open(self, name: str) -> WordIndex:
        """The index of this name; the one in hand where it is that."""
        if self.current is None or self.current.name != name:
            if self._home is None:
                raise UnreadableIndexError("an index in memory is gone with its library")
            self.current = WordIndex(name, self._home / name, create=False)
        return self.current

    @contextmanager
    def ahead(self) -> Iterator[Ahead]:
        """Where passages go while their records are written; what `recover` was not given until the end is dropped."""
        index = self.current
        assert index is not None
        ahead = Ahead(index.draft)
        try:
            yield ahead
        finally:
            ahead.forgo()

    def recover(self, *, settle: bool, ahead: Ahead | None = None) -> None:
        """Bring the index to the latest generation, whatever was interrupted before.

        `ahead` holds what the latest generation brought, if it brought nothing else.
        """
        with self._engine.connect() as connection:
            held = reading.generation(connection)
            name = reading.state(connection, DIRECTORY)
            unsettled = reading.state(connection, UNSETTLED) is not None
            reached, stamp = self._reached(connection, name, held)
        self._remove_stale(name)
        if name is None or reached is None or (unsettled and settle):
            if ahead is not None:
                ahead.forgo()
            self.rebuild()
        elif stamp is not None:
            # Killed between the commit of the index and its note.
            self._note(name, stamp, reached)
        elif reached < held.number:
            self._follow(None if ahead is None else ahead.finish())

    def _reached(
        self, connection: Connection, name: str | None, held: reading.Generation
    ) -> tuple[int | None, int | None]:
        """The generation of the index, None where it cannot be used; and its stamp where that has not been noted."""
        if name is None:
            return None, None
        try:
            index = self.open(name)
            stamp = index.stamp
            noted = reading.generation_of_index(connection, name, stamp)
            expected = held if noted is None else reading.generation(connection, noted)
            if index.searcher().num_docs != expected.passages or expected.number < held.number - 1:
                return None, None
        except UnreadableIndexError:
            return None, None
        return expected.number, stamp if noted is None else None

    def _follow(self, draft: Draft | None) -> None:
        """Take what the latest generation changed into the index in use, where no draft holds it already."""
        with self._engine.connect() as connection:
            number = reading.generation(connection).number
            name = reading.state(connection, DIRECTORY)
            assert name is not None
            stamp = (draft or self._drafted(connection, self.open(name), number)).commit()
        self._after("index")
        self._note(name, stamp, number)
        self._after("noted")

    def _drafted(self, connection: Connection, index: WordIndex, number: int) -> Draft:
        stay_as_they_are = reading.unmoved(connection, number)
        draft = index.draft()
        draft.remove(id_ for id_ in reading.retired(connection, number) if id_ not in stay_as_they_are)
        new = reading.entries(connection, number, new_only=True)
        draft.add(entry for entry in new if entry[1] not in stay_as_they_are)
        return draft

    def rebuild(self) -> None:
        """Make a new index from the records of the latest generation alone, and switch to it.

        The engine counts removed passages in its statistics until it happens to merge them away; a new index does
        not, so equal records score equally.
        """
        with self._engine.connect() as connection:
            number = reading.generation(connection).number
            name = self._unused_name(number)
            index = WordIndex(name, None if self._home is None else self._home / name, create=True)
            draft = index.draft(many=True)
            draft.add(reading.entries(connection, number, new_only=False))
            stamp = draft.commit()
        self._after("rebuilt")
        with writing(self._engine) as connection:
            connection.execute(delete(INDEX_COMMITS))
            connection.execute(insert(INDEX_COMMITS).values(directory=name, stamp=stamp, generation=number))
            connection.execute(delete(STATE).where(STATE.c.name.in_([DIRECTORY, UNSETTLED])))
            connection.execute(insert(STATE).values(name=DIRECTORY, value=name))
        self.current = index
        self._after("switched")

    def _note(self, name: str, stamp: int, number: int) -> None:
        with writing(self._engine) as connection:
            connection.execute(delete(INDEX_COMMITS).where(INDEX_COMMITS.c.generation < number - 1))
            connection.execute(insert(INDEX_COMMITS).values(directory=name, stamp=stamp, generation=number))

    def _unused_name(self, number: int) -> str:
        """A name never in use at the same time as another, as readers tell indexes apart by it."""
        if self._home is None:
            return f"{number}-{0 if self.current is None else int(self.current.name.partition('-')[2]) + 1}"
        home = self._home
        return next(name for n in count() if not (home / (name := f"{number}-{n}")).exists())

    def _remove_stale(self, name: str | None) -> None:
        if self._home is None or not self._home.is_dir():
            return
        for path in sorted(self._home.iterdir()):
            if path.name != name:
                shutil.rmtree(path)


def stay(connection: Connection, before: int, number: int) -> None:
    """Note that the index, as it is, belongs to the new generation too: nothing it holds has changed."""
    connection.execute(update(INDEX_COMMITS).where(INDEX_COMMITS.c.generation == before).values(generation=number))


def unsettle(connection: Connection) -> None:
    """Note that passages went from the index, so that its statistics show its history until it is made anew."""
    connection.execute(delete(STATE).where(STATE.c.name == UNSETTLED))
    connection.execute(insert(STATE).values(name=UNSETTLED, value="yes"))
