"""Writes articles as office files: Word, ODT, RTF, PowerPoint, Excel, ODS, EPUB."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from benchmarks.readers.model import Article
from benchmarks.readers.plain import record, table_rows
from benchmarks.readers.writing import STATED, Made, body_html, render, rtf, zipped

WORD_KINDS = (
    *("plain", "marks", "struck", "private", "table", "structure", "notes"),
    *("control", "custom", "textbox", "strict"),
)
TEXT_KINDS = ("plain", "marks", "struck", "private", "table", "notes")
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/"
_OPEN = "application/vnd.oasis.opendocument."
_EPOCH = date(1899, 12, 30)
Files = dict[str, str | bytes]


def _package(
    article: Article, main: str, files: Files, types: Mapping[str, str], base: str = _OFFICE
) -> bytes:
    """An Office Open XML file around its parts; its properties were set last year."""
    root = {main: "officeDocument", "docProps/core.xml": "core"}
    around: Files = {
        "[Content_Types].xml": render("types.xml", parts=types),
        "_rels/.rels": render("relations.xml", targets=root, base=base),
        "docProps/core.xml": render("core.xml", article=article),
    }
    return zipped(around | files)


def write_word(articles: Sequence[Article], kind: str) -> Made:
    """A manuscript with a title, a byline and a day."""
    [article] = articles
    space, base = (_WORD, _OFFICE)
    if kind == "strict":
        space, base = f"{_STRICT}wordprocessingml/main", f"{_STRICT}officeDocument/relationships/"
    notes = {"footnotes": article.notes, "comments": article.private}
    targets = {f"{whole}.xml": whole for whole in notes}
    files: Files = {
        "word/document.xml": render("document.xml", article=article, kind=kind, namespace=space),
        "word/_rels/document.xml.rels": render("relations.xml", targets=targets, base=base),
    }
    for whole, texts in notes.items():
        values = {"whole": whole, "part": whole[:-1], "texts": texts, "namespace": space}
        files[f"word/{whole}.xml"] = render("notes.xml", **values)
    types = {f"word/{whole}.xml": f"wordprocessingml.{whole}" for whole in notes}
    types["word/document.xml"] = "wordprocessingml.document.main"
    data = _package(article, "word/document.xml", files, types, base)
    return Made(data=data, allowed=article.teasers[:1] if kind == "textbox" else ())


def write_odt(articles: Sequence[Article], kind: str) -> Made:
    """The same as OpenDocument."""
    [article] = articles
    content = render("content.xml", article=article, kind=kind)
    for number, note in enumerate(article.notes, 1):
        content = content.replace(f"NOTE{number}", note)
    return Made(data=_open_document(article, content, "text"))


def _open_document(article: Article, content: str, kind: str) -> bytes:
    files = {
        "content.xml": content,
        "meta.xml": render("meta.xml", article=article),
        "META-INF/manifest.xml": render("manifest.xml", mimetype=_OPEN + kind),
    }
    return zipped(files, _OPEN + kind)


def write_rtf(articles: Sequence[Article], kind: str) -> Made:
    """The same as RTF."""
    [article] = articles
    text = render("article.rtf", article=article, kind=kind)
    for number, note in enumerate(article.notes, 1):
        text = text.replace(f"NOTE{number}", rtf(note))
    return Made(data=text.encode("ascii"))


def write_slides(articles: Sequence[Article], kind: str) -> Made:
    """A slide a paragraph; what the speaker notes is private."""
    [article] = articles
    files, types, slides = Files(), {}, {}
    for number, block in enumerate(article.blocks, 1):
        slide, notes = f"slides/slide{number}.xml", f"notesSlides/notesSlide{number}.xml"
        texts = [block.text] if kind == "plain" else [s.text for s in block.sentences]
        title = article.headline if number == 1 else ""
        shown = {"root": "sld", "block": block, "texts": texts, "title": title}
        said = {"root": "notes", "block": None, "texts": [article.private[number % 3]], "title": ""}
        for part, values in ((slide, shown), (notes, said)):
            files[f"ppt/{part}"] = render("slide.xml", **values)
            types[f"ppt/{part}"] = f"presentationml.{'slide' if part == slide else 'notesSlide'}"
        files[f"ppt/slides/_rels/slide{number}.xml.rels"] = render(
            "relations.xml", targets={f"../{notes}": "notesSlide"}, base=_OFFICE
        )
        slides[slide] = "slide"
    main = "ppt/presentation.xml"
    types[main] = "presentationml.presentation.main"
    files[main] = render("presentation.xml", numbers=range(1, len(slides) + 1))
    relations = render("relations.xml", targets=slides, base=_OFFICE)
    files["ppt/_rels/presentation.xml.rels"] = relations
    data = _package(article, main, files, types)
    return Made(
        data=data, states=("headline", "authors"), allowed=[f"Slide {n}" for n in range(20)]
    )


def _cells(articles: Sequence[Article], kind: str) -> list[list[object]]:
    """Rows of a sheet; figures as numbers, days as days since 1899."""
    if kind == "table":
        heads, *rows = table_rows(articles)
        return [[*heads], *([row[0], int(row[1]), int(row[2].replace(",", ""))] for row in rows)]
    records = [record(article, "plain") for article in articles]
    days = [{"date": (article.published - _EPOCH).days} for article in articles]
    rows_of = [[*{**each, **day}.values()] for each, day in zip(records, days, strict=True)]
    return [[*records[0]], *rows_of]


def write_excel(articles: Sequence[Article], kind: str) -> Made:
    """A sheet of articles, or of one article's table."""
    targets = {"sheet1.xml": "worksheet", "styles.xml": "styles"}
    files: Files = {
        "xl/workbook.xml": render("workbook.xml"),
        "xl/_rels/workbook.xml.rels": render("relations.xml", targets=targets, base=_OFFICE),
        "xl/styles.xml": render("styles.xml"),
        "xl/sheet1.xml": render("sheet.xml", rows=_cells(articles, kind)),
    }
    types = {
        "xl/workbook.xml": "spreadsheetml.sheet.main",
        "xl/sheet1.xml": "spreadsheetml.worksheet",
        "xl/styles.xml": "spreadsheetml.styles",
    }
    return _sheet(_package(articles[0], "xl/workbook.xml", files, types), kind)


def write_ods(articles: Sequence[Article], kind: str) -> Made:
    """The same as OpenDocument."""
    rows = _cells(articles, kind)
    days = {n: _EPOCH + timedelta(n) for row in rows for n in row if isinstance(n, int)}
    content = render("spreadsheet.xml", rows=rows, days=days)
    return _sheet(_open_document(articles[0], content, "spreadsheet"), kind)


def _sheet(data: bytes, kind: str) -> Made:
    return Made(data=data, states=() if kind == "table" else STATED, allowed=["Sheet1"])


def write_epub(articles: Sequence[Article], kind: str) -> Made:
    """A book of three chapters that hold one article; they stand in the archive turned round."""
    [article] = articles
    third = -(-len(article.blocks) // 3)
    nav = render("chapter.xhtml", title="Contents", body="<nav><ol><li>Chapter</li></ol></nav>")
    files: Files = {
        "META-INF/container.xml": render("container.xml"),
        "OPS/package.opf": render("package.opf", article=article, order=[2, 1, 0]),
        "OPS/nav.xhtml": nav,
    }
    for number in (2, 1, 0):
        blocks = article.blocks[number * third : (number + 1) * third]
        part = replace(article, blocks=blocks, notes=article.notes if number == 2 else ())
        title = article.headline if not number else ""
        page = render("chapter.xhtml", title=title, body=body_html(part, kind))
        files[f"OPS/text/c{number}.xhtml"] = page
    return Made(data=zipped(files, "application/epub+zip"))
