"""Follow-up questions, and filters that are read out of questions."""
