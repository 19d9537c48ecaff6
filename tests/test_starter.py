"""The starter library is whole, keeps its words and figures, and says how deep each source was read."""

from __future__ import annotations

import json
from collections import Counter
from importlib import resources

import pytest

from curbside import sources
from curbside.model import Add, Depth, Kind, Standing

CARDS = [
    json.loads(line)
    for line in resources.files("curbside.starter").joinpath("cards.jsonl").read_text(encoding="utf-8").splitlines()
]
FOUND = {change.document.id: change for change in sources.starter() if isinstance(change, Add)}


def test_every_card_is_read_into_one_document_with_one_passage() -> None:
    assert list(FOUND) == [f"card:{card['id']}" for card in CARDS]
    assert len(FOUND) == 79
    assert {len(change.passages) for change in FOUND.values()} == {1}
    assert {change.passages[0].section for change in FOUND.values()} == {"Summary"}


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card["id"])
def test_every_statement_stands_word_for_word_on_a_line_that_says_what_it_is(card: dict[str, object]) -> None:
    text = FOUND[f"card:{card['id']}"].passages[0].text.split("\n")
    assert isinstance(card["statements"], list)
    for statement in card["statements"]:
        strength = f" ({statement['strength']})" if "strength" in statement else ""
        assert f"{statement['type'].capitalize()}{strength}: {statement['text']}" in text


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card["id"])
def test_whom_and_what_a_card_is_about_opens_its_passage(card: dict[str, object]) -> None:
    told = [
        f"{name.capitalize()}: {card[name]}" for name in ("population", "intervention", "comparator") if name in card
    ]
    assert FOUND[f"card:{card['id']}"].passages[0].text.split("\n")[: len(told)] == told


def test_exactly_the_control_card_is_held_as_retracted() -> None:
    standings = {name: change.document.standing for name, change in FOUND.items()}
    assert [name for name, standing in standings.items() if standing is Standing.RETRACTED] == [
        "card:retraction-surgisphere-2020"
    ]
    assert set(standings.values()) == {Standing.RETRACTED, Standing.UNKNOWN}


def test_kinds_and_depths_are_those_of_the_sources() -> None:
    kinds = Counter(change.document.kind for change in FOUND.values())
    assert kinds[Kind.GUIDELINE] == 19
    assert kinds[Kind.TRIAL] == 16
    assert kinds[Kind.SYSTEMATIC_REVIEW] == 11
    assert kinds[Kind.LABEL] == 1
    depths = Counter(change.document.depth for change in FOUND.values())
    assert depths[Depth.ABSTRACT] == 71
    assert depths[Depth.EXCERPT] == 6
    assert (depths[Depth.SUMMARY], depths[Depth.RECORD]) == (1, 1)


def test_a_title_that_was_not_seen_is_not_made_up() -> None:
    assert FOUND["card:ivig-sic-ishikura-2015"].document.title == "PMID 25776897 (title not seen)"
    assert all(change.document.title for change in FOUND.values())


def test_a_card_keeps_its_bibliography_and_how_much_was_read() -> None:
    document = FOUND["card:dic-isth-harmonised-2013"].document
    assert document.authors == ("Wada H", "et al")
    assert (document.journal, document.volume, document.pages) == ("J Thromb Haemost", "11", "761-767")
    assert (document.published, document.identifiers.pmid) == ("2013", "23379279")
    assert document.issuer == "ISTH SSC Subcommittee on DIC"
    assert (document.depth, document.held) == (Depth.EXCERPT, "opening of full text")
    assert document.types == ("guideline",)


def test_the_readme_claims_no_review() -> None:
    text = resources.files("curbside.starter").joinpath("README.md").read_text(encoding="utf-8")
    assert "No card claims that a clinician has checked it" in text
