"""What a reader of one format gives: text before cleaning, and what the file says about itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from index.metadata import Metadata
from index.types import Heading

__all__ = ["RawDocument"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RawDocument:
    """An article before cleaning; offsets and line numbers point into `text`."""

    text: str
    metadata: Metadata = field(default_factory=Metadata)
    headings: tuple[Heading, ...] = ()
    page_starts: tuple[int, ...] = ()
    left_out: Mapping[int, str] = field(default_factory=dict)  # line, from 0, and the reason
    warnings: tuple[str, ...] = ()
