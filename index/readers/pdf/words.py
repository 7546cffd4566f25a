"""The words of a PDF page with their places, as pdfium draws them; what nobody can see apart."""

import ctypes
import math
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as c

from index.readers.pdf import calls

RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_HYPHEN = re.compile("[\x02\ufffe]")  # what pdfium makes of a hyphen, hard or soft, at a line's end
_UNCLEAN = re.compile("[\x02\ufffe\ud800-\udfff]")
_LINE = re.compile(r"[^\r\n\x02\ufffe]+[\x02\ufffe]?|[\x02\ufffe]")
_TOKEN = re.compile(r"\S+")
_NO_LETTER = re.compile("[\ue000-\uf8ff\ufffd\x00\x01\x03-\x08\x0e-\x1f\x7f-\x9f]")
UNSEEN = "drawn in no colour"
_UNSEEN_MODES = (3, 7)
_MIN_SIZE = 1.5
_WHITE = 245

Box = tuple[float, float, float, float]  # left, bottom, right, top


class Word(NamedTuple):
    """Characters without a space between them, from x0 to x1 on the baseline y."""

    text: str
    x0: float
    x1: float
    y: float
    size: float  # of the letters, in points
    lead: str  # what stands before it in the file: "" nothing, " " a space, "\n" anything else
    unnamed: bool  # the file does not say which letters these are


@dataclass(slots=True, kw_only=True)
class PageWords:
    """A page's words in the order of the file, and those that are not to be seen, with why."""

    height: float
    words: list[Word] = field(default_factory=list)
    hidden: list[tuple[str, str]] = field(default_factory=list)
    is_scan: bool = False  # the words lie unseen over a picture of the page
    is_turned: bool = False  # most of its lines do not run from left to right as it is stored


class _Ink(NamedTuple):
    """How a text object is drawn, and where it begins."""

    size: float
    angle: int
    x: float
    y: float
    hidden: str
    unnamed: bool


_Piece = tuple[int, int, _Ink, str]  # from, to, how it is drawn, what stands before it


def page_words(page: pdfium.PdfPage) -> PageWords:
    """The words of `page` that can be seen; (0, 0) is the lower left corner as it is held."""
    reader = _Reader(page)
    angle = reader.main_angle()
    found = reader.read(angle)
    if not found.words and any(reason == UNSEEN for _, reason in found.hidden):
        return reader.read(angle, is_scan=True)
    return found


class _Reader:
    """Asks pdfium as seldom as it can, once for a word or a text object: each call costs."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._page = page
        self._textpage = page.get_textpage()
        self._handle = ctypes.cast(self._textpage.raw, ctypes.c_void_p).value
        self._rect, self._matrix = c.FS_RECTF(), c.FS_MATRIX()
        self._colour = [ctypes.c_uint() for _ in range(4)]
        self._inks: dict[int | None, _Ink] = {}
        self._grounds: list[Box] | None = None
        self._text = self._whole_text()
        self._by_letter = bool(RIGHT_TO_LEFT.search(self._text))
        self._pieces = self._all_pieces()

    def _whole_text(self) -> str:
        count = self._textpage.count_chars()
        text: str = self._textpage.get_text_range() if count else ""
        if len(text) == count:
            return text
        raw = self._textpage.raw
        return "".join(chr(c.FPDFText_GetUnicode(raw, at)) for at in range(count))

    def main_angle(self) -> int:
        """The angle at which most letters are drawn."""
        letters: Counter[int] = Counter()
        if any(ink.angle for ink in self._inks.values()):
            for start, end, ink, _ in self._pieces:
                letters[ink.angle] += end - start
        return letters.most_common(1)[0][0] if letters else 0

    def read(self, angle: int, *, is_scan: bool = False) -> PageWords:
        """All words, as they stand once the page is turned so that `angle` is level."""
        box = left, bottom, right, top = _turned_box(self._page.get_cropbox(), angle)
        found = PageWords(height=top - bottom, is_scan=is_scan, is_turned=bool(angle))
        place = self._turned_place if angle else self._place
        odd = bool(_NO_LETTER.search(self._text))
        plain = not _UNCLEAN.search(self._text)
        add, joins = found.words.append, not self._by_letter
        for start, end, ink, lead in self._pieces:
            text = self._text[start:end]
            if not plain:
                text = _HYPHEN.sub("-", text)  # as it is printed; and whole characters
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            x0, x1, y = place(start, end, ink, angle)
            inside = x0 >= left and x1 <= right and bottom <= y <= top
            if ink.hidden or ink.angle != angle or not inside:
                reason = _why_hidden(ink, angle, is_scan, box, (x0, x1, y))
                if reason:
                    _hide(found.hidden, text, lead, reason)
                    continue
            unnamed = ink.unnamed or (odd and bool(_NO_LETTER.search(text)))
            word = Word(text, x0 - left, x1 - left, y - bottom, ink.size, lead, unnamed)
            if lead == "" and joins and _goes_on(found.words[-1:], word):
                word = _joined(found.words.pop(), word)
            add(word)
        return found

    def _place(self, start: int, end: int, ink: _Ink, _: int) -> tuple[float, float, float]:
        rect = self._rect
        calls.LOOSE(self._handle, start, rect)
        x0 = rect.left
        if end - start > 1:
            calls.LOOSE(self._handle, end - 1, rect)
            x0 = min(x0, rect.left)  # some are drawn from right to left
        return x0, rect.right, ink.y

    def _turned_place(
        self, start: int, end: int, ink: _Ink, angle: int
    ) -> tuple[float, float, float]:
        rect, boxes = self._rect, []
        for at in (start, end - 1):
            calls.LOOSE(self._handle, at, rect)
            boxes.append(_turned_box((rect.left, rect.bottom, rect.right, rect.top), angle))
        return boxes[0][0], boxes[1][2], _turned(ink.x, ink.y, angle)[1]

    def _all_pieces(self) -> list[_Piece]:
        """Each word, or the part of one that a text object draws."""
        pieces: list[_Piece] = []
        text, handle, add = self._text, self._handle, pieces.append
        for line in _LINE.finditer(text):
            start, end = line.span()
            lead, ink = "\n", None
            first = calls.OBJECT(handle, start)
            if first and not self._by_letter and first == calls.OBJECT(handle, end - 1):
                ink = self._ink(first, start)  # one object draws the whole line
            for token in _TOKEN.finditer(text, start, end):
                at, stop = token.span()
                if ink:
                    add((at, stop, ink, lead))
                elif not self._by_letter and (one := calls.OBJECT(handle, at)) == calls.OBJECT(
                    handle, stop - 1
                ):
                    add((at, stop, self._ink(one, at), lead))
                else:
                    pieces += self._divided(at, stop, lead)
                lead = " "
        return pieces

    def _divided(self, start: int, end: int, lead: str) -> list[_Piece]:
        """A word that several text objects draw: a piece for each, or for each letter."""
        pieces: list[_Piece] = []
        objects = [calls.OBJECT(self._handle, at) for at in range(start, end)]
        at = 0
        while at < len(objects):
            stop = at + 1
            while not self._by_letter and stop < len(objects) and objects[stop] == objects[at]:
                stop += 1
            pieces.append((start + at, start + stop, self._ink(objects[at], start + at), lead))
            at, lead = stop, ""
        return pieces

    def _ink(self, address: int | None, at: int) -> _Ink:
        if address not in self._inks:
            self._inks[address] = self._look(address, at)
        return self._inks[address]

    def _look(self, address: int | None, at: int) -> _Ink:
        handle, m = self._handle, self._matrix
        calls.MATRIX(handle, at, m)
        size = calls.SIZE(handle, at) * math.hypot(m.c, m.d)
        angle = round(math.degrees(math.atan2(m.b, m.a))) % 360 if m.b or m.a < 0 else 0
        hidden = ""
        if address and calls.MODE(address) in _UNSEEN_MODES:
            hidden = UNSEEN
        elif size < _MIN_SIZE:
            hidden = "too small to be read"
        elif self._is_white(at):
            hidden = "white on white"
        return _Ink(size, angle, m.e, m.f, hidden, calls.NO_MAP(handle, at) == 1)

    def _is_white(self, at: int) -> bool:
        red, green, blue, alpha = self._colour
        if not calls.COLOUR(self._handle, at, red, green, blue, alpha):
            return False
        if alpha.value and not (red.value >= _WHITE <= green.value and blue.value >= _WHITE):
            return False
        if self._grounds is None:
            shapes = self._page.get_objects(max_depth=3)
            self._grounds = [box for box in map(_ground, shapes) if box]
        x, y = self._matrix.e, self._matrix.f + 1
        return not any(b[0] <= x <= b[2] and b[1] <= y <= b[3] for b in self._grounds)


def _goes_on(words: list[Word], word: Word) -> bool:
    """Whether the piece is drawn as the last one is, right behind it."""
    return any(
        abs(word.y - last.y) < 0.05 * word.size
        and abs(word.size - last.size) < 0.05 * word.size
        and abs(word.x0 - last.x1) < 0.1 * word.size
        for last in words
    )


def _joined(one: Word, other: Word) -> Word:
    unnamed = one.unnamed or other.unnamed
    return one._replace(text=one.text + other.text, x1=other.x1, unnamed=unnamed)


def _why_hidden(
    ink: _Ink, angle: int, is_scan: bool, box: Box, place: tuple[float, float, float]
) -> str:
    if ink.hidden and not (is_scan and ink.hidden == UNSEEN):
        return ink.hidden
    if ink.angle != angle:
        return "printed sideways"
    x0, x1, y = place
    inside = x0 >= box[0] - 1 and x1 <= box[2] + 1 and box[1] - 1 <= y <= box[3]
    return "" if inside else "outside the page"


def _hide(hidden: list[tuple[str, str]], text: str, lead: str, reason: str) -> None:
    """Adds words to what is hidden, to those before them when the reason is the same."""
    if hidden and hidden[-1][1] == reason:
        hidden[-1] = (f"{hidden[-1][0]}{' ' if lead else ''}{text}", reason)
    else:
        hidden.append((text, reason))


def _turned_box(box: Box, angle: int) -> Box:
    one, other = _turned(box[0], box[1], angle), _turned(box[2], box[3], angle)
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[0], other[0]),
        max(one[1], other[1]),
    )


def _turned(x: float, y: float, angle: int) -> tuple[float, float]:
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return x * cos + y * sin, y * cos - x * sin


def _ground(drawn: pdfium.PdfObject) -> Box | None:
    """Where a picture or a coloured shape lies; None for what shows no white letters."""
    if drawn.type == c.FPDF_PAGEOBJ_PATH:
        colour = [ctypes.c_uint() for _ in range(4)]
        c.FPDFPageObj_GetFillColor(drawn.raw, *colour)
        if min(value.value for value in colour[:3]) >= _WHITE:
            return None
    elif drawn.type not in (c.FPDF_PAGEOBJ_IMAGE, c.FPDF_PAGEOBJ_SHADING):
        return None
    bounds: Box = drawn.get_bounds()
    return bounds
