"""Lines of a PDF page out of its words: raised marks, drop caps, right-to-left scripts."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from index.readers.pdf_words import RIGHT_TO_LEFT, Word
from index.text.raised import raised_text

_SAME_LINE = 0.25  # of the letters' size: how far baselines of one line may lie apart
_SPACE = 0.12
_GAP = 0.55
_RAISED = "^"  # a word's `lead` when it is raised above the line
_LOWERED = "_"
_DROP_CAP = 1.7  # times the size of the text around it
_WORDS = ("A", "I", "O", "À", "Y", "E")  # capitals that are words
_ODD = re.compile(  # letters spaced out, or to be put in another order or form
    r"(?<!\S)[^\W\d_](?: [^\W\d_]){3}(?!\S)|[\u0590-\u08ff\ufb00-\ufdff\ufe70-\ufefc]"
)
_PRESENTED = re.compile("[\ufb00-\ufb06\ufb1d-\ufdff\ufe70-\ufefc]+")
_FIGURE = r"[£$€₪#+]?\d+(?:[.,:/\-٫٬]\d+)*[%‰°]?"
_LEFT_TO_RIGHT = re.compile(
    rf"[^\W\d_\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc](?:[^\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]*"
    rf"[^\W_\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc])?|{_FIGURE}"
)
_RTL_RUN = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]"
    "(?:[^A-Za-z\\d]*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc])?"
)
_CLOSING = tuple(".,;:!?)]}”’»%")
_PAIRS = (("(", ")"), ("[", "]"), ("{", "}"), ("«", "»"))
_MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")


@dataclass(slots=True)
class Row:
    """Words on one baseline, from left to right; or a ruled table, in the place of its words."""

    y: float
    size: float
    words: list[Word]
    table: list[list[str]] = field(default_factory=list)
    _read: tuple[str, list[str]] | None = None
    _spans: list[tuple[float, float]] = field(default_factory=list)

    def text(self, marks: list[str] | None = None) -> str:
        """The words as a line, which stay from now on; reference marks go into `marks` instead."""
        if self._read is None:
            found: list[str] = []
            self._read = line_text(self.words, found), found
        if marks is not None:
            marks += self._read[1]
        return self._read[0]

    def spans(self) -> list[tuple[float, float]]:
        """Where there are words, which stay from now on; a gap as wide as a space is none."""
        if not self._spans:
            left, right, least = self.words[0].x0, self.words[0].x1, _GAP * self.size
            for word in self.words:
                if word.x0 - right >= least:
                    self._spans.append((left, right))
                    left, right = word.x0, word.x1
                elif word.x1 > right:
                    right = word.x1
            self._spans.append((left, right))
        return self._spans


def main_size(words: Iterable[Word]) -> float:
    """The size of most letters."""
    letters: Counter[float] = Counter()
    for word in words:
        letters[word.size] += len(word.text)
    return letters.most_common(1)[0][0] if letters else 10.0


def rows_of(words: Sequence[Word]) -> list[Row]:
    """The lines from top to bottom; marks raised or lowered beside a word stand in its line."""
    size = main_size(words)
    caps = [word for word in words if word.size >= _DROP_CAP * size and _may_drop(word.text)]
    rows = _clustered([word for word in words if word not in caps] if caps else words)
    if unused := [cap for cap in caps if not _join_cap(cap, rows, size)]:
        return _clustered([*unused, *(word for row in rows for word in row.words)])
    return rows


def _may_drop(text: str) -> bool:
    return len(text) <= 2 and text[-1].isalpha()


def _clustered(words: Iterable[Word]) -> list[Row]:
    rows: list[Row] = []
    for word in sorted(words, key=_height, reverse=True):
        if rows and rows[-1].y - word.y <= _SAME_LINE * min(rows[-1].size, word.size):
            rows[-1].words.append(word)
            if word.size > rows[-1].size:
                rows[-1].size = word.size
        else:
            rows.append(Row(word.y, word.size, [word]))
    rows = _with_marks(rows)
    for row in rows:
        row.words.sort(key=_left)
    return rows


def _height(word: Word) -> float:
    return word.y


def _left(word: Word) -> float:
    return word.x0


def _with_marks(rows: list[Row]) -> list[Row]:
    for number, row in enumerate(rows):
        for other in rows[number + 1 : number + 4]:
            if row.y - other.y > 0.8 * max(row.size, other.size):
                break
            _move_marks(row, other, _RAISED)
            _move_marks(other, row, _LOWERED)
    return [row for row in rows if row.words]


def _move_marks(marks: Row, line: Row, lead: str) -> None:
    """Moves the words of `marks` that touch a word of `line` and are smaller, or short."""
    last: Word | None = None
    for word in sorted(marks.words, key=_left):
        goes_on = last is not None and word.size <= 1.05 * last.size and _near(last, word, 0.3)
        if goes_on or any(_touches(word, other) for other in line.words):
            marks.words.remove(word)
            last = word._replace(lead=lead, y=line.y)
            line.words.append(last)


def _near(word: Word, after: Word, sizes: float) -> bool:
    return -0.1 * word.size <= after.x0 - word.x1 <= sizes * word.size


def _touches(mark: Word, word: Word) -> bool:
    if word.lead in (_RAISED, _LOWERED):
        return False
    if mark.size < 0.88 * word.size:
        return _near(word, mark, 0.3) or _near(mark, word, 0.6)
    return len(mark.text) <= 3 and mark.size <= word.size and _near(word, mark, 0.1)


def _join_cap(cap: Word, rows: Sequence[Row], size: float) -> bool:
    """Puts a capital that is two lines high before the first word beside it."""
    beside = [row for row in rows if _is_beside(row, cap, size)]
    if len(beside) < 2:
        return False
    counts = Counter(word.text.strip(".,;:!?").casefold() for row in rows for word in row.words)
    for row in beside:  # none of them is indented
        at = next(at for at, word in enumerate(row.words) if word.x0 >= cap.x1 - 2)
        row.words[at] = row.words[at]._replace(x0=cap.x0)
    at = next(at for at, word in enumerate(beside[0].words) if word.x0 == cap.x0)
    first = beside[0].words[at]
    rest = first.text.strip(".,;:!?").casefold()
    alone = cap.text in _WORDS and counts[rest] > 1 and not counts[cap.text.casefold() + rest]
    text = f"{cap.text}{' ' if alone else ''}{first.text}"
    beside[0].words[at] = first._replace(text=text)
    return True


def _is_beside(row: Row, cap: Word, size: float) -> bool:
    """Whether the line begins right of the capital and between its foot and its head."""
    if not cap.y - 0.4 * size <= row.y <= cap.y + 0.75 * cap.size:
        return False
    return any(
        word.size < cap.size / 1.5 and -2 <= word.x0 - cap.x1 <= 0.5 * cap.size
        for word in row.words
    )


def line_text(words: Sequence[Word], marks: list[str]) -> str:
    """Words from left to right as a line of text; a reference mark goes into `marks`."""
    if not {word.lead for word in words[1:]} - {" "} and words[0].lead != _RAISED:
        text = " ".join([word.text for word in words])
        if not _ODD.search(text):
            return text
    is_rtl = any(RIGHT_TO_LEFT.search(word.text) for word in words)
    if not is_rtl and _is_spread(words):
        words = _unspread(words)
    text, right, number, raised = "", -1e9, 0, False
    while number < len(words):
        word = words[number]
        number += 1
        if word.lead == _RAISED:
            while number < len(words) and words[number].lead == _RAISED:
                word = word._replace(text=word.text + words[number].text, x1=words[number].x1)
                number += 1
            after = words[number].text if number < len(words) else ""
            piece = raised_text(word.text, text, after) if text else f"{word.text} "
            if piece is None:
                marks.append(word.text)
            text += piece or ""
        else:
            text += _space(word, right, is_rtl, raised) + word.text
        right, raised = word.x1, word.lead == _RAISED
    text = " ".join(text.split())
    if is_rtl:
        text = _logical(text)
    return text if text.isascii() else _PRESENTED.sub(_plain_letters, text)


def _is_spread(words: Sequence[Word]) -> bool:
    """Whether four letters in a row stand apart, as in headings that are spaced out."""
    single, right = 0, 0.0
    for word in words:
        apart = word.x0 - right > _SPACE * word.size
        single = single + 1 if apart and len(word.text) == 1 and word.text.isalpha() else 0
        right = word.x1
        if single == 4:
            return True
    return False


def _unspread(words: Sequence[Word]) -> list[Word]:
    """Letters that stand apart by about the same gap are one word."""
    together: list[Word] = []
    gap = 0.0
    for word in words:
        before = together[-1] if together else None
        if before and len(word.text) == 1 and word.text.isalpha():
            step = word.x0 - before.x1
            fits = abs(step - gap) <= 0.35 * gap + 0.5 if gap else len(before.text) <= 2
            if fits and _SPACE * word.size < step <= word.size:
                gap = gap or step
                together[-1] = before._replace(text=before.text + word.text, x1=word.x1)
                continue
        gap = 0.0
        together.append(word)
    return together


def _space(word: Word, right: float, is_rtl: bool, raised: bool) -> str:
    if not is_rtl and word.text[:1] in _CLOSING and (raised or word.lead != " "):
        return ""
    if word.lead == " " and not is_rtl:
        return " "
    loose = 1.8 if is_rtl else 2.5 if word.lead in ("", _LOWERED) else 1.0
    return " " if word.x0 - right > loose * _SPACE * word.size else ""


def _plain_letters(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", found[0])


def _logical(seen: str) -> str:
    """A line in the order of reading, of characters in the order in which they stand."""
    to_left = sum(1 for char in seen if RIGHT_TO_LEFT.match(char))
    if 2 * to_left < sum(char.isalpha() for char in seen):
        return _RTL_RUN.sub(lambda run: run[0][::-1], seen)
    pieces, at = [], 0
    for run in _LEFT_TO_RIGHT.finditer(seen):
        pieces += [seen[at : run.start()][::-1], run[0]]
        at = run.end()
    pieces.append(seen[at:][::-1])
    as_held = "".join(reversed(pieces))
    mirrored = "".join(
        p if _LEFT_TO_RIGHT.fullmatch(p) else p.translate(_MIRRORED) for p in reversed(pieces)
    )
    # Programs differ: a bracket may be stored as it looks, or as what it means.
    return min(as_held, mirrored, key=_unmatched)


def _unmatched(text: str) -> int:
    """How many brackets are closed before they are opened."""
    wrong = 0
    for opening, closing in _PAIRS:
        depth = 0
        for char in text:
            depth += (char == opening) - (char == closing)
            if depth < 0:
                wrong, depth = wrong + 1, 0
    return wrong
