"""The two arms of search, their caches, and the snapshot through which one generation is read."""
