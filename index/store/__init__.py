"""The store, one SQLite file: documents, passages, embeddings and the ingest record."""
