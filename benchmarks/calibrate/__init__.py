"""Calibration: fits the weights and thresholds that `rag/` ships, on tuning data alone."""
