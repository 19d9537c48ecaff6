"""`curbside model`: install the model for semantic reranking, and see what is installed."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from curbside import gathering
from curbside.cli.asking import JsonOption
from curbside.cli.live import check_network, told
from curbside.exports.plain import printable
from curbside.house import identifiers, install_model, installed_model
from curbside.settings import read_settings

app = typer.Typer(help="Install the model for semantic reranking.", no_args_is_help=True)


@app.command("install")
def install(
    source: Annotated[
        Path | None, typer.Option("--from", help="Directory with model.onnx and tokenizer.json, and maybe model.json.")
    ] = None,
) -> None:
    """Install all-MiniLM-L6-v2 from its hub, or a model from a directory; files are held to their checksums."""
    settings = read_settings()
    with tempfile.TemporaryDirectory() as fetched:
        if source is None:
            check_network(settings, "fetching", "; scripts/build_model.py makes a DIR for --from without it")
            gathering.fetch_model(settings, identifiers, Path(fetched), told)
        known = gathering.MINILM.told if source is None else None
        model = install_model(settings, source or Path(fetched), known)
    sys.stdout.write(printable(f"Installed {model.name} in {settings.model}.\n"))
    sys.stdout.write("'curbside library embed' makes the vectors of a library that is there already.\n")


@app.command("status")
def status(as_json: JsonOption = False) -> None:
    """Say which model is installed, its files checked."""
    model = installed_model(read_settings())
    if as_json:
        fields = ("name", "source", "revision", "dimensions", "max_tokens")
        described = model and {**{f: getattr(model, f) for f in fields}, "files": dict(model.sums)}
        sys.stdout.write(json.dumps({"model": described}, ensure_ascii=False, indent=2) + "\n")
        return
    if model is None:
        sys.stdout.write("none\n")
        return
    sys.stdout.write(printable(f"{model.name}, from {model.source} {model.revision}, in {model.directory}\n"))
    for name, checksum in model.sums.items():
        sys.stdout.write(f"  {name}: sha256 {checksum}\n")
