"""Comparing runs: is a difference real, how large is it, and which queries moved."""
