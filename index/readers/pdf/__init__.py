"""PDFs: the words of their pages, the lines and columns these make, and the article in them."""
