"""Finds the headline and the byline among an article's first lines."""

import re
from collections.abc import Sequence

from index.text.authors import read_authors
from index.text.characters import remove_invisible
from index.text.data import read_data
from index.text.dates import parse_date
from index.text.metadata import Metadata

TOP_LINES = 4
MAX_TITLE_CHARS = 120
_DATA = read_data(__file__)
_OPENS_LIKE_TEXT = tuple(_DATA["opens_like_text"])


def plain_heading(heading: str) -> str:
    """A heading's words without links and emphasis, since a title is shown as it is."""
    unlinked = re.sub(r"!?\[([^\]]{0,500})\]\([^)]{0,500}\)", r"\1", heading)
    unlinked = remove_invisible(unlinked)
    return " ".join(re.sub(r"\*{1,3}|`|(?<!\w)_{1,3}|_{1,3}(?!\w)", "", unlinked).split())


def title_lines(lines: Sequence[str], title: str | None) -> dict[int, str]:
    """The line among the first few that repeats the headline, with the reason to leave it out.

    Case, marks and spaces do not matter.
    """
    words = [number for number, line in enumerate(lines) if line.strip()]
    wanted = letters_of(title or "")
    for number in words[:TOP_LINES]:
        if wanted and len(lines[number]) < 1000 and letters_of(lines[number]) == wanted:
            return {number: "title"}
    return {}


def letters_of(text: str) -> str:
    """Letters and figures alone, in one case: headlines differ in the rest."""
    return re.sub(r"[\W_]+", "", text).casefold()


def looks_like_title(lines: Sequence[str]) -> bool:
    """Whether the first line with words is a headline rather than the article's beginning.

    It is short, has no final full stop, stands alone, and one of the next lines is longer.
    """
    words = [number for number, line in enumerate(lines) if line.strip()]
    if len(words) < 2 or not (
        words[1] > words[0] + 1 or _DATA.byline.fullmatch(plain_heading(lines[words[1]][:200]))
    ):
        return False
    line = lines[words[0]].strip()
    if len(line) > MAX_TITLE_CHARS or not 2 <= len(line.split()) <= 20:
        return False
    ends_like_text = line.endswith((".", ",", ";", ":")) and not line.endswith("...")
    has_article = any(len(lines[number].strip()) > len(line) for number in words[1:4])
    is_byline = bool(_DATA.byline.fullmatch(line) or parse_date(line))
    has_letters = any(character.isalpha() for character in line)
    opens_like_text = line.startswith(_OPENS_LIKE_TEXT) or re.match(r"\d+[.)] ", line)
    return has_letters and has_article and not (ends_like_text or opens_like_text or is_byline)


def find_byline(lines: Sequence[str], title_at: int) -> tuple[Metadata, dict[int, str]]:
    """Names and a date that stand on lines of their own, right under the headline.

    Args:
        lines: The article's lines.
        title_at: The headline's line, or -1 when there is none.

    Returns:
        What the lines say, and the lines with the reason to leave them out of the text.
    """
    authors: tuple[str, ...] = ()
    published = None
    found: dict[int, str] = {}
    below = range(title_at + 1, min(len(lines), title_at + 9))
    words = [n for n in below if lines[n].strip(" \t=-")]  # a rule under the headline has none
    for number in words[:2]:
        line = plain_heading(lines[number].lstrip("#> ")) if len(lines[number]) <= 200 else ""
        byline, dateline = _DATA.byline.fullmatch(line), _DATA.dateline.fullmatch(line)
        match = byline or dateline
        day = parse_date(match["date"]) if match and match["date"] else None
        if byline and not authors and (day or not byline["date"]):
            authors = read_authors(byline["names"])
        elif byline or not day:
            break
        published = published or day
        found[number] = "byline"
    return Metadata(authors=authors, published=published), found
