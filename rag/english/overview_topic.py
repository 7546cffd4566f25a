"""Overview questions: the topic of "what do the articles say about ..."."""

from rag.english.grammar import Grammar

_RE = Grammar("rag.english", "overview_topic")
_OVERVIEWS = _RE.patterns("overviews")


def overview_topic(question: str) -> str | None:
    """The topic, when `question` asks what the articles say about one, else None.

    "What do our articles say about the ferry?" gives "the ferry".
    """
    asked = " ".join(question.split())
    for pattern in _OVERVIEWS:
        match = pattern.match(asked)
        if match:
            topic = _RE.place.sub("", match["topic"].strip(" ?.!"))
            return topic or None
    return None


_LONGEST_TOPIC_WORDS = 8


def bare_topic(left: str) -> str | None:
    """The topic, when what filters left of a question is only that, else None.

    "What has the Courier published about the bridge since May?" leaves "the bridge?".
    """
    topic = left.strip(" ?.!,")
    words = len(topic.split())
    return topic if 0 < words <= _LONGEST_TOPIC_WORDS and not _RE.no_topic.search(topic) else None
