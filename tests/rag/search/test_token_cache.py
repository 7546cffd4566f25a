"""Token vectors that were seen before are not encoded again."""

from __future__ import annotations

import numpy as np

from rag.search.token_cache import TokenCache, encode_cached


class CountingEncoder:
    fingerprint = "counting"

    def __init__(self):
        self.asked = []

    def encode_tokens(self, texts):
        self.asked += texts
        offsets = np.array([[0, 1]], dtype=np.int32)
        return [(np.full((1, 3), len(text) / 7, dtype=np.float32), offsets) for text in texts]


def test_encode_cached_encodes_once_and_gives_the_same_when_asked_again():
    encoder, cache = CountingEncoder(), TokenCache()
    cold = encode_cached(["one", "three"], encoder, cache)
    warm = encode_cached(["three", "one"], encoder, cache)
    assert encoder.asked == ["one", "three"]
    assert np.array_equal(cold[0][0], warm[1][0])
    assert warm[0][0].dtype == np.float32


def test_encode_cached_gives_every_text_when_one_comes_twice():
    assert len(encode_cached(["a", "a"], CountingEncoder(), TokenCache())) == 2


def test_cache_forgets_what_was_not_used_for_longest_when_room_is_short():
    encoder, cache = CountingEncoder(), TokenCache(most_bytes=2 * (3 * 2 + 8))
    for text in ("a", "b", "a", "c", "a", "b"):
        encode_cached([text], encoder, cache)
    assert encoder.asked == ["a", "b", "c", "b"]


def test_encode_cached_works_when_there_is_room_for_nothing():
    encoder = CountingEncoder()
    found = encode_cached(["a", "b"], encoder, TokenCache(most_bytes=0))
    assert len(found) == 2
