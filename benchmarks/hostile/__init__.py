"""Security benchmark: documents that attack the page (XSS), and whether anything runs or loads."""
