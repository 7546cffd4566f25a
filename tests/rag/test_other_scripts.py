"""Articles in scripts without spaces are found, and answered in the script of the question."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.index import open_or_create
from rag.answerer import Answerer
from rag.types import AnswerStatus

CHINESE = "港口渡轮的成人票价五月起涨到五英镑。\n\n"
CHINESE += "港务局局长陈静说，燃料贵了三分之一。投票结果是九比六。\n"
JAPANESE = "市長の佐藤花子は火曜日に新しい図書館を開いた。建設費は三億円だった。\n"
ARABIC = "افتتح الجسر الجديد فوق النهر يوم الاثنين بكلفة ثلاثة ملايين دينار.\n"


@pytest.fixture(scope="module")
def answerer(tmp_path_factory) -> Answerer:
    folder: Path = tmp_path_factory.mktemp("articles")
    for name, text in (("zh", CHINESE), ("ja", JAPANESE), ("ar", ARABIC)):
        (folder / f"{name}.md").write_text(text, "utf-8")
    (folder / "en.md").write_text("The council closed the library. Nine voted for it.\n", "utf-8")
    index = tmp_path_factory.mktemp("index") / "i"
    open_or_create(index).sync(folder)
    return Answerer.open(str(index))


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("渡轮成人票价是多少？", "五英镑"),
        ("陈静", "陈静"),
        ("投票结果是什么？", "九比六"),
        ("図書館の建設費はいくら？", "三億円"),
        ("佐藤花子", "佐藤花子"),
    ],
)
def test_words_without_spaces_are_found(answerer, question, words):
    answer = answerer.answer(question)
    assert words in answer.sentences[0].text
    assert any("English" in notice for notice in answer.notices)


@pytest.mark.parametrize("question", ["月球上有水吗？", "Какой сегодня день?"])
def test_what_the_articles_lack_is_refused_in_any_script(answerer, question):
    assert answerer.answer(question).status is AnswerStatus.NOT_IN_ARTICLES
