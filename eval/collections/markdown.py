"""Writes documents of a collection as Markdown files with front matter."""

import json
import re
from pathlib import Path

# What Markdown acts upon inside a line; read back, the text is what it was.
_ACTS = re.compile(r"[\\`*_~^=<>\[\]{}&%]")


def write_markdown(path: Path, title: str, text: str) -> None:
    """One article as a Markdown file, its headline, if there is one, in the front matter."""
    # Lone surrogates, which JSON can hold, have no UTF-8.
    escaped = _ACTS.sub(r"\\\g<0>", text)
    path.write_text(f"{_front_matter(title)}{escaped}\n", encoding="utf-8", errors="replace")


def _front_matter(title: str) -> str:
    kept = "".join(c if c.isprintable() else " " for c in title)
    # A JSON string of printable characters is YAML, whatever quotation marks and colons it holds.
    quoted = json.dumps(" ".join(kept.split()), ensure_ascii=False)
    return f"---\ntitle: {quoted}\n---\n\n" if quoted != '""' else ""
