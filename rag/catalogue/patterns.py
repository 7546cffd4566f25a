"""Patterns of the catalogue: the words for an article, and who may have written or published it."""

from rag.search.filters.rules import AUTHOR, OUTLET

NOUN = (
    r"\b(?:(?:news(?:paper)?|press) )?(?P<noun>articles?|write-?ups?|stor(?:y|ies)|pieces?|columns?"
    r"|(?:inter|re)views?|editorials?)\b"
)
WHO = rf"(?:{AUTHOR}|{OUTLET})(?:(?:, and|, or|,| and| or| &) (?:{AUTHOR}|{OUTLET}))*"
