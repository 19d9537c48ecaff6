"""Texts to vectors, by a model in ONNX."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from curbside.model import BadInputError
from curbside.semantic.installing import FILES, MODEL, QUESTIONS, TOKENIZER, check, installed, require_libraries

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray


class _Tokens(Protocol):
    ids: list[int]


class _Tokenizer(Protocol):
    def encode(self, sequence: str, /) -> _Tokens: ...


class _Place(Protocol):
    name: str


class _Session(Protocol):
    def get_inputs(self) -> list[_Place]: ...
    def run(self, outputs: None, given: dict[str, NDArray[numpy.int64]], /) -> list[NDArray[numpy.float32]]: ...


_INPUTS = {"input_ids", "attention_mask", "token_type_ids"}
_USUAL_TOKENS = 256
_MOST_CHARACTERS = 20_000
"""Letters of a text that are looked at; no 256 tokens need more, and a longer text would only be split in vain."""


class Encoder:
    """A model made ready; threads may share it."""

    def __init__(self, directory: Path, *, threads: int = 2) -> None:
        """Read the model of a directory, with so many texts at work at a time.

        Raises BadInputError where there is none, a file differs from its checksum or cannot be used, or the extra
        "semantic" is not installed.
        """
        model = installed(directory)
        if model is None:
            raise BadInputError(str(directory), "", "no model is installed here")
        require_libraries(directory)
        check(model)
        self.model, self._threads = model, max(1, threads)
        self._tokenizer = _tokenizer(directory / TOKENIZER, model.max_tokens)
        self._session = _session(directory / MODEL)
        self._check_shape(self._session, directory / MODEL)
        self._questions = self._session
        if QUESTIONS in model.sums:
            self._questions = _session(directory / QUESTIONS)
            self._check_shape(self._questions, directory / QUESTIONS)

    @property
    def digest(self) -> str:
        """Names the model: sixteen hexadecimal digits that change with its files."""
        return self.model.digest

    def encode(self, texts: Sequence[str]) -> NDArray[numpy.float32]:
        """A vector of length 1 for each text, in their order, as rows of float32; words beyond the limit count nothing.

        A text's vector does not depend on the texts beside it nor on the number of threads.
        """
        import numpy

        if not texts:
            return numpy.zeros((0, self.model.dimensions), dtype=numpy.float32)
        # The longest first, so that no thread is left alone with a long one at the end.
        order = sorted(range(len(texts)), key=lambda i: (-len(texts[i]), i))
        made = numpy.empty((len(texts), self.model.dimensions), dtype=numpy.float32)
        for index, vector in zip(order, self._each([texts[i] for i in order]), strict=True):
            made[index] = vector
        return made

    def question(self, text: str) -> NDArray[numpy.float32]:
        """The vector, of length 1, of a question, to be compared with those of passages."""
        return self._one(text, self._questions)

    def _each(self, texts: Sequence[str]) -> Iterable[NDArray[numpy.float32]]:
        if len(texts) == 1 or self._threads == 1:
            return (self._one(text, self._session) for text in texts)
        with ThreadPoolExecutor(self._threads) as pool:
            return list(pool.map(lambda text: self._one(text, self._session), texts))

    def _one(self, text: str, session: _Session) -> NDArray[numpy.float32]:
        """The vector of one text.

        One text at a time and one thread each: in a batch, the 8-bit model scales all its texts together, so that a
        vector would depend on its neighbours (cosine down to 0.993); and it is no slower, as nothing is padded.
        """
        import numpy

        ids = self._tokenizer.encode(text[:_MOST_CHARACTERS]).ids
        if not ids:
            return numpy.zeros(self.model.dimensions, dtype=numpy.float32)
        hidden = _run(session, ids)
        made = hidden[0] if self.model.pooling == "cls" else hidden.mean(axis=0, dtype=numpy.float32)
        length = numpy.sqrt(numpy.sum(made * made, dtype=numpy.float32))
        vector: NDArray[numpy.float32] = made / (length or numpy.float32(1))
        return vector

    def _check_shape(self, session: _Session, path: Path) -> None:
        unknown = {i.name for i in session.get_inputs()} - _INPUTS
        if unknown:
            raise BadInputError(str(path), "", f"not a model of texts: it asks for {sorted(unknown)[0]}")
        shape = _run(session, [0]).shape
        if shape != (1, self.model.dimensions):
            raise BadInputError(str(path), "", f"gives {shape} for a token, not (1, {self.model.dimensions})")


def described(directory: Path) -> dict[str, object]:
    """The description, as of model.json, of a directory that has a model and a tokenizer but tells nothing of them.

    The vectors' length is found by trying, and so is the cosine of texts with nothing in common; 256 tokens are read
    and pooled by mean, as all-MiniLM-L6-v2 was taught. Raises BadInputError where a file is missing or cannot be used.
    """
    require_libraries(directory)
    for name in FILES:
        if not (directory / name).is_file():
            raise BadInputError(str(directory), name, "no model here: the file is missing")
    tokenizer = _tokenizer(directory / TOKENIZER, _USUAL_TOKENS)
    session = _session(directory / MODEL)
    unknown = {i.name for i in session.get_inputs()} - _INPUTS
    shape = () if unknown else _run(session, [0]).shape
    if len(shape) != 2:
        raise BadInputError(str(directory / MODEL), "", "not a model that gives a vector for each token")
    return {
        "name": directory.resolve().name,
        "source": "a directory",
        "revision": "",
        "dimensions": shape[1],
        "max_tokens": _USUAL_TOKENS,
        "pooling": "mean",
        "normalised": True,
        "unrelated": _unrelated(session, tokenizer),
    }


_APART = (
    "A cough that has lasted for three weeks.",
    "Which bones of the wrist are broken most often?",
    "The parliament voted on the new budget yesterday.",
    "Insulin lowers the sugar in the blood.",
    "How is a wooden boat kept from leaking?",
    "Mice without this gene did not develop tumours.",
    "Her violin was made in the north of Italy.",
    "Two tablets in the morning after breakfast.",
)
"""Texts with nothing in common."""
_TOO_ALIKE = 0.9
"""From here on the tokenizer knows too few of their words for them to tell anything."""


def _unrelated(session: _Session, tokenizer: _Tokenizer) -> float:
    """The mean cosine between texts with nothing in common, 0 to 1, in two decimals."""
    import numpy

    rows = numpy.array([_run(session, tokenizer.encode(text).ids or [0]).mean(axis=0) for text in _APART])
    lengths = numpy.sqrt((rows * rows).sum(axis=1, keepdims=True))
    rows /= numpy.where(lengths > 0, lengths, 1)
    pairs = (rows @ rows.T)[numpy.triu_indices(len(rows), 1)]
    mean = float(pairs.mean())
    return round(mean, 2) if 0 < mean < _TOO_ALIKE else 0.0


def _run(session: _Session, ids: Sequence[int]) -> NDArray[numpy.float32]:
    import numpy

    row = numpy.array([ids], dtype=numpy.int64)
    given = {"input_ids": row, "attention_mask": numpy.ones_like(row), "token_type_ids": numpy.zeros_like(row)}
    hidden = session.run(None, {i.name: given[i.name] for i in session.get_inputs()})[0]
    return numpy.asarray(hidden[0], dtype=numpy.float32)


def _tokenizer(path: Path, most: int) -> _Tokenizer:
    # Only here, as the libraries of this room are an extra and take a fifth of a second.
    from tokenizers import Tokenizer

    text = path.read_text(encoding="utf-8", errors="replace")
    if not _tokenizes(text):
        raise BadInputError(str(path), "", "not a tokenizer")
    made = Tokenizer.from_str(text)
    made.no_padding()
    made.enable_truncation(most)
    return cast(_Tokenizer, made)


def _tokenizes(text: str) -> bool:
    """Whether a file looks like a tokenizer; asked beforehand, as the library's error has no name of its own."""
    try:
        told = json.loads(text)
    except ValueError:
        return False
    kind = told.get("model") if isinstance(told, dict) else None
    return isinstance(kind, dict) and isinstance(kind.get("vocab"), dict | list)


def _session(path: Path) -> _Session:
    import onnxruntime
    from onnxruntime.capi.onnxruntime_pybind11_state import Fail, InvalidArgument, InvalidGraph, InvalidProtobuf
    from onnxruntime.capi.onnxruntime_pybind11_state import NotImplemented as UnknownPartError

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4
    try:
        session: _Session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except (Fail, InvalidArgument, InvalidGraph, InvalidProtobuf, UnknownPartError) as error:
        raise BadInputError(str(path), "", "not a model that onnxruntime can run") from error
    return session
