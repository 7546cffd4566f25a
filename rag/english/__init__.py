"""English language processing: words, names, dates, quantities, questions; nothing of Byline."""
