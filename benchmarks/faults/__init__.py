"""Endpoints that fail in every way, and what becomes of the answer."""
