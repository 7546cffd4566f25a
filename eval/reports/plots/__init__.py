"""Plots of a report: matplotlib draws them as SVG, in the page's colours and type."""
