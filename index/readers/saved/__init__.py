"""What a program saved whole: mails, e-books, web pages in one file, web archives."""
