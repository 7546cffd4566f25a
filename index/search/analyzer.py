"""The lexical arm's analyzer: tokens folded, stemmed, without question words (stop words)."""

from typing import Any

from index.text.data import read_data

LONGEST_TOKEN_BYTES = 80

_DATA = read_data(__file__)
STEMMERS: dict[str, str] = _DATA["stemmers"]
"""Languages that tantivy has a stemmer for, by BCP 47 primary tag."""

QUESTION_WORDS = frozenset(_DATA["question_words"].split())
"""Words that make a question a question, and say nothing about its subject."""


def build_analyzer(language: str) -> Any:
    """Words, folded to lower case without accents, and stemmed where there is a stemmer."""
    import tantivy

    builder = (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(LONGEST_TOKEN_BYTES))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
    )
    stemmer = STEMMERS.get(language.split("-")[0].lower())
    if stemmer:
        builder = builder.filter(tantivy.Filter.stemmer(stemmer))
    return builder.build()


def without_question_words(tokens: list[str], language: str) -> list[str]:
    """The tokens that say something about a question's subject; all where there are no others."""
    if language != "en":
        return tokens
    return [token for token in tokens if token not in QUESTION_WORDS] or tokens
