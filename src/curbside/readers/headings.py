"""The headings of an answer as questions that a patient or a carer would ask."""

from __future__ import annotations

import re
from collections.abc import Callable

_QUESTIONS = (
    (r"What guidelines say", "What do guidelines say?"),
    (r"Guidance for other conditions \(indirect\)", "What do guidelines say on other illnesses? (indirect)"),
    (
        r"Boxed warnings and contraindications \(product label\)",
        "What are the strongest warnings? Who must not have it? (product label)",
    ),
    (r"Precautions and dosing \(product label\)", "What needs care? (product label)"),
    (r"Standard management of (?P<name>.+) \(other treatments\)", "What else is done for {name}? (other treatments)"),
    (
        r"Guidance on conditions in which it was studied \(indirect\)",
        "What do guidelines say on the illnesses it was studied in? (indirect)",
    ),
    (
        r"On (?P<kind>.+) in general in (?P<name>.+) \(indirect: not (?P<drug>.+) by name\)",
        "What is said of {kind} in general, in {name}? (indirect: not {drug} by name)",
    ),
    (r"Results in (?P<name>.+)", "What came out of studies in {name}?"),
    (r"Deaths, in other conditions \(indirect\)", "Did fewer people die, in other illnesses? (indirect)"),
    (r"Other results in other conditions \(indirect\)", "What else was seen in other illnesses? (indirect)"),
    (
        r"A condition that can present with or include (?P<name>.+) \(indirect, an exception of its own\)",
        "What about an illness that can come with {name}? (indirect, a case of its own)",
    ),
    (r"Doses studied, each with its condition", "Which doses were studied?"),
    (r"Risks and precautions", "What are the risks?"),
    (r"How it may work", "How may it work?"),
    (r"In animals or cells \(indirect\)", "What was seen in animals or cells in a lab? (indirect)"),
    (r"Other treatments studied in (?P<name>.+)", "What other treatments were studied in {name}?"),
    (r"Limits of the evidence", "What can these studies not tell us?"),
    (r"What research says", "What does research say?"),
)


def question(title: str, say: Callable[[str], str]) -> str:
    """The heading as a question; a name in it is told as elsewhere. A heading that is not known keeps its words."""
    for pattern, asked in _QUESTIONS:
        if match := re.fullmatch(pattern, title):
            return asked.format(**{k: say(v) for k, v in match.groupdict().items()})
    return f"{title}?"
