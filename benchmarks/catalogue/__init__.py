"""Benchmark of questions about the articles themselves."""
