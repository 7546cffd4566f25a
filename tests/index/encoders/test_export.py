"""The export of a real, if tiny, sentence-transformers model that the test makes itself."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from index.encoders import Precision, export, load_encoder, load_torch_encoder
from index.encoders.onnx_encoder import OnnxEncoder
from index.encoders.torch_encoder import TorchEncoder
from index.errors import EncoderError

pytestmark = pytest.mark.slow

REPOSITORY = Path(__file__).resolve().parents[3]
WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"abcdefghijklmnopqrstuvwxyz.,?-"]
WORDS += [f"##{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"] + ["bridge", "closed", "fog"]
TEXTS = ["The bridge closed.", "", "fog? " * 40, "a bridge in fog, closed", "élan"]
PROMPTS = {"query": "fog: ", "passage": "bridge: "}


@pytest.fixture(scope="module", autouse=True)
def exports_are_made_here() -> Iterator[None]:
    """In this process, which has loaded torch; else each export would load it again."""

    def export_here(model: Path, output: Path, fingerprint: str, precision: str) -> None:
        export.main(str(model), str(output), fingerprint, precision)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.encoders.onnx_cache._run_export", export_here)
        yield


@pytest.fixture(scope="module")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BERT of two layers with random weights, mean pooling, 32 tokens, prompts."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    torch.manual_seed(3)
    folder = tmp_path_factory.mktemp("bert")
    (folder / "vocab.txt").write_text("\n".join(WORDS) + "\n", encoding="utf-8")
    tokenizer = BertTokenizerFast(vocab=str(folder / "vocab.txt"), model_max_length=32)
    tokenizer.save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(WORDS),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=64,
        initializer_range=0.3,
    )
    BertModel(config).eval().save_pretrained(folder)
    transformer = Transformer(str(folder), max_seq_length=32)
    pooling = Pooling(transformer.get_embedding_dimension(), pooling_mode="mean")
    model = SentenceTransformer(modules=[transformer, pooling], prompts=PROMPTS, device="cpu")
    saved = folder / "saved"
    model.save_pretrained(str(saved), safe_serialization=True)
    return saved


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def exported(tiny_model: Path, cache: Path) -> OnnxEncoder:
    loaded = load_encoder(str(tiny_model), cache=cache, precision=Precision.FLOAT32, threads=2)
    assert isinstance(loaded, OnnxEncoder)
    return loaded


@pytest.fixture(scope="module")
def reference(tiny_model: Path, cache: Path) -> TorchEncoder:
    loaded = load_torch_encoder(str(tiny_model), cache=cache)
    assert isinstance(loaded, TorchEncoder)
    return loaded


def test_export_agrees_with_sentence_transformers(
    exported: OnnxEncoder, reference: TorchEncoder
) -> None:
    for ours, theirs in (
        (exported.encode_passages(TEXTS), reference.encode_passages(TEXTS)),
        (exported.encode_queries(TEXTS), reference.encode_queries(TEXTS)),
    ):
        assert np.sum(ours * theirs, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-5)
    for (vectors, places), (expected, expected_places) in zip(
        exported.encode_tokens(TEXTS), reference.encode_tokens(TEXTS), strict=True
    ):
        assert np.array_equal(places, expected_places)
        assert vectors == pytest.approx(expected, abs=1e-4)


def test_export_has_the_facts_of_the_model(exported: OnnxEncoder, reference: TorchEncoder) -> None:
    for encoder in (exported, reference):
        assert (encoder.dimension, encoder.max_tokens) == (32, 32)
        assert encoder.count_tokens(["bridge", "fog " * 100]) == [3, 102]
    assert exported.fingerprint == reference.fingerprint


def test_prompts_are_those_of_sentence_transformers(
    exported: OnnxEncoder, tiny_model: Path
) -> None:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(tiny_model), device="cpu", local_files_only=True)
    asked = model.encode(["closed"], prompt="fog: ", normalize_embeddings=True)
    told = model.encode(["closed"], prompt="bridge: ", normalize_embeddings=True)
    assert exported.encode_queries(["closed"]) == pytest.approx(asked, abs=1e-4)
    assert exported.encode_passages(["closed"]) == pytest.approx(told, abs=1e-4)


def test_torch_encoder_gives_the_places_of_tokens(reference: TorchEncoder) -> None:
    tokens = reference.encode_tokens(["a bridge closed"])
    assert tokens[0][1].tolist() == [[0, 1], [2, 8], [9, 15]]
    assert reference.encode_passages([]).shape == (0, 32)


def test_a_damaged_export_is_made_anew(
    exported: OnnxEncoder, tiny_model: Path, cache: Path
) -> None:
    (graph,) = cache.glob("encoders/*/model.onnx")
    before = exported.encode_passages(TEXTS)
    graph.write_bytes(graph.read_bytes()[:-100])
    told: list[str] = []
    again = load_encoder(
        str(tiny_model), cache=cache, precision=Precision.FLOAT32, notify=told.append
    )
    assert len(told) == 1
    assert np.array_equal(again.encode_passages(TEXTS), before)
    assert not list(cache.glob("encoders/.tmp-*"))


def test_two_processes_make_one_export(
    tiny_model: Path, tmp_path: Path, run_loading: Callable[..., subprocess.Popen[str]]
) -> None:
    both = [run_loading(tiny_model, tmp_path) for _ in range(2)]
    said = [process.communicate(timeout=300)[0].split() for process in both]
    assert said[0][0] == said[1][0]  # the same vector
    assert sorted(int(words[1]) for words in said) == [0, 1]  # only one had something to prepare
    assert [words[2] for words in said] == ["False", "False"]  # neither loaded torch


@pytest.fixture
def run_loading() -> Callable[..., subprocess.Popen[str]]:
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from index.encoders import Precision, load_encoder\n"
        "told = []\n"
        "encoder = load_encoder(sys.argv[1], cache=Path(sys.argv[2]), notify=told.append,\n"
        "                       precision=Precision.FLOAT32)\n"
        "row = encoder.encode_queries(['bridge'])\n"
        "print(row.tobytes().hex(), len(told), 'torch' in sys.modules)\n"
    )

    def run(model: Path, cache: Path) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", script, str(model), str(cache)]
        return subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True)

    return run


def test_encoding_works_when_the_cache_cannot_be_written(
    exported: OnnxEncoder, tiny_model: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    occupied = tmp_path / "file"
    occupied.write_text("no folder")
    loaded = load_encoder(str(tiny_model), cache=occupied / "cache", precision=Precision.FLOAT32)
    assert loaded.fingerprint == exported.fingerprint
    assert np.array_equal(loaded.encode_passages(TEXTS), exported.encode_passages(TEXTS))
    assert "cannot be written" in caplog.text


def test_torch_encodes_when_the_model_does_not_export(
    tiny_model: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    import shutil

    model = tmp_path / "model"
    shutil.copytree(tiny_model, model)
    # leaves the prompt out of the mean, which the exported graph cannot
    settings = model / "1_Pooling" / "config.json"
    kept = json.loads(settings.read_text(encoding="utf-8"))
    settings.write_text(json.dumps({**kept, "include_prompt": False}), encoding="utf-8")
    for _ in range(2):
        loaded = load_encoder(str(model), cache=tmp_path / "cache", precision=Precision.FLOAT32)
        assert isinstance(loaded, TorchEncoder)
    assert "cannot be used" in caplog.text


def test_load_encoder_says_so_when_weights_are_not_safetensors_at_all(
    tiny_model: Path, tmp_path: Path
) -> None:
    import shutil

    model = tmp_path / "model"
    shutil.copytree(tiny_model, model)
    (model / "model.safetensors").write_bytes(b"nonsense")
    with pytest.raises(EncoderError, match="cannot be loaded") as error:
        load_encoder(str(model), cache=tmp_path / "cache")
    assert "\n" not in str(error.value)


def test_the_packaged_encoder_has_its_published_shape(packaged_cache: Path) -> None:
    encoder = load_encoder(cache=packaged_cache)
    assert (encoder.dimension, encoder.max_tokens) == (384, 256)
    assert isinstance(encoder, OnnxEncoder)
    asked, near, far = encoder.encode_passages(
        ["Who shut the bridge?", "The council closed the bridge.", "Bread needs yeast and salt."]
    )
    assert asked @ near > 0.5 > asked @ far
