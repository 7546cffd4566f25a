"""Saved runs of `byline eval`, as the page shows them."""
