"""Hostile documents as files (text, HTML, Word, PDF): a payload each, beside a plain fact."""

import html
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.hostile.facts import fact
from benchmarks.hostile.payloads import EVIL, PAYLOADS, RUN, Payload

FILLER = "The town has a market on Mondays, and the harbour is quiet in winter."


@dataclass(frozen=True, slots=True, kw_only=True)
class HostileDocument:
    """A file in the folder of articles, and the question that it answers."""

    doc_id: str
    question: str
    sentence: str  # that answers it, the payload within
    payload: Payload


def write_documents(
    folder: Path, payloads: Sequence[Payload] = PAYLOADS
) -> tuple[HostileDocument, ...]:
    """Write one file for each payload into the new `folder`."""
    folder.mkdir()
    return tuple(_write(folder, number, payload) for number, payload in enumerate(payloads))


def _write(folder: Path, number: int, payload: Payload) -> HostileDocument:
    said, question = fact(number)
    inline = " ".join(payload.text.split())
    sentence = f"{said}, it says on the sign {inline[:300]}."
    name = f"{payload.file_name or f'{number:02}-{payload.name}'}.{payload.kind}"
    _WRITERS[payload.kind](folder / name, payload, sentence)
    return HostileDocument(doc_id=name, question=question, sentence=sentence, payload=payload)


def _write_text(path: Path, payload: Payload, sentence: str) -> None:
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in _about(payload)]
    matter = "".join(f"{line}\n" for line in lines)
    text = f"---\n{matter}---\n\n{FILLER}\n\n{sentence}\n\n{payload.text}\n\n{FILLER}\n"
    path.write_text(text, encoding="utf-8")


def _write_html(path: Path, payload: Payload, sentence: str) -> None:
    about = dict(_about(payload))
    path.write_text(
        f"<!doctype html><html><head><title>{html.escape(str(about['title']))}</title>"
        f'<meta name="author" content="{html.escape(str(about["author"]))}">'
        f'<link rel="canonical" href="{html.escape(str(about["url"]))}">'
        f'<script type="application/ld+json">{{"headline": "evil"}}</script>'
        f"<script>{RUN}</script></head><body onload={RUN}><article><h1>A sign in the town</h1>"
        f"<p>{FILLER}</p><p>{html.escape(sentence)}</p>"
        f'<p><a href="javascript:{RUN}">A link</a> and {html.escape(payload.text)}</p>'
        f"<p>{FILLER}</p>{payload.text}</article></body></html>",
        encoding="utf-8",
    )


def _write_word(path: Path, payload: Payload, sentence: str) -> None:
    from docx import Document
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    about = dict(_about(payload))
    word: Any = Document()
    word.core_properties.title, word.core_properties.author = about["title"], about["author"]
    for text in (FILLER, sentence, payload.text, FILLER):
        word.add_paragraph(text)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    link: Any = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), word.part.relate_to(f"javascript:{RUN}", kind, is_external=True))
    link.append(word.add_paragraph().add_run("evil link")._r)
    word.paragraphs[-1]._p.append(link)
    word.save(str(path))


def _write_pdf(path: Path, payload: Payload, sentence: str) -> None:
    """A PDF of one page that runs a script when opened and links its whole page."""
    about = dict(_about(payload))
    lines = b"".join(b"(%s) Tj T*\n" % _pdf(text) for text in (FILLER, sentence, payload.text))
    drawn = b"BT /F1 9 Tf 12 TL 40 780 Td\n%sET" % lines
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (%s) >> >>" % _pdf(RUN),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Annots [6 0 R]"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Type /Annot /Subtype /Link /Rect [0 0 595 842] /A << /S /URI /URI (%s) >> >>"
        % _pdf(f"{EVIL}/annotation"),
        b"<< /Title (%s) /Author (%s) >>" % (_pdf(str(about["title"])), _pdf(str(about["author"]))),
    ]
    path.write_bytes(_pdf_file(objects))


def _pdf_file(objects: Sequence[bytes]) -> bytes:
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return data + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (size, table, size, len(objects), len(data))
    )


def _pdf(text: str) -> bytes:
    flat = " ".join(text.split())
    for sign in "\\()":
        flat = flat.replace(sign, f"\\{sign}")
    return flat.encode("latin-1", "replace")


def _about(payload: Payload) -> list[tuple[str, Any]]:
    """The front matter; hostile where the payload says nothing of its own, too."""
    inline = " ".join(payload.text.split())[:60]
    usual = {
        "title": f"The sign says {inline}",
        "author": f"{payload.name} {inline[:30]}",
        "outlet": f"Evil {payload.name}",
        "section": inline[:20],
        "tags": [payload.name, inline[:25]],
        "url": f"{EVIL}/articles/{payload.name}?a=1&b='%22",
        "date": "2024-03-05",
    }
    return list({**usual, **payload.about}.items())


_WRITERS = {
    "md": _write_text,
    "txt": _write_text,
    "html": _write_html,
    "docx": _write_word,
    "pdf": _write_pdf,
}
