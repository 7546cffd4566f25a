"""The PyTorch encoder: sentence-transformers itself, for GPUs and models that do not export."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from index.encoders.sentence_model import model_facts
from index.encoders.tokenizer import TextTokenizer, TokenizedText
from index.types import Offsets, Vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_BATCH = 32


class TorchEncoder:
    """A loaded sentence-transformers model. Calls from several threads take turns."""

    def __init__(self, model: SentenceTransformer, *, name: str, fingerprint: str) -> None:
        facts = model_facts(model)
        self.name = name
        self.fingerprint = fingerprint
        self.dimension = facts.dimension
        self.max_tokens = facts.max_tokens
        self._query_prompt = facts.query_prompt
        self._passage_prompt = facts.passage_prompt
        self._tokenizer = TextTokenizer(facts.tokenizer, facts.max_tokens)
        self._model = model
        self._lock = Lock()

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, special tokens included, without a limit."""
        return self._tokenizer.count(texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """One row for each text, in order; a text beyond `max_tokens` is cut there."""
        return self._encode(texts, self._passage_prompt)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """One row for each question, in order; a text beyond `max_tokens` is cut there."""
        return self._encode(texts, self._query_prompt)

    def encode_tokens(self, texts: Sequence[str]) -> list[tuple[Vectors, Offsets]]:
        """The last layer's vector of each token, of length 1, and the token's place in its text.

        Special tokens are left out, and no prompt is put before the text.
        """
        return [
            (self._forward(text)[text.kept], text.offsets[text.kept])
            for text in self._tokenizer.tokenize(texts)
        ]

    def _encode(self, texts: Sequence[str], prompt: str) -> Vectors:
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

    def _forward(self, text: TokenizedText) -> Vectors:
        import torch

        ids = torch.from_numpy(text.ids[np.newaxis]).to(self._model.device)
        features = {"input_ids": ids, "attention_mask": torch.ones_like(ids)}
        with self._lock, torch.inference_mode():
            output = self._model(features)
        tokens = output["token_embeddings"][0].float()
        vectors: Vectors = torch.nn.functional.normalize(tokens, dim=-1).cpu().numpy()
        return vectors
