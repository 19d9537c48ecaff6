"""`curbside calculate` and `curbside evaluate scores` as others script against them."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from test_cli import Place

MEDCALC = Path(__file__).parent.parent.parent / "shared" / "data" / "calculators" / "medcalc.jsonl.gz"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def row(number: int, calculator: str, entities: dict[str, object], answer: str, low: str, high: str) -> dict[str, str]:
    return {"Row Number": str(number), "Calculator Name": calculator, "Relevant Entities": repr(entities),
            "Ground Truth Answer": answer, "Lower Limit": low, "Upper Limit": high}  # fmt: skip


def test_a_score_is_computed_and_told_with_its_steps_and_sources(place: Place) -> None:
    said = place.told("calculate", "isth_overt_dic_2001", "platelets=45000 /uL", "fibrin_marker=strong",
                      "pt_prolongation=7", "fibrinogen=80 mg/dL")  # fmt: skip
    assert "RESULT  score: 8" in said
    assert "compatible with overt DIC; repeat daily" in said
    assert "fibrinogen: 80 mg/dL is 0.8" in said
    assert "PMID 11816725" in said


def test_the_object_has_the_keys_that_others_script_against(place: Place) -> None:
    found = json.loads(place.told("calculate", "Wells' Criteria for Pulmonary Embolism", "--json",
                                  "Heart Rate or Pulse=120 beats per minute", "Hemoptysis=False"))  # fmt: skip
    assert found["calculator"] == "wells_pe"
    assert found["result"] == {"score": 1.5, "three": "low", "two": "unlikely"}
    assert set(found) == {
        "calculator", "name", "version", "provisional", "complete", "inputs", "converted", "assumed", "missing",
        "result", "value", "unit", "interpretation", "range", "still_possible", "steps", "remarks", "ambiguities",
        "successor", "sources",
    }  # fmt: skip


def test_every_score_is_listed_by_specialty_and_says_what_it_takes(place: Place) -> None:
    said = place.told("calculate", "--list")
    assert "Haematology" in said
    assert "jaam_dic_2006" in said
    assert "(provisional)" in said
    assert len(json.loads(place.told("calculate", "--list", "--json"))) >= 69
    assert "pao2_fio2: " in place.told("calculate", "sofa")
    assert json.loads(place.told("calculate", "sofa", "--list", "--json"))["calculator"] == "sofa_1996"


def test_nothing_given_is_computed_too_where_an_object_is_asked_for(place: Place) -> None:
    found = json.loads(place.told("calculate", "wells_pe", "--json"))
    assert found["result"] == {"score": 0, "three": "low", "two": "unlikely"}
    assert found["range"] == {"lowest": 0, "highest": 12.5}


def test_missing_inputs_are_no_error_but_a_range(place: Place) -> None:
    said = place.told("calculate", "qsofa", "sbp=90")
    assert "RESULT  not yet: inputs are missing" in said
    assert "Still possible with what was not given: 1 to 3" in said


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["calculate"], 2, "name a score"),
        (["calculate", "qsofa", "ninety"], 2, "'ninety' is not key=value"),
        (["calculate", "qsofa", "=90"], 2, "is not key=value"),
        (["calculate", "nosuch", "a=1"], 3, "no score of this name"),
        (["calculate", "qsofa", "pressure_of_blood=90"], 3, "no input of this score"),
        (["calculate", "meld_3_0", "creatinine=90"], 3, "90 umol/L would be 1.018 mg/dL"),
        (["calculate", "qsofa", "sbp=low"], 3, "expected a number from 0 to 300 mmHg"),
    ],
)
def test_what_is_wrong_ends_with_its_code_and_one_line(
    place: Place, arguments: list[str], code: int, said: str
) -> None:
    assert said in place.refused(code, *arguments)


def test_rows_are_measured_within_their_limits_and_disagreements_told(place: Place) -> None:
    name = place.write(
        "rows.jsonl",
        row(1, "Mean Arterial Pressure (MAP)", {"Systolic Blood Pressure": [120.0, "mm hg"],
            "Diastolic Blood Pressure": [80.0, "mm hg"]}, "93.333", "88.7", "98"),
        row(2, "Estimated Due Date", {"cycle length": 28, "Last menstrual date": "01/01/2024"}, "10/07/2024", "", ""),
        row(3, "Estimated Gestational Age", {"Last menstrual date": "01/01/2024", "Current Date": "03/15/2024"},
            "('10 weeks', '4 days')", "", ""),
        row(4, "Body Mass Index (BMI)", {"weight": [70.0, "kg"], "height": [1.75, "m"]}, "30", "29", "31"),
        row(5, "Glasgow Coma Score (GCS)", {"Best eye response": "not testable"}, "15", "15", "15"),
        row(6, "Anion Gap", {"Sodium": [137.0, "mg/dL"]}, "15", "15", "15"),
        row(23, "CKD-EPI Equations for Glomerular Filtration Rate", {"sex": "Male", "age": [74, "years"],
            "creatinine": [80.4, "umol/L"]}, "83.072", "78.9", "87.2"),
    )  # fmt: skip
    found = json.loads(place.told("evaluate", "scores", "--cases", name, "--json"))
    total = found["calculators"][-1]
    assert (total["rows"], total["within limits"], total["labels against the formula"]) == (7, 3, 1)
    told = {d["row"]: d for d in found["disagreements"]}
    assert set(told) == {"4", "5", "6", "23"}
    assert told["23"]["right"] == "score"
    assert told["4"]["right"] == "not judged"
    assert told["5"]["found"].startswith("left open")
    assert told["6"]["found"].startswith("refused")
    said = place.told("evaluate", "scores", "--cases", name)
    assert "| all | 7 | 3 | 0.429 | 1 | 0.5 |" in said
    assert "row 4, Body Mass Index (BMI): found 22.857, labelled 30; right by the formula: not judged" in said


def test_what_is_no_row_is_refused_with_its_line(place: Place) -> None:
    assert "line 1: no row of MedCalc-Bench" in place.refused(
        3, "evaluate", "scores", "--cases", place.write("bad.jsonl", {"Row Number": "1"})
    )


@pytest.mark.data
@pytest.mark.skipif(not MEDCALC.exists(), reason="the rows of MedCalc-Bench are not beside the project")
def test_the_scores_agree_with_the_labels_that_follow_the_published_formula(place: Place) -> None:
    found = json.loads(place.told("evaluate", "scores", "--cases", str(MEDCALC), "--json"))
    total = found["calculators"][-1]
    with gzip.open(MEDCALC, "rt", encoding="utf-8") as rows:
        assert total["rows"] == sum(1 for _ in rows)
    assert total["accuracy without them"] >= 0.95
    assert not [d for d in found["disagreements"] if d["right"] == "not judged"]
