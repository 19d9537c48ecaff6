"""Measure how well sentences and abstracts are read; prints tables, or one object with --json.

python scripts/measure_reading.py synthesis --questions S.jsonl --out O.jsonl
python scripts/measure_reading.py directions --cases C.jsonl.gz [--abstracts corpus.jsonl.gz]
python scripts/measure_reading.py pubmedqa --cases P.jsonl.gz
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from curbside.appraisal.comparisons import Comparison, compared
from curbside.appraisal.synthesis import synthesise, tell
from curbside.appraisal.yes_no import reply
from curbside.evaluation.readings import Report, direction_report, synthesis_report, yes_no_report
from curbside.evaluation.report import table
from curbside.model import CurbsideError, Direction
from curbside.text import normalise


def of_sentence(text: str, intervention: str, comparator: str, outcome: str) -> str:
    asked = Comparison(intervention=intervention, comparator=comparator, outcome=outcome)
    return compared(normalise(text), asked).value


def of_abstract(text: str, intervention: str, comparator: str, outcome: str) -> str:
    asked = Comparison(intervention=intervention, comparator=comparator, outcome=outcome)
    told = tell("abstract", normalise(text), asked)
    return told.direction.value if told else Direction.UNSTATED.value


def measured(given: argparse.Namespace) -> Report:
    if given.what == "directions":
        return direction_report(given.cases, given.abstracts, (of_sentence, of_abstract))
    if given.what == "pubmedqa":
        return yes_no_report(given.cases, lambda question, text: reply(question, text).value)
    report, lines = synthesis_report(given.questions, lambda question, sources: synthesise(question, sources).value)
    given.out.write_text(lines, encoding="utf-8")
    return report


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    sets = parser.add_subparsers(dest="what", required=True)
    questions = sets.add_parser("synthesis")
    questions.add_argument("--questions", type=Path, required=True)
    questions.add_argument("--out", type=Path, required=True)
    cases = sets.add_parser("directions")
    cases.add_argument("--cases", type=Path, required=True)
    cases.add_argument("--abstracts", type=Path)
    sets.add_parser("pubmedqa").add_argument("--cases", type=Path, required=True)
    for one in sets.choices.values():
        one.add_argument("--json", action="store_true")
    given = parser.parse_args()
    try:
        report = measured(given)
    except CurbsideError as error:
        sys.stderr.write(f"{error}\n")
        return 3
    shown = json.dumps(report, indent=2) + "\n" if given.json else "".join(table(*part) for part in report.items())
    sys.stdout.write(shown)
    return 0


if __name__ == "__main__":
    sys.exit(main())
