"""What tests and benchmarks share: servers that fail on purpose, a served page, Chromium."""
