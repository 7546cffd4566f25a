"""The folder of articles as the page sees and changes it."""
