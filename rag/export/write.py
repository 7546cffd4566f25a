"""Writes an export to a file; its suffix chooses the format."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Callable, Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import UsageError
from index.files import replace_file, writing
from index.text.characters import visible
from rag.export import view_model, wording
from rag.export.bibtex import to_bibtex
from rag.export.escaping import encode_address, escape_markdown
from rag.export.quoting_marks import in_quotes
from rag.export.stored import to_json
from rag.export.view_model import ExportPage, build_page
from rag.export.word import save_word
from rag.types import Answer, Sentence

_TEXTS: dict[str, Callable[[Sequence[Answer], str], str]] = {
    ".md": lambda answers, title: to_markdown(build_page(answers, title)),
    ".html": lambda answers, title: to_html(build_page(answers, title)),
    ".json": lambda answers, title: to_json(answers),
    ".bib": lambda answers, title: to_bibtex(answers),
}
SUFFIXES = (".md", ".html", ".docx", ".json", ".bib")


def check_export_path(path: Path) -> None:
    """Complain before the work is done about a file that could not be written after it.

    `UsageError` when the suffix is unknown, or `path` is a folder or lies in none.
    """
    if path.suffix.lower() not in SUFFIXES:
        *others, last = SUFFIXES
        known = f"{', '.join(others)} or {last}"
        raise UsageError(f"{path}: Byline cannot export to such a file; let it end in {known}")
    if path.is_dir():
        raise UsageError(f"{path}: is a folder; name a file in it")
    if not path.parent.is_dir():
        raise UsageError(f"{path}: the folder {path.parent} does not exist; make it first")


def write_export(path: Path, answers: Sequence[Answer], title: str = "") -> None:
    """Write `answers`, oldest first, to `path`, whole or not at all; an old file is replaced.

    A conversation is headed by `title`, or by its first question when there is none.

    Raises:
        UsageError: see `check_export_path`; or there is nothing to export.
        StorageError: the file cannot be written.
    """
    check_export_path(path)
    if not answers:
        raise UsageError(f"{path}: there is no answer to export yet; ask something first")
    suffix = path.suffix.lower()
    with writing(path):
        if suffix == ".docx":
            page = build_page(answers, title)
            replace_file(path, lambda temporary: save_word(page, temporary))
        else:
            content = _TEXTS[suffix](answers, title).encode("utf-8")
            replace_file(path, lambda temporary: temporary.write_bytes(content))


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
