"""What a model loses and gains by weights of 8 bits: likeness of its vectors to the full model's, size, texts a second.

    /path/to/environment/bin/python scripts/benchmark_precision.py --corpus FILE.jsonl.gz [--model NAME] [--most 60]

The environment is that of scripts/build_model.py. The corpus has a document a line, with "title" and "text"; the first
ones are read, one at a time and on one thread, as a library's passages are.
"""

from __future__ import annotations

import argparse
import gzip
import json
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from build_model import PRECISIONS, SOURCES, USUAL, Source, write

if TYPE_CHECKING:
    from numpy.typing import NDArray


def vectors_of(model: Path, tokens: list[list[int]], source: Source) -> NDArray[np.float32]:
    """The vectors of texts, of length 1, one row each."""
    import onnxruntime

    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(model), settings)
    rows = []
    for ids in tokens:
        row = np.array([ids], dtype=np.int64)
        every = {"input_ids": row, "attention_mask": np.ones_like(row), "token_type_ids": np.zeros_like(row)}
        hidden = session.run(None, {place.name: every[place.name] for place in session.get_inputs()})[0][0]
        rows.append(hidden[0] if source.pooling == "cls" else hidden.mean(axis=0))
    made = np.array(rows, dtype=np.float32)
    lengthened: NDArray[np.float32] = made / np.linalg.norm(made, axis=1, keepdims=True)
    return lengthened


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--corpus", type=Path, required=True, metavar="FILE")
    parser.add_argument("--model", choices=SOURCES, default=USUAL)
    parser.add_argument("--most", type=int, default=60, help="texts read")
    options = parser.parse_args()
    from tokenizers import Tokenizer

    source = SOURCES[options.model]
    model, written = source.loaded()
    tokenizer = Tokenizer.from_str(written.decode())
    tokenizer.no_padding()
    tokenizer.enable_truncation(source.max_tokens)
    with gzip.open(options.corpus, "rt", encoding="utf-8") as stream:
        told = [json.loads(line) for line, _ in zip(stream, range(options.most), strict=False)]
    tokens = [tokenizer.encode(f"{t['title']}. {t['text']}").ids for t in told]
    print(f"{source.name}, {len(tokens)} texts of {sum(map(len, tokens)) / len(tokens):.0f} tokens on average\n")
    print("| precision | MB | cosine to the full model: mean | least | texts/s |\n|---|---|---|---|---|")
    full = None
    for precision in reversed(PRECISIONS):
        with tempfile.TemporaryDirectory() as scratch:
            path = Path(scratch) / "model.onnx"
            write(model, path, precision)
            started = time.perf_counter()
            made = vectors_of(path, tokens, source)
            speed = len(tokens) / (time.perf_counter() - started)
            full = made if full is None else full
            cosines = np.einsum("ij,ij->i", made, full)
            size = path.stat().st_size / 1e6
        print(f"| {precision} | {size:.0f} | {cosines.mean():.4f} | {cosines.min():.4f} | {speed:.1f} |")


if __name__ == "__main__":
    main()
