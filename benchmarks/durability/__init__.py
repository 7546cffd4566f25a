"""Benchmark of durability: syncs are killed at any moment, and nothing may be lost."""
