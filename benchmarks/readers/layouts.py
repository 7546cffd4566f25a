"""Benchmark of PDF layouts: what extractors make of columns, tables, notes and heads.

`python -m benchmarks pdf-layouts`: generated pages of known text in ten layouts, read by each
library as its manual says and by Byline; mean character error rate and milliseconds a page.
"""

import io
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.readers.bare import pdfium_text, pypdf_text
from benchmarks.readers.model import make_article
from benchmarks.shared.pdf_writer import A4, PdfPage, Rule, TextRun, wrap, write_pdf
from benchmarks.shared.types import BenchOptions, BenchResult
from index.readers.pdf.pdf import read_pdf
from index.text.tables import table_lines

_LEFT, _TOP, _WIDTH, _GAP = 60.0, 780.0, 475.0, 16.0
_SIZE, _LEADING = 9.5, 12.0
_FILES = 5  # of each layout
_CAPTION = "Photo: the quay at Skelling in an autumn storm, seen from the north."


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A file, and its words in the order in which a person reads them."""

    kind: str
    data: bytes
    text: str
    told: str  # what Byline should make of it: it tells a table's rows with their heads


class _Sheet:
    """Draws lines of text, and keeps what is drawn in the order of reading."""

    def __init__(self) -> None:
        self.runs: list[TextRun | Rule] = []
        self.read: list[str] = []
        self.y = _TOP

    def line(self, x: float, y: float, text: str, size: float = _SIZE, read: bool = True) -> None:
        self.runs.append(TextRun(x=x, y=y, text=text, size=size))
        if read:
            self.read.append(text)

    def head(self, text: str, size: float = 18) -> None:
        for line in wrap(text, _WIDTH, size):
            self.line(_LEFT, self.y, line, size)
            self.y -= 1.25 * size

    def columns(self, text: str, count: int, *, drift: float = 0.0, gap: float = _GAP) -> None:
        width = (_WIDTH - gap * (count - 1)) / count
        lines = wrap(text, width, _SIZE)
        height = -(-len(lines) // count)
        for number, line in enumerate(lines):
            column, row = divmod(number, height)
            y = self.y - _LEADING * row - drift * column
            self.line(_LEFT + column * (width + gap), y, line)
        self.y -= _LEADING * (height + 1) + drift * count

    def table(self, rows: tuple[tuple[str, ...], ...]) -> None:
        for row in rows:
            for number, cell in enumerate(row):
                self.line(_LEFT + 130 * number, self.y, cell)
            self.runs.append(Rule(x=_LEFT, y=self.y - 4, width=_WIDTH))
            self.y -= 16
        self.y -= 10

    def across(self) -> None:
        """Draws what is drawn so far line by line over the whole page, as some programs do."""
        self.runs.sort(key=lambda run: (-round(run.y), run.x))


def _draw(
    sheet: _Sheet, kind: str, text: str, more: str, table: tuple[tuple[str, ...], ...]
) -> None:
    if kind in ("one", "table", "notes", "figure"):
        sheet.columns(text, 2 if kind == "figure" else 1)
    if kind == "table":
        sheet.table(table)
    if kind == "notes":
        for number, y in ((1, 72), (2, 61)):
            sheet.line(_LEFT, y, f"{number} Minutes of the board, item {number}.", 7, read=False)
    if kind == "figure":
        sheet.runs.append(Rule(x=_LEFT, y=sheet.y - 90, width=_WIDTH, height=90, grey=0.7))
        sheet.line(_LEFT, sheet.y - 104, _CAPTION, 8)
        sheet.y -= 130
        sheet.columns(more, 2)
    if kind.startswith(("two", "three")):
        count = 2 if kind.startswith("two") else 3
        drift, gap = (4.0 if "drift" in kind else 0.0), (9.0 if "narrow" in kind else _GAP)
        sheet.columns(text, count, drift=drift, gap=gap)
    if kind == "heads":
        sheet.columns(text, 2)
        sheet.head("What the harbour trust says", 13)
        sheet.columns(more, 3)
    if "across" in kind or kind == "heads":
        sheet.across()


KINDS = (
    *("one", "two", "two across", "two drift", "two narrow across", "three", "three across"),
    *("heads", "table", "figure", "notes"),
)


def make_layouts(files: int = _FILES) -> Iterator[Layout]:
    """Every kind of page, from articles of its own."""
    for kind in KINDS:
        for number in range(files):
            article = make_article(f"layout-{kind}-{number}", "table")
            half = len(article.sentences) // 2
            sheet = _Sheet()
            sheet.head(article.headline)
            texts = " ".join(article.sentences[:half]), " ".join(article.sentences[half:])
            table = next(block.rows for block in article.blocks if block.rows)
            _draw(sheet, kind, *texts, table)
            read = " ".join(sheet.read)
            cells = " ".join(cell for row in table for cell in row)
            told = read.replace(cells, " ".join(table_lines(table)))
            head = TextRun(x=_LEFT, y=A4[1] - 25, text=f"{article.outlet} | page {number}", size=7)
            data = write_pdf([PdfPage(drawn=[*sheet.runs, head])])
            yield Layout(kind=kind, data=data, text=read, told=told)


def _pypdf_layout(data: bytes) -> str:
    from pypdf import PdfReader

    pages = PdfReader(io.BytesIO(data)).pages
    return "\n".join(page.extract_text(extraction_mode="layout") for page in pages)


def _pdfplumber(data: bytes) -> str:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return "\n".join(page.extract_text() for page in pdf.pages)


def _pdfminer(data: bytes) -> str:
    from pdfminer.high_level import extract_text

    return extract_text(io.BytesIO(data))


def _byline(data: bytes) -> str:
    return read_pdf(data).text


EXTRACTORS: Mapping[str, Callable[[bytes], str]] = {
    "pypdf": pypdf_text,
    "pypdf layout": _pypdf_layout,
    "pdfplumber": _pdfplumber,
    "pdfminer.six": _pdfminer,
    "pypdfium2": pdfium_text,
    "byline": _byline,
}


def character_errors(text: str, wanted: str) -> float:
    """Edits from `text` to `wanted` for each character wanted; spaces and bars do not count."""
    return edit_rate(*(_letters(words) for words in (text, wanted)))


def edit_rate(one: Sequence[str], other: Sequence[str]) -> float:
    """Edits from `one` to `other` for each part of `other`: characters, or words."""
    ones: dict[str, int] = defaultdict(int)
    for place, char in enumerate(other):
        ones[char] |= 1 << place
    full, last = (1 << len(other)) - 1, 1 << (len(other) - 1)
    up, down, distance = full, 0, len(other)  # Myers' bits: where a column of edits goes up, down
    for char in one:
        match = ones[char] | down
        level = (((match & up) + up) ^ up) | match
        rise, fall = down | (full & ~(level | up)), up & level
        distance += bool(rise & last) - bool(fall & last)
        rise = (rise << 1) | 1
        up = full & ((fall << 1) | ~(match | rise))
        down = full & rise & match
    return distance / len(other)


def _letters(text: str) -> str:
    return "".join(text.replace("|", "").split())


def run(options: BenchOptions) -> BenchResult:
    """Byline's error rate and time, those of the others beside them; a table by layout."""
    layouts = list(make_layouts())[: options.limit]
    errors: dict[str, dict[str, list[float]]] = {name: defaultdict(list) for name in EXTRACTORS}
    seconds: dict[str, float] = {}
    for name, extract in EXTRACTORS.items():
        for _ in range(2):  # the first loads the library
            start = time.process_time()
            texts = [extract(layout.data) for layout in layouts]
            seconds[name] = (time.process_time() - start) / len(layouts)
        for layout, text in zip(layouts, texts, strict=True):
            wanted = layout.told if name == "byline" else layout.text
            errors[name][layout.kind].append(character_errors(text, wanted))
    every = {
        name: _mean([e for kind in found.values() for e in kind]) for name, found in errors.items()
    }
    values = {f"{name}: errors": rate for name, rate in every.items()}
    values |= {f"{name}: ms/page": 1000 * taken for name, taken in seconds.items()}
    values["byline: x pypdfium2"] = seconds["byline"] / seconds["pypdfium2"]
    head = f"{'errors':<20}" + "".join(f"{name:>14}" for name in EXTRACTORS)
    rows = [
        f"{kind:<20}" + "".join(f"{_mean(errors[name][kind]):>14.3f}" for name in EXTRACTORS)
        for kind in dict.fromkeys(layout.kind for layout in layouts)
    ]
    targets = {"byline: errors": "<= 0.01", "byline: x pypdfium2": "<= 4"}
    return BenchResult(values=values, targets=targets, notes=("\n".join([head, *rows]),))


def _mean(values: list[float]) -> float:
    return sum(values) / len(values)
