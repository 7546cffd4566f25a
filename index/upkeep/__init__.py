"""Upkeep of an index: its status, checks and repair, forgetting, backup and restore."""
