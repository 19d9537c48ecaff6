"""Whether a passage answers for the question: named as asked, studied in whom was asked about, or silent."""

from __future__ import annotations

from dataclasses import replace
from math import inf

import pytest
from made_up import TOPIC, document, passage

from curbside.appraisal import appraise, conditions, silent
from curbside.appraisal.ages import Ages, ages_in
from curbside.appraisal.matching import Matcher, matcher, matchers, stems
from curbside.appraisal.populations import ANIMALS, Studied, citable, links, other_route
from curbside.house import engine_of
from curbside.library import open_library
from curbside.model import (
    Add,
    Concept,
    Direction,
    Document,
    Evidence,
    Facet,
    Finding,
    Hit,
    Kind,
    Passage,
    Question,
    Role,
    Standing,
    Topic,
)
from curbside.text import words

# Matching


def of(*forms: str, role: Role = Role.POPULATION) -> Matcher:
    return matcher(Concept(role=role, text=forms[0], forms=forms))


DIC = of("disseminated intravascular coagulation", "dic")


@pytest.mark.parametrize("text", ["DIC was overt", "Disseminated intravascular coagulation", "in DIC, zinc"])
def test_a_form_of_a_concept_is_found_as_written(text: str) -> None:
    assert DIC.stands_in(text)


@pytest.mark.parametrize("text", ["dic", "Dic", "dictation", "indices", "the DIC score fell", "DIC criteria", "DICX"])
def test_an_abbreviation_counts_only_in_capitals_and_not_as_part_of_another_name(text: str) -> None:
    assert not DIC.stands_in(text)


def test_a_name_beside_that_of_its_score_still_counts() -> None:
    text = "The DIC score fell in patients with DIC."
    place = DIC.place(text)
    assert place is not None
    assert place[0] == text.rindex("DIC")


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("statin", "Statins were given"),
        ("statins", "Statin use is advised"),
        ("corticosteroids", "a corticosteroid"),
        ("low molecular weight heparin", "low-molecular-weight heparin"),
        ("beta-blocker", "beta blockers"),
        ("bisphosphonates", "Bisphosphonate therapy"),
    ],
)
def test_singular_and_plural_hyphen_and_blank_name_the_same(form: str, text: str) -> None:
    assert of(form).stands_in(text)


def test_a_longer_word_is_not_the_name_it_begins_with() -> None:
    assert not of("statin").stands_in("statinopathy")
    assert not of("rust").stands_in("trust and rusty")


def test_all_words_of_a_name_in_any_order_name_it() -> None:
    held = stems(words("Rust of the marrow is rare"))
    assert of("marrow rust").scattered_in(held)
    assert not of("marrow rust").scattered_in(stems(words("Marrow is soft")))


def test_a_single_letter_of_a_name_must_stand_where_it_is_written() -> None:
    vitamin = of("vitamin D", role=Role.INTERVENTION)
    other = "Grade D: recommends against vitamin E supplements."
    assert not vitamin.named_in(other, stems(words(other)))
    assert vitamin.named_in("Vitamin D was given.", stems(words("Vitamin D was given.")))


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("anaemia", "Zinc in anemia"),
        ("anemia", "Zinc in anaemia"),
        ("leukemia", "Velumab for leukaemia"),
        ("oesophageal cancer", "Zinc and esophageal cancer"),
    ],
)
def test_british_and_american_spelling_name_the_same(asked: str, text: str) -> None:
    with open_library(None) as shelf:
        topic = engine_of(shelf).understand(f"Does velumab help patients with {asked}?")
    assert matchers(topic)[Role.POPULATION].stands_in(text)


@pytest.mark.parametrize(
    ("text", "out"),
    [
        ("Antithrombin in patients without concomitant velumab", True),
        ("Zinc lowered deaths in those not receiving velumab.", True),
        ("Deaths fell with and without concomitant velumab.", False),
        ("Deaths fell more with zinc than without velumab.", False),
        ("In patients without concomitant velumab deaths fell; velumab was given later.", False),
        ("Velumab was given.", False),
        ("Zinc was given.", False),
    ],
)
def test_a_treatment_that_people_did_not_have_is_told_apart(text: str, out: bool) -> None:
    assert of("velumab", role=Role.INTERVENTION).only_left_out(text) is out
    assert not of("velumab").only_left_out(text)


def test_a_study_of_those_without_the_drug_is_not_about_the_drug() -> None:
    text = "In patients with rust disease without concomitant velumab zinc lowered deaths."
    (found,) = appraised(topic("velumab", "rust disease"), passage(text, document(title="Zinc in rust disease")))
    assert not found.about_intervention
    assert found.reason == "does not name the intervention asked about"
    assert all(Role.INTERVENTION not in f.names for f in found.findings)


def test_an_age_group_alone_is_no_condition_to_match() -> None:
    old = Concept(role=Role.POPULATION, text="older adults", forms=("older adults",), people=True)
    topic = Topic(question=TOPIC.question, purpose=TOPIC.purpose, concepts=(old,), terms=(), subject=())
    assert matchers(topic) == {}


# Who was studied


def topic(intervention: str, population: str, question: str = "") -> Topic:
    return Topic(
        question=Question(text=question or f"{intervention} in {population}?"),
        purpose=TOPIC.purpose,
        concepts=(
            Concept(role=Role.INTERVENTION, text=intervention, forms=(intervention,)),
            Concept(role=Role.POPULATION, text=population, forms=(population,)),
        ),
        terms=tuple(f"{intervention} {population}".split()),
        subject=tuple(f"{intervention} {population}".split()),
    )


RUST = topic("velumab", "rust disease")


def appraised(asked: Topic, *held: Passage) -> tuple[Evidence, ...]:
    hits = [Hit(passage=p, score=1.0, why="made up") for p in held]
    return appraise(hits, asked, lambda ids: {})


def one(asked: Topic, text: str, *, title: str = "Velumab", kind: Kind = Kind.TRIAL, section: str = "") -> Evidence:
    held = Passage(document=document(kind=kind, title=title), section=section or "Abstract", text=text)
    return appraised(asked, held)[0]


def test_a_stated_population_is_cited_and_decides() -> None:
    text = "Population: 43 RCTs, any age, bacterial sepsis\nResult: Velumab lowered deaths. Rust disease is rare."
    found = one(RUST, text)
    assert found.population is not None
    assert text[slice(*found.population)] == "43 RCTs, any age, bacterial sepsis"
    assert (found.direct, found.studied_in) == (False, "bacterial sepsis")


@pytest.mark.parametrize(
    ("text", "title", "condition"),
    [
        ("Velumab was given to patients with septic shock at two centres.", "Velumab", "septic shock"),
        ("Velumab was given to children who had severe malaria.", "Velumab", "severe malaria"),
        ("In 40 stroke patients velumab lowered deaths.", "Velumab", "stroke"),
        ("Velumab lowered deaths in sepsis.", "Velumab for sepsis", "sepsis"),
        ("Velumab lowered deaths in 40 septic people.", "Velumab in patients with sepsis", "sepsis"),
        ("Velumab lowered deaths in sepsis.", "Effect of velumab on survival: a randomised trial in sepsis", "sepsis"),
        ("Malaria was treated with velumab.", "Use of velumab at two centres and deaths after malaria", "malaria"),
        ("Stroke is common. Velumab helped.", "Velumab: a review of trials, and of harms during stroke", "stroke"),
    ],
)
def test_another_condition_is_named_in_the_words_of_its_source(text: str, title: str, condition: str) -> None:
    found = one(RUST, text, title=title)
    assert (found.direct, found.studied_in) == (False, condition)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Velumab was given to patients with rust disease.", "Velumab"),
        ("Velumab lowered deaths.", "Velumab in rust disease"),
        ("Population: adults with rust disease\nResult: Velumab lowered deaths.", "Velumab"),
        ("Rust disease is rare. Velumab lowered deaths of rust disease.", "Velumab"),
    ],
)
def test_the_condition_asked_about_is_direct(text: str, title: str) -> None:
    assert one(RUST, text, title=title).direct


def test_a_passage_on_another_condition_that_names_the_one_asked_about_in_passing_is_not_direct() -> None:
    found = one(RUST, "Velumab was given to patients with sepsis. Rust disease was not studied.")
    assert (found.direct, found.studied_in) == (False, "sepsis")


def test_patients_who_were_excluded_were_not_studied() -> None:
    assert not one(RUST, "Velumab lowered deaths in adults. Patients with rust disease were excluded.").direct


def test_a_condition_named_as_part_of_another_is_linked_and_indirect() -> None:
    asked = topic("velumab", "overt DIC")
    text = "Population: autoimmune HIT, including with overt DIC\nResult: HIT can present with overt DIC."
    found = one(asked, f"{text} Velumab lowered deaths.")
    assert (found.direct, found.on_population, found.linked) == (False, False, True)
    assert found.studied_in == "autoimmune HIT, including with overt DIC"


def test_a_sentence_links_conditions_only_where_it_says_so() -> None:
    population = of("rust disease")
    assert links("Sepsis can lead to rust disease.", population)
    assert not links("Rust disease was excluded.", population)
    assert not links("Sepsis can lead to shock.", population)


def test_animals_are_indirect_unless_asked_about() -> None:
    text = "Mice with rust disease were given velumab, which lowered deaths."
    found = one(RUST, text, title="Velumab for rust disease in mice", kind=Kind.STUDY)
    assert (found.direct, found.studied_in, found.population) == (False, ANIMALS, None)
    asked = topic("velumab", "rust disease", "velumab for rust disease in mice?")
    assert one(asked, text, title="Velumab for rust disease in mice", kind=Kind.STUDY).direct


@pytest.mark.parametrize(
    ("question", "people", "direct"),
    [
        ("velumab for adults with rust disease?", "children", False),
        ("velumab for children with rust disease?", "children", True),
        ("velumab for children with rust disease?", "adults aged 40", False),
        ("velumab in pregnancy with rust disease?", "men", False),
        pytest.param(
            "velumab for pregnant women with rust disease?",
            "men",
            False,
        ),
        ("velumab for older people with rust disease?", "adults", True),
    ],
)
def test_another_age_group_is_indirect_where_one_was_asked_for(question: str, people: str, direct: bool) -> None:
    asked = topic("velumab", "rust disease", question)
    text = f"Population: {people}\nResult: Velumab lowered deaths in rust disease."
    found = one(asked, text, title="Velumab in rust disease")
    assert (found.direct, found.studied_in) == (direct, people)


def test_children_in_a_title_are_another_group_than_adults() -> None:
    asked = topic("velumab", "rust disease", "velumab for adults with rust disease?")
    found = one(asked, "Velumab lowered deaths.", title="Velumab for rust disease in children")
    assert (found.direct, found.studied_in) == (False, "children")


def test_children_with_the_condition_are_another_group_than_adults_with_it() -> None:
    asked = topic("velumab", "rust disease", "velumab for adults with rust disease?")
    assert not one(asked, "Velumab was given to children with rust disease.").direct


@pytest.mark.parametrize(
    ("question", "title", "route"),
    [
        ("oral zinc for rust?", "Intravenous zinc for rust", "intravenous"),
        ("oral zinc for rust?", "Oral zinc for rust", ""),
        ("oral zinc for rust?", "Zinc for rust", ""),
        ("zinc for rust?", "Intravenous zinc for rust", ""),
        ("oral zinc for rust?", "Oral versus intravenous zinc", ""),
    ],
)
def test_another_route_is_told_only_where_one_was_asked_for(question: str, title: str, route: str) -> None:
    assert other_route(question, title) == route


def test_another_route_makes_a_passage_indirect() -> None:
    asked = topic("zinc", "rust disease", "oral zinc for rust disease?")
    found = one(asked, "Zinc was given to patients with rust disease.", title="Intravenous zinc in rust disease")
    assert (found.direct, found.reason) == (False, "another route: intravenous")


@pytest.mark.parametrize(
    ("title", "population", "on"),
    [
        ("Malaria", "severe malaria", True),
        ("Malaria", "severe malaria in children", True),
        ("Acute bronchiolitis in children", "bronchiolitis", True),
        ("Bronchiolitis", "acute bronchiolitis in infants", True),
        ("Malaria", "sepsis", False),
        ("Breast cancer", "cancer of the colon", False),
    ],
)
def test_a_guideline_on_a_broader_condition_is_on_the_one_asked_about(title: str, population: str, on: bool) -> None:
    found = one(topic("velumab", population), "Velumab should be given.", title=title, kind=Kind.GUIDELINE)
    assert found.on_population is on


def test_a_chapter_of_a_guideline_is_on_what_its_heading_names() -> None:
    found = one(RUST, "Give velumab.", title="Handbook", kind=Kind.GUIDELINE, section="Rust disease")
    assert found.on_population


# A passage as a whole


def test_standing_is_that_of_the_library_and_unknown_where_it_knows_none() -> None:
    held = [passage("Velumab lowered deaths in rust disease.", document(i)) for i in ("pmid:1", "pmid:2")]
    hits = [Hit(passage=p, score=1.0, why="made up") for p in held]
    found = appraise(hits, RUST, lambda ids: {"pmid:1": Standing.RETRACTED})
    assert [e.standing for e in found] == [Standing.RETRACTED, Standing.UNKNOWN]


def found_in(text: str, title: str = "Velumab in rust disease") -> tuple[Finding, ...]:
    return one(RUST, text, title=title).findings


def test_a_finding_stands_where_it_says_and_names_the_concepts_of_its_sentence() -> None:
    text = "RESULTS: Velumab lowered deaths in rust disease. Bleeding was as common as before."
    first, second = found_in(text)
    assert text[first.start : first.end] == "Velumab lowered deaths in rust disease."
    assert first.names == (Role.INTERVENTION, Role.POPULATION)
    assert (first.outcome, first.direction) == ("mortality", Direction.LOWER)
    assert second.names == ()


def test_a_sentence_that_answers_fits_better_than_background() -> None:
    answer, aside = found_in("RESULTS: Velumab lowered deaths in rust disease.\nMETHODS: Velumab was given to adults.")
    assert answer.fit > aside.fit + 2


def test_a_passage_that_never_names_the_intervention_says_so() -> None:
    found = one(RUST, "Zinc lowered deaths in patients with rust disease.", title="Zinc in rust disease")
    assert (found.direct, found.about_intervention) == (False, False)
    assert found.reason == "does not name the intervention asked about"


# Silence


def chapters(*texts: str, title: str = "Rust disease") -> tuple[Passage, ...]:
    held = Document(id="g:9", kind=Kind.GUIDELINE, title=title)
    return tuple(Passage(document=held, section=f"Chapter {i}", text=t) for i, t in enumerate(texts))


@pytest.mark.parametrize("asked", ["statin", "statins"])
@pytest.mark.parametrize(
    "text", ["Statin use is advised.", "Statins are advised.", "Give a statin.", "STATINS", "(statin-naive)"]
)
def test_a_guideline_that_names_any_form_of_a_drug_is_not_silent(asked: str, text: str) -> None:
    assert silent(topic(asked, "rust disease"), [chapters("Zinc is advised.", text)]) == ()


def test_a_guideline_that_names_the_drug_in_its_title_or_a_heading_is_not_silent() -> None:
    assert silent(RUST, [chapters("Zinc is advised.", title="Velumab in rust disease")]) == ()


def test_a_guideline_whose_words_could_mean_the_intervention_is_not_silent() -> None:
    asked = topic("tight glucose control", "rust disease")
    assert silent(asked, [chapters("Control of glucose should be tight.")]) == ()


def test_a_guideline_that_never_names_the_drug_is_silent() -> None:
    found = silent(topic("statin", "rust disease"), [chapters("Zinc is advised.", "Rust disease is rare."), ()])
    assert [d.id for d in found] == ["g:9"]


def test_no_silence_is_claimed_without_intervention_or_condition() -> None:
    alone = Topic(question=RUST.question, purpose=RUST.purpose, concepts=RUST.concepts[:1], terms=(), subject=())
    assert silent(alone, [chapters("Zinc is advised.")]) == ()


def test_the_conditions_in_which_it_was_studied_are_those_that_several_documents_name() -> None:
    held = [
        passage("Velumab was given to patients with bacterial sepsis.", document("pmid:1", title="Velumab")),
        passage("Velumab was given to patients with viral sepsis.", document("pmid:2", title="Velumab")),
        passage("Velumab was given to patients with malaria.", document("pmid:3", title="Velumab")),
    ]
    assert conditions(appraised(RUST, *held)) == ("sepsis",)


def test_a_word_that_many_conditions_share_names_none() -> None:
    held = [
        passage(f"Velumab was given to patients with {kind} infection.", document(f"pmid:{kind}", title="Velumab"))
        for kind in ("wound", "chest", "bone")
    ]
    assert conditions(appraised(RUST, *held)) == ()


@pytest.mark.parametrize(
    ("title", "on"), [("Chronic rust media", False), ("Acute rust media", True), ("Rust media", True)]
)
def test_a_guideline_on_the_chronic_disease_is_none_on_the_acute_one(title: str, on: bool) -> None:
    asked = topic("velumab", "acute rust media")
    document = Document(id="g:1", kind=Kind.GUIDELINE, title=title)
    passage = Passage(document=document, section="Treatment", text="Give velumab.")
    hit = Hit(passage=passage, score=1.0, why="made up")
    [found] = appraise([hit], asked, lambda ids: dict.fromkeys(ids, Standing.CURRENT))
    assert found.on_population is on


@pytest.mark.parametrize(
    ("text", "above"),
    [
        ("Adults:\n- Velumab 2.4 mg/kg IV daily.\nUp to 20 kg:\n- Velumab 3 mg/kg IV once a day.", "Up to 20 kg"),
        ("\u2022 Children (small):\n- Dosing regimen\n- Velumab 3 mg/kg IV once a day.", "Children (small)"),
        ("Rust disease:\n- Velumab 3 mg/kg IV once a day in children.", ""),
        ("In children\nVelumab 3 mg/kg IV once a day is given.", "In children"),
        ("Regimen:\n- Velumab 3 mg/kg IV once a day.", ""),
        ("Packs in the ward\n- Velumab 3 mg/kg IV once a day.", ""),
        ("Children:\n- Rest.\nRegimen\n- Velumab 3 mg/kg IV once a day.", ""),
        (f"In crisis:\n- {'Much else to do first. ' * 30}\n- Velumab 3 mg/kg IV once a day.", "In crisis"),
    ],
)
def test_a_dose_in_a_list_keeps_the_words_above_it_that_say_for_whom_or_when(text: str, above: str) -> None:
    held = passage(text, document("g:1", kind=Kind.GUIDELINE, title="Rust disease"))
    (found,) = appraised(topic("velumab", "rust disease"), held)
    (dose,) = (f for f in found.findings if "3 mg/kg" in text[f.start : f.end])
    assert (text[slice(*dose.condition)] if dose.condition else "") == above


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("men and women, ages 40 to 75", (40, 75)),
        ("statins in elderly over 75", (76, inf)),
        ("men and women, ages 76 and older", (76, inf)),
        ("adults 65 years or older", (65, inf)),
        ("velumab for over 75s", (76, inf)),
        ("fever in children under 5", (0, 4)),
        ("a 34-year-old with rust", (34, 34)),
        ("adults aged at least 18", (18, inf)),
        ("patients aged 60-70 years", (60, 70)),
        ("children under 20 kg", None),
        ("LDL over 190", None),
        ("a study over 10 years in 40 to 75 hospitals", None),
    ],
)
def test_ages_are_read_as_questions_and_populations_write_them(text: str, ages: tuple[float, float] | None) -> None:
    assert ages_in(text) == (ages and Ages(*ages))


@pytest.mark.parametrize(
    ("text", "title", "direct"),
    [
        ("Population: men and women, ages 40 to 75\nWe recommend velumab for rust.", "Rust", False),
        ("Population: men and women, ages 76 and older\nWe recommend velumab for rust.", "Rust", True),
        ("We recommend velumab for rust.", "Rust: prevention -- Adults aged 40 to 75 years", False),
        ("We recommend velumab for rust.", "Rust", True),
    ],
)
def test_advice_for_people_of_another_age_is_not_direct(text: str, title: str, direct: bool) -> None:
    asked = topic("velumab", "rust", question="Velumab for rust in elderly over 75?")
    found = one(asked, text, title=title, kind=Kind.GUIDELINE)
    assert found.direct is direct
    assert direct or found.studied_in in ("men and women, ages 40 to 75", "people of another age")


@pytest.mark.parametrize(("ages", "direct"), [("12 to 18", True), ("7 to 11", True), ("18 and older", False)])
def test_men_and_women_of_school_age_are_no_adults(ages: str, direct: bool) -> None:
    asked = topic("screening", "rust", question="Rust screening in adolescents?")
    text = f"Population: men and women, ages {ages}\nWe recommend screening for rust."
    assert one(asked, text, title="Rust: Screening", kind=Kind.GUIDELINE).direct is direct


def test_a_graded_statement_that_the_evidence_is_insufficient_is_what_the_body_advises() -> None:
    text = "Grade I: The body concludes that the evidence is insufficient to assess the benefits of velumab in rust."
    held = passage(text, document("g:1", kind=Kind.GUIDELINE, title="Rust", issuer="US Preventive Services Task Force"))
    (found,) = appraised(topic("velumab", "rust"), held)
    assert [(f.facet, f.grade.stated) for f in found.findings] == [(Facet.RECOMMENDATION, "grade I")]


def test_where_no_concept_is_recognised_a_sentence_must_hold_most_of_the_question_s_words() -> None:
    asked = replace(TOPIC, concepts=(), question=Question(text="velumab marrow rust?"))
    text = "It is given once daily. Velumab is given in the morning. Marrow rust fades with velumab after some months."
    for kind, first in ((Kind.GUIDELINE, 2), (Kind.STUDY, 1)):
        (found,) = appraised(asked, passage(text, document("g:1", kind=kind, title="Rust")))
        assert [text[f.start : f.end].rstrip(".") for f in found.findings] == text.rstrip(".").split(". ")[first:]


@pytest.mark.parametrize(
    ("text", "direct"),
    [
        ("Velumab: 3 mg daily is recommended.", False),
        ("In decompensated rust, stop velumab.", True),
    ],
)
def test_guidance_on_a_condition_is_none_on_its_decompensated_state_unless_it_speaks_of_it(
    text: str, direct: bool
) -> None:
    assert one(topic("velumab", "decompensated rust"), text, title="Rust", kind=Kind.GUIDELINE).direct is direct


# The figures of a frame


@pytest.mark.parametrize(
    ("condition", "text", "place", "named"),
    [
        ("type 2 diabetes", "In type 2 diabetes it helped.", (3, 18), "type 2 diabetes"),
        ("type 2 diabetes", "It helped.", None, "diabetes"),
        ("type 1 and type 2 diabetes", "It helped.", None, "diabetes"),
        ("COVID-19 pneumonia", "It helped.", None, "COVID pneumonia"),
        ("stage 3 chronic kidney disease", "It helped.", None, "chronic kidney disease"),
        ("children aged 5 years with asthma", "It helped.", None, ""),
        ("marrow rust", "It helped.", None, "marrow rust"),
    ],
)
def test_a_condition_keeps_only_figures_that_its_passage_holds(
    condition: str, text: str, place: tuple[int, int] | None, named: str
) -> None:
    found = citable(Studied(None, condition, on=False, matches=False), text)
    assert (found.place, found.condition) == (place, named)


@pytest.mark.parametrize(
    ("more", "frame"),
    [("", "In diabetes (indirect): "), (" All had type 2 diabetes.", "In type 2 diabetes (indirect): ")],
)
def test_a_frame_has_no_figure_that_is_not_cited_and_is_not_refused(more: str, frame: str) -> None:
    title = "Velumab and zinc improve the heart in patients with type 2 diabetes: a randomised trial"
    trial = Document(id="pmid:1", kind=Kind.TRIAL, title=title)
    text = f"RESULTS: Velumab had serious side effects in either group, with more deaths.{more}"
    with open_library(None) as shelf:
        passages = (Passage(document=trial, section="Abstract", text=text),)
        shelf.apply([Add(document=trial, passages=passages)], name="x", digest="x")
        verified = engine_of(shelf).ask("side effects of velumab in sepsis")
    assert not verified.refusals
    assert [s.text.startswith(frame) for s in verified.answer.statements][:1] == [True]
