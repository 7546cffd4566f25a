"""Reads Markdown and plain text: headings, title, front matter; both are treated alike.

The headline is the front matter's title, else the first `#` heading if nothing but a line or two
stands before it, else a first line that looks like one: short, without a final full stop,
followed by a blank line and a longer paragraph. The line with the headline is left out of the
text (it is the document's title, so it is not lost) and so is a byline under it; other heading
lines stay in the text as they are, with their `#`, and are listed as headings. A table is written
row by row, each cell with its head; words divided at the ends of lines are whole; of the marks
inside lines nothing is left.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from index.readers.headline import (
    MAX_TITLE_CHARS,
    TOP_LINES,
    find_byline,
    looks_like_title,
    plain_heading,
    title_lines,
)
from index.readers.raw import RawDocument
from index.readers.text.front_matter import split_front_matter
from index.readers.text.markdown import read_markdown
from index.readers.text.markdown_tables import tables_as_rows
from index.readers.text.unwrap import unwrap_divided
from index.text.boilerplate import find_fenced
from index.text.metadata import merge_metadata, read_metadata
from index.types import Heading

_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(?P<text>.*)")


def read_text(text: str) -> RawDocument:
    """Reads a Markdown or plain text file's text. Never raises."""
    front = split_front_matter(text)
    known = read_metadata(front.values)
    body = front.body
    if "|" in body:  # before marks go, which are its lines, too: +====+
        lines = body.split("\n")
        body = "\n".join(tables_as_rows(lines, find_fenced(lines)))
    shown = read_markdown(body)
    # What goes leaves no more than one blank line.
    kept = re.sub(r"\n[ \t]*\n(?:[ \t]*\n)+", "\n\n", shown.text) if shown.dropped else shown.text
    english = (known.language or "en").startswith("en")
    body = unwrap_divided(kept.strip("\n"), english=english)
    lines = body.split("\n")
    headings = _find_headings(lines)
    title, title_at = _find_title(lines, headings, known.title)
    byline, byline_lines = find_byline(lines, title_at)
    starts = _line_starts(lines)
    return RawDocument(
        text=body,
        metadata=merge_metadata(known, replace(byline, title=title)),
        headings=tuple(
            Heading(start=starts[number], text=heading)
            for number, heading in headings.items()
            if number != title_at and heading
        ),
        left_out={**({title_at: "title"} if title_at >= 0 else {}), **byline_lines},
        dropped=shown.dropped,
        warnings=front.warnings + shown.warnings,
    )


def _line_starts(lines: Sequence[str]) -> list[int]:
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len(line) + 1
    return starts


def _find_headings(lines: Sequence[str]) -> dict[int, str]:
    fenced = find_fenced(lines)
    headings = {}
    for number, line in enumerate(lines):
        if number in fenced or len(line) > 1000:
            continue
        if match := _HEADING.fullmatch(line):
            headings[number] = plain_heading(match["text"].rstrip().rstrip("#"))
        elif number + 1 not in fenced and _is_underlined(lines, number):
            headings[number] = plain_heading(line)
    return headings


def _is_underlined(lines: Sequence[str], number: int) -> bool:
    """A line over `===` or `---`, alone in its paragraph."""
    after = lines[number + 1].strip() if number + 1 < len(lines) else ""
    if after[:3] not in ("===", "---") or after.strip(after[0]):
        return False
    line = lines[number].strip()
    alone = number == 0 or not lines[number - 1].strip()
    return bool(line) and alone and len(line) <= MAX_TITLE_CHARS


def _find_title(
    lines: Sequence[str], headings: dict[int, str], known: str | None
) -> tuple[str | None, int]:
    """The headline if it is to be had from the text, and the line that holds it, or -1."""
    if known:
        return None, next(iter(title_lines(lines, known)), -1)
    words = [number for number, line in enumerate(lines) if line.strip()]
    for number in words[:TOP_LINES]:
        if headings.get(number):
            return headings[number], number
        if len(lines[number]) > MAX_TITLE_CHARS:
            break
    if words and words[0] not in headings and looks_like_title(lines):
        return plain_heading(lines[words[0]]), words[0]
    return None, -1
