"""Redaction of secrets: API keys and passwords in everything that is shown or logged."""

import base64
import logging
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from urllib.parse import quote, quote_plus

MASK = "[secret]"
_SHORTEST = 4  # a shorter one would mask half of every message
_TELLING = 16  # a shorter one may be a word that a reply holds by chance
_LIBRARIES = frozenset({"httpx2", "httpcore2", "h11"})


class Redactor:
    """Knows some secrets in the forms that they travel in: plain, in a URL, and in base64."""

    def __init__(self, secrets: Iterable[str]) -> None:
        known = {secret for secret in secrets if len(secret) >= _SHORTEST}
        forms = {form for secret in known for form in _forms(secret)}
        self._forms = sorted(forms, key=len, reverse=True)
        self._telling = [form for form in self._forms if len(form) >= _TELLING]

    def __repr__(self) -> str:
        return f"Redactor({len(self._forms)} forms)"

    def hide(self, text: str) -> str:
        """The text with every secret masked."""
        for form in self._forms:
            text = text.replace(form, MASK)
        return text

    def finds_key(self, text: str) -> bool:
        """Whether the text holds a secret that is too long to be there by chance."""
        return any(form in text for form in self._telling)


def _forms(secret: str) -> Iterator[str]:
    yield from (secret, quote(secret, safe=""), quote_plus(secret))
    data = secret.encode()
    for before in range(3):  # base64 of a text that holds it depends on where it begins
        encoded = base64.b64encode(b"\0" * before + data).decode().rstrip("=")
        core = encoded[(0, 2, 3)[before] : len(encoded) - ((len(data) + before) % 3 > 0)]
        if len(core) >= _SHORTEST:
            yield from {core, core.replace("+", "-").replace("/", "_")}


_here = threading.local()


class _Redaction(logging.Filter):
    """Masks the secrets of the request that this thread is about, in what libraries log of it."""

    def filter(self, record: logging.LogRecord) -> bool:
        redactor: Redactor | None = getattr(_here, "redactor", None)
        if redactor is not None:
            record.msg, record.args = redactor.hide(record.getMessage()), ()
            record.exc_info = record.exc_text = record.stack_info = None
        return True


_REDACTION = _Redaction()


@contextmanager
def redacted_logs(redactor: Redactor) -> Iterator[None]:
    """What the HTTP libraries log in this thread is masked, at any level."""
    for name, logger in list(logging.root.manager.loggerDict.items()):
        if name.partition(".")[0] in _LIBRARIES and isinstance(logger, logging.Logger):
            logger.addFilter(_REDACTION)  # a second time is no time
    _here.redactor = redactor
    try:
        yield
    finally:
        _here.redactor = None
