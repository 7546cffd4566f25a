"""An answer or a conversation as a Word document: headings, and sources to which markers link."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.export.escaping import in_one_line
from rag.export.page import Claim, Exchange, Page, Source, Statement
from rag.export.wording import REFUSAL

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_LONGEST_PROPERTY_CHARS = 255
_RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


def save_word(page: Page, path: Path) -> None:
    """Write the page to `path`.

    Word's own footnotes lie outside what python-docx can write: the sources are numbered
    paragraphs at the end, each with a bookmark that its markers link to.
    """
    from docx import Document

    document = Document()
    _describe(document, page)
    alone = len(page.exchanges) == 1
    if not alone:
        document.add_heading(f"Conversation: {in_one_line(page.title)}", level=0)
    for exchange in page.exchanges:
        _exchange(document, exchange, level=0 if alone else 1)
    if page.sources:
        document.add_heading("Sources", level=1)
    for source in page.sources:
        _source(document, source)
    document.save(str(path))


def _describe(document: Document, page: Page) -> None:
    about = document.core_properties
    about.title = in_one_line(page.title)[:_LONGEST_PROPERTY_CHARS]
    about.subject = "What the articles say"
    about.author = about.last_modified_by = "Byline"
    about.comments = ""
    about.language = "en"
    about.created = about.modified = datetime.now(UTC).replace(microsecond=0, tzinfo=None)


def _exchange(document: Document, exchange: Exchange, level: int) -> None:
    document.add_heading(in_one_line(exchange.question), level=level)
    if exchange.refused:
        document.add_paragraph().add_run(REFUSAL).bold = True
    else:
        document.add_paragraph().add_run(in_one_line(exchange.origin)).italic = True
        _statements(document, exchange)
    if exchange.disagreements:
        document.add_heading("The articles disagree", level=level + 1)
    for claims in exchange.disagreements:
        _disagreement(document, claims)
    rows = [f"Searched for: {text}" for text in exchange.searched]
    rows += [f"Only articles: {text}" for text in exchange.filters]
    rows += [f"Note: {text}" for text in exchange.notices]
    for row in rows:
        document.add_paragraph(in_one_line(row), style="List Bullet")


def _statements(document: Document, exchange: Exchange) -> None:
    if exchange.quoted:
        for statement in exchange.statements:
            paragraph = document.add_paragraph(style="Quote")
            _statement(paragraph, statement, f"“{in_one_line(statement.text)}”")
        return
    paragraph = document.add_paragraph()
    for statement in exchange.statements:
        _statement(paragraph, statement, in_one_line(statement.text))
        paragraph.add_run(" ")


def _statement(paragraph: Paragraph, statement: Statement, text: str) -> None:
    paragraph.add_run(text)
    for number in statement.markers:
        _link_to_source(paragraph, number)
    if statement.verdict:
        paragraph.add_run(f" ({in_one_line(statement.verdict)})").bold = True


def _disagreement(document: Document, claims: tuple[Claim, Claim]) -> None:
    table = document.add_table(rows=3, cols=2)
    table.style = "Table Grid"
    for column, claim in enumerate(claims):
        table.cell(0, column).text = in_one_line(f"{claim.published}, {claim.outlet}")
        table.cell(1, column).paragraphs[0].add_run(in_one_line(claim.figure)).bold = True
        quote = table.cell(2, column).paragraphs[0]
        quote.add_run(f"“{in_one_line(claim.quote)}”")
        _link_to_source(quote, claim.marker)
    document.add_paragraph()


def _source(document: Document, source: Source) -> None:
    paragraph = document.add_paragraph()
    _add_bookmark(paragraph, source.number)
    paragraph.add_run(in_one_line(source.headline)).bold = True
    for detail in (*source.details, source.doc_id):
        paragraph.add_run(f" · {in_one_line(detail)}")
    if source.link:
        paragraph.add_run(" · ")
        _link_to_address(paragraph, source.link)
    for quote in source.quotes:
        document.add_paragraph(f"“{in_one_line(quote)}”", style="Quote")
    if source.also_in:
        document.add_paragraph(f"Also in: {in_one_line(', '.join(source.also_in))}")


def _add_bookmark(paragraph: Paragraph, number: int) -> None:
    start = _element("w:bookmarkStart", {"w:id": str(number), "w:name": f"source_{number}"})
    paragraph._p.append(start)
    paragraph.add_run(f"[{number}] ")
    paragraph._p.append(_element("w:bookmarkEnd", {"w:id": str(number)}))


def _link_to_source(paragraph: Paragraph, number: int) -> None:
    run = paragraph.add_run(f"[{number}]")
    run.font.superscript = True
    run.italic = False
    _wrap(paragraph, run._r, {"w:anchor": f"source_{number}", "w:history": "1"})


def _link_to_address(paragraph: Paragraph, link: str) -> None:
    relation = paragraph.part.relate_to(link, _RELATIONSHIP, is_external=True)
    run = paragraph.add_run(link)
    run.underline = True
    _wrap(paragraph, run._r, {"r:id": relation})


def _wrap(paragraph: Paragraph, run: object, attributes: dict[str, str]) -> None:
    link = _element("w:hyperlink", attributes)
    link.append(run)
    paragraph._p.append(link)


def _element(tag: str, attributes: dict[str, str]) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(name), value)
    return element
