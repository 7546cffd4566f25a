"""`byline eval`: runs, comparisons, gates, ablations, questions and reports."""
