"""Text escaping for messages that are read as Markdown and then as HTML; excerpts, headlines.

Whatever comes from an article, a question or a model passes through `to_text`. The chat
component reads a message as Markdown before it sanitises it, so every character that HTML or
Markdown could read as markup becomes a character reference, and no line ever ends inside a
message: what is left is one HTML block that Markdown passes on as it is.
"""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from index.errors import BylineError
from index.text.characters import JOINERS

EXCERPT_CHARS = 220
UNEXPECTED = "something went wrong inside Byline; the terminal in which it runs says what"

_logger = logging.getLogger(f"byline.{__name__}")
_CODE = re.compile("&#96;(.+?)&#96;")  # `this`, once it has become text
_PLAIN = frozenset(" ,")


def to_text(value: str) -> str:
    """`value` as text that neither HTML nor Markdown reads as anything else, on one line."""
    flat = " ".join(value.split())
    return "".join(
        character if character.isalnum() or character in _PLAIN else f"&#{ord(character)};"
        for character in flat
        if character.isprintable() or character in JOINERS
    )


def as_sentence(message: str) -> str:
    """A message of ours with a capital first and a full stop last, on one line."""
    flat = " ".join(message.split())
    whole = flat[:1].upper() + flat[1:]
    return whole if whole.endswith((".", "!", "?", "”")) else f"{whole}."


def to_sentence(message: str) -> str:
    """`as_sentence` as text of a page, with `this` as code."""
    return _CODE.sub(r"<code>\1</code>", to_text(as_sentence(message)))


def excerpt(text: str, limit_chars: int = EXCERPT_CHARS) -> str:
    """The start of `text` on one line, cut between words."""
    flat = " ".join(text.split())
    if len(flat) <= limit_chars:
        return flat
    return flat[:limit_chars].rsplit(" ", 1)[0] + " …"


def many(number: int, what: str) -> str:
    """1 article, 2,000 articles."""
    return f"1 {what}" if number == 1 else f"{number:,} {what}s"


@dataclass(slots=True)
class Told:
    """What a reader is told of work that failed; "" when it did not."""

    problem: str = ""


@contextmanager
def telling(failed: str) -> Iterator[Told]:
    """Turn an error of the work inside into its `problem`; `failed` is for the log."""
    told = Told()
    try:
        yield told
    except BylineError as error:
        told.problem = str(error)
    except Exception:
        _logger.exception(failed)
        told.problem = UNEXPECTED
