"""Export to Word (docx): headings, and sources to which markers link."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.export.escaping import in_one_line
from rag.export.view_model import (
    DisagreementSide,
    ExportedAnswer,
    ExportedSentence,
    ExportPage,
    Footnote,
)
from rag.export.wording import REFUSAL, around_focus

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


def _answer(document: Document, answer: ExportedAnswer, level: int) -> None:
    document.add_heading(in_one_line(answer.question), level=level)
    if answer.refused:
        document.add_paragraph().add_run(REFUSAL).bold = True
    else:
        origin = document.add_paragraph().add_run(in_one_line(answer.origin))
        origin.italic, origin.bold = not answer.unsure, answer.unsure
        _sentences(document, answer)
    if answer.disagreements:
        document.add_heading("The articles disagree", level=level + 1)
        _disagreement(document, answer.disagreements)
    for remark in answer.remarks:
        document.add_paragraph(in_one_line(remark), style="List Bullet")


def _sentences(document: Document, answer: ExportedAnswer) -> None:
    if answer.quoted:
        for sentence in answer.sentences:
            paragraph = document.add_paragraph(style="Quote")
            _sentence(paragraph, sentence, quoted=True)
        return
    for group in answer.paragraphs:
        apart = not group[0].borne_out
        paragraph = document.add_paragraph(style="Intense Quote" if apart else None)
        for sentence in group:
            _sentence(paragraph, sentence, "⚠ " if apart else "", quoted=False)
            paragraph.add_run(" ")


def _sentence(
    paragraph: Paragraph, sentence: ExportedSentence, sign: str = "", *, quoted: bool
) -> None:
    before, focus, after = around_focus(sentence.sentence, in_one_line, quoted=quoted)
    paragraph.add_run(sign + before)
    if focus:
        paragraph.add_run(focus).bold = True
    paragraph.add_run(after)
    for number in sentence.markers:
        _link_to_source(paragraph, number)
    if sentence.verdict:
        paragraph.add_run(f" ({in_one_line(sentence.verdict)})").bold = True


def _disagreement(document: Document, sides: Sequence[DisagreementSide]) -> None:
    table = document.add_table(rows=len(sides), cols=3)
    table.style = "Table Grid"
    for row, side in enumerate(sides):
        table.cell(row, 0).paragraphs[0].add_run(in_one_line(side.figure)).bold = True
        table.cell(row, 1).text = in_one_line(f"{side.published}, {side.outlet}")
        quote = table.cell(row, 2).paragraphs[0]
        quote.add_run(in_one_line(side.quote))
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
