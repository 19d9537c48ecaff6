"""What asking costs beside another checkout: each question asked of both in turn, in processes of their own.

    python scripts/benchmark_asking.py --against CHECKOUT --library DIR [--questions 300]

CHECKOUT is a working tree of an earlier commit ("git worktree add ../before COMMIT"). Prints a table, and whether the
answers are the same in every byte of their JSON; told in turn, a busy machine slows both alike.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ASKING = """
import json, sys, time
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from curbside.exports.answer_json import answer_object
from curbside.house import open_house
from curbside.settings import read_settings
engine = open_house(read_settings(), library=Path(sys.argv[2])).engine
engine.ask("What is sepsis?")
for line in sys.stdin:
    wall, processor = time.perf_counter(), time.process_time()
    answer = engine.ask(json.loads(line)).answer
    took = 1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - processor)
    print(json.dumps([took, json.dumps(answer_object(answer))]), flush=True)
"""
Told = tuple[tuple[float, float], str]


class Asked:
    """A process that answers from one checkout."""

    def __init__(self, checkout: Path, library: Path) -> None:
        command = [sys.executable, "-c", ASKING, str(checkout / "src"), str(library)]
        self._process = subprocess.Popen(command, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, question: str) -> Told:
        """Milliseconds of the clock and of the processor, and the answer as JSON."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        took, answer = json.loads(self._process.stdout.readline())
        return (took[0], took[1]), answer

    def close(self) -> None:
        """End it."""
        self._process.communicate()


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--against", type=Path, required=True)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--questions", type=int, default=300)
    options = parser.parse_args()
    rows = (options.data / "retrieval" / "bioasq" / "queries.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(rows[i * len(rows) // options.questions])["text"] for i in range(options.questions)]
    both = [Asked(options.against, options.library), Asked(ROOT, options.library)]
    told: list[list[Told]] = [[], []]
    for number, text in enumerate(texts):
        for which in (0, 1) if number % 2 else (1, 0):
            told[which].append(both[which].ask(text))
    for asked in both:
        asked.close()
    print("| milliseconds | p50 before | p50 | ratio | p95 before | p95 | ratio | median of the ratios |")
    print("|---|---|---|---|---|---|---|---|")
    for name, column in (("by the clock", 0), ("of the processor", 1)):
        before, now = ([took[column] for took, _ in one] for one in told)
        cells = []
        for share in (0.5, 0.95):
            was, is_ = percentile(before, share), percentile(now, share)
            cells += [f"{was:.1f}", f"{is_:.1f}", f"{is_ / was:.2f}"]
        ratio = statistics.median(n / b for b, n in zip(before, now, strict=True))
        print(f"| {name} | {' | '.join(cells)} | {ratio:.2f} |")
    same = sum(a == b for (_, a), (_, b) in zip(*told, strict=True))
    print(f"\n{same} of {len(texts)} answers are the same in every byte.")


if __name__ == "__main__":
    main()
