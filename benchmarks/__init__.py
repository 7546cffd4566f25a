"""Benchmarks of quality, speed and robustness, and training of shipped weights; see README.md."""
