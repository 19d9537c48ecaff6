"""Questions as a tired clinician types them: what is asked behind the names, shorthand, a level in the blood."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from made_up import document

from curbside.engine import Engine
from curbside.house import engine_of, starter_library
from curbside.library import Library, open_library
from curbside.model import Add, Kind, Passage, Purpose, Topic
from curbside.text import names_condition
from curbside.understanding.measured import measured


@pytest.fixture(scope="module")
def engine() -> Engine:
    return engine_of(starter_library())


def parts(topic: Topic) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    for concept in topic.concepts:
        told.setdefault(concept.role.value, []).append(concept.text.lower())
    return told


ASKED = (
    ("asthma attack in pregnancy what to give", Purpose.TREATMENT, {"population": ["acute asthma", "pregnancy"]}),
    ("snake bite what to do", Purpose.TREATMENT, {"population": ["snake bite"]}),
    ("migraine in pregnancy what can i give", Purpose.TREATMENT, {"population": ["migraine", "pregnancy"]}),
    ("fits in a child what to do", Purpose.TREATMENT, {"population": ["seizures", "child"]}),
    ("latent tuberculosis treatment", Purpose.TREATMENT, {"population": ["latent tuberculosis"]}),
    ("status epilepticus treatment", Purpose.TREATMENT, {"population": ["status epilepticus"]}),
    ("shingles treatment", Purpose.TREATMENT, {"population": ["shingles"]}),
    ("scabies rx", Purpose.TREATMENT, {"population": ["scabies"]}),
    ("thyroid storm rx", Purpose.TREATMENT, {"population": ["thyroid storm"]}),
    ("high k treatment", Purpose.TREATMENT, {"population": ["hyperkalaemia"]}),
    ("low na treatment", Purpose.TREATMENT, {"population": ["hyponatraemia"]}),
    ("digoxin toxicity", Purpose.OTHER, {"population": ["digoxin toxicity"]}),
    ("febrile fits", Purpose.OTHER, {"population": ["febrile seizures"]}),
    ("sob post op day 3", Purpose.OTHER, {"population": ["shortness of breath after surgery"]}),
    ("rapid af", Purpose.OTHER, {"population": ["af"]}),
    ("hypoglycaemia unconscious", Purpose.OTHER, {"population": ["hypoglycaemia"]}),
    ("back pain red flags", Purpose.OTHER, {"population": ["back pain"]}),
    (
        "mag sulph in pre-eclampsia",
        Purpose.BENEFIT,
        {"intervention": ["magnesium sulphate"], "population": ["pre-eclampsia"]},
    ),
    (
        "abx for cellulitis pen allergic",
        Purpose.TREATMENT,
        {"intervention": ["alternatives to penicillin"], "population": ["cellulitis"]},
    ),
    (
        "pneumonia penicillin allergy",
        Purpose.TREATMENT,
        {"intervention": ["alternatives to penicillin"], "population": ["pneumonia"]},
    ),
    (
        "anticoag in af ckd 4",
        Purpose.BENEFIT,
        {"intervention": ["anticoagulation"], "population": ["af", "ckd 4"]},
    ),
    ("bp target in ckd", Purpose.BENEFIT, {"intervention": ["blood pressure target"], "population": ["ckd"]}),
    (
        "bp target ckd diabetes",
        Purpose.BENEFIT,
        {"intervention": ["blood pressure target"], "population": ["ckd", "diabetes"]},
    ),
    ("copd oxygen target", Purpose.BENEFIT, {"intervention": ["oxygen target"], "population": ["copd"]}),
    ("new af rate control", Purpose.BENEFIT, {"intervention": ["rate control"], "population": ["af"]}),
    ("copd exac abx or not", Purpose.BENEFIT, {"intervention": ["antibiotics"], "population": ["copd exacerbation"]}),
    ("otitis media abx or wait", Purpose.BENEFIT, {"intervention": ["antibiotics"], "population": ["otitis media"]}),
    (
        "neutropenic sepsis abx",
        Purpose.BENEFIT,
        {"intervention": ["antibiotics"], "population": ["neutropenic sepsis"]},
    ),
    ("bell's palsy steroids", Purpose.BENEFIT, {"intervention": ["steroids"], "population": ["bell's palsy"]}),
    ("sepsis fluids 30 ml/kg?", Purpose.BENEFIT, {"intervention": ["fluids"], "population": ["sepsis"]}),
    ("pancreatitis fluids how much", Purpose.DOSE, {"intervention": ["fluids"], "population": ["pancreatitis"]}),
    ("rhabdo fluids", Purpose.BENEFIT, {"intervention": ["fluids"], "population": ["rhabdomyolysis"]}),
    (
        "anaphylaxis adrenaline dose child",
        Purpose.DOSE,
        {"intervention": ["adrenaline"], "population": ["anaphylaxis", "children"]},
    ),
    ("post partum bleed txa", Purpose.BENEFIT, {"intervention": ["txa"], "population": ["postpartum bleeding"]}),
    (
        "etoh withdrawal benzo",
        Purpose.BENEFIT,
        {"intervention": ["benzodiazepines"], "population": ["alcohol withdrawal"]},
    ),
    ("doac before surgery stop when", Purpose.BENEFIT, {"intervention": ["doac"], "population": ["surgery"]}),
    (
        "variceal bleed terlipressin",
        Purpose.BENEFIT,
        {"intervention": ["terlipressin"], "population": ["variceal bleeding"]},
    ),
    (
        "hepatic encephalopathy lactulose",
        Purpose.BENEFIT,
        {"intervention": ["lactulose"], "population": ["hepatic encephalopathy"]},
    ),
    ("shingles aciclovir within 72h?", Purpose.BENEFIT, {"intervention": ["aciclovir"], "population": ["shingles"]}),
    (
        "paracetamol od nac",
        Purpose.BENEFIT,
        {"intervention": ["acetylcysteine"], "population": ["paracetamol overdose"]},
    ),
    ("lithium toxicity dialysis", Purpose.BENEFIT, {"intervention": ["dialysis"], "population": ["lithium toxicity"]}),
    ("heart failure with low bp", Purpose.TREATMENT, {"population": ["heart failure", "low blood pressure"]}),
    ("dvt prophylaxis after hip fracture", Purpose.PREVENTION, {"outcome": ["dvt"], "population": ["hip fracture"]}),
    ("gi bleed on apixaban", Purpose.HARM, {"intervention": ["apixaban"], "outcome": ["gastrointestinal bleeding"]}),
    ("constipation on opioids", Purpose.HARM, {"intervention": ["opioids"], "outcome": ["constipation"]}),
)


@pytest.mark.parametrize(("question", "purpose", "named"), ASKED, ids=[a[0] for a in ASKED])
def test_a_hasty_question_is_taken_apart(
    engine: Engine, question: str, purpose: Purpose, named: dict[str, list[str]]
) -> None:
    topic = engine.understand(question)
    assert (topic.purpose, parts(topic)) == (purpose, named)


@pytest.mark.parametrize(
    "question", ["treatment of asthma attack", "acute asthma attack rx", "asthma attacks treatment"]
)
def test_an_attack_of_asthma_goes_by_the_name_that_guidelines_give_it(engine: Engine, question: str) -> None:
    assert parts(engine.understand(question)) == {"population": ["acute asthma"]}


def test_a_heart_attack_is_no_attack_of_the_heart(engine: Engine) -> None:
    assert parts(engine.understand("heart attack treatment")) == {"population": ["heart attack"]}


def test_two_drugs_side_by_side_are_two_and_nothing_more_is_known_of_them(engine: Engine) -> None:
    topic = engine.understand("warfarin and ibuprofen")
    assert parts(topic) == {"intervention": ["warfarin"], "comparator": ["ibuprofen"]} or "ibuprofen" in str(
        topic.terms
    )
    assert topic.purpose is not Purpose.HARM


# Names of drugs that nothing but held texts can tell from names of conditions


@pytest.fixture(scope="module")
def library() -> Iterator[Library]:
    texts = (
        ("Colchicine", "Colchicine 0.5 mg: a low dose of colchicine, and treated with colchicine again."),
        ("Haloperidol", "A dose of haloperidol was given; haloperidol dose by age. Patients treated with haloperidol."),
        ("Gout", "Patients with gout and chronic kidney disease (CKD)."),
        ("Thunderclap", "Patients with thunderclap; a history of thunderclap."),
    )
    with open_library(None) as shelf:
        found = []
        for n, (title, text) in enumerate(texts * 3):
            made = document(f"pmid:{n}", title=title, kind=Kind.TRIAL)
            found.append(Add(document=made, passages=(Passage(document=made, section="Abstract", text=text),)))
        shelf.apply(found, name="kinds", digest="kinds")
        yield shelf


def test_a_drug_is_known_by_how_held_texts_speak_of_it(library: Library) -> None:
    engine = engine_of(library)
    assert parts(engine.understand("acute gout ckd colchicine")) == {
        "intervention": ["colchicine"],
        "population": ["acute gout", "ckd"],
    }
    assert parts(engine.understand("delirium haloperidol elderly"))["intervention"] == ["haloperidol"]


def test_what_patients_have_is_no_drug_though_it_stands_behind_a_condition(library: Library) -> None:
    assert parts(engine_of(library).understand("severe headache thunderclap")) == {
        "population": ["severe headache thunderclap"]
    }


@pytest.mark.parametrize("question", ["severe headache decline", "osteoporosis question", "back pain routine"])
def test_an_everyday_word_behind_a_condition_is_no_drug_though_it_ends_like_one(engine: Engine, question: str) -> None:
    assert "intervention" not in parts(engine.understand(question))


def test_adrenaline_is_no_condition_though_it_holds_the_word_renal() -> None:
    assert not names_condition("adrenaline")
    assert not names_condition("noradrenaline")
    assert names_condition("adrenal failure")
    assert names_condition("renal colic")


# Levels in the blood


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("K 6.8", "hyperkalaemia"),
        ("k+ 5.5 on spironolactone", "hyperkalaemia on spironolactone"),
        ("potassium of 7 in ckd", "hyperkalaemia in ckd"),
        ("na 118", "hyponatraemia"),
        ("K 6.8 mmol/l what to do", "hyperkalaemia what to do"),
    ],
)
def test_a_level_is_read_as_the_condition_and_the_reader_is_told(engine: Engine, written: str, read: str) -> None:
    found, notes = measured(written)
    assert found == read
    assert len(notes) == 1
    assert "was read as" in notes[0]
    assert "mmol/l" in notes[0]
    assert notes[0] in engine.understand(written).notes


@pytest.mark.parametrize(
    "question",
    [
        "K 5.4",
        "K 3.9",
        "na 140",
        "na 135",
        "vitamin K 10 mg",
        "vit k 8",
        "potassium 8 daily",
        "K 6 mmol",
        "top k 50",
        "potassium 20 mmol",
        "K 6.8%",
        "k 60 in dka",
    ],
)
def test_a_level_that_no_source_calls_a_condition_is_left_as_it_stands(question: str) -> None:
    assert measured(question) == (question, ())


@pytest.mark.parametrize(
    "question",
    ["which model fits the data best", "FITS trial results", "mac in NAC chemotherapy", "PEN study", "SOB score"],
)
def test_words_that_only_look_like_shorthand_stay(engine: Engine, question: str) -> None:
    topic = engine.understand(question)
    assert not {"seizures", "acetylcysteine", "penicillin", "breath"} & set(topic.terms)
