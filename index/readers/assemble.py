"""Assembles a `Document` from a reader's raw output: cleaned, titled, dated, hashed."""

import hashlib
import json
import re
from bisect import bisect_left
from dataclasses import replace
from pathlib import PurePosixPath

from index.readers.kinds import Unreadable
from index.readers.raw import RawDocument
from index.text.bounds import within_bounds
from index.text.characters import remove_invisible
from index.text.cleaning import Cleaned, clean
from index.text.metadata import dated_by_name
from index.types import Document, Heading, RemovedLine, taken

_DERIVED_CHARS = 80
_NAME_CHARS = 255  # as far as the name of a file goes


def assemble(raw: RawDocument, doc_id: str, *, item: str = "") -> Document:
    """The document, its offsets moved to where cleaning left them; `Unreadable` without text.

    `item` is its key, if it is one of several in a file.
    """
    known = dated_by_name(raw.metadata, PurePosixPath(doc_id).name)
    title = " ".join(remove_invisible(known.title or "").split())
    cleaned = clean(raw.text, outlet=known.outlet, left_out=raw.left_out)
    if not cleaned.text.strip():
        raise Unreadable("no text")
    warnings = [*raw.warnings, *known.warnings]
    if cleaned.invisible:
        warnings.append(f"invisible characters removed: {cleaned.invisible}")
    named = title or derive_title("" if item else doc_id, cleaned.text)
    known = replace(known, title=named, warnings=tuple(dict.fromkeys(warnings)))
    document = Document(
        **taken(Document, known),
        doc_id=doc_id,
        item=item,
        version="",
        text=cleaned.text,
        title_derived=not title,
        headings=_moved_headings(raw, cleaned),
        page_starts=tuple(cleaned.moved(start) for start in raw.page_starts),
        scans=raw.scans,
        removed=(*_dropped(raw), *cleaned.removed),
    )
    return _with_version(within_bounds(document))


def _dropped(raw: RawDocument) -> tuple[RemovedLine, ...]:
    words = ((" ".join(remove_invisible(text).split()), reason) for text, reason in raw.dropped)
    return tuple(RemovedLine(line=0, text=text, reason=reason) for text, reason in words if text)


def _moved_headings(raw: RawDocument, cleaned: Cleaned) -> tuple[Heading, ...]:
    gone = {line.line - 1 for line in cleaned.removed}
    ends = [match.start() for match in re.finditer("\n", raw.text)]
    return tuple(
        Heading(start=cleaned.moved(heading.start), text=remove_invisible(heading.text))
        for heading in raw.headings
        if bisect_left(ends, heading.start) not in gone
    )


def derive_title(doc_id: str, text: str) -> str:
    """A name for an article without a headline: its file name if made of words, else its opening.

    "2024-budget-vote-delayed.txt" gives "Budget vote delayed"; a name such as
    "000_b23e9c.txt" says nothing, so the opening words are taken, cut at a word.
    """
    stem = PurePosixPath(doc_id).stem[:_NAME_CHARS]
    named = re.sub(r"^[\d\W_]+|[\W_]+$", "", re.sub(r"[-_.+\s]+", " ", stem)).split()
    words = [word for word in named if re.fullmatch(r"[^\W\d_]{3,}", word) and _has_vowel(word)]
    mixed = any(re.search(r"\d", word) and re.search(r"[^\W\d]", word) for word in named)
    if len(words) >= 2 and not mixed:
        title = " ".join(named)
        return title[:1].upper() + title[1:]
    opening = " ".join(re.sub(r"^[\s#>*_+-]+", "", text[:2000].strip().split("\n\n")[0]).split())
    if len(opening) <= _DERIVED_CHARS:
        return opening or stem
    cut = opening.rfind(" ", 0, _DERIVED_CHARS)
    return f"{opening[: cut if cut > 0 else _DERIVED_CHARS].rstrip(' ,;:–—-')}…"


def _has_vowel(word: str) -> bool:
    return not word.isascii() or bool(re.search(r"[aeiouy]", word, re.IGNORECASE))


def _with_version(document: Document) -> Document:
    shown = [
        document.text,
        document.title,
        list(document.authors),
        document.published.isoformat() if document.published else None,
        document.outlet,
        document.uri,
        list(document.page_starts),
        *([scan.page, scan.confidence, dict(scan.unsure)] for scan in document.scans),
    ]
    version = hashlib.sha256(json.dumps(shown).encode()).hexdigest()
    return replace(document, version=version)
