"""What is looked at first for the sake of speed lets through whatever the pattern behind it finds."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curbside.appraisal import designs, effects, facets, grades, outcomes, populations, sentences
from curbside.appraisal.cues import Cue, cue, starts_of
from curbside.composing import choosing
from curbside.text import lowered, names_condition, words

CUES = {
    f"{room.__name__.rpartition('.')[2]}.{name}": found
    for room in (facets, outcomes)
    for name, found in sorted(vars(room).items())
    if isinstance(found, Cue)
}
SENTENCES = (
    "Patients with sepsis, and children at high risk of shock, were given velumab (HR 0.75; 95% CI 0.6-0.9; P=.01).",
    "The \u0130zmir trial: women having marrow rust did not differ [12, 14] from outpatients admitted with iron gout.",
    "Among 1,230 gout patients (n = 40) the risk ratio was 1.2, as others reported.3,4",
    "Grade B: offer it (2A, strong recommendation, moderate quality of evidence).",
    "participants who had participants with people with rust, men",
)


@pytest.mark.parametrize("name", CUES)
def test_a_cue_holds_no_capital_since_it_is_looked_for_in_lower_case(name: str) -> None:
    written = re.sub(r"\\.", "", CUES[name].pattern.pattern)
    assert written == written.lower()


@pytest.mark.parametrize("text", ["The AUC was 0.9", "the auc was 0.9", "An Auc", "no such thing"])
def test_a_cue_finds_the_same_in_whatever_case(text: str) -> None:
    found = cue(r"\bAUC\b(?=\S|\s|$)", "auc").search(text, starts_of(words(text)))
    assert (found and found.start()) == (m.start() if (m := re.search(r"\bauc\b", text, re.IGNORECASE)) else None)


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_lower_case_leaves_every_character_in_its_place(text: str) -> None:
    low = lowered(text)
    assert len(low) == len(text)
    assert low == text.lower() or len(text.lower()) != len(text)


@given(st.text(alphabet="abzAZ09-'/_ .\u00e9\u00c9\u0130\u03a3\u03c3", max_size=40))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_the_words_of_plain_text_are_those_of_any_text(text: str) -> None:
    assert words(text) == [w.lower() for w in re.findall(r"[^\W_]+(?:[-'/][^\W_]+)*", text)]


@given(st.from_regex(effects._EFFECT))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_no_effect_is_passed_over(text: str) -> None:
    assert effects._names_a_measure(text)


@given(st.from_regex(sentences._SECOND_HAND))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_no_citation_is_passed_over(text: str) -> None:
    assert any(mark in text for mark in sentences._MARKS)


@pytest.mark.parametrize("pattern", [grades._STRENGTH, grades._STATED_QUALITY, grades._ACC, grades._LETTERED])
def test_no_grade_is_passed_over(pattern: re.Pattern[str]) -> None:
    @given(st.from_regex(pattern))
    @settings(max_examples=200, deadline=None, derandomize=True)
    def holds(text: str) -> None:
        low = text.lower()
        # What only a letter such as the long s makes alike in upper and lower case is no word of any guideline.
        assert not text.isascii() or any(part in low for part in grades._ALWAYS_THERE)

    holds()


@pytest.mark.parametrize("pattern", [choosing._POINTS_ELSEWHERE])
def test_no_pointer_to_a_figure_is_passed_over(pattern: re.Pattern[str]) -> None:
    @given(st.from_regex(pattern))
    @settings(max_examples=100, deadline=None, derandomize=True)
    def holds(text: str) -> None:
        assert any(name in text for name in choosing._ELSEWHERE)

    holds()


def people_of(text: str) -> list[tuple[int, int, tuple[int, int]]]:
    return [(p.start, p.end, p.condition) for p in populations._people_with(text)]


def people_by_pattern(text: str) -> list[tuple[int, int, tuple[int, int]]]:
    return [(*m.span(), m.span("condition")) for m in populations._PEOPLE_WITH.finditer(lowered(text))]


@pytest.mark.parametrize("text", SENTENCES)
def test_people_are_found_from_their_second_word_on_as_they_would_be_from_the_first(text: str) -> None:
    assert people_of(text) == people_by_pattern(text)


@given(st.lists(st.sampled_from(re.findall(r"[\w.]+|[^\w ]", " ".join(SENTENCES))), max_size=14).map(" ".join))
@settings(max_examples=400, deadline=None, derandomize=True)
def test_people_are_found_so_in_any_order_of_words(text: str) -> None:
    assert people_of(text) == people_by_pattern(text)


@pytest.mark.parametrize(
    ("text", "size"),
    [("1,230 patients", "1,230 patients"), ("In 3.40 patients", None), ("of 12 000 women", "12 000 women")],
)
def test_a_number_of_people_begins_where_no_figure_goes_before_it(text: str, size: str | None) -> None:
    assert designs.size_of(text) == size


@pytest.mark.parametrize("text", ["HIV", "AIDS", "ANAEMIA", "Anemia", "Otitis", "oedema, COPD", "Thalassaemia"])
def test_conditions_are_known_in_whatever_case(text: str) -> None:
    assert names_condition(text)
    assert names_condition(text.lower())


def test_what_is_no_condition_is_none() -> None:
    assert not names_condition("usual care at home")


def test_every_outcome_is_looked_for_by_the_starts_of_its_words() -> None:
    assert all(found.starts for _, found in outcomes._OUTCOMES)
    assert {n for numbers in outcomes._BY_START.values() for n in numbers} == set(range(len(outcomes._OUTCOMES)))
