"""Text processing of articles: cleaning, sentence and passage splitting, metadata."""
