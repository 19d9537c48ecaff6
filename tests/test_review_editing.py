"""What an editor may do to the words, and what a reader is told of the change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from made_up import court, document, draft, evidence, passage, statement

from curbside.model import (
    Answer,
    Direction,
    Evidence,
    Facet,
    Finding,
    Grade,
    Kind,
    Passage,
    Purpose,
    QuoteNotFoundError,
    Relation,
    Standing,
    Verified,
)
from curbside.review import Add, Drop, Edit, EditError, Move, Reword, Shelf, differences, edited, looked_for
from curbside.review.differences import told
from curbside.verification import verify

FIRST = passage("Velumab lowered mortality in marrow rust.")
SECOND = passage("Velumab caused a rash in 4 of 90 children.", document("pmid:2"))
THIRD = passage(
    "Velumab is not recommended. Check renal function before each dose.", document("pmid:3", kind=Kind.GUIDELINE)
)
ALL = {p.id: p for p in (FIRST, SECOND, THIRD)}


def appraise(passages: Sequence[Passage]) -> list[Evidence]:
    return [evidence(p) for p in passages]


SHELF = Shelf(passages=lambda ids: [ALL[i] for i in ids if i in ALL], appraise=appraise)


def an_answer() -> Answer:
    return verify(draft([statement(FIRST), statement(SECOND)]), court()).answer


def after(*edits: Edit, standing: dict[str, Standing] | None = None) -> Verified:
    return verify(edited(an_answer(), edits, SHELF), court(standing))


def texts(verified: Verified) -> list[str]:
    return [s.text for s in verified.answer.statements]


ONE, TWO = (s.id for s in an_answer().statements)


def test_a_statement_is_dropped() -> None:
    assert texts(after(Drop(statement=ONE))) == [SECOND.text]


def test_a_heading_without_statements_goes() -> None:
    assert after(Drop(statement=ONE), Drop(statement=TWO)).answer.research == ()


def test_statements_are_put_in_another_order() -> None:
    assert texts(after(Move(statement=TWO, by=-1))) == [SECOND.text, FIRST.text]
    assert texts(after(Move(statement=ONE, by=5))) == [SECOND.text, FIRST.text]


def test_words_are_changed_within_what_verification_accepts() -> None:
    verified = after(Reword(statement=ONE, text="Velumab lowered  mortality."))
    assert texts(verified)[0] == "Velumab lowered mortality."
    assert verified.refusals == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Velumab prevented death in marrow rust.", "words that are not the source's"),
        ("Velumab lowered mortality by 12 % in marrow rust.", "law 2"),
        ("Velumab lowered no mortality in marrow rust.", "negates 1 times"),
    ],
)
def test_words_the_source_does_not_bear_are_refused_by_verification(text: str, reason: str) -> None:
    verified = after(Reword(statement=ONE, text=text))
    assert [r.statement.text for r in verified.refusals] == [text]
    assert reason in verified.refusals[0].reason


def test_a_statement_is_added_with_a_citation_cut_from_the_library() -> None:
    verified = after(Add(passage=THIRD.id, quote="Check renal function before each dose.", heading="Risks"))
    added = verified.answer.guidelines[0]
    assert added.title == "Risks"
    assert added.statements[0].citations[0].quote == "Check renal function before each dose."
    assert [d.id for d in verified.answer.references] == ["pmid:3", "pmid:1", "pmid:2"]


def test_an_added_statement_can_stand_under_a_heading_that_is_there() -> None:
    verified = after(Drop(statement=ONE), Add(passage=FIRST.id, quote=FIRST.text, heading="Results"))
    assert texts(verified) == [SECOND.text, FIRST.text]


def test_an_added_statement_of_another_population_names_it() -> None:
    elsewhere = replace(evidence(FIRST), direct=False, about_population=False, studied_in="bone moss")
    shelf = replace(SHELF, appraise=lambda passages: [elsewhere if p.id == FIRST.id else evidence(p) for p in passages])
    made = edited(an_answer(), [Drop(statement=ONE), Add(passage=FIRST.id, quote=FIRST.text, heading="Results")], shelf)
    said = made.research[0].statements[-1]
    assert (said.relation, said.text) == (Relation.OTHER_POPULATION, f"In bone moss (indirect): {FIRST.text}")


def test_an_added_quote_must_stand_in_its_passage() -> None:
    with pytest.raises(QuoteNotFoundError):
        after(Add(passage=THIRD.id, quote="Velumab is recommended.", heading="Risks"))


def test_an_added_statement_rests_on_nothing_retracted() -> None:
    verified = after(
        Add(passage=THIRD.id, quote="Velumab is not recommended.", heading="Risks"),
        standing={"pmid:3": Standing.RETRACTED},
    )
    assert [r.reason for r in verified.refusals] == ["law 5: pmid:3 is retracted"]


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        (Drop(statement="none"), "the answer has no such statement"),
        (Reword(statement=ONE, text="  "), "words are needed"),
        (Add(passage="none", quote="x", heading=""), "the library holds no such passage"),
    ],
)
def test_an_edit_that_cannot_be_made_says_why(edit: Edit, reason: str) -> None:
    with pytest.raises(EditError, match=reason):
        after(edit)


def test_an_answer_whose_source_the_library_lost_cannot_be_edited() -> None:
    with pytest.raises(EditError, match="no longer holds what is cited of pmid:1, pmid:2"):
        edited(an_answer(), [Move(statement=ONE, by=1)], replace(SHELF, appraise=lambda passages: []))


def test_an_edited_answer_says_that_a_hand_was_at_it() -> None:
    assert after(Drop(statement=ONE)).answer.composer == "by hand, edited by hand"


def lines(verified: Verified) -> list[str]:
    return [told(d) for d in differences(an_answer(), verified.answer)]


def test_a_reader_is_told_what_was_taken_out() -> None:
    found = lines(after(Drop(statement=ONE)))
    assert f"Results: taken out: {FIRST.text}" in found
    assert "references: taken out: A trial, pmid:1" in found


def test_a_reader_is_told_what_was_reworded_word_by_word() -> None:
    change = next(
        d
        for d in differences(an_answer(), after(Reword(statement=ONE, text="Velumab lowered mortality.")).answer)
        if d.sort == "reworded"
    )
    assert change.words == (
        ("same", "Velumab lowered"),
        ("gone", "mortality in marrow rust."),
        ("new", "mortality."),
    )


def test_a_reader_is_told_what_was_added_and_of_another_order() -> None:
    found = lines(
        after(Move(statement=ONE, by=1), Add(passage=THIRD.id, quote="Velumab is not recommended.", heading="R"))
    )
    assert "statements: put in another order" in found
    assert "R: added: Velumab is not recommended." in found


def test_a_reader_is_told_of_a_standing_that_changed() -> None:
    corrected = verify(draft([statement(FIRST), statement(SECOND)]), court({"pmid:1": Standing.CORRECTED})).answer
    assert [told(d) for d in differences(an_answer(), corrected)] == [
        "standing of a source: changed: 'A trial, pmid:1: unknown' became 'A trial, pmid:1: corrected'"
    ]


def test_nothing_is_told_where_nothing_changed() -> None:
    assert differences(an_answer(), an_answer()) == ()


def finding(of: Passage, quote: str, facet: Facet = Facet.FINDING) -> Finding:
    start = of.text.index(quote)
    return Finding(
        start=start,
        end=start + len(quote),
        facet=facet,
        direction=Direction.UNSTATED,
        outcome="",
        effects=(),
        grade=Grade(),
        names=(),
        second_hand=False,
        fit=1.0,
    )


def looked(standing: Standing = Standing.UNKNOWN) -> dict[str, str]:
    found = replace(
        evidence(THIRD), findings=(finding(THIRD, "Check renal function before each dose."),), standing=standing
    )
    return {i.name: i.result for i in looked_for(an_answer(), [found])}


def test_omissions_are_looked_for_in_the_answer_and_in_the_evidence() -> None:
    found = looked()
    assert found["children"] == "in the answer"
    assert found["renal impairment"] == "found in evidence"
    assert found["pregnancy"] == "not found"


def test_a_retracted_source_counts_as_nothing_found() -> None:
    assert looked(Standing.RETRACTED)["renal impairment"] == "not found"


@pytest.mark.parametrize("purpose", Purpose)
def test_every_kind_of_question_has_its_checklist(purpose: Purpose) -> None:
    topic = replace(an_answer().topic, purpose=purpose)
    names = [i.name for i in looked_for(replace(an_answer(), topic=topic), [])]
    assert len(names) == len(set(names))
    assert names or purpose is Purpose.MECHANISM
