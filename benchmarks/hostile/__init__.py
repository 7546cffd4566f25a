"""Documents that attack the page, and whether anything runs, loads or links."""
