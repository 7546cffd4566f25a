"""Training of the answer finder: the small model that reads question and passage together."""
