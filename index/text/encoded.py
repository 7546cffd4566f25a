"""A passage's text for the encoder and BM25: title and heading put before it."""

from index.types import Document, Passage

_TITLE_BYTES = 160
_HEADING_BYTES = 80


def encoded_text(text: str, title: str | None, heading: str | None) -> str:
    """What the encoder is given for a passage: headline and heading before the text.

    Args:
        text: the passage's text.
        title: the article's own headline; None or "" for none, as when it was derived.
        heading: the headline inside the article under which the passage stands.

    Returns:
        The parts that there are, one a line. A headline of more than 160 bytes and a heading of
        more than 80 are cut at a word; a heading that repeats the line next to it is left out.
    """
    title = _shorten(title or "", _TITLE_BYTES)
    heading = _shorten(heading or "", _HEADING_BYTES)
    if heading == title or text.startswith(heading):
        heading = ""
    return "\n".join(part for part in (title, heading, text) if part)


def encoded(document: Document, passage: Passage) -> str:
    """`encoded_text` of a passage of `document`."""
    return encoded_text(passage.text, document.headline, passage.heading)


def _shorten(text: str, limit_bytes: int) -> str:
    text = " ".join(text.split())
    if len(text.encode()) <= limit_bytes:
        return text
    cut = text.encode()[:limit_bytes].decode(errors="ignore")
    return cut.rsplit(" ", 1)[0] if " " in cut else cut
