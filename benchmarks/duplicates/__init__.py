"""Benchmark of near-duplicate detection: linked pairs, against controls that are none."""
