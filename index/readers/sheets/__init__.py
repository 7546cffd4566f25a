"""Spreadsheets and CSV files: articles with tables, or tables of articles."""
