"""Likeness in meaning: texts become vectors, vectors are kept, and what was found by words is put into a better order.

The model is a real one, made here: each word has a meaning of four numbers, and a text the mean of its words'.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Sequence
from itertools import count
from pathlib import Path

import numpy
import onnx
import pytest
from tokenizers import Tokenizer, normalizers, pre_tokenizers
from tokenizers.models import WordLevel
from world import Answer, World, served

from curbside.cli import app
from curbside.evaluation.retrieval import rank_documents
from curbside.exports.answer_json import answer_json
from curbside.gathering import MINILM, Published, fetch_model
from curbside.house import House, embed_library, install_model, open_house, vectors_of
from curbside.library import open_library
from curbside.model import Add, BadInputError, Document, FetchError, Kind, Passage, Remove, SearchTerm
from curbside.retrieval import INSIDE
from curbside.retrieval.ordering import Weights, features, score
from curbside.semantic import Encoder, Likeness, Vectors, embed, embedded_text, install, installed
from curbside.semantic.installing import FILES
from curbside.settings import Settings, read_settings

SOURCE = str(Path(__file__).parent.parent / "src")
RUST, GOUT, OTHER = [1.0, 0.1, 0.0, 0.0], [0.0, 1.0, 0.1, 0.0], [0.0, 0.0, 0.0, 0.1]
MEANINGS = {"[UNK]": OTHER, "rust": RUST, "oxidation": RUST, "corrosion": RUST, "gout": GOUT, "podagra": GOUT}
MOST_TOKENS = 32


def write_model(directory: Path, *, input_name: str = "input_ids", dimensions: int = 4) -> None:
    """A model that looks up each word's meaning."""
    table = numpy.array(list(MEANINGS.values()), dtype=numpy.float32)
    table = numpy.pad(table, ((0, 0), (0, dimensions - 4)))
    graph = onnx.helper.make_graph(
        [onnx.helper.make_node("Gather", ["meanings", input_name], ["hidden"])],
        "meanings",
        [onnx.helper.make_tensor_value_info(input_name, onnx.TensorProto.INT64, ["texts", "tokens"])],
        [onnx.helper.make_tensor_value_info("hidden", onnx.TensorProto.FLOAT, ["texts", "tokens", dimensions])],
        [onnx.numpy_helper.from_array(table, "meanings")],
    )
    opset = [onnx.helper.make_opsetid("", 17)]
    (directory / "model.onnx").write_bytes(
        onnx.helper.make_model(graph, opset_imports=opset, ir_version=9).SerializeToString()
    )


def write_card(directory: Path, **changes: object) -> None:
    files = {n: hashlib.sha256((directory / n).read_bytes()).hexdigest() for n in ("model.onnx", "tokenizer.json")}
    told = {
        "name": "four meanings",
        "source": "made here",
        "revision": "1",
        "dimensions": 4,
        "max_tokens": MOST_TOKENS,
        "pooling": "mean",
        "normalised": True,
        "files": files,
    }
    (directory / "model.json").write_text(json.dumps(told | changes), encoding="utf-8")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    directory = tmp_path / "source"
    directory.mkdir()
    write_model(directory)
    tokenizer = Tokenizer(WordLevel({word: n for n, word in enumerate(MEANINGS)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    # As files from a hub come: told to fill every text up, which would change the mean.
    tokenizer.enable_padding(length=64)
    tokenizer.save(str(directory / "tokenizer.json"))
    write_card(directory)
    return directory


@pytest.fixture
def encoder(source: Path) -> Encoder:
    return Encoder(source)


@pytest.fixture
def settings(tmp_path: Path, source: Path) -> Settings:
    made = Settings(library=tmp_path / "library", model=tmp_path / "model")
    install_model(made, source)
    return made


def write_questions(directory: Path) -> None:
    """A model of questions in which rust means gout and the other way round, and a card that names it."""
    plain = (directory / "model.onnx").read_bytes()
    table = dict(MEANINGS)
    try:
        MEANINGS.update(rust=GOUT, gout=RUST)
        write_model(directory)
    finally:
        MEANINGS.update(table)
    (directory / "questions.onnx").write_bytes((directory / "model.onnx").read_bytes())
    (directory / "model.onnx").write_bytes(plain)
    names = ("model.onnx", "tokenizer.json", "questions.onnx")
    write_card(directory, files={n: hashlib.sha256((directory / n).read_bytes()).hexdigest() for n in names})


# Texts to vectors


def test_each_text_becomes_a_vector_of_length_one_in_its_place(encoder: Encoder) -> None:
    made = encoder.encode(["gout", "rust rust and much more", "oxidation", "Rust"])
    assert made.shape == (4, 4)
    assert made.dtype == numpy.float32
    assert numpy.allclose(numpy.linalg.norm(made, axis=1), 1)
    assert numpy.array_equal(made[2], made[3])
    assert made[0] @ made[2] < 0.2 < 0.9 < made[1] @ made[2]


def test_a_vector_depends_neither_on_the_texts_beside_it_nor_on_threads(source: Path) -> None:
    texts = ["gout and rust", "rust", "gout " * 20, "one more of podagra"] * 5
    alone = [Encoder(source, threads=1).encode([t])[0].tobytes() for t in texts]
    for threads in (1, 2, 5):
        assert [v.tobytes() for v in Encoder(source, threads=threads).encode(texts)] == alone


def test_words_beyond_the_limit_count_nothing(encoder: Encoder) -> None:
    full = "rust " * MOST_TOKENS
    assert numpy.array_equal(*encoder.encode([full, full + "gout"]))
    short = "rust " * (MOST_TOKENS - 1)
    assert not numpy.array_equal(*encoder.encode([short, short + "gout"]))


def test_the_first_token_stands_for_a_text_where_the_model_says_so(source: Path) -> None:
    by_mean = Encoder(source).encode(["rust", "rust gout gout"])
    write_card(source, pooling="cls")
    by_first = Encoder(source).encode(["rust", "rust gout gout"])
    assert numpy.array_equal(*by_first)
    assert not numpy.array_equal(*by_mean)
    assert numpy.array_equal(Encoder(source).question("rust gout gout"), by_first[0])


def test_vectors_pooled_in_another_way_are_another_models(source: Path) -> None:
    by_mean = Encoder(source).digest
    write_card(source, pooling="cls")
    assert Encoder(source).digest != by_mean


@pytest.mark.parametrize("texts", [[], [""], ["", "rust"]])
def test_no_text_and_empty_texts_do_no_harm(encoder: Encoder, texts: list[str]) -> None:
    made = encoder.encode(texts)
    assert made.shape == (len(texts), 4)
    assert not numpy.isnan(made).any()


# Models that cannot be used


def test_a_file_that_differs_from_its_checksum_is_named(source: Path) -> None:
    with (source / "model.onnx").open("ab") as stream:
        stream.write(b"\0")
    with pytest.raises(BadInputError, match=r"model\.onnx: its sha256 is [0-9a-f]{16}.*model\.json says [0-9a-f]{16}"):
        Encoder(source)


def test_a_directory_without_a_model_is_named(tmp_path: Path) -> None:
    assert installed(tmp_path) is None
    with pytest.raises(BadInputError, match="no model is installed here"):
        Encoder(tmp_path)


@pytest.mark.parametrize(
    ("file", "content", "reason"),
    [
        ("model.onnx", b"no model", "not a model that onnxruntime can run"),
        ("model.onnx", b"", "not a model that onnxruntime can run"),
        ("tokenizer.json", b"{", "not a tokenizer"),
        ("tokenizer.json", b"[]", "not a tokenizer"),
        ("tokenizer.json", b'{"model": {}}', "not a tokenizer"),
    ],
)
def test_a_file_that_is_something_else_is_named(source: Path, file: str, content: bytes, reason: str) -> None:
    (source / file).write_bytes(content)
    write_card(source)
    with pytest.raises(BadInputError, match=f"{file}: {reason}"):
        Encoder(source)


def test_a_model_of_another_shape_is_named(source: Path) -> None:
    write_model(source, dimensions=5)
    write_card(source)
    with pytest.raises(BadInputError, match=r"model\.onnx: gives \(1, 5\) for a token, not \(1, 4\)"):
        Encoder(source)


def test_a_model_of_something_else_than_texts_is_named(source: Path) -> None:
    write_model(source, input_name="pixels")
    write_card(source)
    with pytest.raises(BadInputError, match="not a model of texts: it asks for pixels"):
        Encoder(source)


def test_libraries_that_are_missing_are_named_with_what_brings_them(source: Path) -> None:
    script = (
        "import sys; sys.modules.update(onnxruntime=None, tokenizers=None)\n"
        "from pathlib import Path\nfrom curbside.semantic import Encoder\n"
        "try: Encoder(Path(sys.argv[1]))\nexcept ValueError: pass\nexcept Exception as error: print(error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(source)], capture_output=True, text=True, check=True, cwd=SOURCE
    )
    assert done.stdout == f"{source}: needs onnxruntime, tokenizers; install curbside[semantic]\n"


def test_nothing_heavy_is_loaded_where_nothing_is_compared() -> None:
    script = "import sys, curbside.cli; print({'numpy', 'onnxruntime', 'tokenizers'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=SOURCE)
    assert done.stdout.strip() == "set()"


# Installing


def test_a_model_is_copied_with_its_description(source: Path, tmp_path: Path) -> None:
    model = install(source, tmp_path / "deep" / "model")
    assert (model.name, model.revision, model.dimensions) == ("four meanings", "1", 4)
    assert sorted(p.name for p in model.directory.iterdir()) == ["model.json", "model.onnx", "tokenizer.json"]
    assert Encoder(model.directory).digest == Encoder(source).digest == model.digest


def test_a_damaged_model_is_refused_and_the_one_before_stays(source: Path, tmp_path: Path) -> None:
    before = install(source, tmp_path / "model")
    with (source / "tokenizer.json").open("ab") as stream:
        stream.write(b" ")
    with pytest.raises(BadInputError, match=r"source/tokenizer\.json: its sha256"):
        install(source, tmp_path / "model")
    assert installed(tmp_path / "model") == before
    assert Encoder(tmp_path / "model").digest == before.digest


def test_a_kill_while_a_model_is_copied_leaves_none_rather_than_a_mixed_one(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "model"
    install(source, target)
    (target / "tokenizer.json").unlink()
    (target / "tokenizer.json").mkdir()
    with pytest.raises(OSError, match="tokenizer"):
        install(source, target)
    assert installed(target) is None


def test_a_model_may_be_installed_where_it_is(source: Path) -> None:
    assert install(source, source) == installed(source)


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_a_missing_file_is_named(source: Path, name: str, tmp_path: Path) -> None:
    (source / name).unlink()
    with pytest.raises(BadInputError, match=name):
        installed(source)
    with pytest.raises(BadInputError, match=name):
        install(source, tmp_path / "model")
    assert not (tmp_path / "model").exists()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"dimensions": 0}, "dimensions is no whole number"),
        ({"dimensions": True}, "dimensions is no whole number"),
        ({"dimensions": "4"}, "dimensions is no whole number"),
        ({"max_tokens": 10**9}, "max_tokens is no whole number"),
        ({"max_tokens": None}, "max_tokens is no whole number"),
        ({"pooling": "last"}, "pooling by mean or cls"),
        ({"normalised": False}, "pooling by mean or cls"),
        ({"unrelated": 1}, "unrelated is no number from 0 to below 1"),
        ({"unrelated": "half"}, "unrelated is no number from 0 to below 1"),
        ({"unrelated": True}, "unrelated is no number from 0 to below 1"),
        ({"files": []}, "files holds no sha256"),
        ({"files": {"model.onnx": "0" * 64, "tokenizer.json": "short"}}, "files holds no sha256"),
    ],
)
def test_a_description_that_cannot_be_followed_is_named(source: Path, changes: dict[str, object], reason: str) -> None:
    write_card(source, **changes)
    with pytest.raises(BadInputError, match=rf"model\.json: .*{reason}"):
        installed(source)


@pytest.mark.parametrize("content", [b"{", b"\xff", b"[]"])
def test_a_description_that_is_none_is_named(source: Path, content: bytes) -> None:
    (source / "model.json").write_bytes(content)
    with pytest.raises(BadInputError, match=r"model\.json: not a description of a model"):
        installed(source)


# Vectors on disk


def ids(n: int, start: int = 0) -> list[str]:
    return [hashlib.sha256(str(i).encode()).hexdigest()[:16] for i in range(start, start + n)]


def some_vectors(n: int, seed: int = 0) -> numpy.ndarray[tuple[int, int], numpy.dtype[numpy.float32]]:
    made = numpy.random.default_rng(seed).normal(size=(n, 4))
    made /= numpy.linalg.norm(made, axis=1, keepdims=True)
    return made.astype(numpy.float32)


def test_vectors_come_back_by_the_ids_of_their_passages(tmp_path: Path) -> None:
    names, given = ids(50), some_vectors(50)
    Vectors(tmp_path / "v", 4).add(names, given)
    found, there = Vectors(tmp_path / "v", 4).get([names[7], "f" * 16, names[3], names[7]])
    assert there.tolist() == [True, False, True, True]
    assert (found[0] @ given[7], found[2] @ given[3]) > (0.9999, 0.9999)
    assert numpy.allclose(numpy.linalg.norm(found, axis=1), [1, 0, 1, 1])


def wide_vectors(n: int) -> numpy.ndarray[tuple[int, int], numpy.dtype[numpy.float32]]:
    """Vectors of 70 numbers, more than a word of signs has bits, in groups that point nearly the same way."""
    generator = numpy.random.default_rng(3)
    made = generator.normal(size=(9, 70))[numpy.arange(n) % 9] + 0.4 * generator.normal(size=(n, 70))
    made /= numpy.linalg.norm(made, axis=1, keepdims=True)
    return made.astype(numpy.float32)


def test_the_nearest_vectors_are_found_in_all_files_best_first(tmp_path: Path) -> None:
    names, given = ids(900), wide_vectors(900)
    vectors = Vectors(tmp_path / "v", 70)
    for start in range(0, 900, 300):
        vectors.add(names[start : start + 300], given[start : start + 300])
    rows, _ = vectors.get(names)
    for asked in given[:20]:
        cosines = dict(zip(names, numpy.round(rows @ asked, 4).tolist(), strict=True))
        truly = sorted(names, key=lambda i: -cosines[i])[:10]
        found = vectors.nearest(asked, 10)
        assert len(set(found) & set(truly)) >= 9
        assert [cosines[i] for i in found] == pytest.approx(sorted((cosines[i] for i in found), reverse=True), abs=2e-4)
        assert found == Vectors(tmp_path / "v", 70).nearest(asked, 10)


def test_the_nearest_of_few_are_all_of_them_each_once_and_ties_go_by_id(tmp_path: Path) -> None:
    vectors = Vectors(tmp_path / "v", 4)
    assert vectors.nearest(some_vectors(1)[0], 3) == []
    same = numpy.repeat(some_vectors(1), 5, axis=0)
    vectors.add(ids(5), same)
    vectors.add(ids(2), same[:2])
    assert vectors.nearest(same[0], 9) == sorted(ids(5))
    assert vectors.nearest(same[0], 2) == sorted(ids(5))[:2]


def test_what_is_missing_is_told_in_order_and_once(tmp_path: Path) -> None:
    vectors = Vectors(tmp_path / "v", 4)
    assert vectors.missing(ids(3)) == ids(3)
    vectors.add(ids(2), some_vectors(2))
    assert vectors.missing([*ids(4), *ids(4)]) == ids(4)[2:]
    assert (vectors.missing([]), len(vectors)) == ([], 2)


def test_nothing_to_add_leaves_nothing_behind(tmp_path: Path) -> None:
    Vectors(tmp_path / "v", 4).add([], some_vectors(0))
    assert not (tmp_path / "v").exists()


@pytest.mark.parametrize("cut", [-1, -30, 15, 3, 0])
def test_a_half_written_file_is_named_and_nothing_else_is_lost(tmp_path: Path, cut: int) -> None:
    vectors = Vectors(tmp_path / "v", 4)
    vectors.add(ids(5), some_vectors(5))
    [whole] = (tmp_path / "v").iterdir()
    vectors.add(ids(5, start=5), some_vectors(5))
    [broken] = set((tmp_path / "v").iterdir()) - {whole}
    broken.write_bytes(broken.read_bytes()[:cut])
    with pytest.raises(BadInputError, match=rf"{broken.name}: not a whole file of vectors; remove it and run"):
        Vectors(tmp_path / "v", 4)
    broken.unlink()
    assert Vectors(tmp_path / "v", 4).missing(ids(10)) == ids(5, start=5)


def test_vectors_of_another_size_are_refused(tmp_path: Path) -> None:
    Vectors(tmp_path / "v", 4).add(ids(5), some_vectors(5))
    with pytest.raises(BadInputError, match="not a whole file of vectors"):
        Vectors(tmp_path / "v", 5)


def test_what_a_kill_left_half_written_is_passed_over(tmp_path: Path) -> None:
    Vectors(tmp_path / "v", 4).add(ids(5), some_vectors(5))
    (tmp_path / "v" / "0123456789abcdef.part").write_bytes(b"CBV2")
    assert len(Vectors(tmp_path / "v", 4)) == 5


def test_a_disk_that_is_full_in_the_middle_of_a_file_leaves_no_part_of_it_in_use(tmp_path: Path) -> None:
    Vectors(tmp_path / "v", 4).add(ids(5), some_vectors(5))
    script = (
        "import resource, sys; from pathlib import Path; sys.path.insert(0, sys.argv[2])\n"
        "from test_semantic import *\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (40, 40))\n"
        "Vectors(Path(sys.argv[1]), 4).add(ids(50), some_vectors(50))"
    )
    given = [str(tmp_path / "v"), str(Path(__file__).parent)]
    done = subprocess.run(
        [sys.executable, "-B", "-c", script, *given], capture_output=True, text=True, check=False, cwd=SOURCE
    )
    assert "File too large" in done.stderr
    assert Vectors(tmp_path / "v", 4).missing(ids(6)) == ids(6)[5:]


def test_joining_keeps_every_vector_in_one_file(tmp_path: Path) -> None:
    vectors = Vectors(tmp_path / "v", 4)
    for start in range(0, 12, 3):
        # Each overlaps the one before, as after a kill between joining and removing.
        vectors.add(ids(4, start=start), some_vectors(13)[start : start + 4])
    before = vectors.get(ids(13))[0]
    vectors.join()
    assert len(list((tmp_path / "v").iterdir())) == 1
    assert (len(vectors), vectors.missing(ids(13))) == (13, [])
    assert numpy.array_equal(Vectors(tmp_path / "v", 4).get(ids(13))[0], before)


def test_joining_files_of_which_one_holds_all_removes_nothing_needed(tmp_path: Path) -> None:
    vectors = Vectors(tmp_path / "v", 4)
    vectors.add(ids(6), some_vectors(6))
    vectors.add(ids(3), some_vectors(6)[:3])
    vectors.join()
    assert Vectors(tmp_path / "v", 4).missing(ids(6)) == []


def test_two_may_write_at_a_time(tmp_path: Path) -> None:
    one, other = Vectors(tmp_path / "v", 4), Vectors(tmp_path / "v", 4)
    one.add(ids(3), some_vectors(3))
    other.add(ids(3), some_vectors(3))
    other.add(ids(3, start=3), some_vectors(3))
    one.join()
    other.join()
    assert Vectors(tmp_path / "v", 4).missing(ids(6)) == []


def test_an_edition_once_covered_is_looked_at_again_when_vectors_went(tmp_path: Path) -> None:
    vectors = Vectors(tmp_path / "v", 4)
    assert not vectors.covers("edition")
    vectors.add(ids(3), some_vectors(3))
    vectors.cover("edition")
    assert Vectors(tmp_path / "v", 4).covers("edition")
    assert not vectors.covers("another edition")
    next((tmp_path / "v").glob("*.vectors")).unlink()
    assert not Vectors(tmp_path / "v", 4).covers("edition")


# Vectors of passages


def passages(texts: Sequence[str]) -> list[Passage]:
    made = (Document(id=f"d:{n:05}", kind=Kind.TRIAL, title="Of metal") for n in count())
    return [Passage(document=d, section="Findings", text=t) for d, t in zip(made, texts, strict=False)]


def test_title_and_words_of_a_passage_make_its_vector(encoder: Encoder, tmp_path: Path) -> None:
    [passage] = passages(["rust"])
    vectors = Vectors(tmp_path / "v", 4)
    assert embed(encoder, vectors, [passage]) == 1
    assert embedded_text(passage) == "Of metal. rust"
    assert vectors.get([passage.id])[0][0] @ encoder.encode(["Of metal. rust"])[0] > 0.999


def test_only_missing_vectors_are_made_and_every_passage_is_counted(encoder: Encoder, tmp_path: Path) -> None:
    some = passages([f"rust {n}" for n in range(1100)])
    vectors, seen = Vectors(tmp_path / "v", 4), list[int]()
    assert embed(encoder, vectors, some[:100]) == 100
    assert embed(encoder, vectors, [*some, *some[:10]], seen.append) == 1000
    assert seen == [1024, 1110]
    assert embed(encoder, vectors, some) == 0
    assert len(list((tmp_path / "v").iterdir())) == 1


def test_a_kill_costs_no_more_than_the_vectors_in_work(source: Path, tmp_path: Path) -> None:
    script = (
        "import os, sys; from pathlib import Path; sys.path.insert(0, sys.argv[3])\n"
        "from test_semantic import passages; from curbside.semantic import *\n"
        "vectors = Vectors(Path(sys.argv[2]), 4)\n"
        "some = passages([f'rust {n}' for n in range(1500)])\n"
        "embed(Encoder(Path(sys.argv[1])), vectors, some, lambda seen: os._exit(9))"
    )
    given = [str(source), str(tmp_path / "v"), str(Path(__file__).parent)]
    assert subprocess.run([sys.executable, "-c", script, *given], check=False, cwd=SOURCE).returncode == 9
    some = passages([f"rust {n}" for n in range(1500)])
    vectors = Vectors(tmp_path / "v", 4)
    assert vectors.missing([p.id for p in some]) == [p.id for p in some[1024:]]
    assert embed(Encoder(source), vectors, some) == 1500 - 1024


def test_likeness_is_told_for_passages_that_have_a_vector(source: Path, tmp_path: Path) -> None:
    rust, gout, neither = passages(["rust rust rust", "gout gout gout", "zinc"])
    embed(Encoder(source), Vectors(tmp_path / "v", 4), [rust, gout])
    found = Likeness(source, tmp_path / "v")("oxidation", [gout.id, neither.id, rust.id])
    assert list(found) == [gout.id, rust.id]
    assert found[gout.id] < 0.2 < 0.9 < found[rust.id] <= 1
    assert all(round(c, 4) == c for c in found.values())


def test_likeness_is_measured_from_what_texts_with_nothing_in_common_have(source: Path, tmp_path: Path) -> None:
    rust, gout = passages(["rust rust rust", "gout gout gout"])
    embed(Encoder(source), Vectors(tmp_path / "v", 4), [rust, gout])
    plain = Likeness(source, tmp_path / "v")("oxidation", [rust.id, gout.id])
    write_card(source, unrelated=0.5)
    measured = Likeness(source, tmp_path / "v")("oxidation", [rust.id, gout.id])
    assert measured == pytest.approx({i: (cosine - 0.5) / 0.5 for i, cosine in plain.items()}, abs=2e-4)
    assert measured[gout.id] < 0 < measured[rust.id]


def test_questions_may_have_a_model_of_their_own_and_passages_keep_their_vectors(source: Path, tmp_path: Path) -> None:
    plain, digest = Encoder(source).question("rust"), Encoder(source).digest
    assert (plain == Encoder(source).encode(["rust"])[0]).all()
    rust, gout = passages(["rust rust rust", "gout gout gout"])
    embed(Encoder(source), Vectors(tmp_path / "v", 4), [rust, gout])
    write_questions(source)
    assert Encoder(source).digest == digest
    found = Likeness(source, tmp_path / "v")("rust", [rust.id, gout.id])
    assert found[gout.id] > found[rust.id]


def test_a_model_of_questions_is_held_to_its_checksum_and_goes_with_its_model(source: Path, tmp_path: Path) -> None:
    settings = Settings(library=tmp_path / "library", model=tmp_path / "model")
    write_questions(source)
    assert "questions.onnx" in install_model(settings, source).sums
    (source / "questions.onnx").write_bytes(b"another")
    with pytest.raises(BadInputError, match=r"questions\.onnx: its sha256 is"):
        install_model(settings, source)
    (source / "questions.onnx").unlink()
    with pytest.raises(BadInputError, match=r"questions\.onnx: the file is missing"):
        install_model(settings, source)
    write_card(source, files={**json.loads((source / "model.json").read_text())["files"], "questions.onnx": "short"})
    with pytest.raises(BadInputError, match=r"no sha256 for questions\.onnx"):
        install_model(settings, source)
    write_card(source)
    assert "questions.onnx" not in install_model(settings, source).sums
    assert not (settings.model / "questions.onnx").exists()


def test_a_directory_without_a_card_is_described_and_installed(source: Path, tmp_path: Path) -> None:
    (source / "model.json").unlink()
    model = install_model(Settings(model=tmp_path / "model"), source)
    assert (model.name, model.dimensions, model.max_tokens) == ("source", 4, 256)
    assert model.unrelated == 0.0, "a tokenizer that knows none of the texts apart tells nothing"
    assert not (source / "model.json").exists()
    assert Encoder(tmp_path / "model").digest == model.digest


def test_a_directory_that_holds_no_model_of_texts_is_refused_and_nothing_changed(source: Path, tmp_path: Path) -> None:
    settings = Settings(model=tmp_path / "model")
    (source / "model.json").unlink()
    write_model(source, input_name="pictures")
    with pytest.raises(BadInputError, match="not a model that gives a vector for each token"):
        install_model(settings, source)
    (source / "model.onnx").unlink()
    with pytest.raises(BadInputError, match=r"model\.onnx: no model here: the file is missing"):
        install_model(settings, source)
    assert not settings.model.exists()


# The new order


def order(ranked: list[tuple[str, float]], cosines: dict[str, float] | None, weights: Weights) -> dict[str, float]:
    return {i: score(f, weights) for i, f in features(ranked, cosines).items()}


HALF = Weights(words=1, meaning=1)


def test_words_and_likeness_each_have_their_share() -> None:
    assert order([("a", 8.0), ("b", 4.0)], {"a": 0.2, "b": 0.9}, HALF) == {"a": 0.6, "b": 0.7}
    assert order([("a", 8.0), ("b", 4.0)], {"a": 0.2, "b": 0.9}, Weights()) == {"a": 1.0, "b": 0.5}


def test_without_any_vector_the_order_stays() -> None:
    assert (
        order([("c", 8.0), ("b", 4.0)], None, HALF)
        == order([("c", 8.0), ("b", 4.0)], {}, HALF)
        == {"c": 0.5, "b": 0.25}
    )


def test_a_passage_without_a_vector_is_neither_lost_nor_put_first() -> None:
    found = order([("best", 8.0), ("none", 8.0), ("far", 8.0)], {"best": 0.8, "far": 0.1}, HALF)
    assert found == {"best": 0.9, "none": 0.9, "far": 0.55}
    assert order([("best", 8.0), ("none", 4.0)], {"best": 0.8}, HALF)["none"] == 0.45


def test_an_opposite_meaning_counts_nothing() -> None:
    assert order([("b", 2.0), ("a", 2.0)], {"a": -0.5, "b": 0.0}, HALF) == {"b": 0.5, "a": 0.5}
    assert features([], {}) == {}


# In the house

ASKED = "velumab rust metal"


def trial(n: int, title: str, text: str, kind: Kind = Kind.TRIAL) -> Add:
    document = Document(id=f"pmid:{n}", kind=kind, title=title)
    return Add(document=document, passages=(Passage(document=document, section="Findings", text=text),))


def fill(settings: Settings, *, extra: Sequence[Add] = ()) -> None:
    """Many trials that hold most of the words asked for, and one that holds few of them but means it."""
    adds = [trial(n, f"Gout trial {n}", "Velumab in gout, not the metal; gout, gout again.") for n in range(60)]
    adds.append(trial(100, "Corrosion", "Velumab halved corrosion, oxidation."))
    with open_library(settings.library, create=True) as shelf:
        shelf.apply([*adds, *extra], name="made up", digest=str(len(extra)))


def embedded(settings: Settings) -> int | None:
    with open_library(settings.library) as shelf:
        return embed_library(shelf, settings.library, settings)


@pytest.fixture
def house(settings: Settings) -> House:
    fill(settings)
    assert embedded(settings) == 61
    return open_house(settings)


def test_what_means_the_same_comes_first_although_others_hold_more_of_the_words(
    house: House, settings: Settings
) -> None:
    by_words = open_house(settings.model_copy(update={"model": settings.model / "none"}))
    assert by_words.rank(ASKED, k=61)[-1][0].document.id == "pmid:100"
    assert house.rank(ASKED, k=3)[0][0].document.id == "pmid:100"
    assert house.reranking == "on (four meanings)"


def found_by(house: House, text: str, kinds: frozenset[Kind] | None = None) -> set[str]:
    return {p.document.id for p, _ in house.rank(text, k=99, kinds=kinds)}


def test_what_means_the_same_in_none_of_the_words_is_found_too(settings: Settings) -> None:
    rust = trial(201, "Rust", "Velumab in rust.", Kind.GUIDELINE)
    fill(settings, extra=[trial(200, "Oxidation", "Corrosion."), rust])
    by_words = open_house(settings)
    assert "pmid:200" not in found_by(by_words, "velumab rust")
    assert embedded(settings) == 63
    house = open_house(settings)
    assert "pmid:200" in found_by(house, "velumab rust")
    assert found_by(house, "velumab rust", frozenset({Kind.GUIDELINE})) == {"pmid:201"}
    assert found_by(house, "zinc") == set(), "nothing is found where no word is"


def test_without_a_model_the_best_by_words_are_those_that_are_read(settings: Settings) -> None:
    fill(settings, extra=[trial(n, "A trial", f"Velumab{' and zinc' * (n % 50)}.") for n in range(200, 330)])
    house = open_house(settings)
    by_words = [i for i, _ in house.library.search([SearchTerm(text="velumab")], k=100, inside=INSIDE)]
    assert {p.id for p, _ in house.rank("velumab", k=191)[:100]} == set(by_words)


def test_what_is_held_no_more_is_not_found_by_its_meaning(settings: Settings) -> None:
    fill(settings, extra=[trial(200, "Oxidation", "Corrosion.")])
    embedded(settings)
    with open_library(settings.library) as shelf:
        shelf.apply([Remove(document="pmid:200")], name="taken out", digest="taken out")
    assert "pmid:200" not in found_by(open_house(settings), "velumab rust")


def test_scores_stay_between_nought_and_one_and_the_house_gives_as_many_as_asked_for(house: House) -> None:
    found = house.rank(ASKED, k=7)
    assert len(found) == 7
    assert all(0 <= score <= 1 for _, score in found)
    assert len(rank_documents(house, ASKED)) == 61


def test_research_is_cut_to_its_number_only_after_the_new_order(house: House) -> None:
    hits = house.engine.retrieve(house.engine.understand(ASKED))
    assert (hits[0].passage.document.id, hits[0].score) == ("pmid:100", 1)
    assert len(hits) == 45


def test_the_same_question_gives_the_same_bytes(house: House, settings: Settings) -> None:
    first = answer_json(house.engine.ask(ASKED).answer)
    assert answer_json(house.engine.ask(ASKED).answer) == first
    again = open_house(settings.model_copy(update={"threads": 1}))
    assert answer_json(again.engine.ask(ASKED).answer) == first


def test_without_a_model_everything_is_as_before(house: House, settings: Settings) -> None:
    other = settings.model_copy(update={"model": settings.model / "none"})
    plain = open_house(other)
    assert (plain.rerank, plain.reranking) == (None, "off (no model installed)")
    assert embedded(other) is None
    scores = [score for _, score in plain.rank(ASKED, k=3)]
    assert scores == sorted(scores, reverse=True)


def test_a_library_without_vectors_says_what_makes_them(settings: Settings) -> None:
    fill(settings)
    house = open_house(settings)
    assert (house.rerank, house.reranking) == (None, "off (no vectors yet: curbside library embed)")


def test_another_model_has_vectors_of_its_own(house: House, settings: Settings, source: Path) -> None:
    write_card(source, max_tokens=MOST_TOKENS - 1)
    before = vectors_of(settings.library, install_model(settings, source))
    assert not before.exists()
    assert open_house(settings).rerank is None
    assert embedded(settings) == 61


def test_a_library_that_was_covered_is_not_read_through_again(house: House, settings: Settings) -> None:
    seen: list[int] = []
    assert embed_library(house.library, settings.library, settings, seen.append) == 0
    assert seen == []


def test_only_passages_added_since_get_vectors(house: House, settings: Settings) -> None:
    fill(settings, extra=[trial(200, "Rust", "Rust is metal.")])
    assert embedded(settings) == 1


def test_a_damaged_file_of_vectors_stops_a_question_and_names_the_file(house: House, settings: Settings) -> None:
    [file] = settings.library.parent.glob("library.vectors/*/*.vectors")
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(BadInputError, match=rf"{file.name}: not a whole file"):
        open_house(settings).engine.ask(ASKED)
    file.unlink()
    assert embedded(settings) == 61


# On the command line


@pytest.fixture
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CURBSIDE_LIBRARY", str(tmp_path / "library"))
    monkeypatch.setenv("CURBSIDE_MODEL", str(tmp_path / "model"))
    monkeypatch.chdir(tmp_path)
    row = {"_id": "pmid:1", "title": "Rust", "text": "Velumab halved rust."}
    (tmp_path / "rust.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    return tmp_path


def test_a_model_is_installed_told_and_used(at_home: Path, source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def told(*arguments: str) -> str:
        app([str(a) for a in arguments], standalone_mode=False)
        out, err = capsys.readouterr()
        assert err == ""
        return out

    assert told("model", "status") == "none\n"
    assert json.loads(told("model", "status", "--json")) == {"model": None}
    told("library", "add", "rust.jsonl")
    assert told("library", "stats").endswith("Semantic reranking: off (no model installed)\n")
    assert told("model", "install", "--from", str(source)).startswith("Installed four meanings in ")
    status = told("model", "status")
    assert status.startswith("four meanings, from made here 1, in ")
    assert f"model.onnx: sha256 {hashlib.sha256((source / 'model.onnx').read_bytes()).hexdigest()}\n" in status
    assert json.loads(told("model", "status", "--json"))["model"]["dimensions"] == 4
    assert told("library", "stats").endswith("off (no vectors yet: curbside library embed)\n")
    assert told("library", "embed") == "1 vectors made.\n"
    assert told("library", "stats").endswith("Semantic reranking: on (four meanings)\n")
    assert json.loads(told("library", "stats", "--json"))["reranking"] == "on"
    assert 0.6 < float(told("search", "rust").splitlines()[1].split()[0]) < 1


def test_what_was_gathered_is_told_although_the_model_is_damaged(
    at_home: Path, source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    install(source, at_home / "model")
    (at_home / "model" / "tokenizer.json").write_text("{}", encoding="utf-8")
    with pytest.raises(BadInputError, match=r"tokenizer\.json: its sha256"):
        app(["library", "add", "rust.jsonl"], standalone_mode=False)
    assert "The library holds 1 documents, 1 passages" in capsys.readouterr().out


def test_gathering_makes_vectors_unless_told_not_to(at_home: Path, source: Path) -> None:
    install(source, at_home / "model")
    app(["library", "add", "rust.jsonl", "--no-vectors"], standalone_mode=False)
    assert not (at_home / "library.vectors").exists()
    app(["library", "add", "rust.jsonl"], standalone_mode=False)
    assert len(list(at_home.glob("library.vectors/*/*.vectors"))) == 1


def hub(source: Path) -> Published:
    """The model of a directory as a hub publishes it."""
    files = {n: (f"onnx/{n}", hashlib.sha256((source / n).read_bytes()).hexdigest()) for n in FILES}
    return Published(name="four meanings", repository="made/here", revision="abc", files=files)


def served_model(world: World, source: Path, *first: Answer) -> Settings:
    """Settings under which the hub is a server on this machine, which has the model of a directory."""
    for name in FILES:
        world.always(f"/hub/made/here/resolve/abc/onnx/{name}", Answer(body=(source / name).read_bytes()))
    world.first(f"/hub/made/here/resolve/abc/onnx/{FILES[0]}", *first)
    return Settings(network=True, network_private=True, addresses={"hub": f"{world.address}/hub"})


def test_a_model_is_fetched_from_its_hub_and_tried_again_where_the_hub_is_busy(source: Path, tmp_path: Path) -> None:
    heard: list[str] = []
    with served() as world:
        settings = served_model(world, source, Answer(status=429, headers={"Retry-After": "0"}))
        fetch_model(settings, lambda _: (), tmp_path, heard.append, hub(source))
    assert [(tmp_path / n).read_bytes() for n in FILES] == [(source / n).read_bytes() for n in FILES]
    assert any("HTTP 429" in line for line in heard)
    model = install_model(Settings(model=tmp_path / "model"), tmp_path, hub(source).told)
    assert (model.name, model.revision, model.dimensions) == ("four meanings", "abc", 4)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Answer(body=b"another model"), r"model hub.*onnx/model\.onnx.*its sha256 is [0-9a-f]{64}, not [0-9a-f]{64}"),
        (Answer(status=404, body=b"gone"), r"HTTP 404 \(gone\)"),
    ],
)
def test_a_file_that_is_not_the_published_one_is_not_taken(
    source: Path, tmp_path: Path, answer: Answer, reason: str
) -> None:
    with served() as world:
        settings = served_model(world, source, answer)
        with pytest.raises(FetchError, match=reason):
            fetch_model(settings, lambda _: (), tmp_path, lambda _: None, hub(source))
    assert list(tmp_path.glob("*.onnx")) == []


def test_the_pinned_model_is_asked_for_by_its_revision_and_nothing_else_is_installed(
    at_home: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with served() as world:
        path = f"/hub/{MINILM.repository}/resolve/{MINILM.revision}/onnx/model.onnx"
        world.always(path, Answer(body=(source / "model.onnx").read_bytes()))
        monkeypatch.setenv("CURBSIDE_NETWORK", "true")
        monkeypatch.setenv("CURBSIDE_NETWORK_PRIVATE", "true")
        monkeypatch.setenv("CURBSIDE_ADDRESSES", json.dumps({"hub": f"{world.address}/hub"}))
        with pytest.raises(FetchError, match=f"not {MINILM.files['model.onnx'][1]}"):
            app(["model", "install"], standalone_mode=False)
        assert [asked for asked, _ in world.asked] == [path]
    assert not (at_home / "model").exists()


def test_nothing_is_fetched_while_the_network_is_off(at_home: Path) -> None:
    with pytest.raises(FetchError, match=r"turns fetching on; scripts/build_model\.py makes a DIR for --from"):
        app(["model", "install"], standalone_mode=False)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["model", "install", "--from", "."], r"model\.onnx: no model here"),
        (["library", "embed"], "no model is installed; 'curbside model install"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(at_home: Path, arguments: list[str], reason: str) -> None:
    app(["library", "add", "rust.jsonl"], standalone_mode=False)
    with pytest.raises(BadInputError, match=reason):
        app(arguments, standalone_mode=False)


# The model itself


@pytest.mark.data
def test_the_true_model_knows_a_disease_by_its_other_name() -> None:
    directory = read_settings().model
    if installed(directory) is None:
        pytest.skip("no model is installed; scripts/build_model.py builds one, CURBSIDE_MODEL names it")
    texts = ["heart attack", "Myocardial infarction.", "Gout in the toe."]
    encoder = Encoder(directory)
    asked, same, other = encoder.encode(texts)
    unrelated = encoder.model.unrelated
    alike, apart = ((asked @ of - unrelated) / (1 - unrelated) for of in (same, other))
    assert alike > 0.5 > 0.3 > apart
