"""Shared by the benchmarks: data sets, a fake encoder, scratch indexes, result types."""
