"""Late interaction (MaxSim) of token vectors, to re-rank the passages that a search found.

Source: Khattab and Zaharia, "ColBERT", SIGIR 2020; here with the token vectors of the index's own
encoder, which was not trained for it, and the mean over the question's tokens.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from index.text.encoded import encoded
from index.types import Document, Encoder
from rag.english.grammar import Grammar
from rag.search.token_cache import encode_cached
from rag.types import Hit

_RE = Grammar("rag.search", "late_interaction")


def asks(text: str) -> bool:
    """Whether a query asks: it was only for questions that late interaction was weighed.

    In the mean over its tokens a claim's many common words outweigh the few that tell.
    """
    return bool(_RE.asking.search(text))


def max_similarities(
    queries: Sequence[str], hits: Sequence[Hit], documents: Mapping[str, Document], encoder: Encoder
) -> NDArray[np.float32]:
    """For each query and hit, how near the hit comes to each of the query's tokens.

    Returns:
        float32, shape (queries, hits): the mean over the tokens of a query of their greatest
        cosine to any token of the passage, its headline among them; 0 without tokens.
    """
    texts = [encoded(documents[hit.passage.doc_id], hit.passage) for hit in hits]
    passages = [vectors for vectors, _ in encode_cached(texts, encoder)]
    asked = [vectors for vectors, _ in encoder.encode_tokens(queries)]
    rows = [[_nearest(query, passage) for passage in passages] for query in asked]
    return np.array(rows, np.float32).reshape(len(queries), len(hits))


def _nearest(query: NDArray[np.float32], passage: NDArray[np.float32]) -> float:
    if not len(query) or not len(passage):
        return 0.0
    return float((query @ passage.T).max(axis=1).mean())
