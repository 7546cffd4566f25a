"""Source of articles for the panel: the index, or the versions kept with answers."""

from collections.abc import Iterable, Mapping

from index.errors import BylineError
from index.types import Document
from ui.web.conversations.store import Conversations
from ui.web.library.library import Library


class KeptShelf:
    """Articles out of the index, when there is one, and out of what was kept of answers."""

    def __init__(self, library: Library, conversations: Conversations) -> None:
        self._library, self._conversations = library, conversations

    def now(self, doc_id: str) -> Document | None:
        """The article as it is indexed; None too while there is no index."""
        try:
            return self._library.index.snapshot().document(doc_id)
        except BylineError:
            return None

    def cited(self, doc_id: str, version: str) -> Document | None:
        """The article in a version that a kept answer cites."""
        return self._conversations.cited_document(doc_id, version)

    def about(self, doc_ids: Iterable[str]) -> Mapping[str, Document]:
        """Those of the articles that are indexed, without their texts."""
        wanted = set(doc_ids)
        if not wanted:
            return {}
        try:
            about = self._library.index.snapshot().about.values()
        except BylineError:
            return {}
        return {document.doc_id: document for document in about if document.doc_id in wanted}
