"""What lists may say of answers today: a bottom line that rested on a source retracted since is told anew (law 5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from curbside.archive import Archive, Entry
from curbside.house import House
from curbside.model import Standing


def as_of_today(entries: Sequence[Entry], archive: Archive, house: House) -> tuple[Entry, ...]:
    """The entries, each with the bottom line that still holds."""
    cited = archive.cited([e.id for e in entries])
    standing = house.library.standing(sorted({d for documents in cited.values() for d in documents}))
    retracted = {d for d, s in standing.items() if s is Standing.RETRACTED}
    return tuple(_anew(e, archive, house) if retracted & cited[e.id] else e for e in entries)


def _anew(entry: Entry, archive: Archive, house: House) -> Entry:
    kept = archive.get(entry.id)
    return (
        entry if kept is None else replace(entry, bottom_line=house.as_it_stands(kept.answer).answer.bottom_line.text)
    )
