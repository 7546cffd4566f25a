"""The text of a printed line out of its words: spaces, raised marks, right-to-left scripts."""

import re
import unicodedata
from collections.abc import Sequence

from index.readers.pdf.words import RIGHT_TO_LEFT, Word
from index.text.raised import raised_text

RAISED, LOWERED = "^", "_"
"""A word's `lead` when it is raised above its line, or lowered."""

_SPACE = 0.12  # of the letters' size
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


def line_text(words: Sequence[Word], marks: list[str]) -> str:
    """Words from left to right as a line of text; a reference mark goes into `marks`."""
    if not {word.lead for word in words[1:]} - {" "} and words[0].lead != RAISED:
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
        if word.lead == RAISED:
            while number < len(words) and words[number].lead == RAISED:
                word = word._replace(text=word.text + words[number].text, x1=words[number].x1)
                number += 1
            after = words[number].text if number < len(words) else ""
            piece = raised_text(word.text, text, after) if text else f"{word.text} "
            if piece is None:
                marks.append(word.text)
            text += piece or ""
        else:
            text += _space(word, right, is_rtl, raised) + word.text
        right, raised = word.x1, word.lead == RAISED
    text = " ".join(text.split())
    if is_rtl:
        text = _logical(text)
    return _PRESENTED.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)


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
    loose = 1.8 if is_rtl else 2.5 if word.lead in ("", LOWERED) else 1.0
    return " " if word.x0 - right > loose * _SPACE * word.size else ""


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
