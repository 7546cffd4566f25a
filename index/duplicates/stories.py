"""Near-duplicate detection by MinHash signatures, LSH bands and containment of shingles.

Two texts are compared by their shingles, the runs of three words in them. A signature keeps the
smallest hashes of a text's shingles (a bottom-k sketch: Broder, "On the resemblance and
containment of documents", 1997). Where one text holds much of another, the smallest hashes of the
part are among the smallest of the whole: half an article still shares about half of its keys with
the whole one. Keys only find candidates; what links two articles is the comparison of their texts.
"""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from hashlib import blake2b
from heapq import nsmallest
from itertools import pairwise
from statistics import median

from index.duplicates.particulars import WORD, are_other_events

SAME_STORY = 0.3
"""From this `same_story` on, two texts are linked.

Measured on 460 pairs of stories made from SQuAD v1-visible (13 articles, two seeds): different
stories on one subject reach 0.10, those with a quotation and a footer in common 0.06; a story cut
to half or more and then rewritten keeps at least 0.48, one only rewritten 0.56.
"""

_SHINGLE_WORDS = 3
_HASH_BYTES = 8
_SIGNATURE_HASHES = 128
_PARTS = 10
_KEYS = 32
_LEAST_SHARED_KEYS = 2
_MOST_CANDIDATES = 20
# A brief that stands, word for word, in a round-up of many stories is not that round-up.
_LEAST_SIZE_RATIO = 0.3
# Fewer shingles than this say too little: two notes "More on this story soon" are no pair.
_LEAST_SHINGLES = 12
# The beginning of a book says whether it is the same book.
_MOST_CHARS = 400_000


def signature(text: str) -> bytes:
    """The smallest hashes of the shingles of `text`, ascending, 8 bytes each, at most 128.

    The same text gives the same signature on every platform; case, punctuation, white space and
    Unicode forms do not matter. A text too short to be compared gives b"".
    """
    shingles = set(_shingles(text))
    if len(shingles) < _LEAST_SHINGLES:
        return b""
    return b"".join(nsmallest(_SIGNATURE_HASHES, map(_hash, shingles)))


def bands(signature: bytes) -> list[int]:
    """At most 32 keys, from 0 to 2**63 - 1, under which a table finds articles like this one."""
    starts = range(0, min(len(signature), _KEYS * _HASH_BYTES), _HASH_BYTES)
    return [int.from_bytes(signature[at : at + _HASH_BYTES], "big") >> 1 for at in starts]


def same_story(first: str, second: str) -> float:
    """How far the shorter text is contained in the longer one, 0 to 1.

    Returns:
        The shorter text is taken in ten equal parts; of the shares of their shingles that stand
        anywhere in the longer text, the median. So the order does not matter, and a quotation, a
        footer or some background that two stories have in common does not make them one as long
        as it is less than half of the shorter. 0 when one text is less than 0.3 times as long as
        the other, or too short to tell. The texts are linked from `SAME_STORY` on.
    """
    return _containment(_shingles(first), _shingles(second))


def find_same_story(
    text: str, candidates: Callable[[list[int]], Iterable[str]], text_of: Callable[[str], str]
) -> list[tuple[str, float]]:
    """The known articles that tell the story of `text`, most alike first.

    Args:
        text: the article to be compared; it need not be known yet.
        candidates: for the keys of `bands`, the ids of the articles stored under any of them, an
            id once for each key that it shares. A key under which very many stand (a line of
            boilerplate) may be left out.
        text_of: the text of the article with an id.

    Returns:
        Pairs of id and `same_story`, at least `SAME_STORY`; ties in the order of ids. At most 20
        texts are read, those that share most keys. Reports in one template, filled in for
        different events, are left out.
    """
    shared = Counter(candidates(bands(signature(text))))
    likely = sorted(
        (-count, doc_id) for doc_id, count in shared.items() if count >= _LEAST_SHARED_KEYS
    )
    shingles = _shingles(text)
    found = []
    for _, doc_id in likely[:_MOST_CANDIDATES]:
        other = text_of(doc_id)
        score = _containment(shingles, _shingles(other))
        if score >= SAME_STORY and not are_other_events(text, other):
            found.append((doc_id, score))
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))


def _shingles(text: str) -> list[str]:
    words = WORD.findall(unicodedata.normalize("NFKC", text[:_MOST_CHARS]).casefold())
    return [" ".join(words[i : i + _SHINGLE_WORDS]) for i in range(len(words) - _SHINGLE_WORDS + 1)]


def _containment(first: list[str], second: list[str]) -> float:
    few, many = sorted((first, second), key=len)
    if len(few) < max(_LEAST_SHINGLES, _LEAST_SIZE_RATIO * len(many)):
        return 0.0
    known = set(many)
    edges = [len(few) * part // _PARTS for part in range(_PARTS + 1)]
    return median(
        sum(shingle in known for shingle in few[start:end]) / (end - start)
        for start, end in pairwise(edges)
    )


def _hash(shingle: str) -> bytes:
    return blake2b(shingle.encode("utf-8", "surrogatepass"), digest_size=_HASH_BYTES).digest()
