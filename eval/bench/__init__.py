"""Benchmarks: `python -m eval.bench NAME` prints the figures that the README states."""
