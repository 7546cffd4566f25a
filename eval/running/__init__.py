"""Making a run: collection -> index -> asked queries -> measures -> saved run."""
