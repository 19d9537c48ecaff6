"""Scores: a catalogue by specialty, and a page each, whose address carries the inputs. Nothing given is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from urllib.parse import urlencode

from fastapi import HTTPException, Request

from curbside.archive import Entry
from curbside.calculators import (
    SCORES,
    Calculation,
    Calculator,
    calculate,
    calculation_object,
    calculator,
    calculator_object,
    input_object,
    named_in,
    scale_marks,
)
from curbside.calculators.forms import Input
from curbside.calculators.telling import grams_of
from curbside.exports.licences import shown
from curbside.house import House
from curbside.model import BadInputError, Passage, Standing
from curbside.web.rendering import Page, Route, Shown, Value, path_of
from curbside.web.showing import entry_value, reference_value
from curbside.web.site import InHouse, OnSite, Site
from curbside.web.today import as_of_today

_LONGEST = 200
"""Characters of one input that are read."""
_NOT_INPUTS = frozenset({"reader"})
"""What an address may carry beside inputs."""
_MOST = 5
_IDS = frozenset(s.id for s in SCORES)
WIDTH, MARGIN = 360, 16


def catalogue(q: str = "") -> Shown:
    """Every score by specialty, or those whose names, ids or purposes hold every one of some words."""
    found = [s for s in SCORES if _holds(s, q[:_LONGEST])]
    by = sorted(found, key=lambda s: (s.specialty, s.name.casefold()))
    groups = [
        {"name": name, "scores": [_listed(s) for s in scores]} for name, scores in groupby(by, lambda s: s.specialty)
    ]
    value = {"title": "Scores", "query": q[:_LONGEST], "number": len(found), "specialties": groups}
    return Shown(template="scores.html", value=value)


def _holds(score: Calculator, words: str) -> bool:
    text = " ".join((score.id, score.name, score.specialty, score.purpose, *score.aliases, *score.names)).casefold()
    return all(word in text for word in words.casefold().split())


def _listed(score: Calculator) -> Value:
    return {
        "id": score.id,
        "name": score.name,
        "version": score.version,
        "purpose": score.purpose,
        "provisional": bool(score.provisional),
        "path": path_of("scores", score.id),
    }


def score(request: Request, id: str, site: OnSite, house: InHouse) -> Shown:  # noqa: A002
    """A score: its form, and where inputs are given its steps, its result in words and on a scale, and a link to it."""
    try:
        chosen = calculator(id)
    except BadInputError as error:
        raise HTTPException(404, str(error)) from error
    given = _given(request.query_params.items())
    calculation, trouble = _calculated(chosen, given)
    value = {
        "title": chosen.name,
        **calculator_object(chosen),
        "path": path_of("scores", chosen.id),
        "successor_path": path_of("scores", chosen.successor) if chosen.successor in _IDS else "",
        "given": given,
        "trouble": trouble,
        "calculation": calculation_object(calculation) if calculation else None,
        "scale_drawn": _drawn(chosen, calculation) if calculation else None,
        "link": _link(site, chosen, given) if calculation else None,
        "fields": [_field(i, given) for i in chosen.inputs],
        "instead": [_field(i, given) for a in chosen.alternatives for i in a.inputs],
        "doses": _doses(calculation) if calculation else [],
        "answers": [entry_value(e) for e in as_of_today(_answers(site, chosen), site.archive, house)],
        "evidence": [_passage(p) for p in _evidence(house, chosen)],
    }
    return Shown(template="score.html", value=value, status=422 if trouble else 200)


def _doses(calculation: Calculation) -> list[Value]:
    """Regimens with grams by each weight as one reads them."""
    found = calculation.outcome.result.get("regimens") or ()
    assert isinstance(found, list | tuple)
    return [{**r, "grams": {by: grams_of(given) for by, given in r["grams"].items()}} for r in found]


def _given(items: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {k[:_LONGEST]: v.strip()[:_LONGEST] for k, v in items if v.strip() and k not in _NOT_INPUTS}


def _calculated(chosen: Calculator, given: Mapping[str, str]) -> tuple[Calculation | None, Value | None]:
    if not given:
        return None, None
    try:
        return calculate(chosen, given), None
    except BadInputError as error:
        return None, {"input": error.place, "reason": error.reason}


def _field(wanted: Input, given: Mapping[str, str]) -> Value:
    names = (wanted.key, *wanted.aliases)
    return {**input_object(wanted), "value": next((given[n] for n in names if n in given), "")}


def _link(site: Site, chosen: Calculator, given: Mapping[str, str]) -> str:
    """The address that gives this calculation again: the inputs stand in it, and nowhere else."""
    return f"{site.settings.public_url or ''}{path_of('scores', chosen.id)}?{urlencode(given)}"


def _drawn(chosen: Calculator, calculation: Calculation) -> Value | None:
    """Where the scale's ends, the edges of its bands, the value and what is still possible lie in the drawing."""
    marks = scale_marks(chosen, calculation)
    if marks is None:
        return None
    low, high = marks["low"], marks["high"]

    def at(number: float) -> float:
        return round(MARGIN + (WIDTH - 2 * MARGIN) * (number - low) / (high - low), 1)

    span = calculation.range
    return {
        "width": WIDTH,
        "from": at(low),
        "to": at(high),
        "ticks": [{"x": at(edge), "label": f"{edge:g}"} for edge in marks["edges"]],
        "value": None if calculation.outcome.value is None else {"x": at(calculation.outcome.value)},
        "span": None if span is None else {"from": at(span.lowest), "to": at(span.highest)},
    }


def _answers(site: Site, chosen: Calculator) -> list[Entry]:
    found = {e.id: e for name in chosen.names[:3] for e in site.archive.search(name, limit=_MOST)}
    return list(found.values())[:_MOST]


def _evidence(house: House, chosen: Calculator) -> list[Passage]:
    """The passages that fit the score's name best among those that name it."""
    try:
        ranked = house.rank(chosen.names[0] if chosen.names else chosen.name, k=40)
    except ValueError:
        return []
    naming = [p for p, _ in ranked if chosen in named_in((p.text, p.document.title or ""))]
    standing = house.library.standing(sorted({p.document.id for p in naming}))
    return [p for p in naming if standing.get(p.document.id) is not Standing.RETRACTED][:_MOST]


def _passage(passage: Passage) -> Value:
    return {"reference": reference_value(passage.document), "section": passage.section, "text": shown(passage)}


ROUTES: tuple[Route, ...] = (
    Page(path="/scores", view=catalogue, about="The scores, by specialty"),
    Page(path="/scores/{id}", view=score, about="A score: its form, and computed from the inputs in the address"),
)
