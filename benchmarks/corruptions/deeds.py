"""Sentences in which somebody does something else: a verb of a true one is exchanged."""

import random
from collections.abc import Iterator

from lemminflect import getInflection

from rag.english.frames import verb_places
from rag.english.words import find_words

_OTHERS = """
collapse resign oppose praise cancel sink burn deny apologise sue arrest protest reject abandon
steal win lose attack flood ban sell buy double halve delay forget sabotage inherit bomb hide invent
escape boycott celebrate mock fine rename demolish postpone outlaw confess recommend surrender
"""
EACH = 2
"""So many of each true sentence."""
SHORTEST = 4
_TAGS = (("ed", "VBD"), ("ing", "VBG"), ("s", "VBZ"), ("", "VBD"))


def exchange_verbs(true: list[str], seed: int = 1) -> Iterator[tuple[int, str]]:
    """For each sentence its place and the sentence with another verb; few of these are true."""
    chosen = random.Random(seed)
    for number, text in enumerate(true):
        verbs = [
            word
            for word in find_words(text)
            if word.start in verb_places(text) and word.is_content and len(word.text) >= SHORTEST
        ]
        for _ in range(EACH if verbs else 0):
            verb = chosen.choice(verbs)
            tag = next(tag for ending, tag in _TAGS if verb.text.endswith(ending))
            (other, *_) = getInflection(chosen.choice(_OTHERS.split()), tag)
            yield number, f"{text[: verb.start]}{other}{text[verb.end :]}"
