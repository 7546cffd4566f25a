"""Near-duplicate detection: articles that tell one story, found and linked."""
