"""Benchmarks of the web page: clicks, concurrent readers, accessibility, start-up time."""
