"""Catalogue search: questions about the articles themselves, answered from their metadata."""
