"""Sentence openings: anaphora, connectives, boilerplate, fragments, questions."""

from index.text.scripts import segmented
from rag.english.grammar import Grammar

_RE = Grammar("rag.english", "openings")
SHORTEST_WORDS = 3


def depends_on_previous(sentence: str) -> bool:
    """Whether a reader needs the sentence before: "He ...", "However, ...", "This ..."."""
    return bool(_RE.anaphor.match(sentence) or _RE.connective.match(sentence))


def needs_previous(sentence: str) -> bool:
    """Whether it cannot be quoted alone: it depends on another, or "she" said it.

    Narrower than `depends_on_previous`: "It was the third fault in five years" may stand alone.
    """
    if sentence.startswith(('"', "“")) and _RE.quoted.match(sentence):
        return bool(_RE.speaker.match(_RE.quoted.sub(" ", sentence)))
    return depends_on_previous(sentence) and not _RE.self_contained.match(sentence)


def opens_with_pronoun(sentence: str) -> bool:
    """Whether it begins with a bare "he" or "this", and so names nobody."""
    return bool(_RE.pronoun.match(sentence)) and not _RE.self_contained.match(sentence)


def lead_in_chars(text: str) -> int:
    """How much stands in front of the first sentence: a dateline, or a line of credit."""
    match = _RE.dateline.match(text) or _RE.credit_line.match(text)
    return match.end() if match else 0


def is_fragment(sentence: str) -> bool:
    """Whether the text is no sentence: too few words, or a heading without a stop."""
    words = _RE.words.findall(segmented(sentence))
    if len(words) < SHORTEST_WORDS:
        return True
    return len(words) < 10 and sentence.rstrip("\"'”’)]」』 ")[-1:] not in ".!?…:;。！？؟۔।"


LONGEST_BOILERPLATE_WORDS = 25
LONGEST_REFUSAL_WORDS = 12


def is_boilerplate(sentence: str) -> bool:
    """Whether the line bids the reader do something: "Get the app", "Subscribe", "Read more"."""
    sentence = sentence[lead_in_chars(sentence) :]
    return bool(_RE.boilerplate.match(sentence)) and (
        len(_RE.words.findall(sentence)) <= LONGEST_BOILERPLATE_WORDS
    )


def tells_nothing(sentence: str) -> bool:
    """Whether the sentence asks, or only says that someone gave no answer."""
    if is_question(sentence):
        return True
    words = len(_RE.words.findall(sentence))
    return words <= LONGEST_REFUSAL_WORDS and bool(_RE.no_answer.search(sentence))


def is_question(sentence: str) -> bool:
    """Whether the sentence asks instead of telling."""
    return sentence.rstrip("\"'”’)]」』 ").endswith(("?", "？", "؟"))
