"""The ledger of what was fetched into a folder: a small hidden file that can be deleted.

It knows for each address its file, the digest of what came, and what to ask with next time.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from index.files import replace_text

NAME = ".byline-fetched.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is known of an address; `file` is "" for a feed, which is not saved itself."""

    file: str = ""
    sha256: str = ""
    etag: str = ""
    last_modified: str = ""

    @property
    def conditions(self) -> dict[str, str]:
        """The headers that ask for what is new only."""
        asked = {"if-none-match": self.etag, "if-modified-since": self.last_modified}
        return {name: value for name, value in asked.items() if value}


def read_ledger(folder: Path) -> dict[str, Entry]:
    """The entries by address; none where the file is missing or damaged."""
    try:
        found = json.loads((folder / NAME).read_text(encoding="utf-8"))
        return {url: Entry(**entry) for url, entry in found.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def write_entry(folder: Path, url: str, entry: Entry) -> None:
    """Put the entry of an address beside those of others, who may be fetching too."""
    entries = {**read_ledger(folder), url: entry}
    plain = {url: asdict(entry) for url, entry in sorted(entries.items())}
    replace_text(folder / NAME, json.dumps(plain, indent=1, ensure_ascii=False))


def digest_of(data: bytes) -> str:
    """What tells one content from another."""
    return hashlib.sha256(data).hexdigest()
