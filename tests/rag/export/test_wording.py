"""The words that answer inside what a format makes of their sentence."""

from __future__ import annotations

import pytest

from rag.export.wording import around_focus
from rag.types import Sentence, Support, SupportLevel


def sentence(text, focus):
    support = Support(level=SupportLevel.SUPPORTED)
    return Sentence(text=text, citations=(), support=support, focus=focus)


@pytest.mark.parametrize(
    ("text", "focus", "show", "parts"),
    [
        ("It took 12 boats.", (8, 16), str, ("It took ", "12 boats", ".")),
        ("12 of the 12 sank.", (10, 12), str, ("12 of the ", "12", " sank.")),
        (
            "It took\n 12  boats.",
            (9, 18),
            lambda t: " ".join(t.split()),
            ("It took ", "12 boats", "."),
        ),
        (
            "It took *12* boats.",
            (9, 11),
            lambda t: t.replace("*", ""),
            ("It took ", "12", " boats."),
        ),
        ("It took 12 boats.", None, str, ("It took 12 boats.", "", "")),
        ("It took 12 boats.", (8, 10), str.title, ("It Took ", "12", " Boats.")),
        ("It took 12.", (8, 10), lambda t: t.replace("took 12", "X"), ("It X.", "", "")),
    ],
)
def test_around_focus_finds_the_words_in_what_is_shown(text, focus, show, parts):
    assert around_focus(sentence(text, focus), show) == parts
