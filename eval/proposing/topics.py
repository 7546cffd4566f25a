"""Questions about two entities that a sentence names: "What has A to do with B?"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from eval.proposing.drafts import Draft
from eval.proposing.names import NAME
from eval.proposing.sources import SourceSentence, Vocabulary, stems
from index.text.calendar import MONTH

_FORMS = (
    "What is said about {0} and {1}?",
    "What do the articles say about {0} and {1}?",
    "What has {0} to do with {1}?",
    "What is known about {0} and {1}?",
)
_THING = re.compile(
    r"\b(?:the|a|an|our|my|his|her|its|their|of|in|for|with|by|from)\s"
    r"(?P<noun>(?:[a-z][\w-]{3,}\s)?[a-z][\w-]{3,})"
    r"(?=[.,;!?]|\Z|\s(?:in|on|at|by|for|with|from|to|of|and|or|is|was|are|were|will|has|had|that)\b)"
    rf"|(?<=[a-z,]\s)(?P<name>{NAME})"
)
_ENDS_OPEN = re.compile(
    r"(?:ly|ing|ed|able|ous|ful|\b(?:more|most|very|same|other|own|than|such|many|some|these|those|"
    r"each|this|that|less|over|their|them|which|both))(?:\Z|\s)"
)


def ask_about_topics(
    sentence: SourceSentence, vocabulary: Vocabulary, random: Random
) -> Iterator[Draft]:
    """How two of the things in the sentence belong together."""
    things = [t for t in topics(sentence.text, vocabulary) if not re.search(MONTH, t)]
    if len(things) < 2:
        return
    near = stems(f"{sentence.document.title} {sentence.around}")
    common = [thing for thing in things if stems(thing) <= near]
    first = random.choice(common or things)
    second = random.choice([thing for thing in things if thing != first])
    if not stems(first) & stems(second):
        text = random.choice(_FORMS).format(first, second)
        yield Draft(way="topics", text=text, sentence=sentence)


def topics(text: str, vocabulary: Vocabulary) -> list[str]:
    """The names and nouns of a text that stand alone well: the rarest first, but those with words
    that stand nowhere else last."""
    found: dict[str, None] = {}
    for match in _THING.finditer(text):
        noun = match["noun"]
        if noun and stems(noun) and not _ENDS_OPEN.search(noun):
            found[noun if noun.endswith("s") else f"the {noun}"] = None
        elif match["name"]:
            found[match["name"]] = None
    return sorted(found, key=lambda t: (vocabulary.count_once(t), -vocabulary.rarity(t), t))
