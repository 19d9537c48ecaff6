"""The pages of the scores: a form that works without scripts, a link that carries the inputs, and nothing kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Served
from test_web import QUESTION, words

from curbside.calculators import SCORES

ISTH = "/scores/isth_overt_dic_2001"
SICK = "platelets=45000+%2FuL&fibrin_marker=strong&pt_prolongation=7&fibrinogen=80+mg%2FdL"


def test_the_catalogue_lists_every_score_by_specialty_and_finds_by_words(site: Served) -> None:
    told = site.twin("/scores")
    groups = told["specialties"]
    assert isinstance(groups, list)
    assert sum(len(g["scores"]) for g in groups) == len(SCORES) == told["number"]
    assert [g["name"] for g in groups] == sorted(g["name"] for g in groups)
    assert "Provisional" in words(site.page("/scores?q=jaam"))
    assert {s["id"] for g in site.twin("/scores?q=quick+sofa")["specialties"] for s in g["scores"]} == {"qsofa_2016"}  # type: ignore[attr-defined]
    assert "No score holds these words" in words(site.page("/scores?q=zorvexin"))


@pytest.mark.parametrize("score", SCORES, ids=lambda s: s.id)
def test_every_score_has_a_page_that_computes_its_own_example(site: Served, score: object) -> None:
    example = score.examples[0]  # type: ignore[attr-defined]
    given = {k: {True: "yes", False: "no"}.get(v, str(v)) if isinstance(v, bool) else str(v)
             for k, v in example.given.items() if v is not None}  # fmt: skip
    path = f"/scores/{score.id}"  # type: ignore[attr-defined]
    sent = site.client.get(path, params=given)
    assert sent.status_code == 200
    assert "Result" in words(sent.text)
    twin = site.client.get(f"{path}.json", params=given).json()
    for key, value in example.expected.items():
        assert twin["calculation"]["result"][key] == value or isinstance(value, dict)
    assert site.client.get(path).status_code == 200


def test_a_result_is_told_in_words_on_a_scale_with_steps_and_a_link_that_gives_it_again(site: Served) -> None:
    page = site.page(f"{ISTH}?{SICK}")
    told = words(page)
    assert "Compatible with overt DIC; repeat daily" in told
    assert "8 on a scale of 0 to 8" in page
    assert "Platelet count 45 x 10^9/L 2" in told
    assert "platelets: 45000 /uL was read as 45" in told
    link = str(site.twin(f"{ISTH}?{SICK}")["link"])
    assert link.startswith(f"{ISTH}?platelets=45000")
    assert site.twin(link)["calculation"] == site.twin(f"{ISTH}?{SICK}")["calculation"]


def test_what_is_missing_leaves_a_range_and_what_it_can_still_mean(site: Served) -> None:
    told = words(site.page(f"{ISTH}?platelets=45&fibrinogen=0.8"))
    assert "Not yet: fibrin marker, pt prolongation are missing." in told
    assert "With what was not given, 3 to 8" in told
    assert "compatible with overt DIC" in told


def test_a_value_in_the_wrong_unit_is_questioned_beside_its_field_and_the_others_stay(site: Served) -> None:
    sent = site.client.get("/scores/meld_3_0?creatinine=90&inr=1.5")
    assert sent.status_code == 422
    assert "90 umol/L would be 1.018 mg/dL: is that what is meant?" in words(sent.text)
    assert 'name="inr" value="1.5"' in sent.text
    assert 'name="creatinine" value="90"' in sent.text
    assert sent.text.count('aria-invalid="true"') == 1
    twin = site.client.get("/scores/meld_3_0.json?creatinine=90")
    assert (twin.status_code, twin.json()["trouble"]["input"]) == (422, "creatinine")


def test_what_is_no_input_and_no_score_is_said(site: Served) -> None:
    sent = site.client.get(f"{ISTH}?plateletz=3")
    assert sent.status_code == 422
    assert "platelets was perhaps meant" in words(sent.text)
    assert site.client.get("/scores/nosuch").status_code == 404
    assert "no score of this name" in words(site.client.get("/scores/nosuch").text)


def test_what_somebody_enters_is_shown_as_text_and_never_as_markup(site: Served) -> None:
    sent = site.client.get(ISTH, params={"platelets": "<script>alert(1)</script>", "fibrin_marker": "\"'><b>"})
    assert sent.status_code == 422
    assert "<script>alert" not in sent.text
    assert "'><b>" not in sent.text
    assert site.client.get(ISTH, params={"platelets": "9" * 5000}).status_code == 422


def test_immunoglobulin_is_dosed_for_each_indication_and_never_for_dic(site: Served) -> None:
    told = words(site.page("/scores/ivig_dose?actual_weight=100&height=175&sex=male"))
    assert "Guillain-Barre syndrome 0.4 g/kg a day for 5 days" in told
    assert "There is no regimen for disseminated intravascular coagulation to offer" in told


def test_nothing_entered_is_kept(site: Served, tmp_path_factory: pytest.TempPathFactory) -> None:
    site.page(f"{ISTH}?platelets=1234.5678&fibrinogen=0.8")
    for file in Path(tmp_path_factory.getbasetemp()).rglob("*"):
        if file.is_file():
            assert b"1234.5678" not in file.read_bytes(), file


def test_answers_link_the_scores_they_name_and_a_score_links_what_names_it(site: Served) -> None:
    answer = site.ask("How is disseminated intravascular coagulation diagnosed?")
    assert site.twin(answer)["calculators"]
    assert 'href="/scores/isth_overt_dic_2001"' in site.page(answer)
    told = site.twin(ISTH)
    assert told["evidence"]
    assert "Evidence that names it" in words(site.page(ISTH))
    assert site.ask(QUESTION)
