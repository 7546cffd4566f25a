"""Runs on disk: written once, never overwritten, continued when they were interrupted."""
