"""The index of a folder of articles: opened, synced, searched.

>>> from index import Index, open_or_create
>>> open_or_create(Path("my-index")).sync(Path("articles"))  # doctest: +SKIP

Names are loaded when first used, so that importing this package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.errors import BylineError as BylineError
    from index.index import Index as Index
    from index.index import open_or_create as open_or_create
    from index.location import find_index as find_index
    from index.search.snapshot import Snapshot as Snapshot
    from index.settings import IndexSettings as IndexSettings
    from index.types import Document as Document
    from index.types import Filters as Filters
    from index.types import Passage as Passage
    from index.types import SyncReport as SyncReport

# In the order of the journey: find, make, sync, read.
_HOMES = {
    "find_index": "index.location",
    "IndexSettings": "index.settings",
    "Index": "index.index",
    "open_or_create": "index.index",
    "SyncReport": "index.types",
    "Snapshot": "index.search.snapshot",
    "Document": "index.types",
    "Passage": "index.types",
    "Filters": "index.types",
    "BylineError": "index.errors",
}
__all__ = list(_HOMES)


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'index' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
