"""Rows of tables among the sentences: which row a question names, and which of its cells answers.

A cell answers when the question names its row ("Skelling") and its column ("2024"). Where it names
a column that the table lacks, no other one is taken for it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from index.text.tables import is_row
from index.types import Document
from rag.english.answer_spans import asked_kind, asked_type
from rag.english.grammar import Grammar
from rag.english.question import AnswerType, Question
from rag.english.table_cells import PERCENT, RowCell, Stems, fold, read_cells, shared_head, stems_of
from rag.english.words import find_words, stem
from rag.extract.softmax import softmax
from rag.extract.types import Fit, PassageRead, Ranking, RowMatch, ScoredSentence

FIT_BONUS = {Fit.NOTHING: -2.0, Fit.ROW: 0.0, Fit.CELL: 8.0}
"""Score of a row; a lead of 2 decides between sentences (see `ranker.DATE_BONUS`)."""
CELL_CONFIDENCE = 0.85
UNSURE_OF_CELL = 0.45

_NAMES_A_ROW = (AnswerType.PERSON, AnswerType.NAME, AnswerType.PLACE)
_RE = Grammar("rag.extract", "table_rows")
_LEFT_UNSAID = frozenset(map(stem, _RE.word_list("left_unsaid")))
"""What tables leave to their cells: "£310,000" says that it is money."""
_BEFORE_CHARS = 600


def match_row(question: Question, row: str) -> RowMatch:
    """What `question` names of `row`."""
    cells = read_cells(row)
    asked = stems_of(question.words)
    named = asked & Stems().union(*(cell.value for cell in cells))
    if not named:
        return RowMatch(Fit.NOTHING)
    cell = _answering(question, cells, asked)
    span = (cell.start, cell.end) if cell else None
    return RowMatch(Fit.CELL if cell else Fit.ROW, named, span)


def _answering(question: Question, cells: Sequence[RowCell], asked: Stems) -> RowCell | None:
    """The cell not named itself whose head the question names, with most words or first."""
    unknown = [cell for cell in cells if not cell.value <= asked]
    unknown = unknown[bool(unknown[:1] == [cells[0]] and cells[0].value & asked) :]
    if PERCENT.search(question.text):
        return next((cell for cell in unknown if cell.is_percent), None)
    shared = shared_head(tuple(cells))
    named = [cell for cell in unknown if cell.head and cell.head - shared <= asked & cell.head]
    if named:
        order = [fold(word) for word in question.words]
        return min(named, key=lambda c: (-len(c.head & asked), _first(order, c.head)))
    is_asked = cells[0] in unknown and not cells[0].value & asked
    return cells[0] if is_asked and asked_type(question.text) in _NAMES_A_ROW else None


def _first(order: Sequence[str], head: Stems) -> int:
    return next((place for place, word in enumerate(order) if word in head), len(order))


def prefer_rows(ranking: Ranking, documents: Mapping[str, Document]) -> Ranking:
    """`ranking` with rows whose cell answers before all others, and rows of other things behind."""
    fitted = fit_rows(ranking, ranking.question, ranking.sentences, documents)
    order = sorted(range(len(fitted)), key=lambda place: -fitted[place].score)
    sentences = tuple(fitted[place] for place in order)
    return replace(ranking, sentences=sentences, features=ranking.features[order])


def fit_rows(
    ranking: Ranking,
    question: Question,
    sentences: Sequence[ScoredSentence],
    documents: Mapping[str, Document],
) -> list[ScoredSentence]:
    """`sentences`, the rows among them matched and scored by what `question` names of them."""
    rows = {s.candidate: s.candidate.hit for s in sentences if is_row(s.candidate.text)}
    around = {hit: _words_around(ranking.passages[hit], documents) for hit in set(rows.values())}
    found = {
        row: _held(question, match_row(question, row.text), around[hit])
        for row, hit in rows.items()
    }
    named = {(row.document, match.named) for row, match in found.items()}
    fitted = []
    for sentence in sentences:
        match = found.get(sentence.candidate)
        if match and any(
            document == sentence.candidate.document and match.named < other
            for document, other in named
        ):
            match = RowMatch(Fit.NOTHING)  # another row is named more fully
        score = sentence.score + (FIT_BONUS[match.fit] if match else 0.0)
        fitted.append(replace(sentence, score=score, row=match))
    shares = softmax(np.array([sentence.score for sentence in fitted]))
    return [replace(s, probability=float(p)) for s, p in zip(fitted, shares, strict=True)]


def _words_around(read: PassageRead, documents: Mapping[str, Document]) -> Stems:
    """The stems of a passage, its headline, and what stands before the table that it cuts."""
    passage = read.hit.passage
    before = documents[passage.doc_id].text[: passage.start].rstrip()
    while before and is_row(before[before.rfind("\n") + 1 :]):
        before = before[: before.rfind("\n") + 1].rstrip()
    words = (*read.words, *find_words(read.title), *find_words(before[-_BEFORE_CHARS:]))
    return frozenset(map(fold, words))


def _held(question: Question, match: RowMatch, stems: Stems) -> RowMatch:
    """`match`, without its cell where the table's surroundings lack what the question asks."""
    telling = [word for word in question.content if word.stem not in _LEFT_UNSAID]
    unheld = [word for word in telling if fold(word) not in stems]
    names_lack = any(word.stem in question.names for word in unheld)
    counted = _RE.counted.search(question.text)
    things = stems_of(find_words(counted[1])) if counted else Stems()
    lacks_thing = things and not things & (stems | _LEFT_UNSAID)
    if match.cell and (lacks_thing or names_lack or 2 * len(unheld) >= len(telling) > 0):
        return replace(match, fit=Fit.ROW, cell=None)
    return match


def has_cell(sentence: ScoredSentence) -> bool:
    """Whether it is a row with the cell that the question asks for."""
    return sentence.row is not None and sentence.row.cell is not None


def row_confidence(question: str, ranked: Sequence[ScoredSentence], confidence: float) -> float:
    """`confidence`, surer of a cell that is named, unsure of a row where no cell is."""
    if not ranked or ranked[0].row is None:
        return confidence
    if has_cell(ranked[0]):
        return max(confidence, CELL_CONFIDENCE)
    return confidence if asked_kind(question) is None else min(confidence, UNSURE_OF_CELL)
