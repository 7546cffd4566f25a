"""Search: BM25 (lexical) and FAISS (dense), their caches, and snapshots of the index."""
