"""Passage splitting (chunking): documents into whole sentences within the encoder's limit.

Short paragraphs under one heading are packed together, long ones are divided at sentence ends
into pieces of about equal size, and a sentence that is too long by itself is cut at a clause,
else at a word, else between characters.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from index.text.encoded import encoded_text
from index.text.sentences import CharSpan, is_question, split_paragraphs, split_sentences
from index.types import Document, Passage

CountTokens = Callable[[Sequence[str]], list[int]]

# 400 questions of SQuAD v1-visible, MiniLM and BM25 fused: an answer in the first passage 0.72,
# 0.75, 0.74, 0.76, 0.745 with 64, 96, 128, 192, 250 tokens for both, 0.767 with these (standard
# error 0.02). The gold paragraph comes first alike (0.75 to 0.78) with all, so what decides is that
# most paragraphs stay whole and short ones on different things are not thrown together.
_PACK_TOKENS = 128
_DIVIDE_TOKENS = 192
# Where a headline fills the encoder, this much text is put behind it all the same.
_LEAST_ROOM_TOKENS = 16
# A word of 10,000 letters is one unknown token to WordPiece; nobody wants it in one passage.
_MOST_CHARS_PER_TOKEN = 8
MOST_PASSAGE_CHARS = _DIVIDE_TOKENS * _MOST_CHARS_PER_TOKEN

_STOP = re.compile(r"[.!?…。！？][\"'”’»)\]]*\s+|[。！？]")
_CLAUSE = re.compile(r"[;:；：]\s+|\s[–—-]\s|—|[,，、]\s*(?!\d)|[)\]]\s+")
_SPACE = re.compile(r"\s+")
_INK = re.compile(r"\S")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A sentence, or a part of one that is too long, with its estimated tokens."""

    start: int
    end: int
    tokens: int
    paragraph: int
    section: int  # how many headings begin at or before it


def split_passages(
    document: Document, *, count_tokens: CountTokens, max_tokens: int, whole_document: bool = False
) -> list[Passage]:
    """The passages of `document`, in the order of the text.

    Args:
        document: its text, headline, headings and language decide the result.
        count_tokens: the encoder's count for each text, special tokens included.
        max_tokens: what the encoder takes; no passage's `encoded_text` has more, unless headline
            and heading alone come within 16 tokens of it.
        whole_document: one passage for the whole text, of whatever length.

    Returns:
        Passages that do not overlap and hold every character that is not white space;
        `document.text[p.start:p.end] == p.text`. None for a text of nothing but white space.
    """
    text = document.text
    if not text.strip():
        return []
    if whole_document:
        start = len(text) - len(text.lstrip())
        return [_passage(document, start, len(text.rstrip()))]
    fitter = _Fitter(document, count_tokens, max_tokens)
    sections = groupby(fitter.pieces(), key=lambda piece: piece.section)
    groups = [group for _, section in sections for group in fitter.pack(list(section))]
    return [_passage(document, *span) for span in fitter.verified(groups)]


def _passage(document: Document, start: int, end: int) -> Passage:
    section = _section_at(document, start)
    heading = document.headings[section - 1].text if section else None
    return Passage.of(document.doc_id, document.text, start, end, heading)


def _section_at(document: Document, offset: int) -> int:
    return bisect_right(document.headings, offset, key=lambda heading: heading.start)


class _Fitter:
    """Knows one document and one encoder's limit; counts tokens in few batches."""

    def __init__(self, document: Document, count_tokens: CountTokens, max_tokens: int) -> None:
        self._document = document
        self._count_tokens = count_tokens
        self._special = count_tokens([""])[0]
        headings = [None, *(heading.text for heading in document.headings)]
        self._prefixes = [encoded_text("", document.headline, heading) for heading in headings]
        prefix_tokens = count_tokens([f"{prefix}\n" for prefix in self._prefixes])
        self._limits = [max(max_tokens, n + _LEAST_ROOM_TOKENS) for n in prefix_tokens]
        self._rooms = [limit - n for limit, n in zip(self._limits, prefix_tokens, strict=True)]
        self._most_chars = _MOST_CHARS_PER_TOKEN * max_tokens

    def pieces(self) -> list[_Piece]:
        """Sentences, cut where one is too long for a passage of its own."""
        text = self._document.text
        starts = [start for start, _ in split_paragraphs(text)]
        spans = [
            part
            for span in split_sentences(text, self._document.language)
            for part in _cut_to_chars(text, span, self._most_chars)
        ]
        counted = self._cut_to_room(spans)
        return [
            _Piece(
                start=start,
                end=end,
                tokens=max(tokens, (end - start) // _MOST_CHARS_PER_TOKEN),
                paragraph=bisect_right(starts, start),
                section=_section_at(self._document, start),
            )
            for (start, end), tokens in counted
        ]

    def _cut_to_room(self, spans: list[CharSpan]) -> list[tuple[CharSpan, int]]:
        text = self._document.text
        counts = self._count_tokens([text[start:end] for start, end in spans])
        fitting: list[tuple[CharSpan, int]] = []
        pending: list[CharSpan] = []
        for span, count in zip(spans, counts, strict=True):
            tokens = max(1, count - self._special)
            room = self._rooms[_section_at(self._document, span[0])]
            if tokens <= room or span[1] - span[0] == 1:
                fitting.append((span, tokens))
            else:
                share = -(-tokens // room)  # pieces of about equal size
                pending.extend(_cut_to_chars(text, span, -(-(span[1] - span[0]) // share)))
        return sorted(fitting + (self._cut_to_room(pending) if pending else []))

    def pack(self, section: list[_Piece]) -> list[list[_Piece]]:
        """The pieces of one section in groups, each a passage."""
        room = self._rooms[section[0].section]
        groups: list[list[_Piece]] = []
        for paragraph in self._answered(section):
            if groups and _tokens(groups[-1]) + _tokens(paragraph) <= min(_PACK_TOKENS, room):
                groups[-1].extend(paragraph)
            else:
                groups.extend(_divide(paragraph, min(_DIVIDE_TOKENS, room)))
        return groups

    def _answered(self, section: list[_Piece]) -> Iterator[list[_Piece]]:
        """The paragraphs; a question that is one of its own stands with what follows it."""
        asked: list[_Piece] = []
        for _, pieces in groupby(section, key=lambda piece: piece.paragraph):
            paragraph = list(pieces)
            first, last = paragraph[0].start, paragraph[-1].end
            if is_question(self._document.text[first:last]):
                asked += paragraph
            else:
                yield asked + paragraph
                asked = []
        if asked:
            yield asked

    def verified(self, groups: list[list[_Piece]]) -> list[CharSpan]:
        """The groups' spans, each within its limit: a group that is not is halved."""
        text = self._document.text
        done: list[CharSpan] = []
        while groups:
            spans = [(group[0].start, group[-1].end) for group in groups]
            sections = [group[0].section for group in groups]
            counts = self._count_tokens(
                [self._encoded(text[a:b], s) for (a, b), s in zip(spans, sections, strict=True)]
            )
            again: list[list[_Piece]] = []
            for group, span, count in zip(groups, spans, counts, strict=True):
                halves = _halve(text, group) if count > self._limits[group[0].section] else []
                again.extend(halves)
                done.extend([] if halves else [span])
            groups = again
        return sorted(done)

    def _encoded(self, passage_text: str, section: int) -> str:
        heading = self._document.headings[section - 1].text if section else None
        return encoded_text(passage_text, self._document.headline, heading)


def _tokens(pieces: Sequence[_Piece]) -> int:
    return sum(piece.tokens for piece in pieces)


def _divide(pieces: list[_Piece], most_tokens: int) -> list[list[_Piece]]:
    """`pieces` in as few groups as `most_tokens` allows, of about equal size."""
    total = _tokens(pieces)
    share = total / -(-total // most_tokens)
    groups: list[list[_Piece]] = []
    size = 0
    for piece in pieces:
        # A piece goes where its middle lies, so that a long last sentence does not stand alone.
        nearer_next = size + piece.tokens / 2 > share
        if not groups or nearer_next or size + piece.tokens > most_tokens:
            groups.append([])
            size = 0
        groups[-1].append(piece)
        size += piece.tokens
    return groups


def _halve(text: str, group: list[_Piece]) -> list[list[_Piece]]:
    """Two groups out of one; empty when it is a single character."""
    if len(group) > 1:
        middle = len(group) // 2
        return [group[:middle], group[middle:]]
    (piece,) = group
    length = piece.end - piece.start
    if length == 1:
        return []
    parts = _cut_to_chars(text, (piece.start, piece.end), -(-length // 2))
    tokens = piece.tokens // 2
    return [[replace(piece, start=start, end=end, tokens=tokens)] for start, end in parts]


def _cut_to_chars(text: str, span: CharSpan, most_chars: int) -> list[CharSpan]:
    """`span` in pieces of at most `most_chars`, each cut at the best place in its second half."""
    start, end = span
    parts: list[CharSpan] = []
    while end - start > most_chars:
        cut = _best_cut(text, start + max(1, most_chars // 2), start + most_chars)
        parts.append((start, start + len(text[start:cut].rstrip())))
        ink = _INK.search(text, cut, end)
        start = ink.start() if ink else end
    return [*parts, (start, end)]


def _best_cut(text: str, low: int, high: int) -> int:
    """The last end of a sentence, else of a clause, else of a word, between `low` and `high`."""
    for pattern in (_STOP, _CLAUSE, _SPACE):
        cut = max((match.end() for match in pattern.finditer(text, low, high)), default=0)
        if low < cut <= high:
            return cut
    return high
