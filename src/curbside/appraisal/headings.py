"""Headings of chapters, and those that stand as a line of their own within a passage."""

from __future__ import annotations

import re
from enum import StrEnum

from curbside.appraisal.lists import is_marked


class Chapter(StrEnum):
    """What a heading of a guideline announces."""

    GOALS = "goals"
    WARNINGS = "warnings"
    PREVENTION = "prevention"
    TREATMENT = "treatment"
    TESTS = "tests"
    FEATURES = "features"
    COURSE = "course"
    CAUSES = "causes"
    ADVICE = "advice"
    OTHER = "other"


_ANNOUNCES = tuple(
    (chapter, re.compile(rf"\b(?:{cue})", re.IGNORECASE))
    for chapter, cue in (
        (Chapter.GOALS, r"goals?\b|aims? of|objectives? of"),
        (
            Chapter.WARNINGS,
            r"adverse|contra-?indicat|cautions?\b|side[ -]effects?|warnings?|precautions?|interactions?\b",
        ),
        (Chapter.PREVENTION, r"prevent|prophyla|vaccin|immuni[sz]"),
        (
            Chapter.FEATURES,
            r"clini(?:c)?al features|signs?\b|symptoms?|presentation|differential|diagnoses\b",
        ),
        (Chapter.TESTS, r"investigation|diagnos|tests?\b|screening"),
        (Chapter.COURSE, r"complications?|prognosis|outcome|epidemiolog|sequelae"),
        (Chapter.CAUSES, r"a?etiolog|causes?\b|risk factors?|pathogen|pathophysiol"),
        (Chapter.TREATMENT, r"treat|tretament|manag|therap|drugs?\b(?!-)|surg|regimen|medic|measures?"),
        (Chapter.ADVICE, r"recommend"),
    )
)
_LINE = re.compile(r"[A-Z][\w ,/&()'-]{2,90}")
_LONGEST = 9
"""Words beyond which a line is a sentence and no heading."""


def announced(heading: str) -> Chapter:
    """What a heading announces, by its last part: "TREATMENT OF X > Prevention" prevention."""
    last = heading.rsplit(" > ", 1)[-1]
    return next((chapter for chapter, cue in _ANNOUNCES if cue.search(last)), Chapter.OTHER)


def chapter_of(text: str, start: int, section: str) -> Chapter:
    """What the nearest heading above a place in a passage announces, that of the passage where none stands in it.

    Goals are only what is listed at once behind their heading: what is done comes after them.
    """
    above = heading_above(text, start)
    found = announced(above or section)
    begins = text.rfind(f"{above}\n", 0, start) + len(above) + 1 if above else 0
    if found is Chapter.GOALS and not _at_once(text[begins:start]):
        return Chapter.TREATMENT
    return found


def _at_once(between: str) -> bool:
    """Whether nothing but items of one list stands between a heading and an item."""
    lines = [line for line in between.split("\n")[:-1] if line.strip()]
    return not any(line.rstrip().endswith(":") for line in lines) and len({is_marked(line) for line in lines}) <= 1


def heading_above(text: str, start: int) -> str:
    """The nearest line above a place that is nothing but a heading; "" where the passage has none above it."""
    line = text.rfind("\n", 0, start) + 1
    while line > 0:
        end, line = line - 1, text.rfind("\n", 0, line - 1) + 1
        written = text[line:end].strip()
        if _is_heading(written):
            return written
    return ""


def _is_heading(line: str) -> bool:
    """Whether a line is a heading: short, unmarked, without a figure or a full stop, and of a kind that is known."""
    if is_marked(line) or not _LINE.fullmatch(line) or any(c.isdigit() for c in line):
        return False
    found = line.split()
    return len(found) <= _LONGEST and announced(line) is not Chapter.OTHER and found[0].lower() not in _VERBS


_VERBS = frozenset(
    "treat manage prevent give use stop avoid do consider refer investigate screen monitor add see".split()
)
"""First words of what is no heading but advice."""
