"""Export to Word (docx): headings, and sources to which markers link."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.export.escaping import in_one_line
from rag.export.quoting_marks import in_quotes
from rag.export.view_model import ExportPage, Footnote, dated, markers, paragraphs
from rag.export.wording import (
    REFUSAL,
    around_focus,
    differing,
    is_borne_out,
    origin,
    remarks,
    verdict,
)
from rag.types import Answer, AnswerStatus, Sentence

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_LONGEST_PROPERTY_CHARS = 255
_RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


def save_word(page: ExportPage, path: Path) -> None:
    """Write the page to `path`.

    Word's own footnotes lie outside what python-docx can write: the sources are numbered
    paragraphs at the end, each with a bookmark that its markers link to.
    """
    from docx import Document

    document = Document()
    _describe(document, page)
    alone = len(page.answers) == 1
    if not alone:
        document.add_heading(f"Conversation: {in_one_line(page.title)}", level=0)
    for answer in page.answers:
        _answer(document, answer, level=0 if alone else 1)
    if page.sources:
        document.add_heading("Sources", level=1)
    for source in page.sources:
        _source(document, source)
    document.save(str(path))


def _describe(document: Document, page: ExportPage) -> None:
    about = document.core_properties
    about.title = in_one_line(page.title)[:_LONGEST_PROPERTY_CHARS]
    about.subject = "What the articles say"
    about.author = about.last_modified_by = "Byline"
    about.comments = ""
    about.language = "en"
    about.created = about.modified = datetime.now(UTC).replace(microsecond=0, tzinfo=None)


def _answer(document: Document, answer: Answer, level: int) -> None:
    document.add_heading(in_one_line(answer.question), level=level)
    if answer.status is AnswerStatus.NOT_IN_ARTICLES:
        document.add_paragraph().add_run(REFUSAL).bold = True
    else:
        told, unsure = in_one_line(origin(answer)), answer.status is AnswerStatus.UNSURE
        run = document.add_paragraph().add_run(told)
        run.italic, run.bold = not unsure, unsure
        _sentences(document, answer)
    if answer.disagreements:
        document.add_heading("The articles disagree", level=level + 1)
        _disagreement(document, answer)
    for remark in remarks(answer):
        document.add_paragraph(in_one_line(remark), style="List Bullet")


def _sentences(document: Document, answer: Answer) -> None:
    quoted = answer.is_quoted
    for group in paragraphs(answer):
        apart = not quoted and not is_borne_out(group[0])
        style = "Quote" if quoted else "Intense Quote" if apart else None
        paragraph = document.add_paragraph(style=style)
        for sentence in group:
            _sentence(paragraph, sentence, "⚠ " if apart else "", quoted=quoted)
            if not quoted:
                paragraph.add_run(" ")


def _sentence(paragraph: Paragraph, sentence: Sentence, sign: str, *, quoted: bool) -> None:
    before, focus, after = around_focus(sentence, in_one_line, quoted=quoted)
    paragraph.add_run(sign + before)
    if focus:
        paragraph.add_run(focus).bold = True
    paragraph.add_run(after)
    for number in markers(sentence):
        _link_to_source(paragraph, number)
    if said := verdict(sentence):
        paragraph.add_run(f" ({in_one_line(said)})").bold = True


def _disagreement(document: Document, answer: Answer) -> None:
    sides = differing(answer)
    table = document.add_table(rows=len(sides), cols=3)
    table.style = "Table Grid"
    for row, (figure, side) in enumerate(sides):
        table.cell(row, 0).paragraphs[0].add_run(in_one_line(figure)).bold = True
        table.cell(row, 1).text = in_one_line(dated(side))
        quote = table.cell(row, 2).paragraphs[0]
        quote.add_run(in_one_line(in_quotes(side.quote)))
        _link_to_source(quote, side.marker)
    document.add_paragraph()


def _source(document: Document, source: Footnote) -> None:
    paragraph = document.add_paragraph()
    _add_bookmark(paragraph, source.number)
    paragraph.add_run(in_one_line(source.headline)).bold = True
    for detail in (*source.details, source.doc_id):
        paragraph.add_run(f" · {in_one_line(detail)}")
    if source.link:
        paragraph.add_run(" · ")
        _link_to_address(paragraph, source.link)
    for quote in source.quotes:
        document.add_paragraph(in_one_line(quote), style="Quote")
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
