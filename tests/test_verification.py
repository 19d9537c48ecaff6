"""Each check lets a right statement stand and refuses a wrong one; what is refused reaches no reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from made_up import court, document, draft, passage, resting_on_all, statement

from curbside.exports.answer_json import answer_json
from curbside.exports.plain import plain
from curbside.model import (
    BottomLine,
    Conclusion,
    Conflict,
    Direction,
    Effect,
    Facet,
    Gap,
    Relation,
    Section,
    Standing,
    Statement,
    Topic,
)
from curbside.verification import CHECKS, objection, verify

TEXT = (
    "In 1,204 adults, velumab 5 mg/kg did not lower deaths (12.5% v 19%; odds ratio 0.61, 95% CI 0.40 to 0.93) "
    "at 28 days."
)
FOUND = passage(TEXT)


def refused(said: Statement) -> str:
    return objection(said, {})


# Words, figures, units, negations


def test_the_words_of_the_source_stand() -> None:
    assert refused(statement(FOUND)) == ""


def test_a_part_of_the_words_stands() -> None:
    assert refused(statement(FOUND, "Velumab 5 mg/kg did not lower deaths at 28 days.")) == ""


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("12.5%", "12.6%"), ("12.5%", "2.5%"), ("1,204", "1,205"), ("0.61", "0.16"), ("0.93", "0.99"), ("28", "30")],
)
def test_a_changed_figure_is_refused(right: str, wrong: str) -> None:
    assert refused(statement(FOUND, TEXT.replace(right, wrong))).startswith("law 2: not in the quotes: ")


def test_an_added_figure_is_refused() -> None:
    assert refused(statement(FOUND, TEXT + " NNT 15")) == "law 2: not in the quotes: 15"


def test_a_figure_written_with_another_separator_is_the_same_figure() -> None:
    assert refused(statement(FOUND, TEXT.replace("1,204", "1204"))) == ""


@pytest.mark.parametrize("unit", ["mg", "kg", "g/kg", "mg/kg/day", "mg/g", "%", "million units", "days"])
def test_a_changed_unit_is_refused(unit: str) -> None:
    said = refused(statement(FOUND, TEXT.replace("5 mg/kg", f"5 {unit}")))
    assert said == f"law 2: not in the quotes with this unit: 5 {unit}"


@pytest.mark.parametrize(
    ("of_source", "said"), [("5 mg", "5 kg"), ("5 mg", "5 mg/kg"), ("5 mg/kg", "5 mg"), ("75 mg/m2", "75 mg/m3")]
)
def test_milligrams_kilograms_and_milligrams_a_kilogram_are_told_apart(of_source: str, said: str) -> None:
    source = passage(f"Velumab {of_source} was given once.")
    assert refused(statement(source)) == ""
    assert refused(statement(source, f"Velumab {said} was given once.")).startswith("law 2: ")


@pytest.mark.parametrize(
    "effect",
    [
        Effect(measure="odds ratio", value="0.62"),
        Effect(measure="odds ratio", value="0.61", low="0.41"),
        Effect(measure="odds ratio", value="0.61", high="0.94"),
        Effect(measure="odds ratio", value="0.61", level="90"),
        Effect(measure="odds ratio", value="0.61", p="=0.02"),
    ],
)
def test_a_figure_added_in_an_effect_is_refused(effect: Effect) -> None:
    assert refused(statement(FOUND, effects=(effect,))).startswith("law 2: not in the quotes: ")


def test_an_effect_as_the_words_give_it_stands() -> None:
    effect = Effect(measure="odds ratio", value="0.61", low="0.40", high="0.93", level="95")
    assert refused(statement(FOUND, effects=(effect,))) == ""


@pytest.mark.parametrize(
    ("of_source", "said"),
    [
        ("Velumab did not lower deaths.", "Velumab did lower deaths."),
        ("Velumab lowered deaths.", "Velumab never lowered deaths."),
        ("Velumab is contraindicated in pregnancy.", "Velumab is in pregnancy."),
        ("Avoid velumab in pregnancy.", "velumab in pregnancy."),
        ("We recommend against velumab.", "We recommend velumab."),
        ("Velumab failed to lower deaths.", "Velumab to lower deaths."),
        ("Neither dose was without harm.", "dose was harm."),
    ],
)
def test_a_negation_dropped_or_added_is_refused(of_source: str, said: str) -> None:
    source = passage(of_source)
    assert refused(statement(source)) == ""
    assert refused(statement(source, said)).startswith("negates ")


@pytest.mark.parametrize(
    "added",
    ["Doctors must always give it to everybody at once.", "Velumab cures marrow rust completely and for ever."],
)
def test_added_words_are_refused(added: str) -> None:
    assert refused(statement(FOUND, f"{TEXT} {added}")).startswith("words that are not the source's: ")


def test_another_drug_in_a_long_sentence_is_refused() -> None:
    assert refused(statement(FOUND, TEXT.replace("velumab", "placebo")))


@pytest.mark.parametrize(
    ("of_source", "said"),
    [
        ("Deaths fell (P < 0.05) with velumab.", "Deaths fell (P > 0.05) with velumab."),
        ("The mean difference was -5 days.", "The mean difference was 5 days."),
        ("Give it with platelets <50.", "Give it with platelets >50."),
    ],
)
def test_a_turned_sign_is_refused(of_source: str, said: str) -> None:
    assert refused(statement(passage(of_source), said))


def test_two_words_that_changed_places_are_refused() -> None:
    source = passage("Deaths were lower with velumab and higher with placebo.")
    assert refused(statement(source, "Deaths were higher with velumab and lower with placebo."))


# Law 4


ELSEWHERE: dict[str, Any] = {"relation": Relation.OTHER_POPULATION, "studied_in": "iron gout"}


def test_an_indirect_statement_that_names_its_population_stands() -> None:
    source = passage("Velumab lowered deaths by 5%.")
    assert refused(statement(source, "In iron gout (indirect): Velumab lowered deaths by 5%.", **ELSEWHERE)) == ""


def test_an_indirect_statement_that_does_not_name_its_population_is_refused() -> None:
    said = refused(statement(passage("Velumab lowered deaths by 5%."), **ELSEWHERE))
    assert said == "law 4: does not say that it is about iron gout"


def test_a_population_whose_name_negates_does_not_count_as_a_negation() -> None:
    source = passage("Velumab lowered deaths.")
    fields: dict[str, Any] = {"relation": Relation.OTHER_POPULATION, "studied_in": "gout without tophi"}
    assert refused(statement(source, "In gout without tophi (indirect): Velumab lowered deaths.", **fields)) == ""


def test_a_figure_that_only_the_population_brings_in_is_refused_unless_cited() -> None:
    source = passage("Population: 40 adults with iron gout\nVelumab lowered deaths.")
    fields: dict[str, Any] = {"relation": Relation.OTHER_POPULATION, "studied_in": "40 adults"}
    said = statement(source, "In 40 adults (indirect): Velumab lowered deaths.", **fields)
    alone = replace(said, citations=(source.cite("Velumab lowered deaths."),))
    assert refused(alone) == "law 2: not in the quotes: 40"
    cited = replace(said, citations=(*alone.citations, source.cite("40 adults with iron gout")))
    assert refused(cited) == ""


DOSE = passage("Velumab 5 mg/kg daily was given.")


def test_a_dose_of_another_treatment_without_its_condition_is_refused() -> None:
    bare = statement(DOSE, facet=Facet.DOSE, relation=Relation.OTHER_TREATMENT)
    assert refused(bare) == "law 4: a dose without the condition it was studied in"
    assert refused(replace(bare, studied_in="iron gout")) == ""
    assert refused(replace(bare, population="adults with iron gout")) == ""


def test_a_dose_in_the_condition_asked_about_stands() -> None:
    assert refused(statement(DOSE, facet=Facet.DOSE)) == ""


# Law 5


@pytest.mark.parametrize("standing", list(Standing))
def test_only_a_retracted_document_is_refused_by_the_library_s_word(standing: Standing) -> None:
    said = objection(statement(FOUND), {"pmid:1": standing})
    assert said == ("law 5: pmid:1 is retracted" if standing is Standing.RETRACTED else "")


def test_a_document_whose_own_record_says_retracted_is_refused_whatever_the_library_says() -> None:
    source = passage(TEXT, document(standing=Standing.RETRACTED))
    assert objection(statement(source), {"pmid:1": Standing.CURRENT}) == "law 5: pmid:1 is retracted"


def test_one_retracted_source_among_two_is_enough() -> None:
    second = passage("It was safe.", document("pmid:2"))
    said = statement(FOUND, more=(second.cite("It was safe."),))
    assert objection(said, {"pmid:2": Standing.RETRACTED}) == "law 5: pmid:2 is retracted"


# The whole


RIGHT = statement(FOUND)
WRONG = statement(passage("Zorvexin 7 mg raised survival.", document("pmid:7")), "Zorvexin 8 mg raised survival.")
TAKEN_BACK = statement(passage("Oldumab was wonderful indeed.", document("pmid:9")))


def test_what_is_refused_is_kept_apart_with_its_reason_and_never_in_the_answer() -> None:
    verified = verify(draft([RIGHT, WRONG, TAKEN_BACK]), court({"pmid:9": Standing.RETRACTED}))
    assert [(r.statement, r.reason) for r in verified.refusals] == [
        (WRONG, "law 2: not in the quotes: 8"),
        (TAKEN_BACK, "law 5: pmid:9 is retracted"),
    ]
    assert [s.text for s in verified.answer.statements] == [TEXT]
    assert [d.id for d in verified.answer.references] == ["pmid:1"]
    for told in (answer_json(verified.answer), plain(verified.answer), repr(verified.answer)):
        assert "velumab" in told
        assert not [w for w in ("Zorvexin", "Oldumab", "pmid:7", "pmid:9", WRONG.id) if w in told]


def test_guidelines_are_checked_like_research() -> None:
    verified = verify(draft(guidelines=[WRONG, RIGHT]), court())
    assert [r.statement for r in verified.refusals] == [WRONG]
    assert [s.text for s in verified.answer.guidelines[0].statements] == [TEXT]


def test_a_section_of_which_nothing_stood_is_left_out() -> None:
    verified = verify(draft([WRONG]), court())
    assert verified.answer.research == ()
    assert verified.answer.references == ()
    assert verified.answer.bottom_line.text == "Nothing stood."


def test_the_bottom_line_is_composed_only_from_what_stood() -> None:
    verified = verify(draft([WRONG, RIGHT]), court())
    assert verified.answer.bottom_line.text == TEXT
    assert verified.answer.bottom_line.statements == (verified.answer.statements[0].id,)


def test_every_statement_that_stood_names_the_checks_it_passed() -> None:
    [said] = verify(draft([RIGHT]), court()).answer.statements
    assert said.check == ("not retracted, as the library knows now", *CHECKS)


def resting_on(ids: tuple[str, ...], *, in_conflict: bool) -> Conclusion:
    line = BottomLine(
        text="It works.", direction=Direction.FOR, strength="", direct=True, statements=() if in_conflict else ids
    )
    conflict = Conflict(text="They differ.", on="mortality", statements=ids)
    return Conclusion(bottom_line=line, conflicts=(conflict,) if in_conflict else ())


@pytest.mark.parametrize("in_conflict", [False, True], ids=["bottom line", "conflict"])
def test_a_conclusion_that_rests_on_a_refused_statement_is_a_fault_and_raised(in_conflict: bool) -> None:
    def conclude(topic: Topic, first: Sequence[Section], second: Sequence[Section], gaps: Sequence[Gap]) -> Conclusion:
        return resting_on((WRONG.id,), in_conflict=in_conflict)

    with pytest.raises(AssertionError, match="not in the answer"):
        verify(draft([WRONG, RIGHT]), replace(court(), conclude=conclude))


def test_references_are_numbered_as_they_first_appear_with_the_standing_in_force() -> None:
    first = statement(passage("It was safe.", document("pmid:30")))
    second = statement(passage("It was cheap.", document("pmid:10")), more=(FOUND.cite("at 28 days"),))
    third = statement(passage("It was red.", document("pmid:30", standing=Standing.CURRENT)))
    silent = document("pmid:5")
    gap = Gap(text="Silent.", looked_for="velumab", documents=(silent, document("pmid:10")))
    told = {"pmid:30": Standing.CORRECTED, "pmid:10": Standing.CONCERN}
    answer = verify(draft([second, third], guidelines=[first], gaps=(gap,)), court(told)).answer
    assert [d.id for d in answer.references] == ["pmid:30", "pmid:10", "pmid:1", "pmid:5"]
    assert [d.standing for d in answer.references[:3]] == [Standing.CORRECTED, Standing.CONCERN, Standing.UNKNOWN]


def test_a_document_that_only_a_gap_names_has_the_standing_in_force_too() -> None:
    gap = Gap(text="Silent.", looked_for="velumab", documents=(document("pmid:5"),))
    [reference] = verify(draft(gaps=(gap,)), court({"pmid:5": Standing.SUPERSEDED})).answer.references
    assert reference.standing is Standing.SUPERSEDED


def test_topic_gaps_composer_and_edition_pass_through() -> None:
    given = draft([RIGHT], gaps=(Gap(text="None.", looked_for="x"),))
    answer = verify(given, court()).answer
    assert (answer.topic, answer.gaps, answer.composer, answer.edition) == (
        given.topic,
        given.gaps,
        "by hand",
        "edition-1",
    )


def test_standing_is_asked_once_for_all_cited_documents() -> None:
    asked: list[Sequence[str]] = []

    def standing(ids: Sequence[str]) -> dict[str, Standing]:
        asked.append(ids)
        return {}

    verify(draft([RIGHT, WRONG]), replace(court(), standing=standing, conclude=resting_on_all))
    assert asked == [["pmid:1", "pmid:7"]]
