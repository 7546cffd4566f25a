"""Questions to begin and to go on with, made of the articles; each is known to be answered."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import chain, zip_longest

from index.search.snapshot import Snapshot
from rag.english.names import find_names
from rag.search.follow_ups.context_dependence import STANDS_ALONE, context_dependence
from rag.types import Answer, AnswerStatus, Turn

MOST_EXAMPLES, MOST_FURTHER = 5, 3
ARTICLES_READ = 12
PROPOSED, SEEDS = 120, 3
LONGEST_CHARS = 90
KINDS = ("how_much", "who", "why", "when", "where", "who_said", "definition", "how_many")
"""Of proposed questions, those that sound as if somebody had asked them; the best first."""

ABOUT = "What do the articles say about {}?"

Ask = Callable[[str], Answer]
Proposed = Iterable[tuple[str, str]]
"""Articles and whole questions about them."""


def example_questions(snapshot: Snapshot, ask: Ask) -> tuple[str, ...]:
    """At most five questions about different articles, each plainly answered from its own.

    About the sample they are its own questions; others are made from the newest articles, which
    takes some seconds.
    """
    about = list(snapshot.about.values())
    dated = sorted(
        (document for document in about if document.published),
        key=lambda document: str(document.published),
        reverse=True,
    )
    newest = [document.doc_id for document in (dated or about)[:ARTICLES_READ]]
    found: dict[str, str] = {}
    known = {document.doc_id for document in about}
    for doc_id, question in _candidates(snapshot, newest, known):
        if len(found) == MOST_EXAMPLES:
            break
        if doc_id not in found and stands_alone(question) and _cites(ask(question)) == doc_id:
            found[doc_id] = question
    return tuple(found.values())


def further_questions(snapshot: Snapshot, answer: Answer, ask: Ask) -> tuple[str, ...]:
    """At most three about the articles that an answer cites, answered by what it does not show."""
    cited = dict.fromkeys(citation.doc_id for citation in answer.citations)
    shown = {citation.quote for citation in answer.citations}
    found: list[str] = []
    for _, question in _candidates(snapshot, cited, cited):
        if len(found) == MOST_FURTHER:
            break
        told = ask(question) if stands_alone(question) and question != answer.question else None
        if told and _cites(told) in cited and told.citations[0].quote not in shown:
            found.append(question)
            shown.add(told.citations[0].quote)
    return tuple(found)


def stands_alone(question: str) -> bool:
    """Whether it names what it is about, so that a reader who knows nothing understands it."""
    before = [Turn(question="Anything?")]
    alone = context_dependence(question, before) == STANDS_ALONE
    return alone and len(question) <= LONGEST_CHARS and bool(find_names(question, greedy=True))


def _cites(answer: Answer) -> str:
    """The article of its first sentence; "" when it is no plain answer."""
    plain = answer.status is AnswerStatus.ANSWERED and answer.sentences
    return answer.sentences[0].citations[0].doc_id if plain else ""


def _candidates(snapshot: Snapshot, doc_ids: Iterable[str], known: Iterable[str]) -> Proposed:
    """The sample's own questions, then such as are made, then what stands in headlines."""
    names = list(doc_ids)
    yield from ((doc_id, question) for doc_id, question in _of_the_sample() if doc_id in known)
    yield from _proposed(snapshot, names)
    for doc_id, document in snapshot.documents(names).items():
        for name in find_names(document.title, greedy=True):
            if " " in name.text:
                yield doc_id, ABOUT.format(name.text)


def _proposed(snapshot: Snapshot, doc_ids: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Questions in the articles' own words, one of each kind in turn."""
    from eval.proposing import propose_questions

    whole = snapshot.documents(doc_ids)
    questions = [
        question
        for seed in range(SEEDS)
        for question in propose_questions(whole, count=PROPOSED, seed=seed, reworded=False)
    ]
    by_kind = [[one for one in questions if one.id.rpartition("-")[0] == kind] for kind in KINDS]
    for one in filter(None, chain.from_iterable(zip_longest(*by_kind))):
        yield one.facts[0].sentences[0].doc_id, one.question


@cache
def _of_the_sample() -> tuple[tuple[str, str], ...]:
    """Whole questions about the sample articles, one of each article in turn."""
    from eval.questions.schema import QuestionKind, read_questions
    from eval.sample import sample_questions

    of_article: dict[str, list[tuple[str, str]]] = {}
    for question in read_questions(sample_questions()):
        if question.kind is QuestionKind.ANSWERABLE and question.question.endswith("?"):
            doc_id = question.facts[0].sentences[0].doc_id
            of_article.setdefault(doc_id, []).append((doc_id, question.question))
    return tuple(filter(None, chain.from_iterable(zip_longest(*of_article.values()))))
