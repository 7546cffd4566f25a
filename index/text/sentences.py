"""Sentence splitting and paragraph splitting by rules, with character offsets.

sentencex finds the boundaries. Around it: paragraphs, list items and heading lines are split
first, so that no sentence crosses them, and a few boundaries that sentencex gets wrong in news
text are mended afterwards, each by one rule with its example.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from index.text.calendar import MONTH, MONTH_ABBREVIATION, WEEKDAY, WEEKDAY_ABBREVIATION
from index.text.data import read_data
from index.text.tables import is_row

CharSpan = tuple[int, int]

# sentencex takes the square of what it is given where every second character is a mark; a block
# bounds that. A "sentence" longer than a block (a 20 MB line without a stop) is cut at a space.
_BLOCK_CHARS = 4000

_LINE = re.compile(r"[^\n]+")
_HEADING_LINE = re.compile(r"\s{0,3}#{1,6}\s")
_LIST_ITEM = re.compile(r"\s*(?:[-*+•‣◦▪·|]\s+\S|\d{1,2}[.)]\s+\S|[a-z]\)\s+\S)")
_OPENS_A_LINE = re.compile(r"\s*[\"'“‘«(\[]*[^\W_a-z]")

# An apostrophe inside a word or before a decade is no quotation mark: sentencex pairs the one in
# "'90s" with the next "It's" and reads all between as one quotation.
_APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)|['‘’](?=\d0s\b)")

_DATA = read_data(__file__)
_ENDS_IN_WORD: re.Pattern[str] = _DATA["ends_in_word"]

_SENTENCE_IN_BRACKETS: re.Pattern[str] = _DATA["sentence_in_brackets"]
_OTHER_SPACE = re.compile(r"[^\S\n ]")
_NO_WORD = re.compile(r"[\W_]*\Z")
_ITEM_NUMBER = re.compile(r"(?:\d{1,2}|[a-z])[.)]\Z")
_NOTE = re.compile(r"(?:\[[^\[\]]{1,40}\]|:\d+(?:[,–-]\s?\d+)*)+\Z")  # [12] [citation needed] :45
_LOWER = re.compile(r"[\"'”’)\]]*[a-z]")

_CLOCK = re.compile(r"(?:\d|\bnoon|\bmidnight)\s?(?:[ap]\.\s?m\.)\Z", re.IGNORECASE)
_AFTER_CLOCK = re.compile(
    rf"{WEEKDAY}\b|{WEEKDAY_ABBREVIATION}\."
    rf"|(?:{MONTH}|{MONTH_ABBREVIATION}\.)\s+\d"
    r"|(?:[ECMP][SD]?T|GMT|UTC|BST|CES?T|AK[SD]T|HST)\b"
    r"|(?:Eastern|Central|Mountain|Pacific|Greenwich|London|Paris|Berlin|Tokyo|Beijing)\b"
    r"|(?:Christmas|Easter|Thanksgiving|New\sYear)\b"
)
_BEFORE_NUMBER: re.Pattern[str] = _DATA["before_number"]
_BEFORE_NAME: re.Pattern[str] = _DATA["before_name"]
PASSAGE_CHARS = 2000
"""Longer texts are articles on their way into the index: they come once."""

_QUESTION_CHARS = 300
_QUESTION = re.compile(r"[?？؟][\"”’»)\]*_]*\Z|^(?:Q|Question|Frage)\s?[.:]\s")

_ASKED = re.compile(r"[?!][\"”'’]\Z")
_SPEAKER: re.Pattern[str] = _DATA["speaker"]


def split_sentences(text: str, language: str | None = None) -> list[CharSpan]:
    """The character spans of the sentences of `text`, in order.

    Args:
        text: any text; paragraphs are parted by blank lines.
        language: a BCP 47 tag such as "en" or "pt-BR"; None is taken for English.

    Returns:
        Half-open (start, end) spans, sorted and disjoint. None begins or ends with white space,
        none crosses a blank line, and every character that is not white space lies in one.
        A list item, a heading line and a row of a table are sentences of their own.
    """
    code = (language or "en").replace("_", "-").split("-")[0].lower()
    return list(_split_remembered(text, code) if len(text) <= PASSAGE_CHARS else _split(text, code))


def _split(text: str, code: str) -> tuple[CharSpan, ...]:
    return tuple(
        span
        for unit in _units(text)
        for block in (
            [_trim(text, *unit)] if is_row(text[slice(*unit)]) else _blocks(text, unit, code)
        )
        for span in _mend(text, block, english=code == "en")
    )


# A passage is split by the ranker, by the checks, and again for the next question.
_split_remembered = lru_cache(maxsize=4096)(_split)


def split_paragraphs(text: str) -> list[CharSpan]:
    """The spans of the stretches of `text` between blank lines, without outer white space."""
    paragraphs: list[CharSpan] = []
    for lines in _paragraph_lines(text):
        paragraphs.extend(_trim(text, lines[0][0], lines[-1][1]))
    return paragraphs


def is_question(paragraph: str) -> bool:
    """Whether a paragraph is a question on a line of its own, as an interview or a FAQ has them."""
    line = paragraph.strip()
    return len(line) <= _QUESTION_CHARS and "\n" not in line and bool(_QUESTION.search(line))


def _paragraph_lines(text: str) -> Iterator[list[CharSpan]]:
    lines: list[CharSpan] = []
    for match in _LINE.finditer(text):
        blank = not match.group().strip()
        if lines and (blank or match.start() > lines[-1][1] + 1):
            yield lines
            lines = []
        if not blank:
            lines.append(match.span())
    if lines:
        yield lines


def _units(text: str) -> Iterator[CharSpan]:
    """Paragraphs, divided before and after what a writer set on a line of its own."""
    for lines in _paragraph_lines(text):
        width = max(end - start for start, end in lines)
        start = lines[0][0]
        for above, below in pairwise(lines):
            if ends_line(text[slice(*above)], text[slice(*below)], width):
                yield start, above[1]
                start = below[0]
        yield start, lines[-1][1]


def ends_line(above: str, below: str, width: int) -> bool:
    """Whether the writer, not the width of the page, ended the line `above`."""
    if _HEADING_LINE.match(above) or _HEADING_LINE.match(below) or _LIST_ITEM.match(below):
        return True
    if is_row(above) or is_row(below):
        return True
    # A wrapped line is full: the next word did not fit. 0.75 allows for proportional type.
    first_word = below[:40].split(maxsplit=1)[0]
    fits = len(above) + 1 + len(first_word) <= 0.75 * width
    ends_openly = above.rstrip()[-1] in ",;-–—("
    return fits and not ends_openly and bool(_OPENS_A_LINE.match(below))


def _blocks(text: str, unit: CharSpan, code: str) -> Iterator[list[CharSpan]]:
    """The sentences of one unit as sentencex sees them, a bounded number of characters at once."""
    start, end = unit
    while start < end:
        stop = min(end, start + _BLOCK_CHARS)
        spans = _boundaries(text[start:stop], start, code)
        if stop < end:
            spans, stop = _leave_open_end(text, spans, stop)
        yield [trimmed for span in spans for trimmed in _trim(text, *span)]
        start = stop


def _leave_open_end(text: str, spans: list[CharSpan], stop: int) -> tuple[list[CharSpan], int]:
    """The last sentence of a block may go on: it is left to the next block, or cut at a space."""
    if len(spans) > 1:
        return spans[:-1], spans[-1][0]
    start = spans[0][0]
    space = max(text.rfind(" ", start + 1, stop), text.rfind("\n", start + 1, stop))
    cut = space if space > start else stop
    return [(start, cut)], cut


def _boundaries(block: str, offset: int, code: str) -> list[CharSpan]:
    from sentencex import get_sentence_boundaries

    # A space that is no ASCII character, before a full stop, ends sentencex in a panic.
    plain = _OTHER_SPACE.sub(" ", _APOSTROPHE.sub("x", block))
    found = get_sentence_boundaries(code, _without_inches(plain))
    cuts = {boundary["start_index"] for boundary in found}
    for ends in (_SENTENCE_IN_BRACKETS, *([_ENDS_IN_WORD] if code == "en" else [])):
        cuts.update(match.end(match.lastindex or 0) for match in ends.finditer(block))
    edges = sorted(cuts | {0, len(block)})
    return [(offset + start, offset + end) for start, end in pairwise(edges)]


def _without_inches(block: str) -> str:
    """`block` with another sign for each inch mark; one inside a quotation counts as its end."""
    is_open = False

    def sign(match: re.Match[str]) -> str:
        nonlocal is_open
        if not is_open and match.start() and block[match.start() - 1].isdigit():
            follows = block[match.end() : match.end() + 1]
            if not follows.isalnum():
                return "x"
        is_open = not is_open
        return '"'

    return re.sub('"', sign, block) if '"' in block else block


def _trim(text: str, start: int, end: int) -> list[CharSpan]:
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    right = end - (len(piece) - len(piece.rstrip()))
    return [(left, right)] if left < right else []


def _mend(text: str, spans: list[CharSpan], *, english: bool) -> list[CharSpan]:
    """`spans` of one unit, with those joined that are parts of one sentence."""
    mended: list[CharSpan] = []
    for span in spans:
        if mended and _belongs_together(text, mended[-1], span, english=english):
            mended[-1] = (mended[-1][0], span[1])
        else:
            mended.append(span)
    return mended


def _belongs_together(text: str, left: CharSpan, right: CharSpan, *, english: bool) -> bool:
    # A rule looks at the edge only, so that mending stays linear.
    before = text[max(left[0], left[1] - 40) : left[1]]
    after = text[right[0] : min(right[1], right[0] + 80)]
    whole_left, whole_right = left[1] - left[0] <= 40, right[1] - right[0] <= 80
    if whole_right and (_NO_WORD.match(after) or _NOTE.match(after)):
        return True
    if whole_left and (_NO_WORD.match(before) or _ITEM_NUMBER.match(before)):
        return True
    return english and _is_english_join(before, after)


def _is_english_join(before: str, after: str) -> bool:
    if _CLOCK.search(before):  # 5 p.m. | Monday
        return bool(_AFTER_CLOCK.match(after))
    if _BEFORE_NUMBER.search(before):  # approx. | 500
        return after[0].isdigit()
    if _BEFORE_NAME.search(before):  # Ms. | Lee
        return after[0].isupper()
    if _ASKED.search(before):  # "Where is he?" | Ann Lee asked.
        return bool(_LOWER.match(after) or _SPEAKER.match(after))
    return False
