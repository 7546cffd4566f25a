"""Near-duplicate articles, linked, against controls that are none."""
