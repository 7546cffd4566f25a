"""Encoders without torch: a hand-made graph stands in the cache as a real export would."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

from index.encoders import load_encoder
from index.encoders.hashing import HashMemory, hash_file
from index.encoders.load import fingerprint, model_identity
from index.encoders.manifest import ExportManifest, Precision
from index.encoders.model_folder import check_weights
from index.encoders.onnx_cache import export_folder, find_export
from index.encoders.onnx_encoder import OnnxEncoder
from index.encoders.tokenizer import TextTokenizer
from index.errors import EncoderError

VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "bridge", "closed", "query", ":", "na", "##ive"]
LIMIT = 8
REPOSITORY = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def serialised_tokenizer() -> str:
    tokenizer = Tokenizer(
        models.WordPiece({word: i for i, word in enumerate(VOCABULARY)}, unk_token="[UNK]")
    )
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    tokenizer.enable_padding(length=LIMIT)  # as the packaged model's file has it
    return tokenizer.to_str()


def write_graph(path: Path) -> None:
    """Each token's vector is its row of a table, and a text's vector their normalised mean."""
    from onnx import TensorProto, helper, numpy_helper, save

    table = np.random.default_rng(7).standard_normal((len(VOCABULARY), 4)).astype(np.float32)
    table /= np.linalg.norm(table, axis=1, keepdims=True)
    nodes = [
        helper.make_node("Gather", ["table", "input_ids"], ["token_embeddings"]),
        helper.make_node("ReduceSum", ["token_embeddings", "second"], ["sum"], keepdims=0),
        helper.make_node("LpNormalization", ["sum"], ["sentence_embedding"], axis=1, p=2),
    ]
    ids = [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "length"])]
    outputs = [
        helper.make_tensor_value_info("sentence_embedding", TensorProto.FLOAT, ["batch", 4]),
        helper.make_tensor_value_info("token_embeddings", TensorProto.FLOAT, ["batch", "n", 4]),
    ]
    constants = [
        numpy_helper.from_array(table, "table"),
        numpy_helper.from_array(np.array([1]), "second"),
    ]
    graph = helper.make_graph(nodes, "tiny", ids, outputs, constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    save(model, path)


@pytest.fixture(scope="module")
def model_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("model")
    (folder / "model.safetensors").write_bytes(b"weights")
    (folder / "config.json").write_text("{}", encoding="utf-8")
    return folder


@pytest.fixture
def cache(tmp_path: Path, model_folder: Path, serialised_tokenizer: str) -> Path:
    """A cache that already holds the export of `model_folder`."""
    wanted = fingerprint(
        model_identity(model_folder, HashMemory(tmp_path / "hashes.json")), Precision.INT8
    )
    folder = export_folder(tmp_path, wanted)
    folder.mkdir(parents=True)
    write_graph(folder / "model.onnx")
    (folder / "tokenizer.json").write_text(serialised_tokenizer, encoding="utf-8")
    manifest = ExportManifest(
        fingerprint=wanted,
        dimension=4,
        max_tokens=LIMIT,
        query_prompt="query: ",
        files={name: hash_file(folder / name) for name in ("model.onnx", "tokenizer.json")},
    )
    (folder / "manifest.json").write_text(manifest.model_dump_json(), encoding="utf-8")
    return tmp_path


@pytest.fixture
def encoder(cache: Path, model_folder: Path) -> OnnxEncoder:
    loaded = load_encoder(str(model_folder), cache=cache, threads=2)
    assert isinstance(loaded, OnnxEncoder)
    return loaded


def test_load_encoder_reads_limits_from_the_export(
    encoder: OnnxEncoder, model_folder: Path
) -> None:
    assert (encoder.name, encoder.dimension, encoder.max_tokens) == (str(model_folder), 4, LIMIT)


def test_encode_passages_gives_unit_rows_in_order(encoder: OnnxEncoder) -> None:
    texts = ["bridge", "closed closed bridge", "", "naive bridge closed"]
    rows = encoder.encode_passages(texts)
    assert rows.dtype == np.float32
    assert rows.shape == (4, 4)
    assert np.linalg.norm(rows, axis=1) == pytest.approx(np.ones(4), abs=1e-6)
    for text, row in zip(texts, rows, strict=True):
        assert np.array_equal(encoder.encode_passages([text])[0], row)


def test_encode_gives_no_rows_when_there_are_no_texts(encoder: OnnxEncoder) -> None:
    assert encoder.encode_passages([]).shape == (0, 4)
    assert encoder.encode_queries([]).shape == (0, 4)
    assert encoder.encode_tokens([]) == []
    assert encoder.count_tokens([]) == []


def test_encode_queries_puts_the_prompt_before_the_text(encoder: OnnxEncoder) -> None:
    asked = encoder.encode_queries(["bridge"])
    assert np.array_equal(asked, encoder.encode_passages(["query: bridge"]))
    assert not np.array_equal(asked, encoder.encode_passages(["bridge"]))


def test_encode_tokens_gives_places_without_special_tokens(encoder: OnnxEncoder) -> None:
    text = "Bridge naïve?"
    ((vectors, offsets),) = encoder.encode_tokens([text])
    assert [text[start:end] for start, end in offsets] == ["Bridge", "na", "ïve", "?"]
    assert offsets.dtype == np.int32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(4), abs=1e-6)


def test_encode_tokens_stops_at_the_limit(encoder: OnnxEncoder) -> None:
    ((vectors, offsets),) = encoder.encode_tokens(["bridge " * 50])
    assert vectors.shape == (LIMIT - 2, 4)
    assert offsets[-1].tolist() == [35, 41]


def test_encode_tokens_is_empty_when_the_text_is(encoder: OnnxEncoder) -> None:
    ((vectors, offsets),) = encoder.encode_tokens([""])
    assert vectors.shape == (0, 4)
    assert offsets.shape == (0, 2)


def test_count_tokens_counts_beyond_the_limit(encoder: OnnxEncoder) -> None:
    assert encoder.count_tokens(["", "bridge", "bridge " * 50]) == [2, 3, 52]


def test_encode_gives_the_same_bits_from_several_threads(encoder: OnnxEncoder) -> None:
    texts = ["bridge", "closed bridge", "naive closed", "query"] * 5
    expected = encoder.encode_passages(texts)
    with ThreadPoolExecutor(4) as pool:
        for rows in pool.map(encoder.encode_passages, [texts] * 8):
            assert np.array_equal(rows, expected)


@settings(max_examples=50, deadline=None)
@given(text=st.text(max_size=60))
def test_tokenize_keeps_places_inside_the_text(serialised_tokenizer: str, text: str) -> None:
    (tokenized,) = TextTokenizer(serialised_tokenizer, 256).tokenize([text])
    places = tokenized.offsets[tokenized.kept]
    assert np.all(places[:, 0] <= places[:, 1])
    assert not places.size or places.max() <= len(text)
    assert np.all(np.diff(places[:, 0]) >= 0)


def test_find_export_is_none_when_a_file_is_damaged(cache: Path, model_folder: Path) -> None:
    hashes = HashMemory(cache / "hashes.json")
    wanted = fingerprint(model_identity(model_folder, hashes), Precision.INT8)
    folder = export_folder(cache, wanted)
    assert find_export(folder, wanted, hashes) is not None
    model = folder / "model.onnx"
    content = bytearray(model.read_bytes())
    content[len(content) // 2] ^= 1
    model.write_bytes(content)
    assert find_export(folder, wanted, hashes) is None
    model.unlink()
    assert find_export(folder, wanted, hashes) is None


def test_find_export_is_none_when_it_is_of_another_model(cache: Path, model_folder: Path) -> None:
    hashes = HashMemory(cache / "hashes.json")
    wanted = fingerprint(model_identity(model_folder, hashes), Precision.INT8)
    assert find_export(export_folder(cache, wanted), "another", hashes) is None


@pytest.mark.parametrize("manifest", ["", "[]", '{"format": 1}', '{"fingerprint": "x"}'])
def test_find_export_is_none_when_the_manifest_is_unusable(tmp_path: Path, manifest: str) -> None:
    (tmp_path / "manifest.json").write_text(manifest, encoding="utf-8")
    assert find_export(tmp_path, "x", HashMemory(tmp_path / "hashes.json")) is None


def test_identity_changes_when_a_deciding_file_does(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    (tmp_path / "1_Pooling").mkdir()
    (tmp_path / "1_Pooling" / "config.json").write_text('{"pooling_mode": "mean"}')
    hashes = HashMemory(tmp_path / "hashes.store")
    before = model_identity(tmp_path, hashes)
    (tmp_path / "README.md").write_text("of no consequence")
    assert model_identity(tmp_path, hashes) == before
    (tmp_path / "1_Pooling" / "config.json").write_text('{"pooling_mode": "cls"}')
    assert model_identity(tmp_path, hashes) != before


def test_fingerprint_differs_between_precisions() -> None:
    assert fingerprint("a", Precision.INT8) != fingerprint("a", Precision.FLOAT32)


def test_hash_memory_hashes_again_when_the_file_changes(tmp_path: Path) -> None:
    path = tmp_path / "weights"
    hashes = HashMemory(tmp_path / "hashes.json")
    for content in (b"a" * 2_000_000, b"b" * 2_000_000):
        path.write_bytes(content)
        for _ in range(2):
            assert hashes.sha256(path) == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize("damage", ["", "[1]", '{"%s": 3}'])
def test_hash_memory_goes_on_when_its_store_is_damaged(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "weights"
    path.write_bytes(b"a" * 2_000_000)
    store = tmp_path / "hashes.json"
    store.write_text(damage.replace("%s", str(path)), encoding="utf-8")
    assert HashMemory(store).sha256(path) == hash_file(path)


def one_line(error: pytest.ExceptionInfo[EncoderError]) -> str:
    message = str(error.value)
    assert "\n" not in message
    return message


def test_load_encoder_refuses_weights_when_they_are_pickle_only(tmp_path: Path) -> None:
    (tmp_path / "pytorch_model.bin").write_bytes(b"")
    with pytest.raises(EncoderError) as error:
        load_encoder(str(tmp_path), cache=tmp_path / "cache")
    assert "pickle" in one_line(error)


def test_load_encoder_refuses_weights_when_one_module_is_pickle_only(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    (tmp_path / "2_Dense").mkdir()
    (tmp_path / "2_Dense" / "pytorch_model.bin").write_bytes(b"")
    dense = {"type": "sentence_transformers.models.Dense", "path": "2_Dense"}
    (tmp_path / "modules.json").write_text(json.dumps([dense]), encoding="utf-8")
    with pytest.raises(EncoderError) as error:
        load_encoder(str(tmp_path), cache=tmp_path / "cache")
    assert "2_Dense" in one_line(error)


def test_load_encoder_refuses_a_model_when_it_brings_code(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    foreign = {"type": "custom_st.Transformer", "path": ""}
    (tmp_path / "modules.json").write_text(json.dumps([foreign]), encoding="utf-8")
    with pytest.raises(EncoderError) as error:
        load_encoder(str(tmp_path), cache=tmp_path / "cache")
    assert "custom_st" in one_line(error)


@pytest.mark.parametrize("modules", ["{", "[3]", '[{"path": ""}]'])
def test_load_encoder_says_so_when_modules_cannot_be_read(tmp_path: Path, modules: str) -> None:
    (tmp_path / "modules.json").write_text(modules, encoding="utf-8")
    with pytest.raises(EncoderError) as error:
        load_encoder(str(tmp_path), cache=tmp_path / "cache")
    assert "modules.json" in one_line(error)


def test_load_encoder_says_so_when_a_folder_has_no_weights(tmp_path: Path) -> None:
    with pytest.raises(EncoderError) as error:
        load_encoder(str(tmp_path), cache=tmp_path / "cache")
    assert "no .safetensors weights" in one_line(error)


@pytest.mark.parametrize("name", ["nobody/no-such-model-byline", "no such model", "../../x/y"])
def test_load_encoder_says_so_when_the_model_is_not_here(tmp_path: Path, name: str) -> None:
    with pytest.raises(EncoderError) as error:
        load_encoder(name, cache=tmp_path)
    assert name in one_line(error)


def test_check_weights_names_both_hashes_when_they_differ(tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    path.write_bytes(b"others")
    with pytest.raises(EncoderError) as error:
        check_weights(path, "0" * 64, HashMemory(tmp_path / "hashes.json"), "reinstall it")
    message = one_line(error)
    assert hash_file(path)[:12] in message
    assert message.endswith("reinstall it")


def test_check_weights_says_so_when_they_are_missing(tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    with pytest.raises(EncoderError) as error:
        check_weights(path, "0" * 64, HashMemory(tmp_path / "hashes.json"), "reinstall it")
    assert "cannot be read" in one_line(error)


def test_encoding_leaves_torch_alone_when_the_export_is_there(
    cache: Path, model_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = tmp_path_factory.mktemp("home")
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from index.encoders import load_encoder\n"
        "encoder = load_encoder(sys.argv[1], cache=Path(sys.argv[2]))\n"
        "encoder.encode_queries(['bridge']); encoder.encode_passages(['bridge'] * 3)\n"
        "encoder.encode_tokens(['bridge']); encoder.count_tokens(['bridge'])\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'onnx', 'huggingface_hub'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(model_folder), str(cache)],
        cwd=REPOSITORY,
        env={"PATH": os.environ["PATH"], "HOME": str(home)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"
    assert done.stderr == ""
    assert list(home.iterdir()) == []  # ONNX Runtime's telemetry would leave a device id there
