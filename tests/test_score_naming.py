"""Which scores a text names: by words that mean a score and nothing else, and how answers link them."""

from __future__ import annotations

import json

import pytest

from curbside.calculators import SCORES, named_in
from curbside.engine import Engine
from curbside.exports.answer_json import answer_object
from curbside.exports.plain import plain
from curbside.house import engine_of, scores_named, starter_library


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("The ISTH score was 5 or more in 40 patients.", ["isth_overt_dic_2001"]),
        ("JAAM DIC score and ISTH overt DIC score agreed.", ["isth_overt_dic_2001", "jaam_dic_2006"]),
        ("Patients sat on a sofa.", []),
        ("The Sofa was red, and sofas are furniture.", []),
        ("SOFA fell by two points.", ["sofa_1996"]),
        ("A SOFA-based rule, with delta SOFA.", ["sofa_1996"]),
        ("sequential organ failure assessment", ["sofa_1996"]),
        ("qSOFA was not used alone.", ["qsofa_2016"]),
        ("SOFA-2 was developed in 2025.", ["sofa2_2025"]),
        ("SOFA and SOFA-2 and qSOFA", ["sofa_1996", "sofa2_2025", "qsofa_2016"]),
        ("pSOFA is for children.", []),
        ("CHA2DS2-VASc of 2 or more; HAS-BLED of 3", ["cha2ds2_vasc", "has_bled"]),
        ("The 4Ts score was intermediate.", ["four_ts"]),
        ("Wells' criteria for pulmonary embolism", ["wells_pe"]),
        ("Wells\u2019 criteria for DVT", ["wells_dvt"]),
        ("Water wells and the criteria for drilling", []),
        ("The heart scored well.", []),
        ("the heart score of love songs", []),
        ("The HEART score was 3.", ["heart_score"]),
        ("plasmic membranes", []),
        ("PLASMIC score of 6", ["plasmic"]),
        ("GCs such as prednisone", []),
        ("GCS below 9", ["gcs"]),
        ("GBS was treated with IVIG.", []),
        ("The Glasgow-Blatchford score was 0.", ["glasgow_blatchford"]),
        ("MELD 3.0 replaced MELD-Na.", ["meld_3_0", "meld_na"]),
        ("Metals meld at heat.", []),
        ("CURB-65, CURB 65 and curb65", ["curb65"]),
        ("the curb of a street", []),
        ("A port of call; psi of pressure; perc of coffee; the charm of a cockcroft", []),
        ("Creatinine clearance by Cockcroft-Gault", ["cockcroft_gault"]),
    ],
)
def test_a_text_names_a_score_by_words_that_mean_it_and_nothing_else(text: str, ids: list[str]) -> None:
    assert [s.id for s in named_in([text])] == ids


def test_every_score_is_named_by_each_of_its_names() -> None:
    for score in SCORES:
        for name in (*score.names, *score.cased):
            assert score in named_in([f"We used the {name} here."]), name


@pytest.fixture(scope="module")
def engine() -> Engine:
    return engine_of(starter_library())


def test_an_answer_links_the_scores_that_its_statements_name(engine: Engine) -> None:
    answer = engine.ask("How is disseminated intravascular coagulation diagnosed?").answer
    named = scores_named(answer)
    assert "isth_overt_dic_2001" in [s["id"] for s in named]
    for score in named:
        owner = next(s for s in SCORES if s.id == score["id"])
        assert any(owner in named_in([s.text]) for s in answer.statements)
    told = answer_object(answer, scores=named)["calculators"]
    assert json.loads(json.dumps(told))[0].keys() == {"id", "name", "path"}
    assert "SCORES NAMED HERE" in plain(answer, scores=named)
    assert "curbside calculate isth_overt_dic_2001" in plain(answer, scores=named)


def test_an_answer_that_names_no_score_links_none(engine: Engine) -> None:
    answer = engine.ask("zorvexin for marrow rust").answer
    assert scores_named(answer) == ()
    assert answer_object(answer)["calculators"] == []
    assert "SCORES NAMED HERE" not in plain(answer)
