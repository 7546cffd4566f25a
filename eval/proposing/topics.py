"""Questions about reported speech, and about two entities that a sentence names."""

import re
from collections.abc import Iterator, Sequence
from random import Random

from eval.proposing.clauses import cut_short
from eval.proposing.grammar import RE, TABLES
from eval.proposing.sources import Draft, SourceSentence, Vocabulary, stems
from index.text.calendar import MONTH

_FORMS: Sequence[str] = TABLES["topics"]["forms"]


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
    for match in RE.thing_or_name.finditer(text):
        noun = match["noun"]
        if noun and stems(noun) and not RE.ends_open.search(noun):
            found[noun if noun.endswith("s") else f"the {noun}"] = None
        elif match["name"]:
            found[match["name"]] = None
    return sorted(found, key=lambda t: (vocabulary.count_once(t), -vocabulary.rarity(t), t))


def ask_about_statement(sentence: SourceSentence, vocabulary: Vocabulary) -> Iterator[Draft]:
    """ "Who said that ...?" and "What did ... say about ...?"."""
    yield from _who_said(sentence, vocabulary)
    yield from _what_was_said(sentence, vocabulary)


def _who_said(sentence: SourceSentence, vocabulary: Vocabulary) -> Iterator[Draft]:
    found = RE.reported_speech.match(sentence.text)
    if found:
        verb = found["verb"] if found["verb"] != "told" else "said"
        said = cut_short(vocabulary.lower_first(found["said"]), 12)
        text = f"Who {verb} that {said}?"
        yield Draft(way="who_said", text=text, sentence=sentence, answers=(found["speaker"],))


def _what_was_said(sentence: SourceSentence, vocabulary: Vocabulary) -> Iterator[Draft]:
    quoted = RE.quoted.search(sentence.text)
    if quoted is None:
        return
    outside = sentence.text[: quoted.start()] + sentence.text[quoted.end() :]
    found = RE.speaker.search(outside)
    about = topics(quoted["quote"], vocabulary)
    if found and about:
        speaker = vocabulary.lower_first((found["after"] or found["before"]).strip())
        text = f"What did {speaker} say about {about[0]}?"
        yield Draft(way="statement", text=text, sentence=sentence)
