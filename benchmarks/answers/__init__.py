"""Benchmarks of retrieval, answers and refusals on public data sets with known answers."""
