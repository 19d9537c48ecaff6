"""A condition told beside another is never passed over in silence, and one patient's case leads nothing."""

from __future__ import annotations

import pytest

from curbside.appraisal.designs import CASE_REPORTS, design_of
from curbside.engine import Engine
from curbside.house import engine_of
from curbside.library import open_library
from curbside.model import Add, Document, Kind, Passage, Purpose, Role, Topic, Verified

P, I = Role.POPULATION, Role.INTERVENTION  # noqa: E741


def engine(*documents: tuple[str, Kind, str, str, str]) -> Engine:
    """An engine on documents of one passage: id, kind, title, section, text."""
    shelf = open_library(None)
    for number, kind, title, section, text in documents:
        document = Document(id=number, kind=kind, title=title)
        passage = Passage(document=document, section=section, text=text)
        shelf.apply([Add(document=document, passages=(passage,))], name=number, digest=number)
    return engine_of(shelf)


def told(topic: Topic) -> list[tuple[Role, str]]:
    return [(c.role, c.text.lower()) for c in topic.concepts]


# Words of the Nigeria Standard Treatment Guidelines 2022, chapter on gout.
GOUT = (
    "file:gout",
    Kind.GUIDELINE,
    "Gout",
    "TREATMENT OF GOUT",
    "Drug treatment\nColchicine quite effective in acute attacks; loading dose of 1 mg followed 1 hour later by 0.5 mg "
    "on day 1 then continue with 0.5 mg twice a day for 1-2 weeks\nPrednisolone - 40 mg daily for 1 week then taper "
    "quickly and stop",
)


def gout(question: str) -> Verified:
    return engine(GOUT).ask(question)


def test_a_bottom_line_says_that_it_does_not_speak_of_the_condition_beside() -> None:
    line = gout("acute gout in renal failure").answer.bottom_line.text
    assert line.startswith("What is quoted here does not speak of renal failure.")
    assert "Colchicine" in line


def test_nothing_shown_on_the_condition_beside_is_a_gap() -> None:
    gaps = [g.text for g in gout("acute gout in renal failure").answer.gaps]
    assert any("Nothing shown here speaks of renal failure beside it" in g for g in gaps)


def test_what_speaks_of_the_condition_beside_needs_no_warning() -> None:
    number, kind, title, section, text = GOUT
    kidneys = text.replace("quite effective in acute attacks;", "at half the dose in renal impairment;")
    answer = engine((number, kind, title, section, kidneys)).ask("acute gout in renal failure").answer
    assert "does not speak of" not in answer.bottom_line.text


def test_one_condition_alone_needs_no_warning() -> None:
    assert "does not speak of" not in gout("treatment of acute gout").answer.bottom_line.text


@pytest.mark.parametrize(
    "text",
    [
        "We report a case of pulmonary embolism in pregnancy. It was treated.",
        "A 52-year-old man developed green urine following propofol coma therapy.",
        # pmid:24862753
        "The D-dimer level was raised. Computed tomography pulmonary angiography confirmed the diagnosis of pulmonary "
        "embolism in a right lower lobe segmental branch.",
    ],
)
def test_the_report_of_one_patient_is_known_by_its_words(text: str) -> None:
    document = Document(id="pmid:1", kind=Kind.STUDY, title="Chest")
    assert design_of(Passage(document=document, section="Abstract", text=text))[0] == CASE_REPORTS


def test_pictures_of_many_patients_are_no_case_report() -> None:
    document = Document(id="pmid:1", kind=Kind.STUDY, title="Chest")
    text = "Tomography confirmed the diagnosis in 20 of 30 patients."
    assert design_of(Passage(document=document, section="Abstract", text=text))[0] == "design not stated"


def test_a_case_report_leads_only_where_nothing_else_is_held() -> None:
    case = (
        "pmid:1",
        Kind.STUDY,
        "Chest",
        "Abstract",
        "A 33-year-old man fell ill. Computed tomography angiography confirmed the diagnosis of pulmonary embolism in "
        "the right lower lobe.",
    )
    study = (
        "pmid:2",
        Kind.STUDY,
        "Lungs",
        "Abstract",
        "A normal D-dimer had a sensitivity of 95% for the diagnosis of pulmonary embolism in 900 patients.",
    )
    both = engine(case, study).ask("how is pulmonary embolism diagnosed").answer
    assert "sensitivity" in both.bottom_line.text
    assert "Computed" not in both.bottom_line.text
    assert "Computed" in engine(case).ask("how is pulmonary embolism diagnosed").answer.bottom_line.text


def test_screening_is_no_treatment() -> None:
    screening = (
        "uspstf:1",
        Kind.GUIDELINE,
        "Latent Tuberculosis Infection: Screening",
        "Summary",
        "Grade B: The USPSTF recommends screening for latent tuberculosis infection (LTBI) in populations at increased "
        "risk.",
    )
    answer = engine(screening).ask("latent tuberculosis treatment").answer
    assert "screening" not in answer.bottom_line.text
    asked = engine(screening).ask("screening for latent tuberculosis").answer
    assert "recommends screening" in asked.bottom_line.text


@pytest.mark.parametrize(
    ("question", "found", "purpose"),
    [
        ("digoxin toxicity", [(P, "digoxin toxicity")], Purpose.OTHER),
        ("digoxin toxicity treatment", [(P, "digoxin toxicity")], Purpose.TREATMENT),
        ("toxicity of digoxin", [(I, "digoxin")], Purpose.HARM),
        ("acute gout in renal failure", [(P, "acute gout"), (P, "renal failure")], Purpose.TREATMENT),
        ("AF with CKD anticoagulation", [(I, "anticoagulation"), (P, "af"), (P, "ckd")], Purpose.BENEFIT),
        ("lung cancer screening smokers", [(I, "screening"), (P, "lung cancer"), (P, "smokers")], Purpose.PREVENTION),
        ("hypertension ace inhibitors ckd", [(I, "ace inhibitors"), (P, "hypertension"), (P, "ckd")], Purpose.BENEFIT),
        ("falls prevention in elderly", [(P, "falls"), (P, "elderly")], Purpose.PREVENTION),
    ],
)
def test_names_side_by_side_are_told_apart(question: str, found: list[tuple[Role, str]], purpose: Purpose) -> None:
    topic = engine().understand(question)
    assert told(topic) == found
    assert topic.purpose is purpose
