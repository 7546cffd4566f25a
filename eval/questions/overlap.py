"""Word overlap (share of content words) between a question and a sentence.

A question that repeats the sentence that answers it tries only whether words are found again. The
share of its words that it has in common with the sentence says how far that is so.
"""

from eval.questions.schema import Question
from rag.english.words import find_words


def content_words(text: str) -> set[str]:
    """The stems of the words of `text` that are not function words, nor a possessive's s."""
    return {word.stem for word in find_words(text) if word.is_content and word.stem != "s"}


def word_overlap(question: str, sentence: str) -> float:
    """The share, 0 to 1, of the question's content words that stand in the sentence too.

    A question without content words shares none: 0.
    """
    asked = content_words(question)
    return len(asked & content_words(sentence)) / len(asked) if asked else 0.0


def gold_overlap(question: Question) -> float | None:
    """`word_overlap` with the gold sentence that shares most; None without one."""
    asked = question.standalone or question.question
    return max((word_overlap(asked, s.quote) for s in question.sentences), default=None)
