"""Benchmark of disagreement between sources: false and true ones, and reports in templates."""
