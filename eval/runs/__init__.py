"""The run store: runs on disk, written once, never overwritten, continued when interrupted."""
