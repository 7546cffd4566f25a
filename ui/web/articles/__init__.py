"""The article folder as the page sees and changes it: list, upload, remove, sync."""
