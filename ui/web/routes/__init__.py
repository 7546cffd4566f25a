"""The page's own addresses: one module for each thing that the page asks about."""
