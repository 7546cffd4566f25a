"""Retrieval: from a question to passages, with filters, follow-ups and both search arms."""
