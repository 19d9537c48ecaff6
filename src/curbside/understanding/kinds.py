"""Which names are of conditions and which of drugs, where a word alone does not show it by what it is made of."""

from __future__ import annotations

import re

from curbside import text
from curbside.understanding.everyday import everyday
from curbside.understanding.naming import Vocabulary

_BY_NAME = re.compile(
    r"\b(?:(?:low|high) blood pressure|"
    r"shingles|zoster|measles|mumps|rubella|rabies|tetanus|scabies|croup|chickenpox|varicella|\w*pox|convulsions?|"
    r"sciatica|toxicity|\w+ storm|\w+ cris[ei]s|worms?|"
    r"(?:bee|wasp|scorpion|jellyfish|insect) stings?|drowning|choking|jaundice|itch\w*|pruritus|breathless\w*|"
    r"shortness of breath|dyspn(?:o)?ea|palpitations?|dizziness|o?edema|swelling|collapse|agitation|confusion|"
    r"hiccups?|\w+ toxicity|exacerbations?|bradycardia|tachycardia|oliguria|haematuria|hematuria|ascites|"
    r"rhabdomyolysis|ha?emolysis|paralysis|whooping|lice|"
    r"nits|piles|stye|warts?|cramps?|needle[- ]?stick|hyper(?!immune)\w+|hypo(?!dermic|thesis)\w+)\b",
    re.IGNORECASE,
)
"""Names that hold none of the syllables by which conditions are known."""


def names_condition(name: str) -> bool:
    """Whether a name is of a condition, by what such names are made of or because it is one of those that are not."""
    return text.names_condition(name) or _BY_NAME.search(name) is not None


_GIVEN = ("dose of {}", "{} dose", "{} mg", "administration of {}", "treated with {}")
_HAD = ("patients with {}", "history of {}", "symptoms of {}", "diagnosis of {}")
"""What held texts say with names of drugs and with names of conditions, though each also with some of the other."""
_OFTEN, _MORE = 2, 2


def given_by_texts(name: str, vocabulary: Vocabulary, *, least: int = _OFTEN) -> bool:
    """Whether held texts speak of a name as of a drug, of its dose far more than of those who have it.

    `least` passages must; one is enough for a word behind the whole name of a condition.
    """
    if not _ONE_WORD.fullmatch(name) or names_condition(name) or name.lower() in _ANYTHING:
        return False
    given = sum(vocabulary.held([said.format(name.lower())]) for said in _GIVEN)
    return given >= least and given > _MORE * sum(vocabulary.held([said.format(name.lower())]) for said in _HAD)


_SUBSTANCE = re.compile(
    r"[a-z]{3,}(?:in|ine|ol|ose|ide|ole|one|mab|nib|vir|mide|cillin|statin|tide|pam|lam|ium|am|il|an|on|ate|ane|ene)",
    re.IGNORECASE,
)


def named_as_a_substance(name: str) -> bool:
    """Whether a word ends as names of substances do and is none of everyday English: "terlipressin"."""
    return bool(_SUBSTANCE.fullmatch(name)) and not names_condition(name) and not everyday(name.lower())


_ONE_WORD = re.compile(r"[A-Za-z][A-Za-z-]{3,}")
_ANYTHING = frozenset(
    "control exposure prophylaxis rapid target treatment therapy loading starting maximum high initial total single "
    "daily median mean effective lethal optimal same fixed oral intravenous maintenance standard rate level levels "
    "blood pressure media externa lowering holiday".split()
)
