"""Web pages and pieces of HTML: their blocks, the article in them, and what they say of it."""
