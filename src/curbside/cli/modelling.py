"""`curbside model`: install the model for semantic reranking, and see what is installed."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from curbside.cli.asking import JsonOption
from curbside.exports.plain import printable
from curbside.house import install_model, installed_model
from curbside.model import BadInputError
from curbside.settings import read_settings

app = typer.Typer(help="Install the model for semantic reranking.", no_args_is_help=True)


@app.command("install")
def install(
    source: Annotated[
        Path | None, typer.Option("--from", help="Directory with model.onnx, tokenizer.json and model.json.")
    ] = None,
) -> None:
    """Install a model from a directory, its files held to their checksums."""
    if source is None:
        reason = "fetching from a hub is not built into this release; scripts/build_model.py makes a DIR for --from"
        raise BadInputError("model", "", reason)
    settings = read_settings()
    model = install_model(settings, source)
    sys.stdout.write(printable(f"Installed {model.name} in {settings.model}.\n"))
    sys.stdout.write("'curbside library embed' makes the vectors of a library that is there already.\n")


@app.command("status")
def status(as_json: JsonOption = False) -> None:
    """Say which model is installed, its files checked."""
    model = installed_model(read_settings())
    if as_json:
        fields = ("name", "source", "revision", "dimensions", "max_tokens")
        told = model and {**{f: getattr(model, f) for f in fields}, "files": dict(model.sums)}
        sys.stdout.write(json.dumps({"model": told}, ensure_ascii=False, indent=2) + "\n")
        return
    if model is None:
        sys.stdout.write("none\n")
        return
    sys.stdout.write(printable(f"{model.name}, from {model.source} {model.revision}, in {model.directory}\n"))
    for name, checksum in model.sums.items():
        sys.stdout.write(f"  {name}: sha256 {checksum}\n")
