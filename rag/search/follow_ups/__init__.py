"""Conversational search: a follow-up question becomes one that stands by itself."""
