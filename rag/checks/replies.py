"""Streaming reply parser: which sentences are complete, and what passages they cite."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.text.sentences import split_sentences
from rag.checks.markers import Marker, find_markers, valid_numbers, without_markers
from rag.english.grammar import Grammar
from rag.english.quotations import mark_to_close

# A bracket with a few words in it ("(see passage 2)") is read as one word.
_LONGEST_BRACKET = 60
_BRACKETS = [
    rf"{opening}[^{opening}{closing}\n]{{0,{_LONGEST_BRACKET}}}"
    for opening, closing in ((r"\[", r"\]"), (r"\(", r"\)"), ("<", ">"))
]
_WORD = re.compile(rf"(?:{_BRACKETS[0]}\]|{_BRACKETS[1]}\)|{_BRACKETS[2]}>|\S)*+\s+")
_UNCLOSED = re.compile(rf"(?:{'|'.join(_BRACKETS)})\Z")
_RE = Grammar("rag.checks", "replies")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_PIECE_CHARS = 400
_PATIENT = 32
LONGEST_SENTENCE_CHARS = 4000
"""A model that never ends a sentence is cut here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenSentence:
    """A complete sentence of a reply, without its markers."""

    text: str
    numbers: tuple[int, ...] = ()  # of passages that were sent, from 1, in order of mention
    unknown: int = 0  # how many numbers of passages that were not sent


class ReplyReader:
    """Is fed a reply piece by piece and gives out its sentences, each once and unchanged.

    A sentence is complete when a word of the next one has been read, with the space after it. So
    the cut into pieces decides nothing. A marker after the full stop belongs to the sentence before
    it, one that opens a line to the sentence after it.
    """

    def __init__(self, passages: int, texts: Sequence[str] = ()) -> None:
        """For a prompt with `passages` passages; `texts` tell brackets of theirs from markers."""
        self._passages = passages
        self._texts = [" ".join(text.split()).casefold() for text in texts]
        self._waiting = ""  # not yet ended by white space
        self._open = ""  # whole words of sentences that are not complete
        self._vain = 0  # how often they looked like it
        self._lists_sources = False  # the answer is over, and what follows is a list of sources

    def feed(self, piece: str) -> list[WrittenSentence]:
        """Read on; returns the sentences that became complete."""
        complete: list[WrittenSentence] = []
        for start in range(0, len(piece), _PIECE_CHARS):
            self._waiting += piece[start : start + _PIECE_CHARS]
            complete += self._read_words(over=False)
        return complete

    def end(self) -> list[WrittenSentence]:
        """The reply is over: the sentences that are left."""
        complete = self._read_words(over=True)
        complete += self._kept(self._read_word(self._waiting)) if self._waiting else []
        left, self._open, self._waiting = self._open, "", ""
        return complete + self._kept([sentence for sentence, _ in self._split(left, over=True)])

    def _read_words(self, *, over: bool) -> list[WrittenSentence]:
        complete: list[WrittenSentence] = []
        while self._waiting:
            word = _WORD.match(self._waiting)
            end = min(word.end() if word else len(self._waiting), LONGEST_SENTENCE_CHARS)
            if end == len(self._waiting):
                break
            unclosed = None if over else _UNCLOSED.search(self._waiting)
            if unclosed and unclosed.start() < end:
                break
            complete += self._kept(self._read_word(self._waiting[:end]))
            self._waiting = self._waiting[end:]
        return complete

    def _kept(self, sentences: Sequence[WrittenSentence]) -> list[WrittenSentence]:
        """Without the list of sources that some models write below their answer."""
        kept = []
        for sentence in sentences:
            sources = _RE.sources.match(sentence.text)
            self._lists_sources = self._lists_sources or bool(sources and sources["all"])
            if not (self._lists_sources or sources or sentence.text.startswith(":")):
                kept.append(sentence)
        return kept

    def _read_word(self, word: str) -> list[WrittenSentence]:
        tail = self._open[-200:]
        may_end = _RE.may_end.search(without_markers(tail, find_markers(tail)))
        too_long = len(self._open) > LONGEST_SENTENCE_CHARS
        self._open += word
        if not too_long and not (may_end and re.search(r"\w", word) and self._is_due()):
            return []
        if self._ends_with_marker(word) and "\n" not in self._open[: -len(word)][-2:]:
            return []
        split = self._split(self._open)
        if too_long and len(split) < 2:
            self._open, self._vain = "", 0
            return [sentence for sentence, _ in split]
        begun = len(split) > 1 and split[-1][1] >= len(self._open) - len(word)
        if not begun and (len(split) < 2 or self._vain <= _PATIENT):
            return []
        start, self._vain = split[-1][1], 0
        self._open = self._open[start:]
        return [sentence for sentence, _ in split[:-1]]

    def _is_due(self) -> bool:
        """Whether to look again for a sentence's end: the more often in vain, the more seldom."""
        self._vain += 1
        return self._vain <= _PATIENT or self._vain & (self._vain - 1) == 0

    def _ends_with_marker(self, word: str) -> bool:
        tail, before = self._open[-200:], self._open[-200 : -len(word)]
        return _bare(tail) == _bare(before) != ""

    def _is_quoted(self, stretch: str) -> bool:
        return any(stretch.casefold() in text for text in self._texts)

    def _split(self, raw: str, *, over: bool = False) -> list[tuple[WrittenSentence, int]]:
        """The sentences of `raw`, and where in it each begins."""
        markers = find_markers(raw, self._is_quoted, self._passages)
        bare = without_markers(raw, markers)
        places = _places(raw, markers)
        spans = split_sentences(bare) if over else _split_whole(bare)
        if not spans:
            return []
        named: list[list[Marker]] = [[] for _ in spans]
        for marker, place in zip(markers, places, strict=True):
            named[_owner(raw, marker, place, spans)].append(marker)
        starts = [0, *(_in_raw(start, markers, places) for start, _ in spans[1:])]
        for position in range(1, len(spans)):  # a marker that opens a line goes with its sentence
            if named[position] and named[position][0].start < starts[position]:
                starts[position] = named[position][0].start
        found = [
            (self._written(bare[start:end], own), at)
            for (start, end), own, at in zip(spans, named, starts, strict=True)
            if own or not _RE.heading.match(bare, start)  # a heading claims nothing
        ]
        return [(sentence, at) for sentence, at in found if re.search(r"\w", sentence.text)]

    def _written(self, text: str, markers: Sequence[Marker]) -> WrittenSentence:
        plain, said = _without_prose(_plain(text))
        numbers, unknown = valid_numbers([*markers, *said], self._passages)
        return WrittenSentence(text=plain, numbers=numbers, unknown=unknown)


def _split_whole(bare: str) -> list[tuple[int, int]]:
    """The spans of the sentences, as they will be when a quotation that has begun is closed."""
    written = bare.rstrip()
    spans = split_sentences(written + mark_to_close(written))
    return [(start, min(end, len(written))) for start, end in spans if start < len(written)]


def _bare(text: str) -> str:
    return without_markers(text, find_markers(text)).strip(" \n\t.,;")


def _places(raw: str, markers: Sequence[Marker]) -> list[int]:
    """Where each marker was, counted in the text without markers."""
    places, removed, last = [], 0, 0
    for marker in markers:
        start = max(marker.start, last)
        places.append(start - removed)
        removed += marker.end - start
        last = marker.end
    return places


def _in_raw(place: int, markers: Sequence[Marker], places: Sequence[int]) -> int:
    """Where the character at `place` of the text without markers stands in the text with them."""
    removed, last = 0, 0
    for marker, at in zip(markers, places, strict=True):
        if at > place:
            break
        removed += marker.end - max(marker.start, last)
        last = marker.end
    return place + removed


def _owner(raw: str, marker: Marker, place: int, spans: Sequence[tuple[int, int]]) -> int:
    """Which sentence a marker belongs to."""
    following = next((n for n, (start, _) in enumerate(spans) if start >= place), len(spans))
    gap = raw[marker.start : marker.end]
    opens_line = "\n" in gap and following < len(spans)
    return following if opens_line or following == 0 else following - 1


def _plain(text: str) -> str:
    """Without what a list, Markdown, or a marker leaves behind."""
    bare = _RE.strong.sub(lambda match: match[1] or match[2], text.strip())
    bare = _RE.bullet.sub("", _RE.remains.sub("", _RE.linked.sub(r"\1", bare)).strip())
    bare = _RE.exponent.sub(lambda match: match[1].translate(_RAISED), bare)
    return " ".join(_RE.answer_label.sub("", bare).split())


def _without_prose(text: str) -> tuple[str, tuple[Marker, ...]]:
    """Without "Passage 1 says that" at its beginning, which is a marker in words."""
    match = _RE.passage_says.match(text)
    if not match:
        return text, ()
    number = match["by"] or match["says"]
    rest = text[match.end() :]
    numbers = (int(number),) if number else ()
    return rest[:1].upper() + rest[1:], (Marker(numbers, 0, match.end()),)
