"""The one truth: documents, passages, embeddings and the ingest record, in one SQLite file."""
