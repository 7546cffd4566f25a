"""Making an evaluation run: collection -> index -> asked queries -> measures -> saved run."""
