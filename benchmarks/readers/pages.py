"""Writes articles as printed pages: PDF in several layouts, and pictures of such pages."""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from benchmarks.readers.model import Article, Block, divisible
from benchmarks.shared import pdf_writer as pdf
from benchmarks.shared.pdf_writer import PdfPage, Picture, Rule, TextRun, text_width, wrap

PDF_KINDS = (
    "plain two across three overleaf divided drop-cap marks table notes unmapped tool he structure"
)
SCAN, SCAN_KINDS = "scan", "pdf png jpeg tiff"
_WIDTH, _LEFT, _TOP = 451.0, 72.0, 770.0
_RAISED = 0xE000  # private characters stand for raised ones while lines are made
_PIECE = re.compile("[\ue000-\ue0ff]+|[^\ue000-\ue0ff]+")
Drawn = TextRun | Rule | Picture


@dataclass(slots=True)
class _Column:
    """Draws downwards from `y`."""

    x: float
    y: float
    width: float = _WIDTH
    unmapped: bool = False
    drawn: list[Drawn] = field(default_factory=list)

    def line(self, text: str, size: float = 10.5, font: str = "Times-Roman") -> None:
        x = self.x
        for piece in _PIECE.findall(text):
            raised = ord(piece[0]) >= _RAISED
            shown = "".join(chr(ord(c) - _RAISED) for c in piece) if raised else piece
            scale, rise = (0.62, 0.36 * size) if raised else (1.0, 0.0)
            run = TextRun(x=x, y=self.y + rise, text=shown, size=scale * size, font=font,
                          unmapped=self.unmapped)  # fmt: skip
            self.drawn.append(run)
            x += text_width(shown, scale * size, font)
        self.y -= 1.3 * size

    def text(self, text: str, size: float = 10.5, font: str = "Times-Roman") -> None:
        for line in wrap(text, self.width, size, font):
            self.line(line, size, font)
        self.y -= 0.6 * size


def _set(block: Block, divided: bool = False) -> str:
    """The words of a block, raised ones as private characters."""

    def span(text: str, mark: str) -> str:
        raised = mark in ("note", "power", "ord")
        return "".join(chr(_RAISED + ord(c)) for c in text) if raised else text

    text = " ".join("".join(span(s.text, s.mark) for s in each.spans) for each in block.sentences)
    return divisible(text) if divided else text


def _head(article: Article) -> _Column:
    column = _Column(_LEFT, _TOP)
    column.text(article.headline, 20, "Times-Bold")
    column.text(f"{article.by}", 10, "Helvetica")
    column.text(article.day, 9, "Helvetica")
    return column


def _columns(article: Article, count: int) -> tuple[list[Drawn], list[list[Drawn]]]:
    """The head, and the lines of each column."""
    head = _head(article)
    width = (_WIDTH - 18 * (count - 1)) / count
    lines: list[str] = []
    for block in article.blocks:
        lines += [*wrap(_set(block), width, 9.5), ""]
    height = -(-len(lines) // count)
    columns = []
    for number in range(count):
        column = _Column(_LEFT + number * (width + 18), head.y - 10, width)
        for line in lines[number * height : (number + 1) * height]:
            column.line(line, 9.5)
        columns.append(column.drawn)
    return head.drawn, columns


def _across(columns: Sequence[Sequence[Drawn]]) -> list[Drawn]:
    """Line by line over all columns, as some programs draw them."""
    runs = [run for column in columns for run in column if isinstance(run, TextRun)]
    return sorted(runs, key=lambda run: (-round(run.y), run.x))


def _table(column: _Column, block: Block) -> None:
    for row in block.rows:
        for number, cell in enumerate(row):
            place = _Column(column.x + 150 * number, column.y)
            place.line(cell, 9.5)
            column.drawn += place.drawn
        column.drawn.append(Rule(x=column.x, y=column.y - 4, width=450))
        column.y -= 16
    column.y -= 10


def _one_column(article: Article, kind: str) -> list[PdfPage]:
    column = _head(article)
    column.unmapped = kind == "unmapped"
    for number, block in enumerate(article.blocks):
        text = _set(block, divided=kind == "divided")
        if block.rows:
            _table(column, block)
        elif block.kind == "h":
            column.text(text, 12, "Helvetica-Bold")
        elif block.kind == "li":
            for item in block.sentences:
                column.text(f"• {item.text}")
        elif kind == "drop-cap" and not number:
            _drop_cap(column, text)
        else:
            column.text(text)
    foot = _Column(_LEFT, 40 + 14 * len(article.notes))
    for number, note in enumerate(article.notes, 1):
        foot.line(f"{chr(_RAISED + ord(str(number)))} {note}", 8)
    return [PdfPage(drawn=[*column.drawn, *foot.drawn])]


def _drop_cap(column: _Column, text: str) -> None:
    cap = text[: 1 if text[0].isalnum() else 2]  # a quotation mark goes with its letter
    column.drawn.append(TextRun(x=column.x, y=column.y - 15, text=cap, size=36))
    indent = text_width(cap, 36) + 3
    first = wrap(text[len(cap) :], column.width - indent)[:2]
    column.x += indent
    for line in first:
        column.line(line)
    column.x -= indent
    column.text(text[len(cap) + len(" ".join(first)) :])


def _overleaf(article: Article) -> Iterator[PdfPage]:
    """Short pages with a running head, a page number and a printed address."""
    lines = [(article.headline, 16.0), (article.by, 10.0), (article.day, 10.0)]
    for block in article.blocks:
        lines += [(line, 10.5) for line in wrap(_set(block), _WIDTH)]
    for number in range(0, len(lines), 12):
        column = _Column(_LEFT, _TOP)
        column.line(f"{article.outlet}    {article.furniture[0]}", 8, "Helvetica")
        column.y -= 12
        for text, size in lines[number : number + 12]:
            column.line(text, size)
        column.y = 40
        column.line(article.address, 7, "Helvetica")
        place = _Column(500, 40)
        place.line(f"{number // 12 + 1} / {-(-len(lines) // 12)}", 8, "Helvetica")
        yield PdfPage(drawn=[*column.drawn, *place.drawn])


def _hebrew(article: Article) -> list[PdfPage]:
    """Lines from the right, as glyphs stand on the page: letters turned round, numbers not."""
    drawn: list[Drawn] = []
    y = _TOP
    for text in (article.headline, *(block.text for block in article.blocks)):
        for line in wrap(text, _WIDTH - 60):
            turned = re.sub(r"[\d.,]*\d", lambda m: m[0][::-1], line)[::-1]
            drawn.append(TextRun(x=520 - 5.25 * len(line), y=y, text=turned, unicode=True))
            y -= 15
        y -= 8
    return [PdfPage(drawn=drawn)]


def _pages(article: Article, kind: str) -> list[PdfPage]:
    if kind in ("two", "across", "three"):
        head, columns = _columns(article, 3 if kind == "three" else 2)
        body = _across(columns) if kind != "two" else [run for column in columns for run in column]
        return [PdfPage(drawn=[*head, *body])]
    if kind == "he":
        return _hebrew(article)
    return list(_overleaf(article)) if kind == "overleaf" else _one_column(article, kind)


def write_pdf_pages(article: Article, kind: str) -> bytes:
    """A PDF file; "tool" knows a program's name and the day of printing, and no more."""
    info = {"Title": article.headline, "Author": ", ".join(article.authors)}
    if kind == "tool":
        info = {"Title": "Microsoft Word - final_v3.docx", "Author": "anonymous"}
    made = {"Creator": "Writer", "CreationDate": "D:20251121100000Z"}
    return pdf.write_pdf(_pages(article, kind), {**info, **made})


def write_scan(article: Article, kind: str) -> bytes:
    """A picture of a printed page at 200 dots an inch, alone or in a PDF file."""
    import pypdfium2

    page = pypdfium2.PdfDocument(pdf.write_pdf(_one_column(article, "plain")))[0]
    picture = page.render(scale=200 / 72, grayscale=True).to_pil()
    out = io.BytesIO()
    picture.save(out, "JPEG" if kind == "pdf" else kind.upper(), dpi=(200, 200))
    if kind != "pdf":
        return out.getvalue()
    width, height = pdf.A4
    full = Picture(
        x=0, y=0, width=width, height=height, jpeg=out.getvalue(), pixels=picture.size, grey=True
    )
    return pdf.write_pdf([PdfPage(drawn=[full])])
