"""What became of a file: its articles found among the documents that a reader made of it."""

from collections.abc import Iterable, Iterator, Sequence

from benchmarks.readers.corpus import CorpusFile
from benchmarks.readers.measure import (
    Score,
    broken_rows,
    broken_sentences,
    lost_and_invented,
    tokens,
    wrong_metadata,
)
from benchmarks.readers.model import POWERS, Article
from index.types import Document

Examples = list[str]
_FIELDS = {"headline": "title"}


def score_file(
    file: CorpusFile, documents: Sequence[Document], *, known: bool = True
) -> tuple[Score, Examples]:
    """The score, and a line for each thing that is wrong; `known`: measure the metadata too."""
    if not documents:
        return Score(files=1, failed=int(not file.reported)), []
    score, examples = Score(files=1), Examples()
    left = list(documents)
    for article in file.articles:
        found = left if len(file.articles) == 1 else _best(article, left)
        left = [document for document in left if document not in found]
        part, lines = _score(file, article, found, known)
        score, examples = score + part, examples + lines
    for document in left:
        score += Score(invented=_size([document.text]))
        examples.append(f"no article of the file: {document.text[:80]!r}")
    return score, examples


def _best(article: Article, documents: Sequence[Document]) -> list[Document]:
    """The document that has most of the article's sentences; none when none has any."""
    wanted = [tokens(sentence) for sentence in article.sentences]
    counts = [sum(unit in tokens(found.text) for unit in wanted) for found in documents]
    best = max(counts, default=0)
    return [documents[counts.index(best)]] if best else []


def _score(
    file: CorpusFile, article: Article, documents: Sequence[Document], known: bool
) -> tuple[Score, Examples]:
    text = "\n\n".join(document.text for document in documents)
    warnings = [warning for document in documents for warning in document.warnings]
    listed = [line.text for document in documents for line in document.removed] + warnings
    body = list(_body(article, tokens(text)))
    lost, invented = lost_and_invented(body, _optional(file, article), text, listed)
    expected = _stated(file, article) if known else {}
    wrong = wrong_metadata(expected, documents[0]) if documents else list(expected)
    language = documents[0].language if documents else None
    broken = broken_sentences(article.sentences, text, language) + broken_rows(article, text)
    count = len(article.sentences) + sum(len(block.rows[1:]) for block in article.blocks)
    if file.reported and warnings:
        lost, broken, count = [], [], 0
    score = Score(
        chars=_size(article.body()),
        lost=_size(lost),
        invented=_size(invented),
        known=len(expected),
        known_right=len(expected) - len(wrong),
        sentences=count,
        intact=count - len(broken),
    )
    return score, [
        *(f"lost: {words!r}" for words in lost),
        *(f"invented: {words!r}" for words in invented),
        *(f"{name}: {expected[name]!r}, read {_read(documents, name)!r}" for name in wrong),
        *(f"broken: {words}" for words in broken),
    ]


def _body(article: Article, text: str) -> Iterator[str]:
    """The body; a note at its foot may have kept its number there."""
    numbers = {note: str(number) for number, note in enumerate(article.notes, 1)}
    for unit in article.body():
        number = numbers.get(unit, "")
        forms = (f"{number} {unit}", f"{number.translate(POWERS)} {unit}")
        yield next((form for form in forms if tokens(form) in text), unit)


def _read(documents: Sequence[Document], name: str) -> object:
    return getattr(documents[0], _FIELDS.get(name, name)) if documents else None


def _stated(file: CorpusFile, article: Article) -> dict[str, object]:
    return {name: getattr(article, name) for name in file.states}


def _optional(file: CorpusFile, article: Article) -> list[str]:
    heads = [cell for block in article.blocks if block.rows for cell in block.rows[0]]
    return [article.headline, article.by, article.day, *heads, *article.authors, *file.allowed]


def _size(texts: Iterable[str]) -> int:
    return sum(len(tokens(text).replace(" ", "")) for text in texts)
