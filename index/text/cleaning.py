"""Text cleaning: takes boilerplate lines and invisible characters out of an article.

Cleaning only ever leaves out: a whole line, or a character that nobody can see. What stays is
the reader's text in its order, never rewritten, so that every citation quotes what the article
says. Which lines are boilerplate is decided in `index.text.boilerplate`.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

from index.text.boilerplate import find_boilerplate
from index.text.characters import remove_invisible
from index.types import RemovedLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """The cleaned text, what was left out of it, and how offsets moved."""

    text: str  # the kept lines
    removed: tuple[RemovedLine, ...]  # in order; blank lines beside them are not listed
    invisible: int  # how many invisible characters were removed
    source: str
    # For each kept line: where it began in the source, and where it begins in the text.
    line_starts: tuple[tuple[int, int], ...]

    def moved(self, offset: int) -> int:
        """Where the character at `offset` of the source now is.

        A character that was removed moves to the next one that was kept; the end of the text
        when there is none.
        """
        at = bisect_right(self.line_starts, (offset, len(self.source))) - 1
        if at < 0:
            return 0
        was, now = self.line_starts[at]
        end = self.line_starts[at + 1][1] if at + 1 < len(self.line_starts) else len(self.text)
        # Inside the line, what stands before the offset may have lost invisible characters.
        return min(now + len(remove_invisible(self.source[was:offset])), end)


def clean(
    text: str, *, outlet: str | None = None, left_out: Mapping[int, str] | None = None
) -> Cleaned:
    """Leaves boilerplate lines and invisible characters out of `text`.

    Args:
        text: The text as the reader gave it, with newlines between lines.
        outlet: The outlet's name where known: lines that hold only it go with its footer.
        left_out: Lines (from 0) that the reader wants left out, and why, such as the title.

    Returns:
        What stays, and an account of what does not. A blank line goes, unlisted, when a removed
        line would leave two in a row or one at either end.
    """
    visible = remove_invisible(text)
    lines = visible.split("\n")
    reasons = {**find_boilerplate(lines, outlet=outlet), **(left_out or {})}
    kept = _kept_lines(lines, reasons)
    removed = tuple(
        RemovedLine(line=number + 1, text=lines[number], reason=reasons[number])
        for number in sorted(reasons)
        if number < len(lines) and lines[number].strip()
    )
    return Cleaned(
        text="\n".join(lines[number] for number in kept),
        removed=removed,
        invisible=len(text) - len(visible),
        source=text,
        line_starts=_line_starts(text.split("\n"), lines, kept),
    )


def _kept_lines(lines: list[str], reasons: Mapping[int, str]) -> list[int]:
    kept: list[int] = []
    gap = False  # a line was removed since the last one with words
    for number, line in enumerate(lines):
        if line.strip():
            if number in reasons:
                gap = True
            else:
                kept.append(number)
                gap = False
        elif not gap or (kept and lines[kept[-1]].strip()):
            kept.append(number)
    while gap and kept and not lines[kept[-1]].strip():
        kept.pop()
    return kept


def _line_starts(
    before: list[str], after: list[str], kept: list[int]
) -> tuple[tuple[int, int], ...]:
    starts = []
    was = now = 0
    wanted = set(kept)
    for number, line in enumerate(before):
        if number in wanted:
            starts.append((was, now))
            now += len(after[number]) + 1
        was += len(line) + 1
    return tuple(starts)
