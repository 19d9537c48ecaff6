"""`curbside calculate`: one score from its inputs, or the list of scores."""

from __future__ import annotations

import json
import sys
from itertools import groupby
from typing import Annotated

import typer

from curbside.calculators import SCORES, calculate, calculation_object, calculator, calculator_object
from curbside.calculators.telling import told, told_score
from curbside.cli.asking import JsonOption, readable
from curbside.exports.plain import printable


def calculate_score(
    name: Annotated[str | None, typer.Argument(help="A score's id or name.", metavar="NAME")] = None,
    inputs: Annotated[
        list[str] | None, typer.Argument(help="key=value, as creatinine='90 umol/L'.", metavar="KEY=VALUE...")
    ] = None,
    listed: Annotated[bool, typer.Option("--list", help="Name every score, or what the score named takes.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Compute a score, with its steps and sources; without inputs, say what it takes (as JSON, compute it so)."""
    if name is None:
        if not listed:
            raise typer.BadParameter("name a score, or --list them", param_hint="NAME")
        _write(_catalogue_json() if as_json else _catalogue())
        return
    score = calculator(name)
    if listed or not (inputs or as_json):
        _write(_json(calculator_object(score)) if as_json else told_score(score))
        return
    found = calculate(score, dict(_pair(pair) for pair in inputs or ()))
    _write(_json(calculation_object(found)) if as_json else told(found))


def _pair(text: str) -> tuple[str, str]:
    key, sign, value = readable(text).rpartition("=")
    if not sign or not key.strip():
        raise typer.BadParameter(f"{text!r} is not key=value", param_hint="KEY=VALUE")
    return key.strip(), value.strip()


def _catalogue() -> str:
    lines = []
    for specialty, scores in groupby(sorted(SCORES, key=lambda s: (s.specialty, s.name)), key=lambda s: s.specialty):
        lines.append(specialty)
        lines += [f"  {s.id:28} {s.name}{' (provisional)' if s.provisional else ''}" for s in scores]
    return "\n".join([*lines, "", "curbside calculate NAME --list says what a score takes.", ""])


def _catalogue_json() -> str:
    keys = ("calculator", "name", "version", "specialty", "purpose", "provisional")
    return _json([{k: v for k, v in calculator_object(s).items() if k in keys} for s in SCORES])


def _json(found: object) -> str:
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _write(text: str) -> None:
    sys.stdout.write(printable(text))
