"""Words: made uniform once, cut into sentences, read for figures with units and for abbreviations."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from curbside.text import abbreviations, figures, normalise, other_spellings, quantities, sentences, words


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


def read(text: str) -> list[tuple[str, str]]:
    return [(q.value, q.unit) for q in quantities(text)]


# Making uniform


@pytest.mark.parametrize(
    ("given_text", "uniform"),
    [
        ("anti\u2011Xa \u2212 5 \u2010 6", "anti-Xa - 5 - 6"),
        ("5\u00a0mg\u2009per\u202fkg", "5 mg per kg"),
        ("two   blanks\tand a tab", "two blanks and a tab"),
        ("a dose of 5\u00b75 mg", "a dose of 5.5 mg"),
        ("one \u00b7 two", "one \u00b7 two"),
        ("a\x00b\x07c\x7f", "abc"),
        ("red \x1b[31malarm", "red [31malarm"),
        ("line\r\nline\rline", "line\nline\nline"),
        ("end  \n \n\n  start", "end\nstart"),
        ("a\u2028b", "a\nb"),
        ("\ufb01brin, di\ufb00use", "fibrin, diffuse"),
        ("soft\u00adhyphen\u200b", "softhyphen"),
        ("e\u0301tude", "\u00e9tude"),
        ("  edges  ", "edges"),
        ("", ""),
    ],
)
def test_a_text_is_written_one_way(given_text: str, uniform: str) -> None:
    assert normalise(given_text) == uniform


@pytest.mark.parametrize(
    "text", ["10\u2079/L", "m\u00b2", "H\u2082O", "5 \u00b5g", "\u2265 65", "\u03b2-blocker", "0.5\u20131.2"]
)
def test_nothing_that_changes_a_number_or_a_name_is_touched(text: str) -> None:
    assert normalise(text) == text


@given(st.one_of(st.text(), st.text(alphabet="e5 \n\t\r\x00\u0301\u200b\u00ad\u00b7\u00a0\u2028\ufb01")))
@example("e\u200b\u0301")
def test_making_uniform_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(st.text())
def test_no_control_character_is_left(text: str) -> None:
    assert not [c for c in normalise(text) if (ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160]


# Sentences


@pytest.mark.parametrize(
    "text",
    [
        "Ten mg vs. Twenty mg were given.",
        "Anticoagulants, e.g. Heparin, were stopped.",
        "Others, i.e. Adults, were left out.",
        "The method of Dr. A. B. Smith was used.",
        "Wada et al. Described it first.",
        "S. aureus was found in the blood.",
        "The P value was 0.05 and the ratio 1.5.",
        "It is given i.v. In shock or by mouth.",
        "See Fig. 2 and No. 5 of the list.",
        "Use approx. 5 mg of it.",
    ],
)
def test_a_point_that_ends_no_sentence_does_not_cut(text: str) -> None:
    assert cut(text) == [text]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It helped. It was safe.", ["It helped.", "It was safe."]),
        ("Was it safe? Yes! It was.", ["Was it safe?", "Yes!", "It was."]),
        ("The ratio was 0.05. Next we asked.", ["The ratio was 0.05.", "Next we asked."]),
        ("Infuse it over 2 h. Stop if it hurts.", ["Infuse it over 2 h.", "Stop if it hurts."]),
        ("They had 10 g. We stopped.", ["They had 10 g.", "We stopped."]),
        ("Wait 5 min. Patients may rest.", ["Wait 5 min.", "Patients may rest."]),
        ("Give 1 g/kg/day. Then stop.", ["Give 1 g/kg/day.", "Then stop."]),
        ("It fell (P < 0.05). We conclude.", ["It fell (P < 0.05).", "We conclude."]),
        ("It fell.) \u03b2-blockers rose.", ["It fell.)", "\u03b2-blockers rose."]),
        ("It ended. \u2265 5 were well.", ["It ended.", "\u2265 5 were well."]),
        ("a heading\nA line", ["a heading", "A line"]),
        ("\u2022 First point; \u2022 Second point", ["\u2022 First point;", "\u2022 Second point"]),
        ("no capital. after it", ["no capital. after it"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str, found: list[str]) -> None:
    assert cut(text) == found


TELLING = st.text(alphabet="aA1 .?!;\n\u2022()\"'\u2265vsegi", max_size=80)


@given(st.one_of(TELLING, st.text(max_size=200)))
@example("a. B")
def test_sentences_are_in_order_apart_inside_and_leave_out_only_blanks(text: str) -> None:
    end_before = 0
    left = []
    for start, end in sentences(text):
        assert end_before <= start < end <= len(text)
        assert not text[start].isspace()
        assert not text[end - 1].isspace()
        left.append(text[end_before:start])
        end_before = end
    left.append(text[end_before:])
    assert not "".join(left).strip()


# Figures and units


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("5 mg", [("5", "mg")]),
        ("5mg", [("5", "mg")]),
        ("5 MG", [("5", "MG")]),
        ("5 kg", [("5", "kg")]),
        ("5 mg/kg", [("5", "mg/kg")]),
        ("0.4 g/kg/day", [("0.4", "g/kg/day")]),
        ("1 g/kg/day.", [("1", "g/kg/day")]),
        ("75 mg/m2", [("75", "mg/m2")]),
        ("75 mg/m\u00b2", [("75", "mg/m\u00b2")]),
        ("30 mL/min/1.73 m2", [("30", "mL/min/1.73 m2")]),
        ("50 x10^9/L", [("50", "x10^9/L")]),
        ("50 \u00d7 10\u2079/L", [("50", "\u00d7 10\u2079/L")]),
        ("50,000/\u00b5L", [("50000", "/\u00b5L")]),
        ("5 %", [("5", "%")]),
        ("5%", [("5", "%")]),
        ("2 percentage points", [("2", "percentage points")]),
        ("140/90 mm Hg", [("140", ""), ("90", "mm Hg")]),
        ("5 million units", [("5", "million units")]),
        ("10,000 IU", [("10000", "IU")]),
        ("1 000 mg", [("1000", "mg")]),
        ("1,234,567", [("1234567", "")]),
        ("2,5 mg", [("2,5", "mg")]),
        (".05", [("0.05", "")]),
        ("0.4-1 g/kg", [("0.4", ""), ("1", "g/kg")]),
        ("5 to 10 mg", [("5", ""), ("10", "mg")]),
        ("3-fold", [("3", "fold")]),
        ("28 days", [("28", "days")]),
        ("5 apples", [("5", "")]),
        ("5 mgs", [("5", "")]),
        ("T2DM and m3", []),
        ("none", []),
    ],
)
def test_a_figure_keeps_the_unit_that_follows_it(text: str, found: list[tuple[str, str]]) -> None:
    assert read(text) == found


def test_a_quantity_knows_its_place() -> None:
    text = "Give 5 mg/kg now."
    [quantity] = quantities(text)
    assert text[quantity.start : quantity.end] == "5 mg/kg"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("0.4-1 g/kg", {"0.4", "1"}),
        ("1,000 and 1 000", {"1000"}),
        ("P=.05", {"0.05"}),
        ("12,5 mg", {"12,5"}),
        ("CHA2DS2-VASc", {"2"}),
        ("95% CI 0.51 to 1.2.", {"95", "0.51", "1.2"}),
        ("x10^9", {"10", "9"}),
        ("10\u2079", {"10"}),
        ("none", set()),
    ],
)
def test_every_run_of_digits_is_a_figure(text: str, found: set[str]) -> None:
    assert figures(text) == found


@given(st.integers(0, 10**12))
def test_a_thousands_separator_changes_no_figure(number: int) -> None:
    assert figures(f"{number:,}") == figures(str(number)) == {str(number)}


# Words


@pytest.mark.parametrize(
    "spellings",
    [
        {"pim1", "pim-1"},
        {"b12", "b-12"},
        {"cpx351", "cpx-351"},
        {"beta", "\u03b2"},
        {"beta-blockers", "\u03b2-blockers"},
        {"tnf-alpha", "tnfalpha", "tnf-\u03b1", "tnf\u03b1"},
    ],
)
def test_each_spelling_of_a_name_knows_the_others(spellings: set[str]) -> None:
    for one in sorted(spellings):
        assert set(other_spellings(one)) | {one} == spellings


@pytest.mark.parametrize(
    "word", ["", "warfarin", "alphabet", "10", "2019", "10mg", "12-week", "anti-xa", "and/or", "mu"]
)
def test_most_words_have_one_spelling(word: str) -> None:
    assert other_spellings(word) == ()


def test_words_are_lower_case_and_keep_what_joins_them() -> None:
    assert words("Anti-Xa, Crohn's AND/OR 5_mg (\u00e9tude)") == [
        "anti-xa",
        "crohn's",
        "and/or",
        "5",
        "mg",
        "\u00e9tude",
    ]


# Abbreviations


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("We treated marrow iron deficit (MID) early.", "MID", "marrow iron deficit"),
        ("MID (marrow iron deficit) was rare.", "MID", "marrow iron deficit"),
        ("In post-surgical gut stasis (PSGS; n = 3) it", "PSGS", "post-surgical gut stasis"),
        ("of slow release lithium tablets (SRLTs)", "SRLTs", "slow release lithium tablets"),
        ("type 2 marrow disease (T2MD)", "T2MD", "type 2 marrow disease"),
        ("the estimated renal clearance rate (eRCR)", "eRCR", "estimated renal clearance rate"),
        ("no change. Late airway closure (LAC)", "LAC", "Late airway closure"),
    ],
)
def test_an_abbreviation_is_learned_from_the_text_that_defines_it(text: str, short: str, long: str) -> None:
    assert abbreviations(text) == ((short, long),)


@pytest.mark.parametrize(
    "text",
    [
        "patients (n = 5)",
        "in the year (2019)",
        "it was given (see below)",
        "with the usual care (XYZ)",
        "an open trial (RCT)",
        "the end (E)",
        "(DIC)",
        "",
    ],
)
def test_a_bracket_that_does_not_spell_the_words_before_it_defines_nothing(text: str) -> None:
    assert abbreviations(text) == ()


def test_two_definitions_in_one_text_are_both_learned() -> None:
    found = abbreviations("Resting pulse rate (RPR) and morning pulse pressure (MPP) fell.")
    assert found == (("RPR", "Resting pulse rate"), ("MPP", "morning pulse pressure"))


def spelled(short: str, text: str, end: int) -> str:
    """The long form by its definition, letter by letter from the bracket back, over the whole clause."""
    letters = [c for c in short.lower() if c.isalnum()]
    clause = re.split(r"[.;:()\[\]\n]", text[:end])[-1].rstrip()
    clause = " ".join(clause.split(" ")[-min(len(letters) + 5, len(letters) * 2) :])
    place = len(clause)
    for number in range(len(letters) - 1, -1, -1):
        place -= 1
        while place >= 0 and not (
            clause[place].lower() == letters[number] and (number > 0 or place == 0 or not clause[place - 1].isalnum())
        ):
            place -= 1
        if place < 0:
            return ""
    long = clause[place:]
    return long if len(long) > len(short) and short.lower() not in words(long) else ""


@given(st.lists(st.sampled_from(["a", "b", "ab", "Ba", "abab", " ", "  ", "-", ".", "\n", "[", ";"]), max_size=30))
def test_long_forms_are_those_of_the_definition(parts: list[str]) -> None:
    before = "".join(parts)
    long = spelled("ABA", f"{before} (ABA)", len(before) + 1)
    assert abbreviations(f"{before} (ABA)") == ((("ABA", long),) if long else ())
