"""How surely a stretch of an article was recognised in a scan."""

from index.types import Document

SURE = 85
"""In percent: what is read less surely is told to whoever cites it."""

_EDGES = "“”‘’\"'«»()[].,;:!?"


def bare_word(word: str) -> str:
    """The word without the marks around it."""
    return word.strip(_EDGES)


def scan_confidence(document: Document, start: int, end: int) -> tuple[bool, int | None]:
    """Whether it was read from a scan, and how surely: as its least sure word, else as its page.

    None when other software recognised the words and does not say.
    """
    pages = {document.page_at(start), document.page_at(max(start, end - 1))}
    scans = [scan for scan in document.scans if scan.page in pages]
    words = set(map(bare_word, document.text[start:end].split()))
    sure = [
        min([confidence for word, confidence in scan.unsure.items() if word in words] or [mean])
        for scan in scans
        if (mean := scan.confidence) is not None
    ]
    return bool(scans), min(sure, default=None)
