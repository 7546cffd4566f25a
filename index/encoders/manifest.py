"""What stands beside an exported model: what it is, and how to know that it is whole."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, PositiveInt, ValidationError

EXPORT_FORMAT = 1
"""Raise it whenever an export made today would differ from one made before."""

MANIFEST_FILE = "manifest.json"


class Manifest(BaseModel):
    """An export that passed its probe, or (with `refused`) the reason why there is none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = 1
    fingerprint: str
    refused: str | None = None
    dimension: PositiveInt = 1
    max_tokens: PositiveInt = 1
    query_prompt: str = ""
    passage_prompt: str = ""
    probe_cosine: float = 0.0  # the lowest between this export and sentence-transformers
    files: Mapping[str, str] = {}  # name -> SHA-256


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest in `folder`; None when there is none that can be used."""
    try:
        return Manifest.model_validate_json((folder / MANIFEST_FILE).read_bytes())
    except (OSError, ValidationError):
        return None
