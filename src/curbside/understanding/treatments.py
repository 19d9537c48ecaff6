"""Which names are of things that are done or given, by what such names are made of."""

from __future__ import annotations

import re

from curbside.understanding.drug_classes import names_drug

_DONE = re.compile(
    r"\b(?:surgery|operation|resection|transplant(?:ation)?|transfusions?|plasma|plasmapheresis|ffp|"
    r"cryoprecipitate|concentrates?|dialysis|ventilation|intubation|oxygen|cpap|ecmo|exercise|physiotherapy|diet|"
    r"counselling|counseling|psychotherapy|cbt|stents?|stenting|pci|cabg|ablation|cardioversion|pacemaker|"
    r"radiotherapy|chemotherapy|immunotherapy|thrombolysis|thrombolytics?|thrombectomy|anti-?thrombin|thrombomodulin|"
    r"anti-?\w+(?:ics?|ants?|als?|ives?|ins?|ents?)|steroids?|cortico\w+|glucocortico\w+|statins?|vaccines?|vaccination|"
    r"immuni[sz]ation|drugs?|tablets?|inhibitors?|blockers?|agonists?|antagonists?|diuretics?|insulins?|opioids?|"
    r"heparins?|antivenoms?|antivenins?|antidotes?|analgesia|"
    r"analgesics?|pain relief|ssris?|snris?|nsaids?|contraception|contraceptives?|"
    r"aspirin|warfarin|ivig|immunoglobulins?|anticoag\w+|fluids?|saline|crystalloids?|albumin|"
    r"vitamin \w+|screening|resuscitation|alkalini[sz]ation|"
    r"\w+(?:ectomy|plasty|ostomy|(?<!rhabdomyo)(?<!haemo)(?<!hemo)(?<!para)(?<!osteo)lysis|therapy|pheresis)|"
    r"\w+[ -]therapy)\b",
    re.IGNORECASE,
)
_CONDITION_AFTER = re.compile(
    r"\b(?:deficiency|toxicity|overload|withdrawal|allergy|poisoning|overdose|resistance|dependence|-induced)\b",
    re.IGNORECASE,
)


GOAL = re.compile(
    r"(?:blood pressure|rate|rhythm|glucose|oxygen|saturation|temperature|fluid) "
    r"(?:lowering|control|targets?|goals?|resuscitation|management)"
)
"""What is aimed at by whatever is given: "rate control", "blood pressure target"."""


def names_treatment(name: str) -> bool:
    """Whether a name is of something done or given, and not of a condition that comes of it ("opioid withdrawal")."""
    return bool(_DONE.search(name) or names_drug(name) or GOAL.fullmatch(name.lower())) and not _CONDITION_AFTER.search(
        name
    )
