"""A forest plot draws what the cited words state, where it can be compared, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from made_up import TOPIC, document, passage, statement

from curbside.house import engine_of, starter_library
from curbside.model import Answer, Effect, Section
from curbside.web.plots import WIDTH, forest_plots, short_name

EMPTY = replace(engine_of(starter_library()).ask("nonsense?").answer, topic=TOPIC, gaps=(), conflicts=())


def effect(value: str, low: str | None, high: str | None, measure: str = "hazard ratio") -> Effect:
    return Effect(measure=measure, value=value, low=low, high=high, level="95")


def answered(*stated: tuple[str, Effect]) -> Answer:
    """An answer whose statements have these words and these effects, each from a document of its own."""
    documents = [document(f"pmid:{n}", authors=("Rust A", "Other B"), published="2020") for n in range(len(stated))]
    told = [
        statement(passage(text, of), effects=(found,), outcome="mortality")
        for (text, found), of in zip(stated, documents, strict=True)
    ]
    return replace(EMPTY, research=(Section(title="Results", statements=tuple(told)),), references=tuple(documents))


GOOD = ("HR 0.70 (0.55 to 0.90)", effect("0.70", "0.55", "0.90"))
WIDE = ("HR 1.40 (0.80 to 2.60)", effect("1.40", "0.80", "2.60"))


def rows(answer: Answer) -> list[dict[str, Any]]:
    return [r for p in forest_plots(answer) for r in p["rows"]]


def test_marks_stand_where_their_figures_are_on_a_logarithmic_axis() -> None:
    plot = forest_plots(answered(GOOD, WIDE))[0]
    first, second = plot["rows"]
    assert first["from"] < first["at"] < first["to"] < plot["centre"] < second["to"]
    assert second["from"] < plot["centre"] < second["at"]
    ticks = {t["label"]: t["x"] for t in plot["ticks"]}
    assert ticks["1"] == plot["centre"]
    assert ticks["2"] - ticks["1"] == pytest.approx(ticks["1"] - ticks["0.5"], abs=0.2)
    assert all(0 <= x <= WIDTH for r in plot["rows"] for x in (r["from"], r["at"], r["to"]))
    assert (first["source"], first["reference"], first["words"]) == (
        "Rust 2020",
        1,
        "hazard ratio 0.70 (95% interval 0.55 to 0.90)",
    )


@pytest.mark.parametrize(
    "bad",
    [
        ("HR 0.70 (0.55 to 0.90)", effect("0.71", "0.55", "0.90")),
        ("HR 0.70 (0.55 to 0.90)", effect("0.70", "0.50", "0.90")),
        ("HR 0.70", effect("0.70", None, None)),
        ("HR 0.70 (0.90 to 0.55)", effect("0.70", "0.90", "0.55")),
        ("MD 0.70 (0.55 to 0.90)", effect("0.70", "0.55", "0.90", "mean difference")),
        ("HR many (0.55 to 0.90)", effect("many", "0.55", "0.90")),
    ],
)
def test_what_the_words_do_not_state_or_cannot_be_compared_is_not_drawn(bad: tuple[str, Effect]) -> None:
    assert [r["value"] for r in rows(answered(GOOD, bad, WIDE))] == ["0.70", "1.40"]


def test_one_interval_alone_is_no_plot() -> None:
    assert forest_plots(answered(GOOD)) == []


def test_standardised_differences_stand_on_an_axis_of_their_own() -> None:
    smd = "standardised mean difference"
    mixed = answered(
        GOOD,
        ("SMD -0.40 (-0.70 to -0.10)", effect("-0.40", "-0.70", "-0.10", smd)),
        WIDE,
        ("SMD 0.20 (-0.10 to 0.50)", effect("0.20", "-0.10", "0.50", smd)),
    )
    ratios, differences = forest_plots(mixed)
    assert (ratios["no_difference"], differences["no_difference"]) == (1.0, 0.0)
    assert differences["rows"][0]["to"] < differences["centre"] < differences["rows"][1]["at"]


def test_an_interval_that_reaches_nought_has_no_place_on_a_logarithmic_axis() -> None:
    assert forest_plots(answered(GOOD, ("HR 0.10 (0 to 0.90)", effect("0.10", "0", "0.90")))) == []


def test_several_effects_of_one_statement_are_told_apart_by_the_words_before_them() -> None:
    text = "It fell with the first (HR 0.70, 0.55 to 0.90); not with the second (HR 1.40, 0.80 to 2.60)."
    several = answered((text, GOOD[1]))
    found = several.research[0].statements[0]
    several = replace(
        several,
        research=(Section(title="Results", statements=(replace(found, effects=(GOOD[1], WIDE[1])),)),),
    )
    assert [r["said"] for r in rows(several)] == ["It fell with the first", "not with the second"]


def test_a_source_is_named_by_its_author_its_body_its_journal_or_its_title() -> None:
    assert short_name(document(authors=("Di Nisio M, et al.",), published="2012")) == "Di Nisio 2012"
    assert short_name(document(issuer="Society of Rust")) == "Society of Rust"
    assert short_name(document(journal="J Rust", published="2020-05")) == "J Rust 2020"
    assert short_name(document("pmid:7")) == "A trial, pmid:7"
