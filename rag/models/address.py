"""Base URL of an endpoint, parsed: what may be shown, and what is secret."""

from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit

from index.errors import ModelError

_EXAMPLE = "one looks like http://127.0.0.1:11434/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where an endpoint is. `url` has no credentials in it and may be shown."""

    url: str
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    query: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    @property
    def secrets(self) -> tuple[str, ...]:
        """What stands in the URL that was given and must not be shown."""
        return (self.password, *(value for _, value in self.query))


def read_address(base_url: str) -> Address:
    """The parts of `base_url`; raises `ModelError` when it is no http or https address."""
    text = base_url.strip()
    if not text:
        raise ModelError(f"BYLINE_BASE_URL is not set: {_EXAMPLE}")
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if host is None or parts.scheme not in ("http", "https") or not _is_plain(text):
        raise ModelError(f"BYLINE_BASE_URL is no address of an endpoint: {_EXAMPLE}")
    shown_host = f"[{host}]" if ":" in host else host
    where = shown_host if port is None else f"{shown_host}:{port}"
    return Address(
        url=f"{parts.scheme}://{where}{parts.path.rstrip('/')}",
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        query=tuple(parse_qsl(parts.query, keep_blank_values=True)),
    )


def _is_plain(text: str) -> bool:
    return text.isprintable() and not any(character.isspace() for character in text)
