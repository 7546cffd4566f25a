"""Files from templates: `templates/` holds them as their formats have them, with places for words.

Lines such as `=== word/document.xml` part the files of an archive.
"""

import base64
import gzip
import io
import quopri
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from email.header import Header
from functools import cache
from html import escape as entities
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup, escape

from benchmarks.readers.model import Article, Block, Sentence, Span, divisible
from benchmarks.shared.pdf_writer import wrap

_ARCHIVES = ("docx", "odt", "pptx", "xlsx", "ods", "epub")
_CRLF = ("eml", "mhtml", "warc")
_LINE = 45 * 6.0  # letters of Courier
_EPOCH = date(1899, 12, 30)
_PART = re.compile(r"^=== (.+)\n", re.MULTILINE)
_ENCODINGS = {"latin1": "cp1252", "windows-1252": "cp1252", "utf-16": "utf-16"}


def write(template: str, articles: Sequence[Article], kind: str) -> bytes:
    """The file that the template makes of the articles, for a kind such as "struck"."""
    text = _render(template, articles=articles, article=articles[0], kind=kind)
    suffix = template.rpartition(".")[2]
    for number, note in enumerate(articles[0].notes, 1):
        text = text.replace(f"NOTE{number}", _rtf(note) if suffix == "rtf" else note)
    if suffix in _ARCHIVES:
        return _zipped(text)
    text = text.replace("\n", "\r\n") if suffix in _CRLF else text
    data = text.encode(_ENCODINGS.get(kind, "utf-8"), "xmlcharrefreplace")
    if kind == "gzip":  # each record by itself
        records = re.split(rb"(?=WARC/1\.0\r\n)", data)[1:]
        return b"".join(map(gzip.compress, records))
    return data


def _zipped(text: str) -> bytes:
    _, *parts = _PART.split(text)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in zip(parts[::2], parts[1::2], strict=True):
            stored = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(name, content.strip(), stored)
    return out.getvalue()


def _render(template: str, **values: Any) -> str:
    return _templates().get_template(template).render(**values).lstrip()


def _body(
    article: Article, kind: str = "plain", blocks: Sequence[Block] | None = None, last: bool = True
) -> str:
    """The body as markup, or some of its blocks."""
    return _render("body.html", article=article, kind=kind, blocks=blocks, last=last)


@pass_eval_context
def _inline(
    context: EvalContext, words: Block | Sentence, marks: Mapping[str, str], form: str = ""
) -> str:
    """The sentences in markup: `marks` holds a form such as "<del>{}</del>" for each mark."""
    within: Callable[[str], str] = _rtf if form == "rtf" else str
    within = (lambda text: str(escape(text))) if context.autoescape else within
    sentences = words.sentences if isinstance(words, Block) else (words,)
    space = Span(text=" ")
    text = "".join(
        _span(span, marks, within)
        for place, each in enumerate(sentences, 1)
        for span in (*each.spans, *[space] * (place < len(sentences) and each.text[-1] != "。"))
    )
    return Markup(text) if context.autoescape else text


def _span(span: Span, marks: Mapping[str, str], within: Callable[[str], str]) -> str:
    shown = f"“{span.text}”" if span.mark == "q" and span.mark not in marks else span.text
    return str(marks.get(span.mark, marks.get("", "{}"))).format(within(shown))


def _rtf(text: str) -> str:
    """Letters beyond ASCII by number, with a "?" for old readers."""
    return "".join(
        f"\\{c}" if c in "\\{}" else c if ord(c) < 128 else f"\\u{ord(c)}?" for c in text
    )


def _cells(articles: Sequence[Article], kind: str) -> list[list[object]]:
    """Rows of a sheet: a table's figures as numbers, days of articles as days since 1899."""
    if kind == "table":
        heads, *rows = articles[0].blocks[0].rows
        return [[*heads], *([row[0], int(row[1]), int(row[2].replace(",", ""))] for row in rows)]
    cells = [
        [a.headline, "; ".join(a.authors), (a.published - _EPOCH).days, a.address, a.plain]
        for a in articles
    ]
    return [["title", "author", "date", "url", "text"], *cells]


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=lambda name: (name or "").rpartition(".")[2] in ("xml", "html", *_ARCHIVES),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"body": _body, "cells": _cells}
    environment.filters |= {
        "inline": _inline,
        "rtf": _rtf,
        "divided": lambda text: "\n".join(wrap(divisible(text), _LINE, 10, "Courier")),
        "entities": lambda text: entities(text).replace("’", "&#8217;"),
        "day": lambda number: str(_EPOCH + timedelta(number)),
        "size": lambda text: len(text.replace("\n", "\r\n").encode()),
        "header": lambda text: Header(text, "utf-8").encode(linesep="\n"),
        "quoted": lambda text: quopri.encodestring(text.encode()).decode(),
        "base64": lambda text: base64.encodebytes(text.encode()).decode(),
    }
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    return environment
