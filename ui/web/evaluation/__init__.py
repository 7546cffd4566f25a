"""Saved evaluation runs (`byline eval`) for the page."""
