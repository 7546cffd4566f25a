"""API routes of the page (JSON): one module for each thing that the page asks about."""
