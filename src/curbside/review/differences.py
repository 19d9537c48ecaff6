"""What changed between two versions of an answer, in words that a reader can follow."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from curbside.model import Answer, Standing, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One change: what sort, the words before and after (either may be empty), and where it stands."""

    sort: str
    before: str
    after: str
    where: str

    @property
    def words(self) -> tuple[tuple[str, str], ...]:
        """The change word by word: ("same" | "gone" | "new", words)."""
        old, new = self.before.split(), self.after.split()
        found: list[tuple[str, str]] = []
        for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if tag == "equal":
                found.append(("same", " ".join(old[a:b])))
                continue
            found += [("gone", " ".join(old[a:b]))] if b > a else []
            found += [("new", " ".join(new[c:d]))] if d > c else []
        return tuple(found)


def differences(before: Answer, after: Answer) -> tuple[Difference, ...]:
    """What changed from one answer to the other, in the order of reading; empty where a reader would see none."""
    return tuple(_differences(before, after))


def _differences(before: Answer, after: Answer) -> Iterator[Difference]:
    yield from _line("bottom line", before.bottom_line.text, after.bottom_line.text)
    yield from _line("strength", before.bottom_line.strength, after.bottom_line.strength)
    yield from _statements(before, after)
    yield from _texts("gap", [g.text for g in before.gaps], [g.text for g in after.gaps])
    yield from _texts("trial under way", [s.text for s in before.trials], [s.text for s in after.trials])
    yield from _texts("disagreement", [c.text for c in before.conflicts], [c.text for c in after.conflicts])
    yield from _references(before, after)


def _line(where: str, old: str, new: str) -> Iterator[Difference]:
    if old != new:
        yield Difference(sort="changed", before=old, after=new, where=where)


def _statements(before: Answer, after: Answer) -> Iterator[Difference]:
    old, new = _placed(before), _placed(after)
    by_place = {_places(s): s for s, _ in old.values()}
    reworded = {s.id: by_place[_places(s)] for s, _ in new.values() if s.id not in old and _places(s) in by_place}
    replaced = {s.id for s in reworded.values() if s.id not in new}
    for id_, (said, where) in old.items():
        if id_ not in new and id_ not in replaced:
            yield Difference(sort="taken out", before=said.text, after="", where=where)
    for id_, (said, where) in new.items():
        if id_ in reworded:
            yield Difference(sort="reworded", before=reworded[id_].text, after=said.text, where=where)
        elif id_ not in old:
            yield Difference(sort="added", before="", after=said.text, where=where)
    shared = [i for i in old if i in new]
    if shared != [i for i in new if i in old]:
        yield Difference(sort="put in another order", before="", after="", where="statements")


def _placed(answer: Answer) -> dict[str, tuple[Statement, str]]:
    return {t.id: (t, s.title) for s in (*answer.guidelines, *answer.research) for t in s.statements}


def _places(said: Statement) -> tuple[tuple[str, int, int], ...]:
    return tuple((c.passage.id, c.start, c.end) for c in said.citations)


def _texts(where: str, old: list[str], new: list[str]) -> Iterator[Difference]:
    yield from (Difference(sort="taken out", before=t, after="", where=where) for t in old if t not in new)
    yield from (Difference(sort="added", before="", after=t, where=where) for t in new if t not in old)


def _references(before: Answer, after: Answer) -> Iterator[Difference]:
    old, new = {d.id: d for d in before.references}, {d.id: d for d in after.references}
    for id_, document in old.items():
        if id_ not in new:
            yield Difference(sort="taken out", before=document.title, after="", where="references")
    for id_, document in new.items():
        if id_ not in old:
            yield Difference(sort="added", before="", after=document.title, where="references")
        elif old[id_].standing is not document.standing:
            yield _standing(document.title, old[id_].standing, document.standing)


def _standing(title: str, old: Standing, new: Standing) -> Difference:
    return Difference(sort="changed", before=f"{title}: {old}", after=f"{title}: {new}", where="standing of a source")


def told(difference: Difference) -> str:
    """A difference as one line of text."""
    if difference.before and difference.after:
        return f"{difference.where}: {difference.sort}: {difference.before!r} became {difference.after!r}"
    said = difference.before or difference.after
    return f"{difference.where}: {difference.sort}{f': {said}' if said else ''}"
