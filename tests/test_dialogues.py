"""A follow-up means what the conversation makes it mean, says so, and changes the answer as a clinician expects."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from curbside.engine import Engine
from curbside.exports.answer_json import answer_object
from curbside.exports.plain import plain
from curbside.house import engine_of, starter_library
from curbside.model import Answer, Direction, Facet, Purpose, Role, Topic

HERE = Path(__file__).parent
QUESTIONS: dict[str, str] = json.loads((HERE / "golden" / "questions.json").read_text(encoding="utf-8"))


def conversations() -> Iterator[tuple[tuple[str, str], ...]]:
    """The blocks of dialogues.txt: turns as (question, what it must be understood as)."""
    for block in (HERE / "dialogues.txt").read_text(encoding="utf-8").split("\n\n"):
        lines = [line for line in block.splitlines() if line and not line.startswith("#")]
        if lines:
            yield tuple((asked, meant) for asked, meant in (line.rsplit(" -> ", 1) for line in lines))


DIALOGUES = tuple(conversations())


@pytest.fixture(scope="module")
def engine() -> Engine:
    return engine_of(starter_library())


def told(topic: Topic, *, first: bool) -> str:
    named = [f"{'people' if c.people else c.role.value}={c.text}" for c in topic.concepts]
    wants = [topic.purpose.value, *(["newest"] if topic.newest else []), *named]
    return ("" if first or topic.follow_up else "new ") + "; ".join(wants)


def answered(engine: Engine, *turns: str) -> Answer:
    return engine.ask(turns[-1], earlier=turns[:-1]).answer


def titles(answer: Answer) -> list[str]:
    return [section.title for section in (*answer.guidelines, *answer.research)]


# What is meant


def test_there_are_at_least_thirty_conversations_of_two_to_four_turns() -> None:
    assert len(DIALOGUES) >= 30
    assert {len(turns) for turns in DIALOGUES} <= {2, 3, 4}


@pytest.mark.parametrize("turns", DIALOGUES, ids=lambda turns: " > ".join(asked for asked, _ in turns)[:80])
def test_each_turn_is_understood_from_those_before_it(engine: Engine, turns: tuple[tuple[str, str], ...]) -> None:
    for number, (asked, meant) in enumerate(turns):
        topic = engine.topic(asked, [before for before, _ in turns[:number]])
        assert told(topic, first=number == 0) == meant, asked


@pytest.mark.parametrize("turns", DIALOGUES, ids=lambda turns: " > ".join(asked for asked, _ in turns)[:80])
def test_a_follow_up_restated_means_the_same_when_it_is_asked_alone(
    engine: Engine, turns: tuple[tuple[str, str], ...]
) -> None:
    for number in range(1, len(turns)):
        topic = engine.topic(turns[number][0], [before for before, _ in turns[:number]])
        alone = engine.understand(topic.question.text)
        assert told(alone, first=True).lower() == told(topic, first=True).lower(), topic.question.text


def test_what_was_kept_changed_and_let_go_is_told(engine: Engine) -> None:
    topic = engine.topic("what about heparin instead?", ["What are the benefits of IVIG in DIC?", "And the dose?"])
    followed = topic.follow_up
    assert followed is not None
    assert followed.asked == "what about heparin instead?"
    assert [c.text for c in followed.inherited] == ["DIC"]
    assert [c.text for c in followed.changed] == ["heparin"]
    assert [c.text for c in followed.replaced] == ["IVIG"]
    assert followed.purpose_inherited
    assert topic.question.text == "dose of heparin in DIC"
    assert topic.question.earlier == ("What are the benefits of IVIG in DIC?", "And the dose?")


def test_a_pronoun_that_could_mean_either_of_two_says_how_it_was_read(engine: Engine) -> None:
    (note,) = engine.topic("is it safe?", ["apixaban vs warfarin in AF"]).notes
    assert note == "It was read as apixaban, not as warfarin: name it to ask about the other."


def test_a_pronoun_that_stands_for_nothing_says_so(engine: Engine) -> None:
    (note,) = engine.topic("is it safe?", ["How is sepsis treated?"]).notes
    assert note.startswith("No treatment was named before")


def test_a_correction_of_what_was_understood_is_answered_as_corrected(engine: Engine) -> None:
    topic = engine.topic("in children?", ["ivig in dic?"])
    corrected = replace(topic, purpose=Purpose.DOSE)
    assert "Doses studied, each with its condition" in titles(engine.answer(corrected).answer)


def test_identifiers_in_earlier_questions_go_no_further(engine: Engine) -> None:
    topic = engine.topic("and the dose?", ["John Smith, DOB 12/03/1960: is ivig useful in DIC?"])
    assert "Smith" not in repr(topic)
    assert "1960" not in repr(topic)


@pytest.mark.parametrize("earlier", ["", "   ", "?"])
def test_an_earlier_question_without_a_word_is_refused(engine: Engine, earlier: str) -> None:
    with pytest.raises(ValueError, match="empty"):
        engine.topic("and the dose?", [earlier])


def test_a_follow_up_to_something_that_was_not_understood_stands_by_itself(engine: Engine) -> None:
    assert engine.topic("and the dose?", ["how do I fix a carburetor?"]).follow_up is None


def test_danger_told_in_a_follow_up_is_noticed(engine: Engine) -> None:
    assert engine.topic("ok but I have crushing chest pain now", ["ivig in dic?"]).emergency == "chest pain"


def test_a_hundred_turns_are_read(engine: Engine) -> None:
    topic = engine.topic("and the dose?", ["ivig in dic?", *["in children?", "in adults?"] * 50])
    assert topic.question.text == "dose of IVIG in adults with DIC"


# How the answer changes


def test_the_dose_follows_with_the_condition_it_was_studied_in_and_none_for_the_condition_asked(engine: Engine) -> None:
    answer = answered(engine, "What are the benefits of IVIG in DIC?", "And the dose?")
    assert "No dose of IVIG for DIC is held" in answer.bottom_line.text
    doses = [s for section in answer.research for s in section.statements if s.facet is Facet.DOSE]
    assert doses
    assert not any(s.direct for s in doses)
    assert all("(indirect)" in s.text for s in doses)


def test_another_drug_brings_the_guidance_on_that_drug(engine: Engine) -> None:
    answer = answered(engine, "What are the benefits of IVIG in DIC?", "what about heparin instead?")
    assert answer.bottom_line.direct
    assert "heparin" in answer.bottom_line.text
    assert "IVIG" not in answer.bottom_line.text


def test_another_condition_makes_direct_what_was_indirect(engine: Engine) -> None:
    before, after = answered(engine, "ivig in dic?"), answered(engine, "ivig in dic?", "in sepsis?")
    assert not before.bottom_line.direct
    assert after.bottom_line.direct
    assert "Results in sepsis" in titles(after)


def test_the_risks_lead_with_the_boxed_warning(engine: Engine) -> None:
    answer = answered(engine, "ivig in dic?", "is it safe?")
    assert answer.bottom_line.text.startswith("The product label: Boxed warning")


def test_why_is_answered_by_how_it_may_work_first(engine: Engine) -> None:
    answer = answered(engine, "ivig in dic?", "why?")
    assert answer.research[0].title == "How it may work"


def test_newer_puts_the_newest_sources_first(engine: Engine) -> None:
    def first_years(*turns: str) -> list[int]:
        section = next(s for s in answered(engine, *turns).research if s.title == "Results in sepsis")
        return [s.source.year or 0 for s in section.statements]

    before, after = first_years("ivig in sepsis?"), first_years("ivig in sepsis?", "is there anything newer?")
    assert after[0] > before[0]
    assert sum(after[:4]) > sum(before[:4])


def test_how_it_is_diagnosed_lets_go_of_the_drug(engine: Engine) -> None:
    answer = answered(engine, "ivig in dic?", "how is it diagnosed?")
    assert answer.topic.concept(Role.INTERVENTION) is None
    assert answer.guidelines[0].statements[0].facet is Facet.DIAGNOSIS


def test_children_are_said_to_be_missing_where_nothing_speaks_of_them(engine: Engine) -> None:
    adults = answered(engine, "levetiracetam vs valproate in status epilepticus")
    children = answered(engine, "levetiracetam vs valproate in status epilepticus", "in a 6 year old?")
    assert not any("children" in g.text for g in adults.gaps)
    assert any(g.text.startswith("Nothing shown here speaks of children") for g in children.gaps)


def test_children_are_not_said_to_be_missing_where_a_source_speaks_of_them(engine: Engine) -> None:
    answer = answered(engine, "treatment of DIC", "in newborns?")
    assert not any("speaks of neonates" in g.text for g in answer.gaps)


def test_a_change_of_drug_away_from_a_retracted_one_does_not_bring_it_back(engine: Engine) -> None:
    answer = answered(engine, "Is hydroxychloroquine effective for COVID-19?", "what about ivermectin?")
    assert not answer.statements
    assert answer.bottom_line.direction is Direction.UNSTATED


def test_an_outcome_moves_to_the_front(engine: Engine) -> None:
    answer = answered(engine, "magnesium sulphate in pre-eclampsia", "does it save lives?")
    assert "on mortality" in answer.bottom_line.text


def test_a_complete_question_is_answered_as_if_nothing_had_been_asked_before(engine: Engine) -> None:
    asked = "How should an initial episode of C. difficile infection be treated in adults?"
    alone, after = engine.ask(asked).answer, answered(engine, "ivig in dic?", "and the dose?", asked)
    assert plain(after) == plain(alone)


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_suggested_follow_up_is_answered_by_what_it_asks_for(engine: Engine, name: str) -> None:
    asked = QUESTIONS[name]
    wanted = {
        Purpose.HARM: {Facet.HARM, Facet.CONTRAINDICATION, Facet.MONITORING},
        Purpose.DOSE: {Facet.DOSE},
        Purpose.MECHANISM: {Facet.MECHANISM, Facet.DEFINITION},
        Purpose.TREATMENT: {Facet.RECOMMENDATION, Facet.DOSE},
    }
    for suggested in engine.ask(asked).answer.follow_ups:
        for answer in (engine.ask(suggested).answer, answered(engine, asked, suggested)):
            assert wanted[answer.topic.purpose] & {s.facet for s in answer.statements}, suggested


# How it is shown


def test_a_reader_sees_how_a_follow_up_was_understood(engine: Engine) -> None:
    text = plain(answered(engine, "What are the benefits of IVIG in DIC?", "And the dose?"))
    assert text.startswith("And the dose?\n")
    assert "Understood as: dose of IVIG in DIC (kept from before: IVIG, DIC; new: asking for dose)" in text


def test_scripts_get_what_was_inherited_and_what_was_changed(engine: Engine) -> None:
    found = answer_object(answered(engine, "ivig in dic?", "any newer evidence on heparin?"))["understood"]
    assert isinstance(found, dict)
    assert found["newest"] is True
    assert found["follow_up"] == {
        "asked": "any newer evidence on heparin?",
        "earlier": ["ivig in dic?"],
        "understood_as": "newest evidence on the benefits of heparin in DIC",
        "inherited": [{"role": "population", "text": "DIC"}],
        "changed": [{"role": "intervention", "text": "heparin"}],
        "replaced": [{"role": "intervention", "text": "IVIG"}],
        "kind_inherited": True,
        "text": "newest evidence on the benefits of heparin in DIC (kept from before: DIC; new: heparin, the newest "
        "sources first; left out: IVIG)",
    }


def test_a_question_by_itself_has_no_follow_up_to_show(engine: Engine) -> None:
    found = answer_object(engine.ask("ivig in dic?").answer)["understood"]
    assert isinstance(found, dict)
    assert found["follow_up"] is None
