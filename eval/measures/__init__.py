"""Measures: what they are called, their values for a query, and their values for a run."""
