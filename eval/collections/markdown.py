"""Writes documents of a collection as Markdown files with front matter."""

from __future__ import annotations

import json
from pathlib import Path


def write_markdown(path: Path, title: str, text: str) -> None:
    """One article as a Markdown file, its headline, if there is one, in the front matter."""
    # Lone surrogates, which JSON can hold, have no UTF-8.
    path.write_text(f"{_front_matter(title)}{text}\n", encoding="utf-8", errors="replace")


def _front_matter(title: str) -> str:
    kept = "".join(c if c.isprintable() else " " for c in title)
    # A JSON string of printable characters is YAML, whatever quotation marks and colons it holds.
    quoted = json.dumps(" ".join(kept.split()), ensure_ascii=False)
    return f"---\ntitle: {quoted}\n---\n\n" if quoted != '""' else ""
