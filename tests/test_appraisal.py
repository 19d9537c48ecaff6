"""What a sentence tells is read from its own words: effects, grades, facets, directions, designs."""

from __future__ import annotations

import pytest
from made_up import TOPIC, document, passage

from curbside.appraisal import appraise
from curbside.appraisal.cues import starts_of
from curbside.appraisal.designs import design_of, size_of
from curbside.appraisal.effects import crosses_no_effect, effects_of, p_values
from curbside.appraisal.facets import facet_of
from curbside.appraisal.grades import grade_of, suggested
from curbside.appraisal.headings import announced
from curbside.appraisal.outcomes import direction_of, outcome_of
from curbside.appraisal.sentences import labelled, second_hand
from curbside.model import (
    Certainty,
    Direction,
    Document,
    Effect,
    Facet,
    Grade,
    Hit,
    Kind,
    Standing,
    Strength,
)
from curbside.text import words

GUIDELINE = Document(id="g:1", kind=Kind.GUIDELINE, title="Marrow rust", issuer="Society of Made-up Medicine")
TASK_FORCE = Document(id="g:2", kind=Kind.GUIDELINE, title="Screening", issuer="US Preventive Services Task Force")


# Effects

RATIO = Effect(measure="relative risk", value="0.75", low="0.60", high="0.94", level="95")


@pytest.mark.parametrize(
    "written",
    [
        "RR 0.75, 95% CI 0.60 to 0.94",
        "RR 0.75 (95% CI 0.60-0.94)",
        "RR 0.75 [95% CI 0.60, 0.94]",
        "RR = 0.75; 95% CI: 0.60\u20130.94",
        "risk ratio 0.75, 95 % confidence interval 0.60 to 0.94",
        "relative risk (RR) 0.75, 95% CI 0.60 to 0.94",
        "relative risk was 0.75 (95% CI, 0.60 to 0.94)",
        "RR of 0.75 (95% CI from 0.60 to 0.94)",
        pytest.param(
            "RR: 0.75, 95% CI [0.60; 0.94]",
        ),
    ],
)
def test_an_effect_is_read_however_it_is_written(written: str) -> None:
    assert effects_of(f"Deaths were fewer with velumab ({written}).") == (RATIO,)


def test_the_word_or_in_capitals_before_a_number_is_no_odds_ratio() -> None:
    assert effects_of("1. Oral velumab 2 mg OR 2. IV velumab 4 mg daily.") == ()


@pytest.mark.parametrize(
    ("sentence", "effect"),
    [
        (
            "The hazard ratio was 1.20 (95% CI 1.05 to 1.37; P=0.008).",
            Effect(measure="hazard ratio", value="1.20", low="1.05", high="1.37", level="95", p="=0.008"),
        ),
        (
            "Adjusted OR 0.61 (90% CI 0.40-0.93, p<0.05).",
            Effect(measure="odds ratio", value="0.61", low="0.40", high="0.93", level="90", p="<0.05"),
        ),
        (
            "Pressure fell (MD -4.2 mm Hg, 95% CI -6.1 to -2.3).",
            Effect(measure="mean difference", value="-4.2", low="-6.1", high="-2.3", level="95"),
        ),
        (
            "Deaths were fewer (risk difference -3.1%, 95% CI -5.2% to -1.0%).",
            Effect(measure="risk difference", value="-3.1", low="-5.2", high="-1.0", level="95"),
        ),
        ("The NNT was 25.", Effect(measure="number needed to treat", value="25")),
    ],
)
def test_measure_value_interval_and_p_are_copied_as_written(sentence: str, effect: Effect) -> None:
    assert effects_of(sentence) == (effect,)


def test_several_effects_of_a_sentence_stay_apart() -> None:
    sentence = "Deaths fell (RR 0.80, 95% CI 0.70 to 0.92) but bleeding rose (RR 1.50, 95% CI 1.10 to 2.05)."
    assert [(e.value, e.low, e.high) for e in effects_of(sentence)] == [
        ("0.80", "0.70", "0.92"),
        ("1.50", "1.10", "2.05"),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Give velumab 2 or 3 times daily.",
        "Of 40 patients 2 or 3 had a relapse.",
        "Velumab or 5 mg of zinc was given.",
        "In 2021 or 2022 the trial began.",
        "The dose was 5 to 10 mg.",
        "The odds were small, 12 of 40 (30%) died.",
        "Heart rate fell to 60 to 70 a minute.",
        "The RR, 95% CI and number of deaths are shown.",
        "The OR was 12/40.",
    ],
)
def test_no_effect_is_invented_where_none_is_stated(sentence: str) -> None:
    assert effects_of(sentence) == ()


def test_a_heart_rate_is_no_hazard_ratio() -> None:
    assert effects_of("Keep HR 60 to 80 bpm.") == ()


def test_a_decimal_comma_does_not_cut_a_value_short() -> None:
    assert effects_of("Deaths: RR 1,2 with velumab.") in ((), (Effect(measure="relative risk", value="1,2"),))


@pytest.mark.parametrize(
    ("effect", "includes"),
    [
        (Effect(measure="relative risk", value="0.9", low="0.7", high="1.1"), True),
        (Effect(measure="relative risk", value="0.8", low="0.7", high="0.9"), False),
        (Effect(measure="odds ratio", value="0.8", low="0.6", high="1.00"), True),
        (Effect(measure="mean difference", value="-1", low="-2", high="0.5"), True),
        (Effect(measure="mean difference", value="1.2", low="0.4", high="2.0"), False),
        (Effect(measure="mean difference", value="-1", low="-0.5", high="-2"), False),
        (Effect(measure="hazard ratio", value="0.8"), None),
    ],
)
def test_an_interval_includes_no_effect_at_one_for_ratios_and_at_nought_for_differences(
    effect: Effect, includes: bool | None
) -> None:
    assert crosses_no_effect(effect) is includes


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("fewer deaths (P = 0.03)", (("=", 0.03),)),
        ("fewer deaths (p<.001), p-value = 0.2", (("<", 0.001), ("=", 0.2))),
        ("P value \u2264 0.05", (("\u2264", 0.05),)),
        ("30% in group P and 5 in Q", ()),
    ],
)
def test_p_values_are_read_with_their_sign(sentence: str, found: tuple[tuple[str, float], ...]) -> None:
    assert p_values(sentence) == found


# Grades


@pytest.mark.parametrize(
    ("text", "letter", "strength", "certainty"),
    [
        ("Grade A: The USPSTF recommends zinc.", "A", Strength.STRONG, Certainty.HIGH),
        ("Grade B. The USPSTF recommends zinc.", "B", Strength.STRONG, Certainty.MODERATE),
        ("Grade C: The USPSTF recommends selectively offering zinc.", "C", Strength.CONDITIONAL, Certainty.MODERATE),
        ("Grade D: The USPSTF recommends against zinc.", "D", Strength.STRONG, Certainty.MODERATE),
        ("Grade I statement: evidence is insufficient.", "I", Strength.UNGRADED, Certainty.UNGRADED),
    ],
)
def test_letters_of_the_task_force_map_to_strength_and_certainty(
    text: str, letter: str, strength: Strength, certainty: Certainty
) -> None:
    assert grade_of(text, label="", document=TASK_FORCE) == Grade(
        stated=f"grade {letter}", scheme="USPSTF", strength=strength, certainty=certainty
    )


@pytest.mark.parametrize(
    ("text", "stated", "strength", "certainty"),
    [
        (
            "Give velumab (strong recommendation, high-quality evidence).",
            "strong recommendation, high-quality evidence",
            Strength.STRONG,
            Certainty.HIGH,
        ),
        (
            "We suggest zinc (weak recommendation, very low certainty of evidence).",
            "weak recommendation, very low certainty of evidence",
            Strength.CONDITIONAL,
            Certainty.VERY_LOW,
        ),
        (
            "Use zinc (conditional recommendation; low certainty evidence).",
            "conditional recommendation, low certainty evidence",
            Strength.CONDITIONAL,
            Certainty.LOW,
        ),
        ("We strongly recommend velumab.", "strongly recommend", Strength.STRONG, Certainty.UNGRADED),
        ("The certainty of the evidence was low.", "certainty of the evidence was low", Strength.UNGRADED, "low"),
        ("Wash hands (best practice statement).", "best practice statement", Strength.UNGRADED, Certainty.UNGRADED),
    ],
)
def test_words_of_grade_are_kept_as_stated_and_mapped(
    text: str, stated: str, strength: Strength, certainty: Certainty
) -> None:
    found = grade_of(text, label="", document=GUIDELINE)
    assert (found.stated, found.scheme, found.strength, found.certainty) == (
        stated,
        "GRADE words",
        strength,
        certainty,
    )


@pytest.mark.parametrize(
    ("text", "scheme", "strength", "certainty"),
    [
        ("We recommend velumab (1A).", "1/2 with A-D", Strength.STRONG, Certainty.HIGH),
        ("We suggest zinc (Grade 2C).", "1/2 with A-D", Strength.CONDITIONAL, Certainty.LOW),
        ("Velumab is recommended (COR 1, LOE B-R).", "ACC/AHA", Strength.STRONG, Certainty.MODERATE),
        ("Zinc may be considered (COR 2b, LOE C-LD).", "ACC/AHA", Strength.CONDITIONAL, Certainty.LOW),
        (
            "Velumab is recommended (Class I, Level of evidence A).",
            "ACC/AHA",
            Strength.STRONG,
            Certainty.HIGH,
        ),
        ("Zinc is advised (grade D).", "the source's own letters", Strength.UNGRADED, Certainty.UNGRADED),
        ("Zinc is recommended (level of evidence 2b).", "the source's own letters", "ungraded", "ungraded"),
    ],
)
def test_numbers_letters_and_classes_map_by_their_scheme(
    text: str, scheme: str, strength: Strength, certainty: Certainty
) -> None:
    found = grade_of(text, label="", document=GUIDELINE)
    assert (found.scheme, found.strength, found.certainty) == (scheme, strength, certainty)
    assert found.stated.strip() in text


@pytest.mark.parametrize(
    ("label", "stated", "strength"),
    [
        ("grade D", "grade D", Strength.UNGRADED),
        ("weak, very low certainty", "weak, very low certainty", Strength.CONDITIONAL),
        ("by consensus", "by consensus", Strength.UNGRADED),
    ],
)
def test_the_bracket_of_a_label_states_the_grade_of_its_line(label: str, stated: str, strength: Strength) -> None:
    found = grade_of("Zinc should be given.", label=label, document=GUIDELINE)
    assert (found.stated, found.strength) == (stated, strength)


@pytest.mark.parametrize(
    "text",
    [
        "Velumab should be given early.",
        "The guideline makes 12 strong recommendations and 3 weak recommendations.",
        "Few strong recommendations are made, and many weak recommendations.",
        "Patients with NYHA Class II heart failure were included.",
        "Tumours of grade 3 were excluded.",
        "There was high mortality and low adherence.",
        "Grade A: velumab is advised.",
    ],
)
def test_prose_that_states_no_grade_is_ungraded(text: str) -> None:
    document = TASK_FORCE if not text.startswith("Grade A") else GUIDELINE
    found = grade_of(text, label="", document=document)
    assert (found.strength, found.certainty) == (Strength.UNGRADED, Certainty.UNGRADED)
    assert found == Grade() or found.scheme == "the source's own letters"


@pytest.mark.parametrize("text", ["Weak patients were cared for.", "Strong evidence is rare."])
def test_a_sentence_that_only_begins_with_strong_or_weak_is_ungraded(text: str) -> None:
    assert grade_of(text, label="", document=GUIDELINE) == Grade()


def test_a_strength_read_from_the_wording_is_marked_as_the_machines() -> None:
    assert suggested(GUIDELINE, "We suggest zinc.") == Grade(strength=Strength.CONDITIONAL, suggested=True)
    assert suggested(GUIDELINE, "We recommend zinc.") == Grade(strength=Strength.STRONG, suggested=True)
    assert suggested(GUIDELINE, "Zinc was given.") == Grade()


def test_no_strength_is_suggested_for_a_study() -> None:
    assert suggested(document(), "We recommend zinc.") == Grade()


# Facets


def facet(text: str, *, label: str = "", section: str | None = None) -> Facet:
    return facet_of(text, starts_of(words(text)), label, None if section is None else announced(section))


@pytest.mark.parametrize(
    ("label", "told"),
    [
        ("Recommendation", Facet.RECOMMENDATION),
        ("Dose", Facet.DOSE),
        ("Risk", Facet.HARM),
        ("Monitoring", Facet.MONITORING),
        ("Limitation", Facet.LIMITATION),
        ("Population", Facet.BACKGROUND),
        ("METHODS", Facet.BACKGROUND),
        ("Study selection", Facet.BACKGROUND),
        ("RESULTS", Facet.FINDING),
        ("CONCLUSIONS", Facet.FINDING),
    ],
)
def test_the_label_of_a_line_says_what_it_tells(label: str, told: Facet) -> None:
    assert facet("Velumab and zinc made a change of note.", label=label) is told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Velumab 5 mg/kg was given once daily.", Facet.DOSE),
        ("The usual dose of velumab is 400 mg.", Facet.DOSE),
        ("Velumab caused bleeding in 4 of 40.", Facet.HARM),
        ("Hypersensitivity was seen with zinc.", Facet.HARM),
        ("Velumab is contraindicated in rust fever.", Facet.CONTRAINDICATION),
        ("Further trials of velumab are needed.", Facet.LIMITATION),
        ("It remains unclear whether velumab works.", Facet.LIMITATION),
        ("Monitor ferritin every week.", Facet.MONITORING),
        ("The sensitivity of the rust test was 91%.", Facet.DIAGNOSIS),
        ("Velumab inhibits the rust pathway.", Facet.MECHANISM),
        ("Survival was longer with velumab.", Facet.PROGNOSIS),
        ("Marrow rust is a rare disease.", Facet.DEFINITION),
        ("Deaths were fewer with velumab.", Facet.FINDING),
    ],
)
def test_without_a_label_the_cue_words_say_what_a_sentence_tells(text: str, told: Facet) -> None:
    assert facet(text) is told


@pytest.mark.parametrize(
    "text",
    [
        "Contraindicated in rust fever.",
        pytest.param(
            "Velumab is contraindicated in rust fever.",
        ),
    ],
)
def test_a_contraindication_among_the_risks_is_told_as_one(text: str) -> None:
    assert facet(text, label="Risk") is Facet.CONTRAINDICATION


@pytest.mark.parametrize(
    "text",
    [
        "We aimed to compare velumab with zinc.",
        "The objective was to assess velumab.",
        "We searched four databases for trials of velumab.",
        "Forty patients were recruited in two centres.",
        "This study evaluated velumab.",
        "To determine the effect of velumab on deaths.",
    ],
)
def test_aims_and_methods_are_background(text: str) -> None:
    assert facet(text) is Facet.BACKGROUND


@pytest.mark.parametrize(
    ("text", "section", "told"),
    [
        ("Velumab should be given early.", "Diagnosis", Facet.RECOMMENDATION),
        ("Velumab for all patients.", "Treatment", Facet.RECOMMENDATION),
        ("Velumab for all patients.", "Epidemiology", Facet.FINDING),
        ("Give velumab 5 mg daily.", "Treatment", Facet.DOSE),
        ("Contraindications: rust fever.", "Treatment", Facet.CONTRAINDICATION),
        ("This guideline was released in May.", "Treatment", Facet.BACKGROUND),
    ],
)
def test_the_section_of_a_guideline_decides_where_the_words_do_not(text: str, section: str, told: Facet) -> None:
    assert facet(text, section=section) is told


# Outcomes and directions


def direction(text: str, *, told: Facet = Facet.FINDING) -> Direction:
    return direction_of(text, starts_of(words(text)), told, effects_of(text))


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("Bleeding was common and mortality was high.", "mortality"),
        ("Strokes and relapses were fewer.", "stroke"),
        ("Five patients died.", "mortality"),
        ("Overall survival was longer.", "survival"),
        ("LDL fell.", "cholesterol"),
        ("Velumab was given.", ""),
        ("Serum creatinine rose.", "creatinine"),
        ("Creatinine clearance rose.", "kidney function"),
        ("Fewer had acute kidney injury.", "kidney injury"),
        ("More were seizure-free at a year.", "freedom from seizures"),
        ("More were free of any seizures.", "freedom from seizures"),
        ("Freedom from pain was more frequent.", "freedom from pain"),
        ("Ventilator-free days were more.", "freedom from mechanical ventilation"),
        ("Time to first relapse was longer.", "time to relapse"),
        ("Time to progression was longer.", "time to disease progression"),
        ("Weight loss was greater.", "weight loss"),
    ],
)
def test_deaths_come_before_any_other_outcome_and_then_the_first_named(text: str, outcome: str) -> None:
    assert outcome_of(text, starts_of(words(text))) == outcome


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("Depression improved.", Direction.LOWER),
        ("Fracture risk improved.", Direction.LOWER),
        ("Kidney function improved.", Direction.HIGHER),
        ("Kidney function worsened.", Direction.LOWER),
        ("Creatinine worsened.", Direction.HIGHER),
        ("Blood pressure improved.", Direction.UNSTATED),
    ],
)
def test_what_got_better_is_less_of_a_harm_and_more_of_a_good(text: str, points: Direction) -> None:
    assert direction(text) is points


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("Velumab reduced mortality.", Direction.LOWER),
        ("Mortality improved with velumab.", Direction.LOWER),
        ("Survival improved with velumab.", Direction.HIGHER),
        ("Deaths were fewer with velumab than with zinc.", Direction.LOWER),
        ("Velumab increased bleeding.", Direction.HIGHER),
        ("Mortality did not differ between groups.", Direction.NO_DIFFERENCE),
        ("There was no significant difference in mortality.", Direction.NO_DIFFERENCE),
        ("Mortality was similar in both groups.", Direction.NO_DIFFERENCE),
        ("Mortality was lower with velumab (P = 0.31).", Direction.NO_DIFFERENCE),
        ("Deaths: RR 0.80, 95% CI 0.70 to 0.92.", Direction.LOWER),
        ("Deaths: RR 1.30, 95% CI 1.10 to 1.52.", Direction.HIGHER),
        ("Mortality was lower (RR 0.80, 95% CI 0.60 to 1.05).", Direction.NO_DIFFERENCE),
        ("Deaths: RR 0.80, P = 0.01.", Direction.LOWER),
        ("Deaths: RR 0.80, P = 0.20.", Direction.NO_DIFFERENCE),
        ("The effect on mortality is uncertain.", Direction.UNCERTAIN),
        ("Velumab may reduce mortality (very low-certainty evidence).", Direction.UNCERTAIN),
        ("Deaths: RR 0.80, 95% CI 0.70 to 0.92; in sepsis RR 0.95, 95% CI 0.80 to 1.13.", Direction.MIXED),
        ("Velumab was given to 40 patients.", Direction.UNSTATED),
    ],
)
def test_a_result_points_where_its_words_and_intervals_point(text: str, points: Direction) -> None:
    assert direction(text) is points


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("Velumab should be given early.", Direction.FOR),
        ("We suggest velumab.", Direction.FOR),
        ("Velumab should not be used.", Direction.AGAINST),
        ("Do not give velumab.", Direction.AGAINST),
        ("We recommend against velumab.", Direction.AGAINST),
        ("Avoid velumab in rust fever.", Direction.AGAINST),
        ("Give velumab to patients who do not respond to zinc.", Direction.FOR),
        ("Offer velumab to patients who do not respond to zinc.", Direction.FOR),
        ("Evidence is insufficient to recommend velumab.", Direction.UNCERTAIN),
        ("Velumab for all patients.", Direction.UNSTATED),
    ],
)
def test_a_recommendation_points_for_or_against_only_by_its_own_words(text: str, points: Direction) -> None:
    assert direction(text, told=Facet.RECOMMENDATION) is points


@pytest.mark.parametrize(
    "text", ["Do not delay velumab.", "Velumab should not be withheld.", "Velumab should not be stopped."]
)
def test_not_to_withhold_is_not_to_advise_against(text: str) -> None:
    assert direction(text, told=Facet.RECOMMENDATION) is not Direction.AGAINST


def test_what_patients_do_not_do_is_no_recommendation() -> None:
    assert direction("Most patients do not respond to velumab.", told=Facet.RECOMMENDATION) is not Direction.FOR


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("Deaths were more frequent with placebo than with velumab.", Direction.LOWER),
        ("Mortality was higher in the placebo group than in the velumab group.", Direction.LOWER),
        ("Placebo lowered mortality compared with velumab.", Direction.HIGHER),
        ("Mortality was lower with velumab than with placebo.", Direction.LOWER),
        ("Velumab raised mortality compared with placebo.", Direction.HIGHER),
        ("Mortality did not differ between velumab and placebo.", Direction.NO_DIFFERENCE),
        ("Mortality was lower with velumab, RR 0.75 (95% CI 0.60 to 0.94), than with placebo.", Direction.LOWER),
        ("Brass raised mortality (HR 2.55, 95% CI 1.13 to 5.74) compared with velumab.", Direction.LOWER),
        ("With brass mortality fell, RR 0.75 (95% CI 0.60 to 0.94), versus velumab.", Direction.HIGHER),
        ("Velumab against brass, RR 0.75 (95% CI 0.60 to 0.94): fewer deaths than with velumab.", Direction.LOWER),
    ],
)
def test_what_is_told_of_the_other_arm_is_turned_to_the_one_asked_about(text: str, points: Direction) -> None:
    found = appraise(
        [Hit(passage=passage(f"{text} All had marrow rust."), score=1.0, why="")],
        TOPIC,
        lambda ids: dict.fromkeys(ids, Standing.CURRENT),
    )
    assert [f.direction for e in found for f in e.findings][:1] == [points]


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("With velumab the hazard ratio was 0.71 (95% CI 0.60 to 0.90).", "mortality"),
        ("With velumab the risk of gilded toes was higher, HR 2.55 (95% CI 1.13 to 5.74).", ""),
        ("With velumab the incidence of gilded toes was higher, HR 2.55 (95% CI 1.13 to 5.74).", ""),
    ],
)
def test_figures_are_of_the_outcome_before_only_where_the_sentence_names_none(text: str, outcome: str) -> None:
    held = passage(f"Mortality was recorded in all with marrow rust. {text}")
    found = appraise([Hit(passage=held, score=1.0, why="")], TOPIC, lambda ids: dict.fromkeys(ids, Standing.CURRENT))
    told = [f for e in found for f in e.findings if "CI" in e.passage.text[f.start : f.end]]
    assert [f.outcome for f in told] == [outcome]


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("Velumab was superior to placebo for pain, with similar constipation.", Direction.LOWER),
        ("Velumab lowered mortality, with no increase in bleeding.", Direction.LOWER),
        ("Velumab and placebo were followed by similar pain.", Direction.NO_DIFFERENCE),
        ("Mortality was lower with velumab, but bleeding was higher.", Direction.LOWER),
    ],
)
def test_what_did_not_differ_beside_the_outcome_does_not_hide_it(text: str, points: Direction) -> None:
    assert direction(text) is points


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("The patients with thrombotic complications had a higher mean score.", Direction.UNSTATED),
        ("Patients who developed bleeding were older and had lower weight at entry.", Direction.UNSTATED),
        ("In patients with stroke mortality was lower.", Direction.LOWER),
        ("Bleeding was higher in patients with velumab.", Direction.HIGHER),
    ],
)
def test_those_who_had_an_outcome_are_a_group_and_not_how_often_it_came(text: str, points: Direction) -> None:
    assert direction(text) is points


def test_worsened_survival_is_less_of_it() -> None:
    assert direction("Velumab worsened survival.") is Direction.LOWER


# Designs and sizes


@pytest.mark.parametrize(
    ("kind", "title", "text", "found"),
    [
        (Kind.TRIAL, "Velumab: a double-blind, placebo-controlled trial", "", ("randomised double-blind trial", 2)),
        (Kind.TRIAL, "Velumab", "We randomly assigned 40 patients.", ("randomised trial", 2)),
        (Kind.TRIAL, "Velumab", "After a meta-analysis was published we gave zinc.", ("randomised trial", 2)),
        (Kind.TRIAL, "Velumab: a post hoc analysis", "", ("post hoc analysis", 3)),
        (Kind.TRIAL, "Velumab: a cluster-randomized trial", "", ("cluster-randomised trial", 2)),
        (Kind.TRIAL, "Velumab", "An open-label, single-arm study.", ("uncontrolled trial", 4)),
        (Kind.SYSTEMATIC_REVIEW, "Velumab: a systematic review and meta-analysis", "", ("meta-analysis", 1)),
        (Kind.SYSTEMATIC_REVIEW, "Velumab: a network meta-analysis", "", ("network meta-analysis", 1)),
        (Kind.OBSERVATIONAL, "Velumab", "A retrospective cohort of 40.", ("retrospective study", 3)),
        (Kind.OBSERVATIONAL, "Velumab: a case-control study", "", ("case-control study", 4)),
        (Kind.CASE_REPORT, "Velumab", "We saw one man.", ("case reports", 4)),
        (Kind.STUDY, "Velumab in mice", "", ("laboratory study", 5)),
        (Kind.STUDY, "Velumab", "Zinc was given.", ("design not stated", None)),
        (Kind.REVIEW, "Velumab: what randomised trials say", "", ("narrative review", 5)),
        (Kind.GUIDELINE, "Velumab", "A meta-analysis was read.", ("guideline", None)),
        (Kind.LABEL, "Velumab", "A double-blind trial.", ("product label", None)),
    ],
)
def test_the_design_is_read_from_kind_title_and_words(
    kind: Kind, title: str, text: str, found: tuple[str, int | None]
) -> None:
    assert design_of(passage(text or "Words.", document(kind=kind, title=title))) == found


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("We enrolled 230 patients.", "230 patients"),
        ("In 1,204 critically ill adults zinc was given.", "1,204 critically ill adults"),
        ("We included 12 RCTs with 3,400 people.", "12 RCTs"),
        ("Velumab was given (n = 42).", "n=42"),
        ("Zinc for 28 days in patients with rust.", None),
        ("Deaths fell by 12% patients said.", None),
        ("Velumab was given.", None),
    ],
)
def test_the_size_is_in_the_words_of_the_passage(text: str, size: str | None) -> None:
    assert size_of(text) == size


# Sentences


def test_a_label_counts_for_all_sentences_of_its_line_and_for_no_other() -> None:
    text = "RESULTS: Deaths fell. Bleeding rose.\nRecommendation (grade D): Give zinc.\nZinc is cheap."
    found = [(text[p.start : p.end], p.label, p.bracket) for p in labelled(text)]
    assert found == [
        ("Deaths fell.", "RESULTS", ""),
        ("Bleeding rose.", "RESULTS", ""),
        ("Give zinc.", "Recommendation", "grade D"),
        ("Zinc is cheap.", "", ""),
    ]


def test_headings_in_capitals_inside_a_line_are_labels_too() -> None:
    text = "BACKGROUND Rust is rare. RESULTS Deaths fell."
    assert [(text[p.start : p.end], p.label) for p in labelled(text)] == [
        ("Rust is rare.", "BACKGROUND"),
        ("Deaths fell.", "RESULTS"),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Velumab lowered deaths [12].",
        "Velumab lowered deaths (Rusty, 2019).",
        "Rusty et al. found fewer deaths.",
        "As in previous studies, deaths were fewer.",
        "Deaths were fewer in a recent trial.",
        "Deaths were fewer in several trials.",
    ],
)
def test_a_sentence_that_cites_others_is_second_hand_in_a_study_but_not_in_a_guideline(sentence: str) -> None:
    assert second_hand(sentence, "Results", Kind.TRIAL)
    assert not second_hand(sentence, "Results", Kind.GUIDELINE)


@pytest.mark.parametrize(
    "sentence", ["Previous studies found fewer deaths.", "A recent trial found fewer deaths.", "Several trials agree."]
)
def test_others_work_is_second_hand_at_the_start_of_a_sentence_too(sentence: str) -> None:
    assert second_hand(sentence, "Results", Kind.TRIAL)


@pytest.mark.parametrize("section", ["Introduction", "Discussion", "Background"])
def test_introduction_and_discussion_are_second_hand(section: str) -> None:
    assert second_hand("Velumab lowered deaths.", section, Kind.TRIAL)


def test_a_result_of_its_own_is_not_second_hand() -> None:
    assert not second_hand("Velumab lowered deaths (RR 0.75, 95% CI 0.60 to 0.94).", "Abstract", Kind.TRIAL)
    assert not second_hand("Velumab 1.5 mg was given to 12 of 40.", "Results", Kind.TRIAL)
