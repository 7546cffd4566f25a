"""Transcripts and subtitles: sentences whole, times and speakers kept."""

from __future__ import annotations

import pytest

from index.readers.formats import read_document
from index.readers.kinds import Unreadable

_VTT = """WEBVTT - Council, 4 March

NOTE
Ask Rosa before use.

STYLE
::cue { color: red }

intro
00:12.000 --> 00:15.000 align:start
<v Ada Chair>Good evening, we begin
with the budget.

01:40.000 --> 01:43.500
<v Rosa Pellam>The closure saves <i>62,000</i> pounds

01:43.500 --> 01:46.000
<v Rosa Pellam>a year &amp; more.
"""


def test_joins_the_cues_of_a_sentence_under_time_and_speaker() -> None:
    document = read_document(_VTT.encode(), "council.vtt")
    assert document.title == "Council, 4 March"
    assert document.text == (
        "0:00:12 Ada Chair\n\nGood evening, we begin with the budget.\n\n"
        "0:01:40 Rosa Pellam\n\nThe closure saves 62,000 pounds a year & more."
    )
    assert [heading.text for heading in document.headings] == [
        "0:00:12 Ada Chair", "0:01:40 Rosa Pellam",
    ]  # fmt: skip
    assert [(line.text, line.reason) for line in document.removed] == [
        ("Ask Rosa before use.", "comment")
    ]


def test_reads_subrip_and_begins_a_paragraph_where_another_speaks() -> None:
    text = (
        "1\r\n01:00:12,000 --> 01:00:15,000\r\nCHAIR: We vote. Nine\r\n\r\n"
        "2\r\n01:00:15,000 --> 01:00:16,000\r\nfor, six against.\r\n\r\n"
        "3\r\n01:00:17,000 --> 01:00:19,000\r\nMARSH: Shame.\r\n"
    )
    document = read_document(text.encode(), "vote.srt")
    assert document.text == (
        "1:00:12\n\nCHAIR: We vote. Nine for, six against.\n\n1:00:17\n\nMARSH: Shame."
    )


def test_reads_each_line_of_rolling_captions_once() -> None:
    cues = ["one two", "one two\nthree four", "three four\nfive six"]
    text = "WEBVTT\n\n" + "\n\n".join(
        f"00:0{at}.000 --> 00:0{at + 1}.000\n{cue}" for at, cue in enumerate(cues)
    )
    assert read_document(text.encode(), "a.vtt").text == "0:00:00\n\none two three four five six"


@pytest.mark.parametrize("text", ["WEBVTT\n\nNOTE nothing", "no times here", "1\n00:00 --> x\ny"])
def test_says_so_when_there_is_no_cue(text: str) -> None:
    with pytest.raises(Unreadable, match="no cues"):
        read_document(text.encode(), "a.srt")


def spoken(*texts):
    """Cues of ten seconds each."""
    cues = (
        f"0:{n // 6}:{n % 6}0.000 --> 0:{n // 6}:{n % 6}9.000\n{text}"
        for n, text in enumerate(texts)
    )
    return "WEBVTT\n\n" + "\n\n".join(cues) + "\n"


def paragraphs(text):
    document = read_document(text.encode(), "a.vtt")
    return document.text.split("\n\n")


def test_no_sentence_is_divided_and_a_paragraph_has_the_time_of_its_first_cue():
    """Here no cue ends where a sentence does."""
    texts = [f"vote {n} was held. Mr. Lee said of vote {n + 1} that the" for n in range(30)]
    found = paragraphs(spoken("The", *texts, "hall was cold."))
    times, said = found[::2], found[1::2]
    assert len(said) > 3
    assert all(words.endswith(("held.", "cold.")) for words in said)
    for time, words in zip(times[1:], said[1:], strict=True):
        first = int(words.split("vote ")[1].split()[0]) - 1
        at = (first + 1) * 10
        assert time == f"0:{at // 60:02}:{at % 60:02}"


def test_captions_without_full_stops_are_divided_at_cues():
    found = paragraphs(spoken(*(f"and then the boat number {n} came in" for n in range(80))))
    said = found[1::2]
    assert all(words.startswith("and then") for words in said)
    assert max(map(len, said)) < 1300


def test_a_caption_of_one_endless_line_is_kept_whole_or_cut_but_never_lost():
    words = "boat " * 1000
    said = paragraphs(spoken(words))[1::2]
    assert " ".join(" ".join(said).split()) == words.strip()


@pytest.mark.parametrize(
    ("cue", "turns"),
    [
        ("<v Ada>Did you lie?</v>\n<v Bo>No.</v>", ["Ada", "Did you lie?", "Bo", "No."]),
        ("<v Ada>Did you lie?\n<v Bo>I did\nnot.", ["Ada", "Did you lie?", "Bo", "I did not."]),
        ("<v Ada>You? <v.loud Bo>No.", ["Ada", "You?", "Bo", "No."]),
        ("<v Ada>One.\n<v Bo>Two.\n<v Ada>Three.", ["Ada", "One.", "Bo", "Two.", "Ada", "Three."]),
        ("A bell rings.\n<v Ada>Order.", ["", "A bell rings.", "Ada", "Order."]),
        ("<v Ada>Order.</v>\nA bell rings.", ["Ada", "Order.", "", "A bell rings."]),
        ("<v Ada>Yes.\n<v Bo>Yes.", ["Ada", "Yes.", "Bo", "Yes."]),
        ("<v R&amp;D\nDesk>It holds.", ["R&D Desk", "It holds."]),
        ("<v Ada>The <ruby>wall<rt>mur</rt></ruby> holds.", ["Ada", "The wall (mur) holds."]),
        ("<v Ada>The <ruby>wall<rt>mur</ruby> holds.", ["Ada", "The wall (mur) holds."]),
    ],
)
def test_each_voice_of_a_cue_says_its_own_words_only(cue: str, turns: list[str]) -> None:
    said = [f"0:00:00 {turn}".strip() if n % 2 == 0 else turn for n, turn in enumerate(turns)]
    assert paragraphs(spoken(cue)) == said
