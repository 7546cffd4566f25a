"""Overview questions: the topic of "what do the articles say about ..."."""

from __future__ import annotations

import re

_ARTICLES = (
    r"(?:(?:all|any|some|most|of|the|our|these|those|your|my|recent|other)\s+)*"
    r"(?:articles|stories|reports|reporting|coverage|archives?|papers|newspapers|pieces"
    r"|texts|files|folder|documents)"
)
_PLACE = re.compile(
    rf",?\s+in\s+(?:{_ARTICLES}|the\s+(?:\w+\s+){{1,3}}section)(?:\s+so far)?$", re.IGNORECASE
)
_SAY = (
    r"(?:says?|said|tells?(?: us)?|told(?: us)?|report(?:ed)?|write|written|wrote|published"
    r"|mention(?:ed)?|know|known)"
)
_ABOUT = r"(?:about|on|regarding|concerning|of)\s+(?P<topic>.+)"
_OPENING = r"^(?:(?:so|and|please|can you|could you|tell me|show me|i want to know)[,\s]+)*"
_OVERVIEWS = tuple(
    re.compile(rf"{_OPENING}{pattern}", re.IGNORECASE | re.DOTALL)
    for pattern in (
        rf"what\s+(?:do|does|did|have|has)\s+(?:{_ARTICLES}(?:\s+(?:from|of|in|by|since)\s+.{{1,60}}?)?"
        rf"|we)\s+(?:(?:all|already|ever|so far)\s+)*{_SAY}\s+{_ABOUT}",
        rf"what(?:['’]s|\s+(?:has|have|is|was))\s+(?:(?:already|ever|all|been)\s+)*{_SAY}\s+"
        rf"(?:(?:so far|in {_ARTICLES})\s+)*{_ABOUT}",
        rf"(?:summari[sz]e|sum up|recap)\s+(?:(?:all|everything|what)\s+)*(?:(?:that\s+)?"
        rf"(?:{_ARTICLES}|we)\s+)?(?:(?:have\s+)?{_SAY}\s+)?{_ABOUT}",
        rf"(?:(?:give|write)\s+(?:me|us)\s+)?(?:an?\s+|the\s+)?(?:short\s+|brief\s+)?"
        rf"(?:overview|summary|round-?up|digest)\s+{_ABOUT}",
        rf"everything\s+(?:(?:that\s+)?(?:{_ARTICLES}|we)\s+)?(?:(?:have\s+)?{_SAY}\s+)?{_ABOUT}",
    )
)


def overview_topic(question: str) -> str | None:
    """The topic, when `question` asks what the articles say about one, else None.

    "What do our articles say about the ferry?" gives "the ferry".
    """
    asked = " ".join(question.split())
    for pattern in _OVERVIEWS:
        match = pattern.match(asked)
        if match:
            topic = _PLACE.sub("", match["topic"].strip(" ?.!"))
            return topic or None
    return None


_NO_TOPIC = re.compile(
    r"\b(?:who|whom|whose|what|when|where|why|how|which|is|are|was|were|do|does|did|has|have|had"
    r"|can|could|will|would|should|may|might|\w+n['’]t)\b",
    re.IGNORECASE,
)
_LONGEST_TOPIC_WORDS = 8


def bare_topic(left: str) -> str | None:
    """The topic, when what filters left of a question is only that, else None.

    "What has the Courier published about the bridge since May?" leaves "the bridge?".
    """
    topic = left.strip(" ?.!,")
    words = len(topic.split())
    return topic if 0 < words <= _LONGEST_TOPIC_WORDS and not _NO_TOPIC.search(topic) else None
