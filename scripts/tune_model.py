"""Teaches the model to read questions, on judged queries; the vectors of passages stay as they are.

Only the half that makes vectors of questions is trained, so nothing has to be embedded again. Twice:

    .venv/bin/python scripts/tune_model.py prepare --sets DATA/retrieval/bioasq ... --library DIR --out LESSONS.npz
    /path/to/environment/bin/python scripts/tune_model.py train --lessons LESSONS.npz --model MODEL --out TUNED
    curbside model install --from TUNED

The first reads the library with its vectors; the second runs in the environment of scripts/build_model.py, MODEL being
what that script made. Of each set the half with seed 1 is learned from; --half 0 learns from the other, --half all from
both. The other half is printed before and after: nDCG@10 by meaning alone, and with words. No weights are kept here.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import torch
    from build_model import Source
    from numpy.typing import NDArray

CANDIDATES, SEED, EPOCHS, BATCH, RATE, WARMUP = 200, 1, 6, 32, 3e-5, 30
LONGEST_QUESTION, SHARPNESS = 64, 20.0
POSITIVES, NEGATIVES = 4, 24
SHARE_OF_WORDS = 0.3


# In the project's environment


def prepare(options: argparse.Namespace) -> None:
    """Write the lessons: questions, vectors of what words find and of what answers, and which is which."""
    from curbside.evaluation.retrieval import read_judgements, read_queries
    from curbside.house import open_house, shelves_of, topic_of, vectors_of
    from curbside.retrieval import question_terms
    from curbside.semantic import Vectors, installed
    from curbside.settings import read_settings

    settings = read_settings()
    model = installed(settings.model)
    if model is None:
        sys.exit("no model is installed")
    house = open_house(settings, library=options.library)
    vectors = Vectors(vectors_of(options.library, model), model.dimensions)
    rows: dict[str, int] = {}
    lessons: list[dict[str, Any]] = []
    for folder in options.sets:
        judged = read_judgements(folder / "qrels.tsv")
        for query in read_queries(folder / "queries.jsonl"):
            topic = topic_of(house, query.text)
            ranked = shelves_of(house).search(question_terms(topic), None, CANDIDATES)
            answers = [d for d, value in judged.get(query.id, {}).items() if value > 0]
            gold = [p.id for d in answers for p in house.library.document_passages(d)[:1]]
            owners = {p.id: p.document.id for p in house.library.passages([i for i, _ in ranked])}
            if not gold or not ranked:
                continue
            lessons.append(
                {
                    "set": folder.name,
                    "query": query.id,
                    "text": topic.question.text,
                    "gold": [rows.setdefault(i, len(rows)) for i in gold],
                    "found": [rows.setdefault(i, len(rows)) for i, _ in ranked],
                    "words": [s / ranked[0][1] for _, s in ranked],
                    "answers": [owners.get(i) in answers for i, _ in ranked],
                    "documents": [owners.get(i, "") for i, _ in ranked],
                    "judged": len(answers),
                }
            )
    made, _ = vectors.get(list(rows))
    np.savez_compressed(options.out, vectors=made.astype(np.float16), lessons=np.array(json.dumps(lessons)))
    print(f"{len(lessons)} questions, {len(rows)} passages")


# In the environment of scripts/build_model.py


def half_of(lesson: dict[str, Any]) -> int:
    """The half a question falls in, as in scripts/learn_mix.py."""
    return hashlib.sha256(f"{lesson['set']}:{lesson['query']}".encode()).digest()[0] & 1


class Reader:
    """The model while it learns: questions to vectors of length 1."""

    def __init__(self, source: Source) -> None:
        import torch
        from tokenizers import Tokenizer

        torch.manual_seed(SEED)
        self.model, tokenizer = source.loaded()
        self._first = source.pooling == "cls"
        self._tokenizer = Tokenizer.from_str(tokenizer.decode())
        self._tokenizer.enable_truncation(LONGEST_QUESTION)
        self._tokenizer.enable_padding()

    def __call__(self, texts: Sequence[str]) -> torch.Tensor:
        """Vectors of the texts, one row each."""
        import torch

        split = self._tokenizer.encode_batch(list(texts))
        ids = torch.tensor([s.ids for s in split])
        mask = torch.tensor([s.attention_mask for s in split])
        hidden = self.model(input_ids=ids, attention_mask=mask).last_hidden_state
        mean = (hidden * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        made = hidden[:, 0] if self._first else mean
        return torch.nn.functional.normalize(made, dim=1)


def measured(reader: Reader, lessons: Sequence[dict[str, Any]], vectors: NDArray[np.float32]) -> str:
    """NDCG@10 of each set, by meaning alone and with words."""
    import torch

    reader.model.eval()
    found: dict[str, list[tuple[float, float]]] = {}
    with torch.no_grad():
        starts = range(0, len(lessons), BATCH)
        questions = [row for i in starts for row in reader([x["text"] for x in lessons[i : i + BATCH]]).numpy()]
    for lesson, question in zip(lessons, questions, strict=True):
        cosines = vectors[lesson["found"]] @ question
        mixed = SHARE_OF_WORDS * np.array(lesson["words"]) + (1 - SHARE_OF_WORDS) * cosines
        found.setdefault(lesson["set"], []).append((gain(lesson, cosines), gain(lesson, mixed)))
    means = {name: np.mean(values, axis=0) for name, values in sorted(found.items())}
    return "; ".join(f"{name} {alone:.3f}, with words {mixed:.3f}" for name, (alone, mixed) in means.items())


def gain(lesson: dict[str, Any], scores: NDArray[np.float32]) -> float:
    """NDCG@10 of documents, each by its best passage: a watch on the training, no more; ir_measures reports."""
    order = np.argsort(-scores, kind="stable")
    answers = dict(zip(lesson["documents"], lesson["answers"], strict=True))
    best = list(dict.fromkeys(lesson["documents"][i] for i in order))[:10]
    discounts = 1 / np.log2(np.arange(2, 12))
    ideal = float(discounts[: min(10, lesson["judged"])].sum())
    return float(sum(d for d, document in zip(discounts, best, strict=False) if answers[document])) / ideal


def train(options: argparse.Namespace) -> None:
    """Train on one half, print the other before and after, and write the model with its reader of questions."""
    import torch
    from build_model import SOURCES, describe, write

    random.seed(SEED)
    with np.load(options.lessons) as held:
        vectors = held["vectors"].astype(np.float32)
        lessons = json.loads(str(held["lessons"]))
    learn = [x for x in lessons if options.half == "all" or half_of(x) == int(options.half)]
    other = [x for x in lessons if x not in learn] or learn
    card = json.loads((options.model / "model.json").read_text(encoding="utf-8"))
    source = next(s for s in SOURCES.values() if s.package == card["source"])
    reader = Reader(source)
    print("before:", measured(reader, other, vectors), flush=True)
    teach(reader, learn, torch.tensor(vectors))
    print("after: ", measured(reader, other, vectors), flush=True)
    options.out.mkdir(parents=True, exist_ok=True)
    for name in ("model.onnx", "tokenizer.json"):
        shutil.copyfile(options.model / name, options.out / name)
    reader.model.eval()
    write(reader.model, options.out / "questions.onnx", source.precision)
    describe(options.out, source, f"{source.precision}, questions tuned on {options.lessons.stem}")


def teach(reader: Reader, lessons: Sequence[dict[str, Any]], vectors: torch.Tensor) -> None:
    """Bring questions nearer to what answers them than to the rest of what words find, and than to what others ask for.

    Each set has the same say. The rate rises over the first steps and falls to nought.
    """
    import torch

    sizes = {name: sum(x["set"] == name for x in lessons) for name in {x["set"] for x in lessons}}
    say = [1 / sizes[x["set"]] ** 0.5 for x in lessons]
    optimiser = torch.optim.AdamW(reader.model.parameters(), lr=RATE, weight_decay=0.01)
    steps = EPOCHS * len(lessons) // BATCH
    for step in range(steps):
        reader.model.train()
        for group in optimiser.param_groups:
            group["lr"] = RATE * min(1.0, (step + 1) / WARMUP) * (1 - step / steps)
        batch = random.choices(lessons, weights=say, k=BATCH)
        rows = sorted({row for x in batch for row in lesson_rows(x)})
        right = torch.tensor([[row in x["gold"] for row in rows] for x in batch])
        likeness = SHARPNESS * reader([x["text"] for x in batch]) @ vectors[rows].T
        wrong = torch.logsumexp(likeness, 1) - torch.logsumexp(likeness.masked_fill(~right, -1e9), 1)
        optimiser.zero_grad()
        wrong.mean().backward()
        optimiser.step()
        if step % 50 == 0:
            print(f"step {step} of {steps}: {float(wrong.mean().detach()):.3f}", flush=True)


def lesson_rows(lesson: dict[str, Any]) -> list[int]:
    """Some of what answers a question and some of what words find for it."""
    gold, found = lesson["gold"], lesson["found"][:100]
    return random.sample(gold, min(POSITIVES, len(gold))) + random.sample(found, min(NEGATIVES, len(found)))


def main() -> None:
    """Prepare the lessons, or train on them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    steps = parser.add_subparsers(required=True)
    first = steps.add_parser("prepare")
    first.add_argument("--sets", type=Path, nargs="+", required=True, metavar="FOLDER")
    first.add_argument("--library", type=Path, required=True, metavar="DIR")
    first.add_argument("--out", type=Path, required=True, metavar="FILE")
    first.set_defaults(run=prepare)
    second = steps.add_parser("train")
    second.add_argument("--lessons", type=Path, required=True, metavar="FILE")
    second.add_argument("--model", type=Path, required=True, metavar="DIR")
    second.add_argument("--out", type=Path, required=True, metavar="DIR")
    second.add_argument("--half", choices=("0", "1", "all"), default="1")
    second.set_defaults(run=train)
    options = parser.parse_args()
    options.run(options)


if __name__ == "__main__":
    main()
