"""What kind of document a record is, from its types, its title and its opening words."""

from __future__ import annotations

import pytest

from curbside.model import Kind
from curbside.sources.designs import kind_of


@pytest.mark.parametrize(
    ("types", "kind"),
    [
        (("Journal Article", "Practice Guideline", "Randomized Controlled Trial"), Kind.GUIDELINE),
        (("Review", "Meta-Analysis"), Kind.SYSTEMATIC_REVIEW),
        (("Clinical Trial, Phase III",), Kind.TRIAL),
        (("Clinical Trial Protocol", "Randomized Controlled Trial"), Kind.STUDY),
        (("Observational Study",), Kind.OBSERVATIONAL),
        (("Case Reports", "Review"), Kind.CASE_REPORT),
        (("Journal Article", "Review"), Kind.REVIEW),
        (("review-article",), Kind.REVIEW),
        (("Journal Article", "Comment"), Kind.STUDY),
    ],
)
def test_publication_types_decide_whatever_the_title_says(types: tuple[str, ...], kind: Kind) -> None:
    assert kind_of(types, "A cohort study of turtles") is kind


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Turtles: a systematic review and meta-analysis", Kind.SYSTEMATIC_REVIEW),
        ("ROBIS: a tool to assess risk of bias in systematic reviews was developed", Kind.STUDY),
        ("A randomised, double-blind trial of air", Kind.TRIAL),
        ("Air versus oxygen: a placebo-controlled study", Kind.TRIAL),
        ("A non-randomised trial of air", Kind.STUDY),
        ("Air for turtles: study protocol for a randomised controlled trial", Kind.STUDY),
        ("Turtle health: a retrospective cohort study", Kind.OBSERVATIONAL),
        ("Fever in a turtle: a case report", Kind.CASE_REPORT),
        ("Turtles: a narrative review", Kind.REVIEW),
        ("An overview of turtles", Kind.REVIEW),
        ("Guidelines for the diagnosis and management of turtle fever", Kind.GUIDELINE),
        ("Guidelines for the use of air in turtles", Kind.GUIDELINE),
        ("Management of patients with fever: a clinical practice guideline", Kind.GUIDELINE),
        ("Evidence-based guideline: treatment of fever", Kind.GUIDELINE),
        ("Fever: consensus statement of the Turtle Society", Kind.GUIDELINE),
        ("Screening for fever: US Preventive Services Task Force recommendation statement", Kind.GUIDELINE),
        ("Adherence to guidelines for turtle fever", Kind.STUDY),
        ("Implementation of a clinical practice guideline on fever", Kind.STUDY),
        ("Do clinicians follow guidelines for fever", Kind.STUDY),
        ("Comparison of international guidelines for fever", Kind.STUDY),
        ("Guideline-directed therapy in turtles", Kind.STUDY),
        (
            "Procalcitonin Guidance to Reduce Antibiotic Treatment of Lower Respiratory Tract Infection in Children "
            "and Adolescents (ProPAED): A Randomized Controlled Trial",
            Kind.TRIAL,
        ),
        ("Guidance to stop air in turtles: a randomised trial", Kind.TRIAL),
        ("Biopsy under ultrasound guidance in turtles", Kind.STUDY),
        ("Guidance for the use of ultrasound: a consensus of the Turtle Society", Kind.GUIDELINE),
        ("Turtle genome assembly", Kind.STUDY),
    ],
)
def test_a_title_decides_where_types_are_silent(title: str, kind: Kind) -> None:
    assert kind_of(("Journal Article",), title) is kind


@pytest.mark.parametrize(
    ("opening", "kind"),
    [
        ("The USPSTF recommends screening adults.", Kind.GUIDELINE),
        ("Sixty patients were randomly assigned to air or oxygen.", Kind.TRIAL),
        ("We randomly assigned participants to two groups.", Kind.TRIAL),
        ("Ten male rats were randomly allocated; no patients.", Kind.STUDY),
        ("Ten beagles were randomly allocated to three groups.", Kind.STUDY),
        ("We conducted a systematic review of trials.", Kind.SYSTEMATIC_REVIEW),
        ("Random samples were drawn. " * 9 + "Patients were then randomly divided in two.", Kind.TRIAL),
        ("This randomized clinical trial was run in patients.", Kind.TRIAL),
        ("Patients not were randomised but chosen at random.", Kind.STUDY),
        ("Cohorts and random numbers. " * 9 + "This was a national cohort.", Kind.OBSERVATIONAL),
        ("In this retrospective analysis", Kind.OBSERVATIONAL),
        ("A cohort of 200 women was followed.", Kind.OBSERVATIONAL),
        ("We sequenced the genome.", Kind.STUDY),
    ],
)
def test_the_opening_words_decide_last(opening: str, kind: Kind) -> None:
    assert kind_of(("Journal Article",), "Air and oxygen", opening) is kind


def test_a_review_whose_title_says_systematic_is_a_systematic_review() -> None:
    assert kind_of(("Review",), "Air: a systematic review") is Kind.SYSTEMATIC_REVIEW


def test_an_opinion_has_no_design_of_its_own() -> None:
    assert kind_of(("Editorial",), "Meta-analysis: a critique") is Kind.STUDY
