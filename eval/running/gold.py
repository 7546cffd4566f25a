"""Gold sentences of a query -> character spans in the text that was indexed."""

from collections.abc import Callable, Mapping

from eval.questions.places import find_quote
from eval.types import DocumentSpan, Fact, GoldFact, GoldSentence, Query
from index.errors import UsageError
from index.types import Document


class GoldFinder:
    """Finds gold sentences; `file_id_of` gives the index's name for a collection's document.

    With `strict`, a sentence that is not in its document, or whose offsets lie outside of it, is
    a `UsageError`; one that an edit of the article has moved is found where it stands now.
    Without, a sentence that is not there is counted in `missing`: cleaning or cutting lost it,
    and nothing can find it any more.
    """

    def __init__(
        self,
        documents: Mapping[str, Document],
        file_id_of: Callable[[str], str],
        *,
        strict: bool,
    ) -> None:
        self._documents = documents
        self._file_id_of = file_id_of
        self._strict = strict
        self.missing = 0

    def facts(self, query: Query) -> tuple[GoldFact, ...]:
        """Every fact with the places at which it stands."""
        return tuple(self._fact(query.query_id, fact) for fact in query.facts)

    def wrong(self, query: Query) -> tuple[DocumentSpan, ...]:
        """The sentences that were called wrong, where they still stand."""
        return tuple(place for s in query.wrong for place in self._places(query.query_id, s))

    def _fact(self, query_id: str, fact: Fact) -> GoldFact:
        found = [
            (place, sentence.quote)
            for sentence in fact.sentences
            for place in self._places(query_id, sentence)
        ]
        return GoldFact(
            places=tuple(place for place, _ in found),
            quotes=tuple(quote for _, quote in found),
            answers=fact.answers,
        )

    def _places(self, query_id: str, sentence: GoldSentence) -> list[DocumentSpan]:
        document = self._documents.get(self._file_id_of(sentence.doc_id))
        text = document.text if document else ""
        spans = [(sentence.start or 0, sentence.end or 0)]
        if sentence.start is None or text[sentence.start : sentence.end] != sentence.quote:
            spans = find_quote(sentence.quote, text)
            outside = sentence.end is not None and sentence.end > len(text)
            moved = sentence.start is not None and len(spans) != 1
            if self._strict and (outside or moved or not spans):
                raise UsageError(_not_there(query_id, sentence, document))
        self.missing += not spans
        return [DocumentSpan(doc_id=sentence.doc_id, start=start, end=end) for start, end in spans]


def _not_there(query_id: str, sentence: GoldSentence, document: Document | None) -> str:
    where = f"question {query_id}: {sentence.doc_id}"
    if document is None:
        return f"{where}: no such article in the index"
    quote = sentence.quote if len(sentence.quote) <= 60 else sentence.quote[:57] + "..."
    if sentence.start is None:
        return f"{where}: {quote!r} does not occur in it"
    place = f"{sentence.start}-{sentence.end} of its {len(document.text)} characters"
    return f"{where}: {quote!r} is not at {place}"
