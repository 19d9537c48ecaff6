"""The model on disk: what it is, that it is whole, and how it gets there."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, get_args

from curbside.model import BadInputError

MODEL, TOKENIZER, CARD = "model.onnx", "tokenizer.json", "model.json"
FILES = (MODEL, TOKENIZER)
QUESTIONS = "questions.onnx"
"""May stand beside them: what makes the vectors of questions, where that was taught apart."""
_LIBRARIES = ("numpy", "onnxruntime", "tokenizers")
_MOST_DIMENSIONS, _MOST_TOKENS = 4096, 8192
Pooling = Literal["mean", "cls"]
"""How the vectors of a text's tokens become one: their mean, or that of the first, which stands for all (CLS)."""
_POOLINGS: tuple[Pooling, ...] = get_args(Pooling)


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """A model in a directory, as its model.json tells it; `sums` are the sha256 of its files.

    `unrelated` is the cosine that texts with nothing in common have on average; 0 where the card does not tell.
    Questions are read by a model of their own where `sums` names one.
    """

    directory: Path
    name: str
    source: str
    revision: str
    dimensions: int
    max_tokens: int
    pooling: Pooling
    unrelated: float
    sums: Mapping[str, str]

    @property
    def digest(self) -> str:
        """Sixteen hexadecimal digits that change with anything a passage's vector depends on but its text."""
        # Pooling by mean is not named, so that vectors made before there was another stay good.
        pooling = [] if self.pooling == "mean" else [self.pooling]
        told = json.dumps([{n: self.sums[n] for n in FILES}, self.dimensions, self.max_tokens, *pooling])
        return hashlib.sha256(told.encode()).hexdigest()[:16]


def has_card(directory: Path) -> bool:
    """Whether a directory has a model.json."""
    return (directory / CARD).is_file()


def installed(directory: Path) -> Installed | None:
    """The model in a directory, or None where there is none; its files are not read.

    Raises BadInputError where model.json cannot be read or a file is missing.
    """
    if not (directory / CARD).exists():
        return None
    model = _read(directory)
    for name in model.sums:
        if not (directory / name).is_file():
            raise BadInputError(str(directory), name, "the file is missing; install the model again")
    return model


def missing_libraries() -> tuple[str, ...]:
    """The libraries of the extra "semantic" that are not installed; they are not loaded for it."""
    return tuple(name for name in _LIBRARIES if find_spec(name) is None)


def require_libraries(place: Path) -> None:
    """BadInputError naming the place that needs them, where libraries of the extra are missing."""
    if missing := missing_libraries():
        raise BadInputError(str(place), "", f"needs {', '.join(missing)}; install curbside[semantic]")


def with_card(source: Path, directory: Path, told: Mapping[str, object]) -> Path:
    """Copy the files of a model that has no model.json into a directory, with one that says what is told and found."""
    for name in FILES:
        shutil.copyfile(source / name, directory / name)
    sums = {name: hashlib.sha256((directory / name).read_bytes()).hexdigest() for name in FILES}
    (directory / CARD).write_text(json.dumps({**told, "files": sums}, indent=2) + "\n", encoding="utf-8")
    return directory


def install(source: Path, directory: Path) -> Installed:
    """Copy a model into a directory, in place of one that was there.

    Raises BadInputError, with nothing changed, where a file is missing or differs from its checksum.
    """
    if not (source / CARD).is_file():
        raise BadInputError(str(source), CARD, "no model here: model.json is missing")
    model = _read(source)
    check(model)
    # The card goes first and comes last: a kill in between leaves no model, never a mixed one.
    if source.resolve() != directory.resolve():
        directory.mkdir(parents=True, exist_ok=True)
        (directory / CARD).unlink(missing_ok=True)
        (directory / QUESTIONS).unlink(missing_ok=True)
        for name in (*model.sums, CARD):
            part = directory / f"{name}.part"
            shutil.copyfile(source / name, part)
            part.replace(directory / name)
    return _read(directory)


def check(model: Installed) -> None:
    """Read the files through; BadInputError names the first that is missing or differs from its checksum."""
    for name in model.sums:
        path = model.directory / name
        try:
            with path.open("rb") as stream:
                found = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError as error:
            raise BadInputError(str(path), "", error.strerror or "cannot be read") from error
        if found != model.sums[name]:
            reason = f"its sha256 is {found[:16]}..., where model.json says {model.sums[name][:16]}..."
            raise BadInputError(str(path), "", reason)


def _read(directory: Path) -> Installed:
    path = directory / CARD
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadInputError(str(path), "", "not a description of a model in JSON") from error
    if (reason := _reason_against(told)) is not None:
        raise BadInputError(str(path), "", reason)
    return Installed(
        directory=directory,
        **{field: str(told.get(field, "")) for field in ("name", "source", "revision")},
        dimensions=told["dimensions"],
        max_tokens=told["max_tokens"],
        pooling=told["pooling"],
        unrelated=float(told.get("unrelated", 0)),
        sums={name: told["files"][name].lower() for name in (*FILES, QUESTIONS) if name in told["files"]},
    )


def _reason_against(told: object) -> str | None:
    """Why this is no description that the encoder can follow, or None."""
    if not isinstance(told, dict):
        return "not a description of a model: no object"
    if not _whole(told.get("dimensions"), _MOST_DIMENSIONS):
        return f"dimensions is no whole number from 1 to {_MOST_DIMENSIONS}"
    if not _whole(told.get("max_tokens"), _MOST_TOKENS):
        return f"max_tokens is no whole number from 1 to {_MOST_TOKENS}"
    if told.get("pooling") not in _POOLINGS or told.get("normalised") is not True:
        return f"only models with pooling by {' or '.join(_POOLINGS)} and normalised vectors can be used"
    if not _share(told.get("unrelated", 0)):
        return "unrelated is no number from 0 to below 1"
    sums = told.get("files")
    if not isinstance(sums, dict) or not all(_checksum(sums.get(n)) for n in FILES):
        return f"files holds no sha256 for {' and '.join(FILES)}"
    if QUESTIONS in sums and not _checksum(sums[QUESTIONS]):
        return f"files holds no sha256 for {QUESTIONS}"
    return None


def _checksum(value: object) -> bool:
    return isinstance(value, str) and len(value) == 64


def _share(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1


def _whole(value: object, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= most
