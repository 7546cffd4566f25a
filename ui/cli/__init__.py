"""The commands of `byline`, one module each, and how they print."""
