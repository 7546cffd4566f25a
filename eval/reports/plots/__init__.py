"""Drawings of a report: matplotlib makes them, the page gives them its colours and its type."""
