"""Manifest of an exported ONNX model: its source, precision, and the hashes of its files."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, PositiveInt, ValidationError

EXPORT_FORMAT = 3
"""Raise it whenever an export made today would differ from one made before."""

MANIFEST_FILE = "manifest.json"


class Precision(StrEnum):
    """How the weights of an export are kept, and so what its vectors are, in the last digits."""

    FLOAT32 = "float32"
    INT8 = "int8"


class ModelFacts(BaseModel):
    """What must be known of a model beside its weights and its tokenizer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    dimension: PositiveInt = 1
    max_tokens: PositiveInt = 1
    query_prompt: str = ""
    passage_prompt: str = ""


class ExportManifest(ModelFacts):
    """An export that passed its probe, or (with `refused`) the reason why there is none."""

    format: Literal[3] = 3
    fingerprint: str
    refused: str | None = None
    lowest_cosine: float = 0.0  # between this export and sentence-transformers, on the probes
    mean_cosine: float = 0.0
    files: Mapping[str, str] = {}  # name -> SHA-256


def read_manifest(folder: Path) -> ExportManifest | None:
    """The manifest in `folder`; None when there is none that can be used."""
    try:
        return ExportManifest.model_validate_json((folder / MANIFEST_FILE).read_bytes())
    except (OSError, ValidationError):
        return None
