"""An answer is made of the sources' sentences under their headings, and its last word claims no more than they do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from made_up import TOPIC, document, evidence, passage, statement

from curbside.composing import compose, conclude, follow_ups
from curbside.composing.calling import name_without_figures, names_listed
from curbside.composing.choosing import Chosen, candidates, doses_another
from curbside.composing.counting import counted, listed
from curbside.house import engine_of
from curbside.library import open_library
from curbside.model import (
    Add,
    Answer,
    BottomLine,
    Change,
    Concept,
    Conflict,
    Direction,
    Document,
    Draft,
    Effect,
    Evidence,
    Facet,
    Finding,
    Gap,
    Grade,
    Kind,
    Mark,
    Passage,
    Purpose,
    Relation,
    Role,
    Section,
    Standing,
    Statement,
    Strength,
    Topic,
)
from curbside.text import figures

QUESTION = "What are the benefits of velumab in sepsis?"


def add(id_: str, kind: Kind, title: str, text: str, *, section: str = "Abstract", **fields: object) -> Add:
    of = replace(Document(id=id_, kind=kind, title=title), **fields)  # type: ignore[arg-type]
    return Add(document=of, passages=(Passage(document=of, section=section, text=text),))


def answered(*changes: Change, question: str = QUESTION) -> Answer:
    with open_library(None) as shelf:
        shelf.apply(changes, name="made up", digest="made up")
        return engine_of(shelf).ask(question).answer


def under(sections: Sequence[Section], start: str) -> list[str]:
    return [s.text for section in sections if section.title.startswith(start) for s in section.statements]


FEWER = add(
    "pmid:1",
    Kind.TRIAL,
    "Velumab in sepsis: a randomised trial",
    "RESULTS: Velumab reduced mortality in patients with sepsis (RR 0.75, 95% CI 0.60 to 0.94).",
    authors=("Rusty A",),
    published="2021",
)
MORE = add(
    "pmid:2",
    Kind.TRIAL,
    "Velumab for sepsis: a second randomised trial",
    "RESULTS: Velumab increased mortality in patients with sepsis (RR 1.40, 95% CI 1.10 to 1.80).",
    authors=("Marrow B",),
    published="2022",
)
SILENT = add(
    "g:1",
    Kind.GUIDELINE,
    "Sepsis",
    "Give fluids early. Antibiotics should be given within an hour.",
    section="Treatment",
    issuer="Society of Sepsis",
    published="2023",
)
SPEAKS = add(
    "g:2",
    Kind.GUIDELINE,
    "Sepsis in adults",
    "We suggest velumab for adults with sepsis (weak recommendation, low certainty of evidence).",
    section="Treatment",
    issuer="College of Fever",
    published="2022",
)
ELSEWHERE = add(
    "pmid:3",
    Kind.TRIAL,
    "Velumab in malaria: a randomised trial",
    "RESULTS: Velumab reduced mortality in patients with severe malaria. Velumab 5 mg/kg was given once daily.",
)


# Which sentences may stand


def read(text: str, sentence: str, **fields: object) -> Finding:
    found = Finding(
        start=text.index(sentence),
        end=text.index(sentence) + len(sentence),
        facet=Facet.FINDING,
        direction=Direction.LOWER,
        outcome="mortality",
        effects=(),
        grade=Grade(),
        names=(Role.INTERVENTION, Role.POPULATION),
        second_hand=False,
        fit=5.0,
    )
    return replace(found, **fields)  # type: ignore[arg-type]


def held(text: str, *sentences: str, of: Document | None = None, **fields: object) -> Evidence:
    place = passage(text, of)
    return replace(evidence(place), findings=tuple(read(text, s) for s in sentences or (text,)), **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "Velumab lowered deaths in marrow rust.",
        "Velumab lowered deaths (RR 0.75) in marrow rust",
        "In marrow rust, velumab was given once.",
    ],
)
def test_a_whole_sentence_may_stand(text: str) -> None:
    assert len(candidates([held(text)])) == 1


@pytest.mark.parametrize(
    "text",
    [
        "VELUMAB FOR PATIENTS WITH MARROW RUST",
        "Velumab Treatment Given Early for Marrow Rust",
        "and lowered deaths of patients in marrow rust.",
        "(velumab lowered deaths in marrow rust.",
        "Velumab lowered deaths in marrow rust as follows:",
        "Velumab lowered deaths in marrow rust (Table 2).",
        "Velumab lowered deaths, see https://example.org/rust for all.",
        "Velumab lowered deaths...",
        "Velumab in rust.",
        "Velumab " + "and zinc " * 60 + "lowered deaths.",
    ],
)
def test_headings_and_fragments_may_not_stand(text: str) -> None:
    assert candidates([held(text)]) == []


@pytest.mark.parametrize(("kind", "stands"), [(Kind.TRIAL, 0), (Kind.GUIDELINE, 1)])
def test_a_row_of_a_table_may_stand_for_a_guideline_and_not_for_a_study(kind: Kind, stands: int) -> None:
    row = "Velumab in marrow rust | 12 of 40 died | risk lower than with zinc."
    assert len(candidates([held(row, of=document("g:8", kind=kind))])) == stands


def test_a_line_that_goes_on_in_the_next_may_not_stand() -> None:
    text = "Velumab lowered deaths of patients with\nmarrow rust in two trials of many adults."
    assert candidates([held(text, "Velumab lowered deaths of patients with")]) == []


def test_the_sentence_at_which_a_stored_text_breaks_off_may_not_stand() -> None:
    text = "Velumab lowered deaths of patients with marrow rust in all of the nine trials that"
    assert candidates([held(text)]) == []


def test_the_better_fitting_sentence_comes_first_and_equals_by_their_ids() -> None:
    text = "Velumab lowered deaths in marrow rust."
    low = replace(held(text, of=document("pmid:1")), findings=(read(text, text, fit=1.0),))
    twin, other = held(text, of=document("pmid:3")), held(text, of=document("pmid:2"))
    assert [c.evidence.passage.document.id for c in candidates([low, twin, other])] == ["pmid:2", "pmid:3", "pmid:1"]


BEST = held("Velumab lowered deaths in marrow rust.", of=document("pmid:1"))
BESIDE = "Velumab was weighed in marrow rust by some."


def far(*, of: Document | None = None, **finding: object) -> Evidence:
    """Research found far behind the best, whose one sentence fits little and points no way."""
    fields = {"direction": Direction.UNSTATED, "outcome": "", "fit": 0.5} | finding
    said = (read(BESIDE, BESIDE, **fields),)
    return replace(held(BESIDE, of=of or document("pmid:2")), score=0.5, findings=said)


def test_direct_research_far_behind_the_best_that_fits_little_is_not_given() -> None:
    assert compose(TOPIC, [BEST, far()], ()).evidence == (BEST,)


@pytest.mark.parametrize(
    "kept",
    [
        replace(far(), score=0.8),
        far(fit=4.0),
        far(facet=Facet.HARM),
        far(facet=Facet.CONTRAINDICATION),
        far(facet=Facet.MONITORING),
        far(facet=Facet.DOSE),
        far(outcome="mortality", direction=Direction.HIGHER),
        far(outcome="mortality", direction=Direction.NO_DIFFERENCE),
        replace(far(), direct=False, studied_in="iron gout"),
        far(of=document("guideline:1", kind=Kind.GUIDELINE)),
        far(of=document("label:1", kind=Kind.LABEL)),
    ],
    ids="near fitting harm contraindication monitoring dose worse same elsewhere guideline label".split(),
)
def test_what_is_near_or_warns_or_may_conflict_is_always_given(kept: Evidence) -> None:
    assert compose(TOPIC, [BEST, kept], ()).evidence == (BEST, kept)


@pytest.mark.parametrize(
    ("again", "repeats"),
    [
        ("Velumab lowered deaths of adults in marrow rust by 12%.", True),
        ("Overall velumab lowered deaths of adults in marrow rust by 12%.", True),
        ("Velumab lowered deaths of adults in marrow rust by 14%.", False),
        ("Zinc raised the count of platelets in 12% with fever.", False),
    ],
)
def test_a_sentence_is_not_said_twice_unless_its_figures_differ(again: str, repeats: bool) -> None:
    said = candidates([held("Velumab lowered deaths of adults in marrow rust by 12%.")])[0]
    chosen = Chosen()
    chosen.take(said)
    assert chosen.repeats(candidates([held(again, of=document("pmid:2"))])[0]) is repeats


def test_repeats_of_another_document_are_left_out_of_the_answer() -> None:
    again = add("pmid:9", Kind.TRIAL, "Velumab once more", FEWER.passages[0].text)
    results = under(answered(FEWER, again).research, "Results in sepsis")
    assert len(results) == 1


# Headings


def test_a_guideline_that_speaks_leads_and_results_follow() -> None:
    answer = answered(FEWER, SPEAKS)
    assert under(answer.guidelines, "What guidelines say") == [SPEAKS.passages[0].text]
    assert under(answer.research, "Results in sepsis")[0].startswith("Velumab reduced mortality")


def test_results_of_another_condition_stand_apart_and_name_it() -> None:
    answer = answered(ELSEWHERE, SILENT)
    assert under(answer.research, "Results in sepsis") == []
    deaths = under(answer.research, "Deaths, in other conditions")
    assert deaths == ["In severe malaria (indirect): Velumab reduced mortality in patients with severe malaria."]


def test_a_dose_stands_with_its_condition() -> None:
    doses = under(answered(ELSEWHERE).research, "Doses studied")
    assert doses == ["In severe malaria (indirect): Velumab 5 mg/kg was given once daily."]


def test_a_dose_of_another_drug_is_not_given_as_one_of_the_drug_asked_about() -> None:
    text = "Velumab reduced mortality in patients with sepsis. Zinc 50 mg once daily lowered mortality."
    answer = answered(add("pmid:1", Kind.TRIAL, "Velumab in sepsis", text))
    assert under(answer.research, "Results in sepsis")
    assert under(answer.research, "Doses studied") == []


def test_other_treatments_are_named_as_such() -> None:
    answer = answered(SILENT, ELSEWHERE)
    assert "Antibiotics should be given within an hour." in under(answer.guidelines, "Standard management of sepsis")
    assert under(answer.guidelines, "What guidelines say") == []


def label_sections(boxed: str) -> tuple[Section, ...]:
    text = (
        f"Risk: Velumab may cause rash and other adverse reactions.\n{boxed}\n"
        "Risk: Contraindicated in patients with rust fever who get velumab."
    )
    label = add("label:v", Kind.LABEL, "Velumab injection", text, section="Summary")
    return answered(label, question="What are the risks of velumab in sepsis?").guidelines


def test_boxed_warnings_of_the_label_come_before_other_precautions() -> None:
    boxed, precautions = label_sections("Risk: Boxed warning: velumab may cause thrombosis.")
    assert boxed.title == "Boxed warnings and contraindications (product label)"
    assert [s.text for s in boxed.statements] == [
        "Boxed warning: velumab may cause thrombosis.",
        "Contraindicated in patients with rust fever who get velumab.",
    ]
    assert [s.text for s in precautions.statements] == ["Velumab may cause rash and other adverse reactions."]


def test_a_line_headed_boxed_warning_is_one() -> None:
    boxed = under(label_sections("Boxed warning: Velumab may cause thrombosis."), "Boxed warnings")
    assert any("thrombosis" in text for text in boxed)


def test_what_a_study_tells_of_others_is_not_shown() -> None:
    text = "Velumab reduced mortality in patients with sepsis [12]. Velumab shortened stay in patients with sepsis."
    answer = answered(add("pmid:1", Kind.TRIAL, "Velumab in sepsis", text))
    assert [s.text for s in answer.statements] == ["Velumab shortened stay in patients with sepsis."]


def test_aims_are_not_results() -> None:
    text = "We aimed to assess velumab in patients with sepsis. Velumab reduced mortality in patients with sepsis."
    answer = answered(add("pmid:1", Kind.TRIAL, "Velumab in sepsis", text))
    assert [s.text for s in answer.statements] == ["Velumab reduced mortality in patients with sepsis."]


def test_a_result_whose_condition_is_not_named_is_not_shown() -> None:
    answer = answered(add("pmid:1", Kind.TRIAL, "Velumab", "Velumab reduced mortality of those who were given it."))
    assert answer.statements == ()


def test_nothing_of_a_retracted_paper_is_said_and_that_is_told() -> None:
    answer = answered(FEWER, Mark(document="pmid:1", standing=Standing.RETRACTED, by="made up"))
    assert answer.statements == ()
    assert [g.text for g in answer.gaps if g.looked_for == "retracted documents"] == [
        "Left out because retracted: Velumab in sepsis: a randomised trial."
    ]


def test_no_draft_is_made_of_a_retracted_paper() -> None:
    gone = held("Velumab lowered deaths in marrow rust.", standing=Standing.RETRACTED)
    drafted = compose(TOPIC, [gone], ())
    assert (drafted.evidence, drafted.research) == ((), ())


def test_what_is_retracted_does_not_hide_what_is_not() -> None:
    answer = answered(FEWER, MORE, Mark(document="pmid:1", standing=Standing.RETRACTED, by="made up"))
    assert {s.source.id for s in answer.statements} == {"pmid:2"}


def test_a_draft_cites_only_the_evidence_it_was_given() -> None:
    text = "Velumab lowered deaths in marrow rust."
    drafted = compose(TOPIC, [held(text)], ())
    assert [s.text for section in drafted.research for s in section.statements] == [text]
    assert {e.passage.id for e in drafted.evidence} == {passage(text).id}


# Gaps


def gaps(*changes: Change, question: str = QUESTION) -> list[str]:
    return [g.text for g in answered(*changes, question=question).gaps]


def test_a_silent_guideline_is_named_as_silent_with_what_was_held() -> None:
    assert gaps(SILENT, FEWER)[0] == (
        "One guideline on sepsis was searched and does not address velumab, as far as the text held goes: "
        "Society of Sepsis 2023 (held: abstract). That is silence, not a recommendation against it."
    )


def test_no_silence_is_claimed_where_a_guideline_speaks() -> None:
    assert not any("silence" in g for g in gaps(SILENT, SPEAKS, FEWER))


def test_no_silence_is_claimed_of_a_guideline_that_names_the_drug_in_another_passage() -> None:
    first = SILENT.passages[0]
    second = replace(first, section="Annex", text="Velumab was discussed and set aside for want of money.")
    assert not any("silence" in g for g in gaps(replace(SILENT, passages=(first, second)), FEWER))


def test_where_no_guideline_on_the_condition_is_held_that_is_said() -> None:
    assert gaps(FEWER)[0].startswith("No guideline on sepsis is held in this library")


def test_the_absence_of_direct_studies_is_said() -> None:
    assert any(g.startswith("No study of velumab in sepsis itself is held") for g in gaps(SILENT, ELSEWHERE))
    assert not any(g.startswith("No study") for g in gaps(SILENT, FEWER))


def test_a_question_that_nothing_answers_is_told_so_with_what_was_searched() -> None:
    answer = answered(SILENT, question="What are the benefits of quinine in gout?")
    assert answer.statements == ()
    assert answer.bottom_line.text == "The library held cannot answer this question."
    assert answer.gaps[0].text.startswith("The library held has no passage that answers this.")
    assert "quinine" in answer.gaps[0].looked_for
    assert "Nothing found for this question names quinine." in [g.text for g in answer.gaps]


# The bottom line


def test_where_guidelines_are_silent_the_bottom_line_says_neither_for_nor_against() -> None:
    line = answered(SILENT, FEWER).bottom_line
    assert line.text.startswith(
        "The guidelines on sepsis that are held (Society of Sepsis) do not address velumab, as far as the text held "
        "goes: neither for nor against."
    )
    assert line.direction is Direction.LOWER


def test_a_guideline_that_speaks_is_quoted_with_its_grade() -> None:
    line = answered(SPEAKS, FEWER).bottom_line
    grade = "weak recommendation, low certainty of evidence"
    assert line.text.startswith(f"College of Fever ({grade}): We suggest velumab for adults with sepsis")
    assert line.strength == f"as the source states it: {grade}"
    assert line.direct


def test_a_strength_that_a_machine_read_is_said_to_be_its_own() -> None:
    plain = replace(SPEAKS, passages=(replace(SPEAKS.passages[0], text="We suggest velumab for adults with sepsis."),))
    assert answered(plain).bottom_line.strength == (
        "not graded in the words held; worded as conditional (machine-suggested)"
    )


def advised(*said: tuple[str, str]) -> BottomLine:
    guideline = document("g:9", kind=Kind.GUIDELINE, issuer="College of Fever")
    statements = tuple(
        replace(statement(passage(text, guideline)), facet=Facet.RECOMMENDATION, grade=Grade(stated=stated))
        for text, stated in said
    )
    return conclude(TOPIC, (Section(title="What guidelines say", statements=statements),), (), ()).bottom_line


def test_the_graded_recommendation_of_a_guideline_leads_its_ungraded_sentences() -> None:
    line = advised(
        ("Evidence did not suggest additional benefit of velumab in marrow rust.", ""),
        ("We recommend velumab for adults with marrow rust.", "grade B"),
    )
    assert line.text == "College of Fever (grade B): We recommend velumab for adults with marrow rust."
    assert line.strength == "as the source states it: grade B"


def test_a_grade_that_opens_the_sentence_is_not_said_twice() -> None:
    line = advised(("Grade B: We recommend velumab for adults with marrow rust.", "grade B"))
    assert line.text == "College of Fever: Grade B: We recommend velumab for adults with marrow rust."


ADVICE = "We recommend velumab."


def guidance(body: str, text: str, facet: Facet, direction: Direction, **fields: object) -> Statement:
    of = document(f"g:{body}", kind=Kind.GUIDELINE, title=body, issuer=f"College of {body}")
    return replace(statement(passage(text, of)), facet=facet, direction=direction, **fields)  # type: ignore[arg-type]


AGAINST = guidance(
    "Rust", "We recommend against velumab.", Facet.RECOMMENDATION, Direction.AGAINST, grade=Grade(stated="grade D")
)
DOSED = guidance("Oil", "Velumab 4 mg daily for all with rust.", Facet.DOSE, Direction.UNSTATED)


def test_a_guideline_that_gives_a_dose_differs_from_one_that_advises_against_and_both_are_quoted() -> None:
    found = conclude(TOPIC, (Section(title="What guidelines say", statements=(AGAINST, DOSED)),), (), ())
    assert found.bottom_line.text == (
        "Guidelines held differ: College of Oil for, College of Rust against. College of Oil: Velumab 4 mg daily for "
        "all with rust. College of Rust (grade D): We recommend against velumab."
    )
    assert [c.statements for c in found.conflicts] == [(DOSED.id, AGAINST.id)]


def test_a_body_that_says_both_is_on_the_side_of_what_it_graded() -> None:
    mild = guidance("Rust", "Velumab may be considered.", Facet.RECOMMENDATION, Direction.FOR)
    both = conclude(TOPIC, (Section(title="What guidelines say", statements=(mild, AGAINST, DOSED)),), (), ())
    assert both.conflicts[0].statements == (DOSED.id, AGAINST.id)
    alone = conclude(TOPIC, (Section(title="What guidelines say", statements=(mild, AGAINST)),), (), ())
    assert alone.conflicts == ()


def test_who_asks_for_a_dose_is_told_those_of_other_people_too() -> None:
    small = guidance("Oil", "Children up to 20 kg: velumab 3 mg/kg daily.", Facet.DOSE, Direction.UNSTATED)
    asked = replace(TOPIC, purpose=Purpose.DOSE)
    line = conclude(asked, (Section(title="What guidelines say", statements=(DOSED, small)),), (), ()).bottom_line
    assert line.text == f"College of Oil: {DOSED.text} {small.text}"
    assert line.statements == (DOSED.id, small.id)


def test_what_the_same_body_grades_otherwise_for_other_people_stands_beside_the_first() -> None:
    body = {"issuer": "College of Rust", "kind": Kind.GUIDELINE}
    old, young = (
        passage(f"Population: {who}\nWe {words} velumab.", document(f"g:{who}", **body))
        for who, words in (("old people", "advise against"), ("young people", "offer"))
    )
    grades = (
        replace(
            statement(of, text, more=[of.cite(of.text.split("\n")[0][12:])]),
            citations=(of.cite(text),),
            facet=Facet.RECOMMENDATION,
            direction=way,
            grade=Grade(stated=grade),
            population=of.text.split("\n")[0][12:],
        )
        for of, text, way, grade in (
            (old, "We advise against velumab.", Direction.AGAINST, "grade D"),
            (young, "We offer velumab.", Direction.FOR, "grade C"),
        )
    )
    line = conclude(TOPIC, (Section(title="What guidelines say", statements=tuple(grades)),), (), ()).bottom_line
    assert line.text == "College of Rust (grade D): We advise against velumab. We offer velumab."


def test_a_dose_of_a_list_is_told_behind_the_line_above_it_and_cites_both() -> None:
    text = "Patients without fever:\n- Rest.\n- Velumab 2 mg/kg daily."
    guideline = add("g:1", Kind.GUIDELINE, "Sepsis", text, section="Treatment of sepsis")
    (told,) = answered(guideline, question="What is the dose of velumab in sepsis?").guidelines[0].statements
    assert told.text == "Patients without fever: Velumab 2 mg/kg daily."
    assert [c.quote for c in told.citations] == ["Patients without fever", "Velumab 2 mg/kg daily."]


@pytest.mark.parametrize(
    ("text", "another"),
    [
        ("Azathioprine 2 mg/kg daily in those whose nodules grew on velumab.", True),
        ("Velumab 2 mg/kg daily.", False),
        ("Give 0.4 g/kg a day of velumab.", False),
        ("Azathioprine 2 mg/kg daily.", False),
        ("Velumab in all.", False),
    ],
)
def test_a_dose_of_another_drug_is_told_apart(text: str, another: bool) -> None:
    assert doses_another(("velumab",), text) is another


def test_an_outcome_beside_the_point_is_not_told_beside_a_guideline_s_advice() -> None:
    aside = told(0, Direction.NO_DIFFERENCE, outcome="kidney function")
    twice = told(1, Direction.NO_DIFFERENCE, outcome="kidney function")
    advice = Section(title="What guidelines say", statements=(AGAINST,))
    lines = [
        conclude(TOPIC, (advice,), (Section(title="Results", statements=studies),), ()).bottom_line.text
        for studies in ((aside,), (aside, twice))
    ]
    assert ["kidney function" in line for line in lines] == [False, True]


def test_a_direction_of_no_named_outcome_is_no_conclusion() -> None:
    assert "lower" not in concluded(told(0, Direction.LOWER, outcome="")).text.lower().split("trial")[1]


@pytest.mark.parametrize(
    ("sentence", "advice"),
    [
        ("Velumab infusions could cause sepsis in frail people.", False),
        ("In severe sepsis, give velumab and fluids at once.", True),
        ("Sepsis calls for velumab and fluids at once.", True),
    ],
)
def test_a_guideline_on_something_else_answers_only_where_it_advises_for_the_condition(
    sentence: str, advice: bool
) -> None:
    gout = add("g:1", Kind.GUIDELINE, "Gout", sentence, section="Treatment of gout")
    said = answered(gout, question="How is sepsis treated?")
    assert [s.text for s in said.statements] == ([sentence] if advice else [])


def test_a_chapter_on_something_else_than_the_title_is_named_beside_it() -> None:
    for section, named in (
        ("TREATMENT OF RUST > Doses", 'The guideline "Oil in age" (Treatment of rust): We recommend velumab.'),
        ("Recommendations", 'The guideline "Oil in age": We recommend velumab.'),
    ):
        of = Passage(document=document("g:1", kind=Kind.GUIDELINE, title="OIL IN AGE"), section=section, text=ADVICE)
        advice = replace(statement(of), facet=Facet.RECOMMENDATION, direction=Direction.FOR)
        line = conclude(TOPIC, (Section(title="What guidelines say", statements=(advice,)),), (), ()).bottom_line
        assert line.text.startswith(named)


@pytest.mark.parametrize(
    ("title", "issuer", "called"),
    [
        ("ANEMIA IN RUST", None, "Anemia in rust"),
        ("Rust: screening -- Adults", None, "Rust: screening"),
        ("Rust", "College of Rust 2021", "College of Rust"),
        ("RUST DISEASE (RUST-19)", None, ""),
        ("To discuss the challenges of rust " * 4, None, ""),
    ],
)
def test_a_source_is_called_by_a_name_without_figures_or_not_by_name(
    title: str, issuer: str | None, called: str
) -> None:
    assert name_without_figures(document(title=title, issuer=issuer)) == called


def test_sources_without_a_name_are_counted() -> None:
    named = [document("g:1", title="Rust"), document("g:2", title="OIL"), document("g:3", title="RUST-19")]
    assert names_listed(named) == "Rust, Oil and one other"
    assert names_listed(named[:2]) == "Rust and Oil"
    assert names_listed(named[2:]) == ""


def test_indirect_studies_are_said_to_be_of_other_conditions() -> None:
    line = answered(ELSEWHERE).bottom_line
    assert "only in other conditions (indirect: severe malaria)" in line.text
    assert (line.direct, line.strength) == (False, "no direct evidence held")


SOURCE = [document(f"pmid:{i}", kind=Kind.TRIAL) for i in range(30)]


def told(number: int, direction: Direction, **fields: object) -> Statement:
    words = f"Velumab lowered deaths in marrow rust in trial {'abcdefghijklmnopqrstuvwxyz'[number]} by {number + 10}%."
    made = statement(
        passage(words, SOURCE[number]), direction=direction, outcome="mortality", design="randomised trial"
    )
    return replace(made, **fields)  # type: ignore[arg-type]


def concluded(*studies: Statement, topic: Topic = TOPIC, gaps: tuple[Gap, ...] = ()) -> BottomLine:
    return conclude(topic, (), (Section(title="Results", statements=studies),), gaps).bottom_line


def test_studies_that_agree_are_counted_in_words() -> None:
    line = concluded(told(0, Direction.LOWER), told(1, Direction.LOWER))
    assert line.text == "Two sources held studied it in marrow rust; on mortality: lower."
    assert line.direction is Direction.LOWER


def test_studies_that_disagree_are_said_to_with_how_many_on_each_side() -> None:
    line = concluded(told(0, Direction.LOWER), told(1, Direction.LOWER), told(2, Direction.NO_DIFFERENCE))
    assert line.text == (
        "Three sources held studied it in marrow rust; on mortality they disagree: lower in two and no significant "
        "difference in one."
    )
    assert line.direction is Direction.MIXED


def test_statements_of_one_source_count_as_one() -> None:
    first = told(0, Direction.LOWER)
    second = replace(told(1, Direction.LOWER), citations=(passage("Again.", SOURCE[0]).cite("Again."),))
    assert concluded(first, second).text.startswith("One source held studied it")


def test_no_figure_of_its_own_stands_in_the_bottom_line() -> None:
    studies = [told(i, Direction.LOWER) for i in range(20)]
    assert figures(concluded(*studies).text) == frozenset()
    assert "more than twelve" in concluded(*studies).text.lower()


def test_direct_studies_are_not_counted_together_with_those_of_other_conditions() -> None:
    sepsis = told(1, Direction.HIGHER, relation=Relation.OTHER_POPULATION, studied_in="sepsis")
    line = concluded(told(0, Direction.LOWER), sepsis)
    assert line.text == "One source held studied it in marrow rust; on mortality: lower."
    assert line.statements == (told(0, Direction.LOWER).id,)


def test_another_treatment_feeds_no_bottom_line() -> None:
    line = concluded(told(0, Direction.LOWER, relation=Relation.OTHER_TREATMENT))
    assert line.text == "Nothing held answers this directly; what is held is indirect and stands below."
    assert line.statements == ()


@pytest.mark.parametrize("design", ["design not stated", "narrative review", "laboratory study"])
def test_studies_that_do_not_say_how_they_were_done_are_quoted_and_not_counted(design: str) -> None:
    one = told(0, Direction.LOWER, design=design)
    assert concluded(one).text == one.text
    effect = Effect(measure="relative risk", value="10")
    assert concluded(replace(one, effects=(effect,))).text.startswith("One source held studied it")


def test_the_outcome_asked_about_comes_before_mortality() -> None:
    asked = Concept(role=Role.OUTCOME, text="bleeding", forms=("bleeding",))
    studies = (told(0, Direction.LOWER), told(1, Direction.HIGHER, outcome="bleeding"))
    assert "on mortality: lower" in concluded(*studies).text
    assert "on bleeding: higher" in concluded(*studies, topic=replace(TOPIC, concepts=(*TOPIC.concepts, asked))).text


def test_where_nothing_stood_the_bottom_line_says_that_the_library_cannot_answer() -> None:
    line = conclude(TOPIC, (), (), ()).bottom_line
    assert (line.text, line.strength) == (
        "The library held cannot answer this question.",
        "none: no evidence held",
    )


def test_the_label_leads_on_a_question_of_harm() -> None:
    label = document("label:1", kind=Kind.LABEL)
    warned = statement(passage("Velumab may cause clots.", label), facet=Facet.HARM)
    advice = statement(passage("Velumab is safe.", document("g:1", kind=Kind.GUIDELINE)), facet=Facet.HARM)
    section = Section(title="What guidelines say", statements=(advice, warned))
    line = conclude(replace(TOPIC, purpose=Purpose.HARM), (section,), (), ()).bottom_line
    assert line.text == "The product label: Velumab may cause clots."


def test_an_ungraded_direct_statement_is_not_given_a_strength() -> None:
    advice = statement(passage("Velumab for all.", document("g:1", kind=Kind.GUIDELINE)), grade=Grade())
    section = Section(title="What guidelines say", statements=(advice,))
    assert conclude(TOPIC, (section,), (), ()).bottom_line.strength == "not graded in the words held"
    strong = replace(advice, grade=Grade(strength=Strength.STRONG, suggested=True))
    section = Section(title="What guidelines say", statements=(strong,))
    assert "(machine-suggested)" in conclude(TOPIC, (section,), (), ()).bottom_line.strength


# Conflicts


def conflicts(*studies: Statement) -> tuple[Conflict, ...]:
    return conclude(TOPIC, (), (Section(title="Results", statements=studies),), ()).conflicts


def test_two_sources_that_point_different_ways_are_a_conflict_with_both_sides_named() -> None:
    [found] = answered(FEWER, MORE).conflicts
    assert found.on == "mortality"
    assert found.text == (
        "On mortality the sources disagree: lower in randomised trial (Rusty 2021); higher in randomised trial "
        "(Marrow 2022)."
    )
    assert len(found.statements) == 2


def test_one_source_that_reports_both_ways_is_no_conflict() -> None:
    again = replace(told(1, Direction.HIGHER), citations=(passage("Again.", SOURCE[0]).cite("Again."),))
    assert conflicts(told(0, Direction.LOWER), again) == ()


def test_sources_on_different_outcomes_do_not_disagree() -> None:
    assert conflicts(told(0, Direction.LOWER), told(1, Direction.HIGHER, outcome="bleeding")) == ()


def test_an_uncertain_result_alone_disagrees_with_nobody() -> None:
    assert conflicts(told(0, Direction.LOWER), told(1, Direction.UNCERTAIN)) == ()


def test_another_treatment_disagrees_with_nobody() -> None:
    other = told(1, Direction.HIGHER, relation=Relation.OTHER_TREATMENT)
    assert conflicts(told(0, Direction.LOWER), other) == ()


def test_a_side_from_another_condition_says_so() -> None:
    sepsis = told(1, Direction.HIGHER, relation=Relation.OTHER_POPULATION, studied_in="sepsis")
    assert "in sepsis" in conflicts(told(0, Direction.LOWER), sepsis)[0].text


# What to ask next


@pytest.mark.parametrize(
    ("facet", "question"),
    [
        (Facet.HARM, "What are the risks of velumab in marrow rust?"),
        (Facet.CONTRAINDICATION, "What are the risks of velumab in marrow rust?"),
        (Facet.DOSE, "What is the dose of velumab in marrow rust?"),
        (Facet.MECHANISM, "Mechanism of action of velumab in marrow rust"),
    ],
)
def test_a_question_is_proposed_only_where_something_held_answers_it(facet: Facet, question: str) -> None:
    assert follow_ups(TOPIC, [told(0, Direction.LOWER, facet=facet)]) == (question,)
    assert follow_ups(TOPIC, [told(0, Direction.LOWER)]) == ()


def test_the_question_just_asked_is_not_proposed_again() -> None:
    assert follow_ups(replace(TOPIC, purpose=Purpose.HARM), [told(0, Direction.LOWER, facet=Facet.HARM)]) == ()


def test_harms_of_another_treatment_propose_nothing() -> None:
    other = told(0, Direction.LOWER, facet=Facet.HARM, relation=Relation.OTHER_TREATMENT)
    assert follow_ups(TOPIC, [other]) == ()


def test_treatment_is_proposed_where_a_guideline_that_still_stands_is_cited() -> None:
    said = passage("Zinc is advised.", document("g:1", kind=Kind.GUIDELINE))
    assert follow_ups(TOPIC, [statement(said)]) == ("Treatment of marrow rust",)
    gone = passage("Zinc is advised.", document("g:1", kind=Kind.GUIDELINE, standing=Standing.RETRACTED))
    assert follow_ups(TOPIC, [statement(gone)]) == ()


# Counting


@pytest.mark.parametrize(
    ("number", "said"), [(0, "no"), (1, "one"), (12, "twelve"), (13, "more than twelve"), (400, "more than twelve")]
)
def test_small_numbers_are_said_in_words(number: int, said: str) -> None:
    assert counted(number) == said


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
        (["a", "b", "c", "d"], "a, b and two others"),
    ],
)
def test_names_are_listed_in_words_with_the_surplus_counted(names: list[str], said: str) -> None:
    assert listed(names, 3) == said


def test_a_draft_is_the_same_each_time() -> None:
    def drafted() -> Draft:
        with open_library(None) as shelf:
            shelf.apply([FEWER, MORE, SILENT, SPEAKS, ELSEWHERE], name="made up", digest="made up")
            engine = engine_of(shelf)
            topic = engine.understand(QUESTION)
            found = tuple(engine.appraise(topic, engine.retrieve(topic)))
            return engine.compose(topic, found, engine.silent(topic, found), ())

    assert drafted() == drafted()


def test_guidelines_of_the_reader_s_country_come_first_and_others_stay_beside_them() -> None:
    told = "Recommendation: In sepsis, velumab is recommended."
    abroad = add("g:1", Kind.GUIDELINE, "Guideline on sepsis", told, section="Summary", issuer="A", jurisdiction="NG")
    ours = replace(abroad.document, id="g:2", issuer="B", jurisdiction="US")
    home = Add(
        document=ours,
        passages=(
            Passage(
                document=ours,
                section="Summary",
                text="Recommendation: Velumab is recommended at once for adults with sepsis.",
            ),
        ),
    )
    with open_library(None) as shelf:
        shelf.apply((abroad, home), name="made up", digest="made up")
        first = {
            country: [s.source.issuer for s in engine_of(shelf, country).ask(QUESTION).answer.guidelines[0].statements]
            for country in ("NG", "US")
        }
    assert first["NG"][0] == "A"
    assert first["US"][0] == "B"
    assert set(first["US"]) == set(first["NG"]) == {"A", "B"}
