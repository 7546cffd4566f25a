"""The index of a folder of articles: opened, synced, searched.

>>> from index import Index, open_or_create
>>> open_or_create(Path("my-index")).sync(Path("articles"))  # doctest: +SKIP

Names are loaded when first used, so that importing this package costs nothing.
"""

from lazy_loader import attach_stub

__getattr__, __dir__, _ = attach_stub(__name__, __file__)

# In the order of the journey: find, make, sync, read.
__all__ = [  # noqa: RUF022
    "find_index", "IndexSettings", "Index", "open_or_create", "SyncReport", "Snapshot",
    "Document", "Passage", "Filters", "Encoder", "BylineError",
]  # fmt: skip
