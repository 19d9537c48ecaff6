"""Questions on something before, during or after something else: which is given and which is had."""

from __future__ import annotations

import pytest

from curbside.house import engine_of
from curbside.library import Library, open_library
from curbside.model import Add, Document, Kind, Passage, Purpose, Role, Topic

P, I, O = Role.POPULATION, Role.INTERVENTION, Role.OUTCOME  # noqa: E741


@pytest.fixture(name="library", scope="module")
def of_one_text() -> Library:
    document = Document(id="pmid:1", kind=Kind.REVIEW, title="Schizophrenia that resists treatment")
    text = "The clozapine dose was raised slowly. Neutrophils were counted every week."
    shelf = open_library(None)
    shelf.apply(
        [Add(document=document, passages=(Passage(document=document, section="", text=text),))], name="a", digest="a"
    )
    return shelf


def asked(text: str, library: Library | None = None) -> Topic:
    return engine_of(library or open_library(None)).understand(text)


def told(topic: Topic) -> list[tuple[Role, str]]:
    return [(c.role, c.text) for c in topic.concepts]


@pytest.mark.parametrize(
    ("question", "given", "had"),
    [
        ("beta blockers after myocardial infarction", "beta blockers", "myocardial infarction"),
        ("statins after stroke?", "statins", "stroke"),
        ("anticoagulation after hip fracture surgery", "anticoagulation", "hip fracture surgery"),
        ("tranexamic acid following trauma", "tranexamic acid", "trauma"),
        ("steroids in the first hour of septic shock", "steroids", "septic shock"),
        ("antibiotics within 3 hours of sepsis", "antibiotics", "sepsis"),
        ("antibiotics before dental extraction", "antibiotics", "dental extraction"),
        ("insulin during labour", "insulin", "labour"),
        ("post-stroke statins", "statins", "stroke"),
        ("aspirin post stroke", "aspirin", "stroke"),
        ("antibiotics post splenectomy", "antibiotics", "splenectomy"),
        ("opioids post op", "opioids", "surgery"),
        ("how long dual antiplatelet after stent?", "dual antiplatelet", "stent"),
        ("what antibiotics before dental extraction", "antibiotics", "dental extraction"),
        ("driving after stroke", "driving", "stroke"),
    ],
)
def test_what_is_given_around_an_event_is_told_from_the_event(question: str, given: str, had: str) -> None:
    assert told(asked(question)) == [(I, given), (P, had)]


@pytest.mark.parametrize(
    ("question", "drug", "came"),
    [
        ("cough after ACE inhibitors", "ACE inhibitors", "cough"),
        ("rash after amoxicillin", "amoxicillin", "rash"),
        ("fever after vaccination", "vaccination", "fever"),
        ("angioedema after ramipril", "ramipril", "angioedema"),
    ],
)
def test_what_came_after_a_drug_is_asked_as_its_harm(question: str, drug: str, came: str) -> None:
    topic = asked(question)
    assert told(topic) == [(I, drug), (O, came)]
    assert topic.purpose is Purpose.HARM


def test_a_drug_that_held_texts_dose_is_known_for_one(library: Library) -> None:
    assert told(asked("neutropenia after clozapine", library)) == [(I, "clozapine"), (O, "neutropenia")]
    assert told(asked("neutropenia after clozapine")) == [(P, "neutropenia"), (P, "clozapine")]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("seizures after stroke", [(P, "seizures"), (P, "stroke")]),
        ("fatigue after surgery", [(P, "fatigue"), (P, "surgery")]),
        ("prognosis after cardiac arrest", [(P, "cardiac arrest")]),
        ("mortality after hip fracture", [(O, "mortality"), (P, "hip fracture")]),
    ],
)
def test_a_condition_after_another_is_no_treatment(question: str, found: list[tuple[Role, str]]) -> None:
    assert told(asked(question)) == found


@pytest.mark.parametrize(
    "question",
    [
        "cough post-nasal drip",
        "post-dural puncture headache",
        "post-traumatic stress disorder",
        "postpartum depression",
    ],
)
def test_a_name_that_begins_with_after_stays_one_name(question: str) -> None:
    assert told(asked(question)) == [(P, question)]


@pytest.mark.parametrize(
    "question", ["can i give ibuprofen with clarithromycin", "is it safe to take ibuprofen and clarithromycin?"]
)
def test_whether_two_drugs_may_be_given_together_asks_how_they_interact(question: str) -> None:
    document = Document(id="pmid:2", kind=Kind.REVIEW, title="Pain")
    shelf = open_library(None)
    passage = Passage(document=document, section="", text="An ibuprofen dose was taken.")
    shelf.apply([Add(document=document, passages=(passage,))], name="b", digest="b")
    topic = asked(question, shelf)
    assert told(topic) == [(I, "ibuprofen"), (Role.COMPARATOR, "clarithromycin")]
    assert topic.purpose is Purpose.HARM


def test_two_drugs_by_themselves_are_no_question_of_harm() -> None:
    assert asked("aspirin and warfarin").purpose is not Purpose.HARM


def test_a_renal_dose_is_a_dose_in_renal_impairment() -> None:
    topic = asked("enoxaparin renal dose")
    assert told(topic) == [(I, "enoxaparin"), (P, "renal impairment")]
    assert topic.purpose is Purpose.DOSE


def test_an_age_behind_a_dose_is_whom_it_is_for() -> None:
    topic = asked("paracetamol dose 4 yr old")
    assert (I, "paracetamol") in told(topic)
    assert [c.people for c in topic.concepts] == [False, True]


def test_when_to_stop_before_an_operation_names_both() -> None:
    assert told(asked("when to stop clopidogrel before surgery")) == [(I, "clopidogrel"), (P, "surgery")]
