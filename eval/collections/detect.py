"""Recognises what a collection is by what is there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from eval.collections.beir import open_beir
from eval.collections.byline import open_questions, open_sample
from eval.collections.rows import HALVES, checked, halved
from eval.types import Collection
from index.errors import UsageError

POSSIBLE = "`sample`, a BEIR folder or a question file (.jsonl)"


def open_collection(
    spec: str,
    *,
    folder: Path | None = None,
    split: str | None = None,
    half: str | None = None,
    columns: Mapping[str, str] | None = None,
    queries: Path | None = None,
    qrels: Path | None = None,
) -> Collection:
    """Opens a collection, by its name or path."""
    if half is not None and half not in HALVES:
        raise UsageError(f"no half {half!r}: tuning or reporting")
    return checked(halved(_open(spec, folder, split), half, lambda query: query.query_id))


def _open(spec: str, folder: Path | None, split: str | None) -> Collection:
    path = Path(spec)
    if spec == "sample":
        return open_sample()
    if (path / "corpus.jsonl").is_file():
        return open_beir(path, split)
    if path.is_file() and path.suffix == ".jsonl":
        return open_questions(path, folder)
    raise UsageError(f"{spec}: no collection; possible: {POSSIBLE}")
