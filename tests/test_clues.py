"""What a sentence is read by: the names of its arms, the figures beside them, and the clues that are weighed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from curbside.appraisal import differences, sides
from curbside.appraisal.arms import arms, mentions
from curbside.appraisal.clauses import Clause
from curbside.appraisal.comparisons import Clues, Comparison, Weights, clues, compared, decided, difference_told
from curbside.appraisal.figures import Figures, figures_of
from curbside.appraisal.learned import DIFFERENCE, REPLY, SIDE
from curbside.appraisal.yes_no import Reply, reply, reply_clues
from curbside.model import Direction

HIGHER, LOWER, SAME, UNSTATED = Direction.HIGHER, Direction.LOWER, Direction.NO_DIFFERENCE, Direction.UNSTATED


def named(text: str, intervention: str, comparator: str) -> list[str]:
    """The words that name an arm, each with the arm it names."""
    found = mentions(text, arms(intervention, comparator, text))
    return [f"{'1' if m.first else '2'} {text[m.start : m.end]}" for m in found]


def goes(text: str, outcome: str, intervention: str = "velumab", comparator: str = "zinc") -> Direction:
    return compared(text, Comparison(intervention=intervention, comparator=comparator, outcome=outcome))


def figures(text: str) -> Figures:
    return figures_of(text, mentions(text, arms("velumab", "zinc", text)))


# Names


@pytest.mark.parametrize(
    ("text", "intervention", "comparator", "found"),
    [
        ("Glucose control was better in the control group.", "velumab", "usual care", ["2 control"]),
        ("Velumab helped the control of rust.", "velumab", "usual care", ["1 Velumab"]),
        ("After the intervention rust fell in controls.", "home visits", "usual care", ["2 controls"]),
        ("Rust was higher in both groups.", "high iron diet", "both zinc and brass", []),
        ("Those with insoles beat those without insoles.", "insoles", "no insoles", ["1 insoles", "2 without insoles"]),
        ("More rust with velumab than zinc.", "velumab-iron", "zinc-iron", ["1 velumab", "2 zinc"]),
        ("A ratio of 3:1 beat a ratio of 15:2.", "ratios of 3:1", "ratios of 15:2", ["1 3:1", "2 15:2"]),
        ("V + Z was worse than V.", "velumab and zinc (V + Z)", "velumab (V)", ["1 V + Z", "2 V"]),
        (
            "Fewer supplemented patients than controls had rust.",
            "iron",
            "placebo",
            ["1 supplemented patients", "2 controls"],
        ),
        ("V&Z was worse than V.", "velumab and zinc (V&Z)", "velumab (V)", ["1 V&Z", "2 V"]),
        (
            "Both iron and zinc, and iron plus zinc, were given.",
            "iron plus zinc",
            "iron or zinc",
            ["2 iron and zinc", "1 iron plus zinc"],
        ),
    ],
)
def test_an_arm_is_named_by_its_own_words_and_by_no_others(
    text: str, intervention: str, comparator: str, found: list[str]
) -> None:
    assert named(text, intervention, comparator) == found


@pytest.mark.parametrize(
    ("text", "intervention", "comparator", "found"),
    [
        ("Group 1 had less rust than group 2.", "velumab", "brass", ["1 Group 1", "2 group 2"]),
        ("Group B had less rust than group A.", "app alone (B)", "doctor (A)", ["1 Group B", "2 group A"]),
        ("Group I (zinc) had less rust than group II.", "velumab", "zinc", ["2 Group I (zinc", "1 group II"]),
        ("Velumab (Group II) was given. Group I had rust.", "velumab", "brass", ["1 Velumab (Group II", "2 Group I"]),
        ("Group 3 had less rust than group 4.", "velumab", "brass", []),
    ],
)
def test_the_letter_of_a_group_is_explained_by_description_or_text_else_the_first_is_the_arm_asked_about(
    text: str, intervention: str, comparator: str, found: list[str]
) -> None:
    assert named(text, intervention, comparator) == found


# Figures


@pytest.mark.parametrize(
    ("text", "beside"),
    [
        ("Rust was seen in 4 (12%) patients with velumab and in 9 (30%) patients with zinc.", -1),
        ("None had rust in the velumab group and seven in the zinc group.", -1),
        ("Rust (velumab: 7.9 \u00b1 4.1; zinc: 5.0 \u00b1 4.0) differed.", 1),
        ("Velumab had 5 and zinc had 5.", 0),
        ("Rust took 5 days.", 0),
    ],
)
def test_a_figure_belongs_to_the_arm_that_stands_beside_it(text: str, beside: int) -> None:
    assert figures(text).beside == beside


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("Rust in the zinc and velumab groups was 13.8 (8.1) and 17.5 (14.5), respectively.", 1),
        ("Rust was 8.9 and 11.8 for velumab and zinc, respectively.", -1),
        ("Rust fell from 8.9 to 4.1 with velumab and zinc.", 0),
        ("Rust was 8.9, 4.1 and 2 for velumab and zinc.", 0),
        ("Rust was 8 and 9 in zinc and zinc.", 0),
    ],
)
def test_two_lists_of_one_length_are_read_in_step(text: str, listed: int) -> None:
    assert figures(text).listed == listed


def test_a_span_of_time_is_a_figure_only_where_the_outcome_is_a_time() -> None:
    text = "Relief came at 17.5 hours with velumab and at 22.9 hours with zinc."
    places = mentions(text, arms("velumab", "zinc", text))
    assert figures_of(text, places, timed=True).beside == -1
    assert figures_of(text, places).beside == 0


# Clues


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "The hazard ratio for rust with velumab was 1.13 (95% confidence interval 0.68\u20131.89).",
            "every range includes none",
        ),
        ("Rust changed by -0.14 (95% CI [-0.6 to +0.4]).", "every range includes none"),
        ("Rust came in 0.10 (95% CI 0.05-0.18) with velumab and 0.17 (0.08-0.30) with zinc.", "two ranges overlap"),
        ("Rust came in 0.10 (95% CI 0.05-0.12) with velumab and 0.17 (0.15-0.30) with zinc.", "two ranges are apart"),
    ],
)
def test_ranges_tell_whether_they_include_none_and_whether_they_overlap(text: str, name: str) -> None:
    assert clues(text, Comparison(intervention="velumab", comparator="zinc", outcome="rust")).difference[
        f"text: {name}"
    ]


@pytest.mark.parametrize(
    ("text", "outcome", "points"),
    [
        ("Velumab took more than 20% less time than zinc (P=0.01).", "time", LOWER),
        (
            "The time to relief was 9 h with velumab and 14 h with zinc (HR 2.1, 95% CI 1.5 to 3.0).",
            "time to relief",
            LOWER,
        ),
        ("Rust fell from baseline with velumab (P=0.01), but did not differ between the groups (P=0.6).", "rust", SAME),
        ("Rust was 4.1 and 4.2 with velumab and zinc.", "rust", SAME),
        ("No rust was seen in either group.", "rust", SAME),
        ("Velumab significantly reduced all-cause mortality (P=0.01).", "mortality", LOWER),
        ("Velumab led to a significant reduction in all-cause mortality (P=0.01).", "mortality", LOWER),
        ("Rust was significantly low in the velumab group (P=0.01).", "rust", LOWER),
        ("Intubation was significantly easier with velumab than with zinc (P=0.01).", "ease of intubation", HIGHER),
        ("Velumab showed a significant reduction in aggression (P=0.01).", "reduction in aggression", HIGHER),
        ("Velumab, but not zinc, significantly reduced rust (P=0.01).", "rust", LOWER),
        ("Velumab lowered rust significantly compared with brass, but not zinc (P=0.2).", "rust", SAME),
        ("Both treatments significantly reduced rust from baseline.", "rust", SAME),
        ("Rust was numerically higher with velumab than with zinc.", "rust", SAME),
        ("Rust was higher with velumab (1.2; 95% CI -0.6 to 3.0) than with zinc.", "rust", SAME),
        ("A significant difference in rust was seen (P=0.01).", "rust", UNSTATED),
        ("Rust: OR 0.60 (95% CI 0.40 to 0.90).", "rust", LOWER),
        ("Rust: OR 0.60 (95% CI 0.30 to 1.20).", "rust", SAME),
    ],
)
def test_the_clues_of_a_sentence_are_weighed(text: str, outcome: str, points: Direction) -> None:
    assert goes(text, outcome) is points


@pytest.mark.parametrize(
    "text",
    [
        "Rust was lower with velumab than with zinc (P=0.01).",
        "Rust was 4% with velumab and 9% with zinc (P=0.003).",
        "Compared with velumab, zinc reduced rust (P=0.02).",
        "Rust was significantly higher in the zinc group.",
    ],
)
def test_arms_exchanged_are_read_the_other_way_round(text: str) -> None:
    other = {HIGHER: LOWER, LOWER: HIGHER}
    assert goes(text, "rust") in other
    assert goes(text, "rust", "zinc", "velumab") is other[goes(text, "rust")]


def test_a_side_needs_a_clue_that_tells_one() -> None:
    always = Weights(difference={"": 9.0}, side={})
    assert decided(Clues({"text: tested and shown": 1.0}, {}), always) is UNSTATED
    assert decided(Clues({}, {}), always) is UNSTATED


def test_what_was_learned_has_a_weight_for_clues_that_there_are() -> None:
    written = "".join(Path(str(m.__file__)).read_text(encoding="utf-8") for m in (sides, differences))
    for name in (*DIFFERENCE, *SIDE):
        bare = re.sub(r"^(?:clause|text): ", "", name)
        pieces = [p for p in re.split(r", (?=tested|not tested|led)|: \d$", bare) if p]
        assert all(p in written or p in ("a side", "no side") for p in pieces), name
    assert "" not in SIDE


def test_each_clue_is_told_by_name() -> None:
    found = clues(
        "Rust was lower with velumab (P=0.01).", Comparison(intervention="velumab", comparator="zinc", outcome="rust")
    )
    assert found.side["clause: in the arm behind it"] == -1
    assert found.difference["clause: tested and shown"] == 1


def test_a_clause_knows_how_many_arms_it_names() -> None:
    assert Clause("", (), "rust").arms == 0


# What a sentence tells of any difference, and what it replies


@pytest.mark.parametrize(
    ("more", "less"),
    [
        ("Rust was associated with age (P=0.001).", "Rust was not associated with age (P=0.6)."),
        ("Rust was significantly higher in the old.", "Rust was similar in the old and the young."),
        ("Rust was significantly higher in the old.", "No difference was found."),
    ],
)
def test_a_sentence_that_finds_a_difference_tells_more_of_one_than_a_sentence_that_finds_none(
    more: str, less: str
) -> None:
    found, none = difference_told(more, "rust"), difference_told(less, "rust")
    assert found is not None
    assert none is not None
    assert found > 0 > none


def test_a_sentence_without_any_clue_tells_nothing_of_a_difference() -> None:
    assert difference_told("Rust is red.", "rust") is None


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Is age associated with rust?", Reply.NO),
        ("Are rust of the old and of the young equivalent?", Reply.YES),
        ("Does age influence rust?", Reply.NO),
    ],
)
def test_no_difference_is_yes_to_one_who_asks_whether_two_are_alike(question: str, said: Reply) -> None:
    assert reply(question, "RESULTS: Rust did not differ between old and young (P=0.6).") is said


def test_one_who_doubts_is_answered_no_sooner() -> None:
    text = "RESULTS: Rust was seen in 12 of 40. Rust fell in some."
    sure, doubting = (reply_clues(q, text) for q in ("Is zinc needed?", "Is zinc always needed?"))
    assert set(doubting) - set(sure) == {"doubts", "told to one who doubts"}
    assert REPLY["doubts"] < 0


def test_where_no_sentence_speaks_no_clue_replies() -> None:
    assert reply_clues("Does zinc help?", "RESULTS: Rust is red.") == {}
