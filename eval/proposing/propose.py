"""`propose_questions`: from a folder of articles to a question file, every generator in turn."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from random import Random

from eval.proposing.choosing import SEARCHES, choose, is_good, keys
from eval.proposing.clause_questions import ask_about_clause
from eval.proposing.duplicates import HeldOut, Twins
from eval.proposing.keywords import ask_with_headline, ask_with_keywords
from eval.proposing.rewording import Rewording
from eval.proposing.sources import Draft, SourceSentence, Vocabulary, stems, usable_sentences
from eval.proposing.topics import ask_about_statement, ask_about_topics
from eval.questions.overlap import gold_overlap
from eval.questions.schema import Fact, GoldSentence, Question, QuestionKind
from index.types import Document

UNANSWERABLE_SHARE = 0.15


def propose_questions(
    documents: Mapping[str, Document], *, count: int = 100, seed: int = 0
) -> list[Question]:
    """Questions that the articles answer, and some that they do not once an article is left out.

    Args:
        documents: articles by id, as Byline reads them.
        count: how many questions at most; short or few articles give fewer.
        seed: the same articles, count and seed give the same questions.

    Returns:
        About 85 % answerable questions with located gold sentences, spread evenly over the
        articles; then `unanswerable_easy` ones, with the articles that must be left out when they
        are asked. An id tells the way the question was made, such as "when-0003". English articles
        give real questions, others only headline and keyword queries.
    """
    maker = _Maker(documents, seed)
    wanted = round(UNANSWERABLE_SHARE * min(count, maker.sentences))
    unanswerable = list(islice(maker.unanswerable(), wanted))
    drafts = list(maker.choose(count - len(unanswerable)))
    return [
        *(maker.answerable(draft, number) for draft, number in _numbered(drafts)),
        *unanswerable,
    ]


class _Maker:
    def __init__(self, documents: Mapping[str, Document], seed: int) -> None:
        self._documents = {doc_id: documents[doc_id] for doc_id in sorted(documents)}
        self._sentences = {
            doc_id: usable_sentences(document) for doc_id, document in self._documents.items()
        }
        self._vocabulary = Vocabulary(self._sentences)
        self._twins = Twins(self._documents, self._sentences)
        self._seed = seed
        self._random = Random(seed)
        self._drafts: dict[str, list[Draft]] = {}
        self._taken: set[str] = set()

    @property
    def sentences(self) -> int:
        """How many sentences could be asked about."""
        return sum(map(len, self._sentences.values()))

    def choose(self, count: int) -> Iterator[Draft]:
        """Drafts that were not asked before, spread over articles and ways."""
        return choose(list(self._documents), self._drafts_of, count, self._random, self._taken)

    def answerable(self, draft: Draft, number: int) -> Question:
        same = self._twins.sentences(draft.sentence, draft.answers)
        gold = tuple(
            GoldSentence(doc_id=s.document.doc_id, quote=s.text, start=s.start, end=s.end)
            for s in same
        )
        return Question(
            id=f"{draft.way}-{number:04d}",
            question=draft.text,
            kind=QuestionKind.ANSWERABLE,
            facts=(Fact(sentences=gold, answers=draft.answers),),
        )

    def unanswerable(self) -> Iterator[Question]:
        held_out, number = HeldOut(self._documents), 0
        seen: set[str] = set()
        names = list(self._documents)
        for draft in choose(names, self._drafts_of, self.sentences, self._random, seen):
            doc_id = draft.sentence.document.doc_id
            left_out = (doc_id, *self._twins.articles(doc_id))
            if draft.way in SEARCHES or not held_out.answers_nowhere_else(draft.text, left_out):
                continue
            number += 1
            self._taken |= keys(draft)
            yield Question(
                id=f"held-out-{number:04d}",
                question=draft.text,
                kind=QuestionKind.UNANSWERABLE_EASY,
                without=left_out,
            )

    def _drafts_of(self, doc_id: str) -> Sequence[Draft]:
        if doc_id not in self._drafts:
            drafts = [draft for s in self._sentences[doc_id] for draft in self._ask(s)]
            self._random_of(doc_id).shuffle(drafts)
            self._drafts[doc_id] = sorted(drafts, key=self._unlikeliness)
        return self._drafts[doc_id]

    def _unlikeliness(self, draft: Draft) -> float:
        """Low for what people ask: about what an article dwells on, in words that it repeats."""
        asked = stems(draft.text)
        dwelt_on = asked & stems(f"{draft.sentence.document.title} {draft.sentence.around}")
        return 2 * self._vocabulary.count_once(draft.text) - len(dwelt_on)

    def _ask(self, sentence: SourceSentence) -> Iterator[Draft]:
        random = self._random_of(f"{sentence.document.doc_id}:{sentence.start}")
        rewording = Rewording(random)
        drafts = [*ask_with_headline(sentence)]
        drafts += ask_with_keywords(sentence, self._vocabulary, random)
        if sentence.is_english:
            drafts += ask_about_clause(sentence, self._vocabulary, rewording)
            drafts += (
                replace(draft, text=rewording.opening(draft.text, ""))
                for draft in ask_about_statement(sentence, self._vocabulary)
            )
            drafts += ask_about_topics(sentence, self._vocabulary, random)
            drafts = [replace(draft, text=rewording.question(draft.text)) for draft in drafts]
        yield from (draft for draft in drafts if is_good(draft, self._vocabulary))

    def _random_of(self, what: str) -> Random:
        return Random(f"{self._seed}:{what}")


def _numbered(drafts: Sequence[Draft]) -> Iterator[tuple[Draft, int]]:
    numbers: Counter[str] = Counter()
    for draft in drafts:
        numbers[draft.way] += 1
        yield draft, numbers[draft.way]


HUMAN_OVERLAP = 0.66
"""Mean share of the content words of people's questions that stand in the sentence that answers
them. Measured on 3,340 answerable questions of 20 SQuAD 2.0 articles; of the sentences of the
paragraph that hold an answer, the one that shares most counts."""

TRUST_NOTE = (
    "These questions were made from the articles' own sentences by rules, without a language model"
    " and without a reader. They reuse the articles' words more than people do, so search by words"
    " looks better than it will be with real readers. Use them to compare settings on this folder;"
    " do not quote the figures as how good search or answers are. The unanswerable ones are easy:"
    " the only article that answers is left out. Some questions read oddly or have more answers"
    " than the one named: edit the file, delete the bad ones, and add questions that your readers"
    " ask. Articles in other languages than English get search words only, no full questions."
)


def mean_overlap(questions: Sequence[Question]) -> float | None:
    """The mean share, 0 to 1, of questions' content words in their gold sentence.

    Of several gold sentences the one that shares most counts. None without answerable questions.
    """
    shares = [share for q in questions if (share := gold_overlap(q)) is not None]
    return sum(shares) / len(shares) if shares else None


def trust_note(questions: Sequence[Question]) -> str:
    """`TRUST_NOTE`, and how these questions' overlap compares with that of people's questions."""
    overlap = mean_overlap(questions)
    if overlap is None:
        return TRUST_NOTE
    return (
        f"{TRUST_NOTE} On average {overlap:.0%} of a question's words stand in the sentence that"
        f" answers it; in questions that people wrote (SQuAD) it is {HUMAN_OVERLAP:.0%}."
    )
