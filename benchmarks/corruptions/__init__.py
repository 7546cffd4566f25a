"""Benchmark of the checks: true sentences made false, and whether the checks notice."""
