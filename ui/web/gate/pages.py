"""HTML of the login page and of the redirect page for links from other sites (SameSite cookies).

Also `local_path`, the guard against open redirects.
"""

from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

STYLES = Path(__file__).with_name("login.css")


def render_login(*, next_path: str = "/", name: str = "", problem: str = "") -> str:
    """The page to log in, the name filled in when it was given before."""
    return _template("login.html").render(
        next=local_path(next_path), name=name[:64], problem=problem
    )


def render_opening(path: str) -> str:
    """A page that goes on to `path` by itself, as a visit from our own site."""
    return _template("opening.html").render(path=local_path(path))


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


@lru_cache(maxsize=2)
def _template(name: str) -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    return environment.get_template(name)
