"""Benchmarks of the web page: `python -m ui.bench NAME` prints the figures that README states."""
