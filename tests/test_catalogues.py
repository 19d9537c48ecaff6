"""Europe PMC, DailyMed and ClinicalTrials.gov as documented, served on loopback, and their failures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from world import ADDRESSES, Answer, World, as_json, curbside, policy, served

from curbside import gathering
from curbside.gathering import Report, Site
from curbside.house import engine_of
from curbside.library import Library, open_library
from curbside.model import Depth, Kind, Standing
from curbside.sources.fetching import client

SET_ID = "11111111-2222-3333-4444-555555555555"
SEARCH, LABELS, STUDIES = "/europepmc/search", "/dailymed/spls.json", "/trials/studies"


@pytest.fixture(name="world")
def _world() -> Iterator[World]:
    with served() as world:
        yield world


def gathered(world: World, gather: Callable[[Library, Site], Report]) -> tuple[Report, Library]:
    shelf = open_library(None)
    with client(policy()) as send:
        return gather(shelf, Site(send=send, addresses={n: world.address + p for n, p in ADDRESSES.items()})), shelf


def from_europe_pmc(world: World, *, most: int = 1000, full_text: bool = False) -> tuple[Report, Library]:
    asked = ("velumab", date(2024, 1, 1))
    return gathered(
        world, lambda h, s: gathering.europe_pmc(h, s, asked, lambda _: None, most=most, full_text=full_text)
    )


def article(number: int, **more: object) -> dict[str, object]:
    return {
        "id": str(number),
        "source": "MED",
        "pmid": str(number),
        "doi": f"10.1000/AB{number}",
        "title": "Velumab &amp; <i>marrow rust</i>: a randomised trial.",
        "authorString": "Smith J, Muster A.",
        "journalInfo": {"volume": "8", "journal": {"isoabbreviation": "J Invent Med"}},
        "pageInfo": "1-9",
        "firstPublicationDate": "2024-03-01",
        "abstractText": "<h4>Methods</h4>We gave 5 mg.<h4>Results</h4>Mortality was lower.",
        "pubTypeList": {"pubType": ["Randomized Controlled Trial", "Journal Article"]},
        "isOpenAccess": "N",
        "license": "cc by",
        "language": "eng",
        **more,
    }


def listed(*records: dict[str, object], count: int | None = None, onward: str | None = None) -> Answer:
    onward_mark = {"nextCursorMark": onward} if onward else {}
    return as_json({"hitCount": count or len(records), "resultList": {"result": list(records)}, **onward_mark})


JATS = """<article article-type="research-article"><front><article-meta>
<article-id pub-id-type="pmcid">PMC{0}</article-id>
<title-group><article-title>Velumab in full</article-title></title-group>
<permissions><license><license-p>CC BY</license-p></license></permissions></article-meta></front>
<body><sec><title>Results</title><p>Mortality was lower with velumab.</p></sec></body></article>"""


def test_an_abstract_of_europe_pmc_becomes_a_document(world: World) -> None:
    world.always(SEARCH, listed(article(7)))
    _, held = from_europe_pmc(world)
    found = held.document("pmid:7")
    assert found is not None
    assert (found.title, found.kind) == ("Velumab & marrow rust: a randomised trial", Kind.TRIAL)
    assert (found.authors, found.journal, found.published) == (("Smith J", "Muster A"), "J Invent Med", "2024-03-01")
    assert (found.identifiers.doi, found.licence, found.depth) == ("10.1000/ab7", "cc by", Depth.ABSTRACT)
    [passage] = held.document_passages("pmid:7")
    assert passage.text == "Methods: We gave 5 mg.\nResults: Mortality was lower."
    assert "FIRST_PDATE:[2024-01-01 TO" in world.questions(SEARCH)[0]["query"]


def test_pages_follow_the_cursor_to_the_end(world: World) -> None:
    world.first(SEARCH, listed(*map(article, range(1, 101)), count=130, onward="next"))
    world.always(SEARCH, listed(*map(article, range(101, 131)), count=130, onward="end"))
    report, held = from_europe_pmc(world)
    assert (held.size[0], report.whole) == (130, True)
    assert [p["cursorMark"] for p in world.questions(SEARCH)] == ["*", "next"]


def test_a_preprint_says_that_it_is_one(world: World) -> None:
    preprint = {"source": "PPR", "id": "PPR5", "pmid": None, "pubTypeList": {"pubType": ["Journal Article"]}}
    world.always(SEARCH, listed(article(7, **preprint)))
    _, held = from_europe_pmc(world)
    found = held.document("europepmc:PPR/PPR5")
    assert found is not None
    assert "preprint" in found.types


def test_open_full_texts_are_fetched_and_others_stay_abstracts(world: World) -> None:
    world.always(SEARCH, listed(article(7, pmcid="PMC70", isOpenAccess="Y"), article(8, pmcid="PMC80")))
    world.always("/europepmc/PMC70/fullTextXML", Answer(body=JATS.format(70).encode()))
    _, held = from_europe_pmc(world, full_text=True)
    full, abstract = held.document("pmc:70"), held.document("pmid:8")
    assert full is not None
    assert abstract is not None
    assert (full.depth, abstract.depth) == (Depth.FULL_TEXT, Depth.ABSTRACT)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Answer(status=404), "HTTP 404"),
        (Answer(body=JATS.format(99).encode()), "the full text is that of PMC99"),
        (Answer(body=b"<html>sorry</html>"), "the root element is"),
    ],
)
def test_a_full_text_that_does_not_come_is_told_and_the_others_are_taken(
    world: World, answer: Answer, reason: str
) -> None:
    world.always(SEARCH, listed(article(7, pmcid="PMC70", isOpenAccess="Y"), article(8)))
    world.always("/europepmc/PMC70/fullTextXML", answer)
    report, held = from_europe_pmc(world, full_text=True)
    assert held.size[0] == 1
    [skipped] = report.skipped
    assert skipped.name == "PMC70"
    assert reason in skipped.reason


def test_a_record_of_europe_pmc_without_a_title_is_told(world: World) -> None:
    world.always(SEARCH, listed(article(7, title=""), {"title": "No id"}, article(8)))
    report, held = from_europe_pmc(world)
    assert held.size[0] == 1
    assert [s.reason for s in report.skipped] == [
        "a record without a title",
        "a record without source and id: the reply has changed",
    ]


# DailyMed


def section(code: str, title: str, text: str, inner: str = "") -> str:
    return (
        f'<component><section><code code="{code}" codeSystem="2.16.840.1.113883.6.1"/><title>{title}</title>'
        f"<text>{text}</text>{inner}</section></component>"
    )


def label(*sections: str, title: str = "VELUMAB tablets", set_id: str = SET_ID) -> Answer:
    return Answer(
        body=(
            f'<?xml version="1.0"?><document xmlns="urn:hl7-org:v3"><id root="9"/><title>{title}</title>'
            f'<effectiveTime value="20240301"/><setId root="{set_id}"/><author><assignedEntity>'
            f"<representedOrganization><name>Invented Pharma</name></representedOrganization></assignedEntity></author>"
            f"<component>"
            f"<structuredBody>{''.join(sections)}</structuredBody></component></document>"
        ).encode()
    )


DOSES = section(
    "34068-7",
    "2 DOSAGE",
    "<paragraph>Take with water.</paragraph>",
    section("99999-9", "2.1 Adults", "<list><item>5 mg daily</item><item>10 mg on Sundays</item></list>"),
)
BOXED = section("34066-1", "WARNING", "<paragraph>May cause <content>iron gout</content>.</paragraph>")
OTHER = section("34069-5", "HOW SUPPLIED", "<paragraph>In bottles.</paragraph>")


def from_dailymed(world: World, *drugs: str, most: int = 3) -> tuple[Report, Library]:
    return gathered(world, lambda h, s: gathering.labels(h, s, drugs or ("velumab",), lambda _: None, most=most))


def labels_listed(*set_ids: str) -> Answer:
    data = [
        {"setid": set_id, "title": "VELUMAB", "spl_version": 3, "published_date": "Mar 1, 2024"} for set_id in set_ids
    ]
    return as_json({"data": data, "metadata": {"total_elements": len(data), "current_page": 1, "total_pages": 1}})


def test_a_label_gives_its_sections_boxed_warning_first(world: World) -> None:
    world.always(LABELS, labels_listed(SET_ID))
    world.always(f"/dailymed/spls/{SET_ID}.xml", label(DOSES, OTHER, BOXED))
    _, held = from_dailymed(world)
    found = held.document(f"spl:{SET_ID}")
    assert found is not None
    assert (found.kind, found.title, found.issuer) == (Kind.LABEL, "VELUMAB tablets", "Invented Pharma")
    assert (found.published, found.jurisdiction) == ("2024-03-01", "US")
    told = [(p.section, p.text) for p in held.document_passages(found.id)]
    assert told == [
        ("Boxed warning", "May cause iron gout."),
        ("Dosage and administration", "Take with water.\n2.1 Adults: 5 mg daily\n10 mg on Sundays"),
    ]
    assert world.questions(LABELS) == [{"drug_name": "velumab", "pagesize": "3"}]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (label(OTHER), "none of the sections"),
        (label(BOXED, set_id="7"), "without its set id"),
        (label(BOXED, title=""), "without a title"),
        (Answer(body=b"<document/>"), "the root element is"),
        (Answer(status=410), "HTTP 410"),
    ],
)
def test_a_label_that_cannot_be_read_is_told_and_the_next_is_taken(world: World, answer: Answer, reason: str) -> None:
    second = SET_ID.replace("1", "a")
    world.always(LABELS, labels_listed(SET_ID, second, "../../etc"))
    world.always(f"/dailymed/spls/{SET_ID}.xml", answer)
    world.always(f"/dailymed/spls/{second}.xml", label(BOXED, set_id=second))
    report, held = from_dailymed(world)
    assert held.size[0] == 1
    assert reason in report.skipped[0].reason
    assert "is no set id" in report.skipped[1].reason


# ClinicalTrials.gov


def study(nct: str, title: str = "Velumab for marrow rust", measure: str = "Mortality at 90 days") -> dict[str, object]:
    return {
        "protocolSection": {
            "identificationModule": {"nctId": nct, "briefTitle": title},
            "statusModule": {
                "overallStatus": "RECRUITING",
                "startDateStruct": {"date": "2025-06", "type": "ACTUAL"},
                "completionDateStruct": {"date": "2028-01", "type": "ESTIMATED"},
                "lastUpdatePostDateStruct": {"date": "2026-03-04", "type": "ACTUAL"},
            },
            "sponsorCollaboratorsModule": {"leadSponsor": {"name": "Invented University"}},
            "conditionsModule": {"conditions": ["Marrow rust"]},
            "designModule": {"phases": ["PHASE3"], "enrollmentInfo": {"count": 400}},
            "armsInterventionsModule": {"interventions": [{"type": "DRUG", "name": "Velumab"}]},
            "outcomesModule": {"primaryOutcomes": [{"measure": measure}]},
        }
    }


def from_registry(world: World, most: int = 100) -> tuple[Report, Library]:
    return gathered(world, lambda h, s: gathering.ongoing_trials(h, s, "marrow rust", lambda _: None, most=most))


def test_a_trial_under_way_is_a_registration_and_never_evidence(world: World) -> None:
    # Worded as a finding, so that only its kind keeps it out of an answer.
    claim = "Velumab reduced mortality in patients with marrow rust compared with placebo."
    world.always(STUDIES, as_json({"totalCount": 1, "studies": [study("NCT00000001", claim, measure=claim)]}))
    _, held = from_registry(world)
    found = held.document("nct:NCT00000001")
    assert found is not None
    assert (found.kind, found.published, found.identifiers.nct) == (Kind.REGISTRATION, "2025-06", "NCT00000001")
    [passage] = held.document_passages(found.id)
    assert "Status: recruiting" in passage.text
    assert f"Primary outcomes: {claim}" in passage.text
    engine = engine_of(held)
    question = "Does velumab reduce mortality in marrow rust?"
    assert not engine.retrieve(engine.understand(question))
    answer = engine.ask(question).answer
    assert not answer.statements
    assert [t.statement.source.id for g in answer.gaps for t in g.trials] == [found.id]


def test_pages_of_trials_follow_the_token(world: World) -> None:
    first = {"totalCount": 3, "studies": [study("NCT00000001"), study("NCT00000002")], "nextPageToken": "tok"}
    world.first(STUDIES, as_json(first))
    world.always(STUDIES, as_json({"studies": [study("NCT00000003"), study("7"), study("NCT00000004", "")]}))
    report, held = from_registry(world)
    assert held.size[0] == 3
    assert [s.name for s in report.skipped] == ["7", "NCT00000004"]
    assert [p.get("pageToken") for p in world.questions(STUDIES)] == [None, "tok"]
    assert "RECRUITING|" in world.questions(STUDIES)[0]["filter.overallStatus"]


# Every way to fail, for each of them

SERVICES: dict[str, Callable[[World], tuple[Report, Library]]] = {
    SEARCH: from_europe_pmc,
    LABELS: from_dailymed,
    STUDIES: from_registry,
}
GOOD = {
    SEARCH: listed(article(7)),
    LABELS: labels_listed(SET_ID),
    STUDIES: as_json({"studies": [study("NCT00000001")]}),
}


@pytest.mark.parametrize("path", SERVICES)
@pytest.mark.parametrize(
    "bad",
    [Answer(status=429), Answer(status=500), Answer(body=b'{"half', cut=True), Answer(body=b""), Answer(slow=3)],
    ids=["429", "500", "truncated", "empty", "slow"],
)
def test_what_passes_is_tried_again(world: World, path: str, bad: Answer) -> None:
    world.first(path, bad)
    world.always(path, GOOD[path])
    world.always(f"/dailymed/spls/{SET_ID}.xml", label(BOXED))
    report, held = SERVICES[path](world)
    assert (held.size[0], report.whole) == (1, True)


@pytest.mark.parametrize("path", SERVICES)
@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Answer(status=500), "HTTP 500; given up after 5 tries"),
        (Answer(status=403), "HTTP 403"),
        (Answer(body=b"<html>down</html>"), "not JSON"),
        (as_json(["changed"]), "not a JSON object"),
        (as_json({"changed": True}), "the reply has changed"),
    ],
)
def test_what_stays_is_named_and_nothing_is_taken(world: World, path: str, answer: Answer, reason: str) -> None:
    world.always(path, answer)
    report, held = SERVICES[path](world)
    assert reason in str(report.failed[0])
    assert held.size == (0, 0)


def test_the_commands_gather_and_tell(world: World, tmp_path: Path) -> None:
    for path, answer in GOOD.items():
        world.always(path, answer)
    world.always(f"/dailymed/spls/{SET_ID}.xml", label(BOXED))
    for arguments in (("europepmc", "velumab"), ("labels", "velumab"), ("trials", "marrow rust")):
        done = curbside(tmp_path, world, "gather", *arguments)
        assert done.returncode == 0, done.stderr
        assert "1 added, 1 passages" in done.stdout
    shown = curbside(tmp_path, None, "library", "list").stdout
    assert all(name in shown for name in ("pmid:7", f"spl:{SET_ID}", "nct:NCT00000001"))


def test_a_notice_in_europe_pmc_tells_the_standing_of_what_is_gathered(world: World) -> None:
    corrections = {"commentCorrection": [{"type": "Erratum in"}, {"type": "Retraction in"}, {"type": "Comment in"}]}
    world.always(SEARCH, listed(article(7, commentCorrectionList=corrections)))
    _, held = from_europe_pmc(world)
    assert held.standing(["pmid:7"]) == {"pmid:7": Standing.RETRACTED}
