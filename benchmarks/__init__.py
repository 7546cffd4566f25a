"""Benchmarks: they measure Byline's figures and fit its weights; see README.md here."""
