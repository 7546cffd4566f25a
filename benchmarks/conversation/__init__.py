"""Benchmark of conversation: follow-up questions, and filters that are read out of questions."""
