"""Export to HTML: an answer or conversation as one self-contained file, without script."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from index.text.characters import visible
from rag.export.view_model import ExportPage
from rag.export.wording import REFUSAL, around_focus
from rag.types import Sentence

if TYPE_CHECKING:
    from jinja2 import Environment


def to_html(page: ExportPage) -> str:
    """The HTML of a page; every text in it is escaped, and its own style is all that may load."""
    style = _style()
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    template = _environment().get_template("export.html")
    return template.render(
        page=page, style=style, digest=digest, refusal=REFUSAL, around_focus=_around_focus
    )


def _around_focus(sentence: Sentence, quoted: bool) -> tuple[str, str, str]:
    return around_focus(sentence, visible, quoted=quoted)


@lru_cache(maxsize=1)
def _style() -> str:
    return resources.files("rag.export").joinpath("templates/export.css").read_text("utf-8")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    def finalize(value: Any) -> Any:
        return visible(value) if type(value) is str else value

    environment = Environment(
        loader=PackageLoader("rag.export"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment
