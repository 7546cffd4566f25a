"""Near-duplicates: articles that tell one story, found and linked."""
