"""Example questions to begin with, generated from the articles themselves."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import chain, zip_longest

from index.search.snapshot import Snapshot
from index.types import Document
from rag.types import Answer, AnswerStatus

MOST_EXAMPLES = 4
ARTICLES_READ = 12
PROPOSED = 40
LONGEST_CHARS = 90
KINDS = ("how_much", "who", "why", "when", "where", "who_said", "definition", "how_many")
"""Of proposed questions, those that sound as if somebody had asked them; the best first."""


def example_questions(snapshot: Snapshot, ask: Callable[[str], Answer]) -> tuple[str, ...]:
    """At most four questions about different articles, each of which gets an answer from its own.

    About the sample they are its own questions; others are made from the newest articles, which
    takes some seconds.
    """
    documents = list(snapshot.about.values())
    known = {document.doc_id for document in documents}
    of_sample = [question for doc_id, question in _of_the_sample() if doc_id in known]
    if of_sample:
        return tuple(of_sample[:: max(1, len(of_sample) // MOST_EXAMPLES)][:MOST_EXAMPLES])
    found: dict[str, str] = {}
    for doc_id, question in _proposed(snapshot, documents):
        if doc_id not in found and _is_from(ask(question), doc_id):
            found[doc_id] = question
            if len(found) == MOST_EXAMPLES:
                break
    return tuple(found.values())


def _proposed(snapshot: Snapshot, documents: Sequence[Document]) -> Iterator[tuple[str, str]]:
    """Articles and whole questions about them, one of each kind in turn."""
    from eval.proposing import propose_questions

    dated = [document for document in documents if document.published]
    dated.sort(key=lambda document: str(document.published), reverse=True)
    newest = [document.doc_id for document in (dated or documents)[:ARTICLES_READ]]
    whole = snapshot.documents(newest)
    questions = propose_questions(whole, count=PROPOSED)
    by_kind = [[one for one in questions if one.id.rpartition("-")[0] == kind] for kind in KINDS]
    for one in chain.from_iterable(zip_longest(*by_kind)):
        if one and one.question.endswith("?") and len(one.question) <= LONGEST_CHARS:
            yield one.facts[0].sentences[0].doc_id, one.question


def _is_from(answer: Answer, doc_id: str) -> bool:
    first = answer.sentences[0].citations[0].doc_id if answer.sentences else ""
    return answer.status is AnswerStatus.ANSWERED and first == doc_id


@cache
def _of_the_sample() -> tuple[tuple[str, str], ...]:
    """For each sample article, its first whole question."""
    from eval.questions.schema import QuestionKind, read_questions
    from eval.sample import sample_questions

    first: dict[str, str] = {}
    for question in read_questions(sample_questions()):
        if question.kind is QuestionKind.ANSWERABLE and question.question.endswith("?"):
            first.setdefault(question.facts[0].sentences[0].doc_id, question.question)
    return tuple(first.items())
