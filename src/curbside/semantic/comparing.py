"""How alike a question and passages are in meaning, and the vectors that this rests on."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from curbside.model import Passage
from curbside.semantic.encoding import Encoder
from curbside.semantic.keeping import Vectors

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

_AT_A_TIME = 1024
"""Passages to a segment: what a kill may cost, half a minute of work on two cores."""
_DECIMALS = 4


class _Ready(NamedTuple):
    """What makes a question's vector, the vectors of passages, and the cosine of texts with nothing in common."""

    encode: Callable[[str], NDArray[numpy.float32]]
    vectors: Vectors
    unrelated: float


class Likeness:
    """Compares a text with passages; threads may share it. Model and vectors are read with the first comparison."""

    def __init__(self, model: Path, vectors: Path, *, threads: int = 2) -> None:
        self._model, self._where, self._threads = model, vectors, threads
        self._lock = threading.Lock()
        self._ready: _Ready | None = None

    def __call__(self, text: str, ids: Sequence[str]) -> dict[str, float]:
        """How alike a text and each passage that has a vector are, by passage id, in four decimals.

        1 is the same, 0 what has nothing in common, and below that is less still: the cosine, measured from the one
        that texts with nothing in common have by this model, so that one model's likeness counts as another's.
        Raises BadInputError where the model or the vectors cannot be used.
        """
        import numpy

        encode, vectors, unrelated = self._made_ready()
        rows, found = vectors.get(ids)
        # Not by matrix multiplication, whose order of adding depends on the number of rows.
        cosines = numpy.einsum("ij,j->i", rows, encode(text))
        return {
            id_: round((float(cosine) - unrelated) / (1 - unrelated), _DECIMALS)
            for id_, cosine, is_there in zip(ids, cosines, found, strict=True)
            if is_there
        }

    def nearest(self, text: str, k: int) -> list[str]:
        """The ids of the k passages most like a text, best first; a vector may be kept of what is held no more.

        Raises BadInputError where the model or the vectors cannot be used.
        """
        encode, vectors, _ = self._made_ready()
        return vectors.nearest(encode(text), k)

    def _made_ready(self) -> _Ready:
        with self._lock:
            if self._ready is None:
                encoder = Encoder(self._model, threads=self._threads)
                # One question is compared several times: with guidelines, with research.
                encode = lru_cache(maxsize=64)(encoder.question)
                vectors = Vectors(self._where, encoder.model.dimensions)
                self._ready = _Ready(encode, vectors, encoder.model.unrelated)
            return self._ready


def embed(
    encoder: Encoder, vectors: Vectors, passages: Iterable[Passage], progress: Callable[[int], None] | None = None
) -> int:
    """Keep a vector for each passage that has none, and say how many were made.

    `progress` is told how many passages were seen so far. A kill costs the segment in work; the rest is found again.
    """
    seen = made = 0
    for some in _batches(passages):
        missing = set(vectors.missing([p.id for p in some]))
        wanted = {p.id: p for p in some if p.id in missing}
        vectors.add(list(wanted), encoder.encode([embedded_text(p) for p in wanted.values()]))
        seen, made = seen + len(some), made + len(wanted)
        if progress is not None:
            progress(seen)
    vectors.join()
    return made


def embedded_text(passage: Passage) -> str:
    """What a passage's vector is made of: the title of its document, and its words."""
    return f"{passage.document.title}. {passage.text}"


def _batches(passages: Iterable[Passage]) -> Iterator[list[Passage]]:
    each = iter(passages)
    while some := list(islice(each, _AT_A_TIME)):
        yield some
