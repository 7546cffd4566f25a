"""`RawDocument`, a format reader's output before cleaning, and `TextBuilder`, which makes one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from index.readers.kinds import Unreadable
from index.text.metadata import Metadata
from index.types import Heading, ScannedPage


@dataclass(frozen=True, slots=True, kw_only=True)
class RawDocument:
    """An article before cleaning; offsets and line numbers point into `text`."""

    text: str
    metadata: Metadata = field(default_factory=Metadata)
    headings: tuple[Heading, ...] = ()
    page_starts: tuple[int, ...] = ()
    left_out: Mapping[int, str] = field(default_factory=dict)  # line, from 0, and the reason
    dropped: tuple[tuple[str, str], ...] = ()  # words of the file that `text` lacks, and why
    warnings: tuple[str, ...] = ()
    scans: tuple[ScannedPage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RawItem:
    """One article inside a container such as a feed or a mailbox.

    `key` names it within its file for ever (a GUID, a Message-ID, an address), and stays when items
    are added, edited or moved around it; "" is the file itself, where it turns out to hold one
    article only. In the place of an article that cannot be read stands the reason.
    """

    key: str
    raw: RawDocument | Unreadable


def read_or_say(read: Callable[..., RawDocument], *given: Any) -> RawDocument | Unreadable:
    """What `read` makes of one article in a container, or why it cannot be read."""
    try:
        return read(*given)
    except Unreadable as reason:
        return reason
    except RecursionError:
        return Unreadable("nested too deeply")


class TextBuilder:
    """Puts paragraphs together with a blank line between them, and knows where headings begin."""

    def __init__(self) -> None:
        self.headings: list[Heading] = []
        self._blocks: list[str] = []
        self.length = 0

    def add(self, block: str, *, is_heading: bool = False) -> None:
        """Adds a paragraph, or a heading on one line; blank ones are left out."""
        block = block.strip()
        if not block:
            return
        if is_heading:
            block = " ".join(block.split())
            self.headings.append(Heading(start=self.length, text=block))
        self._blocks.append(block)
        self.length += len(block) + 2

    def text(self) -> str:
        """All paragraphs so far."""
        return "\n\n".join(self._blocks)
