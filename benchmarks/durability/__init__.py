"""Syncs that are killed, and whether anything was lost."""
