"""The lexical arm's analyzer: tokens folded, stemmed, without question words (stop words)."""

from typing import Any

LONGEST_TOKEN_BYTES = 80

# Languages that tantivy has a stemmer for, by BCP 47 primary tag.
STEMMERS = {
    "ar": "Arabic", "da": "Danish", "de": "German", "el": "Greek", "en": "English",
    "es": "Spanish", "fi": "Finnish", "fr": "French", "hu": "Hungarian", "it": "Italian",
    "nl": "Dutch", "no": "Norwegian", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian",
    "sv": "Swedish", "ta": "Tamil", "tr": "Turkish",
}  # fmt: skip
# Words that make a question a question, and say nothing about its subject.
_QUESTION_WORDS = """
a an and are as at be been by can could did do does for from had has have how i in is it its
many me much of on or should tell than that the their them there these they this those to was
were what when where which who whom whose why will with would you
"""
QUESTION_WORDS = frozenset(_QUESTION_WORDS.split())


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
