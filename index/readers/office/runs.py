"""Character runs: stretches of a paragraph that look alike, put together as its reader sees it.

Word, OpenDocument, slides and rich text all keep a paragraph as such runs: what is struck out,
deleted, hidden or a reference mark is left out of the text and listed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from index.text.raised import raised_text

DELETED, HIDDEN, STRUCK, MARK = "deleted", "hidden", "struck out", "reference mark"
COMMENT, CONTENTS = "comment", "table of contents"
_CLOSING = (" ", "\n", ".", ",", ";", ":", "!", "?", ")", "”", "’")

Dropped = list[tuple[str, str]]
"""Words that are left out of the text, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Some characters of a paragraph; `reason` says why they are no text, if they are none."""

    text: str
    raised: bool = False
    reason: str = ""


def join_runs(runs: Iterable[Run], dropped: Dropped) -> str:
    """The text of a paragraph, each line tidied; what is left out is added to `dropped`."""
    parts = [
        (reason, raised, "".join(run.text for run in same))
        for (reason, raised), same in groupby(runs, key=lambda run: (run.reason, run.raised))
    ]
    # Where everything is raised, nothing stands out.
    all_raised = all(raised for reason, raised, text in parts if not reason and text.strip())
    text, gap = "", False
    for number, (reason, raised, words) in enumerate(parts):
        shown = "" if reason else words
        if raised and not all_raised and not reason and words.strip():
            after = "".join(part[2] for part in parts[number + 1 :][:2] if not part[0])
            shown, reason = _raised(words, text, after)
        if reason:
            dropped.append((words, reason))
        # The space before what is gone would stand before the comma after it.
        if gap and shown.startswith(_CLOSING):
            text = text.rstrip(" ")
        text, gap = text + shown, not shown if reason else gap and not shown
    return tidy(text)


def _raised(words: str, before: str, after: str) -> tuple[str, str]:
    """What stands in the text for raised words, the spaces around them kept, and a reason."""
    shown = raised_text(words, before, after)
    start = words[: len(words) - len(words.lstrip())]
    end = words[len(words.rstrip()) :]
    return start + (shown or "") + end, MARK if shown is None else ""


def tidy(text: str) -> str:
    """The lines with words, single spaces between these."""
    return "\n".join(" ".join(line.split()) for line in text.split("\n") if line.strip())
