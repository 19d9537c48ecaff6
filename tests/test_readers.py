"""Tellings: the same verified statements for every reader (law 9)."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from made_up import court, draft, passage, statement

from curbside.engine import Engine
from curbside.house import engine_of, starter_library
from curbside.model import (
    Answer,
    LawBrokenError,
    Note,
    Piece,
    Reader,
    Rewording,
    Telling,
    Told,
    ToldSection,
    Turn,
    verbatim,
)
from curbside.readers import tell
from curbside.readers.doses import doses
from curbside.text import figures
from curbside.verification import verify

QUESTIONS: dict[str, str] = json.loads((Path(__file__).parent / "golden" / "questions.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def engine() -> Engine:
    return engine_of(starter_library())


@pytest.fixture(scope="module", params=QUESTIONS)
def answer(request: pytest.FixtureRequest, engine: Engine) -> Answer:
    return engine.ask(QUESTIONS[request.param]).answer


@pytest.mark.parametrize("reader", Reader)
def test_every_reader_is_told_the_same_statements_in_the_same_order(answer: Answer, reader: Reader) -> None:
    telling = tell(answer, reader)
    assert tuple(t.statement for t in telling.statements) == answer.statements


@pytest.mark.parametrize("reader", [Reader.CLINICIAN, Reader.TRAINEE])
def test_clinician_and_trainee_read_the_words_themselves(answer: Answer, reader: Reader) -> None:
    telling = tell(answer, reader)
    assert [t.text for t in telling.statements] == [s.text for s in answer.statements]
    assert telling.bottom_line.text == answer.bottom_line.text


def test_a_patient_reads_every_figure_in_the_line_or_beside_it_unless_a_dose_was_withheld(answer: Answer) -> None:
    for told in tell(answer, Reader.PATIENT).statements:
        shown = figures(" ".join((told.text, *told.rewording.asides)))
        assert shown <= figures(told.statement.text)
        if not told.rewording.withheld:
            assert {f for f in figures(told.statement.text) if "." in f} <= shown


def test_a_patient_is_shown_no_dose(answer: Answer) -> None:
    telling = tell(answer, Reader.PATIENT)
    texts = [telling.bottom_line.text, *(t.text for t in telling.statements)]
    texts += [a for t in telling.statements for a in t.rewording.asides]
    assert [text for text in texts if list(doses(text))] == []


def test_indirect_stays_said(answer: Answer) -> None:
    for told in tell(answer, Reader.PATIENT).statements:
        if "(indirect)" in told.statement.text:
            assert told.text.startswith("Indirect: ")


def test_the_same_answer_is_told_in_the_same_words(answer: Answer) -> None:
    assert tell(answer, Reader.PATIENT) == tell(answer, Reader.PATIENT)


SAID = "Velumab may not reduce mortality (RR 0.9, 0.8-1.1); nausea was seen in 12% of patients."


def piece(source: str, words: str, turn: Turn = Turn.PLAIN) -> Rewording:
    return Rewording(source=source, pieces=(Piece(start=0, end=len(source), turn=turn, words=words),))


@pytest.mark.parametrize(
    ("source", "words", "rule"),
    [
        ("12% of patients", "15% of patients", "a figure from nowhere"),
        ("12% of patients", "some patients", "a figure is lost"),
        ("was not effective", "was effective", "a negation is lost"),
        ("may help", "helps", "a hedge is lost"),
    ],
)
def test_words_that_change_the_sense_are_refused(source: str, words: str, rule: str) -> None:
    with pytest.raises(LawBrokenError, match=rule):
        piece(source, words)


def test_words_of_the_source_can_not_be_passed_over() -> None:
    with pytest.raises(LawBrokenError, match="passed over"):
        Rewording(source=SAID, pieces=(Piece(start=8, end=len(SAID)),))
    with pytest.raises(LawBrokenError, match="passed over"):
        Rewording(source=SAID, pieces=(Piece(start=0, end=8),))


def test_kept_words_are_read_from_the_source() -> None:
    with pytest.raises(LawBrokenError, match="kept words"):
        Rewording(source="Velumab", pieces=(Piece(start=0, end=7, words="Other"),))


def test_a_negation_is_never_set_aside() -> None:
    said = statement(passage("Deaths fell (not significant)."))
    pieces = (Piece(start=0, end=11), Piece(start=11, end=29, turn=Turn.ASIDE), Piece(start=29, end=30))
    with pytest.raises(LawBrokenError, match="set aside"):
        Told(statement=said, rewording=Rewording(source=said.text, pieces=pieces))


def test_a_telling_tells_its_own_statement() -> None:
    said = statement(passage(SAID))
    with pytest.raises(LawBrokenError, match="not the words of the statement"):
        Told(statement=said, rewording=verbatim("Velumab works."))


def test_a_quotation_is_not_reworded() -> None:
    said = statement(passage("Velumab"))
    with pytest.raises(LawBrokenError, match="a quotation was reworded"):
        Told(statement=said, rewording=piece("Velumab", "A drug"), quoted=True)


def test_the_people_of_a_statement_are_its_own_and_give_no_dose() -> None:
    said = statement(passage("Velumab"), population="20 adults on 5 mg daily")
    with pytest.raises(LawBrokenError, match="not the people"):
        Told(statement=said, rewording=verbatim("Velumab"), people="everyone")
    telling = tell(verify(draft([said]), court()).answer, Reader.PATIENT)
    assert [t.people for t in telling.statements] == [""]


def test_no_statement_is_left_out_added_or_moved(engine: Engine) -> None:
    answer = engine.ask(QUESTIONS["harm"]).answer
    telling = tell(answer, Reader.PATIENT)
    first = telling.guidelines[0]
    with pytest.raises(LawBrokenError, match="not the statements of"):
        ToldSection(section=first.section, title=first.title, statements=first.statements[:-1])
    with pytest.raises(LawBrokenError, match="not the statements of"):
        ToldSection(section=first.section, title=first.title, statements=first.statements[::-1])
    with pytest.raises(LawBrokenError, match="the sections of its answer"):
        remade(telling, guidelines=telling.guidelines[1:])
    with pytest.raises(LawBrokenError, match="the bottom line"):
        remade(telling, bottom_line=verbatim("It works."))
    with pytest.raises(LawBrokenError, match="reads the verified words themselves"):
        remade(telling, reader=Reader.TRAINEE)


def remade(telling: Telling, **fields: object) -> Telling:
    from dataclasses import replace

    return replace(telling, **fields)  # type: ignore[arg-type]


def test_a_note_brings_no_figure_of_its_own() -> None:
    with pytest.raises(LawBrokenError, match="a figure of its own"):
        Note(about="hazard ratio", text="below 1 is good")
    assert re.search(r"\d", Note(about="IL-6", text="interleukin-6").text)
