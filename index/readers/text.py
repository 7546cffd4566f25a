"""Reads Markdown and plain text, which are treated alike.

The headline is the front matter's title, else the first `#` heading if nothing but a byline
stands before it, else a first line that looks like one: short, without a final full stop,
followed by a blank line and a longer paragraph. The line with the headline is left out of the
text (it is the document's title, so it is not lost) and so is a byline under it; other heading
lines stay in the text as they are, marks included, and are listed as headings.
"""

from __future__ import annotations

import re
from dataclasses import replace

from index.boilerplate import find_fenced
from index.dates import parse_date
from index.metadata import Metadata, merge_metadata, read_authors, read_metadata
from index.readers.front_matter import split_front_matter
from index.readers.raw import RawDocument
from index.types import Heading

__all__ = ["same_title", "read_text", "title_lines"]

_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(?P<text>.*?)(?:[ \t]+#+)?[ \t]*")
_MAX_TITLE_CHARS = 120
_TOP_LINES = 4
_NAME = r"[A-ZÀ-ÖØ-ÞĀ-ſ][\w.'’-]*(?:\s+(?:(?:de|van|von|der|den|da|al|bin|la|le|del|di|du|ter)\s+)*[A-ZÀ-ÖØ-ÞĀ-ſ][\w.'’-]*){1,3}"
_BYLINE = re.compile(
    rf"[Bb][Yy]:?\s+(?P<names>{_NAME}(?:(?:,|\s+and|\s+&|,\s+and)\s+{_NAME})*)(?:\s*[,|·•–—-]\s*(?P<date>.*\d{{4}}.*))?"
)
_DATELINE = re.compile(r"(?:published|posted|date)?:?\s*(?:on\s+)?(?P<date>.*\d.*)", re.IGNORECASE)


def read_text(text: str) -> RawDocument:
    """Reads a Markdown or plain text file's text. Never raises."""
    front = split_front_matter(text)
    body = front.body.strip("\n")
    known = read_metadata(front.values)
    lines = body.split("\n")
    headings = _find_headings(lines)
    title, title_at = _find_title(lines, headings, known.title)
    left_out = {title_at: "title"} if title_at is not None else {}
    byline, byline_at = _find_byline(lines, -1 if title_at is None else title_at)
    left_out.update(dict.fromkeys(byline_at, "byline"))
    found = merge_metadata(known, replace(byline, title=title))
    starts = _line_starts(lines)
    return RawDocument(
        text=body,
        metadata=found,
        headings=tuple(
            Heading(start=starts[number], text=heading)
            for number, heading in headings.items()
            if number != title_at and heading
        ),
        left_out=left_out,
        warnings=front.warnings,
    )


def same_title(first: str, second: str) -> bool:
    """Whether two headlines are the same but for case, marks and spaces."""
    return _letters(first) == _letters(second) != ""


def title_lines(lines: list[str], title: str | None) -> dict[int, str]:
    """The line among the first few that repeats the headline, with the reason to leave it out."""
    words = [number for number, line in enumerate(lines) if line.strip()]
    for number in words[:_TOP_LINES]:
        if title and len(lines[number]) < 1000 and same_title(lines[number], title):
            return {number: "title"}
    return {}


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _line_starts(lines: list[str]) -> list[int]:
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len(line) + 1
    return starts


def _find_headings(lines: list[str]) -> dict[int, str]:
    fenced = find_fenced(lines)
    headings = {}
    for number, line in enumerate(lines):
        if number in fenced or len(line) > 1000:
            continue
        if match := _HEADING.fullmatch(line):
            headings[number] = _plain(match["text"])
        elif _is_underlined(lines, number) and number + 1 not in fenced:
            headings[number] = _plain(line)
    return headings


def _is_underlined(lines: list[str], number: int) -> bool:
    """A line over `===` or `---`, alone in its paragraph."""
    line, after = lines[number].strip(), (lines[number + 1 : number + 2] or [""])[0].strip()
    alone = number == 0 or not lines[number - 1].strip()
    return bool(
        line and alone and len(line) <= _MAX_TITLE_CHARS and re.fullmatch(r"={3,}|-{3,}", after)
    )


def _plain(heading: str) -> str:
    """A heading's words without links and emphasis, since a title is shown as it is."""
    unlinked = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", heading)
    return " ".join(re.sub(r"\*{1,3}|`|(?<!\w)_{1,3}|_{1,3}(?!\w)", "", unlinked).split())


def _find_title(
    lines: list[str], headings: dict[int, str], known: str | None
) -> tuple[str | None, int | None]:
    """The headline in the text, and its line; the line alone when the title is known already."""
    if known:
        return None, next(iter(title_lines(lines, known)), None)
    words = [number for number, line in enumerate(lines) if line.strip()]
    for number in words[:_TOP_LINES]:
        if headings.get(number):
            return headings[number], number
        if len(lines[number]) > _MAX_TITLE_CHARS:
            break
    if words and words[0] not in headings and _looks_like_title(lines, words):
        return _plain(lines[words[0]].strip()), words[0]
    return None, None


def _looks_like_title(lines: list[str], words: list[int]) -> bool:
    line = lines[words[0]].strip()
    if len(words) < 2 or lines[words[0] + 1].strip() or len(line) > _MAX_TITLE_CHARS:
        return False
    ends_like_text = line.endswith((".", ",", ";", ":")) and not line.endswith("...")
    opens_like_text = line.startswith(("-", "*", ">", "|", "!", "<", "“", '"', "http", "[", "+ "))
    has_article = any(len(lines[number].strip()) > len(line) for number in words[1:4])
    has_words = 2 <= len(line.split()) <= 20 and any(character.isalpha() for character in line)
    is_byline = bool(_BYLINE.fullmatch(line) or parse_date(line))
    return has_words and has_article and not (ends_like_text or opens_like_text or is_byline)


def _find_byline(lines: list[str], title_at: int) -> tuple[Metadata, list[int]]:
    """Names and a date on lines of their own, right under the headline."""
    authors: tuple[str, ...] = ()
    published = None
    found: list[int] = []
    words = [n for n in range(title_at + 1, min(len(lines), title_at + 9)) if lines[n].strip()]
    for number in words[:2]:
        line = lines[number].strip().strip("*_").strip()
        if len(line) > 200:
            break
        byline, dateline = _BYLINE.fullmatch(line), _DATELINE.fullmatch(line)
        day = parse_date((byline or dateline or {"date": None})["date"] or "")
        if byline and not authors and (day or not byline["date"]):
            authors = read_authors(byline["names"])
        elif not (day and dateline and not byline):
            break
        published = published or day
        found.append(number)
    return Metadata(authors=authors, published=published), found
