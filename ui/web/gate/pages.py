"""The pages that stand before the page: plain HTML without script."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import urlsplit

STYLES = Path(__file__).with_name("login.css")

_AROUND = Path(__file__).with_name("login.html")
_PROBLEM = '<p class="problem" id="problem" role="alert">{}</p>'
_OPENING = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Byline</title>'
    '<meta http-equiv="refresh" content="0; url={0}"><p><a href="{0}">Open Byline</a></p></html>'
)


def render_login(*, next_path: str = "/", name: str = "", problem: str = "") -> str:
    """The page to log in, the name filled in when it was given before."""
    return _template().substitute(
        next=escape(local_path(next_path)),
        name=escape(name[:64]),
        problem=_PROBLEM.format(escape(problem)) if problem else "",
        described=' aria-describedby="problem"' if problem else "",
        focus_name="" if name else " autofocus",
        focus_password=" autofocus" if name else "",
    )


def render_opening(path: str) -> str:
    """A page that goes on to `path` by itself, as a visit from our own site."""
    return _OPENING.format(escape(local_path(path)))


def local_path(text: str) -> str:
    """`text` when it is a path on this server, else "/": nobody is sent elsewhere."""
    if not text.startswith("/") or text.startswith(("//", "/\\")) or len(text) > 500:
        return "/"
    if not text.isprintable() or "\\" in text:
        return "/"
    try:
        parts = urlsplit(text)
    except ValueError:
        return "/"
    return text if not parts.scheme and not parts.netloc else "/"


@lru_cache(maxsize=1)
def _template() -> Template:
    return Template(_AROUND.read_text(encoding="utf-8"))
