"""Whether documents may be relied on: the most severe of what they, the marks and their successors say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, select

from curbside.library.records import DOCUMENTS, MARKS, SUPERSESSIONS, chunks, names, uniform_name
from curbside.model import Document, Standing

_MOST_SEVERE_FIRST = (
    Standing.RETRACTED,
    Standing.SUPERSEDED,
    Standing.CONCERN,
    Standing.CITES_RETRACTED,
    Standing.CORRECTED,
    Standing.CURRENT,
    Standing.UNKNOWN,
)
_SEVERITY = {standing: rank for rank, standing in enumerate(_MOST_SEVERE_FIRST)}


def most_severe(standings: Iterable[Standing]) -> Standing:
    """The standing that forbids most; UNKNOWN where there is none."""
    return min(standings, key=_SEVERITY.__getitem__, default=Standing.UNKNOWN)


def in_force(connection: Connection, generation: int, documents: Iterable[Document]) -> dict[str, Standing]:
    """The standing of each document, by id."""
    known = {document.id: (document, names(document)) for document in documents}
    every_name = sorted({name for _, own in known.values() for name in own})
    said = _marked(connection, generation, every_name)
    superseding = _superseding(connection, generation, every_name)
    found = {}
    for id_, (document, own) in known.items():
        standings = {document.standing}.union(*(said[name] for name in own))
        if set().union(*(superseding[name] for name in own)) - {id_}:
            standings.add(Standing.SUPERSEDED)
        found[id_] = most_severe(standings)
    return found


def of_names(connection: Connection, generation: int, ids: Iterable[str]) -> dict[str, Standing]:
    """The standing of documents that are not held, as far as marks and successors tell it, by id."""
    wanted = {id_: uniform_name(id_) for id_ in ids}
    every_name = sorted(set(wanted.values()))
    said = _marked(connection, generation, every_name)
    superseding = _superseding(connection, generation, every_name)
    return {
        id_: most_severe(said[name] | ({Standing.SUPERSEDED} if superseding[name] - {id_} else set()))
        for id_, name in wanted.items()
    }


# Made once: making a statement anew takes longer than asking it of SQLite.
_MARKED = select(MARKS.c.name, MARKS.c.standing).where(
    MARKS.c.since <= bindparam("generation"), MARKS.c.name.in_(bindparam("names", expanding=True))
)
_SUPERSEDING = (
    select(SUPERSESSIONS.c.name, DOCUMENTS.c.id)
    .join(DOCUMENTS, DOCUMENTS.c.row == SUPERSESSIONS.c.document)
    .where(
        DOCUMENTS.c.since <= bindparam("generation"),
        DOCUMENTS.c.until > bindparam("generation"),
        SUPERSESSIONS.c.name.in_(bindparam("names", expanding=True)),
    )
)


def _marked(connection: Connection, generation: int, wanted: list[str]) -> defaultdict[str, set[Standing]]:
    found: defaultdict[str, set[Standing]] = defaultdict(set)
    for chunk in chunks(wanted):
        for name, standing in connection.execute(_MARKED, {"generation": generation, "names": chunk}):
            found[name].add(Standing(standing))
    return found


def _superseding(connection: Connection, generation: int, wanted: list[str]) -> defaultdict[str, set[str]]:
    """The ids of the held documents that name these as superseded."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for chunk in chunks(wanted):
        for name, id_ in connection.execute(_SUPERSEDING, {"generation": generation, "names": chunk}):
            found[name].add(id_)
    return found
