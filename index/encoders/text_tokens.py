"""Text to token ids, and token vectors back to places in the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from index.types import Encoder, Offsets, Vectors


class TokenEncoder(Encoder, Protocol):
    """An encoder that gives a passage's vector and its tokens' vectors out of one forward pass."""

    def encode_passages_and_tokens(
        self, texts: Sequence[str]
    ) -> tuple[Vectors, list[tuple[Vectors, Offsets]]]:
        """What `encode_passages` and, with the passage prompt before it, `encode_tokens` give."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TokenizedText:
    """What the model is given, and where each token stands in the text as the caller has it."""

    ids: NDArray[np.int64]
    offsets: Offsets
    kept: NDArray[np.bool_]  # False for special tokens and those of the prompt


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
        return [_to_tokenized(encoding, len(prompt)) for encoding in encodings]


def _to_tokenized(encoding: Encoding, prompt_length: int) -> TokenizedText:
    offsets = np.array(encoding.offsets, dtype=np.int32).reshape(-1, 2) - np.int32(prompt_length)
    special = np.array(encoding.special_tokens_mask, dtype=np.bool_)
    return TokenizedText(
        ids=np.array(encoding.ids, dtype=np.int64),
        offsets=np.maximum(offsets, 0),
        # a token that reaches from the prompt into the text stays, cut to the text's part
        kept=~special & ((offsets[:, 1] > 0) | (prompt_length == 0)),
    )
