"""Out of the passages, the sentences that answer: cut, ranked, chosen, and how sure that is."""
