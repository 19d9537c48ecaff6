"""A question typed in haste on a ward names the same concepts as one written with care."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from curbside.engine import Engine
from curbside.house import engine_of, starter_library
from curbside.model import Concept, Purpose, Topic

EFFECT = {Purpose.BENEFIT, Purpose.TREATMENT, Purpose.PREVENTION, Purpose.COMPARISON}


def pairs() -> Iterator[tuple[str, str]]:
    """Each unpolished question of unpolished.txt beside the polished one that opens its block."""
    for block in (Path(__file__).parent / "unpolished.txt").read_text(encoding="utf-8").split("\n\n"):
        polished, *typed = [line for line in block.splitlines() if line and not line.startswith("#")] or [""]
        yield from ((polished, question) for question in typed)


PAIRS = tuple(pairs())


@pytest.fixture(scope="module")
def engine() -> Engine:
    return engine_of(starter_library())


def alike(one: Concept, other: Concept) -> bool:
    """Whether two concepts share a form, hyphens and plurals aside."""
    first, second = ({f.replace("-", " ").removesuffix("s") for f in c.forms} for c in (one, other))
    return one.role is other.role and bool(first & second)


def told(topic: Topic) -> list[str]:
    return [f"{c.role.value} {c.text}" for c in topic.concepts]


def test_there_are_at_least_fifty_pairs() -> None:
    assert len(PAIRS) >= 50


@pytest.mark.parametrize(("polished", "typed"), PAIRS, ids=[typed for _, typed in PAIRS])
def test_it_names_the_same_concepts(engine: Engine, polished: str, typed: str) -> None:
    written, hasty = engine.understand(polished), engine.understand(typed)
    assert len(written.concepts) == len(hasty.concepts), told(hasty)
    for concept in written.concepts:
        assert any(alike(concept, c) for c in hasty.concepts), (concept.text, told(hasty))


@pytest.mark.parametrize(("polished", "typed"), PAIRS, ids=[typed for _, typed in PAIRS])
def test_it_wants_to_know_the_same(engine: Engine, polished: str, typed: str) -> None:
    written, hasty = engine.understand(polished).purpose, engine.understand(typed).purpose
    assert written is hasty or {written, hasty} <= EFFECT


@pytest.mark.parametrize(
    ("typed", "polished"),
    [("ivig in dic?", "Is IVIG effective in DIC?"), ("heparin dic any good", "Is heparin effective in DIC?")],
)
def test_it_comes_to_the_same_bottom_line(engine: Engine, typed: str, polished: str) -> None:
    hasty, written = (engine.ask(question).answer.bottom_line for question in (typed, polished))
    assert hasty.text.split(". ")[0] == written.text.split(". ")[0]
    assert (hasty.direction, hasty.strength, hasty.direct) == (written.direction, written.strength, written.direct)


@pytest.mark.parametrize(
    "question", ["tight glucose control", "lung cancer", "chronic kidney disease", "kidney transplant rejection"]
)
def test_one_name_is_not_cut_in_two(engine: Engine, question: str) -> None:
    assert len(engine.understand(question).concepts) == 1


@pytest.mark.parametrize(
    ("question", "kept"), [("MAG in cancer", "MAG"), ("factor v leiden", "factor v leiden"), ("PRED score", "PRED")]
)
def test_capitals_are_not_taken_for_ward_shorthand(engine: Engine, question: str, kept: str) -> None:
    assert kept in " ".join(told(engine.understand(question)))
