"""What is known of English, and nothing of Byline: words, names, dates, quantities, questions."""
