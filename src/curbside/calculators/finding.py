"""Finds a score by its id, its name or another name it goes by."""

from __future__ import annotations

from difflib import get_close_matches

from curbside.calculators.forms import Calculator
from curbside.calculators.reading import slug
from curbside.calculators.registry import SCORES
from curbside.model import BadInputError

_BY_NAME = {slug(n): s for s in reversed(SCORES) for n in (s.name, *s.aliases, *s.names)}
_BY_ID = {slug(s.id): s for s in SCORES}


def calculator(name: str) -> Calculator:
    """The score of a name, case and signs apart; BadInputError with the nearest ones where there is none."""
    wanted = slug(name)
    found = _BY_ID.get(wanted) or _BY_NAME.get(wanted)
    if found is None:
        near = dict.fromkeys(
            (_BY_ID.get(n) or _BY_NAME[n]).id for n in get_close_matches(wanted, [*_BY_ID, *_BY_NAME], n=5, cutoff=0.5)
        )
        meant = f"; perhaps {', '.join(list(near)[:3])}" if near else ""
        raise BadInputError(name, "", f"no score of this name{meant}; curbside calculate --list names them all")
    return found
