"""Names and other telling words of a turn."""

from __future__ import annotations

import re

from rag.english.words import FUNCTION_WORDS

_CAPITAL = r"(?:[A-Z]\.(?:\s?[A-Z]\.)*|[A-Z\d][\w’'-]*|[A-Z][\w’'-]*)"
_NAME = re.compile(rf"\b[A-Z][\w’'.-]*(?:\s+(?:(?:of|the|de|van|von|&)\s+)*{_CAPITAL})*")
_CALENDAR = frozenset(
    re.findall(
        r"\w+",
        """
        monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays
        thursdays fridays saturdays sundays january february march april may june july august
        september october november december
        """,
    )
)
_SENTENCE_END = re.compile(r"(?:^|[.!?]\s+|[\"“(]\s*)$")


def find_names(text: str) -> list[str]:
    """Runs of capitalised words in the order of the text, each once, without the possessive s.

    A single capitalised word that opens a sentence is no name: there every word has a capital.
    """
    found = []
    for match in _NAME.finditer(text):
        words = match.group().split()
        if _SENTENCE_END.search(text[: match.start()]) and (
            len(words) == 1 or words[0].lower() in FUNCTION_WORDS
        ):
            words = words[1:]
        name = re.sub(r"['’]s?$", "", " ".join(words)).strip(" .,")
        if len(name) > 1 and name.lower() not in FUNCTION_WORDS | _CALENDAR:
            found.append(name)
    return list(dict.fromkeys(found))


def find_terms(text: str) -> list[str]:
    """Runs of neighbouring words that are no function words: "harbour wall", "storm"."""
    runs: list[list[str]] = [[]]
    for word in re.findall(r"[^\W_]+(?:[.,'’\-][^\W_]+)*|[^\w\s]", text):
        if word[0].isalnum() and word.lower() not in FUNCTION_WORDS:
            runs[-1].append(re.sub(r"['’]s$", "", word))
        elif runs[-1]:
            runs.append([])
    return list(dict.fromkeys(" ".join(run) for run in runs if run))
