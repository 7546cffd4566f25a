"""Reads transcripts and subtitles (WebVTT, SubRip): cues joined to paragraphs, under their times.

Each paragraph stands under a heading with the time at which it begins and, where the file names
one, the speaker ("0:01:40 Rosa Pellam"), so that a citation says both.
"""

import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise
from operator import itemgetter

from index.readers.kinds import Unreadable
from index.readers.raw import RawDocument, TextBuilder
from index.readers.text.hidden import COMMENT
from index.text.metadata import Metadata
from index.text.sentences import split_sentences

_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,]\d{1,3}"
_TIMING = re.compile(rf"\s*{_TIME}\s+-->\s+(?:\d+:)?\d+:\d\d[.,]\d+")
_VOICE = re.compile(r"<v(?:\.[\w.-]+)?\s+([^<>]{1,100})>|</v>")
_READING = re.compile(r"<rt[^<>]{0,100}>([^<>]*)(?:</rt>)?")
_TAG = re.compile(r"</?(?:[cibuv]|ruby|rt|lang|font|\d)[^<>]{0,100}>|\{\\an?\d\}", re.IGNORECASE)
_SPEAKER = re.compile(r">>|[-–—]\s?\S|[^\W\d_a-z][\w .'’-]{1,40}:\s")
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
    builder, turn = TextBuilder(), [cues[0]]
    for cue in cues[1:]:
        if cue.speaker != turn[-1].speaker or _SPEAKER.match(cue.text):
            _add(builder, turn)
            turn = []
        turn.append(cue)
    _add(builder, turn)
    title = re.match(r"WEBVTT[ \t]+(?:-[ \t]*)?(\S[^\n]*)", blocks[0])
    return RawDocument(
        text=builder.text(),
        metadata=Metadata(title=title[1].strip() if title else None),
        headings=tuple(builder.headings),
        dropped=tuple((block[4:], COMMENT) for block in blocks if block.startswith("NOTE")),
    )


def _cues(blocks: list[str]) -> Iterator[_Cue]:
    """The cues in order, one for each voice in them; of captions that roll up, each line once."""
    shown: list[tuple[str, str]] = []
    for block in blocks:
        lines = block.split("\n")
        at = next((number for number, line in enumerate(lines[:3]) if _TIMING.match(line)), None)
        if at is None or block.startswith("NOTE"):
            continue
        hours, minutes, seconds = _TIMING.match(lines[at]).groups()  # type: ignore[union-attr]
        time = f"{int(hours or 0)}:{int(minutes):02}:{seconds}"
        said = list(_said("\n".join(lines[at + 1 :])))
        new = [line for line in said if line not in shown]
        shown = said
        for speaker, words in groupby(new, itemgetter(0)):
            yield _Cue(time=time, speaker=speaker, text=" ".join(text for _, text in words))


def _said(cue: str) -> Iterator[tuple[str, str]]:
    """The lines of a cue, each with the voice that says it."""
    parts = [None, *_VOICE.split(cue)]
    for voice, text in zip(parts[::2], parts[1::2], strict=True):
        for line in (text or "").split("\n"):
            if words := _plain(line):
                yield _plain(voice or ""), words


def _plain(line: str) -> str:
    marked = _TAG.sub("", _READING.sub(r" (\1)", line))
    return " ".join(html.unescape(marked).split())


def _add(builder: TextBuilder, turn: list[_Cue]) -> None:
    """Add the paragraphs of what one speaker says, each under the time of the cue it begins in."""
    text = " ".join(cue.text for cue in turn)
    starts = list(accumulate((len(cue.text) + 1 for cue in turn[:-1]), initial=0))
    for start, end in pairwise(_breaks(text, starts)):
        time = turn[bisect_right(starts, start) - 1].time
        builder.add(f"{time} {turn[0].speaker}", is_heading=True)
        builder.add(text[start:end])


def _breaks(text: str, starts: list[int]) -> list[int]:
    """Where paragraphs begin: with a sentence, or with a cue where one will not end."""
    found = [0]
    for start, end in split_sentences(text):
        if start - found[-1] > _LEAST_CHARS:
            found.append(start)
        while end - found[-1] > _MOST_CHARS + _LEAST_CHARS:
            fits = bisect_right(starts, found[-1] + _MOST_CHARS)
            cut = starts[fits - 1] if starts[fits - 1] > found[-1] else [*starts, end][fits]
            if cut >= end:
                break
            found.append(cut)
    return [*found, len(text)]
