"""Loads sentence-transformers models (the only place), and reads their token limit and prompts.

Importing it takes about ten seconds and 450 MB, so nothing here runs at import time.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from index.encoders.manifest import ModelFacts

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_PASSAGE_PROMPTS = ("document", "passage", "corpus")
_NO_LIMIT = 1_000_000  # tokenizers without a limit say something absurdly large


def load_sentence_model(folder: Path, *, device: str | None = "cpu") -> SentenceTransformer:
    """The model in `folder`, in float32, from local safetensors, running none of its own code."""
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    return SentenceTransformer(
        str(folder),
        device=device,
        local_files_only=True,
        trust_remote_code=False,
        model_kwargs={"use_safetensors": True, "dtype": torch.float32},
    ).eval()


def model_facts(model: SentenceTransformer) -> tuple[str, ModelFacts]:
    """A loaded model's tokenizer, serialised for the `tokenizers` library, and its facts.

    Raises ValueError when it has no fast tokenizer.
    """
    tokenizer = getattr(model.tokenizer, "backend_tokenizer", None)
    dimension = model.get_embedding_dimension()
    if tokenizer is None or dimension is None:
        raise ValueError("it has no tokenizer of the `tokenizers` library, or no fixed dimension")
    return tokenizer.to_str(), ModelFacts(
        dimension=dimension,
        max_tokens=_token_limit(model),
        query_prompt=_prompt(model, ("query",)),
        passage_prompt=_prompt(model, _PASSAGE_PROMPTS),
    )


def _token_limit(model: SentenceTransformer) -> int:
    limit = model.max_seq_length
    if limit is not None and limit < _NO_LIMIT:
        return int(limit)
    positions = getattr(getattr(model[0], "config", None), "max_position_embeddings", None)
    return int(positions or 512)


def _prompt(model: SentenceTransformer, names: tuple[str, ...]) -> str:
    default = model.default_prompt_name
    candidates = [*names, default] if default else names
    return next(filter(None, map(model.prompts.get, candidates)), "")
