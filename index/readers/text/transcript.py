"""Reads transcripts and subtitles (WebVTT, SubRip): cues joined to paragraphs, under their times.

Each paragraph stands under a heading with the time at which it begins and, where the file names
one, the speaker ("0:01:40 Rosa Pellam"), so that a citation says both.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.readers.kinds import Unreadable
from index.readers.raw import RawDocument, TextBuilder
from index.readers.text.hidden import COMMENT
from index.text.metadata import Metadata

_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,]\d{1,3}"
_TIMING = re.compile(rf"\s*{_TIME}\s+-->\s+(?:\d+:)?\d+:\d\d[.,]\d+")
_VOICE = re.compile(r"<v(?:\.[\w.-]+)?\s+([^<>]{1,100})>")
_TAG = re.compile(r"</?(?:[cibuv]|ruby|rt|lang|font|\d)[^<>]{0,100}>|\{\\an?\d\}", re.IGNORECASE)
_SPEAKER = re.compile(r">>|[-–—]\s?\S|[^\W\d_a-z][\w .'’-]{1,40}:\s")
_ENDS = re.compile(r"[.!?…。！？][\"'”’»)\]]*$")
_LEAST_CHARS, _MOST_CHARS = 300, 900


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cue:
    time: str
    speaker: str
    text: str


def read_transcript(text: str) -> RawDocument:
    """Reads a .vtt or .srt file's text."""
    blocks = re.split(r"\n[ \t]*\n", text.strip().removeprefix("\ufeff"))
    cues = list(_cues(blocks))
    if not cues:
        raise Unreadable("no cues with times in it")
    builder, paragraph = TextBuilder(), [cues[0]]
    for cue in cues[1:]:
        if _begins(paragraph, cue):
            _add(builder, paragraph)
            paragraph = []
        paragraph.append(cue)
    _add(builder, paragraph)
    title = re.match(r"WEBVTT[ \t]+(?:-[ \t]*)?(\S[^\n]*)", blocks[0])
    return RawDocument(
        text=builder.text(),
        metadata=Metadata(title=title[1].strip() if title else None),
        headings=tuple(builder.headings),
        dropped=tuple((block[4:], COMMENT) for block in blocks if block.startswith("NOTE")),
    )


def _cues(blocks: list[str]) -> Iterator[_Cue]:
    """The cues in order; of captions that roll up, each line once."""
    shown: list[str] = []
    speaker = ""
    for block in blocks:
        lines = block.split("\n")
        at = next((number for number, line in enumerate(lines[:3]) if _TIMING.match(line)), None)
        if at is None or block.startswith("NOTE"):
            continue
        hours, minutes, seconds = _TIMING.match(lines[at]).groups()  # type: ignore[union-attr]
        voice = _VOICE.search(block)
        words = [" ".join(html.unescape(_TAG.sub("", line)).split()) for line in lines[at + 1 :]]
        new = [line for line in words if line and line not in shown]
        shown = words
        speaker = voice[1].strip() if voice else ""
        if new:
            time = f"{int(hours or 0)}:{int(minutes):02}:{seconds}"
            yield _Cue(time=time, speaker=speaker, text=" ".join(new))


def _begins(paragraph: list[_Cue], cue: _Cue) -> bool:
    """Whether a cue begins a paragraph: another speaks, or a sentence and enough has ended."""
    if cue.speaker != paragraph[-1].speaker or _SPEAKER.match(cue.text):
        return True
    size = sum(len(before.text) + 1 for before in paragraph)
    return size > _MOST_CHARS or (size > _LEAST_CHARS and bool(_ENDS.search(paragraph[-1].text)))


def _add(builder: TextBuilder, paragraph: list[_Cue]) -> None:
    builder.add(f"{paragraph[0].time} {paragraph[0].speaker}", is_heading=True)
    builder.add(" ".join(cue.text for cue in paragraph))
