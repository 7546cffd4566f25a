"""A cache of token vectors: the costly part of an answer when a passage comes again.

Vectors are rounded to half precision before anyone sees them, so that an answer is the same
whether they were cached or not.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from threading import Lock

import numpy as np
from cachetools import LRUCache
from numpy.typing import NDArray

from index.text.encoded import encoded
from index.types import Document, Encoder, Offsets, Vectors
from rag.types import Hit

MOST_BYTES = 64 * 2**20
"""Room for some 400 passages of 200 tokens with 384 dimensions."""

Key = tuple[str, str]
Halved = tuple[NDArray[np.float16], Offsets]


class TokenCache:
    """The token vectors of the texts used last, at most `most_bytes` of them. Thread-safe."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._kept: LRUCache[Key, Halved] = LRUCache(
            most_bytes, getsizeof=lambda halved: halved[0].nbytes + halved[1].nbytes
        )
        self._lock = Lock()

    def get(self, key: Key) -> Halved | None:
        """What was kept for `key`, which counts as used now; None when nothing is."""
        with self._lock:
            return self._kept.get(key)

    def keep(self, key: Key, found: Halved) -> None:
        """Keep `found`; what was not used for longest goes when room is short."""
        with self._lock, suppress(ValueError):  # larger than all the room there is
            self._kept[key] = found


_cache = TokenCache()


def encode_cached(
    texts: Sequence[str], encoder: Encoder, cache: TokenCache = _cache
) -> list[tuple[Vectors, Offsets]]:
    """`encoder.encode_tokens(texts)`, rounded to half precision; only new texts are encoded.

    Texts are told apart by the encoder's fingerprint, which decides its vectors.
    """
    found = {text: cache.get((encoder.fingerprint, text)) for text in texts}
    new = [text for text, kept in found.items() if kept is None]
    encoded = encoder.encode_tokens(new) if new else []
    for text, (vectors, offsets) in zip(new, encoded, strict=True):
        halved = (vectors.astype(np.float16), offsets)
        found[text] = halved
        cache.keep((encoder.fingerprint, text), halved)
    return [_whole(found[text]) for text in texts]


def _whole(halved: Halved | None) -> tuple[Vectors, Offsets]:
    assert halved is not None
    return halved[0].astype(np.float32), halved[1]


def encode_hits(
    hits: Sequence[Hit], documents: Mapping[str, Document], encoder: Encoder
) -> list[tuple[Vectors, Offsets]]:
    """The token vectors of each hit, encoded with its headline as the index encodes it.

    Offsets count from the passage's start; the headline's own tokens are left out.
    """
    texts = [encoded(documents[hit.passage.doc_id], hit.passage) for hit in hits]
    found = []
    for hit, text, (vectors, offsets) in zip(
        hits, texts, encode_cached(texts, encoder), strict=True
    ):
        shift = len(text) - len(hit.passage.text)
        inside = offsets[:, 0] >= shift
        found.append((vectors[inside], offsets[inside] - shift))
    return found
