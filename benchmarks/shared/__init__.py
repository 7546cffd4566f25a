"""What several benchmarks share: data sets, a fake encoder, scratch indexes, result types."""
