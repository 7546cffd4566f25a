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
