"""Files of word processors and presentation programs, read by way of Word's elements."""
