"""Export to HTML (one file, without script) and to Markdown with footnotes (GitHub, Pandoc).

Whatever the templates put in is escaped: text of articles, readers and models is never markup.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Callable
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from index.text.characters import visible
from rag.export import view_model, wording
from rag.export.escaping import encode_address, escape_markdown
from rag.export.quoting_marks import in_quotes
from rag.export.view_model import ExportPage
from rag.types import Sentence

if TYPE_CHECKING:
    from jinja2 import Template


def to_html(page: ExportPage) -> str:
    """The HTML of a page, whose own style is all that may load."""
    style = resources.files("rag.export").joinpath("templates/export.css").read_text("utf-8")
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return _template("export.html", visible).render(page=page, style=style, digest=digest)


def to_markdown(page: ExportPage) -> str:
    """The Markdown of a page."""
    text = _template("export.md", escape_markdown).render(page=page)
    return re.sub("\n{3,}", "\n\n", text).strip() + "\n"


@cache
def _template(name: str, show: Callable[[str], str]) -> Template:
    """The template, which shows each text by `show`, and in HTML escapes it besides."""
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    is_html = name.endswith(".html")

    def finalize(value: Any) -> Any:
        return show(value) if type(value) is str else value

    def parts(sentence: Sentence, quoted: bool) -> list[str]:
        shown = wording.around_focus(sentence, show, quoted=quoted)
        return list(shown) if is_html else list(map(Markup, shown))

    environment = Environment(
        loader=PackageLoader("rag.export"),
        autoescape=is_html,
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        wording=wording, model=view_model, parts=parts, in_quotes=in_quotes, link=encode_address
    )
    return environment.get_template(name)
