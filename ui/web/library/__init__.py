"""The index that the page answers from, and example questions."""
