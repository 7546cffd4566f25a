"""Sentences made false, and whether the checks notice."""
