"""What every encoder does with a tokenizer: text to token ids, vectors back to characters."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from index.encoders.manifest import ModelFacts
from index.types import Offsets, Vectors


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


class TokenizingEncoder(ABC):
    """An `Encoder` that cuts texts at its limit by itself, and puts its prompts before them."""

    def __init__(self, tokenizer: str, facts: ModelFacts, *, name: str, fingerprint: str) -> None:
        self.name, self.fingerprint = name, fingerprint
        self.dimension, self.max_tokens = facts.dimension, facts.max_tokens
        self._facts = facts
        self._tokenizer = TextTokenizer(tokenizer, facts.max_tokens)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, special tokens included, without a limit."""
        return self._tokenizer.count(texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """One row for each text, in order; a text beyond `max_tokens` is cut there."""
        return self._encode(texts, self._facts.passage_prompt, is_query=False)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """One row for each question, in order; a text beyond `max_tokens` is cut there."""
        return self._encode(texts, self._facts.query_prompt, is_query=True)

    def encode_tokens(self, texts: Sequence[str]) -> list[tuple[Vectors, Offsets]]:
        """The last layer's vector of each token, of length 1, and the token's place in its text.

        Special tokens are left out, and no prompt is put before the text.
        """
        tokenized = self._tokenizer.tokenize(texts)
        return [
            (vectors[text.kept], text.offsets[text.kept])
            for vectors, text in zip(self._token_vectors(tokenized), tokenized, strict=True)
        ]

    @abstractmethod
    def _encode(self, texts: Sequence[str], prompt: str, *, is_query: bool) -> Vectors: ...

    @abstractmethod
    def _token_vectors(self, texts: Sequence[TokenizedText]) -> Iterable[Vectors]: ...
