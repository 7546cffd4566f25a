"""Benchmark of endpoint faults: endpoints that fail in every way, and what the answer becomes."""
