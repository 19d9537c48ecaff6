"""Headings within a passage that name for whom what stands under them is: "Neonatal gonococcal conjunctivitis"."""

from __future__ import annotations

import re

from curbside.appraisal.lists import bare_line, depth_at, may_run_on, run_on
from curbside.appraisal.populations import names_group
from curbside.text import names_condition

_HEADING = re.compile(r"[A-Z][\w ,/&()'<>\u2264\u2265-]{2,90}")
_LONGEST = 9
"""Words beyond which a line is a sentence and no heading."""
_VERBS = frozenset(
    """treat manage prevent give use stop avoid do consider refer investigate screen monitor add see admit keep start
    offer check review ensure exclude assess repeat continue""".split()
)
"""First words of what is no heading but advice."""
_SAYS = re.compile(r"\b(?:is|are|was|were|be|been|has|have|had|should|must|may|might|can|will|needs?|requires?)\b")
"""Verbs of sentences, which some texts leave without a full stop."""


def heading_of_whom(text: str, start: int) -> tuple[int, int] | None:
    """The place of the nearest heading above a line, where that names people or a condition; None where it does not.

    A heading stands on an unmarked line of its own, or was run into the item above what stands under it. Whatever it
    names, it ends what the one before it was for.
    """
    line = text.rfind("\n", 0, start) + 1
    while line > 0:
        end, line = line - 1, text.rfind("\n", 0, line - 1) + 1
        marked = depth_at(text, line) > 0
        place = run_on(text, line, end) if marked else _heading(text, line)
        if place:
            named = text[slice(*place)]
            return place if names_condition(named) or names_group(named) else None
        if marked and may_run_on(text, line, end):
            return None
    return None


def _heading(text: str, line: int) -> tuple[int, int] | None:
    """The place of an unmarked line where that is a heading by its looks."""
    place = bare_line(text, line)
    written = text[slice(*place)]
    found = written.split()
    if not _HEADING.fullmatch(written) or len(found) > _LONGEST or found[0].lower() in _VERBS:
        return None
    return None if _SAYS.search(written) else place
