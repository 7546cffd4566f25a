"""Markdown, plain text and transcripts."""
