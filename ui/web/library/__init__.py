"""The index behind the page: opened, opened again, and the questions to begin with."""
