"""LangChain retriever: Byline's passages as documents; needs `pip install langchain-core`."""

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever

from rag.answerer import Answerer
from rag.types import Filters


class BylineRetriever(BaseRetriever):  # type: ignore[misc, unused-ignore]
    """The `k` best passages of an index; each names its article and its place there."""

    answerer: Answerer
    k: int = 5
    filters: Filters = Filters()

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        hits = self.answerer.search(query, hits=self.k, filters=self.filters)
        about = self.answerer.index.snapshot().documents(hit.passage.doc_id for hit in hits)
        return [
            Document(
                id=hit.passage.passage_id,
                page_content=hit.passage.text,
                metadata={
                    "doc_id": hit.passage.doc_id,
                    "start": hit.passage.start,
                    "end": hit.passage.end,
                    "score": hit.score,
                    "title": article.title,
                    "authors": list(article.authors),
                    "published": article.published and article.published.isoformat(),
                    "outlet": article.outlet,
                    "source": article.uri or hit.passage.doc_id,
                },
            )
            for hit in hits[: self.k]
            if (article := about.get(hit.passage.doc_id))
        ]
