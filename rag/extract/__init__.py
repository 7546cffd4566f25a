"""Extractive answering: candidate sentences cut out of passages, ranked, chosen; confidence."""
