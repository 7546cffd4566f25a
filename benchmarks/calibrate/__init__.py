"""Fits the weights and the thresholds that `rag/` ships, on tuning data alone."""
