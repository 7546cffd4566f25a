"""Question frames: what a question about the articles themselves looks like, as patterns.

A frame has a task, a pattern, and the noun phrase that it makes of the pattern's groups: "How often
did the Gazette report on the ferry?" counts the "pieces by the Gazette about the ferry". A frame
that names no kind of article makes it "pieces", which must be found to be believed.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources

from rag.catalogue.types import CatalogueTask
from rag.english.grammar import Grammar
from rag.search.filters.rules import AUTHOR, OUTLET, PERIOD

NOUN = (
    r"\b(?:(?:news(?:paper)?|press) )?(?P<noun>articles?|write-?ups?|stor(?:y|ies)|pieces?|columns?"
    r"|(?:inter|re)views?|editorials?)\b"
)
WHO = rf"(?:{AUTHOR}|{OUTLET})(?:(?:, and|, or|,| and| or| &) (?:{AUTHOR}|{OUTLET}))*"
_NAMED = Grammar("rag.catalogue", "frames", who=WHO, noun=NOUN, period=PERIOD).table("named")
"""What stands in capitals in a frame."""

SAME_AUTHOR = "SAME_AUTHOR"
"""What stands for a noun phrase in "What else has she written?"."""


def _compiled(frame: str) -> re.Pattern[str]:
    """The pattern, with each word in capitals put in; its inner names only once."""
    names = sorted(_NAMED, key=len, reverse=True)
    whole = re.sub("|".join(names), lambda name: _NAMED[name.group()], frame)
    return re.compile(whole, re.IGNORECASE)


@cache
def _frames() -> tuple[tuple[CatalogueTask, re.Pattern[str], str], ...]:
    """The frames of `frames.txt` in its order: the first that fits is taken."""
    text = resources.files("rag.catalogue").joinpath("frames.txt").read_text(encoding="utf-8")
    found, task = [], CatalogueTask.LIST
    for line in text.splitlines():
        if line.startswith("["):
            task = CatalogueTask(line.strip("[]"))
        elif " => " in line:
            frame, phrase = line.split(" => ")
            found.append((task, _compiled(frame), phrase))
    return tuple(found)


def fitting_frames(question: str) -> Iterator[tuple[CatalogueTask, str]]:
    """The task and noun phrase of each frame that fits `question`, whose names are signs."""
    for task, pattern, template in _frames():
        match = pattern.fullmatch(question)
        if match is not None:
            parts = {name: part or "" for name, part in match.groupdict().items()}
            phrase = template.format_map({"by": "", "time": "", "paper": "", **parts})
            phrase = phrase.replace(" by  ", " ").removesuffix(" by ")
            yield task, phrase
