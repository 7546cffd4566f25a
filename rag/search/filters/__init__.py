"""Metadata filters in a question: dates, authors, outlets, sections."""
