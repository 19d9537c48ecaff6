"""Vectors on disk: segments of passage ids and vectors of 8 bits, mapped into memory.

A vector depends on a passage's words and the model alone, and a passage's id on its words; so nothing here is ever
changed, and a vector whose passage is gone does no harm. A segment is a head of 16 bytes (a mark, the numbers in a
vector and the number of vectors), the ids in rising order, the vectors, then their signs: a bit for each number, in
words of 64, the first words of all vectors, then the second.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from curbside.model import BadInputError
from curbside.semantic.installing import require_libraries

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

_MARK = b"CBV2"
_HEAD = struct.Struct("<4sIQ")
_SUFFIX, _PART, _COVERED = ".vectors", ".part", "covered"
_FULL = 65_536
"""Vectors from which on a segment is left as it is; smaller ones are joined when a run has ended."""
_LOOKS = 20
_BITS = 64
_COMPARED = 10
"""Vectors compared in full for each that is wanted; `scripts/benchmark_meaning.py` prints how many of the nearest are
found so."""


class _Segment(NamedTuple):
    path: Path
    ids: NDArray[numpy.uint64]
    vectors: NDArray[numpy.int8]
    signs: NDArray[numpy.uint64]


class Vectors:
    """The vectors of one model, in a directory that `add` makes."""

    def __init__(self, directory: Path, dimensions: int) -> None:
        """Look at what is there; BadInputError names a segment that is not whole."""
        require_libraries(directory)
        self._directory, self._dimensions = directory, dimensions
        self._segments = self._look()

    def __len__(self) -> int:
        return sum(len(s.ids) for s in self._segments)

    def missing(self, ids: Sequence[str]) -> list[str]:
        """Those of the passage ids that have no vector, in their order, each once."""
        asked = list(dict.fromkeys(ids))
        _, found = self.get(asked)
        return [id_ for id_, is_there in zip(asked, found, strict=True) if not is_there]

    def add(self, ids: Sequence[str], vectors: NDArray[numpy.float32]) -> None:
        """Keep a vector for each passage id, as one new segment: whole after a kill, or not there."""
        import numpy

        if not ids:
            return
        numbers = _numbers(ids)
        order = numpy.argsort(numbers, kind="stable")
        largest = numpy.abs(vectors).max(axis=1, keepdims=True)
        eight = numpy.rint(vectors / numpy.where(largest > 0, largest, 1) * 127).astype(numpy.int8)
        path = self._write(numbers[order], eight[order])
        self._segments = [*self._segments, self._map(path)]

    def get(self, ids: Sequence[str]) -> tuple[NDArray[numpy.float32], NDArray[numpy.bool_]]:
        """The vectors of passage ids as rows of length 1, zeros where there is none, and which of them there are."""
        import numpy

        numbers = _numbers(ids)
        made = numpy.zeros((len(ids), self._dimensions), dtype=numpy.float32)
        found = numpy.zeros(len(ids), dtype=numpy.bool_)
        for segment in self._segments:
            places = numpy.searchsorted(segment.ids, numbers)
            places[places == len(segment.ids)] = 0
            here = segment.ids[places] == numbers
            made[here] = segment.vectors[places[here]]
            found |= here
        lengths = numpy.sqrt(numpy.einsum("ij,ij->i", made, made))
        made /= numpy.where(lengths > 0, lengths, 1)[:, None]
        return made, found

    def nearest(self, vector: NDArray[numpy.float32], k: int) -> list[str]:
        """The ids of the k passages whose vectors are most like this one, best first; ties go by id.

        Those whose signs agree most are compared in full, so that some of the best may be missed.
        """
        import numpy

        apart = [_signs_apart(s.signs, vector) for s in self._segments]
        if not apart:
            return []
        wanted = min(k * _COMPARED, len(self))
        counts = sum(numpy.bincount(a, minlength=self._dimensions + 1) for a in apart)
        most_apart = int(numpy.searchsorted(numpy.cumsum(counts), wanted))
        near = [s.ids[numpy.flatnonzero(a <= most_apart)] for s, a in zip(self._segments, apart, strict=True)]
        ids = [f"{number:016x}" for number in numpy.unique(numpy.concatenate(near)).tolist()]
        rows, _ = self.get(ids)
        cosines = numpy.round(numpy.einsum("ij,j->i", rows, vector), 4)
        order = numpy.argsort(-cosines, kind="stable")[:k]
        return [ids[place] for place in order.tolist()]

    def join(self) -> None:
        """Make one segment of the small ones; a kill in between leaves some vectors twice, which does no harm."""
        import numpy

        small = [s for s in self._segments if len(s.ids) < _FULL]
        if len(small) < 2:
            return
        numbers, first = numpy.unique(numpy.concatenate([s.ids for s in small]), return_index=True)
        joined = self._write(numbers, numpy.concatenate([s.vectors for s in small])[first])
        for segment in small:
            if segment.path != joined:
                segment.path.unlink(missing_ok=True)
        self._segments = self._look()

    def covers(self, edition: str) -> bool:
        """Whether every passage of a library's edition was seen to have a vector, and none was taken away since."""
        covered = self._directory / _COVERED
        return covered.is_file() and covered.read_text(encoding="utf-8") == self._covering(edition)

    def cover(self, edition: str) -> None:
        """Note that every passage of a library's edition has a vector, so that it need not be looked at again."""
        if self._directory.is_dir():
            (self._directory / _COVERED).write_text(self._covering(edition), encoding="utf-8")

    def _covering(self, edition: str) -> str:
        return f"{edition} {len(self)}\n"

    def _write(self, numbers: NDArray[numpy.uint64], eight: NDArray[numpy.int8]) -> Path:
        """Write a segment, named by its content: two who write at a time never write different things in one place."""
        head = _HEAD.pack(_MARK, self._dimensions, len(numbers))
        content = b"".join((head, numbers.astype("<u8").tobytes(), eight.tobytes(), _signs(eight).tobytes()))
        path = self._directory / f"{hashlib.sha256(content).hexdigest()[:16]}{_SUFFIX}"
        self._directory.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(_PART)
        part.write_bytes(content)
        part.replace(path)
        return path

    def _paths(self) -> list[Path]:
        return sorted(self._directory.glob(f"*{_SUFFIX}"))

    def _look(self) -> list[_Segment]:
        for _ in range(_LOOKS):
            try:
                return [self._map(path) for path in self._paths()]
            except FileNotFoundError:
                # Another joined segments between the list and the look.
                continue
        raise BadInputError(str(self._directory), "", "another is writing vectors here; wait until it has finished")

    def _map(self, path: Path) -> _Segment:
        import numpy

        size = path.stat().st_size
        with path.open("rb") as stream:
            head = stream.read(_HEAD.size)
        mark, dimensions, count = _HEAD.unpack(head) if len(head) == _HEAD.size else (b"", 0, 0)
        words = -(-dimensions // _BITS)
        whole = _HEAD.size + count * (8 + dimensions + 8 * words)
        if mark != _MARK or dimensions != self._dimensions or count == 0 or size != whole:
            reason = "not a whole file of vectors; remove it and run 'curbside library embed'"
            raise BadInputError(str(path), "", reason)
        ids = numpy.memmap(path, "<u8", "r", _HEAD.size, (count,))
        vectors = numpy.memmap(path, numpy.int8, "r", _HEAD.size + 8 * count, (count, dimensions))
        signs = numpy.memmap(path, "<u8", "r", _HEAD.size + (8 + dimensions) * count, (words, count))
        return _Segment(path, ids, vectors, signs)


def _signs(vectors: NDArray[numpy.int8] | NDArray[numpy.float32]) -> NDArray[numpy.uint64]:
    """Which numbers of some vectors (rows) are above nought: a bit each, in words of 64 (rows), a column a vector."""
    import numpy

    bits = numpy.packbits(vectors > 0, axis=1)
    padded = numpy.pad(bits, ((0, 0), (0, -bits.shape[1] % 8)))
    return numpy.ascontiguousarray(padded.view("<u8").T)


def _signs_apart(signs: NDArray[numpy.uint64], vector: NDArray[numpy.float32]) -> NDArray[numpy.uint16]:
    """In how many of its numbers each vector whose signs are given differs in sign from this one."""
    import numpy

    apart = numpy.zeros(signs.shape[1], dtype=numpy.uint16)
    for words, asked in zip(signs, _signs(vector[None, :])[:, 0], strict=True):
        apart += numpy.bitwise_count(words ^ asked)
    return apart


def _numbers(ids: Sequence[str]) -> NDArray[numpy.uint64]:
    import numpy

    return numpy.frombuffer(bytes.fromhex("".join(ids)), dtype=">u8").astype(numpy.uint64)
