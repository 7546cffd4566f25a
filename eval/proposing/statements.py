"""Questions about reported speech: who said what, and what somebody said."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eval.proposing.clauses import cut_short
from eval.proposing.drafts import Draft
from eval.proposing.names import NAME, SPEECH
from eval.proposing.sources import SourceSentence, Vocabulary
from eval.proposing.topics import topics

_QUOTED = re.compile(r"[\"“](?P<quote>[^\"“”]{20,})[\"”]")
_SPEAKER = re.compile(
    rf"{SPEECH}\s(?P<after>(?:(?:the\s)?(?:[a-z]+\s){{0,2}})?{NAME})"
    rf"|(?P<before>(?:[Tt]he\s[a-z]+\s)?{NAME})(?:,[^,\"“”]+,)?\s{SPEECH}\b"
)
_REPORTED = re.compile(
    rf"^(?P<speaker>(?:The\s[a-z]+\s)?{NAME})(?:,[^,]+,)?\s(?P<verb>{SPEECH})\sthat\s(?P<said>.+)"
)


def ask_about_statement(sentence: SourceSentence, vocabulary: Vocabulary) -> Iterator[Draft]:
    """ "Who said that ...?" and "What did ... say about ...?"."""
    yield from _who_said(sentence, vocabulary)
    yield from _what_was_said(sentence, vocabulary)


def _who_said(sentence: SourceSentence, vocabulary: Vocabulary) -> Iterator[Draft]:
    found = _REPORTED.match(sentence.text)
    if found:
        verb = found["verb"] if found["verb"] != "told" else "said"
        said = cut_short(vocabulary.lower_first(found["said"]), 12)
        text = f"Who {verb} that {said}?"
        yield Draft(way="who_said", text=text, sentence=sentence, answers=(found["speaker"],))


def _what_was_said(sentence: SourceSentence, vocabulary: Vocabulary) -> Iterator[Draft]:
    quoted = _QUOTED.search(sentence.text)
    if quoted is None:
        return
    outside = sentence.text[: quoted.start()] + sentence.text[quoted.end() :]
    found = _SPEAKER.search(outside)
    about = topics(quoted["quote"], vocabulary)
    if found and about:
        speaker = vocabulary.lower_first((found["after"] or found["before"]).strip())
        text = f"What did {speaker} say about {about[0]}?"
        yield Draft(way="statement", text=text, sentence=sentence)
