"""Ask many questions of a library and hold every statement to its words; prints a table, exits 1 on a breach.

    python scripts/check_answers.py --library DIR --questions FILE.jsonl

The file holds a question a line: {"_id", "text"} or {"id", "body"}.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from curbside.exports.answer_json import answer_object
from curbside.house import House, open_house
from curbside.model import Answer, Standing
from curbside.settings import read_settings
from curbside.text import figures


def breaches(answer: Answer, house: House) -> Iterator[str]:
    """Each way in which an answer breaks a law, read from the library anew and not from the answer's own values."""
    ids = sorted({c.passage.id for s in answer.statements for c in s.citations})
    held = {p.id: p for p in house.library.passages(ids)}
    for statement in answer.statements:
        quotes = []
        for citation in statement.citations:
            passage = held.get(citation.passage.id)
            if passage is None:
                yield f"{statement.id}: passage {citation.passage.id} is not in the library"
                continue
            quote = passage.text[citation.start : citation.end]
            quotes.append(quote)
            if quote != citation.quote or citation.quote not in passage.text:
                yield f"{statement.id}: the quote does not stand in passage {passage.id}"
            if passage.document.standing is Standing.RETRACTED:
                yield f"{statement.id}: {passage.document.id} is retracted"
        if missing := figures(statement.text) - figures("\n".join(quotes)):
            yield f"{statement.id}: not in its quotes: {', '.join(sorted(missing))}"
        if not statement.citations or not statement.check:
            yield f"{statement.id}: uncited or unchecked"
    yield from _bottom_line(answer)


def _bottom_line(answer: Answer) -> Iterator[str]:
    """The bottom line names statements of the answer, and its figures stand in them."""
    known = {s.id: s for s in answer.statements}
    named = [known[i] for i in answer.bottom_line.statements if i in known]
    if len(named) != len(answer.bottom_line.statements):
        yield "the bottom line rests on a statement that is not in the answer"
    asked = " ".join(c.text for c in answer.topic.concepts)
    said = figures(answer.bottom_line.text) - figures(" ".join((asked, *(s.text for s in named))))
    if said:
        yield f"the bottom line holds figures of its own: {', '.join(sorted(said))}"


def main() -> int:
    """Ask every question and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--library", type=Path, default=None)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--most", type=int, default=None)
    options = parser.parse_args()
    house = open_house(read_settings(), library=options.library)
    counts: Counter[str] = Counter()
    seconds: list[float] = []
    with options.questions.open(encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream][: options.most]
    for row in rows:
        started = time.perf_counter()
        verified = house.engine.ask(row.get("text") or row["body"])
        seconds.append(time.perf_counter() - started)
        answer = verified.answer
        json.dumps(answer_object(answer))
        found = list(breaches(answer, house))
        for breach in found:
            print(f"{row.get('_id') or row.get('id')}: {breach}", file=sys.stderr)
        counts.update(
            {
                "questions": 1,
                "answered": bool(answer.statements),
                "statements": len(answer.statements),
                "citations": sum(len(s.citations) for s in answer.statements),
                "refused": len(verified.refusals),
                "breaches": len(found),
            }
        )
        counts.update({f"refused: {r.reason.split(':')[0]}": 1 for r in verified.refusals})
    seconds.sort()
    print("| what | count |\n|---|---|")
    print("\n".join(f"| {k} | {v:,} |" for k, v in counts.items()))
    print(f"| median ms | {1000 * seconds[len(seconds) // 2]:.1f} |")
    print(f"| 95th percentile ms | {1000 * seconds[int(len(seconds) * 0.95)]:.1f} |")
    return 1 if counts["breaches"] else 0


if __name__ == "__main__":
    sys.exit(main())
