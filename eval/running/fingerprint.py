"""Fingerprint of a run: a hash of code version, settings, encoder and models."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from eval.types import CodeInfo, RunSettings

_SOURCES = {"index": {".py"}, "rag": {".py", ".json", ".npz"}, "eval": {".py", ".toml"}}


@lru_cache(maxsize=1)
def this_code() -> CodeInfo:
    """The version of Byline, and a digest of the source that finds, answers and measures."""
    root = Path(__file__).parents[2]
    digest = hashlib.sha256()
    for package, suffixes in _SOURCES.items():
        for path in sorted((root / package).rglob("*")):
            if path.suffix in suffixes:
                digest.update(f"{path.relative_to(root).as_posix()}\0".encode())
                digest.update(path.read_bytes())
    return CodeInfo(version=_version(), digest=digest.hexdigest())


def _version() -> str:
    try:
        return version("byline")
    except PackageNotFoundError:
        return "unknown"


def fingerprint_of(
    settings: RunSettings, encoder: str, model: str | None, judge: str | None
) -> str:
    """A SHA-256 of what could change a value; `encoder` is the encoder's own fingerprint."""
    made_with = {
        "settings": settings.model_dump(),
        "encoder": encoder,
        "model": model,
        "judge": judge,
    }
    return hashlib.sha256(json.dumps(made_with, sort_keys=True).encode()).hexdigest()
