"""Blocks of a web page: its paragraphs, headings, list items and tables, in reading order.

What the page strikes out or raises as a reference mark is set apart; each word of the page is
either in a block or among those.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement

from index.readers.html.hidden import NEVER_SHOWN, style_of, text_of, words_of
from index.readers.html.tables import is_data, read_table
from index.text.data import read_data
from index.text.raised import raised_text

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_DATA = read_data(__file__)
_BLOCKS = frozenset(_DATA["blocks"])
_STRUCK = ("del", "s", "strike")
_CONTROLS = tuple(_DATA["controls"])
_EDITORS_MARK = re.compile(r"\[[^\[\]]{2,40}\]")  # "[citation needed]"
_QUOTES = {"de": "„“", "fr": "«»", "it": "«»", "es": "«»", "ru": "«»"}


@dataclass(slots=True, kw_only=True)
class Block:
    """A paragraph, or another run of words that stands by itself."""

    text: str  # newlines stand only where the page breaks the line
    element: HtmlElement  # what holds it
    of_links: int = 0  # how many of its characters link to other pages
    of_times: int = 0  # how many stand in `time` elements
    item_of: HtmlElement | None = None  # the list whose item it begins

    @property
    def is_heading(self) -> bool:
        """Whether it heads a part of the page."""
        return self.element.tag in HEADINGS or self.element.get("role") == "heading"


@dataclass(slots=True)
class _Run:
    """The words since the last block ended."""

    parts: list[str] = field(default_factory=list)
    of_links: int = 0
    of_times: int = 0

    def tail(self) -> str:
        return "".join(self.parts[-8:])[-40:]


def find_blocks(root: HtmlElement) -> tuple[list[Block], list[tuple[str, str]]]:
    """The blocks under `root`, and what is set apart from their text, each with the reason."""
    reader = _Reader(root)
    reader.read(root)
    return reader.blocks, reader.dropped


def inline_text(element: HtmlElement) -> str:
    """An element's words on one line, without what is struck out and without reference marks."""
    return " ".join(" ".join(block.text for block in find_blocks(element)[0]).split())


class _Reader:
    def __init__(self, root: HtmlElement) -> None:
        self.blocks: list[Block] = []
        self.dropped: list[tuple[str, str]] = []
        self._run = _Run()
        self._open = [root]  # the block elements that are open
        self._links = self._times = 0
        self._marker: tuple[str, HtmlElement] | None = None
        self._numbers: list[tuple[HtmlElement, Iterator[int] | None]] = []
        language = str((root.xpath("string(ancestor-or-self::*[@lang][1]/@lang)")) or "")
        self._quotes = _QUOTES.get(language[:2], "“”")

    def read(self, root: HtmlElement) -> None:
        walk = etree.iterwalk(root, events=("start", "end"))
        skipped = None
        for event, element in walk:
            if event == "start" and self._is_apart(element, root):
                walk.skip_subtree()
                skipped = element
            elif event == "start":
                self._begin(element)
                self._add(element.text)
            elif element is not skipped:
                self._end(element)
            if event == "end" and element is not root:
                self._add(element.tail)
        self._flush()

    def _add(self, text: str | None, *, raw: bool = False) -> None:
        if not text:
            return
        text = text if raw else re.sub(r"\s+", " ", text)
        self._run.parts.append(text)
        letters = len(text.strip())
        self._run.of_links += letters * (self._links > 0)
        self._run.of_times += letters * (self._times > 0)

    def _flush(self) -> None:
        run, self._run = self._run, _Run()
        lines = [" ".join(line.split()) for line in "".join(run.parts).split("\n")]
        for text in re.split(r"\n{2,}", "\n".join(lines).strip("\n")):
            if not text:
                continue
            block = Block(text=text, element=self._open[-1], of_links=run.of_links,
                          of_times=run.of_times)  # fmt: skip
            if self._marker and not block.is_heading and block.of_times < len(text):
                mark, block.item_of = self._marker
                block.text = f"{mark} {text}"
            self._marker = None
            self.blocks.append(block)

    def _is_apart(self, element: HtmlElement, root: HtmlElement) -> bool:
        """Whether an element's words are no part of the run; they are dealt with here."""
        tag = element.tag
        if not isinstance(tag, str) or tag in NEVER_SHOWN:
            return True
        style = style_of(element) if "style" in element.attrib else ""
        if tag in _STRUCK or "line-through" in style or element.get("role") == "deletion":
            return self._drop(element, "struck out")
        if "mw-editsection" in element.get("class", ""):
            return True
        if tag in ("rt", "rp", "annotation"):
            return self._drop(element, "reading aid") if tag == "rt" else True
        if tag in _CONTROLS and (tag != "button" or not self._is_inside_sentence(element)):
            return self._drop(element, "form")
        if tag == "pre":
            self._flush()
            self._add("\n".join(map(str.rstrip, text_of(element).split("\n"))), raw=True)
            self._open.append(element)
            self._flush()
            self._open.pop()
            return True
        if tag == "table" and element is not root and is_data(element):
            self._flush()
            self.blocks.append(
                Block(text="\n".join(read_table(element, self._cell_text)), element=element)
            )
            return True
        if (
            tag == "sup"
            or re.search(r"vertical-align:(?:super|top\b)", style)
            or _is_power(element)
        ):
            return self._raise(element)
        return tag == "a" and _is_note_link(element) and self._drop(element, "reference mark")

    def _cell_text(self, cell: HtmlElement) -> str:
        blocks, dropped = find_blocks(cell)
        self.dropped.extend(dropped)
        return " ".join(" ".join(block.text for block in blocks).split())

    def _drop(self, element: HtmlElement, reason: str) -> bool:
        if words := words_of(element):
            self.dropped.append((words, reason))
        return True

    def _is_inside_sentence(self, element: HtmlElement) -> bool:
        return bool("".join(self._run.parts).strip() or (element.tail or "").strip())

    def _raise(self, element: HtmlElement) -> bool:
        words = " ".join(text_of(element).split())
        is_note = any(map(_is_note_link, element.iter("a"))) or _EDITORS_MARK.fullmatch(words)
        if not is_note and _DATA.note_names.search(element.get("class", "")):
            is_note = _DATA.note_mark.fullmatch(words)
        mark = None if is_note else raised_text(words, self._run.tail(), _text_after(element))
        if mark is None:
            return self._drop(element, "reference mark")
        self._add(mark)
        return True

    def _begin(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag in _BLOCKS or (tag == "span" and "display:block" in style_of(element)):
            self._flush()
            self._open.append(element)
        if tag in ("ul", "menu", "dir", "ol"):
            self._numbers.append((element, _numbers(element) if tag == "ol" else None))
        elif tag == "li":
            self._marker = self._mark_of(element)
        elif tag == "br":
            self._run.parts.append("\n")
        elif tag == "q" and not (element.text or "").strip().startswith(("“", '"', "„", "«", "‘")):
            self._run.parts.append(self._quotes[0])
        elif tag == "a":
            self._links += _leads_away(element)
        elif tag == "time":
            self._times += 1

    def _end(self, element: HtmlElement) -> None:
        tag = element.tag
        if self._open[-1] is element and len(self._open) > 1:
            self._flush()
            self._open.pop()
        if self._numbers and self._numbers[-1][0] is element:
            self._numbers.pop()
        elif tag == "li":
            self._marker = None
        elif tag == "q" and not (element.text or "").strip().startswith(("“", '"', "„", "«", "‘")):
            self._run.parts.append(self._quotes[1])
        elif tag == "a":
            self._links -= _leads_away(element)
        elif tag == "time":
            self._times -= 1

    def _mark_of(self, item: HtmlElement) -> tuple[str, HtmlElement] | None:
        if not self._numbers:
            return "-", item
        inside, numbers = self._numbers[-1]
        indent = "  " * min(len(self._numbers) - 1, 4)
        if numbers is None:
            return f"{indent}-", self._numbers[0][0]
        value = item.get("value", "").strip()
        if re.fullmatch(r"-?\d{1,6}", value):
            step = -1 if inside.get("reversed") is not None else 1
            numbers = iter(range(int(value), int(value) + step * 10**6, step))
            self._numbers[-1] = inside, numbers
        return f"{indent}{_numeral(next(numbers), inside.get('type', '1'))}.", self._numbers[0][0]


def _numbers(ordered: HtmlElement) -> Iterator[int]:
    falls = ordered.get("reversed") is not None
    start = ordered.get("start", "").strip()
    first = len(ordered.findall("li")) if falls else 1
    if re.fullmatch(r"-?\d{1,6}", start):
        first = int(start)
    return iter(range(first, first + (-(10**6) if falls else 10**6), -1 if falls else 1))


def _numeral(number: int, kind: str) -> str:
    if kind in "aA" and kind and 0 < number < 27:
        return chr(ord(kind) + number - 1)
    return str(number)


def _leads_away(link: HtmlElement) -> bool:
    return bool(link.get("href", "").strip()) and not link.get("href", "").strip().startswith("#")


def _is_note_link(link: HtmlElement) -> bool:
    """A link to a note, or back from it, whose words are no more than its mark."""
    names = " ".join(link.get(name, "") for name in ("class", "role", "rel", "epub:type", "id"))
    to_note = "#" in link.get("href", "")[:2] or bool(_DATA.note_names.search(names))
    return to_note and bool(_DATA.note_mark.fullmatch(words_of(link)))


def _is_power(element: HtmlElement) -> bool:
    """The second part of a formula's `msup` stands as high as a `sup`."""
    parent = element.getparent()
    return parent is not None and parent.tag == "msup" and parent.index(element) == 1


def _text_after(element: HtmlElement) -> str:
    text = ""
    for _ in range(3):
        if text := element.tail or "":
            return text
        following = element.getnext()
        if following is not None:
            return text_of(following) if isinstance(following.tag, str) else ""
        parent = element.getparent()
        if parent is None or parent.tag in _BLOCKS:
            return ""
        element = parent
    return text
