"""Benchmarks of speed: sync, encoding, cold start, overhead on a language model."""
