"""Courtesy phrases: a question without greetings, thanks and "could you please tell me"."""

import re

from rag.english.grammar import Grammar
from rag.english.words import find_words

_RE = Grammar("rag.english", "courtesies")


def without_courtesies(question: str) -> str:
    """`question` without what is only polite; as it was where nothing else would be left.

    "Hi! Could you tell me what it cost, please?" gives "what it cost?".
    """
    left = " ".join(question.split())
    before = ""
    while left != before:
        before = left
        for pattern in (_RE.opening, _RE.closing, _RE.asking, _RE.bidding):
            left = pattern.sub("", left, count=1).strip()
    left = _RE.aside.sub(" ", left)
    left = _RE.asking.sub("", re.sub(r"\s+(?=[?.!,])", "", " ".join(left.split())).strip(" ,"))
    changed = re.sub(r"\s", "", left) != re.sub(r"\s", "", question)
    return left if changed and any(word.is_content for word in find_words(left)) else question
