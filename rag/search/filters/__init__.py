"""Dates, authors, outlets and sections that a question names when it speaks of publication."""
