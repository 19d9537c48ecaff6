"""What is approved: the digest of an answer's words, and the case that a question belongs to."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace

from curbside.archive import canonical, id_of
from curbside.archive import digest as hashed
from curbside.model import Answer, Topic
from curbside.review import Add, Drop, Edit, Move, Reword

_LENGTH = 12


def digest(answer: Answer) -> str:
    """Sixty-four hexadecimal digits that stand for all a reader of an answer sees: text, evidence and standings.

    The library's edition is left out: what was gathered since and changes nothing here recalls nothing.
    """
    return hashed(canonical(replace(answer, edition="")))


def case_of(topic: Topic) -> str:
    """The id of the case of a question as it was understood; the same question always has the same."""
    asked = topic.question
    parts = [f"{c.role.value}:{c.text.casefold()}" for c in topic.concepts]
    whole = [*asked.earlier, asked.text.casefold(), asked.jurisdiction, topic.purpose.value, *parts]
    return hashed(json.dumps(whole))[:_LENGTH]


def words_of(answer: Answer, reason: str = "", edits: tuple[Edit, ...] = ()) -> dict[str, object]:
    """What the record keeps of a version of an answer."""
    return {
        "question": answer.topic.question.text,
        "answer": id_of(answer),
        "digest": digest(answer),
        "edition": answer.edition,
        "statements": [s.id for s in answer.statements],
        "cited": sorted(d.id for d in answer.references),
        "edits": [{"edit": type(e).__name__.lower(), **asdict(e)} for e in edits],
        "reason": reason,
    }


_EDITS: Mapping[str, Callable[..., Edit]] = {"add": Add, "drop": Drop, "move": Move, "reword": Reword}


def edit_of(told: Mapping[str, object]) -> Edit:
    """The edit that the record tells of."""
    return _EDITS[str(told["edit"])](**{k: v for k, v in told.items() if k != "edit"})
