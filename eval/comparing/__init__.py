"""Comparing runs: significance, effect size, and which queries changed."""
