"""The web page: clicks, readers at once, accessibility, start."""
