"""A pack of weights, as scripts/build_model.py reads it: what is in it, and what is said where it is damaged."""

from __future__ import annotations

import importlib.util
import json
import struct
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

SCRIPT = Path(__file__).parent.parent / "scripts" / "model_pack.py"
WORDS = np.array([[127, -127], [64, 0]], dtype=np.int8)
SCALES = np.array([0.5, 0.25], dtype="<f4")
SHIFT = np.array([1.5, -2.0, 0.0], dtype="<f4")
TOKENIZER = b'{"model": {}}'


@pytest.fixture
def packs(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("model_pack", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "model_pack", made)
    spec.loader.exec_module(made)
    return made


def head(**changes: object) -> dict[str, object]:
    words = {"name": "word_emb", "dtype": "i8", "shape": [2, 2], "len": 12, "group": 2}
    shift = {"name": "emb_ln.b", "dtype": "f32", "shape": [3], "len": 12, "group": 0}
    told = {"meta": {"license": "free"}, "arch": {"hidden": 2}, "tokenizer_len": 13, "tensors": [words, shift]}
    return told | changes


def packed(told: object) -> bytes:
    written = json.dumps(told).encode()
    weights = WORDS.tobytes() + SCALES.tobytes() + SHIFT.tobytes()
    return b"HMSEMB01" + struct.pack("<Q", len(written)) + written + TOKENIZER + weights


def test_weights_of_eight_bits_are_scaled_group_by_group(packs: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "small.hmsemb"
    path.write_bytes(packed(head()))
    pack = packs.read_pack(path)
    assert pack.weights["word_emb"].tolist() == [[63.5, -63.5], [16.0, 0.0]]
    assert pack.weights["emb_ln.b"].tolist() == [1.5, -2.0, 0.0]
    assert pack.weights["word_emb"].dtype == np.float32
    assert pack.tokenizer == TOKENIZER
    assert (pack.told, pack.shape) == ({"license": "free"}, {"hidden": 2})


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not a pack of weights"),
        (b"PK\x03\x04 a wheel, not unpacked", "not a pack of weights"),
        (packed([]), "its head cannot be read"),
        (packed({"tokenizer_len": 13}), "its head cannot be read"),
        (packed(head())[:-1], "bytes, where its head tells of"),
        (packed(head()) + b"more", "bytes, where its head tells of"),
        (
            packed(head(tensors=[{"name": "word_emb", "dtype": "f16", "shape": [2, 2], "len": 24, "group": 0}])),
            "word_emb: weights of the kind f16",
        ),
        (
            packed(head(tensors=[{"name": "word_emb", "dtype": "i8", "shape": [2, 8], "len": 24, "group": 3}])),
            "word_emb: weights of the kind i8 and this length",
        ),
    ],
)
def test_a_pack_that_is_damaged_or_none_is_named(
    packs: ModuleType, tmp_path: Path, content: bytes, reason: str
) -> None:
    path = tmp_path / "small.hmsemb"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=rf"small\.hmsemb: .*{reason}"):
        packs.read_pack(path)
