"""An answer written down: references in Vancouver style, JSON by its contract, text for a terminal."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from made_up import court, document, draft, passage, statement

from curbside.exports.answer_json import answer_json, answer_object
from curbside.exports.plain import effect_words, plain, printable
from curbside.exports.vancouver import vancouver
from curbside.model import (
    Answer,
    Certainty,
    Conflict,
    Depth,
    Document,
    Effect,
    Facet,
    Gap,
    Grade,
    Identifiers,
    Kind,
    Relation,
    Standing,
    Strength,
)
from curbside.verification import verify

GUIDELINE = document(
    "guideline:1",
    kind=Kind.GUIDELINE,
    title="Marrow rust",
    issuer="Society of Rust",
    published="2021-03",
    held="chapter 2",
)
TRIAL = document(
    "pmid:1",
    title="Velumab in marrow rust",
    authors=("Adeyemi A", "Brown B"),
    journal="J Rust",
    volume="4",
    pages="10-9",
    published="2020-05-01",
    identifiers=Identifiers(pmid="1", doi="10.1/a"),
)
SILENT = document("guideline:2", kind=Kind.GUIDELINE, title="Rust of the old", depth=Depth.FULL_TEXT)


def made(**fields: object) -> Answer:
    advice = statement(
        passage("We suggest velumab 5 mg daily.", GUIDELINE),
        facet=Facet.RECOMMENDATION,
        grade=Grade(stated="weak", scheme="GRADE words", strength=Strength.CONDITIONAL, certainty=Certainty.LOW),
    )
    found = passage("Deaths fell (odds ratio 0.61, 95% CI 0.40 to 0.93; P=0.02) in 40 adults with iron gout.", TRIAL)
    result = statement(
        found,
        f"In iron gout (indirect): {found.text}",
        more=(found.cite("adults with iron gout"),),
        relation=Relation.OTHER_POPULATION,
        studied_in="iron gout",
        outcome="mortality",
        design="randomised trial",
        population="adults with iron gout",
        size="40 adults",
        effects=(Effect(measure="odds ratio", value="0.61", low="0.40", high="0.93", level="95", p="=0.02"),),
    )
    gap = Gap(text="One guideline is silent.", looked_for="velumab", documents=(SILENT,))
    told = {"guideline:1": Standing.CURRENT, "pmid:1": Standing.CORRECTED, "guideline:2": Standing.UNKNOWN}
    verified = verify(draft([result], guidelines=[advice], gaps=(gap,)), court(told))
    assert verified.refusals == ()
    conflict = Conflict(text="They differ.", on="mortality", statements=(verified.answer.statements[1].id,))
    return replace(verified.answer, conflicts=(conflict,), follow_ups=("What are the risks of velumab?",), **fields)  # type: ignore[arg-type]


# References


@pytest.mark.parametrize(
    ("authors", "told"),
    [
        (("A A",), "A A."),
        (tuple(f"A {c}" for c in "ABCDEF"), "A A, A B, A C, A D, A E, A F."),
        (tuple(f"A {c}" for c in "ABCDEFG"), "A A, A B, A C, A D, A E, A F, et al."),
        (("Wada H", "et al"), "Wada H, et al."),
        (("Wada H, et al.",), "Wada H, et al."),
        ((), ""),
    ],
)
def test_six_authors_are_named_and_the_rest_are_others(authors: tuple[str, ...], told: str) -> None:
    assert vancouver(replace(TRIAL, authors=authors)).partition("Velumab")[0].strip() == told


def test_a_whole_reference_reads_as_citing_medicine_has_it() -> None:
    assert vancouver(TRIAL) == "Adeyemi A, Brown B. Velumab in marrow rust. J Rust. 2020;4:10-9. doi:10.1/a PMID: 1."


def test_the_issuer_stands_for_authors_where_there_are_none_and_as_publisher_where_there_are() -> None:
    assert vancouver(GUIDELINE) == "Society of Rust. Marrow rust. 2021."
    assert vancouver(replace(GUIDELINE, authors=("Okafor C",))) == "Okafor C. Marrow rust. Society of Rust. 2021."


@pytest.mark.parametrize(
    ("standing", "told"),
    [
        (Standing.RETRACTED, "[Retracted]"),
        (Standing.CONCERN, "[Expression of concern]"),
        (Standing.CORRECTED, "[Corrected]"),
        (Standing.SUPERSEDED, "[Superseded]"),
    ],
)
def test_a_standing_that_a_reader_must_know_is_printed(standing: Standing, told: str) -> None:
    assert vancouver(replace(TRIAL, standing=standing)).endswith(f" {told}")


@pytest.mark.parametrize("standing", [Standing.CURRENT, Standing.UNKNOWN])
def test_a_standing_that_changes_nothing_is_not_printed(standing: Standing) -> None:
    assert "[" not in vancouver(replace(TRIAL, standing=standing))


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"identifiers": Identifiers(pmid="1")}, "PMID: 1."),
        ({"identifiers": Identifiers(pmcid="PMC1", pmid="1")}, "PMID: 1 PMCID: PMC1."),
        ({"identifiers": Identifiers(nct="NCT1")}, "ClinicalTrials.gov: NCT1."),
        ({"identifiers": Identifiers(), "link": "https://a.example/x"}, "Available from: https://a.example/x"),
        ({"identifiers": Identifiers()}, "J Rust. 2020;4:10-9."),
        ({"identifiers": Identifiers(), "journal": None, "volume": None, "pages": None, "published": None}, "rust."),
        ({"title": "Does it work?"}, "Does it work? J Rust. 2020;4:10-9. doi:10.1/a PMID: 1."),
    ],
)
def test_identifiers_and_places_are_told_as_far_as_they_are_known(fields: dict[str, Any], told: str) -> None:
    assert vancouver(replace(TRIAL, **fields)).endswith(told)


def test_a_document_of_which_only_the_title_is_known_is_told_by_its_title() -> None:
    assert vancouver(Document(id="x", kind=Kind.STUDY, title="Rust")) == "Rust."


# JSON


def test_the_answer_has_the_keys_of_its_contract() -> None:
    whole = json.loads(answer_json(made()))
    assert list(whole) == [
        "question",
        "understood",
        "emergency",
        "bottom_line",
        "guidelines",
        "research",
        "gaps",
        "conflicts",
        "references",
        "calculators",
        "follow_ups",
        "disclaimer",
        "status",
        "review",
        "edition",
        "composer",
    ]
    assert {"population", "intervention", "comparator", "outcome", "kind", "terms"} <= set(whole["understood"])
    assert {"text", "direction", "strength", "statements"} <= set(whole["bottom_line"])
    for tier in ("guidelines", "research"):
        [section] = whole[tier]
        assert set(section) == {"title", "statements"}


def test_a_statement_and_its_citations_have_the_keys_of_their_contract() -> None:
    [section] = json.loads(answer_json(made()))["research"]
    [said] = section["statements"]
    assert {"id", "text", "facet", "direction", "direct", "certainty", "citations", "check"} <= set(said)
    for citation in said["citations"]:
        assert {"reference", "quote", "start", "end", "passage"} <= set(citation)
    assert said["check"]["verdict"] == "passed"
    assert said["direct"] is False
    assert said["studied_in"] == "iron gout"


def test_a_reference_has_the_keys_of_its_contract() -> None:
    keys = "number title authors journal issuer year kind design identifiers depth standing url".split()
    references = json.loads(answer_json(made()))["references"]
    assert [r["number"] for r in references] == [1, 2, 3]
    for reference in references:
        assert set(keys) <= set(reference)
    assert references[1]["identifiers"] == {"pmid": "1", "doi": "10.1/a"}
    assert references[1]["standing"] == "corrected"
    assert references[0]["held"] == "chapter 2"


def test_every_number_in_the_json_leads_to_its_document() -> None:
    answer = made()
    whole = answer_object(answer)
    by_number = {r["number"]: r["id"] for r in whole["references"]}  # type: ignore[attr-defined]
    told = json.loads(answer_json(answer))
    said = [s for tier in ("guidelines", "research") for section in told[tier] for s in section["statements"]]
    for given, written in zip(answer.statements, said, strict=True):
        for citation, place in zip(given.citations, written["citations"], strict=True):
            assert by_number[place["reference"]] == citation.passage.document.id
            assert place["quote"] == citation.passage.text[place["start"] : place["end"]]
    assert [[by_number[n] for n in g["references"]] for g in told["gaps"]] == [["guideline:2"]]
    assert told["conflicts"][0]["statements"] == [said[1]["id"]]


def test_json_is_written_in_the_reader_s_letters_and_ends_its_line() -> None:
    answer = replace(made(), follow_ups=("\u00c9tude \u2265 5?",))
    told = answer_json(answer)
    assert "\u00c9tude \u2265 5?" in told
    assert told.endswith("}\n")
    assert told == answer_json(answer)


# Text


def test_every_number_in_the_text_has_its_reference() -> None:
    told = plain(made())
    used = {int(n) for group in re.findall(r"\[(\d+(?:,\d+)*)\]", told) for n in group.split(",")}
    listed = {int(n) for n in re.findall(r"^  (\d+)\. ", told, re.MULTILINE)}
    assert used == listed == {1, 2, 3}


def test_the_bottom_line_comes_before_the_guidelines_and_they_before_the_research() -> None:
    told = plain(made())
    headings = [
        "BOTTOM LINE",
        "FROM THE GUIDELINES",
        "LOOKED FOR AND NOT FOUND",
        "FROM THE RESEARCH",
        "WHERE SOURCES DISAGREE",
        "REFERENCES",
        "YOU COULD ASK NEXT",
        "For health professionals",
    ]
    places = [told.index(h) for h in headings]
    assert places == sorted(places)


def test_a_statement_is_told_with_design_population_effect_grade_depth_and_standing() -> None:
    told = " ".join(plain(made()).split())
    assert "Society of Rust, 2021 | graded by the source: weak | held: chapter 2" in told
    assert "randomised trial | 40 adults" not in told, "what the sentence says already is not said again"
    assert "randomised trial | odds ratio 0.61 (95% interval 0.40 to 0.93), P=0.02 | held: abstract | CORRECTED" in told
    assert "Standing not known." in told


def test_a_machine_s_reading_of_a_grade_is_marked_as_such() -> None:
    answer = made()
    [section] = answer.guidelines
    read = replace(section.statements[0], grade=Grade(strength=Strength.STRONG, suggested=True))
    told = plain(replace(answer, guidelines=(replace(section, statements=(read,)),)))
    assert "worded as strong (machine-suggested)" in told
    bare = replace(section.statements[0], grade=Grade())
    assert "not graded in the words held" in plain(replace(answer, guidelines=(replace(section, statements=(bare,)),)))


@pytest.mark.parametrize("width", [40, 72, 96, 200])
def test_no_line_is_wider_than_asked(width: int) -> None:
    long = "https://a.example/" + "x" * 300
    answer = made(topic=replace(made().topic, notes=(f"See {long}",)))
    assert max(map(len, plain(answer, width).split("\n"))) <= width


EVIL = "red \x1b[31malarm\x1b]0;title\x07 \x9b2J \x00\x08 \u202ereversed \u2066x\x7f"


def test_nothing_of_a_source_can_drive_the_terminal() -> None:
    evil = document(
        "pmid:6", title=f"A title {EVIL}", authors=(f"Name {EVIL}",), journal=f"J {EVIL}", issuer=EVIL, held=EVIL
    )
    said = statement(passage(f"Velumab {EVIL} worked.", evil), design=EVIL, population=EVIL, outcome=EVIL)
    gap = Gap(text=f"Silent {EVIL}", looked_for=EVIL)
    answer = verify(draft([said], gaps=(gap,)), court()).answer
    topic = replace(answer.topic, notes=(EVIL,), question=replace(answer.topic.question, text=EVIL))
    told = plain(replace(answer, topic=topic, follow_ups=(EVIL,)))
    assert "reversed" in told
    assert not [c for c in told if (ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160 or c in "\u202e\u2066"]


def test_json_escapes_what_could_drive_a_terminal() -> None:
    answer = replace(made(), follow_ups=("a\x1b[31m",))
    assert "\x1b" not in answer_json(answer)
    assert json.loads(answer_json(answer))["follow_ups"] == ["a\x1b[31m"]


def test_what_is_printable_is_left_alone() -> None:
    assert printable("\u2265 5 \u00b5g, \u00e9\ttab\nline") == "\u2265 5 \u00b5g, \u00e9\ttab\nline"


@pytest.mark.parametrize(
    ("effect", "told"),
    [
        (Effect(measure="odds ratio", value="0.61"), "odds ratio 0.61"),
        (Effect(measure="odds ratio", value="0.61", low="0.4", high="0.9"), "odds ratio 0.61 (interval 0.4 to 0.9)"),
        (
            Effect(measure="odds ratio", value="0.61", low="0.4", high="0.9", level="95", p="<0.05"),
            "odds ratio 0.61 (95% interval 0.4 to 0.9), P<0.05",
        ),
    ],
)
def test_an_effect_is_told_with_as_much_as_its_sentence_gave(effect: Effect, told: str) -> None:
    assert effect_words(effect) == told
