"""Tokenizer of the encoder: text to token ids, token vectors back to character offsets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from index.types import Offsets


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TokenizedText:
    """What the model is given, and where each token stands in it."""

    ids: NDArray[np.int64]
    offsets: Offsets
    kept: NDArray[np.bool_]  # False for special tokens


class TextTokenizer:
    """A model's tokenizer, once cutting at its limit and once without one. Safe to share."""

    def __init__(self, serialised: str, max_tokens: int) -> None:
        self._serialised = serialised
        self._cutting = Tokenizer.from_str(serialised)
        self._cutting.no_padding()
        self._cutting.enable_truncation(max_length=max_tokens)

    @cached_property
    def _whole(self) -> Tokenizer:
        tokenizer = Tokenizer.from_str(self._serialised)  # 60 ms that a question does not need
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return tokenizer

    def count(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, special tokens included, without a limit."""
        return [len(encoding) for encoding in self._whole.encode_batch_fast(list(texts))]

    def tokenize(self, texts: Sequence[str], prompt: str = "") -> list[TokenizedText]:
        """Token ids of each text with `prompt` before it, cut at the model's limit."""
        encodings = self._cutting.encode_batch([prompt + text for text in texts])
        return [_to_tokenized(encoding) for encoding in encodings]


def _to_tokenized(encoding: Encoding) -> TokenizedText:
    return TokenizedText(
        ids=np.array(encoding.ids, dtype=np.int64),
        offsets=np.array(encoding.offsets, dtype=np.int32).reshape(-1, 2),
        kept=~np.array(encoding.special_tokens_mask, dtype=np.bool_),
    )
