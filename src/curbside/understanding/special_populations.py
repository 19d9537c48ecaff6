"""Who is treated otherwise: age groups, pregnancy, and the conditions that come beside the one asked about."""

from __future__ import annotations

import re

_PEOPLE = (
    ("neonates", r"\b(?:neonat\w+|new-?borns?|preterm\w*|premature)\b"),
    ("infants", r"\b(?:infants?|bab(?:y|ies)|toddlers?)\b"),
    ("adolescents", r"\b(?:adolescen\w+|teen\w*)\b"),
    (
        "children",
        r"\b(?:child\w*|kids?|p(?:a)?ediatric\w*|p(?:a)?eds|boys?|girls?|under (?:5|12|16|18)s?|"
        r"(?:[1-9]|1[0-7])[ -]?(?:y/?o|years?[ -]olds?))\b",
    ),
    (
        "breastfeeding women",
        r"\b(?:breast-?feed\w*|lactat\w+|nursing mothers?)\b",
    ),
    ("pregnant women", r"\b(?:pregnan\w+|gestation\w*|expecting|trimester)\b"),
    (
        "older adults",
        r"\b(?:elderly|older (?:people|adults|patients|persons)|old people|over (?:6|7|8)\d|frail\w*|geriatric\w*|"
        r"(?:6[5-9]|[789]\d|10\d)[ -]?(?:y/?o|years?[ -]olds?))\b",
    ),
    ("adults", r"\b(?:adults?|(?:1[89]|[2-5]\d|6[0-4])[ -]?(?:y/?o|years?[ -]olds?))\b"),
    ("women", r"\b(?:women|woman|females?)\b"),
    ("men", r"\b(?:men|man|males?)\b"),
)
_SPOKEN_OF = {
    "neonates": "neonate; neonatal; newborn; newborns; preterm",
    "infants": "infant; babies; baby",
    "adolescents": "adolescent; teenagers; young people",
    "children": "child; paediatric; pediatric; childhood; infants; adolescents",
    "breastfeeding women": "breastfeeding; breast-feeding; lactation; lactating; breast milk",
    "pregnant women": "pregnancy; pregnant; gestation; obstetric; antenatal",
    "older adults": "elderly; older people; older patients; aged 65; geriatric; frail",
}
_WHO = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _PEOPLE)
BESIDE_THE_CONDITION = re.compile(
    r"\b(?:renal|kidney|hepatic|liver|cardiac|heart) (?:\w+ )?(?:failure|impairment|dysfunction|disease|insufficiency|"
    r"injury)\b|\b(?:ckd(?: ?[1-5][ab]?)?|aki|esrd|esrf|egfr|dialysis|ha?emodialysis|cirrhosis|obesity|obese|"
    r"immunosuppress\w+|"
    r"immunocompromised|g6pd|iga deficiency|allerg\w+|penicillin allergy|bleeding|thrombocytopenia|malnutrition|"
    r"cancer|diabetes|diabetic|hiv|asthma|copd|epilepsy|gout|frailty)\b",
    re.IGNORECASE,
)
"""What clinicians name beside a condition as a reason to treat it otherwise; labels list them too."""


def forms_of_people(text: str) -> tuple[str, ...]:
    """The words by which texts speak of the group that is named; empty where it is none that is treated otherwise."""
    listed = _SPOKEN_OF.get(people_in(text), "")
    return tuple(listed.split("; ")) if listed else ()


def people_in(text: str) -> str:
    """The group by age, sex or pregnancy that a text names, in one standard wording; "" where it names none."""
    return next((name for name, pattern in _WHO if pattern.search(text)), "")
