"""The evaluation harness, measured itself."""
