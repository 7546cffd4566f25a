"""Answers from the catalogue: sentences about articles, each citing those that it speaks of.

A citation of metadata is one of the article itself: author, date and outlet stand in it, copied
from the store, and its quotation is the article's first sentence.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from index.search.snapshot import Snapshot
from index.text.sentences import split_sentences
from index.types import Document, Encoder, Filters, Passage
from rag.catalogue.finding import Selected, find_articles
from rag.catalogue.grammar import read_catalogue_question
from rag.catalogue.types import CatalogueQuestion, CatalogueTask, Selection
from rag.citations import Citer
from rag.english.grammar import Grammar
from rag.export.wording import headline, to_day
from rag.extract.summary import summarise
from rag.search.filters.reading import filter_phrases, merge
from rag.types import (
    MAX_SENTENCES,
    Answer,
    AnswerStatus,
    AskOptions,
    Citation,
    Hit,
    Sentence,
    Support,
    SupportLevel,
)

MOST_SHOWN = 20
"""Articles that one answer names."""

MOST_TOLD = 8
"""Articles that a sentence is quoted from."""

MOST_UNASKED = 5
"""How many "the latest articles" are."""

_READ = Support(level=SupportLevel.SUPPORTED, reasons=("read from the articles' particulars",))
_QUOTED = Support(level=SupportLevel.SUPPORTED, reasons=("quoted word for word",))
_Told = tuple[str, Sequence[Document]]
"""A sentence, and the articles that it speaks of."""


def answer_from_catalogue(
    snapshot: Snapshot, encoder: Encoder | None, question: str, options: AskOptions
) -> Answer | None:
    """The answer to a question about the articles themselves; None for any other question."""
    if not options.get("reads_filters", True):
        return None
    today = options.get("today") or date.today()
    about, history = snapshot.about.values(), options.get("history", ())
    before = history[-1].question if history else ""
    goes_on = bool(before) and bool(read_catalogue_question(before, about, today, goes_on=True))
    asked = read_catalogue_question(question, about, today, goes_on=goes_on)
    if asked is None:
        return None
    one = asked.selection.one and (asked.task in _ABOUT_EACH or asked.task is CatalogueTask.TELL)
    selected = find_articles(
        asked.selection,
        snapshot,
        encoder,
        given=options.get("filters") or Filters(),
        history=history,
        by_date=not one,
    )
    if not _is_believed(asked, selected):
        return None
    return _answer(snapshot, question, asked, selected, options)


def _is_believed(asked: CatalogueQuestion, selected: Selected) -> bool:
    """Whether the question is about articles: where its words may mean else, some must be found."""
    if not (asked.selection.loose or asked.selection.points_back):
        return True
    if asked.task is CatalogueTask.AUTHOR:
        return any(article.authors for article in selected.articles)
    return bool(selected.articles)


def _answer(
    snapshot: Snapshot,
    question: str,
    asked: CatalogueQuestion,
    selected: Selected,
    options: AskOptions,
) -> Answer:
    if asked.task is CatalogueTask.TELL:
        articles = selected.articles[:MOST_TOLD]
        writer = _Writer(snapshot, articles)
        known = " ".join(turn.answer for turn in options.get("history", ()))
        sentences = writer.quote(articles, known if asked.selection.points_back else "")
    else:
        told = list(_tell(asked, selected))
        writer = _Writer(snapshot, [document for _, documents in told for document in documents])
        sentences = tuple(writer.sentence(text, documents) for text, documents in told)
    return Answer(
        question=question,
        standalone_question=question,
        understood=_understood(asked),
        filters=merge(asked.selection.filters, options.get("filters") or Filters()),
        read_filters=asked.selection.filters,
        sentences=sentences,
        hits=writer.hits,
        status=AnswerStatus.ANSWERED if sentences else AnswerStatus.NOT_IN_ARTICLES,
        confidence=1.0 if sentences else 0.0,
        notices=tuple(_notices(asked, selected)),
        generation=snapshot.generation,
    )


class _Writer:
    """Writes sentences that cite articles by their first sentence."""

    def __init__(self, snapshot: Snapshot, articles: Iterable[Document]) -> None:
        self._documents = snapshot.documents(document.doc_id for document in articles)
        self._citer = Citer(self._documents)
        self._passages = {name: snapshot.document_passages(name) for name in self._documents}
        self._cited: dict[str, Hit] = {}

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The passages that were cited, in the order of first use."""
        return tuple(self._cited.values())

    def sentence(self, text: str, articles: Sequence[Document]) -> Sentence:
        citations = tuple(self._cite(document.doc_id) for document in articles)
        return Sentence(text=text, citations=citations, support=_READ)

    def quote(self, articles: Sequence[Document], known: str) -> tuple[Sentence, ...]:
        """The main sentences of one article, or the first one of each of several."""
        most = MAX_SENTENCES if len(articles) == 1 else 1
        return tuple(
            Sentence(text=citation.quote, citations=(citation,), support=_QUOTED)
            for article in articles
            for start, end in summarise(self._documents[article.doc_id], most, known)
            for citation in self._cite_at(article.doc_id, start, end)
        )

    def _cite(self, doc_id: str) -> Citation:
        opening, document = self._passages[doc_id][0], self._documents[doc_id]
        start, end = split_sentences(opening.text, document.language)[0]
        return self._cite_from(opening, start + opening.start, end + opening.start)

    def _cite_at(self, doc_id: str, start: int, end: int) -> Iterable[Citation]:
        held = [p for p in self._passages[doc_id] if p.start <= start and end <= p.end]
        return [self._cite_from(passage, start, end) for passage in held[:1]]

    def _cite_from(self, passage: Passage, start: int, end: int) -> Citation:
        rank = len(self._cited) + 1
        hit = self._cited.setdefault(passage.passage_id, Hit(passage=passage, score=1.0, rank=rank))
        text = self._documents[passage.doc_id].text
        return self._citer.cite(hit, start, end, text[start:end])


def _tell(asked: CatalogueQuestion, selected: Selected) -> Iterable[_Told]:
    """The sentences that answer, each with its articles."""
    articles, selection = selected.articles, asked.selection
    if asked.task in _VALUES_OF:
        yield from _values(articles, _VALUES_OF[asked.task])
        return
    if asked.task in _ABOUT_EACH:
        yield from ((_ABOUT_EACH[asked.task](a), [a]) for a in articles[:MOST_SHOWN])
        return
    if asked.task is CatalogueTask.COUNT and articles:
        yield _count(articles, selection)
    if selection.topic or selection.filters or asked.task is not CatalogueTask.COUNT:
        most = MOST_UNASKED if selection.order and not selection.most else MOST_SHOWN
        most = MOST_SHOWN if asked.task is CatalogueTask.TIMELINE else most
        for a in articles[:most]:
            yield f"{_named(a, ', '.join(a.authors), a.outlet, a.published)}.", [a]
    if selected.mentioning:
        count, more = len(selected.mentioning), " more" if articles else ""
        verb = "mentions" if count == 1 else "mention"
        said = f"{_articles(count, more)} {verb} “{selection.topic}”."
        yield said, selected.mentioning[:MOST_SHOWN]


def _count(articles: Sequence[Document], selection: Selection) -> _Told:
    number = _articles(len(articles))
    which = " ".join(_phrases(selection))
    if which:
        verb = "is" if len(articles) == 1 else "are"
        return f"There {verb} {number} {which}.", articles[:MOST_SHOWN]
    dated = [article for article in articles if article.published]
    if not dated:
        return f"There are {number}.", articles[:MOST_SHOWN]
    ends = [dated[0], dated[-1]]
    span = f"published from {to_day(ends[1].published)} to {to_day(ends[0].published)}"
    undated = len(articles) - len(dated)
    return f"There are {number}, {span}{f' ({undated} undated)' if undated else ''}.", ends


def _values(
    articles: Sequence[Document], values_of: Callable[[Document], Iterable[str]]
) -> Iterable[_Told]:
    """Each value with its articles, the commonest first."""
    found: dict[str, list[Document]] = defaultdict(list)
    for article in articles:
        for value in values_of(article):
            found[value].append(article)
    for value in sorted(found, key=lambda value: (-len(found[value]), value)):
        yield f"{value}: {_articles(len(found[value]))}.", found[value][:MOST_UNASKED]


def _author(article: Document) -> str:
    by = " and ".join(filter(None, [", ".join(article.authors[:-1]), *article.authors[-1:]]))
    told = f"is by {by}" if by else "names no author"
    return f"{_named(article, article.outlet, article.published)} {told}."


def _date(article: Document) -> str:
    day = to_day(article.published)
    told = f"was published on {day}" if day else "bears no date"
    return f"{_named(article, article.outlet)} {told}."


def _outlet(article: Document) -> str:
    told = f"appeared in {article.outlet}" if article.outlet else "names no outlet"
    return f"{_named(article, article.published)} {told}."


def _named(article: Document, *besides: str | date | None) -> str:
    """The headline, and in brackets what else is known."""
    told = [to_day(known) if isinstance(known, date) else known for known in besides]
    known = ", ".join(filter(None, told))
    return f"“{headline(article)}”{f' ({known})' if known else ''}"


_ABOUT_EACH: Mapping[CatalogueTask, Callable[[Document], str]] = {
    CatalogueTask.AUTHOR: _author,
    CatalogueTask.DATE: _date,
    CatalogueTask.OUTLET: _outlet,
}
_VALUES_OF: Mapping[CatalogueTask, Callable[[Document], Iterable[str]]] = {
    CatalogueTask.AUTHORS: lambda article: article.authors,
    CatalogueTask.OUTLETS: lambda article: [article.outlet] if article.outlet else [],
    CatalogueTask.SECTIONS: lambda article: [article.section] if article.section else [],
    CatalogueTask.TAGS: lambda article: article.tags,
}
_ASKED = Grammar("rag.catalogue", "answering").table("asked")


def _understood(asked: CatalogueQuestion) -> str:
    selection = asked.selection
    order = selection.order.value if selection.order else ""
    most = str(selection.most) if selection.most else ""
    back = "that were just cited" if selection.points_back else ""
    back = "by the same author" if selection.same_author else back
    titled = "with this headline" if selection.filters.doc_ids else ""
    parts = [_ASKED[asked.task.value], most, order, "articles", *_phrases(selection), back, titled]
    return " ".join(filter(None, parts))


def _phrases(selection: Selection) -> list[str]:
    verb = "that mention" if selection.anywhere else "about"
    return [
        *([f"{verb} “{selection.topic}”"] if selection.topic else []),
        *filter_phrases(selection.filters),
    ]


def _articles(count: int, more: str = "") -> str:
    return f"{count:,}{more} article{'' if count == 1 else 's'}"


def _notices(asked: CatalogueQuestion, selected: Selected) -> Iterable[str]:
    which = " ".join(_phrases(asked.selection))
    if not selected.articles and not selected.mentioning:
        none = f"No article {which or 'passes the filters'}."
        none = none.replace("article about", "article is about")
        yield none.replace("article that mention", "article mentions")
    elif not selected.articles:
        yield f"No article names “{asked.selection.topic}” in its headline or at its beginning."
    if selected.nearest:
        yield f"No article has all the words “{asked.selection.topic}”: this is the nearest."
    if len(selected.articles) > MOST_SHOWN:
        yield f"{_articles(len(selected.articles))}: {MOST_SHOWN} of them are named."
