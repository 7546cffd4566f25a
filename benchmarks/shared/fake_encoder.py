"""A fake encoder (feature hashing of words): fast and deterministic, where only storage counts."""

import hashlib
import re
from collections.abc import Sequence

import numpy as np

from index.types import Offsets, Vectors

_WORD = re.compile(r"\w+")


class HashedWords:
    """A text's vector counts its words, each in a place given by its hash."""

    name = "hashed words"
    fingerprint = hashlib.sha256(b"hashed words, 64").hexdigest()
    dimension = 64
    max_tokens = 128

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Words, and two as special tokens."""
        return [len(text.split()) + 2 for text in texts]

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), 64)."""
        return np.stack([_vector(_WORD.findall(text)) for text in texts])

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """The same as for passages."""
        return self.encode_passages(texts)

    def encode_tokens(self, texts: Sequence[str]) -> list[tuple[Vectors, Offsets]]:
        """One vector for each word."""
        return [_tokens(text) for text in texts]


def _tokens(text: str) -> tuple[Vectors, Offsets]:
    matches = list(_WORD.finditer(text))
    vectors = [_vector([match.group()]) for match in matches]
    offsets = np.array([match.span() for match in matches], np.int32).reshape(-1, 2)
    return np.array(vectors, np.float32).reshape(-1, HashedWords.dimension), offsets


def _vector(words: Sequence[str]) -> Vectors:
    vector = np.full(HashedWords.dimension, 1e-3, np.float32)
    for word in words:
        vector[hashlib.sha256(word.encode()).digest()[0] % HashedWords.dimension] += 1
    return np.asarray(vector / np.linalg.norm(vector), np.float32)
