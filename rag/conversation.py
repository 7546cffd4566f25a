"""A follow-up question, put so that it can be searched for by itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.types import Turn

FEW_WORDS = 3
"""A question of so few words leans on what was said before."""

_LEANS = re.compile(
    r"^(?:and|but|so|what about|how about|why not|who else|what else)\b"
    r"|\b(?:he|she|it|they|him|her|them|his|hers|its|their|theirs|this|that|these|those|there"
    r"|then|one|ones|same|instead)\b",
    re.IGNORECASE,
)


def to_standalone(question: str, history: Sequence[Turn]) -> str:
    """The question itself when it stands alone, else with the previous question before it."""
    if not history or not leans_on_earlier(question):
        return question
    return f"{history[-1].question.strip()} {question}"


def leans_on_earlier(question: str) -> bool:
    """Whether the question cannot be understood without the one before."""
    return len(question.split()) <= FEW_WORDS or _LEANS.search(question) is not None
