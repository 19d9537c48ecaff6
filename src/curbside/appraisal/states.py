"""States of a disease that are treated otherwise: what holds in one is no answer on another."""

from __future__ import annotations

import re

from curbside.model import Concept

_OTHERS = {
    "acute": "chronic|stable",
    "chronic": "acute",
    "severe": "uncomplicated|mild|non-severe|nonsevere",
    "uncomplicated": "severe|complicated",
    "complicated": "uncomplicated",
    "mild": "severe",
    "stable": "unstable|decompensated|acute",
    "unstable": "stable",
    "latent": "active",
    "active": "latent",
}
"""States that an asked one is told apart from, as names of diseases write them."""


def another_state(asked: Concept, text: str) -> bool:
    """Whether a text names the condition in a state that the one asked about is told apart from, and not in that one.

    "ACTs are recommended for uncomplicated malaria" does not answer for the severe one.
    """
    states = [w for w in asked.forms[0].split() if w in _OTHERS]
    base = " ".join(w for w in asked.forms[0].split() if w not in _OTHERS)
    if not states or not base:
        return False
    low = text.lower()
    others = "|".join(_OTHERS[s] for s in states)
    named = re.search(rf"(?<![\w-])(?:{others})(?: [\w-]+){{0,2}}? {re.escape(base)}", low)
    return named is not None and not any(re.search(rf"(?<![\w-]){s}\b", low) for s in states)


def leads_to_another(asked: Concept, lead: str) -> bool:
    """Whether a heading, or a line that leads a list, names such a state, with or without the condition."""
    states = [w for w in asked.forms[0].split() if w in _OTHERS]
    low = lead.lower()
    others = "|".join(_OTHERS[s] for s in states)
    return (
        bool(states) and re.search(rf"(?<![\w-])(?:{others})\b", low) is not None and not any(s in low for s in states)
    )
