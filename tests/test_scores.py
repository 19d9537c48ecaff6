"""Scores: what is given is read or questioned, what is missing is told, and what comes out holds its promises."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curbside.calculators import SCORES, Calculator, calculate, calculation_object, calculator, calculator_object
from curbside.calculators.conditions import edges, holds, parts
from curbside.calculators.forms import Choice, Flag, Input, Number
from curbside.calculators.points import Points
from curbside.calculators.reading import accepted, slug
from curbside.calculators.telling import told, told_score
from curbside.calculators.units import UnitUnknownError, convert, molar_mass
from curbside.model import BadInputError

POINTS = [s for s in SCORES if isinstance(s.method, Points) and not s.method.alone]


def refused(name: str, **values: object) -> str:
    """The one line by which something given is refused."""
    with pytest.raises(BadInputError) as caught:
        calculate(calculator(name), values)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def result(name: str, **values: object) -> dict[str, Any]:
    found = calculation_object(calculate(calculator(name), values))["result"]
    assert isinstance(found, dict)
    return found


# What is given


def test_a_creatinine_in_the_wrong_unit_is_questioned_and_not_computed() -> None:
    said = refused("meld_3_0", creatinine=90)
    assert "90 mg/dL is not plausible and nothing was computed" in said
    assert "90 umol/L would be 1.018 mg/dL" in said
    assert "expected a number from 0.1 to 25 mg/dL" in said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (-3, "is negative"),
        ("nan", "is no number"),
        (float("nan"), "is no number"),
        (float("inf"), "is no number"),
        ("inf", "is no number"),
        ("many", "is no number"),
        (True, "is no number"),
        ("1,5", "is no number"),
        ("5 bananas", "'bananas' is no unit"),
        ("5 mg/dL", "'mg/dL' is no unit that can be turned into 10^9/L"),
        ("<20", "is no number"),
        ("1e999", "is no number"),
    ],
)
def test_what_is_no_plausible_number_gets_one_line_with_what_was_expected(value: object, said: str) -> None:
    line = refused("isth_overt_dic_2001", platelets=value)
    assert line.startswith("isth_overt_dic_2001: platelets: ")
    assert said in line
    assert "expected a number from 0 to 2000 10^9/L" in line


def test_an_unknown_input_is_named_with_the_nearest_and_with_what_the_score_takes() -> None:
    line = refused("isth_overt_dic_2001", plateletz=45)
    assert "plateletz: no input of this score; platelets was perhaps meant; it takes platelets, fibrin_marker" in line


def test_an_unknown_score_is_named_with_the_nearest() -> None:
    with pytest.raises(BadInputError, match="no score of this name; perhaps .*sofa_1996"):
        calculator("sofa_1997")


@pytest.mark.parametrize("value", ["perhaps", "2", "yes and no"])
def test_what_is_neither_yes_nor_no_is_refused(value: str) -> None:
    assert "neither yes nor no" in refused("wells_pe", hemoptysis=value)


def test_an_option_that_is_none_is_refused_with_those_there_are() -> None:
    assert "expected one of: none, moderate, strong" in refused("isth_overt_dic_2001", fibrin_marker="enormous")


def test_half_a_point_of_a_scale_of_whole_numbers_is_refused() -> None:
    assert "not a whole number" in refused("qsofa_2016", gcs=14.5)


def test_an_input_given_twice_and_not_the_same_is_refused() -> None:
    assert "given twice" in refused("sofa_1996", platelets=100, **{"Platelet count": 90})


def test_an_input_that_contradicts_another_is_refused() -> None:
    assert "contradicts heart_rate" in refused("wells_pe", hr_over_100=True, heart_rate=90)
    assert "contradicts sex" in refused("meld_3_0", female=True, sex="male")


@pytest.mark.parametrize("day", ["2024-02-30", "13/13/2024", "yesterday", "01.02.2024"])
def test_what_is_no_day_is_refused(day: str) -> None:
    assert "expected YEAR-MONTH-DAY or MONTH/DAY/YEAR" in refused("due_date", lmp=day)


def test_quotes_around_a_value_and_a_unit_that_is_none_are_no_part_of_it() -> None:
    quoted = calculate(calculator("due_date"), {"lmp": '"12/11/2013"', "cycle length": "[28, None]"})
    assert quoted.outcome == calculate(calculator("due_date"), {"lmp": "2013-12-11", "cycle length": 28}).outcome


def test_a_pregnancy_that_has_not_begun_is_refused() -> None:
    assert "expected 0 to 320" in refused("gestational_age", lmp="2024-02-01", current_date="2024-01-01")


@pytest.mark.parametrize("written", ["45000 /uL", "45 x10^9/L", "45 10⁹/L", "45 K/uL", "45 G/L", "45,000 cells/µL",
                                     "[45000.0, 'µL']", "45000000000 L", (45000.0, "µL"), "45e3 /mm^3"])  # fmt: skip
def test_a_count_is_read_in_any_of_its_units(written: object) -> None:
    given_ = {"platelets": written, "fibrin_marker": "strong", "pt_prolongation": 7, "fibrinogen": "80 mg/dL"}
    assert result("isth_overt_dic_2001", **given_) == {"score": 8, "overt_dic": True}


def test_words_that_say_that_nothing_is_known_are_as_nothing() -> None:
    for nothing in ("", "unknown", "null", None):
        found = calculate(calculator("jaam_dic_2006"), {"platelets": 79, "platelets_24h_ago": nothing})
        assert "platelets_24h_ago" not in found.reading.values
    assert result("isth_overt_dic_2001", fibrin_marker="none", platelets=200, pt_prolongation=0, fibrinogen=3) == {
        "score": 0,
        "overt_dic": False,
    }


def test_an_untestable_response_of_the_coma_scale_is_left_open_and_not_scored() -> None:
    found = calculate(calculator("gcs"), {"eye": "not testable", "verbal": "confused", "motor": "obeys commands"})
    assert found.outcome.result["score"] is None
    assert found.outcome.result["components"] == {"verbal": 4, "motor": 6}
    assert found.range is not None
    assert (found.range.lowest, found.range.highest) == (11, 14)


# Units


@pytest.mark.parametrize(
    ("number", "unit", "into", "substance", "found"),
    [
        (88.4, "umol/L", "mg/dL", "creatinine", 1.0),
        (176.8, "µmol/L", "mg/dL", "creatinine", 2.0),
        (3, "g/L", "mg/dL", "", 300.0),
        (49_999, "/uL", "10^9/L", "", 49.999),
        (98.6, "degF", "degC", "", 37.0),
        (140, "mEq/L", "mmol/L", "sodium", 140.0),
        (60, "%", "fraction", "", 0.6),
        (1, "inch", "cm", "", 2.54),
        (18, "months", "years", "", 1.5),
        (26, "µIU/mL", "mIU/L", "", 26.0),
        (1, "U/L", "IU/L", "", 1.0),
    ],
)
def test_conversions_are_exact(number: float, unit: str, into: str, substance: str, found: float) -> None:
    assert convert(number, unit, into, substance) == found


@pytest.mark.parametrize(
    ("substance", "mass"),
    [
        ("glucose", 180.156),
        ("bilirubin", 584.66),
        ("calcium", 40.078),
        ("cholesterol", 386.65),
        ("urea nitrogen", 28.013),
    ],
)
def test_molar_masses_follow_from_the_formula(substance: str, mass: float) -> None:
    assert molar_mass(substance) == pytest.approx(mass, rel=1e-4)


@settings(deadline=None)
@given(
    st.floats(0.01, 1e5, allow_nan=False),
    st.sampled_from(
        [("mg/dL", "umol/L", "creatinine"), ("mg/dL", "mmol/L", "glucose"), ("g/L", "mg/dL", ""), ("kPa", "mmHg", ""),
         ("10^9/L", "/uL", ""), ("mg/dL", "mmol/L", "calcium"), ("kg", "pound", ""), ("degC", "degF", "")]
    ),
)  # fmt: skip
def test_there_and_back_is_the_same_number(number: float, units: tuple[str, str, str]) -> None:
    one, other, substance = units
    back = convert(convert(number, one, other, substance), other, one, substance)
    assert back == pytest.approx(number, rel=1e-9, abs=1e-9)


def test_mass_and_amount_need_a_substance_between_them() -> None:
    with pytest.raises(UnitUnknownError):
        convert(1, "mmol/L", "mg/dL", "")


# What is missing


@pytest.mark.parametrize("score", POINTS, ids=lambda s: s.id)
def test_with_nothing_given_the_range_is_the_whole_scale(score: Calculator) -> None:
    found = calculate(score, {})
    assert found.range is not None
    assert score.scale is not None
    low, high = score.scale
    if score.id == "pneumonia_severity_index":
        return  # its age adds as many points as it has years
    assert (found.range.lowest, found.range.highest) == (low, high)


def values_of(wanted: Input) -> st.SearchStrategy[Any]:
    match wanted:
        case Flag():
            return st.booleans()
        case Choice(options=options):
            return st.sampled_from(list(options))
        case Number(low=low, high=high, whole=True):
            return st.integers(int(low), int(high))
        case Number(low=low, high=high):
            return st.floats(low, high, allow_nan=False)
    raise AssertionError(wanted)


@pytest.mark.parametrize("score", POINTS, ids=lambda s: s.id)
def test_the_range_holds_whatever_the_missing_inputs_turn_out_to_be(score: Calculator) -> None:
    @settings(max_examples=25, deadline=None, derandomize=True)
    @given(st.data())
    def contained(data: st.DataObject) -> None:
        whole = {i.key: data.draw(values_of(i), label=i.key) for i in score.inputs}
        kept = data.draw(st.sets(st.sampled_from(sorted(whole))), label="given")
        before = calculate(score, {k: v for k, v in whole.items() if k in kept})
        after = calculate(score, whole).outcome.value
        assert after is not None
        if before.range is None:
            assert before.outcome.value == after
        else:
            assert before.range.lowest <= after <= before.range.highest
        assert score.scale is not None
        assert score.scale[0] <= after <= score.scale[1]

    contained()


def test_what_is_missing_is_named_and_so_is_what_it_can_still_mean() -> None:
    found = calculation_object(calculate(calculator("isth_overt_dic_2001"), {"platelets": 45, "fibrinogen": 0.8}))
    assert found["complete"] is False
    assert found["missing"] == ["fibrin_marker", "pt_prolongation"]
    assert found["range"] == {"lowest": 3, "highest": 8}
    assert len(found["still_possible"]) == 2  # type: ignore[arg-type]
    assert found["result"] == {"score": None}


def test_what_is_missing_does_not_matter_where_it_can_change_nothing() -> None:
    sick = {
        "pao2_fio2": 150,
        "platelets": 87,
        "bilirubin": 3.32,
        "map_below_70": False,
        "norepinephrine": 0.27,
        "gcs": 8,
    }
    assert result("sofa_1996", **sick, urine_output=132)["score"] == 17
    assert result("sofa_1996", **sick)["score"] is None


def test_what_was_not_ticked_counts_as_absent_and_that_is_said() -> None:
    found = calculation_object(calculate(calculator("wells_pe"), {"hemoptysis": "yes"}))
    assert found["result"] == {"score": 1, "three": "low", "two": "unlikely"}
    assert len(found["assumed"]) == 6  # type: ignore[arg-type]
    assert found["range"] == {"lowest": 1, "highest": 12.5}


# What comes out


def test_more_illness_never_lowers_a_score_that_only_adds() -> None:
    adding = ["wells_pe", "cha2ds2_vasc", "has_bled", "caprini", "charlson", "perc", "centor_mcisaac", "feverpain"]
    for name in adding:
        score = calculator(name)
        base: dict[str, Any] = {"age": 70, "female": False, "heart_rate": 80, "oxygen_saturation": 98}
        taken = {k: v for k, v in base.items() if slug(k) in accepted(score) and k != "hr_over_100"}
        if name == "wells_pe":
            taken = {}
        before = calculate(score, taken).outcome.value
        assert before is not None
        for flag in (i for i in score.inputs if isinstance(i, Flag) and i.key not in taken):
            after = calculate(score, {**taken, flag.key: True}).outcome.value
            assert after is not None
            assert after > before, (name, flag.key)


@pytest.mark.parametrize(
    ("name", "key", "rising"),
    [("cockcroft_gault", "creatinine", False), ("cockcroft_gault", "age", False), ("cockcroft_gault", "weight", True),
     ("ckd_epi_2021", "creatinine", False), ("ckd_epi_2021", "age", False), ("mdrd", "creatinine", False),
     ("meld_3_0", "bilirubin", True), ("meld_3_0", "inr", True), ("meld_3_0", "sodium", False),
     ("fib4", "ast", True), ("fib4", "alt", False), ("body_mass_index", "weight", True)],
)  # fmt: skip
def test_formulas_rise_or_fall_as_they_must(name: str, key: str, rising: bool) -> None:
    score = calculator(name)
    middle = {i.key: (i.low + i.high) / 2 for i in score.inputs if isinstance(i, Number) and not i.optional}
    if "sodium" in middle:
        middle |= {"bilirubin": 3.0, "inr": 1.5, "albumin": 3.0, "creatinine": 1.2}
    wanted = next(i for i in score.inputs if i.key == key)
    assert isinstance(wanted, Number)
    steps = [wanted.low + (wanted.high - wanted.low) * n / 20 for n in range(21)]
    sex = {"female": False} if "female" in accepted(score) else {}
    values = [calculate(score, {**middle, **sex, key: s}).outcome.value for s in steps]
    assert values == sorted(values, reverse=not rising)  # type: ignore[type-var]


def test_ivig_is_dosed_by_each_weight_with_its_indication_and_never_for_dic() -> None:
    found = calculation_object(calculate(calculator("ivig_dose"), {"weight": 100, "height": 175, "sex": "male"}))
    regimens = found["result"]["regimens"]  # type: ignore[index]
    assert len(regimens) == 8
    assert all(r["indication"] and r["source"] for r in regimens)
    assert not any("disseminated" in r["indication"] or r["indication"].startswith("DIC") for r in regimens)
    gbs = next(r for r in regimens if r["regimen"] == "gbs")
    assert gbs["grams"] == {"actual": [40.0] * 5, "ideal": [28.19] * 5, "adjusted": [32.91] * 5}
    japan = next(r for r in regimens if r["regimen"] == "sic_japan")
    assert japan["grams"] == {"fixed": [5.0] * 3}
    said = " ".join(found["remarks"])  # type: ignore[arg-type]
    assert "no regimen for disseminated intravascular coagulation to offer" in said
    assert "thrombosis" in said
    assert "renal failure" in said
    assert "none of its options (There is no regimen for" in refused("ivig_dose", weight=70, regimen="DIC")
    assert "expected one of" in refused("ivig_dose", weight=70, regimen="DIC")


def test_what_is_provisional_is_marked() -> None:
    marked = {s.id for s in SCORES if s.provisional}
    assert marked == {
        "isth_overt_dic_2025", "jaam_dic_2006", "jaam2_dic_2024", "jaam_dic_antithrombin_2016", "sofa2_2025",
        "dic_pregnancy_erez_2014",
    }  # fmt: skip
    for name in marked:
        assert "PROVISIONAL" in told_score(calculator(name))
        assert calculator_object(calculator(name))["provisional"]


@pytest.mark.parametrize("score", SCORES, ids=lambda s: s.id)
def test_a_score_tells_of_itself_and_of_a_calculation(score: Calculator) -> None:
    about = told_score(score)
    assert score.name in about
    assert all(i.key in about for i in score.inputs)
    said = told(calculate(score, score.examples[0].given))
    assert said.startswith(score.name)
    assert "A score supports judgement and never replaces it." in said
    assert all(len(line) <= 130 for line in said.splitlines())


@pytest.mark.parametrize("score", SCORES, ids=lambda s: s.id)
def test_names_of_inputs_are_unequivocal(score: Calculator) -> None:
    named: dict[str, str] = {}
    for wanted in [*score.inputs, *(i for a in score.alternatives for i in a.inputs)]:
        for name in {slug(n) for n in (wanted.key, *wanted.aliases)}:
            assert named.setdefault(name, wanted.key) == wanted.key, name


def test_names_of_scores_are_unequivocal() -> None:
    named: dict[str, str] = {}
    for score in SCORES:
        for name in {slug(n) for n in (score.id, score.name, *score.aliases)}:
            assert named.setdefault(name, score.id) == score.id, name


def test_a_condition_is_read_strictly() -> None:
    assert parts(">=50 and <100") == ((">=", 50.0), ("<", 100.0))
    assert edges("=3") == (3.0,)
    assert holds(">=50 and <100", 50)
    assert not holds(">=50 and <100", 100)
    with pytest.raises(ValueError, match="is no condition"):
        parts("about 50")
