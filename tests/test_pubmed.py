"""PubMed as its E-utilities document it, served on loopback: what is asked, what is taken, and every way to fail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest
from world import Answer, World, as_json, curbside, policy, served

from curbside import gathering
from curbside.gathering import Asked, Report, Sort, written
from curbside.gathering.taking import query_for
from curbside.house import identifiers, starter_library
from curbside.library import Library, open_library
from curbside.sources.catalogues import pubmed as catalogue
from curbside.sources.catalogues.pubmed import FILTERS, term_of
from curbside.sources.catalogues.replies import Site
from curbside.sources.fetching import client
from curbside.understanding import Vocabulary, understand

UNTIL = date(2026, 11, 22)
SEARCH, FETCH = "/eutils/esearch.fcgi", "/eutils/efetch.fcgi"


def record(pmid: int, title: str = "Velumab in marrow rust") -> str:
    return (
        f'<PubmedArticle><MedlineCitation Status="MEDLINE"><PMID Version="1">{pmid}</PMID><Article>'
        f"<ArticleTitle>{title}</ArticleTitle><Abstract><AbstractText>Velumab {pmid} reduced mortality in marrow rust."
        "</AbstractText></Abstract></Article></MedlineCitation></PubmedArticle>"
    )


def citations(records: Sequence[str]) -> Answer:
    return Answer(body=f"<?xml version='1.0'?><PubmedArticleSet>{''.join(records)}</PubmedArticleSet>".encode())


def found(count: int, **more: object) -> Answer:
    result = {"count": str(count), "retmax": "0", "retstart": "0", "querykey": "1", "webenv": "MCID_1", "idlist": []}
    return as_json({"header": {"type": "esearch", "version": "0.3"}, "esearchresult": {**result, **more}})


class PubMed:
    """So many records behind a query, given page by page."""

    def __init__(self, world: World, count: int) -> None:
        self.world = world
        world.always(SEARCH, found(count))
        world.always(FETCH, lambda p: self.page(int(p["retstart"]), min(int(p["retmax"]), count - int(p["retstart"]))))

    @staticmethod
    def page(start: int, size: int) -> Answer:
        return citations([record(1000 + number) for number in range(start, start + size)])

    @property
    def starts(self) -> list[str]:
        return [params["retstart"] for params in self.world.questions(FETCH)]


@pytest.fixture(name="world")
def _world() -> Iterator[World]:
    with served() as world:
        yield world


def gathered(
    world: World, *asked: Asked, shelf: Library | None = None, key: str | None = None
) -> tuple[Report, Library]:
    held = shelf or open_library(None)
    with client(policy()) as send:
        site = Site(
            send=send, addresses={"pubmed": f"{world.address}/eutils"}, contact="keeper@hospital.example", ncbi_key=key
        )
        return gathering.pubmed(held, site, asked, lambda _: None), held


ANY = Asked(term="velumab[tiab]", until=UNTIL)


def test_what_is_found_is_fetched_page_by_page_from_the_history_server(world: World) -> None:
    pubmed = PubMed(world, 450)
    report, held = gathered(world, ANY, key="abc")
    assert (held.size, report.counts["added"], report.whole) == ((450, 450), 450, True)
    assert pubmed.starts == ["0", "200", "400"]
    [search] = world.questions(SEARCH)
    assert (search["usehistory"], search["term"], search["tool"]) == ("y", "velumab[tiab]", "curbside")
    assert all(p["email"] == "keeper@hospital.example" and p["api_key"] == "abc" for _, p in world.asked)
    assert all((p["WebEnv"], p["query_key"]) == ("MCID_1", "1") for p in world.questions(FETCH))


def test_no_more_than_asked_for_is_fetched(world: World) -> None:
    PubMed(world, 5_000)
    _, held = gathered(world, Asked(term="gout[tiab]", until=UNTIL, most=250))
    assert held.size[0] == 250
    assert [p["retmax"] for p in world.questions(FETCH)] == ["200", "50"]


def test_dates_of_publication_limit_the_search(world: World) -> None:
    PubMed(world, 1)
    gathered(world, Asked(term="gout[tiab]", since=date(2024, 3, 1), until=UNTIL))
    [search] = world.questions(SEARCH)
    assert (search["datetype"], search["mindate"], search["maxdate"]) == ("pdat", "2024/03/01", "2026/11/22")


def test_guidelines_reviews_and_trials_are_asked_for_apart(world: World) -> None:
    PubMed(world, 3)
    sorts = (Sort.GUIDELINES, Sort.REVIEWS, Sort.TRIALS)
    gathered(world, *(Asked(term="gout[tiab]", sort=sort, until=UNTIL) for sort in sorts))
    assert [p["term"] for p in world.questions(SEARCH)] == [f"(gout[tiab]) AND {FILTERS[sort]}" for sort in sorts]


def test_a_list_longer_than_pubmed_gives_is_cut_by_dates(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "_MOST_AT_ONCE", 300)
    PubMed(world, 250)
    world.first(SEARCH, found(1_000), found(700))
    gathered(world, Asked(term="cancer[tiab]", until=UNTIL, most=450))
    whole, newer, newest, between = [(p.get("mindate"), p.get("maxdate")) for p in world.questions(SEARCH)]
    assert whole == (None, None)
    assert newer[1] == newest[1] == "2026/11/22"
    # The newer half is still too long and is cut again; then there is enough, and the older half is not asked for.
    assert between[0] == newer[0]
    assert str(between[1]) < str(newest[0])
    fetched = [(p["retstart"], p["retmax"]) for p in world.questions(FETCH)]
    assert fetched == [("0", "200"), ("200", "50"), ("0", "200")]


@pytest.mark.parametrize(
    "bad",
    [
        Answer(status=429, headers={"Retry-After": "0"}),
        Answer(status=500),
        Answer(body=b""),
        Answer(body=b"<PubmedArticleSet>", cut=True),
    ],
    ids=["429", "500", "empty", "truncated"],
)
def test_a_failure_that_passes_loses_nothing(world: World, bad: Answer) -> None:
    PubMed(world, 450)
    world.first(SEARCH, bad)
    world.first(FETCH, bad)
    report, held = gathered(world, ANY)
    assert (held.size[0], report.whole) == (450, True)


def test_what_came_before_a_failure_stays_and_what_did_not_is_named(world: World) -> None:
    pubmed = PubMed(world, 450)
    world.always(FETCH, lambda p: pubmed.page(0, 200) if p["retstart"] == "0" else Answer(status=500))
    report, held = gathered(world, ANY)
    assert held.size[0] == 200
    assert not report.whole
    assert "retstart=200" in str(report.failed[0])
    assert "HTTP 500" in str(report.failed[0])


def test_one_search_that_fails_does_not_keep_the_others_out(world: World) -> None:
    PubMed(world, 3)
    world.first(SEARCH, Answer(status=400, body=b"bad"))
    report, held = gathered(world, ANY, Asked(term="gout[tiab]", until=UNTIL))
    assert (held.size[0], len(report.failed)) == (3, 1)


def test_a_list_the_server_forgot_is_asked_for_anew(world: World) -> None:
    PubMed(world, 450)
    good = world.usual[FETCH]
    forgotten = iter([True])
    world.always(
        FETCH,
        lambda p: (
            Answer(status=400, body=b"WebEnv not found") if p["retstart"] == "200" and next(forgotten, 0) else good(p)
        ),
    )
    report, held = gathered(world, ANY)
    assert (held.size[0], report.whole, len(world.questions(SEARCH))) == (450, True, 2)


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (as_json({"header": {}}), "no esearchresult that is a dict"),
        (as_json({"esearchresult": {"total": 3}}), "no esearchresult.count"),
        (as_json({"esearchresult": {"count": "many", "webenv": "M", "querykey": "1"}}), "the count is 'many'"),
        (as_json({"esearchresult": {"count": "3"}}), "no esearchresult.webenv"),
        (as_json({"esearchresult": {"ERROR": "Empty term"}}), "the search was refused: Empty term"),
        (as_json(["3"]), "not a JSON object"),
        (Answer(body=b"<html>down for maintenance</html>"), "not JSON"),
    ],
)
def test_a_reply_that_has_changed_is_named_and_nothing_is_taken(world: World, reply: Answer, reason: str) -> None:
    world.always(SEARCH, reply)
    report, held = gathered(world, ANY)
    assert reason in str(report.failed[0])
    assert held.size == (0, 0)


@pytest.mark.parametrize("body", [b"<html><body>sorry</body></html>", b"<PubmedArticleSet><PubmedArt", b"not XML"])
def test_a_page_that_is_no_list_of_citations_is_named(world: World, body: bytes) -> None:
    PubMed(world, 3)
    world.always(FETCH, Answer(body=body))
    report, held = gathered(world, ANY)
    assert "the reply cannot be read" in str(report.failed[0])
    assert held.size == (0, 0)


def test_a_record_that_cannot_be_taken_is_told_and_the_others_are_taken(world: World) -> None:
    PubMed(world, 3)
    world.always(FETCH, citations([record(1), record(2, title="").replace("AbstractText", "Nothing"), record(3)]))
    report, held = gathered(world, ANY)
    assert held.size[0] == 2
    [skipped] = report.skipped
    assert (skipped.name, skipped.reason) == ("PMID 2", "a record without a title")


def test_records_that_were_not_given_are_told(world: World) -> None:
    PubMed(world, 3)
    world.always(FETCH, citations([record(1), record(2)]))
    report, _ = gathered(world, ANY)
    assert "3 asked for, 2 given" in report.notes[0]


def test_words_pubmed_did_not_find_are_told(world: World) -> None:
    PubMed(world, 1)
    world.always(SEARCH, found(1, errorlist={"phrasesnotfound": ["velumabb"], "fieldsnotfound": []}))
    report, _ = gathered(world, ANY)
    assert report.notes[0] == "phrasesnotfound: velumabb"


def test_gathering_again_changes_nothing(world: World) -> None:
    PubMed(world, 250)
    _, held = gathered(world, ANY)
    edition = held.edition
    again, _ = gathered(world, ANY, shelf=held)
    assert (held.edition, again.already, again.counts["added"]) == (edition, 2, 0)


# The query


def test_phrases_are_tagged_so_that_term_mapping_cannot_shatter_them() -> None:
    assert term_of([("acute kidney injury", "aki"), ("ivig",)]) == (
        '("acute kidney injury"[tiab:~0] OR aki[tiab] OR "acute kidney injury"[mh]) AND (ivig[tiab] OR "ivig"[mh])'
    )


def test_signs_of_the_query_language_cannot_come_in_with_a_form() -> None:
    assert term_of([('gout"[pt] OR (all[sb]',)]) == '("gout pt OR all sb"[tiab:~0] OR "gout pt OR all sb"[mh])'


@pytest.mark.parametrize(
    ("query", "sent"),
    [
        ("gout[mh] AND 2024[dp]", "gout[mh] AND 2024[dp]"),
        ('"iron gout"', '"iron gout"[tiab:~0]'),
        ("iron gout", "iron[tiab] AND gout[tiab]"),
        ('"iron gout" OR (velumab NOT mice)', '"iron gout"[tiab:~0] OR ( velumab[tiab] NOT mice[tiab] )'),
        ('velumab "iron gout"', 'velumab[tiab] AND "iron gout"[tiab:~0]'),
    ],
)
def test_a_query_as_written_is_tagged_word_by_word(query: str, sent: str) -> None:
    assert written(query) == sent


def test_a_question_becomes_a_query_of_its_concepts() -> None:
    shelf = starter_library()
    vocabulary = Vocabulary(
        expansions=shelf.expansions, shortenings=shelf.shortenings, frequency=shelf.document_frequency
    )
    topic = understand("What are the benefits of IVIG in Disseminated Intravascular Coagulation (DIC)?", vocabulary)
    query = query_for(topic)
    assert '"disseminated intravascular coagulation"[tiab:~0]' in query
    assert "ivig[tiab]" in query
    assert "benefits" not in query


@pytest.mark.parametrize("forms", [("disseminated intravascular coagulation", "dic"), ("crohn disease",)])
def test_a_query_of_ours_is_not_taken_for_words_about_a_patient(forms: tuple[str, ...]) -> None:
    for sort in Sort:
        assert not identifiers(Asked(term=term_of([forms]), sort=sort, until=UNTIL).query)


# The command


def test_the_command_gathers_and_says_what_it_asked(world: World, tmp_path: Path) -> None:
    PubMed(world, 3)
    done = curbside(tmp_path, world, "gather", "pubmed", "velumab", "--types", "guidelines", "--since", "2024")
    assert done.returncode == 0, done.stderr
    assert "PubMed is asked: (velumab[tiab]) AND (practice guideline[pt]" in done.stderr
    assert "3 added, 3 passages" in done.stdout


def test_the_exit_code_says_that_something_did_not_come(world: World, tmp_path: Path) -> None:
    PubMed(world, 3)
    world.always(FETCH, Answer(status=404))
    done = curbside(tmp_path, world, "gather", "pubmed", "velumab", "--types", "any", "--json")
    assert done.returncode == 4
    assert "HTTP 404" in done.stderr


def test_nothing_leaves_unless_a_setting_allows_it(tmp_path: Path) -> None:
    for arguments in (("gather", "pubmed", "velumab"), ("ask", "--live", "velumab in gout?")):
        done = curbside(tmp_path, None, *arguments)
        assert done.returncode == 3
        assert done.stderr == (
            "curbside: network: nothing leaves this machine; CURBSIDE_NETWORK=true turns gathering on\n"
        )


def test_asking_live_shows_the_query_that_leaves_and_answers_from_what_came(world: World, tmp_path: Path) -> None:
    PubMed(world, 2)
    done = curbside(tmp_path, world, "ask", "--live", "Does velumab reduce mortality in marrow rust?")
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("PubMed is asked: ") == 3
    assert "Velumab 1000 reduced mortality in marrow rust" in done.stdout


def test_asking_live_answers_from_what_is_held_where_the_world_fails(world: World, tmp_path: Path) -> None:
    world.always(SEARCH, Answer(status=404))
    done = curbside(tmp_path, world, "ask", "--live", "ivig in dic?")
    assert done.returncode == 4
    assert "answered from what is held" in done.stderr
    assert "BOTTOM LINE" in done.stdout


def test_a_name_in_a_question_never_leaves(world: World, tmp_path: Path) -> None:
    PubMed(world, 1)
    curbside(tmp_path, world, "ask", "--live", "Does velumab help Mrs Anna Muster with marrow rust?")
    assert world.asked
    assert all("Muster" not in str(params) for _, params in world.asked)


def test_a_name_in_a_query_stops_it(world: World, tmp_path: Path) -> None:
    PubMed(world, 1)
    done = curbside(tmp_path, world, "gather", "pubmed", "gout[tiab] AND Mrs Anna Muster", "--types", "any")
    assert (done.returncode, world.asked) == (4, [])
    assert "nothing was sent" in done.stderr


def test_a_date_that_is_none_is_bad_usage(world: World, tmp_path: Path) -> None:
    assert curbside(tmp_path, world, "gather", "pubmed", "gout", "--since", "last week").returncode == 2
