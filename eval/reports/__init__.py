"""Reports of runs and comparisons, for people: Markdown and HTML."""
