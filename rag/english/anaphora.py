"""Anaphora: words that point back to what was said before, and the same words used otherwise."""

from rag.english.grammar import Grammar

_RE = Grammar("rag.english", "anaphora")


def has_anaphor(question: str) -> bool:
    """Whether a word such as "this", "there" or "else" stands for something said before.

    False where the question itself tells what is meant: "the same size as", "those who",
    "that power that enables us", "what else besides", "how many are there".
    """
    if _RE.else_.search(question) and not _RE.else_than.search(question):
        return True
    if _RE.last_word.search(question) and not _RE.there_is.search(question):
        return True
    if _RE.the_same.search(_RE.unchanged.sub("", question)):
        return True
    return any(p.search(question) for p in (_RE.this, _RE.the_former, _RE.that, _RE.one))
