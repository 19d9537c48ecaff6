"""A calculation, and a score, as text that reads well in a terminal at four in the morning: the result first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from textwrap import fill

from curbside.calculators.calculating import Calculation
from curbside.calculators.forms import Calculator, Choice, Flag, Input, Number, Source
from curbside.calculators.points import shown_value

_WIDTH = 96


def told(calculation: Calculation) -> str:
    """The calculation as text: result, words, what is missing and what it could change, steps, cautions, sources."""
    score = calculation.calculator
    return "\n".join(
        [
            f"{score.name}, {score.version}",
            *_provisional(score),
            "",
            *_result(calculation),
            *_lacking(calculation),
            *_steps(calculation),
            *_listed("Remarks", _remarks(calculation)),
            *_listed("Where sources differ", score.ambiguities),
            *([_wrapped(f"Successor: {score.successor}")] if score.successor else []),
            *_listed("Sources", (_source(s) for s in score.sources)),
            "",
            "For health professionals. A score supports judgement and never replaces it.",
            "",
        ]
    )


def told_score(score: Calculator) -> str:
    """What a score takes and how it is computed, as text."""
    return "\n".join(
        [
            f"{score.name}, {score.version}",
            *_provisional(score),
            _wrapped(score.purpose),
            *([_wrapped(score.precondition)] if score.precondition else []),
            *_listed("Inputs", (_input(i) for i in score.inputs)),
            *_listed("Instead", (_input(i) for a in score.alternatives for i in a.inputs)),
            *_listed("Rules", (f"{label}: {rule}" for label, rule in score.method.table())),
            *_listed("Meaning", (f"{b.when}: {b.text}" for b in score.bands)),
            *_listed("Notes", score.notes),
            *_listed("Where sources differ", score.ambiguities),
            *_listed("Sources", (_source(s) for s in score.sources)),
            *_listed("Example", _examples(score)),
            "",
        ]
    )


def _provisional(score: Calculator) -> list[str]:
    return [_wrapped(f"PROVISIONAL: {score.provisional}")] if score.provisional else []


def _result(calculation: Calculation) -> Iterator[str]:
    score, outcome = calculation.calculator, calculation.outcome
    if not calculation.complete and outcome.value is None:
        yield "RESULT  not yet: inputs are missing"
    for key, value in outcome.result.items():
        if value is not None:
            yield from _pair(key, value, score.unit if key == score.main else "")
    for band in calculation.bands:
        yield _wrapped(f"  {band.text}")


def _pair(key: str, value: object, unit: str) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield _wrapped(f"  {_regimen(item) if isinstance(item, Mapping) and 'grams' in item else _flat(item)}")
        return
    yield f"RESULT  {key}: {_flat(value)} {unit}".rstrip()


def _regimen(item: Mapping[str, object]) -> str:
    """A regimen as a line: its indication first, then what is given by each weight, then where it stands."""
    grams = item["grams"]
    assert isinstance(grams, Mapping)
    by = "; ".join(f"{name} {grams_of(given)}" for name, given in grams.items())
    return f"{item['indication']}: {item['dose']}: {by} ({item['source']})"


def grams_of(given: Sequence[float]) -> str:
    """Grams for each day as one reads them: "5 x 40 g", "40 + 20 g"."""
    if len(given) > 1 and len(set(given)) == 1:
        return f"{len(given)} x {given[0]:g} g"
    return f"{' + '.join(f'{g:g}' for g in given)} g"


def _flat(value: object) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{k} {_flat(v)}" for k, v in value.items())
    if isinstance(value, list):
        return " + ".join(_flat(v) for v in value)
    return shown_value(value) if isinstance(value, (bool, int, float, str)) else str(value)


def _lacking(calculation: Calculation) -> Iterator[str]:
    reading, ends = calculation.reading, calculation.range
    if reading.missing:
        yield _wrapped(f"Missing: {', '.join(_asked(i) for i in reading.missing)}")
    if reading.assumed:
        yield _wrapped(f"Not given, taken as: {', '.join(f'{k} {shown_value(v)}' for k, v in reading.assumed.items())}")
    if ends is not None:
        yield f"Still possible with what was not given: {_span(ends.lowest, ends.highest, calculation.calculator.unit)}"
        if not calculation.complete:
            yield from (_wrapped(f"  {b.when}: {b.text}") for b in calculation.still)


def _span(low: float, high: float, unit: str) -> str:
    return f"{low:.6g} to {high:.6g} {unit}".rstrip() if low != high else f"{low:.6g} {unit} only".replace("  ", " ")


def _asked(wanted: Input) -> str:
    return f"{wanted.key} ({wanted.unit})" if isinstance(wanted, Number) and wanted.unit else wanted.key


def _steps(calculation: Calculation) -> Iterator[str]:
    if calculation.outcome.steps:
        yield "\nSteps"
    for step in calculation.outcome.steps:
        points = "" if step.points is None else f"  {step.points:+g}"
        yield _wrapped(f"  {step.label}: {step.found}{points}")
    for key, given in calculation.reading.converted.items():
        wanted = next(i for i in calculation.calculator.inputs if i.key == key)
        unit = f" {wanted.unit}" if isinstance(wanted, Number) and wanted.unit else ""
        yield f"  {key}: {given} is {calculation.reading.values.number(key):.6g}{unit}"


def _remarks(calculation: Calculation) -> list[str]:
    score = calculation.calculator
    return [*([score.precondition] if score.precondition else []), *calculation.outcome.remarks, *score.notes]


def _listed(title: str, lines: Iterable[str]) -> list[str]:
    lines = list(lines)
    return [f"\n{title}", *(_wrapped(f"  {line}") for line in lines)] if lines else []


def _input(wanted: Input) -> str:
    match wanted:
        case Number(unit=unit, low=low, high=high):
            kind = f"{unit or 'number'}, plausible {low:g} to {high:g}"
        case Flag():
            kind = "yes or no"
        case Choice(options=options):
            kind = " | ".join(options)
        case _:
            kind = "day, YEAR-MONTH-DAY or MONTH/DAY/YEAR"
    default = "" if wanted.default is None else f", {shown_value(wanted.default)} if not given"
    optional = ", may be left out" if wanted.optional else ""
    return f"{wanted.key}: {wanted.label} ({kind}{default}{optional}){f'; {wanted.note}' if wanted.note else ''}"


def _examples(score: Calculator) -> Iterator[str]:
    for example in score.examples[:1]:
        given = " ".join(f"{k}={_typed(v)}" for k, v in example.given.items() if v is not None)
        yield f"curbside calculate {score.id} {given}"
        yield f"gives {_flat(dict(example.expected))} ({example.working})"


def _typed(value: float | bool | str) -> str:
    return shown_value(value)


def _source(source: Source) -> str:
    identifiers = [f"PMID {source.pmid}" if source.pmid else "", f"doi:{source.doi}" if source.doi else ""]
    return ". ".join(part for part in (source.citation, *identifiers, source.url or "") if part) + f" ({source.seen})"


def _wrapped(line: str) -> str:
    indent = len(line) - len(line.lstrip())
    return fill(line, _WIDTH, subsequent_indent=" " * (indent + 2), break_long_words=False, break_on_hyphens=False)
