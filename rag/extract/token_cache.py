"""Token vectors of passages, remembered: the costly part of an answer when a passage comes again.

Vectors are rounded to half precision before anyone sees them, so that an answer is the same
whether they were remembered or not.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from index.text.passages import encoded_text
from index.types import Document, Encoder, Offsets, Vectors
from rag.types import Hit

MOST_BYTES = 64 * 2**20
"""Room for some 400 passages of 200 tokens with 384 dimensions."""

Key = tuple[str, str]
Halved = tuple[NDArray[np.float16], Offsets]


class TokenMemory:
    """The token vectors of the texts used last, at most `most_bytes` of them. Thread-safe."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._kept: OrderedDict[Key, Halved] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, key: Key) -> Halved | None:
        """What was kept for `key`, which counts as used now; None when nothing is."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def keep(self, key: Key, found: Halved) -> None:
        """Keep `found`; what was not used for longest goes when room is short."""
        with self._lock:
            self._forget(key)
            self._kept[key] = found
            self._bytes += _size(found)
            while self._bytes > self._most_bytes:
                self._forget(next(iter(self._kept)))

    def _forget(self, key: Key) -> None:
        gone = self._kept.pop(key, None)
        if gone is not None:
            self._bytes -= _size(gone)


_memory = TokenMemory()


def encode_remembered(
    texts: Sequence[str], encoder: Encoder, memory: TokenMemory = _memory
) -> list[tuple[Vectors, Offsets]]:
    """`encoder.encode_tokens(texts)`, rounded to half precision; only new texts are encoded.

    Texts are told apart by the encoder's fingerprint, which decides its vectors.
    """
    found = {text: memory.get((encoder.fingerprint, text)) for text in texts}
    new = [text for text, kept in found.items() if kept is None]
    encoded = encoder.encode_tokens(new) if new else []
    for text, (vectors, offsets) in zip(new, encoded, strict=True):
        halved = (vectors.astype(np.float16), offsets)
        found[text] = halved
        memory.keep((encoder.fingerprint, text), halved)
    return [_whole(found[text]) for text in texts]


def _whole(halved: Halved | None) -> tuple[Vectors, Offsets]:
    assert halved is not None
    return halved[0].astype(np.float32), halved[1]


def _size(halved: Halved) -> int:
    return halved[0].nbytes + halved[1].nbytes


def encode_hits(
    hits: Sequence[Hit], documents: Mapping[str, Document], encoder: Encoder
) -> list[tuple[Vectors, Offsets]]:
    """The token vectors of each hit, encoded with its headline as the index encodes it.

    Offsets count from the passage's start; the headline's own tokens are left out.
    """
    texts = [_encoded(hit, documents[hit.passage.doc_id]) for hit in hits]
    found = []
    for hit, text, (vectors, offsets) in zip(
        hits, texts, encode_remembered(texts, encoder), strict=True
    ):
        shift = len(text) - len(hit.passage.text)
        inside = offsets[:, 0] >= shift
        found.append((vectors[inside], offsets[inside] - shift))
    return found


def _encoded(hit: Hit, document: Document) -> str:
    title = None if document.title_derived else document.title
    return encoded_text(hit.passage.text, title, hit.passage.heading)
