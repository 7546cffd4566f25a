"""Collects the calibration questions, SQuAD, ClapNQ, made-up news, in large and small folders."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from benchmarks.calibrate.cases import ANSWERABLE, EASY, HARD, IsRight, Judged, Questioner
from benchmarks.reader.news import write_news
from benchmarks.reader.split import is_for_fitting
from benchmarks.shared import clapnq
from benchmarks.shared.scratch_index import build_index, with_progress
from benchmarks.shared.squad import file_of, read_articles, write_articles
from eval.collections.clapnq import read_clapnq
from eval.collections.squad import SquadArticle, SquadQuestion, read_squad
from eval.measures.short_answers import holds_answer
from eval.splits import is_tuning
from rag.extract.types import Candidate

SMALL = "small"
NEWS_BESIDE, NEWS_COUNT = 12, 60
PARAGRAPHS_OF_ONE = 30
"""Of each article so many paragraphs become documents of their own."""
MOST_PARAGRAPHS = 30
MOST_ARTICLES = 3


def collect_squad(
    path: Path, scratch: Path, *, counts: dict[str, int], small: int, halve: bool
) -> Iterator[Judged]:
    """Questions of each kind out of one SQuAD file, at most `counts[kind]` of each.

    `small` more answerable ones and as many easy ones are put to one to three articles only.
    `halve` keeps to the tuning articles; the others stay in the index as distractors.
    """
    articles, questions = read_squad(path)
    write_articles(articles, scratch / path.stem)
    index = build_index(scratch / path.stem, scratch / f"{path.stem}.index")
    questioner = Questioner(index)
    _, places = read_articles(index, articles)
    mine = [q for q in questions if not halve or is_tuning(q.article.title)]
    mine = [q for q in mine if is_for_fitting(q.article.title)]
    for kind, count in counts.items():
        for question in _draw([q for q in mine if q.answerable == (kind != HARD)], count, kind):
            own = file_of(question.article)
            others = [name for name in places if name != own]
            yield from questioner.judge(
                question.text,
                _in_paragraph(question, places[own][question.paragraph]),
                names=(kind, path.stem, question.article.title),
                within=others if kind == EASY else None,
                removing=kind == ANSWERABLE,
            )
    tuning = [file_of(a) for a in articles if not halve or is_tuning(a.title)]
    random = Random(1)
    for question in _draw([q for q in mine if q.answerable], 2 * small, SMALL, seed=1):
        kind = random.choice((ANSWERABLE, EASY))
        own = file_of(question.article)
        others = [name for name in tuning if name != own]
        within = random.sample(others, random.randint(1, MOST_ARTICLES))
        if kind == ANSWERABLE:
            within[0] = own
        yield from questioner.judge(
            question.text,
            _in_paragraph(question, places[own][question.paragraph]),
            names=(kind, f"{path.stem} {SMALL}", question.article.title),
            within=within,
        )


def _in_paragraph(question: SquadQuestion, place: tuple[int, int]) -> IsRight:
    """Sentences that hold an answer and stand in the question's paragraph."""

    def is_right(doc_id: str, candidate: Candidate) -> bool:
        return (
            doc_id == file_of(question.article)
            and place[0] <= candidate.start < place[1]
            and holds_answer(candidate.text, question.answers)
        )

    return is_right


def collect_paragraphs(path: Path, scratch: Path, *, count: int) -> Iterator[Judged]:
    """SQuAD with each paragraph a document of its own, two to thirty of them in the folder.

    Every second one has the article's headline. Half the questions have their paragraph there;
    the others, easy ones, have nothing of their article.
    """
    articles, questions = read_squad(path)
    folder = scratch / f"{path.stem}.paragraphs"
    folder.mkdir()
    written = [(a, number) for a in articles for number in range(len(a.paragraphs))]
    written = [(a, number) for a, number in written if number < PARAGRAPHS_OF_ONE]
    for article, number in written:
        headline = f"# {article.headline}\n\n" if number % 2 else ""
        text = headline + article.paragraphs[number] + "\n"
        (folder / _paragraph_id(article, number)).write_text(text, encoding="utf-8")
    questioner = Questioner(build_index(folder, scratch / f"{path.stem}.paragraphs.index"))
    random = Random(2)
    mine = [q for q in questions if q.answerable and is_for_fitting(q.article.title)]
    suited = [q for q in mine if q.paragraph < PARAGRAPHS_OF_ONE]
    for question in _draw(suited, count, "paragraphs", seed=2):
        kind = random.choice((ANSWERABLE, EASY))
        own = _paragraph_id(question.article, question.paragraph)
        others = [_paragraph_id(a, n) for a, n in written if a is not question.article]
        siblings = [_paragraph_id(a, n) for a, n in written if a is question.article]
        within = random.sample(others, random.choice((2, 3, 5, 10, MOST_PARAGRAPHS)))
        if kind == ANSWERABLE:
            within = [own, *random.sample(siblings, 2), *within[1:]]
        yield from questioner.judge(
            question.text,
            _in_document(own, question.answers),
            names=(kind, "paragraphs", question.article.title),
            within=list(dict.fromkeys(within)),
        )


def _paragraph_id(article: SquadArticle, number: int) -> str:
    return f"{Path(file_of(article)).stem}-{number:03}.md"


def _in_document(own: str, answers: Sequence[str]) -> IsRight:
    def is_right(doc_id: str, candidate: Candidate) -> bool:
        return doc_id == own and holds_answer(candidate.text, answers)

    return is_right


def collect_clapnq(data: Path, scratch: Path) -> Iterator[Judged]:
    """The tuning questions of ClapNQ over its whole pool and over a few of its passages.

    Easy are those for which all passages under the title of their own are left out.
    """
    pool, questions = read_clapnq(data / "clapnq")
    clapnq.write_pool(pool, scratch / "clapnq")
    questioner = Questioner(build_index(scratch / "clapnq", scratch / "clapnq.index"))
    names = [clapnq.file_of(place) for place in range(len(pool))]
    places = clapnq.places_in(pool)
    random = Random(3)
    tuning = [question for question in questions if is_tuning(question.id)]
    for question in with_progress(tuning, "clapnq"):
        place = places[question.passage_id]
        own, sentences = names[place], pool[place].sentences
        related = {names[other] for other in clapnq.same_title(pool, place)}
        others = [name for name in names if name not in related]
        few = random.sample(others, random.choice((2, 5, 15)))
        kind = ANSWERABLE if question.answerable else HARD
        chosen = {number for numbers in question.gold_sentences for number in numbers}
        is_right = _gold([sentences[number] for number in sorted(chosen)], own)
        for collection, named, within in (
            ("clapnq", kind, None),
            ("clapnq", EASY, others),
            ("clapnq small", kind, [own, *few]),
            ("clapnq small", EASY, few),
        ):
            what = (named, collection, question.id)
            yield from questioner.judge(
                question.question,
                is_right,
                names=what,
                within=within,
                removing=named == ANSWERABLE,
            )


def _gold(sentences: Sequence[str], own: str) -> IsRight:
    gold = ["".join(sentence.split()) for sentence in sentences]

    def is_right(doc_id: str, candidate: Candidate) -> bool:
        text = "".join(candidate.text.split())
        return doc_id == own and any(text in sentence or sentence in text for sentence in gold)

    return is_right


def collect_news(scratch: Path) -> Iterator[Judged]:
    """The made-up news of `benchmarks.reader.news`: everyday questions, with and without answer.

    Each is put to a folder of its article and some others: "Who is his lawyer?" means one case
    there, and any of many in a large one.
    """
    folder = scratch / "news"
    articles = write_news(folder)
    questioner = Questioner(build_index(folder, scratch / "news.index"))
    fitting = [a for a in articles if a.is_for_tuning and is_for_fitting(a.id)][:NEWS_COUNT]
    names, random = [article.file for article in articles], Random(4)
    for article in with_progress(fitting, "news"):
        others = random.sample([name for name in names if name != article.file], NEWS_BESIDE)
        for asked in article.questions:
            kind = ANSWERABLE if asked.answer else HARD
            is_right = _gold([asked.sentence], article.file) if asked.sentence else _never
            for named, within in ((kind, [article.file, *others]), (EASY, others)):
                yield from questioner.judge(
                    asked.question,
                    is_right,
                    names=(named, "news", article.id),
                    within=within,
                    removing=named == ANSWERABLE,
                )


def _never(doc_id: str, candidate: Candidate) -> bool:
    return False


def _draw(
    questions: Sequence[SquadQuestion], count: int, what: str, seed: int = 0
) -> Iterator[SquadQuestion]:
    drawn = list(questions)
    Random(seed).shuffle(drawn)
    yield from with_progress(drawn[:count], what)
