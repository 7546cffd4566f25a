"""Stop words of English: without meaning of their own, they join the others."""

from rag.english.grammar import Grammar

FUNCTION_WORDS = Grammar("rag.english", "function_words").word_list("all")
"""The one list of them."""
