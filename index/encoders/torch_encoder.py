"""The PyTorch encoder: sentence-transformers itself, for GPUs and models that do not export."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from index.encoders.sentence_model import model_facts
from index.encoders.tokenizer import TokenizedText, TokenizingEncoder
from index.types import Vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_BATCH = 32


class TorchEncoder(TokenizingEncoder):
    """A loaded sentence-transformers model. Calls from several threads take turns."""

    def __init__(self, model: SentenceTransformer, *, name: str, fingerprint: str) -> None:
        super().__init__(*model_facts(model), name=name, fingerprint=fingerprint)
        self._model = model
        self._lock = Lock()

    def _encode(self, texts: Sequence[str], prompt: str, *, is_query: bool) -> Vectors:
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        with self._lock:
            rows = self._model.encode(
                list(texts),
                prompt=prompt,
                batch_size=_BATCH,
                normalize_embeddings=True,
                show_progress_bar=False,
            )
        return np.asarray(rows, dtype=np.float32)

    def _token_vectors(self, texts: Sequence[TokenizedText]) -> Iterable[Vectors]:
        import torch

        for text in texts:
            ids = torch.from_numpy(text.ids[np.newaxis]).to(self._model.device)
            features = {"input_ids": ids, "attention_mask": torch.ones_like(ids)}
            with self._lock, torch.inference_mode():
                output = self._model(features)
            tokens = output["token_embeddings"][0].float()
            yield torch.nn.functional.normalize(tokens, dim=-1).cpu().numpy()
