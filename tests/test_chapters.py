"""Guidelines written as chapters and bare lists: their treatment is found, and no line of it loses what it is of."""

from __future__ import annotations

import pytest
from made_up import document
from test_composing import add, answered, under
from test_directness import appraised

from curbside.appraisal.ages import Ages, ages_in
from curbside.appraisal.headings import Chapter, announced, chapter_of
from curbside.appraisal.lists import drug_above, heading_run_on, lead_of, names_no_drug, parent_of
from curbside.appraisal.matching import matcher, stems
from curbside.appraisal.states import another_state, leads_to_another
from curbside.appraisal.whom import heading_of_whom
from curbside.house import engine_of
from curbside.library import open_library
from curbside.model import Add, Answer, Concept, Facet, Kind, Passage, Purpose, Role
from curbside.text import words

# The lines are those of a national treatment guideline, where they are quoted in part.
REFERRAL = "\u2022 Manage in conjunction with the physician"
FITS = (
    "\u2022 Stabilise the patient\n\u2022 Prevent complications\nStabilization:\n\u2022 Control blood pressure\n"
    "\u2022 Best drug is magnesium sulphate\nIntravenous infusion of magnesium sulphate:\n"
    "\u2022 Loading dose: 4 g by slow intravenous injection over a period not less than 5 minutes"
)
TOXICITY = (
    "Magnesium toxicity\nRespiratory arrest:\nStop magnesium sulphate treatment\nControl of blood pressure:\n"
    "Intravenous hydralazine\n5 mg bolus slowly over 15 minutes, stat\nLabetalol 20 mg intravenously as a bolus"
)
PREVENTED = "Adequate antenatal, intrapartum and postpartum care of all women.\nEarly detection of high blood pressure."
BOOK = document("g:book", kind=Kind.GUIDELINE, title="CARDIAC DISEASE IN PREGNANCY")
ECLAMPSIA = Add(
    document=BOOK,
    passages=tuple(
        Passage(document=BOOK, section=section, text=text)
        for section, text in (
            ("ECLAMPSIA", "Introduction\nThe occurrence of convulsions with signs of pre-eclampsia is eclampsia."),
            ("TREATMENT OF ECLAMPSIA", REFERRAL),
            ("TREATMENT OF ECLAMPSIA > Treatment Goals", FITS),
            ("TREATMENT OF ECLAMPSIA > Treatment Goals", TOXICITY),
            ("TREATMENT OF ECLAMPSIA > Prevention", PREVENTED),
            ("TREATMENT OF CARDIAC DISEASE IN PREGNANCY", "\u2022 Frusemide 40 mg orally daily"),
        )
    ),
)


@pytest.fixture(name="eclampsia", scope="module")
def _eclampsia() -> Answer:
    return answered(ECLAMPSIA, question="treatment of eclampsia")


def test_a_treatment_leads_and_not_whom_to_ask_for_help(eclampsia: Answer) -> None:
    assert "Best drug is magnesium sulphate" in eclampsia.bottom_line.text
    said = under(eclampsia.guidelines, "What guidelines say")
    assert said[0] == "Stabilization: Best drug is magnesium sulphate"
    assert not any("in conjunction" in s or "antenatal" in s for s in said)


def test_the_chapters_of_a_guideline_on_the_condition_are_read_though_they_do_not_name_it(eclampsia: Answer) -> None:
    said = under(eclampsia.guidelines, "What guidelines say")
    assert any("Loading dose: 4 g" in s for s in said)
    assert not any("Frusemide" in s for s in said)  # it stands in the chapter on something else


def test_what_is_done_in_one_event_is_told_with_it(eclampsia: Answer) -> None:
    said = under(eclampsia.guidelines, "What guidelines say")
    assert "Control of blood pressure: Labetalol 20 mg intravenously as a bolus" in said
    assert "Stop magnesium sulphate treatment" not in said


def test_no_amount_stands_without_what_it_is_of(eclampsia: Answer) -> None:
    said = under(eclampsia.guidelines, "What guidelines say")
    assert "Control of blood pressure: Intravenous hydralazine: 5 mg bolus slowly over 15 minutes, stat" in said
    assert all(len(s.citations) > 1 for s in eclampsia.statements if s.text.startswith("Control of blood pressure"))


def test_a_dose_of_which_nothing_tells_what_it_is_of_is_not_told() -> None:
    lost = "Adult: 500 mg orally every 6 hours for 5 days\n\u2022 Or: Cloxacillin - Adult: 500 mg orally every 6 hours"
    held = add("g:1", Kind.GUIDELINE, "CELLULITIS", lost, section="TREATMENT OF CELLULITIS > Drug Treatment")
    said = [s.text for s in answered(held, question="treatment of cellulitis").statements]
    assert said == ["Or: Cloxacillin - Adult: 500 mg orally every 6 hours"]


def test_what_is_listed_under_a_class_of_drugs_answers_for_the_class() -> None:
    text = (
        "\u2022 Intravenous fluid resuscitation\nDrug Treatment\n\u2022 Aggressive antibiotic treatment\n"
        "- Injection co-amoxiclav - Adult: 1000/2000 mg intravenously every 8 hours for 5 days"
    )
    held = add("g:1", Kind.GUIDELINE, "CELLULITIS", text, section="INVESTIGATIONS OF CELLULITIS")
    answer = answered(held, question="best antibiotic for cellulitis")
    assert under(answer.guidelines, "What guidelines say")[0].startswith(
        "Aggressive antibiotic treatment: Injection co-amoxiclav"
    )


def test_side_effects_do_not_stand_as_advice() -> None:
    text = (
        "Notable Adverse Drug Reactions, Contraindications and Caution\n\u2022 Tricyclic antidepressants:\n"
        "- Dryness of the mouth\n- Urinary retention"
    )
    held = add("g:1", Kind.GUIDELINE, "DEPRESSION", text, section="TREATMENT OF DEPRESSION")
    answer = answered(held, question="antidepressants in depression")
    assert "tells its risks, not whether to give it" in answer.bottom_line.text


# Headings, leads and lists


@pytest.mark.parametrize(
    ("heading", "chapter"),
    [
        ("TREATMENT OF ECLAMPSIA > Prevention", Chapter.PREVENTION),
        ("TRETAMENT OF CELLULITIS > Drug Treatment", Chapter.TREATMENT),
        ("Notable Adverse Drug Reactions, Contraindications and Caution", Chapter.WARNINGS),
        ("DIFFERENTIAL DIAGNOSES OF GOUT", Chapter.FEATURES),
        ("INVESTIGATIONS OF GOUT", Chapter.TESTS),
        ("Introduction", Chapter.OTHER),
    ],
)
def test_a_heading_announces_what_stands_under_it(heading: str, chapter: Chapter) -> None:
    assert announced(heading) is chapter


def test_a_heading_within_a_passage_counts_more_than_that_of_the_passage() -> None:
    text = "\u2022 Blood culture\nDrug Treatment\n\u2022 Ceftriaxone\nPrevention\n\u2022 Treat any wound promptly"
    section = "INVESTIGATIONS OF CELLULITIS"
    assert chapter_of(text, text.index("Blood"), section) is Chapter.TESTS
    assert chapter_of(text, text.index("Ceftri"), section) is Chapter.TREATMENT
    assert chapter_of(text, text.index("Treat any"), section) is Chapter.PREVENTION


def test_goals_are_only_what_is_listed_at_once() -> None:
    section = "TREATMENT OF ECLAMPSIA > Treatment Goals"
    assert chapter_of(FITS, FITS.index("Stabilise"), section) is Chapter.GOALS
    assert chapter_of(FITS, FITS.index("Best drug"), section) is Chapter.TREATMENT


@pytest.mark.parametrize(
    ("line", "nameless"),
    [
        ("Adult: 500 mg - 1 g orally every 6 hours for 5 - 7 days", True),
        ("Loading dose: 4 g by slow intravenous injection", True),
        ("Neonate 7 - 28 days: 25 mg/kg 8 hourly", True),
        ("12 - 18 years 12 hourly; May double doses in severe infections.", True),
        ("Administer 1 g calcium gluconate by slow intravenous injection", False),
        ("Labetalol 20 mg intravenously as a bolus", False),
        ("2.4 million units of benzathine penicillin", False),
    ],
)
def test_a_dose_that_names_no_drug_is_told_apart(line: str, nameless: bool) -> None:
    assert names_no_drug(line) is nameless


def test_the_drug_of_a_dose_is_the_nearest_line_above_that_names_one() -> None:
    text = "Or Benzyl penicillin\nAdult: initially 2 million units 6 hourly\nNeonate 7 - 28 days: 25 mg/kg 8 hourly"
    place = drug_above(text, text.index("Neonate"))
    assert place is not None
    assert text[slice(*place)] == "Or Benzyl penicillin"
    prose = "The child was ill and was given much.\nNeonate: 25 mg/kg 8 hourly"
    assert drug_above(prose, prose.index("Neonate")) is None
    assert drug_above("Adult: 5 mg daily", 0) is None


CONVULSIONS = (
    "\u2022 Infusion with 40 mg of diazepam added, titrated against the level of consciousness Recurrent convulsions\n"
    "\u2022 Magnesium sulphate \u2022 2 - 4 g intravenously over 5 minutes\n"
    "\u2022 Give lower dose (2 g) if the weight is less than 70 kg Monitoring during magnesium sulphate therapy\n"
    "\u2022 Continue with intravenous infusion only if\n\u2022 Patellar reflexes are normal"
)


@pytest.mark.parametrize(
    ("text", "item", "heading"),
    [
        (CONVULSIONS, "Infusion", ""),
        (CONVULSIONS, "Magnesium", "Recurrent convulsions"),
        (CONVULSIONS, "Give lower", "Recurrent convulsions"),
        (CONVULSIONS, "Patellar", "Monitoring during magnesium sulphate therapy"),
        ("\u2022 Glucose with Intravenous diazepam\n\u2022 Oxygen by mask", "Oxygen", ""),
        ("\u2022 The dose is Doxycycline\n\u2022 Oxygen by mask", "Oxygen", ""),
        ("\u2022 Until recovery Absence attacks\nValproate is given.\n\u2022 Oxygen by mask", "Oxygen", ""),
    ],
)
def test_a_heading_run_into_the_item_above_it_is_seen(text: str, item: str, heading: str) -> None:
    place = heading_run_on(text, text.index(item))
    assert (text[slice(*place)] if place else "") == heading


def test_a_dose_is_told_behind_the_heading_that_was_run_into_the_item_above_it() -> None:
    section = "TREATMENT OF ECLAMPSIA"
    add = Add(document=BOOK, passages=(Passage(document=BOOK, section=section, text=CONVULSIONS),))
    told = [s.text for s in answered(add, question="treatment of eclampsia").statements]
    assert any(t.startswith("Recurrent convulsions: Magnesium sulphate") for t in told)
    assert not any(t.startswith("Magnesium sulphate") for t in told)


GONORRHOEA = (
    "\u2022 Or: Ceftriaxone 500 mg by intramuscular injection, as a single dose Neonatal gonococcal conjunctivitis\n"
    "\u2022 Ceftriaxone 50 mg/kg by intramuscular injection, as a single dose, to a maximum of 125 mg"
)


NEONATAL = (
    "Neonatal gonococcal conjunctivitis: Ceftriaxone 50 mg/kg by intramuscular injection, as a single dose, to a "
    "maximum of 125 mg"
)
OF_ALL = "Or: Ceftriaxone 500 mg by intramuscular injection, as a single dose"
LISTED = GONORRHOEA.replace(" Neonatal gono", "\nNeonatal gono").replace(
    "conjunctivitis\n\u2022", "conjunctivitis\n\u2022 Recommended regimen:\n-"
)
RUN_ON = GONORRHOEA.replace("conjunctivitis\n\u2022", "conjunctivitis\n\u2022 Recommended regimen:\n-")


@pytest.mark.parametrize("text", [GONORRHOEA, LISTED, RUN_ON], ids=["run on", "a line of its own", "above a lead"])
@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("dose of ceftriaxone in neonatal gonococcal conjunctivitis", [NEONATAL]),
        ("dose of ceftriaxone in gonococcal conjunctivitis", [NEONATAL]),
        ("ceftriaxone dose gonorrhoea", [OF_ALL, NEONATAL]),
        ("dose of ceftriaxone in gonorrhoea in adults", [OF_ALL]),
        ("ceftriaxone dose in pneumonia", []),
    ],
)
def test_a_dose_is_of_those_whom_the_heading_above_it_names_and_of_no_others(
    text: str, question: str, told: list[str]
) -> None:
    add = Add(document=BOOK, passages=(Passage(document=BOOK, section="GONORRHOEA", text=text),))
    answer = answered(add, question=question)
    direct = [s.text for s in answer.statements if s.direct]
    assert direct == told
    assert not any(s.text.startswith("Ceftriaxone 50") for s in answer.statements)
    held = f"No dose of ceftriaxone for {answer.topic.condition.text if answer.topic.condition else ''} is held"
    assert (held in answer.bottom_line.text) is not bool(told)


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("Neonatal conjunctivitis\nVelumab 3 mg/kg.", "Neonatal conjunctivitis"),
        ("Neonatal conjunctivitis\nIt is rare.\nVelumab 3 mg/kg.", "Neonatal conjunctivitis"),
        ("Adults:\n\u2022 Zinc.\nPregnant women:\n\u2022 Velumab 3 mg/kg.", "Pregnant women"),
        ("Neonatal conjunctivitis\nDrug treatment\nVelumab 3 mg/kg.", ""),  # another heading ends it
        ("Neonatal conjunctivitis is rare.\nVelumab 3 mg/kg.", ""),
        ("Children should be seen early\nVelumab 3 mg/kg.", ""),
        ("Give neonates with sepsis oxygen\nVelumab 3 mg/kg.", ""),
        ("Drug treatment\nVelumab 3 mg/kg.", ""),
        (
            "Acute Gout\n\u2022 Zinc or anakinra Chronic Tophaceous Gout\n\u2022 Velumab 3 mg.",
            "Chronic Tophaceous Gout",
        ),
        ("Acute Gout\n\u2022 Zinc or iron Chronic Gout\n\u2022 Velumab 3 mg.", ""),  # a heading or a name
        ("Acute rust\n\u2022 Zinc as required Type A gastritis\n\u2022 Velumab 3 mg.", "Type A gastritis"),
        ("Acute rust\n\u2022 Zinc drops or ointment Epidemic gastritis:\n\u2022 Velumab 3 mg.", ""),
        (
            "Acute Gout\n\u2022 In severe or associated Complications Surgical Operation\n\u2022 Velumab 3 mg.",
            "",
        ),
        ("Acute Gout\n\u2022 Zinc for the Chronic Tophaceous Gout\n\u2022 Velumab 3 mg.", "Acute Gout"),
    ],
)
def test_a_heading_within_a_passage_says_for_whom_what_stands_under_it_is(text: str, whom: str) -> None:
    place = heading_of_whom(text, text.index("Velumab"))
    assert (text[slice(*place)] if place else "") == whom


@pytest.mark.parametrize(
    ("text", "item", "lead"),
    [
        ("Acute episodes:\n\u2022 Nebulised salbutamol", "Nebulised", "Acute episodes"),
        ("Respiratory arrest:\nStop the infusion", "Stop", "Respiratory arrest"),
        (
            "\u2022 Consider reducing the dose if\n\u2022 Renal function is impaired",
            "Renal",
            "Consider reducing the dose if",
        ),
        ("Indicated by:\n\u2022 Fever\nA new paragraph of prose", "A new", ""),
        ("It is told here.\nStop the infusion", "Stop", ""),
    ],
)
def test_a_line_with_a_colon_leads_what_is_listed_below_it(text: str, item: str, lead: str) -> None:
    place = lead_of(text, text.index(item))
    assert (text[slice(*place)] if place else "") == lead


def test_an_item_stands_under_the_line_that_is_less_deep() -> None:
    text = "\u2022 Antibiotics\n- Ceftriaxone\n- Ampicillin"
    place = parent_of(text, text.index("Ampicillin"))
    assert place is not None
    assert text[slice(*place)] == "Antibiotics"
    assert parent_of("Antibiotics", 0) is None


# In place of a drug

SYPHILIS = (
    "Drug Treatment\nBenzathine benzyl penicillin- 4 G (2.4 MU by intramuscular injection, at a single session)\n"
    "Alternative regimen for penicillin-allergic (non-pregnant) patients Doxycycline 100 mg orally, every 12 hours\n"
    "Alternative regimen for penicillin-allergic pregnant patients Erythromycin 500 mg orally, every 6 hours"
)
HELD = add("g:1", Kind.GUIDELINE, "SYPHILIS", SYPHILIS, section="TREATMENT OF SYPHILIS")


def test_what_is_given_to_those_allergic_to_a_drug_is_no_dose_of_it() -> None:
    said = under(answered(HELD, question="penicillin dose in syphilis").guidelines, "What guidelines say")
    assert said == ["Benzathine benzyl penicillin- 4 G (2.4 MU by intramuscular injection, at a single session)"]


@pytest.mark.parametrize(
    "question",
    [
        "penicillin allergy alternatives in syphilis",
        "what if allergic to penicillin in syphilis?",
        "syphilis in a penicillin allergic patient",
        "alternatives to penicillin for syphilis",
        "penicillin allergic woman with syphilis",
        "treatment of syphilis in a patient allergic to penicillin",
    ],
)
def test_what_replaces_a_drug_is_told_without_the_drug(question: str) -> None:
    answer = answered(HELD, question=question)
    said = under(answer.guidelines, "What guidelines say")
    assert len(said) == 2
    assert all("penicillin-allergic" in s for s in said)
    assert all(drug in answer.bottom_line.text for drug in ("Doxycycline", "Erythromycin"))
    assert not any("Benzathine" in s.text for s in answer.statements)


def test_where_nothing_is_said_to_replace_a_drug_no_other_is_offered_for_it() -> None:
    text = "\u2022 Co-amoxiclav - Adult: 1 g 12 hourly for 5 days\nWe recommend amoxicillin for adults with pneumonia."
    held = add("g:2", Kind.GUIDELINE, "PNEUMONIA", text, section="TREATMENT OF PNEUMONIA")
    answer = answered(held, HELD, question="what if allergic to penicillin in pneumonia?")
    assert answer.bottom_line.text == "The library held cannot answer this question."
    assert not any("amoxi" in s.text.lower() for s in answer.statements)
    assert any("in place of penicillin" in g.text for g in answer.gaps)


def test_a_comparison_is_not_taken_for_a_search_for_alternatives() -> None:
    with open_library(None) as shelf:
        topic = engine_of(shelf).understand("apixaban instead of warfarin in atrial fibrillation")
    assert topic.purpose is Purpose.COMPARISON
    assert not any(c.replaces for c in topic.concepts)


@pytest.mark.parametrize(
    ("text", "out"),
    [
        ("Doxycycline for penicillin-allergic patients.", True),
        ("Those allergic to penicillin take doxycycline.", True),
        ("Contraindicated in penicillin allergy.", False),
        ("Penicillin, or doxycycline for the penicillin-allergic.", False),
    ],
)
def test_a_drug_named_only_for_an_allergy_is_not_the_one_given(text: str, out: bool) -> None:
    penicillin = matcher(Concept(role=Role.INTERVENTION, text="penicillin", forms=("penicillin",)))
    assert penicillin.named_in(text, stems(words(text))) is not out


# Guidance on other conditions


def test_indirect_guidance_is_shown_where_it_bears_on_the_question_and_else_counted() -> None:
    akin = add("g:1", Kind.GUIDELINE, "Cardiogenic shock", "We suggest velumab in cardiogenic shock for adults.")
    far = add("g:2", Kind.GUIDELINE, "Gout", "We suggest velumab in gout for adults in need.")
    warns = add("g:3", Kind.GUIDELINE, "Asthma", "Velumab must not be given in asthma to those who wheeze.")
    on = add("g:4", Kind.GUIDELINE, "Septic shock", "Give fluids early in septic shock to all adults.")
    answer = answered(akin, far, warns, on, question="velumab in septic shock")
    said = under(answer.guidelines, "Guidance for other conditions")
    assert sorted(s[:12] for s in said) == ["In Asthma (i", "In Cardiogen"]
    (counted,) = (g for g in answer.gaps if "left out" in g.text)
    assert counted.text.startswith("One guideline on other conditions (Gout) speaks of velumab too and is left out")


def test_facets_follow_the_chapter_of_a_line() -> None:
    text = "Notable Adverse Drug Reactions\n\u2022 Headache, diarrhoea, and dizziness on the drug."
    held = Passage(document=document(kind=Kind.GUIDELINE, title="Gout"), section="TREATMENT OF GOUT", text=text)
    with open_library(None) as shelf:
        topic = engine_of(shelf).understand("treatment of gout")
    (found,) = appraised(topic, held)
    assert [f.facet for f in found.findings if "Headache" in text[f.start : f.end]] == [Facet.HARM]


# States of a disease


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("treatment of severe malaria", "Severe malaria: Parenteral artesunate is the drug of choice for all of them."),
        ("treatment of uncomplicated malaria", "ACTs are the recommended treatment of uncomplicated malaria."),
    ],
)
def test_what_holds_in_another_state_of_a_disease_is_no_answer(asked: str, told: str) -> None:
    text = (
        "ACTs are the recommended treatment of uncomplicated malaria.\nSevere malaria:\n"
        "- Parenteral artesunate is the drug of choice for all of them."
    )
    held = add("g:1", Kind.GUIDELINE, "MALARIA", text, section="TREATMENT OF MALARIA")
    answer = answered(held, question=asked)
    assert [s.text.removeprefix("Severe malaria: ") for s in answer.statements] == [
        told.removeprefix("Severe malaria: ")
    ]


def test_a_guideline_on_the_chronic_course_is_none_on_the_acute_one() -> None:
    severe = Concept(role=Role.POPULATION, text="severe malaria", forms=("severe malaria",))
    assert another_state(severe, "Uncomplicated falciparum malaria")
    assert not another_state(severe, "Malaria")
    assert not another_state(severe, "From uncomplicated to severe malaria")
    assert leads_to_another(severe, "Uncomplicated disease")
    assert not leads_to_another(Concept(role=Role.POPULATION, text="malaria", forms=("malaria",)), "Severe disease")


def test_a_cause_named_in_the_population_of_another_condition_is_not_studied() -> None:
    text = "Population: DIC from trauma, burns or pancreatitis\nRecommendation: Early plasma is recommended."
    title = "Guidelines for coagulation. Part 4: trauma, burns and acute pancreatitis"
    held = Passage(document=document(kind=Kind.GUIDELINE, title=title), section="Summary", text=text)
    with open_library(None) as shelf:
        topic = engine_of(shelf).understand("acute pancreatitis treatment")
    (found,) = appraised(topic, held)
    assert not found.on_population


# Families of drugs


def test_a_family_is_answered_by_its_members() -> None:
    text = "Drug Treatment\n\u2022 Amitriptyline in increasing doses\n\u2022 Fluoxetine 20 - 80 mg orally/day"
    held = add("g:1", Kind.GUIDELINE, "DEPRESSION", text, section="TREATMENT OF DEPRESSION")
    answer = answered(held, question="antidepressants in depression")
    assert "Fluoxetine 20 - 80 mg orally/day" in answer.bottom_line.text


def test_no_guideline_is_called_silent_on_a_family_whose_members_are_not_all_known() -> None:
    text = "Methyldopa 250 mg orally is given in pregnancy to every woman who needs it."
    held = add("g:1", Kind.GUIDELINE, "Pregnancy", text)
    answer = answered(held, question="antihypertensives in pregnancy")
    assert "do not address" not in answer.bottom_line.text
    assert not any("silence" in g.text for g in answer.gaps)


def test_few_words_of_a_list_are_told_under_their_heading() -> None:
    text = "Supportive Measures\n\u2022 Bed rest\n\u2022 Nil per oral (NPO)."
    held = add("g:1", Kind.GUIDELINE, "PANCREATITIS", text, section="TREATMENT OF PANCREATITIS")
    said = [s.text for s in answered(held, question="acute pancreatitis treatment").statements]
    assert "Supportive Measures: Bed rest" in said


def test_the_family_asked_about_by_which_is_named() -> None:
    with open_library(None) as shelf:
        topic = engine_of(shelf).understand("which antibiotic for meningitis")
    assert [(c.role, c.text) for c in topic.concepts] == [
        (Role.INTERVENTION, "antibiotic"),
        (Role.POPULATION, "meningitis"),
    ]


# Other wards


def test_how_two_drugs_interact_is_not_told_by_what_each_does() -> None:
    both = "Metronidazole potentiates warfarin, and the dose of warfarin was lowered in all of them."
    apart = "Bleeding was seen with warfarin less often than the nausea seen with metronidazole in all."
    held = (
        add("g:1", Kind.GUIDELINE, "Warfarin and metronidazole", both),
        add("g:2", Kind.GUIDELINE, "Warfarin or metronidazole", apart),
    )
    said = [s.text for s in answered(*held, question="warfarin and metronidazole interaction").statements]
    assert said == [both]


def test_the_highest_grade_of_a_body_leads_and_what_it_leaves_open_stands_beside() -> None:
    issuer = "US Preventive Services Task Force"
    open_ = "Population: adults, ages 76 to 85\nGrade C: Screening for gut rust at 76 to 85 is an individual choice."
    firm = "Population: adults, ages 50 to 75\nGrade A: The USPSTF recommends screening for gut rust from 50 to 75."
    held = [
        add(
            f"g:{n}",
            Kind.GUIDELINE,
            "Gut rust cancer: screening",
            text,
            section="Recommendation",
            issuer=issuer,
            published=str(year),
        )
        for n, (text, year) in enumerate(((open_, 2021), (firm, 2016)))
    ]
    line = answered(*held, question="screening for gut rust cancer").bottom_line
    assert line.strength == "as the source states it: grade A"
    assert line.text.index("Grade A") < line.text.index("Grade C")


def test_an_age_is_read_behind_aged() -> None:
    assert ages_in("men aged 75") == Ages(75, 75)
    assert ages_in("infants aged 6 months") is None


def test_a_hyphen_behind_anti_does_not_make_a_guideline_silent() -> None:
    text = "Give polyvalent anti-venom for a snake bite with bleeding in all patients."
    answer = answered(add("g:1", Kind.GUIDELINE, "Snake bite", text), question="antivenom in snake bite")
    assert under(answer.guidelines, "What guidelines say") == [text]


@pytest.mark.parametrize(
    ("question", "condition", "beside"),
    [("asthma in pregnancy", "asthma", "pregnancy"), ("tb treatment in hiv", "tb", "hiv")],
)
def test_a_condition_in_another_is_no_treatment_of_it(question: str, condition: str, beside: str) -> None:
    with open_library(None) as shelf:
        found = engine_of(shelf).understand(question).concepts
    assert [(c.role, c.text.lower()) for c in found] == [(Role.POPULATION, condition), (Role.POPULATION, beside)]


JUICE = "Preadministration of atemoya had no effect on the pharmacokinetics of phenacetin, a CYP1A2 substrate, in rats."


def test_a_question_of_the_bench_is_answered_from_it_and_said_to_be_so() -> None:
    question = "Does atemoya juice change the pharmacokinetics of CYP1A2 substrates?"
    rats = add("pmid:1", Kind.STUDY, "Atemoya juice and CYP1A2 in rats", JUICE)
    answer = answered(rats, question=question)
    assert [s.text for s in answer.statements] == [f"In laboratory animals or cells (indirect): {JUICE}"]
    assert not answer.bottom_line.direct
    people = add(
        "pmid:2", Kind.TRIAL, "Atemoya juice", "Atemoya juice did not change the pharmacokinetics of CYP1A2 substrates."
    )
    assert all("rats" not in s.text for s in answered(rats, people, question=question).statements)


def test_people_behind_a_condition_are_told_apart() -> None:
    with open_library(None) as shelf:
        found = engine_of(shelf).understand("salbutamol dose in acute asthma child").concepts
    assert [c.text for c in found] == ["salbutamol", "acute asthma", "child"]


@pytest.mark.parametrize(
    "question",
    [
        "penicillin allergic child with pneumonia",
        "pneumonia, allergic to penicillin",
        "treatment of pneumonia in a patient allergic to penicillin",
        "what if allergic to penicillin in pneumonia",
    ],
)
def test_an_allergy_is_seen_in_whatever_words_with_the_condition_beside_it(question: str) -> None:
    with open_library(None) as shelf:
        topic = engine_of(shelf).understand(question)
    intervention = topic.concept(Role.INTERVENTION)
    assert intervention is not None
    assert (intervention.replaces, topic.condition and topic.condition.text) == ("penicillin", "pneumonia")


def test_an_allergy_alone_asks_for_no_alternative() -> None:
    with open_library(None) as shelf:
        assert not any(c.replaces for c in engine_of(shelf).understand("penicillin allergy").concepts)
