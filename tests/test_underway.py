"""Trials under way, as ClinicalTrials.gov registers them: named where something is not known, and never as evidence."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import GIVEN, serving, settings_in
from made_up import TOPIC, court, draft, evidence, statement
from test_catalogues import STUDIES, study
from test_laws import ELSEWHERE, LOWER, QUESTION, SILENT, SPEAKS
from test_web import words
from world import ADDRESSES, World, as_json, curbside, policy, served
from world import Answer as Reply

from curbside import gathering
from curbside.archive import canonical, restored
from curbside.exports.answer_json import answer_object
from curbside.exports.plain import plain
from curbside.exports.telling_text import told_text
from curbside.gathering import Site
from curbside.house import engine_of, open_house
from curbside.library import Library, open_library
from curbside.model import (
    Add,
    Answer,
    Depth,
    Document,
    Draft,
    Gap,
    Identifiers,
    Kind,
    LawBrokenError,
    Mark,
    OngoingTrial,
    Passage,
    Reader,
    Section,
    Standing,
    UnderWay,
)
from curbside.readers import tell
from curbside.review.differences import differences, told
from curbside.sources.catalogues.trials import ONGOING
from curbside.sources.fetching import client
from curbside.verification import verify
from curbside.web.app import application

SAYS = (
    "NCT00000001: Velumab for marrow rust. Status: recruiting. Study completion (estimated): 2028-01. "
    "Last update posted: 2026-03-04."
)
ENDED = ("COMPLETED", "TERMINATED", "WITHDRAWN", "SUSPENDED", "UNKNOWN", "NO_LONGER_AVAILABLE")


@pytest.fixture(name="world")
def _world() -> Iterator[World]:
    with served() as world:
        yield world


def registered(number: int, **changes: object) -> dict[str, object]:
    """A study as version 2 of the API gives it, with what is to be otherwise."""
    found: Any = study(f"NCT{number:08}", str(changes.get("title", "Velumab for marrow rust")))
    found["hasResults"] = changes.get("results", False)
    protocol = found["protocolSection"]
    protocol["statusModule"] |= {"overallStatus": changes.get("status", "RECRUITING")}
    protocol["conditionsModule"]["conditions"] = [changes.get("condition", "Marrow Rust")]
    protocol["armsInterventionsModule"]["interventions"] = [{"type": "DRUG", "name": changes.get("drug", "Velumab")}]
    return dict(found)


def taken(shelf: Library, world: World, *studies: dict[str, object]) -> None:
    world.always(STUDIES, as_json({"totalCount": len(studies), "studies": list(studies)}))
    with client(policy()) as send:
        site = Site(send=send, addresses={n: world.address + p for n, p in ADDRESSES.items()})
        report = gathering.ongoing_trials(shelf, site, "marrow rust", lambda _: None, most=100)
    assert report.whole


def answered(world: World, *studies: dict[str, object], held: tuple[Add, ...] = (SILENT, ELSEWHERE)) -> Answer:
    with open_library(None) as shelf:
        shelf.apply(held, name="made up", digest="made up")
        taken(shelf, world, *studies)
        verified = engine_of(shelf).ask(QUESTION)
    assert not verified.refusals
    return verified.answer


def named(answer: Answer) -> list[str]:
    return [t.number for g in answer.gaps for t in g.trials]


# What is named, and in which words


def test_a_gap_names_the_trial_under_way_in_the_words_of_its_record(world: World) -> None:
    answer = answered(world, registered(1))
    [gap] = [g for g in answer.gaps if g.trials]
    assert gap is answer.gaps[-1]
    assert gap.text.startswith("Registered as under way: trials of velumab in marrow rust. None of them is evidence")
    [trial] = gap.trials
    assert (trial.number, trial.status) == ("NCT00000001", UnderWay.RECRUITING)
    assert (trial.completion, trial.updated) == ("2028-01", "2026-03-04")
    assert trial.statement.text == SAYS
    [citation] = trial.statement.citations
    assert citation.quote == citation.passage.text[: len(citation.quote)]
    assert citation.quote.split("\n") == [part.removesuffix(".") for part in SAYS.split(". ")]
    assert "figures stand in the quotes" in trial.statement.check


@pytest.mark.parametrize("status", ONGOING)
def test_every_state_in_which_results_are_still_to_come_is_under_way(world: World, status: str) -> None:
    answer = answered(world, registered(1, status=status))
    assert named(answer) == ["NCT00000001"]
    assert f"Status: {status.replace('_', ' ').lower()}." in answer.trials[0].text


@pytest.mark.parametrize("status", ENDED)
def test_a_trial_that_has_ended_is_not_under_way(world: World, status: str) -> None:
    answer = answered(world, registered(1, status=status))
    assert not named(answer)
    assert "Registered as under way" not in plain(answer)


@pytest.mark.parametrize(
    ("changes", "is_named"),
    [
        ({"condition": "Iron Gout", "title": "Velumab in gout"}, False),
        ({"drug": "Placebo", "title": "Watching marrow rust"}, False),
        ({"drug": "Placebo"}, True),
        ({"condition": "Blood diseases"}, True),
        ({"condition": "Marrow rusts", "title": "The VEL study"}, True),
        ({"drug": "Antivelumab", "title": "Watching marrow rust"}, False),
    ],
    ids=["another condition", "another drug", "drug in title", "condition in title", "in its lines", "part of a word"],
)
def test_a_trial_is_of_the_drug_and_of_the_condition_asked_about(
    world: World, changes: dict[str, str], *, is_named: bool
) -> None:
    assert bool(named(answered(world, registered(1, **changes)))) is is_named


def test_a_title_cannot_pass_for_a_line_of_the_record(world: World) -> None:
    title = "Velumab for marrow rust\nStatus: recruiting"
    assert not named(answered(world, registered(1, title=title, status="COMPLETED")))
    [said] = answered(world, registered(1, title=title)).trials
    assert said.text.startswith("NCT00000001: Velumab for marrow rust Status: recruiting. Status: recruiting. Study")


def test_results_in_the_register_that_are_not_held_are_told(world: World) -> None:
    [said] = answered(world, registered(1, results=True, status="ACTIVE_NOT_RECRUITING")).trials
    assert "Status: active not recruiting. Study completion (estimated): 2028-01. Results posted: yes." in said.text


def test_a_record_without_dates_is_told_without_them(world: World) -> None:
    bare: Any = registered(1)
    bare["protocolSection"]["statusModule"] = {"overallStatus": "RECRUITING"}
    answer = answered(world, bare)
    [trial] = answer.gaps[-1].trials
    assert (trial.completion, trial.updated) == ("", "")
    assert trial.statement.text == "NCT00000001: Velumab for marrow rust. Status: recruiting."
    [told_of] = answer_object(answer)["gaps"][-1]["trials"]  # type: ignore[index]
    assert (told_of["completion"], told_of["updated"]) == (None, None)


def test_five_are_named_and_that_there_are_more_is_said(world: World) -> None:
    five, seven = (answered(world, *map(registered, range(1, n + 1))) for n in (5, 7))
    assert (len(named(five)), len(named(seven))) == (5, 5)
    assert "More are held" not in five.gaps[-1].text
    assert seven.gaps[-1].text.endswith("More are held than are named here.")


def test_the_order_in_which_records_came_changes_nothing(world: World) -> None:
    studies = [registered(n, title=f"Velumab for marrow rust, part {n}") for n in range(1, 8)]
    one, other = answered(world, *studies), answered(world, *studies[::-1])
    assert plain(one) == plain(other)


def test_a_trial_that_has_ended_since_is_named_no_longer_when_trials_are_gathered_again(world: World) -> None:
    with open_library(None) as shelf:
        shelf.apply((SILENT, ELSEWHERE), name="made up", digest="made up")
        taken(shelf, world, registered(1), registered(2), registered(3))
        ended = as_json(
            {"studies": [registered(1, status="COMPLETED"), registered(2, title="Velumab in marrow rust, still")]}
        )
        found = as_json({"studies": [registered(4)]})
        world.always(STUDIES, lambda asked: ended if "filter.ids" in asked else found)
        with client(policy()) as send:
            site = Site(send=send, addresses={n: world.address + p for n, p in ADDRESSES.items()})
            report = gathering.ongoing_trials(shelf, site, "another drug", lambda _: None, most=100)
        answer = engine_of(shelf).ask(QUESTION).answer
    anew = world.questions(STUDIES)[-1]
    assert anew["filter.ids"] == "NCT00000001|NCT00000002|NCT00000003"
    assert "filter.overallStatus" not in anew
    assert sorted(named(answer)) == ["NCT00000002", "NCT00000003", "NCT00000004"]
    assert [(s.name, s.reason) for s in report.skipped] == [
        ("NCT00000003", "the registry does not give it; it stays as held")
    ]


def test_registrations_held_are_not_asked_for_while_the_registry_fails(world: World) -> None:
    with open_library(None) as shelf:
        taken(shelf, world, registered(1))
        world.always(STUDIES, Reply(status=403))
        with client(policy()) as send:
            site = Site(send=send, addresses={n: world.address + p for n, p in ADDRESSES.items()})
            report = gathering.ongoing_trials(shelf, site, "another drug", lambda _: None, most=100)
    assert not report.whole
    assert not any("filter.ids" in asked for asked in world.questions(STUDIES))


# Never as evidence


def test_nothing_is_concluded_from_it(world: World) -> None:
    claim = "Velumab reduced mortality in patients with marrow rust"
    with_trial, without = answered(world, registered(1, title=claim)), answered(world)
    assert with_trial.bottom_line == without.bottom_line
    assert (with_trial.statements, with_trial.conflicts) == (without.statements, without.conflicts)
    assert with_trial.gaps[:-1] == without.gaps
    assert [d.id for d in with_trial.references] == [*(d.id for d in without.references), "nct:NCT00000001"]


def test_a_question_on_a_drug_alone_names_no_trial(world: World) -> None:
    with open_library(None) as shelf:
        taken(shelf, world, registered(1))
        answer = engine_of(shelf).ask("What is zorvexin?").answer
    assert answer.gaps
    assert not named(answer)


def test_where_nothing_is_missing_no_trial_is_named(world: World) -> None:
    answer = answered(world, registered(1), held=(SPEAKS, LOWER))
    assert not answer.gaps


RECORD = Passage(
    document=Document(
        id="nct:NCT00000001",
        kind=Kind.REGISTRATION,
        title="Velumab for marrow rust",
        identifiers=Identifiers(nct="NCT00000001"),
        depth=Depth.RECORD,
    ),
    section="Registration",
    text="NCT00000001: Velumab for marrow rust\nStatus: recruiting\nConditions: Marrow rust",
)


def trial(text: str | None = None, of: Passage = RECORD, **fields: object) -> OngoingTrial:
    usual: dict[str, object] = {"number": "NCT00000001", "status": UnderWay.RECRUITING}
    return OngoingTrial(statement=statement(of, text), **{**usual, **fields})  # type: ignore[arg-type]


def test_a_draft_with_a_trial_under_way_among_its_findings_cannot_be_made() -> None:
    section = Section(title="Results", statements=(statement(RECORD),))
    with pytest.raises(LawBrokenError, match="law 4: nct:NCT00000001 is under way"):
        Draft(topic=TOPIC, evidence=(evidence(RECORD),), guidelines=(), research=(section,), gaps=(), composer="")


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"number": "NCT00000002"}, "law 2: 'NCT00000002' does not stand"),
        ({"status": UnderWay.NOT_YET}, "law 2"),
        ({"completion": "2028-01"}, "law 2"),
        ({"of": replace(RECORD, document=SILENT.document)}, "law 1: NCT00000001 rests on something that is no"),
    ],
)
def test_a_trial_under_way_says_what_its_registration_says(fields: dict[str, Any], rule: str) -> None:
    assert trial().status is UnderWay.RECRUITING
    with pytest.raises(LawBrokenError, match=rule):
        trial(**fields)


def gap(*trials: OngoingTrial) -> Gap:
    return Gap(text="Registered as under way.", looked_for="trials", trials=trials)


def test_a_trial_told_in_other_words_than_its_record_is_refused() -> None:
    changed = trial(RECORD.text.replace("recruiting", "completed"))
    both = verify(draft(gaps=(gap(trial(), changed),)), court())
    assert [g.trials[0].statement.text for g in both.answer.gaps] == [RECORD.text]
    assert both.refusals[0].reason.startswith("words that are not the source's: completed")
    alone = verify(draft(gaps=(gap(changed),)), court()).answer
    assert not alone.gaps
    assert not alone.references


def test_a_record_taken_back_is_named_no_longer(world: World, tmp_path: Path) -> None:
    with open_library(tmp_path / "library", create=True) as shelf:
        shelf.apply((SILENT, ELSEWHERE), name="made up", digest="made up")
        taken(shelf, world, registered(1), registered(2))
        given = engine_of(shelf).ask(QUESTION).answer
        shelf.apply(
            [Mark(document="nct:NCT00000001", standing=Standing.RETRACTED, by="a test")], name="mark", digest="m"
        )
    today = open_house(settings_in(tmp_path)).as_it_stands(given)
    assert (sorted(named(given)), named(today.answer)) == (["NCT00000001", "NCT00000002"], ["NCT00000002"])
    assert [r.statement.text for r in today.refusals] == [SAYS]
    assert [told(d) for d in differences(given, today.answer) if d.where == "trial under way"] == [
        f"trial under way: taken out: {SAYS}"
    ]


def test_it_is_kept_with_its_answer_and_read_back(world: World) -> None:
    answer = answered(world, registered(1))
    assert restored(canonical(answer)) == answer
    assert restored(canonical(answer)).trials == answer.trials != ()


# Where it is shown


def test_a_clinician_and_a_trainee_read_the_record_as_it_is(world: World) -> None:
    answer = answered(world, registered(1))
    for text in (plain(answer, 500), told_text(tell(answer, Reader.TRAINEE), 500)):
        assert f"    - {SAYS} [{len(answer.references)}]\n" in text
        assert text.index("LOOKED FOR AND NOT FOUND") < text.index(SAYS) < text.index("FROM THE RESEARCH")


@pytest.mark.parametrize(
    ("status", "told_as"),
    [
        ("RECRUITING", "It is looking for people to take part."),
        ("NOT_YET_RECRUITING", "It is not yet looking for people to take part."),
        ("ACTIVE_NOT_RECRUITING", "It is going on, but it is not looking for more people."),
        ("ENROLLING_BY_INVITATION", "People take part when they are asked to."),
    ],
)
def test_a_patient_is_told_in_everyday_words_and_the_dates_stay(world: World, status: str, told_as: str) -> None:
    text = told_text(tell(answered(world, registered(1, status=status)), Reader.PATIENT), 1000)
    assert (
        "These studies of velumab in marrow rust are still going on, as a public register says. None of them can tell "
        "if it helps: we hold them without results." in text
    )
    assert (
        f"NCT00000001: Velumab for marrow rust. {told_as} Its end is planned for about: 2028-01. "
        "The register last changed this: 2026-03-04." in text
    )


def test_a_dose_in_the_title_of_a_trial_is_kept_from_a_patient(world: World) -> None:
    telling = tell(answered(world, registered(1, title="Velumab 5 mg/kg daily for marrow rust")), Reader.PATIENT)
    [told_trial] = telling.trials
    assert "5 mg" not in told_trial.text
    assert told_trial.rewording.withheld


def test_a_telling_that_leaves_a_trial_out_or_rewords_it_for_a_clinician_cannot_be_made(world: World) -> None:
    answer = answered(world, registered(1))
    clinician, patient = tell(answer, Reader.CLINICIAN), tell(answer, Reader.PATIENT)
    with pytest.raises(LawBrokenError, match="trials under way"):
        replace(clinician, trials=())
    with pytest.raises(LawBrokenError, match="the verified words themselves"):
        replace(clinician, trials=patient.trials)


def test_the_commands_gather_and_then_tell_of_it(world: World, tmp_path: Path) -> None:
    world.always(STUDIES, as_json({"studies": [registered(1), registered(2, status="COMPLETED")]}))
    assert "2 added" in curbside(tmp_path, world, "gather", "trials", "marrow rust").stdout
    found = json.loads(curbside(tmp_path, None, "ask", QUESTION, "--json", "--reader", "patient").stdout)
    [told_of] = [t for g in found["gaps"] for t in g["trials"]]
    [citation] = told_of["citations"]
    reference = found["references"][citation["reference"] - 1]
    assert (told_of["number"], told_of["status"]) == ("NCT00000001", "recruiting")
    assert (told_of["completion"], told_of["updated"]) == ("2028-01", "2026-03-04")
    assert told_of["check"]["verdict"] == "passed"
    assert citation["quote"].startswith("NCT00000001: Velumab for marrow rust\nStatus: recruiting")
    assert reference["url"] == "https://clinicaltrials.gov/study/NCT00000001"
    assert [t["id"] for t in found["telling"]["trials"]] == [told_of["id"]]


def test_the_page_its_twin_and_the_words_beside_it_show_it(world: World, tmp_path: Path) -> None:
    with open_library(tmp_path / "library", create=True) as shelf:
        shelf.apply((SILENT, ELSEWHERE), name="made up", digest="made up")
        taken(shelf, world, registered(1))
    with serving(application(settings_in(tmp_path), lambda: GIVEN)) as site:
        path = site.ask(QUESTION)
        page, twin = words(site.page(path)), site.twin(path)
        assert SAYS in page
        [shown] = [t for g in twin["told"]["gaps"] for t in g["trials"]]  # type: ignore[index]
        [kept] = [t for g in twin["gaps"] for t in g["trials"]]  # type: ignore[attr-defined]
        assert (shown["text"], kept["number"]) == (SAYS, "NCT00000001")
        behind: Any = site.twin(shown["words"])
        assert "Status: recruiting" in behind["passages"][0]["places"][0]["quote"]
        assert all(c["passed"] for c in behind["checks"])
        assert f'id="s-{shown["id"]}"' in site.page(path)
        assert "It is looking for people to take part." in words(site.page(f"{path}?reader=patient"))
