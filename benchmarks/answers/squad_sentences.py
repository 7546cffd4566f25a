"""Benchmark SQuAD: does the first sentence, or one of the first three, answer from the right place?

All articles of `squad/dev-visible.json` are one index; the questions are the answerable ones of the
reporting articles, asked through `Answerer.answer`. A sentence is right when it holds a gold answer
and stands in the gold paragraph. Where a quotation brings the sentence before it along, only the
chosen one, its last, is judged.
"""

from benchmarks.shared.scratch_index import scratch_folder, with_progress
from benchmarks.shared.squad import file_of, open_answerer, read_articles, read_dev, reporting
from benchmarks.shared.types import BenchOptions, BenchResult
from eval.collections.squad import SquadArticle, SquadQuestion
from eval.measures.short_answers import holds_answer
from index.text.sentences import split_sentences
from index.types import Document
from rag.answerer import Answerer
from rag.types import Answer, AnswerStatus, Citation

TARGETS = {"hit1": ">= 0.78", "hit3": ">= 0.92", "shipped_hit1": "", "shipped_hit3": ""}
WITHIN = 3


def run(options: BenchOptions) -> BenchResult:
    """Index the articles, ask, count."""
    articles, questions = read_dev(options.data)
    with scratch_folder() as scratch:
        answerer = open_answerer(articles, scratch)
        return measure(answerer, articles, reporting(questions)[: options.limit])


def measure(
    answerer: Answerer, articles: list[SquadArticle], questions: list[SquadQuestion]
) -> BenchResult:
    """The four figures over `questions`, and how long the answers are."""
    documents, places = read_articles(answerer.index, articles)
    first = within = shipped_first = shipped_within = sentences = seconds = 0.0
    for question in with_progress(questions, "questions"):
        answer = answerer.answer(question.text, refuse=False, only_needed=False)
        place = places[file_of(question.article)][question.paragraph]
        right = [
            is_right(citation, documents, question, place) for citation in _quoted(answer)[:WITHIN]
        ]
        shown = answer.status is AnswerStatus.ANSWERED
        first += any(right[:1])
        within += any(right)
        shipped_first += shown and any(right[:1])
        shipped_within += shown and any(right)
        sentences += len(answer.sentences)
        seconds += sum(answer.timings.values())
    count = len(questions) or 1
    return BenchResult(
        values={
            "hit1": first / count,
            "hit3": within / count,
            "shipped_hit1": shipped_first / count,
            "shipped_hit3": shipped_within / count,
        },
        targets=TARGETS,
        notes=(
            f"{len(questions)} questions, {sentences / count:.2f} sentences in an answer,"
            f" {1000 * seconds / count:.0f} ms for one on average",
        ),
    )


def _quoted(answer: Answer) -> list[Citation]:
    return [sentence.citations[0] for sentence in answer.sentences]


def is_right(
    citation: Citation,
    documents: dict[str, Document],
    question: SquadQuestion,
    place: tuple[int, int],
) -> bool:
    """Whether the last sentence of the quotation answers, from the right paragraph."""
    document = documents[citation.doc_id]
    start = citation.start + split_sentences(citation.quote, document.language)[-1][0]
    return (
        citation.doc_id == file_of(question.article)
        and place[0] <= start < place[1]
        and holds_answer(document.text[start : citation.end], question.answers)
    )
