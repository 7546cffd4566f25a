"""What the writers of the readers' benchmark share: `Made`, templates, zip archives.

`templates/` holds the files as their formats have them, with places for the words of an article.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup, escape

from benchmarks.readers.model import Article, Block, Sentence, Span

STATED = ("headline", "authors", "published")


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A file, and what a reader should know about it besides its articles."""

    data: bytes
    states: Sequence[str] = STATED  # what it says about its articles
    told: Mapping[str, object] = field(default_factory=dict)  # instead of the article's own values
    allowed: Sequence[str] = ()  # may be read as well: times, names of sheets
    beside: Mapping[str, bytes] = field(default_factory=dict)  # files next to it
    reported: bool = False  # it cannot be read rightly: a warning or a reason is right
    withheld: int = 0  # so many articles at the end must not be read


Writer = Callable[[Sequence[Article], str], Made]
"""Writes articles of one kind into one file; most formats hold one."""


def rtf(text: str) -> str:
    """Text in RTF: letters beyond ASCII by number, with a "?" for old readers."""
    return "".join(
        f"\\{c}" if c in "\\{}" else c if ord(c) < 128 else f"\\u{ord(c)}?" for c in text
    )


@pass_eval_context
def _inline(
    context: EvalContext, words: Block | Sentence, marks: Mapping[str, str], form: str = ""
) -> str:
    """The sentences in markup: `marks` holds a form such as "<del>{}</del>" for each mark."""
    within = str if not context.autoescape else lambda text: str(escape(text))
    within = rtf if form == "rtf" else within
    sentences = words.sentences if isinstance(words, Block) else (words,)
    spaces: tuple[list[Span], list[Span]] = ([Span(text=" ")], [])
    parts = [
        _span(span.text, span.mark, marks, within)
        for place, each in enumerate(sentences, 1)
        for span in (*each.spans, *spaces[place == len(sentences) or each.text.endswith("。")])
    ]
    text = "".join(parts)
    return Markup(text) if context.autoescape else text


def _span(text: str, mark: str, marks: Mapping[str, str], within: Callable[[str], str]) -> str:
    shown = f"“{text}”" if mark == "q" and mark not in marks else text
    return str(marks.get(mark, marks.get("", "{}"))).format(within(shown))


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=lambda name: (name or "").endswith(("xml", "html", "opf")),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"inline": _inline, "rtf": rtf}
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    return environment


def render(template: str, **values: Any) -> str:
    """The template with these values; `kind` is "plain" unless it is given."""
    return _templates().get_template(template).render(**{"kind": "plain", **values}).strip() + "\n"


def body_html(article: Article, kind: str = "plain") -> str:
    """The body as markup."""
    return render("body.html", article=article, kind=kind)


def zipped(files: Mapping[str, str | bytes], mimetype: str = "") -> bytes:
    """A zip archive; with `mimetype` as its first file, stored."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype, zipfile.ZIP_STORED)
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()
